"""What the server does now: it runs old code, which its files are newer than, or fails by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts

_PASSES = ("readable", "unsettled")
"""Outcomes in which no check of a browser fails, as far as the request is known."""
_SAYS_NO = (
    ("resource_match", ("not-covered",)),
    ("blueprint_match", ("not-covered",)),
    ("route_match", ("none",)),
    ("preflight_check", ("refuses", "redirects", "fails")),
)
"""What the code as it is now says of this path, and the values with which it doesn't allow the request."""
_NOT_NAMED = (
    *("missing-allow-origin", "allow-origin-mismatch"),
    *("preflight-missing-allow-origin", "preflight-allow-origin-mismatch"),
)
"""Refusals in which the response doesn't name the page at all."""


def about_failure(facts: Facts) -> Iterator[Fact]:
    """The fact `failing_now`: the page may read the response, and the response is the server's own error.

    Or no route has the path, as far as the code shows.
    """
    status = facts.get("status")
    if status is None or status.source != "probed" or facts.text("probe_outcome") not in _PASSES:
        return
    # A 404 of a route that is there is about what was requested; without a route nothing ever comes.
    is_nowhere = status.value == 404 and facts.text("route_match") == "none"
    if is_nowhere or (isinstance(status.value, int) and status.value >= 500):
        yield Fact("failing_now", "yes", "probed", status.evidence)


def about_old_code(facts: Facts) -> Iterator[Fact]:
    """The fact `old_code`: what the server said cannot come from the code as it is now."""
    changed = facts.get("changed_since_start")
    is_blocked = facts.text("probe_outcome") == "refused" or "responses_vary" in facts
    # A server that hangs says nothing that its old code could explain.
    is_silent = facts.text("reachable") not in (None, "answered")
    if changed and is_blocked and not is_silent and _code_allows(facts):
        yield Fact("old_code", "yes", changed.source, changed.evidence)


def _code_allows(facts: Facts) -> bool:
    """Whether the code as it is in the files allows the page's request."""
    if facts.text("origin_listed") != "listed" or any(facts.text(name) in no for name, no in _SAYS_NO):
        return False
    # A login that stops preflights does so whatever the code says of CORS, unless it lets OPTIONS pass.
    if facts.number("preflight_status") in (401, 403) and facts.text("preflight_check") != "none":
        return False
    if facts.text("cors_setup") == "hand-written" and not _is_written_for_the_page(facts):
        return False
    symptom = facts.get("symptom")
    if symptom and symptom.source == "probed" and symptom.value in _NOT_NAMED:
        # Whatever else the page sends, this code names it.
        return True
    if facts.text("credentials") == "include" and facts.text("configured_credentials") != "yes":
        return False
    return _has(facts, "refused_header", "configured_headers") and _has(
        facts, "refused_method", "configured_methods"
    )


def _is_written_for_the_page(facts: Facts) -> bool:
    """Whether headers that the code writes itself come with every response, and allow credentials if sent.

    What a view writes doesn't come with the preflight.
    """
    is_star = "*" in facts.items("configured_origins") and facts.text("credentials") == "include"
    return "silent_responses" not in facts and not is_star


def _has(facts: Facts, refused: str, configured: str) -> bool:
    """Whether a list of the code has what was refused; flask-cors's defaults have all that pages use."""
    name = facts.text(refused)
    listed = {item.lower() for item in facts.items(configured)}
    return name is None or not listed or "*" in listed or name.lower() in listed
