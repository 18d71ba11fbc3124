"""Sessions on disk: what the user typed and answered, so that a crash or a closed terminal loses nothing.

Each window keeps a file of its own, so that two never write into one another. Secrets are masked before
anything is written; a file is the user's alone (0600) and replaced in one step.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from cors_wizard.facts import CORRECTED, Fact, FactValue
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.user_folders import make_private
from cors_wizard.whole_files import put

FOLDER_NAME = "sessions"
_VERSION = 2
_LARGEST = 50_000_000
"""Bytes; nothing that we write comes near it."""
MOST_SESSIONS = 50
"""Sessions that are offered; older files are left alone and not read."""


@dataclass(frozen=True)
class Session:
    """Everything that is needed to go on later; what was probed is probed again."""

    id: str
    """Names the file: letters, digits and hyphens."""
    text: str = ""
    given: tuple[Fact, ...] = ()
    answers: tuple[tuple[str, FactValue], ...] = ()
    """Question id and value, in the order answered."""
    about: str = ""
    """Which of several requests of the text it is about."""
    picked_way: str = ""
    """The fix that was picked in place of the first."""
    project: str = ""
    saved: str = ""
    """When, as shown to the user."""
    request: str = ""
    """What the problem is about, as `PUT /api/orders/7`."""
    state: str = ""
    """How far it has come: the cause, or that a question is open."""
    written: Mapping[str, str] = field(default_factory=dict)
    """The files that were changed and not changed back, with a digest of each."""
    holder: int = 0
    """The process that has it open; it may be gone."""

    @property
    def request_path(self) -> str:
        """The request without its server, where it has a path: a narrow line would cut the path off."""
        method, _, url = self.request.rpartition(" ")
        parsed = parse_url(url)
        is_path = parsed is not None and parsed.is_http and parsed.path not in ("", "/")
        return f"{method} {parsed.path}".strip() if parsed and is_path else self.request

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
        "corrected": [fact.name for fact in session.given if fact.evidence == CORRECTED],
        "answers": [[question, _plain(value)] for question, value in session.answers],
        "about": session.about,
        "picked_way": session.picked_way,
        "project": session.project,
        "saved": session.saved,
        "request": session.request,
        "state": session.state,
        "written": dict(session.written),
        "holder": session.holder,
    }
    write_private(_file(folder, session.id), json.dumps(data, indent=1))


def has_files(folder: Path) -> bool:
    """Whether any session may be saved there."""
    try:
        with os.scandir(folder / FOLDER_NAME) as entries:
            return any(entry.name.endswith(".json") for entry in entries)
    except OSError:
        return False


def load_all(folder: Path) -> tuple[Session, ...]:
    """The saved sessions, newest first; files that cannot be understood are passed over."""
    try:
        files = [path for path in (folder / FOLDER_NAME).iterdir() if path.suffix == ".json"]
        files.sort(key=lambda path: path.lstat().st_mtime, reverse=True)
    except OSError:
        return ()
    found = (load(folder, path.stem) for path in files[:MOST_SESSIONS])
    return tuple(session for session in found if session is not None)


def load(folder: Path, id: str) -> Session | None:
    """One saved session; None where there is none, or none that can be understood."""
    from cors_wizard.project.folder import read_bytes  # Only now: the wizard paints first.

    try:
        data = json.loads(read_bytes(_file(folder, id), _LARGEST).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("version") != _VERSION:
        return None
    holder, corrected = data.get("holder"), data.get("corrected")
    overruling = corrected if isinstance(corrected, list) else []
    return Session(
        id=id,
        text=_text(data.get("text")),
        given=tuple(
            Fact(name, value, "answered", CORRECTED if name in overruling else "")
            for name, value in _pairs(data.get("given"))
        ),
        answers=tuple(_pairs(data.get("answers"))),
        about=_text(data.get("about")),
        picked_way=_text(data.get("picked_way")),
        project=_text(data.get("project")),
        saved=_text(data.get("saved")),
        request=_text(data.get("request")),
        state=_text(data.get("state")),
        written=_texts(data.get("written")),
        holder=holder if isinstance(holder, int) and not isinstance(holder, bool) else 0,
    )


def discard(folder: Path, id: str) -> None:
    """Forget a saved session."""
    _file(folder, id).unlink(missing_ok=True)


def is_open_elsewhere(session: Session) -> bool:
    """Whether another wizard that runs now has it open."""
    if session.holder <= 0 or session.holder == os.getpid() or sys.platform == "win32":
        # On Windows, `os.kill` ends the process whatever the signal is.
        return False
    try:
        os.kill(session.holder, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _file(folder: Path, id: str) -> Path:
    return folder / FOLDER_NAME / f"{id}.json"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, in one step; raises OSError where that is not possible."""
    make_private(path.parent)
    _sweep(path.parent)
    put(path, text.encode(errors="replace"))


def _sweep(folder: Path) -> None:
    """Remove what writers left behind that were killed; a file that is being written now is young."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and ".json." in entry.name and _is_old(entry):
                os.unlink(entry.path)


def _is_old(entry: os.DirEntry[str]) -> bool:
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > 3600


def _plain(value: FactValue) -> object:
    return list(value) if isinstance(value, tuple) else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(data: object) -> dict[str, str]:
    pairs = data.items() if isinstance(data, dict) else ()
    return {name: value for name, value in pairs if isinstance(value, str)}


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
