"""Tells as facts what the code allows: by flask-cors's options, or by headers that it writes itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, clean, place, scanned
from cors_wizard.flask_code.configuration.flask_config import FlaskConfig
from cors_wizard.flask_code.configuration.variable_names import one_variable
from cors_wizard.flask_code.evaluation.literals import listed
from cors_wizard.flask_code.evaluation.values import sources
from cors_wizard.flask_code.findings import CorsSetup, Environment, Option, Value
from cors_wizard.flask_code.flask_cors.cors_setups import Setup
from cors_wizard.flask_code.flask_cors.resources import read_resources
from cors_wizard.flask_code.flask_cors.setup_options import keywords_of
from cors_wizard.flask_code.header_code.own_headers import OwnHeader
from cors_wizard.flask_code.source_lines import SourceLines
from cors_wizard.frozen import dataclass

_FACTS = {
    "origins": "configured_origins",
    "allow_headers": "configured_headers",
    "methods": "configured_methods",
    "expose_headers": "configured_exposed",
}
_OWN_HEADERS = {
    "origins": "access-control-allow-origin",
    "allow_headers": "access-control-allow-headers",
    "methods": "access-control-allow-methods",
    "expose_headers": "access-control-expose-headers",
}
_OPTIONS = frozenset(
    {
        *("app", "resources", "origins", "methods", "expose_headers", "allow_headers"),
        *("supports_credentials", "max_age", "send_wildcard", "vary_header", "automatic_options"),
        *("intercept_exceptions", "always_send", "allow_private_network"),
    }
)
"""What `CORS` and `cross_origin` of flask-cors take."""
_LONGEST_AGE = 86_400 * 365


@dataclass(frozen=True)
class _Given:
    """One value of an option, and the place where it is given."""

    value: Value
    where: str
    says: str


@dataclass(frozen=True)
class ReadOptions:
    """What is needed to tell the options of the setups that count."""

    setups: Sequence[CorsSetup]
    written: Sequence[Setup]
    """The same, as they were found in the code."""
    config: FlaskConfig
    environment: Environment
    lines: SourceLines

    def found(self) -> Found:
        """The settings of flask-cors as facts, and notes on those that are odd."""
        found = Found(tuple(self._settings_in()), tuple(self._unknown_options()))
        for name in (*_FACTS, "supports_credentials", "max_age"):
            found += self._read(name)
        if not any(self._given("origins")) and not self._may_be_elsewhere():
            found += Found(tuple(self._for_everybody()))
        unread = tuple(dict.fromkeys(self._unread()))
        if unread and self.setups:
            found += Found((scanned("unread_settings", unread, self.setups[0].where, self.setups[0].says),))
        return found + Found(tuple(read_resources(self.setups, self.lines)))

    def _given(self, name: str) -> Iterator[_Given]:
        """Every value of an option: of the calls, and of the paths in `resources=`."""
        for setup in self.setups:
            for option in setup.options:
                if option.name == name:
                    yield self._placed(option)
                elif option.name == "resources":
                    yield from self._of_paths(option, name)

    def _placed(self, option: Option) -> _Given:
        return _Given(option.value, option.span.where, self.lines.at(option.span))

    def _of_paths(self, resources: Option, name: str) -> Iterator[_Given]:
        for _, options in resources.value.named():
            value = options.get(name)
            if value is not None:
                span = value.span or resources.span
                yield _Given(value, span.where, self.lines.at(span))

    def _read(self, name: str) -> Found:
        given = list(self._given(name))
        if name == "supports_credentials":
            return Found(tuple(_credentials(given)))
        if name == "max_age":
            return Found(tuple(_max_age(given)))
        # No origin has a comma in flask-cors's eyes, no name of a header or method in anybody's.
        texts = [each for one in given for text in one.value.texts for each in listed(name, text) if each]
        variables = {one.name: (each.where, each.says) for each in given for one in sources(each.value)}
        facts = [*one_variable(variables), *_possible(given)] if name == "origins" else []
        if texts:
            first = next(one for one in given if one.value.texts)
            where, says = self._of_environment(first) or (first.where, first.says)
            facts.append(scanned(_FACTS[name], tuple(dict.fromkeys(texts)), where, says))
            if name == "origins":
                facts.append(scanned("configured_origins_at", self._places(given), where, says))
                if all(text == text.strip() for text in texts):
                    facts.append(scanned("origins_as_written", "yes", where, says))
        notes = [note for one in given for note in _notes(name, one)]
        return Found(tuple(facts), tuple(notes))

    def _places(self, given: Sequence[_Given]) -> tuple[str, ...]:
        """Where each origin is written: of a list the item's own line."""
        places: dict[str, str] = {}
        for one in given:
            items = one.value.items if one.value.kind == "list" else (one.value,)
            whole = self._of_environment(one) or (_default_at(one) or one.where, "")
            for item in items:
                for text in (each for each in listed("origins", item.text) if each):
                    places.setdefault(text, item.span.where if item.span else whole[0])
        return tuple(places.values())

    def _of_environment(self, given: _Given) -> tuple[str, str] | None:
        """Where a file sets the variable that the value comes from."""
        for variable in given.value.variables:
            setting = self.environment.setting(variable.name)
            if setting is not None:
                return setting.where, f"{setting.name}={setting.value}"
        return None

    def _for_everybody(self) -> Iterator[Fact]:
        """Without `origins` flask-cors allows every origin."""
        for one in self.setups[:1]:
            if one.kind == "app":
                yield scanned("configured_origins", ("*",), one.where, one.says)

    def _may_be_elsewhere(self) -> bool:
        """Whether origins may come from where they cannot be read: computed settings, a file."""
        if self.config.unresolved:
            return True
        if any(one.arg is None for setup in self.written for _, one in keywords_of(setup)) and any(
            setup.unresolved for setup in self.setups
        ):
            return True
        return any(_is_computed(option.value) for setup in self.setups for option in _resources(setup))

    def _settings_in(self) -> Iterator[Fact]:
        """Where the project keeps flask-cors's settings, if in Flask's configuration."""
        if any(setup.kind == "blueprint" for setup in self.setups):
            return
        keys = [key for key in self.config.names() if key in _CONFIG_FACTS]
        found = [one for one in map(self.config.setting, keys) if one is not None]
        for one in found[:1]:
            where, says = one.span.where, self.lines.at(one.span)
            yield scanned("cors_settings_in", one.place, where, says)
            yield scanned("settings_file", one.span.path, where, says)

    def _unread(self) -> Iterator[str]:
        """The options whose values are computed, so that no new call can take them over."""
        for setup, written in zip(self.setups, self.written, strict=True):
            for given, one in keywords_of(written):
                if one.arg is None:
                    yield f"**{clean(given.module.source(one.value), 60)}"
            if any(_is_computed(option.value) for option in _resources(setup)):
                yield "resources"
        for name in _FACTS:
            computed = [
                one.value for one in self._given(name) if not one.value.is_whole or one.value.variables
            ]
            said = next(
                (each.expression for one in computed for each in one.unresolved if each.expression), ""
            )
            if computed:
                yield f"{name}={clean(said, 60)}" if said else name

    def _unknown_options(self) -> Iterator[str]:
        for setup in self.setups:
            for option in setup.options:
                if option.name not in _OPTIONS and option.source != "config":
                    name = clean(option.name, 60)
                    yield f"{setup.where}: flask-cors has no option {name} and ignores it."


