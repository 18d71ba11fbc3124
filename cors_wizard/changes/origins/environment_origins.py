"""Lets the page's origin in where the allowed origins come from an environment variable."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Sequence
from functools import partial

from cors_wizard.changes.configuration.load_in_code import load_first
from cors_wizard.changes.configuration.load_settings import load_settings
from cors_wizard.changes.configuration.settings import Variable, is_named_by_compose
from cors_wizard.changes.evaluate import UNKNOWN, Place
from cors_wizard.changes.flask_cors.options import spread_with
from cors_wizard.changes.flask_cors.sites import resolved
from cors_wizard.changes.origins.meant_origins import corrected, why_never
from cors_wizard.changes.origins.origins_in_use import only_untidy
from cors_wizard.changes.origins.used_elsewhere import is_variable_used_elsewhere, where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import list_literal, replaced, text_literal, wrapped
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors, named_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.configuration.environment_reads import EnvironmentRead, environment_read
from cors_wizard.flask_code.configuration.environment_used import read_environment_use
from cors_wizard.flask_code.configuration.file_names import is_compose, is_dockerfile, is_dotenv, is_gunicorn
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import Module


def keep_origins(project: Project, path: str, value: object) -> None:
    """Note the origins that a file allows still."""
    origins = value if isinstance(value, list) else [value]
    project.workspace.keep(path, *(f"origin {each}" for each in origins if isinstance(each, str)))


def reads_environment(place: Place) -> bool:
    """Whether an expression takes its value from the environment, and lists nothing itself."""
    is_display = isinstance(place.node, (ast.List, ast.Tuple, ast.Set, ast.Dict))
    return not is_display and reader_in(place) is not None


def reader_in(place: Place) -> EnvironmentRead | None:
    """How an expression reads the environment, in whichever part of it."""
    parts = (each for each in ast.walk(place.node) if isinstance(each, ast.expr))
    return next((read for each in parts if (read := environment_read(each, place.module))), None)


def from_environment(project: Project, place: Place) -> None:
    """Change the variable's file, its default, or what the code makes of it."""
    evaluator = project.reading.evaluator
    value = evaluator.value(place)
    entries = value if isinstance(value, list) else [value]
    texts = [each for each in entries if isinstance(each, str)]
    if any(only_untidy(each, project.goal.origin) for text in texts for each in text.split(",")):
        strip_each(project, place)
        return
    _add_to_variable(project, place)


def strip_each(project: Project, place: Place) -> None:
    """Have the code strip what never matches, wherever the variable is set."""
    source = project.workspace.source(place.module)
    node = place.node
    if isinstance(node, ast.ListComp) and isinstance(node.generators[0].target, ast.Name):
        text = f"{source.says(node.elt)}"
        better = text if ".strip()" in text else f"{text}.strip()"
        edit = replaced(source, node.elt, f'{better}.rstrip("/")')
    elif _is_list(project, place) or "," in str(project.reading.evaluator.value(place)):
        said = source.says(node) if _is_list(project, place) else f'{source.says(node)}.split(",")'
        edit = replaced(source, node, f'[origin.strip().rstrip("/") for origin in {said}]')
    else:
        edit = replaced(source, node, f'{source.says(node)}.rstrip("/")')
    quoted = edit.text if '"' not in source.text and "'" in source.text else None
    edit = Edit(edit.start, edit.end, quoted.replace('"', "'")) if quoted else edit
    project.workspace.edit(place.module.path, edit)
    value = project.reading.evaluator.value(place)
    if value is not UNKNOWN and reader_in(place) is not None:
        project.workspace.keep(place.module.path, f"the environment variable, now {value}")


def _is_list(project: Project, place: Place) -> bool:
    """Whether it is a list already: what splits a text, or reads one as a list (`cast=Csv()`)."""
    reader = reader_in(place)
    is_read_as_list = reader is not None and reader.is_list
    is_known = isinstance(project.reading.evaluator.value(place), list)
    return splits(place.node) or is_read_as_list or is_known


