"""The files of `knowledge/versions/` as models: what goes with what, what changed when, and who says so."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.models import Id, Link, Model, Sentence, Shown, When
from cors_wizard.knowledge_base.models.words import NOT_EMPTY

Package = Literal["python", "flask", "werkzeug", "flask-cors", "flask-talisman", "flask-socketio"]
Extension = Literal["flask-cors", "flask-talisman", "flask-socketio"]
Outcome = Literal[
    "works",
    "fails-to-install",
    "fails-to-import",
    "fails-to-start",
    "fails-to-answer",
    "fails-in-test-client",
]


@dataclass(frozen=True, kw_only=True)
class Advisory(Model):
    """A published weakness of a package version."""

    id: Sentence
    package: Package
    affected: Sentence
    """Versions as `>=3.0.8,<4.0.1`."""
    fixed_in: str
    summary: Sentence


@dataclass(frozen=True, kw_only=True)
class Incompatibility(Model):
    """Versions that do not work together, with what is printed."""

    when: When
    error: Sentence
    remedy: Sentence


@dataclass(frozen=True, kw_only=True)
class Behavior(Model):
    """What some versions of a package do otherwise than others."""

    id: Id
    package: Package
    versions: Sentence
    """The versions that do so, as `>=4.0.0,<5.0.0`."""
    text: Sentence
    causes: tuple[Id, ...] = ()
    """The causes on whose pages it is shown."""
    when: When = field(default_factory=dict)
    """Where it is evidence; what does not concern the project is shown on the page of versions alone."""
    shown_by: Annotated[tuple[Shown, ...], NOT_EMPTY]


@dataclass(frozen=True, kw_only=True)
class Support(Model):
    """Until which version a package gets no fixes any more."""

    package: Package
    ended: Sentence
    """The versions that are no longer maintained, as `<3.1`."""
    text: Sentence
    source: Link


@dataclass(frozen=True, kw_only=True)
class Grid(Model):
    """The Flask and flask-cors versions that the proofs run over."""

    flask: tuple[str, ...]
    flask_cors: tuple[str, ...]
    pins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a Flask version: the other packages of its time, as pip requirements."""


@dataclass(frozen=True, kw_only=True)
class Trial(Model):
    """What some versions of an extension do on one installation of Flask."""

    package: Extension
    versions: Sentence
    """From the first to the last one tried, as `>=3.0.8,<=6.0.5`."""
    outcome: Outcome
    error: str = ""
    """The last line that is printed, where it fails."""


@dataclass(frozen=True, kw_only=True)
class Installation(Model):
    """One Flask with the packages beside it, under one Python, and what was tried on it."""

    python_version: str
    flask_version: str
    packages: Literal["of-its-time", "newest"]
    """`newest` is what pip takes where nothing is pinned."""
    pins: tuple[str, ...] = ()
    """The other packages, as pip requirements."""
    trials: tuple[Trial, ...]


@dataclass(frozen=True, kw_only=True)
class VersionFile(Model):
    """`versions/*.toml`: what goes with what, what breaks how, advisories."""

    advisories: tuple[Advisory, ...] = ()
    incompatible: tuple[Incompatibility, ...] = ()
    behaviors: tuple[Behavior, ...] = ()
    support: tuple[Support, ...] = ()
    grid: Grid | None = None
    measured: tuple[Installation, ...] = ()
