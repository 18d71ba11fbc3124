"""The options that hold for a CORS setup: of the call, of unpacked tables, of Flask's configuration."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.flask_code.configuration.flask_config import FlaskConfig
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.findings import CorsSetup, Option, OptionSource, Unresolved
from cors_wizard.flask_code.flask_cors.cors_setups import Given, Setup

CONFIG_KEYS = {
    "CORS_ORIGINS": "origins",
    "CORS_ALLOW_HEADERS": "allow_headers",
    "CORS_METHODS": "methods",
    "CORS_EXPOSE_HEADERS": "expose_headers",
    "CORS_MAX_AGE": "max_age",
    "CORS_RESOURCES": "resources",
    "CORS_SUPPORTS_CREDENTIALS": "supports_credentials",
    "CORS_SEND_WILDCARD": "send_wildcard",
    "CORS_ALWAYS_SEND": "always_send",
    "CORS_AUTOMATIC_OPTIONS": "automatic_options",
    "CORS_VARY_HEADER": "vary_header",
    "CORS_INTERCEPT_EXCEPTIONS": "intercept_exceptions",
    "CORS_ALLOW_PRIVATE_NETWORK": "allow_private_network",
}
"""The keys of Flask's configuration that flask-cors reads, and the options that they set."""


def cors_setup(setup: Setup, evaluator: Evaluator, config: FlaskConfig) -> CorsSetup:
    """A setup with every option that holds for it, and what of it could not be read."""
    options: dict[str, Option] = {}
    unresolved: list[Unresolved] = []
    for index, given in enumerate(setup.given):
        source: OptionSource = "instance" if index else "call"
        for option in _given(given, evaluator, source, unresolved):
            options.setdefault(option.name, option)
    # CORS(blueprint) ignores app.config.
    if setup.kind != "blueprint":
        for option in _configured(config):
            options.setdefault(option.name, option)
    for option in options.values():
        unresolved += option.value.unresolved
    return CorsSetup(
        setup.kind,
        setup.callee,
        setup.target,
        setup.module.span(setup.node),
        setup.says,
        tuple(options.values()),
        tuple(dict.fromkeys(unresolved)),
        setup.is_conditional,
        setup.scope.function,
        setup.place.view if setup.place else "",
        setup.place.rule if setup.place else "",
        setup.place.kind if setup.place else "",
    )


def _given(
    given: Given, evaluator: Evaluator, source: OptionSource, unresolved: list[Unresolved]
) -> Iterator[Option]:
    """What a call gives by name first: it may not give the same by `**` as well."""
    module = given.module
    for each in sorted(given.call.keywords, key=lambda one: one.arg is None):
        if each.arg == "app":
            continue
        value = evaluator.read(each.value, module, given.scope)
        span, text = module.span(each.value), module.source(each.value)
        if each.arg:
            yield Option(each.arg, value, text, span, module.span(each), source)
            continue
        unresolved += value.unresolved
        for name, one in value.named():
            yield Option(name, one, text, one.span or span, span, "unpacked")


def _configured(config: FlaskConfig) -> Iterator[Option]:
    """The options that Flask's configuration sets."""
    for key, name in CONFIG_KEYS.items():
        setting = config.setting(key)
        if setting is not None:
            yield Option(name, setting.value, setting.expression, setting.span, setting.whole, "config")


def keywords_of(setup: Setup) -> Iterator[tuple[Given, ast.keyword]]:
    """Every keyword that the code gives."""
    return ((given, one) for given in setup.given for one in given.call.keywords)
