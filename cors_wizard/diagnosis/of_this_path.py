"""Where `resources=`, blueprints or views have settings of their own, those of the requested path. Pure.

Another entry may allow what this one must not: its headers, its credentials.
"""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.behind_proxy import path_in_app
from cors_wizard.diagnosis.derived_server import about_path
from cors_wizard.facts import DECLARED, Fact, Facts, FactValue
from cors_wizard.flask_code.routing.rule_fits import rule_fits

_SETTINGS = tuple(
    name for name in DECLARED if name.startswith("configured_") and name != "configured_blueprint"
)


def of_this_path(facts: Facts) -> Facts:
    """The facts, with what the code allows narrowed to the entry that covers the URL's path."""
    if facts.text("resource_rules") == "of-their-own":
        pattern = next((fact.value for fact in about_path(facts) if fact.name == "resource_pattern"), None)
        own = tuple(_of_entry(facts, "resource_settings", f"{pattern}: ")) if pattern else ()
    elif rule := _rule_with_settings(facts):
        own = tuple(_of_entry(facts, "route_settings", f"{rule}: "))
    else:
        return facts
    scanned = (name for name in _SETTINGS if (known := facts.get(name)) and known.source == "scanned")
    return facts.without(*scanned).also((*own, *_open_on_purpose(facts, own)))


def _rule_with_settings(facts: Facts) -> str | None:
    """The rule of the requested path whose own setup decides."""
    path = path_in_app(facts.text("url") or "", facts)
    rules = dict.fromkeys(item.partition(": ")[0] for item in facts.items("route_settings"))
    fitting = [rule for rule in rules if rule_fits(rule, path, ignore_last_slash=True)]
    return fitting[0] if len(fitting) == 1 else None


def _open_on_purpose(facts: Facts, own: tuple[Fact, ...]) -> Iterator[Fact]:
    """Whether this path is everyone's, beside others whose entries allow credentials."""
    known = {fact.name: fact for fact in own}
    origins, switch = known.get("configured_origins"), known.get("configured_credentials")
    is_for_users = any(
        item.endswith(": configured_credentials: yes") for item in facts.items("resource_settings")
    )
    if origins and origins.value == ("*",) and not (switch and switch.value == "yes") and is_for_users:
        yield Fact("open_on_purpose", "yes", origins.source, origins.evidence)


def _of_entry(facts: Facts, name: str, beginning: str) -> Iterator[Fact]:
    listed = facts.get(name)
    if listed is None or not isinstance(listed.value, tuple):
        return
    settings = [item.removeprefix(beginning) for item in listed.value if item.startswith(beginning)]
    for setting in _SETTINGS:
        values = tuple(
            each.removeprefix(f"{setting}: ") for each in settings if each.startswith(f"{setting}: ")
        )
        value = _value(setting, values)
        if value is not None:
            yield Fact(setting, value, listed.source, listed.evidence)


def _value(name: str, values: tuple[str, ...]) -> FactValue | None:
    if not values:
        return None
    kind = DECLARED[name].kind
    if kind == "list":
        return values
    if kind == "number":
        return int(values[0]) if values[0].isdecimal() and 0 < len(values[0]) < 10 else None
    return values[0]
