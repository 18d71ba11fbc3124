"""One thing that the code shows, and where."""

from __future__ import annotations

from typing import Literal

from cors_wizard.frozen import dataclass

Level = Literal["error", "warning"]
"""`error`: unsafe or broken as it stands; `warning`: only under a condition, or it depends on the rest."""


@dataclass(frozen=True)
class LintFinding:
    """One finding; its rule is the id of a caution or a cause, which has the words and the fix."""

    rule: str
    level: Level
    path: str
    line: int
    detail: str
    """What is wrong in this line, as a sentence."""

    @property
    def where(self) -> str:
        """`path:line`."""
        return f"{self.path}:{self.line}"
