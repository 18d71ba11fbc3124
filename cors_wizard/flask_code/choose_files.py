"""Chooses the Python files that are parsed: those that make an app or set CORS up come first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.configuration.file_names import is_test_path
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.sources import Sources
from cors_wizard.frozen import dataclass

_FIRST = re.compile(
    r"\b(?:Flask|APIFlask|OpenAPI|CORS|Blueprint|APIBlueprint|Api|Namespace)\(|cross_origin|flask_cors",
)
_WORTH = (
    *("flask", "cors", "origin", "access-control-", ".run(", "serve(", ".route(", "add_url_rule"),
    *("add_resource", "register_blueprint", "methodview", "request.headers", "dotenv", "environ", "getenv"),
    *("dispatchermiddleware", "wsgi_app", "run_simple("),
)
_VERB = re.compile(r"@\w{1,60}(?:\.\w{1,60}){0,3}\.(?:get|post|put|patch|delete)\(")
_MOST_FILES = 5_000
_MOST_BYTES = 25_000_000


@dataclass(frozen=True)
class Chosen:
    """The files that were parsed."""

    modules: tuple[Module, ...]
    notes: tuple[str, ...]
    """Why others could not be."""
    is_whole: bool
    """Whether no file that may matter was unreadable or left out."""
    incomplete: tuple[str, ...]
    """What was left out: files that aren't Python 3, and those beyond a limit."""


def choose_files(files: Sequence[TextFile], sources: Sources) -> Chosen:
    """Parses the files that may say something about Flask, within a limit."""
    worth = [file for file in files if file.name.endswith(".py") and is_worth_parsing(file)]
    ranked = sorted(worth, key=lambda file: (_FIRST.search(file.text) is None, is_test_path(file.path)))
    kept = {file.path for file in _within_limits(ranked)}
    parsed = [(file, sources.parse(file.path)) for file in worth if file.path in kept]
    left = len(worth) - len(kept)
    too_many = (f"{left} Python files about Flask were not read: there are {len(worth)}.",) if left else ()
    unread = tuple(one for file, one in parsed if not isinstance(one, Module) and not is_test_path(file.path))
    return Chosen(
        tuple(one for _, one in parsed if isinstance(one, Module)),
        (*(one for _, one in parsed if isinstance(one, str)), *too_many),
        not left and not unread,
        (*unread, *too_many),
    )


def _within_limits(files: Sequence[TextFile]) -> list[TextFile]:
    kept, size = [], 0
    for file in files[:_MOST_FILES]:
        size += len(file.text)
        if size > _MOST_BYTES:
            break
        kept.append(file)
    return kept


def is_worth_parsing(file: TextFile) -> bool:
    """Whether a file may say something about Flask."""
    text = file.text.lower()
    return any(word in text for word in _WORTH) or _VERB.search(text) is not None