def splits(node: ast.AST) -> bool:
    """`TEXT.split(",")`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split"


def correct_one_of(project: Project, elements: Sequence[Place]) -> bool:
    """The same among several, where one alone is such an address: which of two it is, nobody knows."""
    places = [(each, resolved(each, project.reading.evaluator)) for each in elements]
    stale = [pair for pair in places if _stale_variable(project, pair[1]) is not None]
    if len(stale) != 1 or where_to_change(project, stale[0][0]).node is not stale[0][1].node:
        return False
    return correct_variable(project, stale[0][1])


def _stale_variable(project: Project, place: Place) -> Variable | None:
    """The variable from which one address comes, if that is another one of this machine than the page's."""
    reader = reader_in(place) if reads_environment(place) else None
    page = parse_url(project.goal.origin)
    if reader is None or page is None or isinstance(project.reading.evaluator.value(place), list):
        return None
    name = _name_of(reader, place.module, project)
    variable = next((each for each in project.reading.variables if each.name == name), None)
    set_to = parse_url(named_origin(variable.value) or "") if variable is not None else None
    is_here = set_to is not None and is_loopback(set_to.host) and is_loopback(page.host)
    return variable if is_here and not is_variable_used_elsewhere(project, name, place) else None


def correct_variable(project: Project, place: Place) -> bool:
    """Another address of this machine where a file sets the page's: its dev server moved to another port."""
    variable = _stale_variable(project, place)
    if variable is None:
        return False
    name = variable.name
    why = f"{name} is one address, and the page is at {project.goal.origin}."
    project.workspace.remove(variable.path, f"{name}={variable.value}", why)
    set_variable(project, variable, project.goal.origin)
    return True


def _add_to_variable(project: Project, place: Place) -> None:
    """One more origin in the variable's file, and where none sets it, in the code's default."""
    reader = reader_in(place)
    assert reader is not None
    name = _name_of(reader, place.module, project)
    is_list = reader.is_list or isinstance(project.reading.evaluator.value(place), list)
    is_list = is_list or any(splits(each) for each in ast.walk(place.node))
    variable = next((each for each in project.reading.variables if each.name == name), None)
    if read_by_its_name(project, place):
        return
    if is_list and _set_elsewhere(project, place):
        spread_with(project, place, [for_flask_cors(project.goal.origin)])
        return
    if correct_variable(project, place):
        return
    if not is_list:
        _make_list(project, place)
        return
    if variable is not None and is_variable_used_elsewhere(project, name, place):
        spread_with(project, place, [for_flask_cors(project.goal.origin)])
        return
    if variable is not None:
        _add_to_line(project, variable, place)
        return
    default = reader.default
    # Whether the default is what runs was seen on the server; an empty one is never meant to.
    if project.seen and isinstance(default, ast.Constant) and default.value:
        _add_to_default(project, place.module, default, name)
        return
    spread_with(project, place, [for_flask_cors(project.goal.origin)])


def read_by_its_name(project: Project, place: Place) -> bool:
    """Have the code read the variable that a file sets to the page's origin, not one that none sets."""
    reader, variables = reader_in(place), project.reading.variables
    key = reader.name if reader else None
    if not isinstance(key, ast.Constant) or any(each.name == key.value for each in variables):
        return False
    texts = [source.text for path, source in project.workspace.now.items() if path.endswith(".py")]
    for each in variables:
        named = [part.strip() for part in each.value.split(",")]
        is_meant = project.goal.origin in named or corrected(each.value, project.goal.origin) is not None
        if is_meant and not any(each.name in text for text in texts):
            source, path = project.workspace.source(place.module), place.module.path
            project.workspace.remove(path, str(key.value), f"{each.path} sets {each.name}.")
            project.workspace.edit(path, replaced(source, key, text_literal(source, each.name)))
            return True
    return False


def _set_elsewhere(project: Project, place: Place) -> bool:
    """Whether the running server was seen to allow what no file of the project says."""
    value = project.reading.evaluator.value(place)
    known = {each for each in value if isinstance(each, str)} if isinstance(value, list) else set()
    return any(each != "*" and each not in known for each in project.seen)


