"""What code that was pasted alone shows: nobody says what fails, and it can't work. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cors_wizard.facts import Fact, Facts

_OTHERS = frozenset({"quart", "fastapi", "starlette", "django", "express", "connexion", "aiohttp", "other"})
_ALWAYS: tuple[tuple[str, str, Mapping[str, frozenset[str]]], ...] = (
    ("framework", "framework", {"framework": _OTHERS}),
    ("import", "import_problem", {"import_problem": frozenset({"wrong-import"})}),
)
"""The value, the fact that shows it, and what all must hold for it."""
_FOR_A_CALL: tuple[tuple[str, str, Mapping[str, frozenset[str]]], ...] = (
    ("address", "address_problem", {"address_problem": frozenset({"no-scheme", "unknown-scheme", "no-url"})}),
    ("path", "resource_match", {"resource_match": frozenset({"not-covered"})}),
    ("decorator", "decorator_place", {"decorator_place": frozenset({"above-route"})}),
    ("no-setup", "cors_setup", {"cors_setup": frozenset({"never-bound"})}),
    (
        "wildcard",
        "cors_setup",
        {
            "cors_setup": frozenset({"hand-written"}),
            "configured_origins": frozenset({"*"}),
            "credentials": frozenset({"include"}),
        },
    ),
    ("origin", "origin_listed", {"origin_listed": frozenset({"not-listed"})}),
)


def about_shown_by_code(facts: Facts) -> Iterator[Fact]:
    """The first thing in the code that can't work; what depends on the call is open until one is known."""
    if "symptom" in facts:
        return
    for value, shown_in, needed in (*_ALWAYS, *(_FOR_A_CALL if "url" in facts else ())):
        fact = facts.get(shown_in)
        if fact and all(_is_one_of(facts.get(name), values) for name, values in needed.items()):
            yield Fact("shown_by_code", value, fact.source, fact.evidence)
            return


def _is_one_of(fact: Fact | None, values: frozenset[str]) -> bool:
    """Whether a fact has one of these values, a list among its items."""
    if fact is None:
        return False
    return not values.isdisjoint(fact.value if isinstance(fact.value, tuple) else (str(fact.value),))
