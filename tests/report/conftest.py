"""Real diagnoses to report on: a Flask app that is broken, and the same app mended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask, Response

from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Facts
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.send import send
from tests.probe.serving import PAGE, flask_server

Begin = Callable[..., Diagnosis]


@dataclass(frozen=True)
class Repair:
    """One problem before the fix and after it."""

    url: str
    before: Diagnosis
    after: Diagnosis


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The built-in knowledge, read once."""
    return load_knowledge()


@pytest.fixture(scope="session")
def base(knowledge: Knowledge) -> Diagnosis:
    """An empty diagnosis."""
    return Diagnosis.begin(knowledge).without_optional_questions()


@pytest.fixture(scope="session")
def begin(base: Diagnosis) -> Begin:
    """Begins a diagnosis on a text, with nothing to scan or probe."""

    def begun(text: str, given: Facts | None = None) -> Diagnosis:
        known = base.with_text(text).without_scanning().without_probing()
        return known.with_given(*given) if given else known

    return begun


@pytest.fixture(scope="session")
def repair(base: Diagnosis) -> Iterator[Repair]:
    """A GET that is refused for want of CORS(app), probed, then allowed and probed again."""
    allowed = False
    app = Flask(__name__)

    @app.get("/api/orders")
    def orders() -> dict[str, int]:
        return {"orders": 3}

    @app.after_request
    def name_origin(response: Response) -> Response:
        if allowed:
            response.headers["Access-Control-Allow-Origin"] = PAGE
            response.headers["Vary"] = "Origin"
        return response

    with flask_server(app) as url:
        pasted = base.with_text(refusal(f"{url}/api/orders?token=hunter2hunter2"))
        before = probed(pasted)
        allowed = True
        after = probed(pasted)
        yield Repair(url, before, after)


def refusal(url: str) -> str:
    """What Chromium prints where the header is missing."""
    return (
        f"Access to fetch at '{url}' from origin '{PAGE}' has been blocked by CORS policy: "
        "No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )


def probed(diagnosis: Diagnosis) -> Diagnosis:
    """The diagnosis after every probe that it wants."""
    return asyncio.run(investigate(diagnosis, sender=send, may_probe=lambda url: True))
