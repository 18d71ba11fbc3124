"""Allows the page's origin where the allowed ones really come from: a list, a text, the environment."""

from __future__ import annotations

import ast
import re
from urllib.parse import urlsplit

from cors_wizard.changes.editing import replaced, text_literal, wrapped
from cors_wizard.changes.evaluate import UNKNOWN, Evaluator, Place, is_environment_reader, likely_branch
from cors_wizard.changes.goal import exact_origin, for_flask_cors
from cors_wizard.changes.options import extend, sequence_in, spread_with, written
from cors_wizard.changes.project import Project
from cors_wizard.changes.settings import Variable
from cors_wizard.changes.sites import Option, resolved
from cors_wizard.changes.source import Edit
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.module import Module, dotted_name

_GLOB = re.compile(r"(https?)://\*\.([a-z0-9-]+(?:\.[a-z0-9-]+)+)(:[0-9]{1,5})?", re.IGNORECASE)


def allow_origin(project: Project, option: Option) -> None:
    """Change where the origins come from, so that the page's is among them."""
    place = resolved(option.place, project.reading.evaluator)
    if isinstance(place.node, ast.IfExp):
        _likely_branch(project, option, place)
    elif reads_environment(place.node):
        _from_environment(project, place)
    else:
        _literally(project, option, place)


def only_origin(project: Project, option: Option) -> None:
    """Allow the page's origin by name in place of every origin, and keep what else is listed."""
    place = resolved(option.place, project.reading.evaluator)
    source = project.workspace.source(place.module)
    value = project.reading.evaluator.value(place)
    named = [each for each in value if each not in ("*", ".*")] if isinstance(value, list) else []
    texts = [each for each in named if isinstance(each, str)]
    if project.goal.origin not in texts:
        texts.append(project.goal.origin)
    if reads_environment(place.node):
        _replace_in_environment(project, place)
        return
    project.workspace.edit(place.module.path, replaced(source, place.node, written(source, texts)))


# Literal lists and texts.


def _literally(project: Project, option: Option, place: Place) -> None:
    path = place.module.path
    node = sequence_in(place.node)
    if node is not None:
        if not _corrected(project, Place(place.module, node)):
            source = project.workspace.source(place.module)
            _keep(project, path, project.reading.evaluator.value(place))
            extend(
                project,
                Place(place.module, node),
                [text_literal(source, for_flask_cors(project.goal.origin))],
            )
    elif isinstance(place.node, ast.Constant) and isinstance(place.node.value, str):
        _from_text(project, place, place.node.value)
    elif isinstance(place.node, ast.Constant) and place.node.value is None:
        _put(project, place, [project.goal.origin])
    elif isinstance(place.node, (ast.ListComp, ast.Call, ast.BinOp)) and _is_list(project, place):
        spread_with(project, option.place, [for_flask_cors(project.goal.origin)])
    else:
        raise CannotChange("origins")


def _is_list(project: Project, place: Place) -> bool:
    value = project.reading.evaluator.value(place)
    if isinstance(value, list) or isinstance(place.node, ast.ListComp):
        return True
    if isinstance(place.node, ast.Call):
        name = dotted_name(place.node.func).rpartition(".")[2]
        return name in ("split", "list", "sorted") or (value is UNKNOWN and name.endswith("s"))
    return False


def _keep(project: Project, path: str, value: object) -> None:
    origins = value if isinstance(value, list) else [value]
    project.workspace.keep(path, *(f"origin {each}" for each in origins if isinstance(each, str)))


def _put(project: Project, place: Place, origins: list[str]) -> None:
    source = project.workspace.source(place.module)
    project.workspace.edit(place.module.path, replaced(source, place.node, written(source, origins)))


def _from_text(project: Project, place: Place, text: str) -> None:
    """One text: it is corrected if the page's origin was meant, else it becomes a list."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    parts = [part for part in parts if part not in ("*", "null")] if len(parts) > 1 else parts
    path, source = place.module.path, project.workspace.source(place.module)
    better = [corrected(part, project.goal.origin) or part for part in parts]
    fits = any(exact_origin(part) == project.goal.origin for part in better)
    if fits and len(better) == 1:
        project.workspace.remove(path, text, why_never(text, project.goal.origin))
        project.workspace.edit(
            path, replaced(source, place.node, text_literal(source, for_flask_cors(better[0])))
        )
        return
    if len(parts) > 1:
        project.workspace.remove(path, text, "flask-cors takes a text with commas for one origin.")
    _keep(project, path, parts)
    values = better if fits else [*better, project.goal.origin]
    project.workspace.edit(path, replaced(source, place.node, written(source, values)))


def _corrected(project: Project, place: Place) -> bool:
    """Correct the element of a list that means the page's origin and never matches it."""
    assert isinstance(place.node, (ast.List, ast.Tuple, ast.Set))
    source, path = project.workspace.source(place.module), place.module.path
    for element in place.node.elts:
        value = project.reading.evaluator.value(Place(place.module, element))
        better = corrected(value, project.goal.origin) if isinstance(value, str) else None
        if better is None or not isinstance(value, str):
            continue
        target = resolved(Place(place.module, element), project.reading.evaluator)
        if isinstance(target.node, ast.Constant):
            source = project.workspace.source(target.module)
            project.workspace.remove(target.module.path, value, why_never(value, project.goal.origin))
            text = text_literal(source, for_flask_cors(better))
            project.workspace.edit(target.module.path, replaced(source, target.node, text))
        else:
            project.workspace.edit(path, *wrapped(source, element, "", '.rstrip("/")'))
        return True
    return False


