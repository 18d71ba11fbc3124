"""Keeps the redirect to HTTPS off this machine: in its `.env` file, or in the hook that redirects."""

from __future__ import annotations

from cors_wizard.changes.preflights.early_exit import insert_first
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.configuration.https_switch import redirects_to_https
from cors_wizard.flask_code.request_hooks.hooks import hooks

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


def spare_this_machine(project: Project) -> None:
    """Have the hook that redirects to HTTPS leave requests for this machine alone."""
    sources = project.reading.code_evaluator.sources
    found = [hook for module in project.reading.modules for hook in hooks(module, sources)]
    hook = next((each for each in found if redirects_to_https(each.node)), None)
    # An import above it would move its lines.
    if hook is None or hook.module.names.get("request") != "flask.request":
        raise CannotChange("the hook that redirects")
    path = hook.module.path
    project.workspace.blame(path, hook.node.lineno)
    request = use_name(project.workspace, path, "flask", "request")
    test = f'{request}.host.partition(":")[0] in ("localhost", "127.0.0.1")'
    insert_first(project, path, hook.node, test, "return None")
