"""Whether a value that a fix would change is used for anything but CORS: links in mails, redirects, routes.

What others use, too, keeps its value: it is changed only where CORS uses it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.project import Project
from cors_wizard.flask_code.configuration.environment_reads import environment_read
from cors_wizard.flask_code.configuration.file_names import is_dotenv
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import called_name
from cors_wizard.flask_code.module import Module, dotted_name

_STEPS = 8
_OF_CORS = re.compile(r"cors|origin|access.control|cross_origin|socketio", re.IGNORECASE)
"""In a call's, an argument's or a target's name, or beside the value: it is about who may read."""
_SAID = frozenset({"print", "debug", "info", "warning", "error", "exception", "critical", "log"})
"""Calls that only show a value."""
_TEMPLATES = (".html", ".jinja", ".jinja2", ".j2", ".txt", ".xml", ".mjml", ".yml", ".yaml", ".conf", ".sh")


def where_to_change(project: Project, place: Place, *, by_all: bool = False) -> Place:
    """The expression behind names and settings, as far back as nothing but CORS uses what they name.

    Args:
        project: the files.
        place: the expression that CORS is given.
        by_all: whether other uses for CORS count, too: what gets another type would break them.
    """
    for _ in range(_STEPS):
        found = project.reading.evaluator.definition(place)
        if found is None or found.node is place.node or is_used_elsewhere(project, place, by_all=by_all):
            return place
        place = found
    return place


def is_used_elsewhere(project: Project, place: Place, *, by_all: bool = False) -> bool:
    """Whether something else reads the name, the attribute or the setting that an expression is."""
    name = _name_of(place.node)
    if not name:
        return False
    found = project.reading.evaluator.definition(place)
    names = {name, *(_targets(found) if found is not None else ())}
    return any(
        by_all or not _is_of_cors(parents, node)
        for module in _naming(project, names)
        for parents in (_parents(module),)
        for node in _uses(module, place, names)
    ) or any(_is_in_templates(project, each) for each in names)


def is_variable_used_elsewhere(project: Project, name: str, place: Place) -> bool:
    """Whether an environment variable is read for something else than for this expression."""
    own, read_for = {id(each) for each in ast.walk(place.node)}, project.reading.evaluator.reads(place)
    for module in _naming(project, {name}):
        parents = _parents(module)
        for node, _ in module.nodes:
            read = environment_read(node, module) if isinstance(node, (ast.Call, ast.Subscript)) else None
            if read is None or text_of(read.name) != name or id(node) in own:
                continue
            if (module.path, getattr(node, "lineno", 0)) not in read_for and not _is_of_cors(parents, node):
                return True
    return _is_in_templates(project, name)


def _naming(project: Project, names: set[str]) -> Iterator[Module]:
    """Every Python file that has one of these names in it, tests left out."""
    for path, source in project.workspace.now.items():
        if path.endswith(".py") and any(name in source.text for name in names):
            module = project.workspace.parsed(path)
            if isinstance(module, Module) and not module.is_test:
                yield module


