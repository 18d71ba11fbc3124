"""Which web framework the project's Python files are written for; Flask is only one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cors_wizard.facts.found import Found, TextFile, place, scanned

_MAKES_APP: dict[str, str] = {
    "Flask": "flask",
    "APIFlask": "flask",
    "OpenAPI": "flask",
    "Quart": "quart",
    "FastAPI": "fastapi",
    "Starlette": "starlette",
    "AsyncApp": "connexion",
    "FlaskApp": "connexion",
    "connexion.App": "connexion",
    "Sanic": "other",
    "Bottle": "other",
    "Falcon": "other",
}
"""What makes an app, and the framework that it belongs to."""

_MODULES: dict[str, str] = {
    "flask": "flask",
    "quart": "quart",
    "fastapi": "fastapi",
    "starlette": "starlette",
    "connexion": "connexion",
    "django": "django",
    "aiohttp.web": "aiohttp",
    "sanic": "other",
    "bottle": "other",
    "falcon": "other",
    "tornado": "other",
}
_REQUIREMENTS = ("requirements.txt", "requirements.in", "pyproject.toml", "Pipfile")
_OLD_CONNEXION = re.compile(
    r"connexion(?:\[[^\]\n]{0,40}\])?[\"' ]{0,3}=?[\"' ]{0,3}(?:(?:==|~=|<=|\^)?\s?[12]\.|<\s?3)"
)
_IMPORT = re.compile(
    r"^[ \t]{0,8}(?:from|import)[ \t]{1,4}(" + "|".join(map(re.escape, _MODULES)) + r")\b", re.MULTILINE
)
_CALL = re.compile(rf"(?<![\w\"'#])({'|'.join(_MAKES_APP)})\(")


def read_framework(files: Iterable[TextFile]) -> Found:
    """The fact `framework`: Flask where anything of the project is Flask, else what its app is made with.

    Connexion's own app has Flask's inside of it, and handles preflights first; up to 2 it was a Flask app.
    """
    every = list(files)
    seen = [each for file in every if file.name.endswith(".py") for each in _of_file(file)]
    makers = {framework for framework, rank, *_ in seen if rank == 0}
    if "connexion" in makers and "flask" not in makers:
        is_old = any(_OLD_CONNEXION.search(file.text) for file in every if file.name in _REQUIREMENTS)
        kept = "flask" if is_old else "connexion"
        seen = [(kept, *each[1:]) for each in seen if each[0] == "connexion"]
    if any(framework == "flask" for framework, *_ in seen):
        seen = [each for each in seen if each[0] == "flask"]
    if not seen:
        return Found()
    # What makes an app says more than an import: a client library may be imported for its types alone.
    framework, _, line, says, path = min(seen, key=lambda each: each[1])
    return Found((scanned("framework", framework, place(path, line), says),))


def _of_file(file: TextFile) -> Iterator[tuple[str, int, int, str, str]]:
    imported = {_MODULES[found[1]]: found for found in _IMPORT.finditer(file.text)}
    for name, found in imported.items():
        yield (name, 1, *_where(file, found))
    for found in _CALL.finditer(file.text):
        framework = _MAKES_APP[found[1]]
        if framework in imported:
            yield (framework, 0, *_where(file, found))


def _where(file: TextFile, found: re.Match[str]) -> tuple[int, str, str]:
    start = file.text.rfind("\n", 0, found.start()) + 1
    line = file.text[start : found.end() + 80].partition("\n")[0]
    return file.text.count("\n", 0, found.start()) + 1, line, file.path