def _make_list(project: Project, place: Place) -> None:
    """A variable with one origin stays one of several."""
    source = project.workspace.source(place.module)
    value = project.reading.evaluator.value(place)
    if isinstance(value, str) and "," in value:
        project.workspace.edit(
            place.module.path, *wrapped(source, place.node, "", f".split({text_literal(source, ',')})")
        )
        return
    keep_origins(project, place.module.path, value)
    text = f"[{source.says(place.node)}, {text_literal(source, for_flask_cors(project.goal.origin))}]"
    project.workspace.edit(place.module.path, replaced(source, place.node, text))


def _name_of(reader: EnvironmentRead, module: Module, project: Project) -> str:
    return str(project.reading.evaluator.value(Place(module, reader.name)))


def _add_to_line(project: Project, variable: Variable, place: Place) -> None:
    """One more origin in a line of an environment file."""
    texts, between = _json_texts(variable.value), _splits_at(place)
    parts = texts or [each.strip() for each in variable.value.split(between) if each.strip()]
    better = [corrected(each, project.goal.origin) or each for each in parts]
    keep_origins(project, variable.path, [old for old, new in zip(parts, better, strict=True) if old == new])
    for old in (old for old, new in zip(parts, better, strict=True) if old != new):
        project.workspace.remove(variable.path, old, why_never(old))
    if project.goal.origin not in better:
        better.append(project.goal.origin)
    glue = _glue(variable, place)
    value = glue.join(f'"{each}"' if texts else each for each in better)
    set_variable(project, variable, f"[{value}]" if texts else value)
    load_in_time(project, variable)


def _splits_at(place: Place) -> str | None:
    """Where the code takes a text apart: `split(";")`; None at blanks, and at commas where it isn't shown."""
    calls = [each for each in ast.walk(place.node) if isinstance(each, ast.Call) and splits(each)]
    if not calls:
        return ","
    return text_of(calls[0].args[0]) or "," if calls[0].args else None


def _glue(variable: Variable, place: Place) -> str:
    """What is between two of a variable's parts."""
    sign = "," if _json_texts(variable.value) else _splits_at(place) or " "
    return f"{sign} " if f"{sign} " in variable.value else sign


def load_in_time(project: Project, variable: Variable) -> None:
    """What the process lacks so far: `.env` is loaded too late for this variable, or not at all."""
    if not is_dotenv(variable.path.rpartition("/")[2]):
        return
    reading = project.reading
    use = read_environment_use(reading.modules, reading.code_evaluator, ())
    way: Callable[[Project], None] | None = None
    if variable.name in use.late_reads:
        way = partial(load_first, path=use.loads_dotenv.rpartition(":")[0])
    elif project.facts.text("unloaded_setting") == variable.name and _responds_without(project, variable):
        way = load_settings
    elif project.facts.text("unloaded_setting") == variable.name and not _shows_the_list(project):
        project.workspace.hand(_NOT_LOADED.format(name=variable.name, file=variable.path))
    if way is not None:
        with project.workspace.doing("Load the settings before they are read"):
            project.workspace.attempt(partial(way, project))


_NOT_LOADED = (
    "Check that the running app gets {name}: the code doesn't load `{file}`. `flask run` does where "
    "python-dotenv is installed; gunicorn and `python app.py` don't."
)


def _responds_without(project: Project, variable: Variable) -> bool:
    """Whether the running server was seen to allow none of the origins that the file sets."""
    named = {named_origin(each) for each in re.split(r"[\s,\[\]\"']+", variable.value)} - {None}
    return bool(named) and _shows_the_list(project) and not named & set(project.seen)


def _shows_the_list(project: Project) -> bool:
    """Whether the responses show what the list allows: Flask adds a slash before any view's setup runs."""
    return "origin_policy" in project.facts and project.facts.text("slash_redirect") != "yes"


