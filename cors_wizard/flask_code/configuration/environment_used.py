"""Which environment variables the code reads, whether it loads `.env` itself, and in time."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cors_wizard.flask_code.configuration.environment_needed import read_needed
from cors_wizard.flask_code.configuration.environment_reads import environment_read
from cors_wizard.flask_code.configuration.variable_names import is_like_one
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.findings import Environment, SettingsFile, Variable
from cors_wizard.flask_code.module import Module
from cors_wizard.frozen import dataclass

_HINTS = ("environ", "getenv", "env", "config(")
_MOST_READS = 500
_SECRET = ("SECRET", "KEY", "TOKEN", "PASSW", "CREDENTIAL", "DSN", "DATABASE")
"""Words in the names of variables whose values are not handed on."""
_LOADING = frozenset({"load_dotenv", "dotenv_values", "read_env", "read_envfile"})
_LOADING_MODULES = ("decouple",)
"""Packages that read `.env` themselves."""


def read_environment_use(
    modules: Sequence[Module], evaluator: Evaluator, settings: Sequence[SettingsFile]
) -> Environment:
    """What the code takes from its environment."""
    found = [each for module in modules for each in _reads(module, evaluator)]
    reads = tuple(dict.fromkeys(variable for variable, _ in found))
    names = {one.name for one in reads}
    # Every other value is none of our business, and may be a secret.
    wanted = tuple(
        replace(one, value="") if any(word in one.name.upper() for word in _SECRET) else one
        for one in settings
        if one.name in names or "CORS" in one.name or "ORIGIN" in one.name or is_like_one(one.name, names)
    )
    loads = sorted((each for module in modules for each in _loads(module)), key=lambda each: each.is_as_main)
    first = next(iter(loads), None)
    late = _late(loads, found, evaluator)
    only_as_main = first is not None and first.is_as_main
    needed = read_needed(modules, evaluator)
    files = tuple(dict.fromkeys(each.file for each in loads))
    return Environment(
        reads[:_MOST_READS],
        wanted,
        first.where if first else "",
        () if "" in files else files,
        only_as_main,
        any(each.overrides for each in loads),
        late,
        needed,
    )


def _late(
    loads: Sequence[_Load], found: Sequence[tuple[Variable, bool]], evaluator: Evaluator
) -> tuple[str, ...]:
    """The variables that are read before the one place where `.env` is loaded, at the top of a file."""
    if len(loads) != 1 or not loads[0].line or loads[0].is_as_main:
        return ()
    at_import: dict[str, list[tuple[str, int]]] = {}
    for variable, is_at_import in found:
        if is_at_import:
            at_import.setdefault(variable.path, []).append((variable.name, variable.line))
    return read_before(loads[0].module, loads[0].line, at_import, evaluator)


def _reads(module: Module, evaluator: Evaluator) -> Iterator[tuple[Variable, bool]]:
    """Each variable that is read, and whether that happens while the file is imported."""
    if not any(hint in module.file.text for hint in _HINTS):
        return
    for node, scope in module.nodes:
        if isinstance(node, (ast.Call, ast.Subscript)) and environment_read(node, module) is not None:
            value = evaluator.read(node, module, scope)
            for one in value.variables:
                if one.line == node.lineno and one.path == module.path:
                    yield one, not scope.function


@dataclass(frozen=True)
class _Load:
    """A place where the code loads `.env`."""

    module: Module
    line: int
    """0 where a package does it on import, or a function that may be called at any time."""
    where: str
    is_as_main: bool = False
    """Whether only a program does."""
    overrides: bool = False
    """Whether it replaces what the process has."""
    file: str = ".env"
    """The name of the file; empty where the code leaves it open."""


def _loads(module: Module) -> Iterator[_Load]:
    """`load_dotenv()`, `env.read_env()`, decouple."""
    for call, scope in module.calls():
        if dotted_name(call.func).rpartition(".")[2] in _LOADING:
            line = 0 if scope.function else call.lineno
            overrides = any(each.arg == "override" and not _is_false(each.value) for each in call.keywords)
            yield _Load(module, line, module.where(call), is_as_main(scope), overrides, _file_of(call))
    for meaning in module.names.values():
        if meaning.partition(".")[0] in _LOADING_MODULES:
            yield _Load(module, 0, module.path)


def named_file(call: ast.Call) -> ast.Constant | None:
    """The text that names the file, at the end of what a call is given: `load_dotenv(BASE / ".env.dev")`."""
    given = [*call.args[:1], *(each.value for each in call.keywords if each.arg in ("dotenv_path", "path"))]
    parts = [each for value in given for each in ast.walk(value)]
    if any(isinstance(each, ast.JoinedStr | ast.IfExp | ast.BoolOp) for each in parts):
        return None
    texts = [each for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return max(texts, key=lambda each: (each.lineno, each.col_offset), default=None)


def _file_of(call: ast.Call) -> str:
    named = named_file(call)
    if named is not None:
        name = str(named.value).rpartition("/")[2]
        return name if "env" in name else ""
    is_given = bool(call.args) or any(each.arg != "override" for each in call.keywords)
    return "" if is_given else ".env"


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def is_as_main(scope: Scope) -> bool:
    """Whether code runs only where its file is the program: `if __name__ == "__main__":`."""
    condition = scope.condition
    while condition is not None:
        test = condition.test
        if condition.branch and isinstance(test, ast.Compare) and dotted_name(test.left) == "__name__":
            return True
        condition = condition.outer
    return False


_MOST_FILES = 200


def read_before(
    loading: Module, line: int, reads: Mapping[str, Sequence[tuple[str, int]]], evaluator: Evaluator
) -> tuple[str, ...]:
    """The variables that are read while the app is imported, before this line of this module runs.

    Args:
        loading: the module that loads `.env` at its top level.
        line: where it does.
        reads: for each path, the variables that it reads outside of functions, each with its line.
        evaluator: finds the files that imports name.
    """
    names = [name for name, at in reads.get(loading.path, ()) if at < line]
    for module in _imported(loading, line, evaluator):
        names += [name for name, _ in reads.get(module.path, ())]
    return tuple(dict.fromkeys(names))


def _imported(loading: Module, line: int, evaluator: Evaluator) -> Iterator[Module]:
    """The project's files that are imported above the line, and those that they import."""
    seen = {loading.path}
    waiting = list(_of(loading, line, evaluator))
    while waiting and len(seen) < _MOST_FILES:
        module = waiting.pop()
        if module.path not in seen:
            seen.add(module.path)
            yield module
            waiting += _of(module, None, evaluator)


def _of(module: Module, before: int | None, evaluator: Evaluator) -> Iterator[Module]:
    for node, scope in module.nodes:
        if scope.function or not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if before is not None and node.lineno >= before:
            continue
        for dotted in _names(node):
            found = evaluator.sources.find(dotted, module)
            if found is not None:
                yield found[0]


def _names(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = "." * node.level + (node.module or "")
    yield from (f"{base}{'' if base.endswith('.') else '.'}{alias.name}" for alias in node.names)
    if node.module:
        yield base
