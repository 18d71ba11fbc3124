"""Hooks that look at the response before they write the header: it is sent with every response."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:3000"
_HEAD = (
    "from flask import Flask, request\n\napp = Flask(__name__)\nALLOWED = {'http://localhost:3000'}\n\n\n"
    "@app.after_request\ndef finish(response):\n"
)
_ORIGIN = "origin = request.headers.get('Origin')\n"
_WRITE = "response.headers['Access-Control-Allow-Origin'] = origin\n"
_TAIL = "\n\n@app.post('/api/items')\ndef items():\n    return {}, 422\n"


def _after(knowledge: Knowledge, hook: str) -> str:
    """The hook's body after the fix; empty where nothing is offered."""
    given = {
        "origin": _PAGE,
        "url": "http://localhost:5000/api/items",
        "method": "POST",
        "symptom": "missing-allow-origin",
    }
    facts = Facts.of(
        [Fact(name, value, "answered") for name, value in {**given, "header_condition": "x"}.items()]
    )
    text = _HEAD + "".join(f"    {line}\n" if line else "\n" for line in hook.split("\n")) + _TAIL
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", text)})
    if not made.changes:
        return ""
    body = made.changes[0].after.removeprefix(_HEAD).removesuffix(_TAIL)
    return "\n".join(line.removeprefix("    ") for line in body.rstrip("\n").split("\n"))


_FAILS = "if response.status_code >= 400:\n    "
_STORES_NOTHING = "response.cache_control.no_store = True\n"
_ALLOWED = f"{_ORIGIN}if origin in ALLOWED:\n    {_WRITE}"
_MORE = "response.headers['X-Items'] = '1'\nreturn response"
_SENDS = f"{_ORIGIN}if origin in ALLOWED:\n    {_WRITE}return response"


@pytest.mark.parametrize(
    ("hook", "after"),
    [
        pytest.param(
            f"if response.status_code >= 400:\n    return response\n{_SENDS}", _SENDS, id="leaves-at-once"
        ),
        pytest.param(
            f"{_FAILS}{_STORES_NOTHING}    return response\n{_SENDS}",
            f"{_FAILS}{_STORES_NOTHING}{_SENDS}",
            id="does-something-and-leaves",
        ),
        pytest.param(
            f"if not 200 <= response.status_code < 300:\n    return response\n{_SENDS}", _SENDS, id="chained"
        ),
        pytest.param(
            f"if response.mimetype != 'text/html' and not response.is_json:\n    return response\n{_SENDS}",
            "",
            id="two-conditions",
        ),
        pytest.param(
            f"if response.mimetype != 'application/json':\n    return response\n{_SENDS}", _SENDS, id="type"
        ),
        pytest.param(f"if not response.is_json:\n    return response\n{_SENDS}", _SENDS, id="json-alone"),
        pytest.param(
            f"if response.status_code // 100 != 2:\n    return response\n{_SENDS}", _SENDS, id="hundreds"
        ),
        pytest.param(
            f"{_FAILS}return response\n{_ALLOWED}{_MORE}",
            f"{_ALLOWED}{_FAILS}return response\n{_MORE}",
            id="more-below",
        ),
        pytest.param(
            f"{_FAILS}{_STORES_NOTHING}else:\n    # the page\n"
            f"    {_ORIGIN}    if origin in ALLOWED:\n        {_WRITE}return response",
            f"{_FAILS}{_STORES_NOTHING}# the page\n{_SENDS}",
            id="else",
        ),
        pytest.param(
            f"if response.status_code < 400:\n    {_ORIGIN}    if origin in ALLOWED:\n"
            f"        {_WRITE}return response",
            _SENDS,
            id="around-alone",
        ),
        pytest.param(
            f"if response.status_code < 400:\n    {_ORIGIN}    response.headers['X-Items'] = '1'\n"
            f"    if origin in ALLOWED:\n        {_WRITE}return response",
            "",
            id="with-something-else",
        ),
    ],
)
def test_the_header_comes_with_every_status(knowledge: Knowledge, hook: str, after: str) -> None:
    """What else depends on the status stays; where both can't be told apart, nothing is offered."""
    assert _after(knowledge, hook) == after