def _json_texts(value: str) -> list[str]:
    """The texts of a JSON list, as pydantic reads one; none where it is something else."""
    try:
        read = json.loads(value) if value.startswith("[") else []
    except (ValueError, RecursionError):
        return []
    return read if isinstance(read, list) and all(isinstance(each, str) for each in read) else []


def in_its_file(project: Project, place: Place) -> bool:
    """Add the page's origin to the variable that a list comes from, through whatever code it goes."""
    variable = _behind_list(project, place)
    if variable is not None:
        _add_to_line(project, variable, place)
    return variable is not None


def add_to_its_file(project: Project, place: Place, texts: Sequence[str]) -> bool:
    """The same for other texts, such as names of headers."""
    variable = _behind_list(project, place)
    if variable is None or _json_texts(variable.value):
        return False
    known = [each.strip() for each in variable.value.split(_splits_at(place)) if each.strip()]
    project.workspace.keep(variable.path, *known)
    set_variable(project, variable, _glue(variable, place).join([*known, *texts]))
    load_in_time(project, variable)
    return True


def _behind_list(project: Project, place: Place) -> Variable | None:
    """The variable of a file that alone a list comes from, and that nothing else reads."""
    evaluator = project.reading.evaluator
    names = evaluator.variables(place) if isinstance(evaluator.value(place), list) else ()
    set_here = [each for each in project.reading.variables if each.name in names]
    if len(names) != 1 or not set_here or is_variable_used_elsewhere(project, names[0], place):
        return None
    return set_here[0]


def set_variable(project: Project, variable: Variable, value: str) -> None:
    """Another value in the variable's file, and how the process gets it."""
    end, name = variable.start + len(variable.value), variable.path.rpartition("/")[2]
    project.workspace.edit(variable.path, Edit(variable.start, end, value))
    if is_compose(name) or is_named_by_compose(project.workspace.now, variable.path):
        project.workspace.hand("Recreate the containers.", "docker compose up -d")
    elif is_dockerfile(name):
        project.workspace.hand("Rebuild the image.")
    elif is_gunicorn(name) or name == "Procfile":
        project.workspace.hand("Stop the server's process and start it again.")
    elif name.endswith(".service"):
        command = f"sudo systemctl daemon-reload && sudo systemctl restart {name}"
        project.workspace.hand("Install the unit again and restart the service.", command)


def _add_to_default(project: Project, module: Module, default: ast.expr, name: str) -> None:
    assert isinstance(default, ast.Constant)
    source = project.workspace.source(module)
    parts = [each.strip() for each in str(default.value or "").split(",") if each.strip() not in ("", "*")]
    better = [corrected(each, project.goal.origin) or each for each in parts]
    if project.goal.origin not in better:
        better.append(project.goal.origin)
    keep_origins(project, module.path, parts)
    glue = ", " if ", " in str(default.value) and ".strip()" in source.text else ","
    project.workspace.edit(module.path, replaced(source, default, text_literal(source, glue.join(better))))
    project.workspace.hand(
        f"If {name} is set where the app runs, add the origin there too.",
        f"export {name}={','.join(better)}",
    )


def replace_in_environment(project: Project, place: Place) -> None:
    """`*` from the environment gives way to the page's origin."""
    reader = reader_in(place)
    assert reader is not None
    name = _name_of(reader, place.module, project)
    variable = next((each for each in project.reading.variables if each.name == name), None)
    if variable is not None and is_variable_used_elsewhere(project, name, place):
        source = project.workspace.source(place.module)
        text = list_literal(source, [for_flask_cors(project.goal.origin)])
        project.workspace.edit(place.module.path, replaced(source, place.node, text))
        return
    if variable is not None:
        set_variable(project, variable, project.goal.origin)
        return
    default = reader.default
    source = project.workspace.source(place.module)
    if default is None:
        raise CannotChange("origins")
    project.workspace.edit(
        place.module.path, replaced(source, default, text_literal(source, project.goal.origin))
    )
    project.workspace.hand(
        f"If {name} is set where the app runs, set the origin there too.",
        f"export {name}={project.goal.origin}",
    )
