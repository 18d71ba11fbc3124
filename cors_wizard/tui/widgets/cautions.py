"""What is unsafe, whether or not anything fails."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.widgets.folded import Folded
from cors_wizard.tui.widgets.rows import bullets
from cors_wizard.tui.widgets.section import Section


def cautions_section(cautions: Iterable[tuple[str, str]]) -> Section:
    """A section of its own for warnings, each with title and text."""
    told = [
        Content.assemble(prose(title).stylize("bold"), "\n", prose(text).stylize("$foreground-muted"))
        for title, text in cautions
    ]
    return Section("Security warnings", bullets(told, mark="!", style="bold $text-warning"), id="cautions")


def folded_cautions(cautions: Iterable[tuple[str, str]]) -> VerticalGroup:
    """The same in one line each, which opens: above it is what fails, and that comes first."""
    return VerticalGroup(
        *(
            Folded(f"! Security: {one_line(prose(title).plain, 200)}", Static(prose(text)), classes="caution")
            for title, text in cautions
        ),
        id="cautions",
    )
