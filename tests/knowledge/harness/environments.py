"""Installs each Flask with the packages of its time, and each flask-cors, into folders of their own.

A pair is two folders on PYTHONPATH, so 7 and 13 installations make 91 environments, kept between runs.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cors_wizard.knowledge_base.models import Grid

CACHE = Path(__file__).parents[3] / ".cache" / "versions" / (sys.implementation.cache_tag or "python")

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

_EXTENSIONS_FOLDER = CACHE / "extensions"

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
        folders = (_flask_folder(self.flask), _flask_cors_folder(self.flask_cors), _EXTENSIONS_FOLDER)
        return os.pathsep.join(map(str, folders))


def pairs(grid: Grid) -> tuple[Pair, ...]:
    """Every pair of the grid."""
    return tuple(Pair(flask, flask_cors) for flask in grid.flask for flask_cors in grid.flask_cors)


def build(grid: Grid) -> None:
    """Installs what is not there yet; who comes second waits until it is there."""
    wanted = [(_flask_folder(flask), (f"Flask=={flask}", *grid.pins.get(flask, ()))) for flask in grid.flask]
    wanted += [(_EXTENSIONS_FOLDER, EXTENSIONS)]
    wanted += [(_flask_cors_folder(version), (f"Flask-Cors=={version}",)) for version in grid.flask_cors]
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock, ThreadPoolExecutor(AT_ONCE) as pool:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for _ in pool.map(lambda each: _install(*each), wanted):
            pass


def _install(folder: Path, requirements: tuple[str, ...]) -> None:
    stamp = folder / "requirements.txt"
    text = "\n".join(requirements)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == text:
        return
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
    done = subprocess.run([*command, *requirements], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise RuntimeError(f"pip cannot install {text!r} into {folder}:\n{done.stderr}")
    # Written last: an installation that was interrupted is done anew.
    stamp.write_text(text, encoding="utf-8")


def _flask_folder(version: str) -> Path:
    return CACHE / f"flask-{version}"


def _flask_cors_folder(version: str) -> Path:
    return CACHE / f"flask-cors-{version}"
