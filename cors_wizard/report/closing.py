"""What stays in the terminal once the wizard is left: the cause, what was changed, and how to go on. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.frozen import dataclass
from cors_wizard.printable import one_line

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Cause


_LONGEST = 400


@dataclass(frozen=True)
class WrittenFiles:
    """What was written to the user's project and not taken back."""

    folder: str
    """As it is typed in a shell."""
    shown: str
    """As it is shown."""
    paths: Sequence[str]


def closing_lines(
    cause: Cause | None, written: WrittenFiles | None, *, has_worked: bool, way_on: str, report: str = ""
) -> Iterator[str]:
    """At most four lines; none where nothing was found and nothing was written.

    Args:
        cause: what was found.
        written: what is in the user's files now.
        has_worked: whether the page's request was seen to pass after it.
        way_on: what to do where it wasn't; empty for nothing.
        report: the file of the report that was written last, as it is shown; empty for none.
    """
    if cause:
        yield one_line(f"Cause: {cause.title} (cors-wizard explain {cause.id})", _LONGEST)
    if written:
        undo = shlex.join(["cors-wizard", "fix", "--undo", "--project", written.folder])
        names = ", ".join(dict.fromkeys(written.paths))
        yield one_line(f"Changed in {written.shown}: {names}. To undo: {undo}", _LONGEST)
    if report:
        yield one_line(f"Report: {report}", _LONGEST)
    if cause and (has_worked or way_on):
        yield "Verified: your page can read the response now." if has_worked else way_on
