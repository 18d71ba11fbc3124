"""Installs each Flask with the packages of its time, and each flask-cors, into folders of their own.

A pair is two folders on PYTHONPATH, so 8 and 13 installations make 104 environments, kept between runs.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from cors_wizard.knowledge_base import Knowledge
from cors_wizard.knowledge_base.version_models import Grid
from tests.knowledge.harness.installations import HERE, installed

EXTENSIONS = (
    "asgiref==3.8.1",
    "Flask-RESTful==0.3.10",
    "flask-restx==1.3.0",
    "Flask-Login==0.6.3",
    "Flask-JWT-Extended==4.6.0",
    "flask-talisman==1.1.0",
    # What these need beside Flask.
    *("aniso8601==9.0.1", "pytz==2024.1", "importlib-resources==6.4.0", "PyJWT==2.8.0", "attrs==23.2.0"),
    *("jsonschema==4.17.3", "pyrsistent==0.20.0", "six==1.16.0"),
)
"""Flask extensions that proofs use, one version for every Flask; last on the path: Flask's own win."""

_EXTENSIONS_FOLDER = "extensions"

AT_ONCE = 2
"""Processes under way at the same time."""


@dataclass(frozen=True)
class Pair:
    """One Flask version with one flask-cors version."""

    flask: str
    flask_cors: str

    def __str__(self) -> str:
        return f"{self.flask}+{self.flask_cors}"

    @property
    def path(self) -> str:
        """What PYTHONPATH must be for this pair."""
        names = (_flask(self.flask), _flask_cors(self.flask_cors), _EXTENSIONS_FOLDER)
        return os.pathsep.join(str(HERE.folder(name)) for name in names)


def grid_of(knowledge: Knowledge) -> Grid:
    """The one grid that the knowledge files declare."""
    return next(file.grid for file in knowledge.versions if file.grid is not None)


def pairs(grid: Grid) -> tuple[Pair, ...]:
    """Every pair of the grid."""
    return tuple(Pair(flask, flask_cors) for flask in grid.flask for flask_cors in grid.flask_cors)


def build(grid: Grid) -> None:
    """Installs what is not there yet."""
    wanted = [(_flask(flask), (f"Flask=={flask}", *grid.pins.get(flask, ()))) for flask in grid.flask]
    wanted += [(_flask_cors(version), (f"flask-cors=={version}",)) for version in grid.flask_cors]
    wanted += [(_EXTENSIONS_FOLDER, EXTENSIONS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(lambda each: installed(HERE, each[0], *each[1]), wanted):
            pass


def _flask(version: str) -> str:
    return f"flask-{version}"


def _flask_cors(version: str) -> str:
    return f"flask-cors-{version}"
