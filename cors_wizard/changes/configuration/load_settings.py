"""Gives the running process the variables that a `.env` file sets, in the way in which the app is started."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Callable, Mapping

from cors_wizard.changes.configuration.load_in_code import load_first
from cors_wizard.changes.configuration.requirements import require
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import text_literal
from cors_wizard.changes.source_text.source import Edit, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.configuration.environment_reads import environment_read
from cors_wizard.flask_code.configuration.environment_used import named_file
from cors_wizard.flask_code.configuration.file_names import is_compose
from cors_wizard.flask_code.evaluation.literals import text_of

_WHERE = re.compile(r"(.{1,1000}):([0-9]{1,7})")
_SETTING = re.compile(r"(.{1,1000}):[0-9]{1,7}: ")


def load_settings(project: Project) -> None:
    """Change what keeps the variable from the process; raises CannotChange where no file can."""
    way = _WAYS.get(project.facts.text("unloaded_because") or "")
    if way is None:
        raise CannotChange("how the app gets its settings")
    way(project)


def _where(project: Project) -> tuple[str, int]:
    """The file and line of what starts the app, loads the settings, or names them otherwise."""
    fact = project.facts.get("unloaded_because")
    found = _WHERE.fullmatch(fact.evidence) if fact else None
    if found is None or found[1] not in project.workspace.now:
        raise CannotChange("how the app gets its settings")
    return found[1], int(found[2])


def _env_file(project: Project) -> str:
    fact = project.facts.get("unloaded_setting")
    found = _SETTING.match(fact.evidence) if fact else None
    return found[1] if found else ".env"


def _in_compose(project: Project) -> None:
    """`env_file:` for the service."""
    path, line = _where(project)
    source = project.workspace.now[path]
    if not is_compose(path.rpartition("/")[2]) or line >= len(source.lines):
        raise CannotChange("the Compose service")
    indent = indent_of(source.lines[line])
    own = []
    for each in source.lines[line:]:
        if each.strip() and len(indent_of(each)) < len(indent):
            break
        own.append(each)
    if any(each.startswith(f"{indent}env_file:") for each in own):
        raise CannotChange("the Compose service")
    name = posixpath.relpath(_env_file(project), posixpath.dirname(path) or ".")
    at = source.line_start(line + 1)
    project.workspace.edit(path, Edit(at, at, f"{indent}env_file: {name}\n"))
    project.workspace.hand("Recreate the containers.", "docker compose up -d")


def _in_unit(project: Project) -> None:
    """`EnvironmentFile=` beside `ExecStart=`."""
    path, line = _where(project)
    source = project.workspace.now[path]
    folder = next(
        (each.strip().partition("=")[2] for each in source.lines if each.startswith("WorkingDirectory=/")), ""
    )
    if not folder or not path.endswith(".service"):
        raise CannotChange("the systemd unit")
    at = source.line_start(line)
    name = posixpath.basename(_env_file(project))
    project.workspace.edit(path, Edit(at, at, f"EnvironmentFile={folder.rstrip('/')}/{name}\n"))
    unit = path.rpartition("/")[2]
    command = f"sudo systemctl daemon-reload && sudo systemctl restart {unit}"
    project.workspace.hand("Install the unit again and restart the service.", command)


def _one_name(project: Project) -> None:
    """The code reads the variable that is set; where a file sets the code's name, the other file changes."""
    read, given = project.facts.text("unloaded_setting") or "", project.facts.text("set_as") or ""
    named = [
        path
        for path, source in project.workspace.now.items()
        if not path.endswith(".py") and re.search(rf"(?<![\w$]){re.escape(read)}(?!\w)", source.text)
    ]
    with project.workspace.doing("Use one name for the variable"):
        if named:
            _rename_in_file(project, given, read)
            return
        _tell_of_default(project)
        for path in [path for path in project.workspace.now if path.endswith(".py")]:
            _rename_in_code(project, path, read, given)
    if not project.workspace.is_changed:
        raise CannotChange("the variable's name")


def _rename_in_file(project: Project, old: str, new: str) -> None:
    path, line = _where(project)
    source = project.workspace.now[path]
    found = re.search(rf"(?<!\w){re.escape(old)}(?=\s*[=:])", source.lines[line - 1])
    if found is None:
        raise CannotChange("the variable's name")
    start = source.line_start(line) + found.start()
    project.workspace.remove(path, old, f"The code reads {new}.")
    project.workspace.edit(path, Edit(start, start + len(old), new))


def _rename_in_code(project: Project, path: str, old: str, new: str) -> None:
    module = project.workspace.parsed(path)
    if isinstance(module, str) or old not in module.file.text:
        return
    source = project.workspace.now[path]
    reads = (
        environment_read(node, module)
        for node, _ in module.nodes
        if isinstance(node, (ast.Call, ast.Subscript))
    )
    edits = []
    for name in (each.name for each in reads if each is not None and text_of(each.name) == old):
        start, end = source.span(name)
        edits.append(Edit(start, end, source.text[start:end].replace(old, new)))
    if edits:
        project.workspace.remove(path, old, f"What is set is {new}.")
        project.workspace.edit(path, *edits)


def _in_code(project: Project) -> None:
    """`load_dotenv()` before anything reads a setting, and python-dotenv among the requirements."""
    app = project.workspace.around.app
    path = project.facts.text("app_file") or (app.module.path if app else "")
    if path not in project.workspace.now:
        raise CannotChange("the app")
    _tell_of_default(project)
    load_first(project, path, _env_file(project))
    require(project, "python-dotenv")


def _earlier(project: Project) -> None:
    """The call that is there, before anything reads a setting."""
    load_first(project, _where(project)[0])


def _other_file(project: Project) -> None:
    """The call that is there loads the file that has the variable."""
    path, line = _where(project)
    module = project.workspace.parsed(path)
    calls = () if isinstance(module, str) else (call for call, _ in module.calls() if call.lineno == line)
    named = next((found for call in calls if (found := named_file(call)) is not None), None)
    if named is None:
        raise CannotChange("the file that the code loads")
    source, folder = project.workspace.now[path], str(named.value).rpartition("/")
    start, end = source.span(named)
    name = f"{folder[0]}{folder[1]}{posixpath.basename(_env_file(project))}"
    project.workspace.remove(path, str(named.value), f"The setting is in {_env_file(project)}.")
    _tell_of_default(project)
    project.workspace.edit(path, Edit(start, end, text_literal(source, name)))


def _tell_of_default(project: Project) -> None:
    """What the code takes the variable for as long as nothing sets it no longer counts."""
    variable = project.facts.text("unloaded_setting") or ""
    for module in project.reading.modules if variable else ():
        nodes = (node for node, _ in module.nodes if isinstance(node, (ast.Call, ast.Subscript)))
        for read in filter(None, (environment_read(node, module) for node in nodes)):
            if text_of(read.name) == variable and (default := text_of(read.default)):
                for each in default.split(","):
                    gone = f"{variable}={each.strip()}"
                    project.workspace.remove(module.path, gone, "The code's default: the variable is set.")


def _install(project: Project) -> None:
    """python-dotenv, which `flask run` loads the file with."""
    require(project, "python-dotenv")


_WAYS: Mapping[str, Callable[[Project], None]] = {
    "compose": _in_compose,
    "not-in-image": _in_compose,
    "service": _in_unit,
    "procfile": _in_code,
    "nothing-loads": _in_code,
    "dotenv-missing": _install,
    "only-as-main": _earlier,
    "loaded-too-late": _earlier,
    "other-file": _other_file,
    "other-name": _one_name,
}
