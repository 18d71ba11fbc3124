"""Flask sends on what the page may not: the route that the wizard hands over works for the page's method."""

from __future__ import annotations

import pytest
from flask import Flask, request

from cors_wizard.facts import Fact, Facts
from cors_wizard.fixes.tailor import tailor
from cors_wizard.knowledge_base import load_knowledge
from tests.probe.serving import flask_server


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_the_relay_sends_the_page_s_method_and_body(method: str) -> None:
    """A GET in place of a POST would order nothing."""
    other = Flask("other")

    @other.route("/v1/orders", methods=[method])
    def orders() -> tuple[str, int]:
        return f"{request.method} {request.get_data(as_text=True)} {request.content_type or ''}", 201

    with flask_server(other) as url:
        facts = Facts.of([Fact("method", method, "pasted"), Fact("url", f"{url}/v1/orders", "pasted")])
        knowledge = load_knowledge()
        fixes = tailor(knowledge, [knowledge.causes["third-party-api"]], facts)
        relay = next(fix for fix in fixes if fix.id == "call-it-from-flask")
        code = next(step.code for step in relay.steps if step.code)
        own = Flask("own")
        exec(code.text, {"app": own})
        body = "" if method == "GET" else '{"a": 1}'
        answer = own.test_client().open(
            "/from-there", method=method, data=body, headers={"Content-Type": "application/json"}
        )
    if method == "GET":
        assert answer.text.startswith("GET")
    else:
        assert (answer.text, answer.status_code) == (f"{method} {body} application/json", 201)
