"""Reads for which paths the code sets CORS up (`resources=`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.evaluation.literals import listed
from cors_wizard.flask_code.evaluation.values import as_text, plain
from cors_wizard.flask_code.findings import CorsSetup, Option, Value
from cors_wizard.flask_code.source_lines import SourceLines
from cors_wizard.frozen import dataclass

RULE_SETTINGS: Mapping[str, str] = {
    "origins": "configured_origins",
    "allow_headers": "configured_headers",
    "methods": "configured_methods",
    "expose_headers": "configured_exposed",
    "supports_credentials": "configured_credentials",
    "max_age": "configured_max_age",
}
"""What an option of flask-cors is called as a fact."""


def read_resources(setups: Sequence[CorsSetup], lines: SourceLines) -> Iterator[Fact]:
    """The facts on `resources=`; none where a call covers every path, or a path is computed."""
    if not setups or any(setup.kind not in ("app", "blueprint", "never-bound") for setup in setups):
        return
    found: list[str] = []
    rules: list[Rule] = []
    first: Option | None = None
    for setup in setups:
        source = setup.option("resources")
        patterns = patterns_of(source.value) if source else None
        if source is None or patterns is None:
            return
        first = first or source
        found += patterns
        rules += _rules(source.value, {one.name: one.value for one in setup.options})
    if first and found:
        where, says = first.span.where, lines.at(first.span)
        yield scanned("resource_patterns", tuple(dict.fromkeys(found)), where, says)
        if rules:
            alike = len({rule.own for rule in rules}) == 1
            yield scanned("resource_rules", "alike" if alike else "of-their-own", where, says)
            settings = tuple(text for rule in rules for text in rule.texts())
            if settings:
                yield scanned("resource_settings", settings, where, says)


@dataclass(frozen=True)
class Rule:
    """One path of `resources=` with settings of its own."""

    pattern: str
    own: tuple[object, ...]
    """Its settings, in a form that can be compared."""
    named: Mapping[str, tuple[str, ...]]
    """What holds for this path, its own settings before those beside `resources=`."""

    def texts(self) -> Iterator[str]:
        """Each value as `path: setting: value`."""
        return (
            # Spaces around an origin keep it from matching: quotes keep them in the fact.
            f"{self.pattern}: {name}: {value if value == value.strip() else repr(value)}"
            for name, values in self.named.items()
            for value in values
        )


def _rules(resources: Value, beside: Mapping[str, Value]) -> Iterator[Rule]:
    for pattern, options in resources.named():
        if options.kind == "table":
            own = {**dict(options.named())}
            compared = tuple(sorted(((name, plain(one)) for name, one in own.items()), key=str))
            # What is computed may be anything: two of these are taken for different.
            computed = (id(options),) if not options.is_whole else ()
            yield Rule(pattern, (compared, computed), named_settings({**beside, **own}))


def named_settings(options: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """The values of the settings that a fix keeps, as texts."""
    return {
        name: tuple(each for text in _texts(options[option]) for each in listed(option, text))
        for option, name in RULE_SETTINGS.items()
        if option in options
    }


def _texts(value: Value) -> tuple[str, ...]:
    if value.kind == "switch":
        return ("yes" if value.number else "no",)
    if value.kind == "number":
        return (as_text(value) or "",)
    return value.texts


def patterns_of(resources: Value) -> tuple[str, ...] | None:
    """The patterns of a text, a list or the keys of a table; None where one is computed."""
    parts: tuple[Value, ...] = (resources,)
    if resources.kind == "list":
        parts = resources.items
    elif resources.kind == "table":
        parts = tuple(key for key, _ in resources.entries)
    if any(part.flags or part.kind not in ("text", "pattern") for part in parts):
        return None
    return tuple(part.text for part in parts)
