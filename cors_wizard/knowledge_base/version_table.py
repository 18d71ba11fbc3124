"""Looks up what was tried with the versions at hand, and what is known of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cors_wizard.knowledge_base.conditions import version_in
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.version_models import (
    Advisory,
    Behavior,
    Grid,
    Installation,
    Package,
    Support,
    Trial,
)

Versions = Mapping[Package, str]
"""The versions at hand."""
NAMES: dict[Package, str] = {"python": "Python", "flask": "Flask", "werkzeug": "Werkzeug"}
"""Packages that people write otherwise than pip does."""


def fact_of(package: Package) -> str:
    """The name of the fact that holds a package's version."""
    return f"{package.replace('-', '_')}_version"


def behaviors(knowledge: Knowledge, versions: Versions) -> tuple[Behavior, ...]:
    """What these versions do otherwise than others."""
    every = (each for file in knowledge.versions for each in file.behaviors)
    return tuple(each for each in every if version_in(versions.get(each.package, ""), each.versions))


def advisories(knowledge: Knowledge, versions: Versions) -> tuple[Advisory, ...]:
    """The published weaknesses of these versions."""
    every = (each for file in knowledge.versions for each in file.advisories)
    return tuple(each for each in every if version_in(versions.get(each.package, ""), each.affected))


def unsupported(knowledge: Knowledge, versions: Versions) -> tuple[Support, ...]:
    """Which of these versions get no fixes any more."""
    every = (each for file in knowledge.versions for each in file.support)
    return tuple(each for each in every if version_in(versions.get(each.package, ""), each.ended))


def trials(knowledge: Knowledge, versions: Versions) -> Iterator[tuple[Installation, Trial]]:
    """What was tried with these versions: on the nearest installation of the Flask series, of each kind."""
    flask, python = versions.get("flask", ""), versions.get("python", "")
    every = [each for file in knowledge.versions for each in file.measured]
    bases = [each for each in every if _series(each.python_version) == _series(python or "3.11")]
    for packages in ("of-its-time", "newest"):
        near = nearest(flask, [each.flask_version for each in bases if each.packages == packages])
        for base in bases:
            if base.packages == packages and base.flask_version == near:
                yield from ((base, trial) for trial in base.trials if _was_tried(trial, versions))


def _was_tried(trial: Trial, versions: Versions) -> bool:
    return version_in(versions.get(trial.package, ""), trial.versions)


def nearest(version: str, tried: list[str]) -> str:
    """The version of the same series that was tried: the next one, or else the last; empty where none was."""
    same = sorted((each for each in tried if _series(each) == _series(version)), key=_numbers)
    later = [each for each in same if _numbers(each) >= _numbers(version)]
    return (later or same[-1:] or [""])[0]


def grid(knowledge: Knowledge) -> Grid | None:
    """The versions that the proofs run over."""
    return next((file.grid for file in knowledge.versions if file.grid is not None), None)


def _series(version: str) -> tuple[int, ...]:
    return _numbers(version)[:2]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def remedy(knowledge: Knowledge, error: str) -> str:
    """What fixes a failure, by the error that it prints; empty where nothing on file does."""
    every = (each for file in knowledge.versions for each in file.incompatible)
    return next((each.remedy for each in every if error and each.error in error), "")
