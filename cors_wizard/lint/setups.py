"""What each CORS setup of the code gets wrong by itself, whichever request comes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from cors_wizard.flask_code import CorsSetup, FlaskCode
from cors_wizard.flask_code.configuration.file_names import is_test_path
from cors_wizard.flask_code.findings import Environment, Span, Value
from cors_wizard.flask_code.flask_cors.setup_options import CONFIG_KEYS
from cors_wizard.flask_code.routing.path_match import covers
from cors_wizard.frozen import dataclass
from cors_wizard.lint.finding import Level, LintFinding
from cors_wizard.lint.origin_entries import EVERYBODY, problems_of_entry, too_wide, why_never_sent
from cors_wizard.origin_patterns import OriginCheck, outsiders

_WITHOUT_EFFECT = {
    "above-route": "it is above the route's decorator, so Flask registers the view without it.",
}
_NOT_FOR_PREFLIGHTS = "class-decorators"
_BY_FLASK_CORS = ("app", "blueprint", "decorator")
_ORIGIN, _CREDENTIALS = "access-control-allow-origin", "access-control-allow-credentials"


@dataclass(frozen=True)
class _Rule:
    """The options that hold for one path: of the call, or of an entry of `resources=`."""

    origins: Value | None
    credentials: Value | None
    span: Span


def about_setups(code: FlaskCode) -> Iterator[LintFinding]:
    """The findings of every setup, tests left out."""
    ours = [setup for setup in code.setups if not is_test_path(setup.file)]
    written = next(filter(_is_one_page, ours), None)
    for setup in ours:
        if setup.kind in _BY_FLASK_CORS:
            yield from (_beside(each, written) for each in _about_flask_cors(setup, code.environment))
        elif setup.kind == "socketio":
            yield from _about_socketio(setup)
    for setup in code.beside:
        if setup.kind == "starlette":
            yield from _about_starlette(setup, code.environment)
    yield from _about_own_headers([setup for setup in ours if setup.kind == "hand-written"], code.environment)


def names_everybody(code: FlaskCode) -> bool:
    """Whether flask-cors gives a path to everyone, so that `about_setups` says with what."""
    ours = (each for each in code.setups if each.kind in _BY_FLASK_CORS and not is_test_path(each.file))
    rules = (rule for setup in ours for rule in _rules(setup))
    return any(entry.text in EVERYBODY for rule in rules for entry in _entries(rule.origins))


def _where_unset(value: Value | None, environment: Environment) -> str:
    """Under which condition the code's own default counts; empty where it always does."""
    names = [each.name for each in value.variables if not environment.setting(each.name)] if value else []
    return f", where {' and '.join(dict.fromkeys(names))} isn't set" if names else ""


def _is_one_page(setup: CorsSetup) -> bool:
    """Whether the code itself writes one page's origin, for every request."""
    value = setup.option("value")
    is_origin = setup.kind == "hand-written" and setup.header == _ORIGIN and not setup.is_conditional
    return bool(is_origin and value and value.value.kind == "text" and value.value.text not in EVERYBODY)


def _beside(found: LintFinding, written: CorsSetup | None) -> LintFinding:
    """flask-cors leaves alone a response that has the header."""
    if written is None or found.rule != "reflects-any-origin":
        return found
    unless = (
        f"{found.detail.rstrip('.')}, unless {written.span.path}:{written.span.line} writes the header first."
    )
    return replace(found, level="warning", detail=unless)


def _at(setup: CorsSetup, rule: str, detail: str, span: Span | None = None) -> LintFinding:
    level: Level = "warning" if setup.is_conditional else "error"
    place = span or setup.span
    return LintFinding(rule, level, place.path, place.line, detail)


