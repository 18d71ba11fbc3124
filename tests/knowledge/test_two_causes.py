"""Two causes at once: the conclusion is what the browser meets first, `also` the rest, one fix mends both.

Each app is served for real and probed; what a browser makes of its answers the judge says.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fetch_standard import judge
from cors_wizard.fixes import TailoredFix
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe.send import send
from cors_wizard.report.browser_texts import browser_texts
from tests.browsers.pages import PageRequest
from tests.knowledge.harness.apply_fix import paste
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.knowledge.harness.wsgi_runner import load
from tests.probe.serving import flask_server

pytestmark = pytest.mark.process

PAGE = "http://localhost:3000"
TOP = (
    "from flask import Flask, abort, jsonify, request\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
)
HERE = "# fix: from here\n{}# fix: to here\n"
HOOK = """\
@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = {origin}
    {more}
    return response
"""
ADDS = HOOK.replace(
    '["Access-Control-Allow-Origin"] = {origin}\n    {more}', '.add("Access-Control-Allow-Origin", {origin})'
)


def view(methods: str = '"GET"', path: str = "/api/tea", body: str = "return jsonify(tea=3)") -> str:
    """One view."""
    return f'\n\n@app.route("{path}", methods=[{methods}])\ndef tea():\n    {body}\n'


@dataclass(frozen=True)
class Pair:
    """An app with two things wrong."""

    id: str
    source: str
    cause: str
    also: tuple[str, ...]
    request: dict[str, Any] = field(default_factory=dict)
    path: str = "/api/tea"


LOGIN = """
@app.before_request
def check_login():
    if "Authorization" not in request.headers:
        abort(401)
"""
JSON = {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": "{}"}
PAIRS = (
    Pair(
        "login-check-and-no-cors",
        TOP + HERE.format("") + LOGIN + view(),
        "preflight-needs-auth",
        ("cors-not-initialized",),
        {"headers": {"Authorization": "Bearer x"}},
    ),
    Pair(
        "slash-and-no-cors",
        TOP + HERE.format("") + view('"POST"', "/api/tea/"),
        "preflight-redirected",
        ("cors-not-initialized",),
        JSON,
    ),
    Pair(
        "wrong-origin-and-no-credentials",
        TOP + HERE.format('CORS(app, origins=["http://localhost:8000"])\n') + view(),
        "origin-not-allowed",
        ("credentials-not-allowed",),
        {"credentials": "include"},
    ),
    Pair(
        "credentials-and-header",
        TOP + HERE.format(f'CORS(app, origins=["{PAGE}"], allow_headers=["Content-Type"])\n') + view(),
        "credentials-not-allowed",
        ("header-not-allowed",),
        {"credentials": "include", "headers": {"X-Tenant": "1"}},
    ),
    Pair(
        "header-and-method",
        TOP
        + HERE.format(f'CORS(app, origins=["{PAGE}"], allow_headers=["Content-Type"], methods=["GET"])\n')
        + view('"GET", "PUT"'),
        "method-not-allowed",
        ("header-not-allowed",),
        {"method": "PUT", "headers": {"X-Tenant": "1"}},
    ),
    Pair(
        "slash-at-the-origin-and-header",
        TOP
        + HERE.format(
            HOOK.format(
                origin=f'"{PAGE}/"', more='response.headers["Access-Control-Allow-Headers"] = "Content-Type"'
            )
        )
        + view(),
        "malformed-allow-origin",
        ("header-not-allowed",),
        {"headers": {"X-Tenant": "1"}},
    ),
    Pair(
        "options-refused-and-no-cors",
        TOP
        + HERE.format("")
        + '\n\ndef tea():\n    return jsonify(tea=3)\n\n\napp.add_url_rule("/api/tea", view_func=tea, '
        'methods=["POST"], provide_automatic_options=False)\n',
        "preflight-not-handled",
        ("cors-not-initialized",),
        JSON,
    ),
    Pair(
        "double-header-and-no-credentials",
        TOP + HERE.format(ADDS.format(origin=f'"{PAGE}"') + f'\n\nCORS(app, origins=["{PAGE}"])\n') + view(),
        "duplicate-header",
        ("credentials-not-allowed",),
        {"credentials": "include"},
    ),
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_one_fix_mends_both(pair: Pair, knowledge: Knowledge) -> None:
    """What the browser meets first leads, and who pastes the fix is done."""
    with flask_server(load(pair.source, False)) as base:
        asked = PageRequest(f"{base}{pair.path}", **pair.request)
        diagnosis = diagnose(knowledge, asked)
    assert diagnosis.cause is not None, diagnosis.step
    assert (diagnosis.cause.id, tuple(cause.id for cause in diagnosis.also)) == (pair.cause, pair.also)
    assert diagnosis.fix is not None
    mended = paste(pair.source, "fix", code_of(diagnosis.fix))
    with flask_server(load(mended, False)) as base:
        after = PageRequest(f"{base}{pair.path}", **pair.request)
        taken = exchange_over_http(after, PAGE)
        assert judge(taken).violations == (), mended
        others = look_alikes(PAGE).values()
        assert [origin for origin in others if may_read(exchange_over_http(after, origin))] == []


def diagnose(knowledge: Knowledge, asked: PageRequest) -> Diagnosis:
    """The walk of somebody who pastes the call and what Chromium prints for it."""
    taken = exchange_over_http(asked, PAGE)
    printed = browser_texts(judge(taken), taken, knowledge)["chromium"]
    assert printed
    options = {name: getattr(asked, name) for name in ("method", "headers", "credentials", "body")}
    call = f"fetch({json.dumps(asked.url)}, {json.dumps(options, indent=2)});"
    begun = Diagnosis.begin(knowledge, f"{printed}\n\n{call}").without_scanning()
    return asyncio.run(investigate(begun, sender=send, may_probe=lambda _url: True))


def code_of(fix: TailoredFix) -> list[str]:
    """The Python of the fix, in order."""
    return [step.code.text for step in fix.steps if step.code and step.code.language == "python"]
