"""Switches a CORS setup on where a setting of the project switches it off: `if config["USE_CORS"]:`."""

from __future__ import annotations

import ast

from cors_wizard.changes.configuration.settings import Variable
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.sites import resolved
from cors_wizard.changes.origins.environment_origins import set_variable
from cors_wizard.changes.origins.used_elsewhere import is_used_elsewhere, is_variable_used_elsewhere
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import replaced

ON = {"0": "1", "false": "true", "no": "yes", "off": "on", "n": "y", "f": "t"}
_WHY = "CORS was not set up while this was off."


def switch_on(project: Project, test: Place) -> bool:
    """Switch the setting or the variable on that a condition asks for; whether that was possible."""
    evaluator = project.reading.evaluator
    if isinstance(test.node, (ast.BoolOp, ast.Compare, ast.UnaryOp)):
        return False
    found, place = _variable(project, test), resolved(test, evaluator)
    if found is not None and not is_variable_used_elsewhere(project, found.name, place):
        project.workspace.remove(found.path, f"{found.name}={found.value}", _WHY)
        set_variable(project, found, _like(found.value, ON[found.value.lower()]))
        return True
    is_off = isinstance(place.node, ast.Constant) and place.node.value is False
    if not is_off or is_used_elsewhere(project, test) or evaluator.variables(test):
        return False
    source, path = project.workspace.source(place.module), place.module.path
    line = source.lines[place.node.lineno - 1].strip()
    project.workspace.remove(path, line, _WHY)
    project.workspace.edit(path, replaced(source, place.node, "True"))
    return True


def _variable(project: Project, test: Place) -> Variable | None:
    """The one variable that decides, where a file sets it to off."""
    names = project.reading.evaluator.variables(test)
    set_here = [each for each in project.reading.variables if names == (each.name,)]
    return set_here[0] if set_here and set_here[0].value.lower() in ON else None


def _like(old: str, new: str) -> str:
    """In the letters of the old value: `TRUE`, `True`, `true`."""
    return new.upper() if old.isupper() else new.title() if old[:1].isupper() else new