def _about_flask_cors(setup: CorsSetup, environment: Environment) -> Iterator[LintFinding]:
    if why := _WITHOUT_EFFECT.get(setup.place):
        yield _at(setup, "decorator-order", f"`@{setup.callee}` has no effect: {why}")
        return
    if setup.place == _NOT_FOR_PREFLIGHTS:
        detail = "its headers are missing on preflights: list 'OPTIONS' in `methods` of the class, too."
        yield replace(_at(setup, "decorator-order", detail), level="warning")
    yield from _about_unknown(setup)
    for rule in _rules(setup):
        yield from _about_rule(setup, rule, environment)


_CAUSES = {
    "origins": "origin-not-allowed",
    "supports_credentials": "credentials-not-allowed",
    "allow_headers": "header-not-allowed",
    "methods": "method-not-allowed",
    "expose_headers": "expose-headers",
    "resources": "resource-pattern-mismatch",
}
"""What a page runs into where flask-cors doesn't get an option."""
_ALIKE = 0.6


def _about_unknown(setup: CorsSetup) -> Iterator[LintFinding]:
    """`support_credentials=True`, `{"origin": "*"}`: flask-cors ignores names that it doesn't know."""
    given = [(each.name, each.span) for each in setup.options]
    resources = setup.option("resources")
    for _, table in resources.value.named() if resources else ():
        given += [(key.text, key.span or setup.span) for key, _ in table.entries]
    known = {*CONFIG_KEYS.values(), "app"}
    for name, span in given:
        for meant in get_close_matches(name, _CAUSES, 1, _ALIKE) if name not in known else ():
            detail = f"flask-cors has no option `{name}` and ignores it; `{meant}` is probably meant."
            yield _at(setup, _CAUSES[meant], detail, span)


def _rules(setup: CorsSetup) -> Iterator[_Rule]:
    """One for each entry of `resources=` that is a table, else the setup's own."""
    shared = {option.name: option.value for option in setup.options}
    resources = setup.option("resources")
    tables = (
        [(key, value) for key, value in resources.value.named() if value.kind == "table"] if resources else []
    )
    for _, table in tables:
        origins = table.get("origins") or shared.get("origins")
        credentials = table.get("supports_credentials") or shared.get("supports_credentials")
        yield _Rule(origins, credentials, _span_of(origins, table, setup))
    if not tables:
        option = setup.option("origins")
        span = option.span if option else setup.span
        yield _Rule(shared.get("origins"), shared.get("supports_credentials"), span)


def _span_of(origins: Value | None, table: Value, setup: CorsSetup) -> Span:
    return (origins and origins.span) or table.span or setup.span


def _about_rule(setup: CorsSetup, rule: _Rule, environment: Environment) -> Iterator[LintFinding]:
    entries = _entries(rule.origins)
    with_credentials = bool(rule.credentials and rule.credentials.is_true)
    if with_credentials and any(entry.text in EVERYBODY for entry in entries):
        unset = _where_unset(rule.origins, environment)
        detail = f"every origin is allowed by name, with credentials{unset}."
        yield _at(setup, "reflects-any-origin", detail, rule.span)
    for entry in entries:
        for name, detail in problems_of_entry(entry.text, is_pattern=entry.kind == "pattern"):
            yield _at(setup, name, detail, entry.span or rule.span)


def _entries(origins: Value | None) -> tuple[Value, ...]:
    """The texts of an option that takes one or a list, each with its place; flask-cors's default is `*`."""
    if origins is None:
        return (Value("text", "*"),)
    each = (origins,) if origins.kind in ("text", "pattern") else origins.items
    return tuple(one for one in each if one.kind in ("text", "pattern"))


def _about_socketio(setup: CorsSetup) -> Iterator[LintFinding]:
    option = setup.option("cors_allowed_origins")
    if option and "*" in option.value.texts:
        detail = "Socket.IO accepts connections from every website, with the user's cookies."
        yield LintFinding("socketio-origins", "warning", option.span.path, option.span.line, detail)