def _name_of(node: ast.expr) -> str:
    """The name that an expression is, or the key of a setting."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return _key(node)


def _key(node: ast.AST) -> str:
    """The key of `app.config["KEY"]`, `settings["key"]` and `config.get("KEY")`; not of the environment."""
    if isinstance(node, ast.Subscript) and not dotted_name(node.value).endswith("environ"):
        return text_of(node.slice) or ""
    if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
        is_config = node.func.attr == "get" and _CONFIG.search(dotted_name(node.func.value))
        return (text_of(node.args[0]) or "") if is_config else ""
    return ""


_CONFIG = re.compile(r"config|cfg|settings|conf$", re.IGNORECASE)


def _targets(found: Place) -> Iterator[str]:
    """The names that are set to what a place holds."""
    for names, value, _ in found.module.assignments():
        if value is found.node:
            yield from (name.rpartition(".")[2] for name in names if name)


def _uses(module: Module, place: Place, names: set[str]) -> Iterator[ast.expr]:
    """Where a file reads one of these names, but for the place itself."""
    own = module.scope_of(place.node)
    is_here = module.path == place.module.path
    is_own_parameter = is_here and bool(names & set(own.parameters))
    known = names if is_here else {name for name in names if _means_the_same(module, name)}
    owner = dotted_name(place.node).rpartition(".")[0].rpartition(".")[2]
    for node, scope in module.nodes:
        if node is place.node or not isinstance(node, ast.expr):
            continue
        if isinstance(node, ast.Name) and node.id in known and isinstance(node.ctx, ast.Load):
            is_parameter = node.id in scope.parameters
            if is_own_parameter == is_parameter and (not is_parameter or scope.node is own.node):
                yield node
        elif isinstance(node, ast.Attribute) and node.attr in names and isinstance(node.ctx, ast.Load):
            # `settings.url` has nothing to do with `request.url`.
            if node.attr.isupper() or dotted_name(node.value).rpartition(".")[2] == owner:
                yield node
        elif _key(node) in names and (isinstance(node, ast.Call) or _is_read_alike(node, place.node)):
            yield node


def _is_read_alike(node: ast.expr, own: ast.expr) -> bool:
    """Whether `x["key"]` reads the configuration, or what the place itself reads."""
    if not isinstance(node, ast.Subscript) or isinstance(node.ctx, ast.Store):
        return False
    owner = ast.unparse(node.value)
    is_same = isinstance(own, ast.Subscript) and ast.unparse(own.value) == owner
    return is_same or _CONFIG.search(owner) is not None


def _means_the_same(module: Module, name: str) -> bool:
    """Whether another file has a name by an import, and sets none of its own."""
    return name in module.names or all(name not in names for names, _, _ in module.assignments())


def _parents(module: Module) -> Mapping[int, ast.AST]:
    return {id(child): node for node, _ in module.nodes for child in ast.iter_child_nodes(node)}


def _is_of_cors(parents: Mapping[int, ast.AST], node: ast.AST) -> bool:
    """Whether what a value is used for is CORS, or nothing: it is shown, or asked whether it is set."""
    first = True
    while (parent := parents.get(id(node))) is not None:
        if isinstance(parent, ast.keyword) and parent.arg and _OF_CORS.search(parent.arg):
            return True
        if isinstance(parent, ast.Call) and node is not parent.func and _is_call_of_cors(parent):
            return True
        if isinstance(parent, (ast.For, ast.comprehension)) and _OF_CORS.search(ast.unparse(parent.target)):
            return True
        if isinstance(parent, ast.FunctionDef):
            return isinstance(node, ast.Return) and bool(_OF_CORS.search(parent.name))
        if isinstance(parent, ast.Dict) and _is_entry_of_cors(parent, node):
            return True
        if isinstance(parent, ast.Compare) and _is_comparison_of_origin(parent, node):
            return True
        if first and _asks_whether_set(parent, node):
            return True
        if isinstance(parent, (ast.Assign, ast.AnnAssign)):
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            return any(_OF_CORS.search(ast.unparse(each)) for each in targets)
        if isinstance(parent, ast.stmt) and not isinstance(parent, ast.Return):
            return False
        first = first and isinstance(parent, (ast.BoolOp, ast.UnaryOp))
        node = parent
    return False


def _is_call_of_cors(call: ast.Call) -> bool:
    name = called_name(call)
    texts = [text_of(each) or "" for each in call.args]
    is_header = any(each.lower().startswith("access-control-") for each in texts)
    return is_header or name.rpartition(".")[2] in _SAID or bool(_OF_CORS.search(name))


def _is_entry_of_cors(table: ast.Dict, value: ast.AST) -> bool:
    keys = [key for key, each in zip(table.keys, table.values, strict=True) if each is value and key]
    return any(_OF_CORS.search(text_of(key) or "") for key in keys)


def _is_comparison_of_origin(compare: ast.Compare, value: ast.AST) -> bool:
    others = [each for each in (compare.left, *compare.comparators) if each is not value]
    return any(_OF_CORS.search(ast.unparse(each)) for each in others)


def _asks_whether_set(parent: ast.AST, node: ast.AST) -> bool:
    if isinstance(parent, (ast.If, ast.While, ast.IfExp, ast.Assert)):
        return parent.test is node
    if isinstance(parent, ast.UnaryOp):
        return isinstance(parent.op, ast.Not)
    if isinstance(parent, ast.Compare):
        return all(isinstance(each, ast.Constant) and each.value is None for each in parent.comparators)
    return False


def _is_in_templates(project: Project, name: str) -> bool:
    """Whether a template, a script or another file of settings refers to a name."""
    if not name.isupper():
        return False
    read = re.compile(
        rf"\$\{{?{re.escape(name)}\b|\bconfig\W{{1,3}}(?:get\W{{1,2}})?{re.escape(name)}\b"
        rf"|\{{\{{\s*{re.escape(name)}\b"
    )
    return any(
        name in source.text and read.search(source.text)
        for path, source in project.workspace.now.items()
        if path.endswith(_TEMPLATES) or is_dotenv(path.rpartition("/")[2])
    )
