"""What code that was pasted alone shows: nobody says what fails, and it can't work. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cors_wizard.facts import Fact, Facts

_ONLY_FAILED = "network-failure"
"""Says no more than nothing: what the code shows is the reason, or one of them."""
_OTHERS = frozenset({"quart", "fastapi", "starlette", "django", "express", "connexion", "aiohttp", "other"})
_OF_RESPONSES = ("access-control-allow-", "access-control-expose-", "access-control-max-age")
_ALWAYS: tuple[tuple[str, str, Mapping[str, frozenset[str]]], ...] = (
    ("framework", "framework", {"framework": _OTHERS}),
    ("import", "import_problem", {"import_problem": frozenset({"wrong-import"})}),
    ("versions", "versions_fit", {"versions_fit": frozenset({"no"})}),
    (
        "wildcard",
        "cors_setup",
        {
            "cors_setup": frozenset({"hand-written"}),
            "configured_origins": frozenset({"*"}),
            "credentials": frozenset({"include"}),
        },
    ),
)
"""The value, the fact that shows it, and what all must hold for it."""
_OF_A_PROXY = (
    ("proxy-options", "proxy_answers_options", "yes"),
    ("proxy-drops", "proxy_drops", "response-header"),
)
_FOR_A_CALL: tuple[tuple[str, str, Mapping[str, frozenset[str]]], ...] = (
    ("mode", "request_mode", {"request_mode": frozenset({"no-cors"})}),
    ("address", "address_problem", {"address_problem": frozenset({"no-scheme", "unknown-scheme", "no-url"})}),
    ("path", "resource_match", {"resource_match": frozenset({"not-covered"})}),
    ("blueprint", "blueprint_match", {"blueprint_match": frozenset({"not-covered"})}),
    ("decorator", "decorator_place", {"decorator_place": frozenset({"above-route"})}),
    ("no-setup", "cors_setup", {"cors_setup": frozenset({"never-bound"})}),
    ("origin", "origin_listed", {"origin_listed": frozenset({"not-listed"})}),
)
_FOR_A_PAGE = _FOR_A_CALL[-1:]
"""A list without the page's origin refuses it at every URL."""


def about_shown_by_code(facts: Facts) -> Iterator[Fact]:
    """The first thing in the code that can't work; what depends on the call is open until one is known."""
    status = facts.get("status")
    is_failing = status is not None and isinstance(status.value, int) and status.value >= 400
    if "symptom" in facts and (facts.text("symptom") != _ONLY_FAILED or is_failing):
        setup = facts.get("cors_setup")
        is_elsewhere = facts.text("framework") in _OTHERS
        if is_elsewhere and setup and setup.value not in ("none", "hand-written"):
            yield Fact("shown_by_code", "framework", setup.source, setup.evidence)
        return
    yield from _shown(facts)


def _shown(facts: Facts) -> Iterator[Fact]:
    headers, socket = facts.get("request_headers"), facts.get("socketio_variable")
    if headers and any(each.lower().startswith(_OF_RESPONSES) for each in facts.items("request_headers")):
        yield Fact("shown_by_code", "client-header", headers.source, headers.evidence)
        return
    # Socket.IO lets in pages of its own address alone, as long as it's told nothing else.
    if socket and "socketio_origins" not in facts and _is_page_elsewhere(facts):
        yield Fact("shown_by_code", "socketio", socket.source, socket.evidence)
        return
    if _lacks_method(facts):
        listed = facts.by_name["configured_methods"]
        yield Fact("shown_by_code", "method", listed.source, listed.evidence)
        return
    for value, name, shown in _OF_A_PROXY:
        fact = facts.get(name)
        # The settings of a folder may be those of another place than the page's.
        if fact and fact.source == "pasted" and fact.value == shown:
            yield Fact("shown_by_code", value, fact.source, fact.evidence)
            return
    for_a_call = _FOR_A_CALL if "url" in facts else _FOR_A_PAGE if _is_told(facts.get("origin")) else ()
    for value, shown_in, needed in (*_ALWAYS, *for_a_call):
        if value == "import" and facts.text("answered_by") == "flask":
            # An app whose imports fail doesn't respond: `flask.ext.cors` is right for an old Flask.
            continue
        fact = facts.get(shown_in)
        if fact and all(_is_one_of(facts.get(name), values) for name, values in needed.items()):
            yield Fact("shown_by_code", value, fact.source, fact.evidence)
            return


def _lacks_method(facts: Facts) -> bool:
    """Whether the methods in the code lack the page's: GET, HEAD and POST pass without being listed."""
    method, listed = facts.text("method"), facts.items("configured_methods")
    is_told = method in ("PUT", "PATCH", "DELETE") and facts.by_name["method"].source != "assumed"
    return bool(is_told and listed and method not in {each.upper() for each in listed} and "*" not in listed)


def _is_page_elsewhere(facts: Facts) -> bool:
    return _is_told(facts.get("origin")) and "url" not in facts and "endpoint" not in facts


def _is_told(fact: Fact | None) -> bool:
    return fact is not None and fact.source != "assumed"


def _is_one_of(fact: Fact | None, values: frozenset[str]) -> bool:
    """Whether a fact has one of these values, a list among its items."""
    if fact is None:
        return False
    return not values.isdisjoint(fact.value if isinstance(fact.value, tuple) else (str(fact.value),))