def corrected(entry: str, origin: str) -> str | None:
    """The entry as it was meant, where it means this origin and never matches it; None for any other."""
    bare = entry.strip().strip("\"'").strip()
    if not bare or bare == origin:
        return origin if bare and bare != entry else None
    glob = _GLOB.fullmatch(bare.rstrip("/"))
    if glob:
        return _of_glob(glob, origin)
    if "://" not in bare:
        return origin if origin.partition("://")[2] == bare.lower().rstrip("/") else None
    return origin if not set("*\\^$[(") & set(bare) and _origin_of(bare) == origin else None


def _of_glob(glob: re.Match[str], origin: str) -> str | None:
    """`https://*.example.com` as a pattern: flask-cors reads no globs."""
    scheme, domain, port = glob[1], re.escape(glob[2]), glob[3] or ""
    pattern = f"^{scheme}://[a-z0-9-]+\\.{domain}{port}$"
    return pattern if re.fullmatch(pattern, origin) and glob[2].count(".") >= 1 else None


def _origin_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return exact_origin(f"{parts.scheme}://{parts.netloc}") or ""


def why_never(entry: str, origin: str) -> str:
    """Why an entry never matches the origin that it means."""
    bare = entry.strip()
    if "*" in bare:
        return "flask-cors reads it as a regular expression, not as a wildcard."
    if bare != entry:
        return "An origin has no spaces around it."
    if "://" not in bare:
        return "An origin begins with its scheme."
    return "An origin has no path and no slash at the end."


# The environment.


def reads_environment(node: ast.AST) -> bool:
    """Whether an expression takes its value from the environment, and lists nothing itself."""
    return not isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)) and reader_in(node) is not None


