"""What each CORS setup of the code gets wrong by itself, whichever request comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cors_wizard.flask_code import CorsSetup, FlaskCode
from cors_wizard.flask_code.findings import Span, Value
from cors_wizard.flask_code.module import is_test_path
from cors_wizard.lint.entries import EVERYBODY, problems_of_entry, why_never_sent
from cors_wizard.lint.finding import Level, LintFinding

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
    for setup in ours:
        if setup.kind in _BY_FLASK_CORS:
            yield from _about_flask_cors(setup)
        elif setup.kind == "socketio":
            yield from _about_socketio(setup)
    yield from _about_own_headers([setup for setup in ours if setup.kind == "hand-written"])


def _at(setup: CorsSetup, rule: str, detail: str, span: Span | None = None) -> LintFinding:
    level: Level = "warning" if setup.is_conditional else "error"
    place = span or setup.span
    return LintFinding(rule, level, place.path, place.line, detail)


def _about_flask_cors(setup: CorsSetup) -> Iterator[LintFinding]:
    if why := _WITHOUT_EFFECT.get(setup.place):
        yield _at(setup, "decorator-order", f"`@{setup.callee}` has no effect: {why}")
    if setup.place == _NOT_FOR_PREFLIGHTS:
        detail = "its headers are missing on preflights: list 'OPTIONS' in `methods` of the class, too."
        yield replace(_at(setup, "decorator-order", detail), level="warning")
    for rule in _rules(setup):
        yield from _about_rule(setup, rule)


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


def _about_rule(setup: CorsSetup, rule: _Rule) -> Iterator[LintFinding]:
    # Without `origins` flask-cors allows all of them.
    entries = _entries(rule.origins) if rule.origins else (Value("text", "*"),)
    with_credentials = bool(rule.credentials and rule.credentials.is_true)
    if with_credentials and any(entry.text in EVERYBODY for entry in entries):
        detail = "every origin is allowed by name, with credentials."
        yield _at(setup, "reflects-any-origin", detail, rule.span)
    for entry in entries:
        for name, detail in problems_of_entry(entry.text, is_pattern=entry.kind == "pattern"):
            yield _at(setup, name, detail, entry.span or rule.span)


def _entries(origins: Value) -> tuple[Value, ...]:
    """The texts of an option that takes one or a list, each with its place."""
    each = (origins,) if origins.kind in ("text", "pattern") else origins.items
    return tuple(one for one in each if one.kind in ("text", "pattern"))


def _about_socketio(setup: CorsSetup) -> Iterator[LintFinding]:
    option = setup.option("cors_allowed_origins")
    if option and "*" in option.value.texts:
        detail = "Socket.IO accepts connections from every website, with the user's cookies."
        yield LintFinding("socketio-origins", "warning", option.span.path, option.span.line, detail)


def _about_own_headers(written: list[CorsSetup]) -> Iterator[LintFinding]:
    """Headers that the code writes itself, looked at function by function."""
    cookies = [each for each in written if each.header == _CREDENTIALS and _says(each, "true")]
    for setup in written:
        value = setup.option("value")
        if setup.header != _ORIGIN or value is None or value.value.kind != "text":
            continue
        text = value.value.text
        if text == "*" and any(_go_together(setup, each) for each in cookies):
            detail = "with credentials '*' is not a wildcard, and no browser accepts the response."
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
