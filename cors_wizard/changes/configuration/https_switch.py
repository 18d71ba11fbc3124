"""Switches the redirect to HTTPS off in the `.env` file of this machine."""

from __future__ import annotations

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import CannotChange

_OFF = {"1": "0", "true": "false", "yes": "no", "on": "off"}


def switch_https_off(project: Project) -> None:
    """Change the variable's line; raises CannotChange where no file switches it on."""
    name = project.facts.text("https_switch")
    variable = next((each for each in project.reading.variables if each.name == name), None)
    off = _OFF.get(variable.value.lower()) if variable is not None else None
    if variable is None or off is None:
        raise CannotChange("the variable that switches the redirect on")
    spelled = off.upper() if variable.value.isupper() else off.title() if variable.value[0].isupper() else off
    project.workspace.remove(variable.path, f"{name}={variable.value}", "This machine serves plain HTTP.")
    end = variable.start + len(variable.value)
    project.workspace.edit(variable.path, Edit(variable.start, end, spelled))
