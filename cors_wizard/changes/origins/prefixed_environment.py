"""Lets the page's origin in where `from_prefixed_env()` loads one origin from a file of settings."""

from __future__ import annotations

import json

from cors_wizard.changes.configuration.settings import Variable
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.origins.environment_origins import load_in_time, set_variable
from cors_wizard.changes.origins.meant_origins import corrected, why_never
from cors_wizard.changes.origins.used_elsewhere import is_variable_used_elsewhere
from cors_wizard.changes.project import Project
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.flask_code.configuration.file_names import is_dotenv


def allow_in_prefixed(project: Project, place: Place) -> bool:
    """Correct or extend the one origin that `from_prefixed_env()` loads, in the file that sets it.

    Flask reads such a value as JSON, so that a list can be written.
    """
    evaluator, origin = project.reading.evaluator, project.goal.origin
    value, names = evaluator.value(place), evaluator.variables(place)
    variable = next((each for each in project.reading.variables if each.name in names), None)
    is_in_code = any(node is place.node for node, _ in place.module.nodes)
    if (
        is_in_code
        or not isinstance(value, str)
        or len(names) != 1
        or variable is None
        or value != variable.value
    ):
        return False
    if is_variable_used_elsewhere(project, variable.name, place):
        return False
    if corrected(value, origin) == origin:
        project.workspace.remove(variable.path, f"{variable.name}={value}", why_never(value))
        set_variable(project, variable, origin)
    elif _holds_json(project, variable) and origin and value:
        project.workspace.keep(variable.path, f"origin {value}")
        set_variable(project, variable, json.dumps([value, for_flask_cors(origin)]))
        # An origin that never matches shows nothing of whether it was loaded; this one does.
        load_in_time(project, variable)
    else:
        return False
    return True


def _holds_json(project: Project, variable: Variable) -> bool:
    """Whether a list with double quotes is read as it is there: YAML and double quotes take it apart."""
    text = project.workspace.now[variable.path].text
    name = variable.path.rpartition("/")[2]
    return is_dotenv(name) and text[variable.start - 1 : variable.start] in ("=", "'")
