"""Flask's configuration as the app loads it, and the environment as files of the project set it."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from cors_wizard.changes.evaluate import LOADS_DATA, Place
from cors_wizard.changes.source_text.source import Source
from cors_wizard.flask_code.configuration.environment_files import (
    is_wanted,
    named_environment_files,
    read_environment_files,
)
from cors_wizard.flask_code.configuration.file_names import is_compose, is_dotenv
from cors_wizard.flask_code.configuration.flask_settings import (
    flask_settings,
    is_file_of_settings,
    read_config,
)
from cors_wizard.flask_code.evaluation.evaluate import Evaluator as CodeEvaluator
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import keyword_value
from cors_wizard.flask_code.findings import SettingsFile
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.frozen import dataclass

_PRODUCTION = ("prod", "live", "staging")
_DEVELOPMENT = ("dev", "local", "debug")
_TESTS = ("test",)


def names_development(condition: str) -> bool | None:
    """Whether a condition asks for the developer's machine, or for a public one; None for neither or both."""
    near, far = (
        re.search(rf"(?<![a-z])(?:{'|'.join(words)})", condition.lower()) is not None
        for words in (_DEVELOPMENT, _PRODUCTION)
    )
    return near if near is not far else None


@dataclass(frozen=True)
class Variable:
    """One line of an environment file that sets a variable."""

    path: str
    line: int
    name: str
    value: str
    start: int
    """The position at which the value begins, quotes left out."""


def find_settings(modules: Sequence[Module], *, is_local: bool) -> dict[str, Place]:
    """What each key of Flask's configuration is set to, as the app most likely loads it."""
    found: dict[str, tuple[int, Place]] = {}
    wanted = _loaded_classes(modules)
    for module in modules:
        classes = {id(value): name for name, value in _in_classes(module)}
        # `settings/dev.py`: the file stands for what a class does elsewhere.
        own = module.file.name.removesuffix(".py") if is_file_of_settings(module) else ""
        for setting in flask_settings(module):
            rank = _rank(classes.get(id(setting.value), own), wanted, is_local=is_local)
            known = found.get(setting.key)
            if known is None or rank < known[0]:
                found[setting.key] = (rank, Place(module, setting.value))
    return {key: place for key, (_, place) in found.items()}


def settings_in_force(modules: Sequence[Module], evaluator: CodeEvaluator) -> dict[str, Place]:
    """The settings of which the code shows which statement counts, of all that set the same."""
    config = read_config(modules, evaluator)
    found = {key: config.in_force(key) for key in config.names()}
    return {
        key: Place(one.module, one.node)
        for key, one in found.items()
        if one is not None and isinstance(one.node, ast.expr)
        # What is loaded from elsewhere has only the call that loads it.
        if one.node is not one.whole or not isinstance(one.node, ast.Call)
    }


def unread_origins(modules: Sequence[Module], evaluator: CodeEvaluator) -> dict[str, Place]:
    """`CORS_ORIGINS` where the app loads settings that cannot be read; its place is the line that does."""
    for one in read_config(modules, evaluator).unresolved:
        module = next((each for each in modules if each.path == one.path), None)
        if module is not None:
            place = _named(module, one.expression.partition(".from_")[0] or "app.config", "CORS_ORIGINS")
            place.node.lineno = one.line
            return {"CORS_ORIGINS": place}
    return {}


def options_in_data_files(modules: Sequence[Module], files: Mapping[str, Source]) -> dict[str, Place]:
    """`CORS_...` where `app.config.from_file(...)` loads it: its place is the setting's own name."""
    data = [source.text for path, source in files.items() if path.endswith(DATA_FILES)]
    keys = {key: None for text in data for key in _SETS_OPTION.findall(text)}
    for module in modules if keys else ():
        for call, _ in module.calls():
            owner, _, verb = dotted_name(call.func).rpartition(".")
            if owner.endswith("config") and verb in LOADS_DATA:
                return {key: _named(module, owner, key) for key in keys}
    return {}


def _named(module: Module, owner: str, key: str) -> Place:
    return Place(module, ast.parse(f'{owner}["{key}"]', mode="eval").body)


def options_in_environment(modules: Sequence[Module], variables: Sequence[Variable]) -> dict[str, Place]:
    """`CORS_...` where `from_prefixed_env()` loads a variable that a file sets: by the setting's own name."""
    found: dict[str, Place] = {}
    for module in modules:
        for call, _ in module.calls():
            owner, _, verb = dotted_name(call.func).rpartition(".")
            if verb == "from_prefixed_env" and owner.endswith("config"):
                given = call.args[0] if call.args else keyword_value(call, "prefix")
                prefix = "FLASK" if given is None else text_of(given)
                for key in (each.name.removeprefix(f"{prefix}_") for each in variables):
                    if key.startswith("CORS_"):
                        found[key] = _named(module, owner, key)
    return found


