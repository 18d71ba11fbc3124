"""Where `resources=` has settings for each path, those of the path that the page requests. Pure.

Another entry may allow what this one must not: its headers, its credentials.
"""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.diagnosis.derived_server import about_path
from cors_wizard.facts import DECLARED, Fact, Facts, FactValue

_SETTINGS = tuple(
    name for name in DECLARED if name.startswith("configured_") and name != "configured_blueprint"
)


def of_this_path(facts: Facts) -> Facts:
    """The facts, with what the code allows narrowed to the entry that covers the URL's path."""
    if facts.text("resource_rules") != "of-their-own":
        return facts
    pattern = next((fact.value for fact in about_path(facts) if fact.name == "resource_pattern"), None)
    own = tuple(_of_entry(facts, f"{pattern}: ")) if pattern else ()
    scanned = (name for name in _SETTINGS if (known := facts.get(name)) and known.source == "scanned")
    return facts.without(*scanned).also((*own, *_open_on_purpose(facts, own)))


def _open_on_purpose(facts: Facts, own: tuple[Fact, ...]) -> Iterator[Fact]:
    """Whether this path is everyone's, beside others whose entries allow credentials."""
    known = {fact.name: fact for fact in own}
    origins, switch = known.get("configured_origins"), known.get("configured_credentials")
    is_for_users = any(
        item.endswith(": configured_credentials: yes") for item in facts.items("resource_settings")
    )
    if origins and origins.value == ("*",) and not (switch and switch.value == "yes") and is_for_users:
        yield Fact("open_on_purpose", "yes", origins.source, origins.evidence)


def _of_entry(facts: Facts, beginning: str) -> Iterator[Fact]:
    listed = facts.get("resource_settings")
    if listed is None or not isinstance(listed.value, tuple):
        return
    settings = [item.removeprefix(beginning) for item in listed.value if item.startswith(beginning)]
    for name in _SETTINGS:
        values = tuple(each.removeprefix(f"{name}: ") for each in settings if each.startswith(f"{name}: "))
        value = _value(name, values)
        if value is not None:
            yield Fact(name, value, listed.source, listed.evidence)


def _value(name: str, values: tuple[str, ...]) -> FactValue | None:
    if not values:
        return None
    kind = DECLARED[name].kind
    if kind == "list":
        return values
    if kind == "number":
        return int(values[0]) if values[0].isdecimal() and 0 < len(values[0]) < 10 else None
    return values[0]
