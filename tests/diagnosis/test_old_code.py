"""A server that is older than its files runs old code only where the files allow what it refuses."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.derived_now import about_old_code
from cors_wizard.facts import Fact, Facts, FactValue

_CHANGED = Fact("changed_since_start", "app.py", "probed", "app.py was changed at 10:00")
_REFUSED = Fact("probe_outcome", "refused", "probed")
_LISTED = Fact("origin_listed", "listed", "scanned")


@pytest.mark.parametrize(
    ("said_by_the_code", "is_old"),
    [
        pytest.param((), True, id="all-allowed"),
        pytest.param((("resource_match", "covered"), ("route_match", "exact")), True, id="covered"),
        pytest.param((("resource_match", "not-covered"),), False, id="path-not-covered"),
        pytest.param((("blueprint_match", "not-covered"),), False, id="blueprint-not-covered"),
        pytest.param((("route_match", "none"),), False, id="no-route"),
        pytest.param((("preflight_check", "refuses"),), False, id="login-before-the-preflight"),
        pytest.param((("preflight_status", 401),), False, id="a-login-that-the-code-does-not-show"),
        pytest.param((("preflight_status", 401), ("preflight_check", "none")), True, id="a-login-that-was"),
        pytest.param((("cors_setup", "hand-written"),), True, id="a-hook"),
        pytest.param(
            (("cors_setup", "hand-written"), ("silent_responses", ("GET /",))), False, id="headers-of-views"
        ),
        pytest.param(
            (("cors_setup", "hand-written"), ("configured_origins", ("*",)), ("credentials", "include")),
            False,
            id="a-star-and-cookies",
        ),
    ],
)
def test_an_edit_alone_is_no_old_code(
    said_by_the_code: tuple[tuple[str, FactValue], ...], *, is_old: bool
) -> None:
    """A comment that was added after the start explains nothing: the files have the same fault."""
    code = [Fact(name, value, "scanned") for name, value in said_by_the_code]
    assert bool(list(about_old_code(Facts.of([_CHANGED, _REFUSED, _LISTED, *code])))) == is_old


@pytest.mark.parametrize(
    ("symptom", "is_old"), [("missing-allow-origin", True), ("invalid-allow-credentials", False)]
)
def test_a_page_that_is_not_named_is_not_about_cookies(symptom: str, *, is_old: bool) -> None:
    """The code names the page whatever it sends; only the header for cookies depends on cookies."""
    refused = Fact("symptom", symptom, "probed")
    cookies = Fact("credentials", "include", "answered")
    assert bool(list(about_old_code(Facts.of([_CHANGED, _REFUSED, _LISTED, refused, cookies])))) == is_old


@pytest.mark.parametrize(("reachable", "is_old"), [("answered", True), ("timed-out", False)])
def test_a_server_that_hangs_shows_nothing_of_its_code(reachable: str, *, is_old: bool) -> None:
    """No response isn't a refusal that other code would explain."""
    came = Fact("reachable", reachable, "probed")
    assert bool(list(about_old_code(Facts.of([_CHANGED, _REFUSED, _LISTED, came])))) == is_old