_CONFIG_FACTS = frozenset(
    {
        *("CORS_ORIGINS", "CORS_ALLOW_HEADERS", "CORS_METHODS", "CORS_EXPOSE_HEADERS", "CORS_MAX_AGE"),
        *("CORS_RESOURCES", "CORS_SUPPORTS_CREDENTIALS"),
    }
)


def _default_at(given: _Given) -> str:
    """Where the environment is read with the default that counts."""
    return next((each.where for each in given.value.variables if each.default is not None), "")


def _resources(setup: CorsSetup) -> Iterator[Option]:
    return (option for option in setup.options if option.name == "resources")


def _is_computed(resources: Value) -> bool:
    """Whether the settings of its paths may hold what is not read."""
    if resources.kind == "table":
        return any(key.kind == "unknown" or value.kind != "table" for key, value in resources.entries)
    return resources.kind == "unknown"


def _notes(name: str, given: _Given) -> Iterator[str]:
    if given.value.variables or not given.value.is_whole:
        yield _not_literal(name, given)
    # A text with commas is one origin and one header to flask-cors.
    texts = given.value.texts if name in ("origins", "allow_headers") else ()
    if any("," in text and not set("*[({\\") & set(text) for text in texts):
        yield f"{given.where}: flask-cors takes a text with commas for one value; write a list of texts."


