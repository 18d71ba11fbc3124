"""The user's own Flask code in a paste: read by the reader of a project folder, handed on as pasted facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.flask_code.snippet import read_snippet

if TYPE_CHECKING:
    from cors_wizard.facts import FactValue
    from cors_wizard.flask_code.read_code import Code

KINDS = frozenset(
    {
        *("cors_setup", "app_variable", "blueprint_variable", "configured_blueprint", "pasted_routes"),
        *("configured_origins", "configured_headers", "configured_methods", "configured_credentials"),
        *("configured_exposed", "configured_max_age", "origins_variable", "unread_settings"),
        *("origin_checks", "code_sends", "blueprint_paths", "decorated_origins", "route_settings"),
        *("resource_patterns", "resource_rules", "resource_settings", "cors_settings_in"),
        *(
            "decorator_place",
            "view_name",
            "route_owner",
            "view_rule",
            "socketio_origins",
            "socketio_variable",
        ),
        *(
            "conditional_setup",
            "run_port",
            "debug_mode",
            "import_problem",
            "preflight_checks",
            "missing_imports",
            "refusing_hook",
        ),
    }
)
"""The facts that a paste settles: none that name a file, none that follow from what is not there."""
_OF_SETTINGS = {
    "CORS_ORIGINS": "configured_origins",
    "CORS_ALLOW_HEADERS": "configured_headers",
    "CORS_METHODS": "configured_methods",
    "CORS_EXPOSE_HEADERS": "configured_exposed",
}


def read_flask_lines(text: str) -> Copied | None:
    """The facts of the lines that set CORS up, wherever they are in the text, or of routes alone."""
    code = read_snippet(text)
    if code is None:
        return None
    facts = dict(_facts(code))
    if _is_about_cors(facts):
        return copied("Python code that sets CORS up", facts.items())
    routes = [(name, value) for name, value in facts.items() if name == "pasted_routes"]
    return copied("routes of Flask", routes) if routes else None


def _is_about_cors(facts: dict[str, FactValue]) -> bool:
    names = (
        "cors_setup",
        "import_problem",
        "socketio_origins",
        "configured_credentials",
        "preflight_checks",
        "refusing_hook",
        *_OF_SETTINGS.values(),
    )
    return any(name in facts for name in names)


def _facts(code: Code) -> Iterator[tuple[str, FactValue]]:
    """The last of two facts with one name counts."""
    if any(one.is_wrong for _, one in code.imports):
        yield "import_problem", "wrong-import"
    if not code.code.setups:
        yield from _settings(code)
    for setup in code.code.setups:
        if setup.target and setup.kind == "app":
            yield "app_variable", setup.target
    for fact in reversed(code.found.facts):
        # Other routes may stand elsewhere.
        name = "pasted_routes" if fact.name == "routes" else fact.name
        if name == "conditional_setup":
            # The lines of a paste have no file.
            yield name, f"line {fact.shown.rpartition(':')[2]}"
        elif name in KINDS:
            yield name, fact.value


def _settings(code: Code) -> Iterator[tuple[str, FactValue]]:
    """What keys of Flask's configuration say where the call that reads them is not in the paste."""
    for setting in code.code.settings:
        if setting.key in _OF_SETTINGS and setting.value.texts:
            yield _OF_SETTINGS[setting.key], setting.value.texts
            if setting.key == "CORS_ORIGINS":
                # Only flask-cors reads that key, and only where it is given the app.
                yield "cors_setup", "app"
        elif setting.key == "CORS_SUPPORTS_CREDENTIALS" and setting.value.kind == "switch":
            yield "configured_credentials", "yes" if setting.value.number else "no"
