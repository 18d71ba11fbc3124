"""The session on disk: what the user typed and answered, so that a crash or a closed terminal loses nothing.

Secrets are masked before anything is written; the file is the user's alone (0600) and replaced in one step.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cors_wizard.facts import Fact, FactValue

FILE_NAME = "session.json"
_VERSION = 1
_LARGEST = 50_000_000
"""Bytes; nothing that we write comes near it."""


@dataclass(frozen=True)
class Session:
    """Everything that is needed to go on later; what was probed is probed again."""

    text: str
    given: tuple[Fact, ...] = ()
    answers: tuple[tuple[str, FactValue], ...] = ()
    """Question id and value, in the order answered."""
    project: str = ""
    saved: str = ""
    """When, as shown to the user."""

    @property
    def is_worth_keeping(self) -> bool:
        """Whether there is anything to go on with."""
        return bool(self.text.strip() or self.given or self.answers)


def save(session: Session, folder: Path) -> None:
    """Write the session; raises OSError where that is not possible."""
    data = {
        "version": _VERSION,
        "text": session.text,
        "given": [[fact.name, _plain(fact.value)] for fact in session.given],
        "answers": [[question, _plain(value)] for question, value in session.answers],
        "project": session.project,
        "saved": session.saved,
    }
    write_private(folder / FILE_NAME, json.dumps(data, indent=1))


def load(folder: Path) -> Session | None:
    """The saved session; None where there is none, or none that can be understood."""
    from cors_wizard.project.folder import read_bytes  # Only now: the wizard paints first.

    try:
        data = json.loads(read_bytes(folder / FILE_NAME, _LARGEST).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("version") != _VERSION:
        return None
    return Session(
        text=_text(data.get("text")),
        given=tuple(Fact(name, value, "answered") for name, value in _pairs(data.get("given"))),
        answers=tuple(_pairs(data.get("answers"))),
        project=_text(data.get("project")),
        saved=_text(data.get("saved")),
    )


def discard(folder: Path) -> None:
    """Forget the saved session."""
    (folder / FILE_NAME).unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, in one step; raises OSError where that is not possible."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # mkstemp makes the file 0600 from its first byte on.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _plain(value: FactValue) -> object:
    return list(value) if isinstance(value, tuple) else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _pairs(data: object) -> list[tuple[str, FactValue]]:
    pairs: list[tuple[str, FactValue]] = []
    for item in data if isinstance(data, list) else ():
        if isinstance(item, list) and len(item) == 2 and isinstance(item[0], str):
            value = _value(item[1])
            if value is not None:
                pairs.append((item[0], value))
    return pairs


def _value(raw: object) -> FactValue | None:
    if isinstance(raw, list):
        return tuple(item for item in raw if isinstance(item, str))
    return raw if isinstance(raw, (str, int)) and not isinstance(raw, bool) else None
