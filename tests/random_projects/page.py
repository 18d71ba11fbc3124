"""The page's code: one call to the API, by one of the usual clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

_JSON = "Content-Type"


@dataclass(frozen=True)
class PageCall:
    """What the page sends."""

    path: str
    method: str
    headers: Mapping[str, str]
    with_credentials: bool

    @property
    def has_body(self) -> bool:
        """Whether it sends JSON."""
        return _JSON in self.headers


Files = dict[str, str]


def page_code(random: Random, call: PageCall, base: str) -> Files:
    """The files of a front end that makes this call to the API at this address."""
    return random.choice(_STACKS)(call, base)


def _fetch(call: PageCall, base: str) -> Files:
    options = [f"    method: '{call.method}',"]
    if call.headers:
        lines = "".join(f"      '{name}': {_value(name)},\n" for name in call.headers)
        options.append(f"    headers: {{\n{lines}    }},")
    if call.with_credentials:
        options.append("    credentials: 'include',")
    if call.has_body:
        options.append("    body: JSON.stringify(data),")
    body = "\n".join(options)
    return {
        "web/src/api.js": f"const API = '{base}';\n\nexport async function save(data, token) {{\n"
        f"  const response = await fetch(`${{API}}{call.path}`, {{\n{body}\n  }});\n"
        "  return response.json();\n}\n"
    }


def _wrapper(call: PageCall, base: str) -> Files:
    """A function of the project's own around fetch, with defaults."""
    shared = "    credentials: 'include',\n" if call.with_credentials else ""
    headers = ", ".join(f"'{name}': {_value(name)}" for name in call.headers)
    body = ", body: JSON.stringify(data)" if call.has_body else ""
    return {
        "web/src/http.ts": f"const BASE = '{base}';\n\n"
        "export async function request(path: string, options: RequestInit = {}) {\n"
        f"  const response = await fetch(BASE + path, {{\n{shared}    ...options,\n  }});\n"
        "  if (!response.ok) throw new Error(response.statusText);\n  return response.json();\n}\n",
        "web/src/items.ts": "import { request } from './http';\n\n"
        f"export const save = (data: object, token: string) => request('{call.path}', "
        f"{{ method: '{call.method}', headers: {{ {headers} }}{body} }});\n",
    }


def _axios(call: PageCall, base: str) -> Files:
    shared = "  withCredentials: true,\n" if call.with_credentials else ""
    headers = ", ".join(f"'{name}': {_value(name)}" for name in call.headers if name != _JSON)
    config = f", {{ headers: {{ {headers} }} }}" if headers else ""
    if call.method in ("POST", "PUT", "PATCH"):
        arguments = f"'{call.path}', {'data' if call.has_body else 'null'}{config}"
    else:
        arguments = f"'{call.path}'{config}"
    return {
        "web/package.json": '{"dependencies": {"axios": "^1.7.0"}}\n',
        "web/src/client.js": "import axios from 'axios';\n\n"
        f"export const client = axios.create({{\n  baseURL: '{base}',\n{shared}}});\n",
        "web/src/components/Items.vue": '<template><button @click="save">Save</button></template>\n\n'
        "<script setup>\nimport { client } from '../client';\n\nconst data = { name: 'a' };\n"
        "const token = localStorage.getItem('token');\n\nasync function save() {\n"
        f"  await client.{call.method.lower()}({arguments});\n}}\n</script>\n",
    }


def _jquery(call: PageCall, base: str) -> Files:
    lines = [f"      url: '{base}{call.path}',", f"      method: '{call.method}',"]
    if call.has_body:
        lines += ["      contentType: 'application/json',", "      data: JSON.stringify(data),"]
    own = [name for name in call.headers if name != _JSON]
    if own:
        lines.append("      headers: { " + ", ".join(f"'{name}': {_value(name)}" for name in own) + " },")
    if call.with_credentials:
        lines.append("      xhrFields: { withCredentials: true },")
    body = "\n".join(lines)
    return {
        "web/index.html": '<!doctype html>\n<button id="save">Save</button>\n'
        '<script src="jquery.min.js"></script>\n'
        "<script>\n  const token = localStorage.token;\n  const data = { name: 'a' };\n"
        f"  $('#save').on('click', function () {{\n    $.ajax({{\n{body}\n    }});\n  }});\n</script>\n"
    }


def _value(name: str) -> str:
    return {"Content-Type": "'application/json'", "Authorization": "`Bearer ${token}`"}.get(name, "'web'")


_STACKS: tuple[Callable[[PageCall, str], Files], ...] = (_fetch, _wrapper, _axios, _jquery)