def _not_literal(name: str, given: _Given) -> str:
    if given.value.variables:
        names = ", ".join(clean(one.name, 60) for one in given.value.variables)
        if given.value.alternatives and not sources(given.value):
            return f"{given.where}: {name} depend on the environment ({names})."
        return f"{given.where}: {name} come from the environment ({names}), not from the code."
    one = next(iter(given.value.unresolved), None)
    said = f" ({clean(one.expression, 80)}, {one.where})" if one and one.expression else ""
    return f"{given.where}: {name} are computed, so their value is not known{said}."


def _possible(given: Sequence[_Given]) -> Iterator[Fact]:
    """The origins of lists of which a condition chooses one."""
    for one in given:
        ways = [[each for each in way.texts if "://" in each] for way in one.value.alternatives]
        if len(ways) > 1 and all(ways):
            every = tuple(dict.fromkeys(text for way in ways for text in way))
            yield scanned("possible_origins", every, one.where, one.says)
            return


def _credentials(given: Sequence[_Given]) -> Iterator[Fact]:
    for one in given:
        if one.value.kind == "switch":
            answer = "yes" if one.value.number else "no"
            yield scanned("configured_credentials", answer, one.where, one.says)


def _max_age(given: Sequence[_Given]) -> Iterator[Fact]:
    for one in given:
        seconds = _seconds(one.value)
        if seconds is not None and 0 < seconds <= _LONGEST_AGE:
            yield scanned("configured_max_age", seconds, one.where, one.says)


def _seconds(value: Value) -> int | None:
    """A number, or a text that is one."""
    if value.kind == "text" and value.text.isascii() and value.text.isdecimal() and len(value.text) < 10:
        return int(value.text)
    return int(value.number) if value.kind == "number" else None


def read_own_options(headers: Sequence[OwnHeader]) -> Found:
    """The settings that hand-written headers amount to."""
    facts: list[Fact] = []
    for option, wanted in _OWN_HEADERS.items():
        written = [one for one in headers if one.name == wanted and one.value]
        texts = tuple(dict.fromkeys(text for one in written for text in listed(option, one.value or "")))
        if texts:
            facts.append(scanned(_FACTS[option], texts, *written[0].at))
        if option == "origins":
            named = [one for one in headers if one.name == wanted]
            facts += one_variable({name: one.at for one in named for name in one.variables})
    credentials = [one for one in headers if one.name == "access-control-allow-credentials" and one.value]
    for one in credentials[:1]:
        allowed = "yes" if (one.value or "").lower() == "true" else "no"
        where = place(one.module.path, one.line)
        facts.append(scanned("configured_credentials", allowed, where, one.says))
    ages = [one for one in headers if one.name == "access-control-max-age" and (one.value or "").isdecimal()]
    for one in ages[:1]:
        seconds = int((one.value or "0")[:9])
        facts.append(scanned("configured_max_age", seconds, *one.at))
    return Found(tuple(facts))
