"""What the code shows by itself, whatever the browser or a status says. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts

_WRONG_PLACES = frozenset({"above-route", "on-a-hook", "below-another", "class-decorators", "on-a-method"})
_NO_ADDRESSES = frozenset({"no-scheme", "unknown-scheme", "no-url", "unspecified-host", "unsafe-port"})


def about_code(facts: Facts) -> Iterator[Fact]:
    """The facts `code_alone` and `code_tells`."""
    setup = facts.get("cors_setup")
    if setup and setup.source == "scanned" and facts.text("route_match") != "none":
        decides = _refuses_this_page(facts) or setup.value == "none"
        yield Fact("code_alone", "decides" if decides else "open", setup.source, setup.evidence)
    yield from _told(facts)


def _refuses_this_page(facts: Facts) -> bool:
    return (
        facts.text("origin_listed") == "not-listed"
        or facts.text("resource_match") == "not-covered"
        or facts.text("decorator_place") in _WRONG_PLACES
        or facts.text("cors_setup") == "never-bound"
    )


def _told(facts: Facts) -> Iterator[Fact]:
    """Of pasted code: the first fault that needs no error text beside it."""
    for name, tells in (
        ("import_problem", "wrong-import" if facts.text("import_problem") == "wrong-import" else ""),
        ("framework", "other-framework" if facts.text("framework") not in (None, "flask") else ""),
        ("address_problem", "bad-address" if facts.text("address_problem") in _NO_ADDRESSES else ""),
        ("cors_setup", _setup_told(facts)),
    ):
        fact = facts.get(name)
        if fact and tells and fact.source == "pasted":
            yield Fact("code_tells", tells, fact.source, fact.evidence)
            return


def _setup_told(facts: Facts) -> str:
    setup = facts.text("cors_setup")
    # flask-cors itself would send the page's own origin in place of the `*`.
    is_open = setup == "hand-written" and "*" in facts.items("configured_origins")
    if is_open and facts.text("credentials") == "include":
        return "wildcard-with-cookies"
    return "setup" if _refuses_this_page(facts) else ""
