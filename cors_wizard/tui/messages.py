"""Messages that cross screens, named for what is asked of the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    # At run time this module must stay light: it is imported before the first paint.
    from cors_wizard.changes.change import FileDigests
    from cors_wizard.diagnosis import Diagnosis


@dataclass
class TextChanged(Message):
    """The text in the box changed and was read; it should survive a crash."""

    diagnosis: Diagnosis


@dataclass
class DiagnoseAsked(Message):
    """The user wants to know what is wrong, as things are now: what was seen earlier may be over."""

    diagnosis: Diagnosis


@dataclass
class Moved(Message):
    """A screen made a move: from now on the app holds this diagnosis and shows its next step."""

    diagnosis: Diagnosis
    edited_meanwhile: bool = False
    """Whether a file was edited after its change was shown, and was read again."""


@dataclass
class WayPicked(Message):
    """The user wants to see another way to fix the cause; what was written stays as it is."""

    diagnosis: Diagnosis


@dataclass
class BackAsked(Message):
    """The user wants to take the last step back."""


@dataclass
class StepAsked(Message):
    """The user wants to go back to a step of the trail."""

    key: str
    """A question's id, or one of the fixed steps `paste` and `probe`."""


@dataclass
class VerifyAsked(Message):
    """The user says that the fix is in place."""


@dataclass
class Verified(Message):
    """The probes were run again after the fix; the concluded diagnosis stays the one at hand."""

    diagnosis: Diagnosis


@dataclass
class ResultAsked(Message):
    """The user wants to see the concluded cause and its fix again."""


@dataclass
class ResumeAnswered(Message):
    """The user wants to go on with the saved session, or forget it."""

    go_on: bool


@dataclass
class CopyAsked(Message):
    """The user wants a text on the clipboard."""

    text: str
    """The text as it is to be pasted, not as it is shown."""
    name: str
    """What it is, for the confirmation."""


@dataclass
class Applied(Message):
    """A change was written to the user's files, or taken back."""

    files: FileDigests | None
    """What is in the files now; None once it was taken back."""