_SETS_OPTION = re.compile(r"^[ \t{,]*[\"']?(CORS_[A-Z_]+)\b", re.MULTILINE)
DATA_FILES = (".toml", ".json", ".yaml", ".yml")
"""The ends of the names of files of settings in another language."""


def _in_classes(module: Module) -> Iterator[tuple[str, ast.expr]]:
    for node, _ in module.nodes:
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, (ast.Assign, ast.AnnAssign)) and each.value is not None:
                    yield node.name, each.value


def _rank(class_name: str, wanted: frozenset[str], *, is_local: bool) -> int:
    lower = class_name.lower()
    if class_name in wanted:
        return 0
    if any(word in lower for word in _TESTS):
        return 5
    if any(word in lower for word in _DEVELOPMENT):
        return 1 if is_local else 3
    if any(word in lower for word in _PRODUCTION):
        return 3 if is_local else 1
    return 2


def _loaded_classes(modules: Sequence[Module]) -> frozenset[str]:
    """The classes that `app.config.from_object(...)` names."""
    found: set[str] = set()
    for module in modules:
        for call, _ in module.calls():
            if dotted_name(call.func).endswith("config.from_object") and call.args:
                given = text_of(call.args[0]) or dotted_name(call.args[0])
                found.add(given.rpartition(".")[2])
    return frozenset(found - {""})


_MOST_NAMES = 50_000
_DOTENV = (".env", ".flaskenv", ".env.local", ".env.development")


def find_variables(files: Mapping[str, Source]) -> tuple[Variable, ...]:
    """Every variable that a file of the app sets, those of `.env` first; page tools' own are left out."""
    given = _given_to_the_app(files)
    read = [
        files[path].file
        for path in files
        if _sets_variables(path)
        and (_is_deployment(path) or path in given or path.rpartition("/")[2] in _DOTENV)
    ]
    found = (_variable(files[one.path], one) for one in read_environment_files(read))
    return tuple(each for each in found if each is not None)


def _given_to_the_app(files: Mapping[str, Source]) -> frozenset[str]:
    """The environment files that Compose, a unit, or the code itself names."""
    named = {path for path, _ in _named_by_settings(files)}
    code = [source.text for path, source in files.items() if path.endswith(".py")]
    dotenv = [path for path in files if _sets_variables(path) and not _is_deployment(path)]
    by_code = [path for path in dotenv if any(_names(text, path.rpartition("/")[2]) for text in code)]
    return frozenset((*named, *by_code)) & set(dotenv)


def _named_by_settings(files: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    """The path of each file that settings name, with the path of those settings."""
    for each in named_environment_files([files[path].file for path in files if _is_deployment(path)]):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(each.path), each.name)), each.path


def is_named_by_compose(files: Mapping[str, Source], path: str) -> bool:
    """Whether Compose hands a file of variables to a container."""
    settings = (by for named, by in _named_by_settings(files) if named == path)
    return any(is_compose(by.rpartition("/")[2]) for by in settings)


def _names(code: str, name: str) -> bool:
    """Whether a text of the code is a path to a file of that name."""
    return name in code and re.search(rf"[\"'/]{re.escape(name)}[\"']", code) is not None


@lru_cache(_MOST_NAMES)
def _sets_variables(path: str) -> bool:
    return is_wanted(path.rpartition("/")[2])


@lru_cache(_MOST_NAMES)
def _is_deployment(path: str) -> bool:
    return _sets_variables(path) and not is_dotenv(path.rpartition("/")[2])


def _variable(source: Source, one: SettingsFile) -> Variable | None:
    """The variable with the place of its value; None where the value refers to another."""
    line = source.lines[one.line - 1]
    before = re.search(rf"(?<!\w){re.escape(one.name)}[\"']?(?:\s*[=:]|\s)\s*", line)
    if before is None or "$" in one.value:
        return None
    first = source.line_start(one.line) + before.end()
    starts = (first, first + 1) if source.text[first : first + 1] in ("'", '"') else (first,)
    at = next((each for each in starts if source.text.startswith(one.value, each)), None)
    return Variable(one.path, one.line, one.name, one.value, at) if at is not None else None
