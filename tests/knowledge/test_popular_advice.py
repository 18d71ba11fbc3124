"""The popular advice that is false or half true: never repeated, and answered where people expect it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.checks.every_model import every_model
from cors_wizard.knowledge_base.models import Message, Model, Myth
from cors_wizard.report.cause_page import cause_page
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.versions_page import versions_page

KNOWLEDGE = load_knowledge()
README = Path(__file__).parents[2] / "README.md"

ANSWERED = (
    pytest.param("credentials-not-allowed", "Credentials alone don't cause a preflight", id="4"),
    pytest.param("preflight-not-handled", "Flask responds to OPTIONS on every route on its own", id="5"),
    pytest.param("server-error", "every version sends the headers on a 500", id="6"),
    pytest.param("cors-not-initialized", "The order makes no difference", id="7"),
    pytest.param("wildcard-with-credentials", "responds to any origin by name, with credentials", id="8"),
    pytest.param("blueprint-not-covered", "misses blueprints that are registered later", id="9"),
    pytest.param("route-not-found", "A 404 can't have CORS headers", id="10"),
    pytest.param("decorator-order", "It fails in every version to 6.0.5", id="14"),
    pytest.param("blueprint-not-covered", "Has no nested blueprints", id="16"),
    pytest.param("incompatible-versions", "works with Flask 3.0 and 3.1", id="17-18-19-21"),
    pytest.param("wildcard-with-credentials", "Only `send_wildcard=True` next to it raises", id="23"),
    pytest.param("preflight-redirected", "it removes no header", id="24"),
    pytest.param("preflight-redirected", "Version 2 doesn't exist", id="25"),
    pytest.param("cookie-not-sent", "are the same site", id="26"),
    pytest.param("cors-not-initialized", "Only a request without `Origin`", id="28"),
    pytest.param("server-error", "It lets the page read the error; the view still fails", id="29"),
    pytest.param("origin-not-allowed", "With a space after the comma or a slash at the end", id="31"),
    pytest.param("wildcard-with-credentials", "isn't a credential in this sense", id="32"),
    pytest.param("decorator-order", "CORS doesn't protect a route", id="35"),
    pytest.param("cors-not-initialized", "as long as it runs before the first request", id="37"),
    pytest.param("blueprint-not-covered", "origins override those of the app", id="38"),
    pytest.param("blueprint-not-covered", "can't reach nested ones", id="39"),
    pytest.param("proxy-error-response", "own 404, 413 and 500 carry the headers", id="40"),
    pytest.param("cors-not-initialized", "duplicates the header next to flask-cors", id="41"),
    pytest.param("header-not-allowed", "allows every requested header unless", id="43"),
    pytest.param("cached-response", "drops the number 0", id="44"),
    pytest.param("wrong-import", "`flask.ext` was removed", id="46"),
    pytest.param("not-a-browser-test", "works in Postman or curl", id="47"),
    pytest.param("not-a-browser-test", "is the cause itself", id="48"),
    pytest.param("duplicate-header", "duplicates it inside Flask", id="49"),
    pytest.param("cookie-not-sent", "It overwrites `SESSION_COOKIE_SAMESITE` with Lax", id="50"),
    pytest.param("flask-cors-missing", "3.0.8 and later import and work on Flask 3.0", id="51"),
)

FALSE = (
    pytest.param(r"CORS\(app\)`? (must|has to) \w+ (before|after) (the |your )?(routes|blueprints)", id="7"),
    pytest.param(r"(refuses|rejects) .{0,40}supports_credentials.{0,40}(since|from) (version )?5", id="23"),
    pytest.param(r"[Tt]alisman[^.]{0,20}\b(strips|removes)", id="24"),
    pytest.param(r"[Tt]alisman (>=|version )?2", id="25"),
    pytest.param(r"flask-cors (<|before) ?(3\.0\.10|4\.0\.1)[^.]{0,60}(Flask [23]|async)", id="14-18"),
    pytest.param(r"Authorization[^.]{0,30}(needs|requires) `?supports_credentials", id="32"),
    pytest.param(r"(every|any) (custom )?header must be listed", id="43"),
    pytest.param(r"methods=\['POST'\][^.]{0,60}405", id="5"),
    pytest.param(r"flask-cors (5|6)[^.]{0,40}Flask 1\.1[^.]{0,30}[Dd]eprecat", id="52"),
)


@pytest.mark.parametrize(("cause", "truth"), ANSWERED)
def test_it_is_answered_where_it_is_expected(cause: str, truth: str) -> None:
    """The page of the cause says what is true."""
    page = " ".join(render_markdown(cause_page(KNOWLEDGE.causes[cause], KNOWLEDGE)).split())
    assert truth in page


@pytest.mark.parametrize("claim", FALSE)
def test_it_is_never_repeated(claim: str) -> None:
    """No text says it but as a claim that is answered."""
    pattern = re.compile(claim)
    assert [text for text in texts() if pattern.search(text)] == []


@pytest.mark.parametrize("claim", FALSE)
def test_the_pattern_finds_what_it_forbids(claim: str) -> None:
    """Each false claim is found where somebody writes it."""
    assert any(re.search(claim, text) for text in SAMPLES)


SAMPLES = (
    "`CORS(app)` must come before the routes.",
    "flask-cors rejects `origins='*'` with `supports_credentials=True` since version 5.",
    "flask-talisman strips them. Talisman 2 does not.",
    "With flask-cors before 3.0.10 async views fail.",
    "The Authorization header needs supports_credentials.",
    "Here every custom header must be listed.",
    "A route with methods=['POST'] responds to OPTIONS with 405.",
    "flask-cors 5 on Flask 1.1 prints deprecation warnings; flask-cors 5 with Flask 1.1 Deprecated.",
)


def texts() -> Iterator[str]:
    """Every text of ours that users read, but the claims that are contradicted."""
    for _, model in every_model(KNOWLEDGE):
        if not isinstance(model, Message):
            yield from _own(model)
    yield " ".join(README.read_text(encoding="utf-8").split())
    yield " ".join(render_markdown(versions_page(KNOWLEDGE, {})).split())


def _own(model: Model) -> Iterator[str]:
    for name in type(model).__dataclass_fields__:
        value = getattr(model, name)
        if isinstance(value, str) and not (isinstance(model, Myth) and name == "claim"):
            yield " ".join(value.split())