def _about_starlette(setup: CorsSetup, environment: Environment) -> Iterator[LintFinding]:
    """`CORSMiddleware`, which sends each origin back by name where a cookie came with the request."""
    origins, pattern = setup.option("allow_origins"), setup.option("allow_origin_regex")
    credentials = setup.option("allow_credentials")
    if origins and "*" in origins.value.texts:
        if credentials and credentials.value.is_true:
            unset = _where_unset(origins.value, environment)
            detail = f"every origin is allowed by name, with credentials{unset}."
            yield _at(setup, "reflects-any-origin", detail, origins.span)
    elif origins and "null" in origins.value.texts:
        detail = "'null' is the origin of every sandboxed frame and local file."
        yield _at(setup, "allows-null-origin", detail, origins.span)
    found = outsiders(OriginCheck("fullmatch", pattern.value.text)) if pattern else ()
    if pattern and found:
        yield _at(setup, *too_wide(pattern.value.text, found), pattern.span)


def _about_own_headers(written: list[CorsSetup], environment: Environment) -> Iterator[LintFinding]:
    """Headers that the code writes itself, looked at function by function."""
    cookies = [each for each in written if each.header == _CREDENTIALS and _says(each, "true")]
    for setup in written:
        value = setup.option("value")
        if setup.header != _ORIGIN or value is None or value.value.kind != "text":
            continue
        text = value.value.text
        if text == "*" and any(_go_together(setup, each) for each in cookies):
            unset = _where_unset(value.value, environment)
            detail = f"with credentials '*' is not a wildcard, and no browser accepts the response{unset}."
            yield _at(setup, "wildcard-with-credentials", detail)
        elif text == "null":
            yield _at(setup, "allows-null-origin", "every sandboxed frame and local file has this origin.")
        elif text != "*" and (why := why_never_sent(text)):
            yield _at(setup, "malformed-allow-origin", f"no browser accepts {text!r}: {why}")


def _go_together(one: CorsSetup, other: CorsSetup) -> bool:
    """Whether one response may have both headers: they aren't in the two branches of one condition."""
    excluded = {(place, not branch) for place, branch in one.branches}
    return _function(one) == _function(other) and not excluded & other.branches


def _function(setup: CorsSetup) -> tuple[str, str]:
    return setup.file, setup.function or setup.callee


def _says(setup: CorsSetup, text: str) -> bool:
    value = setup.option("value")
    return bool(value and value.value.text.lower() == text)


_CONVERTER = re.compile(r"<(?:(?P<kind>[A-Za-z_]{1,40})(?:\([^<>]{0,80}\))?:)?[^<>]{1,80}>")
_SAMPLES = {"path": "a/b", "int": "1", "float": "1.5", "uuid": "123e4567-e89b-12d3-a456-426614174000"}
_MOST = 1_000
"""Pairs of a pattern and a route that are looked at."""


def about_resources(code: FlaskCode) -> Iterator[LintFinding]:
    """A warning for each pattern that is beside every route: a typo, or a route that is gone."""
    paths = [sample_path(route.rule) for route in code.routes][:_MOST]
    for setup in code.setups if paths else ():
        option = setup.option("resources") if setup.kind == "app" else None
        if option is None or not option.value.is_whole:
            continue
        for pattern, text in patterns_of(option.value):
            if _covers_none(text, paths):
                span = pattern.span or option.span
                detail = f"{text!r} covers none of the {len(paths)} routes in the code."
                yield LintFinding("resource-pattern-mismatch", "warning", span.path, span.line, detail)


def sample_path(rule: str) -> str:
    """A path that the rule takes."""
    return _CONVERTER.sub(lambda found: _SAMPLES.get(found["kind"] or "", "name"), rule)


def patterns_of(value: Value) -> Iterator[tuple[Value, str]]:
    """Each path pattern of `resources=`: its value and its text."""
    keys = [key for key, _ in value.entries] if value.kind == "table" else [*value.items] or [value]
    return ((key, key.text) for key in keys if key.kind in ("text", "pattern"))


def _covers_none(pattern: str, paths: Sequence[str]) -> bool:
    """Whether it is known of every path that the pattern does not cover it."""
    return pattern != "*" and all(covers(pattern, path, ignore_case=True) is False for path in paths)
