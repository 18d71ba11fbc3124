"""Which Flask extensions the code imports: some of them answer, redirect or refuse by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import place, scanned
from cors_wizard.flask_code.module import Module

_EXTENSIONS = {
    "flask_restful": "flask-restful",
    "flask_restx": "flask-restx",
    "flask_socketio": "flask-socketio",
    "flask_talisman": "flask-talisman",
    "flask_login": "flask-login",
    "flask_jwt_extended": "flask-jwt-extended",
    "flask_httpauth": "flask-httpauth",
}
"""What is imported, and what it is installed as."""


def read_extensions(modules: Sequence[Module]) -> tuple[Fact, ...]:
    """The fact `extensions`: those that have a part in CORS, in the order of the files."""
    found: dict[str, str] = {}
    for module in modules:
        for meaning in module.names.values():
            root = meaning.partition(".")[0]
            if root in _EXTENSIONS and (where := _where(module, root)):
                found.setdefault(_EXTENSIONS[root], where)
    if not found:
        return ()
    return (scanned("extensions", tuple(found), next(iter(found.values())), ", ".join(found)),)


def _where(module: Module, root: str) -> str:
    """Where the package is named; empty where a paste only uses a name that is usually imported from it."""
    numbered = enumerate(module.file.lines, start=1)
    line = next((number for number, line in numbered if root in line), 0)
    return place(module.path, line) if line else ""
