"""Which web framework the project is written with, by what its code imports and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import TextFile, place, scanned
from cors_wizard.flask_code.module import Module

_IMPORTS = {
    "flask": "flask",
    "apiflask": "flask",
    "flask_openapi3": "flask",
    "flask_restx": "flask",
    "flask_restful": "flask",
    "flask_smorest": "flask",
    "connexion": "connexion",
    "quart": "quart",
    "quart_cors": "quart",
    "fastapi": "fastapi",
    "starlette": "fastapi",
    "django": "django",
    "rest_framework": "django",
    "bottle": "bottle",
    "tornado": "tornado",
    "aiohttp": "aiohttp",
}
_REQUIRED = {
    "flask": "flask",
    "quart": "quart",
    "fastapi": "fastapi",
    "django": "django",
    "connexion": "connexion",
    "bottle": "bottle",
    "tornado": "tornado",
    "express": "express",
}
_SERVERS = {
    "flask.Flask": "flask",
    "quart.Quart": "quart",
    "fastapi.FastAPI": "fastapi",
    "starlette.applications.Starlette": "fastapi",
    "connexion.FlaskApp": "connexion",
    "connexion.App": "connexion",
    "connexion.AsyncApp": "connexion",
    "bottle.Bottle": "bottle",
    "tornado.web.Application": "tornado",
    "aiohttp.web.Application": "aiohttp",
}
_DJANGO = ("manage.py", "wsgi.py", "settings.py")
_REQUIREMENT = re.compile(r"^\s{0,8}[\"']?([A-Za-z][A-Za-z0-9_-]{0,40})(?=[\s\"'\[=<>~!;,:^]|$)")
_LISTING = ("requirements", "Pipfile", "pyproject.toml", "setup.py", "package.json")


def read_framework(modules: Sequence[Module], files: Sequence[TextFile]) -> tuple[Fact, ...]:
    """The fact `framework`: what makes an app first, then what is imported, then what is asked for."""
    own = [module for module in modules if not module.is_test]
    found = (
        next(_made(own), None)
        or next(_in_source(files), None)
        or next(_imported(own), None)
        or next(_required(files), None)
    )
    return (found,) if found else ()


def _made(modules: Sequence[Module]) -> Iterator[Fact]:
    """Where an app is made; Flask before others, since a folder may hold several."""
    made = [
        (_SERVERS[meaning], module.where(call), module.says(call))
        for module in modules
        for call, _ in module.calls()
        if (meaning := module.meaning(call.func)) in _SERVERS
    ]
    made.sort(key=lambda one: one[0] != "flask")
    return (scanned("framework", *one) for one in made)


_IN_SOURCE = re.compile(
    r"^[ \t]{0,20}(?:from|import)[ \t]{1,4}(quart|fastapi|django|bottle|tornado|aiohttp|connexion)\b",
    re.MULTILINE,
)


def _in_source(files: Sequence[TextFile]) -> Iterator[Fact]:
    """What files import that say nothing of Flask, where no Flask app was seen."""
    if any("flask" in file.text.lower() for file in files if file.name.endswith(".py")):
        return
    for file in files:
        found = _IN_SOURCE.search(file.text) if file.name.endswith(".py") else None
        if found:
            line = file.text.count("\n", 0, found.start()) + 1
            yield scanned("framework", _IMPORTS[found[1]], place(file.path, line), file.lines[line - 1])


def _imported(modules: Sequence[Module]) -> Iterator[Fact]:
    found = [
        (_IMPORTS[root], module.path, meaning)
        for module in modules
        for meaning in module.names.values()
        if (root := meaning.partition(".")[0]) in _IMPORTS
    ]
    found.sort(key=lambda one: one[0] != "flask")
    return (scanned("framework", value, where, f"imports {meaning}") for value, where, meaning in found)


def _required(files: Sequence[TextFile]) -> Iterator[Fact]:
    for file in files:
        if not file.name.startswith(_LISTING) or (file.name == "package.json") != _is_script(file):
            continue
        for number, line in enumerate(file.lines[:5000], start=1):
            named = _REQUIREMENT.match(line)
            value = _REQUIRED.get(named[1].lower()) if named else None
            if value and (value == "express") == (file.name == "package.json"):
                yield scanned("framework", value, place(file.path, number), line.strip())


def _is_script(file: TextFile) -> bool:
    return file.name == "package.json"
