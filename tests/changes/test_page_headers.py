"""Request headers that only a server may send go from wherever the page's code sets them."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'CORS(app, origins=["http://localhost:5173"], allow_headers=["Content-Type"])\n\n\n'
    '@app.patch("/api/plants/<int:plant>")\ndef change(plant):\n    return {}\n'
)
_GIVEN = {
    "url": "http://localhost:5000/api/plants/3",
    "origin": "http://localhost:5173",
    "method": "PATCH",
    "symptom": "preflight-header-disallowed",
    "refused_header": "access-control-allow-origin",
}
_NAME = "'Access-Control-Allow-Origin'"


def _changed(knowledge: Knowledge, path: str, text: str, sent: tuple[str, ...] = ()) -> dict[str, str]:
    """What the files hold after the fix."""
    facts = Facts.of(
        [
            *(Fact(name, value, "answered") for name, value in _GIVEN.items()),
            Fact("request_headers", (*sent, "Access-Control-Allow-Origin: *"), "answered"),
        ]
    )
    files = {"app.py": TextFile("app.py", _APP), path: TextFile(path, text)}
    made = plan((knowledge.fixes["send-no-cors-headers"],), facts, files)
    return {change.path: change.after for change in made.changes}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"axios.defaults.headers.common[{_NAME}] = '*'\naxios.defaults.timeout = 900\n",
            "axios.defaults.timeout = 900\n",
            id="axios-defaults",
        ),
        pytest.param(
            f"const api = axios.create({{\n  baseURL: '/x',\n  headers: {{ {_NAME}: '*' }},\n}});\n",
            "const api = axios.create({\n  baseURL: '/x',\n});\n",
            id="axios-instance",
        ),
        pytest.param(
            "const api = axios.create({ headers: { 'X-Key': key, "
            f"{_NAME}: '*', 'Access-Control-Allow-Methods': 'GET, PATCH' }} }});\n",
            "const api = axios.create({ headers: { 'X-Key': key } });\n",
            id="two-of-three",
        ),
        pytest.param(
            "api.interceptors.request.use((config) => {\n  config.headers['X-Key'] = key;\n"
            f"  config.headers[{_NAME}] = '*';  // CORS\n  return config;\n}});\n",
            "api.interceptors.request.use((config) => {\n"
            "  config.headers['X-Key'] = key;\n  return config;\n});\n",
            id="axios-interceptor",
        ),
        pytest.param(
            f"api.interceptors.request.use((config) => {{\n  config.headers.set({_NAME}, '*');\n"
            "  return config;\n});\n",
            "api.interceptors.request.use((config) => {\n  return config;\n});\n",
            id="axios-headers-set",
        ),
        pytest.param(
            f"$.ajaxSetup({{ cache: false, headers: {{ {_NAME}: '*' }} }});\n",
            "$.ajaxSetup({ cache: false });\n",
            id="jquery-headers",
        ),
        pytest.param(
            "$.ajaxSetup({\n  cache: false,\n  beforeSend: function (xhr) {\n"
            f"    xhr.setRequestHeader({_NAME}, '*');\n  }},\n}});\n",
            "$.ajaxSetup({\n  cache: false,\n});\n",
            id="jquery-before-send",
        ),
        pytest.param(
            f"$.ajaxSetup({{ cache: false, beforeSend: (xhr) => xhr.setRequestHeader({_NAME}, '*') }});\n",
            "$.ajaxSetup({ cache: false });\n",
            id="jquery-arrow",
        ),
        pytest.param(
            f"const headers = new Headers();\nheaders.append('X-Key', key);\nheaders.append({_NAME}, '*');\n",
            "const headers = new Headers();\nheaders.append('X-Key', key);\n",
            id="headers-append",
        ),
        pytest.param(
            f"const headers = new Headers([['X-Key', key], [{_NAME}, '*']]);\n",
            "const headers = new Headers([['X-Key', key]]);\n",
            id="headers-of-pairs",
        ),
        pytest.param(
            f"xhr.open('PATCH', url); xhr.setRequestHeader({_NAME}, '*'); xhr.send();\n",
            "xhr.open('PATCH', url); xhr.send();\n",
            id="xhr-on-one-line",
        ),
        pytest.param(
            f"if (cors) xhr.setRequestHeader({_NAME}, '*');\nxhr.send();\n",
            "if (cors) {}\nxhr.send();\n",
            id="below-an-if",
        ),
        pytest.param(
            f"let headers = new HttpHeaders();\nheaders = headers.append({_NAME}, '*');\n",
            "let headers = new HttpHeaders();\n",
            id="angular-assigned",
        ),
        pytest.param(
            "const headers = new HttpHeaders()\n  .set('X-Key', key)\n"
            f"  .set({_NAME}, '*')\n  .set('Accept', 'text/plain');\n",
            "const headers = new HttpHeaders()\n  .set('X-Key', key)\n  .set('Accept', 'text/plain');\n",
            id="angular-chain",
        ),
        pytest.param(
            f"return next.handle(req.clone({{ setHeaders: {{ 'X-Key': key, {_NAME}: '*' }} }}));\n",
            "return next.handle(req.clone({ setHeaders: { 'X-Key': key } }));\n",
            id="angular-interceptor",
        ),
        pytest.param(
            f"return next(req.clone({{ headers: req.headers.set({_NAME}, '*') }}));\n",
            "return next(req.clone({ headers: req.headers }));\n",
            id="angular-clone",
        ),
        pytest.param(
            f"fetch('/api/plants/3', {{ method: 'PATCH', headers: {{ {_NAME}: '*' }} }});\n",
            "fetch('/api/plants/3', { method: 'PATCH' });\n",
            id="fetch",
        ),
        pytest.param(
            f"const shared = {{\n  'Content-Type': 'application/json',\n  [{_NAME}]: '*', // CORS\n}};\n",
            "const shared = {\n  'Content-Type': 'application/json',\n};\n",
            id="shared-object",
        ),
    ],
)
def test_the_line_goes(knowledge: Knowledge, before: str, after: str) -> None:
    """And nothing else of the file."""
    assert _changed(knowledge, "web/src/api.js", before) == {"web/src/api.js": after}


@pytest.mark.parametrize("path", ["web/src/Plants.vue", "templates/plants.html"])
def test_it_goes_from_scripts_in_other_files(knowledge: Knowledge, path: str) -> None:
    """What is around the script stays byte by byte."""
    line = f"  headers.set({_NAME}, '*');\n"
    text = f"<h1>Läuft</h1>\n<script>\n  const headers = new Headers();\n{line}</script>\n<p>é</p>\n"
    assert _changed(knowledge, path, text) == {path: text.replace(line, "")}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(
            "web/vite.config.js", f"export default {{ server: {{ headers: {{ {_NAME}: '*' }} }} }}", id="tool"
        ),
        pytest.param("web/server.js", f"const e = require('express');\nres.header({_NAME}, '*');", id="node"),
        pytest.param(
            "web/sw.js",
            f"event.respondWith(new Response(body, {{ headers: {{ {_NAME}: '*' }} }}));",
            id="worker",
        ),
        pytest.param(
            "web/src/api.js", f"// headers.set({_NAME}, '*')\nlog(res.headers.get({_NAME}));", id="read"
        ),
    ],
)
def test_what_is_no_request_stays(knowledge: Knowledge, path: str, text: str) -> None:
    """A server's headers and what only reads one; nor does the server allow the header."""
    assert _changed(knowledge, path, text) == {}


def test_the_other_headers_are_allowed_with_it(knowledge: Knowledge) -> None:
    """The next message would be about them; the one that goes is not allowed."""
    code = f"const sent = {{ 'X-Request-Id': id, {_NAME}: '*' }};\n"
    changed = _changed(knowledge, "web/src/api.js", code, ("X-Request-Id: 1",))
    assert changed["web/src/api.js"] == "const sent = { 'X-Request-Id': id };\n"
    assert 'allow_headers=["Content-Type", "X-Request-Id"]' in changed["app.py"]
    assert "Access-Control" not in changed["app.py"]
