"""Reads the settings of frontend tools for a development server that hands requests on to Flask."""

from __future__ import annotations

import re

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.comments import script_lines
from cors_wizard.project.versions.tables import parse_json, text

_TOOLS = ("vite.config.", "webpack.", "vue.config.", "rsbuild.config.", "svelte.config.", "craco.config.")
_PROXY = re.compile(r"""(?<![\w.$-])["']?proxy["']?\s{0,9}:""")
_MIDDLEWARE = "createProxyMiddleware("


def is_frontend(name: str) -> bool:
    """Whether a file may set up a development server's proxy."""
    scripts = name.startswith(_TOOLS) and name.endswith(("js", "ts", "cjs", "mjs", "mts"))
    return scripts or name in ("package.json", "setupProxy.js", "proxy.conf.json", "proxy.conf.js")


def read_frontend(file: TextFile) -> Found:
    """The fact `proxy`, from the first line that sets one up."""
    if file.name == "package.json":
        return _read_package(file)
    for number, line in script_lines(file.text):
        if (
            _PROXY.search(line)
            or _MIDDLEWARE in line
            or (file.name.startswith("proxy.conf") and "target" in line)
        ):
            return Found((scanned("proxy", "dev-server", place(file.path, number), line),))
    return Found()


def _read_package(file: TextFile) -> Found:
    """The `proxy` field of package.json, which Create React App's development server reads."""
    parsed = parse_json(file)
    if isinstance(parsed, str):
        return Found(notes=(parsed,))
    target = text(parsed.get("proxy"))
    if not target:
        return Found()
    number = next((number for number, line in enumerate(file.lines, start=1) if '"proxy"' in line), 0)
    return Found((scanned("proxy", "dev-server", place(file.path, number), f"proxy: {target}"),))