def reader_in(node: ast.AST) -> ast.Call | ast.Subscript | None:
    """The part of an expression that reads the environment."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and is_environment_reader(each.func) and each.args:
            return each
        if isinstance(each, ast.Subscript) and dotted_name(each.value).endswith("environ"):
            return each
    return None


def _from_environment(project: Project, place: Place) -> None:
    evaluator = project.reading.evaluator
    value = evaluator.value(place)
    entries = value if isinstance(value, list) else [value]
    texts = [each for each in entries if isinstance(each, str)]
    if any(_only_untidy(each, project.goal.origin) for text in texts for each in text.split(",")):
        _tidy(project, place)
        return
    _add_to_variable(project, place)


def _only_untidy(entry: str, origin: str) -> bool:
    """Whether spaces and a slash at the end are all that keeps an entry from matching."""
    return entry.strip().rstrip("/") == origin


def _tidy(project: Project, place: Place) -> None:
    """Have the code strip what never matches, wherever the variable is set."""
    source = project.workspace.source(place.module)
    node = place.node
    if isinstance(node, ast.ListComp) and isinstance(node.generators[0].target, ast.Name):
        text = f"{source.says(node.elt)}"
        better = text if ".strip()" in text else f"{text}.strip()"
        edit = replaced(source, node.elt, f'{better}.rstrip("/")')
    elif _splits(node) or "," in str(project.reading.evaluator.value(place)):
        said = source.says(node) if _splits(node) else f'{source.says(node)}.split(",")'
        edit = replaced(source, node, f'[origin.strip().rstrip("/") for origin in {said}]')
    else:
        edit = replaced(source, node, f'{source.says(node)}.rstrip("/")')
    quoted = edit.text if '"' not in source.text and "'" in source.text else None
    edit = Edit(edit.start, edit.end, quoted.replace('"', "'")) if quoted else edit
    project.workspace.edit(place.module.path, edit)
    entry = str(project.reading.evaluator.value(place))
    project.workspace.keep(place.module.path, f"the environment variable, now {entry}")


def _splits(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split"


def _add_to_variable(project: Project, place: Place) -> None:
    """One more origin in the variable's file, and where none sets it, in the code's default."""
    reader = reader_in(place.node)
    assert reader is not None
    name = _name_of(reader, place.module, project.reading.evaluator)
    is_list = any(_splits(each) for each in ast.walk(place.node))
    variable = next((each for each in project.reading.variables if each.name == name), None)
    if is_list and _set_elsewhere(project, place):
        spread_with(project, place, [for_flask_cors(project.goal.origin)])
        return
    if not is_list:
        _make_list(project, place, reader)
        return
    if variable is not None:
        _add_to_line(project, variable)
        return
    default = _default_of(reader)
    # Whether the default is what runs was seen on the server; an empty one is never meant to.
    if project.seen and isinstance(default, ast.Constant) and default.value:
        _add_to_default(project, place.module, default, name)
        return
    spread_with(project, place, [for_flask_cors(project.goal.origin)])


def _set_elsewhere(project: Project, place: Place) -> bool:
    """Whether the running server was seen to allow what no file of the project says."""
    value = project.reading.evaluator.value(place)
    known = {each for each in value if isinstance(each, str)} if isinstance(value, list) else set()
    return any(each != "*" and each not in known for each in project.seen)


def _make_list(project: Project, place: Place, reader: ast.Call | ast.Subscript) -> None:
    """A variable with one origin stays one of several."""
    source = project.workspace.source(place.module)
    value = project.reading.evaluator.value(place)
    if isinstance(value, str) and "," in value:
        project.workspace.edit(
            place.module.path, *wrapped(source, place.node, "", f".split({text_literal(source, ',')})")
        )
        return
    _keep(project, place.module.path, value)
    text = f"[{source.says(place.node)}, {text_literal(source, for_flask_cors(project.goal.origin))}]"
    project.workspace.edit(place.module.path, replaced(source, place.node, text))


def _name_of(reader: ast.Call | ast.Subscript, module: Module, evaluator: Evaluator) -> str:
    key = reader.args[0] if isinstance(reader, ast.Call) else reader.slice
    return str(evaluator.value(Place(module, key)))


def _default_of(reader: ast.Call | ast.Subscript) -> ast.expr | None:
    if isinstance(reader, ast.Call) and len(reader.args) > 1:
        return reader.args[1]
    return (
        next((each.value for each in reader.keywords if each.arg == "default"), None)
        if isinstance(reader, ast.Call)
        else None
    )


def _add_to_line(project: Project, variable: Variable) -> None:
    """One more origin in a line of an environment file."""
    parts = [each.strip() for each in variable.value.split(",") if each.strip()]
    better = [corrected(each, project.goal.origin) or each for each in parts]
    if project.goal.origin not in better:
        better.append(project.goal.origin)
    glue = ", " if ", " in variable.value else ","
    _keep(project, variable.path, parts)
    end = variable.start + len(variable.value)
    project.workspace.edit(variable.path, Edit(variable.start, end, glue.join(better)))


def _add_to_default(project: Project, module: Module, default: ast.expr, name: str) -> None:
    assert isinstance(default, ast.Constant)
    source = project.workspace.source(module)
    parts = [each.strip() for each in str(default.value or "").split(",") if each.strip() not in ("", "*")]
    better = [corrected(each, project.goal.origin) or each for each in parts]
    if project.goal.origin not in better:
        better.append(project.goal.origin)
    _keep(project, module.path, parts)
    glue = ", " if ", " in str(default.value) and _strips(source.text, default) else ","
    project.workspace.edit(module.path, replaced(source, default, text_literal(source, glue.join(better))))
    project.workspace.hand(
        f"If {name} is set where the app runs, add the origin there too.",
        f"export {name}={','.join(better)}",
    )


def _strips(text: str, default: ast.expr) -> bool:
    return ".strip()" in text


def _replace_in_environment(project: Project, place: Place) -> None:
    """`*` from the environment gives way to the page's origin."""
    reader = reader_in(place.node)
    assert reader is not None
    name = _name_of(reader, place.module, project.reading.evaluator)
    variable = next((each for each in project.reading.variables if each.name == name), None)
    if variable is not None:
        end = variable.start + len(variable.value)
        project.workspace.edit(variable.path, Edit(variable.start, end, project.goal.origin))
        return
    default = _default_of(reader)
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


def _likely_branch(project: Project, option: Option, place: Place) -> None:
    """`A if production else B`: the origin is allowed in the branch that runs for this page."""
    assert isinstance(place.node, ast.IfExp)
    evaluator = project.reading.evaluator
    condition = evaluator.value(Place(place.module, place.node.test))
    branch = likely_branch(place.node, condition, is_local=evaluator.is_local)
    allow_origin(project, Option("origins", Place(place.module, branch), option.holder, option.source))
