"""Lists what a virtual environment has, by the names of its folders; only pyvenv.cfg in it is opened."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from cors_wizard.facts.found import clean, place
from cors_wizard.frozen import dataclass
from cors_wizard.project.folder import read_text
from cors_wizard.project.versions.named import PACKAGES, Named, exact, normalized

_MOST_ENTRIES = 20_000


@dataclass(frozen=True)
class Environment:
    """A virtual environment inside the project folder."""

    path: str
    """Relative to the folder, as shown."""
    installed: Mapping[str, Named]
    """Our packages that it has, by normalized name."""
    python: Named | None
    sees_system_packages: bool
    """Whether packages of the system's Python can be imported too."""
    has_dotenv: bool = False
    """Whether python-dotenv is there, without which Flask reads no `.env` file."""


def read_environment(path: str, root: Path) -> Environment:
    """What a virtual environment holds, as far as it can be listed."""
    installed: dict[str, Named] = {}
    has_dotenv = False
    for site_packages, shown in _site_packages(root, path):
        for name in _names(site_packages):
            has_dotenv |= name == "dotenv" or normalized(name).startswith("python-dotenv-")
            named = _distribution(name, shown)
            if named and (named.version or named.package not in installed):
                installed[named.package] = named
    settings = _settings(root / "pyvenv.cfg")
    sees_system = settings.get(_SYSTEM, (0, ""))[1] == "true"
    return Environment(path, installed, _python(settings, path), sees_system, has_dotenv)


_SYSTEM = "include-system-site-packages"


def _site_packages(root: Path, path: str) -> Iterator[tuple[Path, str]]:
    for library in ("lib", "Lib"):
        for middle in ("", *_names(root / library)):
            if middle and not middle.startswith(("python", "pypy")):
                continue
            folder = root / library / middle / "site-packages"
            if _is_inside(folder, root):
                yield folder, clean(f"{path}/{folder.relative_to(root).as_posix()}", 300)


def _is_inside(folder: Path, root: Path) -> bool:
    """Whether this is a folder that lies where it seems to; what cannot be entered is none."""
    try:
        return folder.is_dir() and folder.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))[:_MOST_ENTRIES]
    except OSError:
        return []


def _distribution(name: str, shown: str) -> Named | None:
    """A package from `flask_cors-6.0.1.dist-info`, or from a folder without such a record."""
    stem, _, kind = name.rpartition(".")
    if kind in ("dist-info", "egg-info"):
        package, _, version = stem.partition("-")
        package, version = normalized(package), version.split("-py")[0]
        if package in PACKAGES:
            return Named(
                package, exact(version), place(f"{shown}/{name}"), f"{package} {version} is installed"
            )
    if normalized(name) in PACKAGES:
        return Named(normalized(name), None, place(f"{shown}/{name}"), f"{normalized(name)} is there")
    return None


def _settings(file: Path) -> dict[str, tuple[int, str]]:
    if os.path.islink(file):  # It may leave the folder.
        return {}
    read = read_text(file, file.name)
    lines = [] if isinstance(read, str) else read.lines
    pairs = ((number, line.partition("=")) for number, line in enumerate(lines, start=1))
    return {key.strip().lower(): (number, value.strip().lower()) for number, (key, _, value) in pairs}


def _python(settings: Mapping[str, tuple[int, str]], path: str) -> Named | None:
    for key in ("version", "version_info"):
        number, value = settings.get(key, (0, ""))
        version = exact(".".join(value.split(".")[:3]))
        if version:
            return Named("python", version, place(f"{path}/pyvenv.cfg", number), f"{key} = {value}")
    return None
