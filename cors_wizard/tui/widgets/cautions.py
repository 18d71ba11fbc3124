"""What is unsafe, whether or not anything fails."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from cors_wizard.tui.display import prose
from cors_wizard.tui.widgets.rows import bullets
from cors_wizard.tui.widgets.section import Section


def cautions_section(cautions: Iterable[tuple[str, str]]) -> Section:
    """A section of its own for warnings, each with title and text."""
    told = [
        Content.assemble(prose(title).stylize("bold"), "\n", prose(text).stylize("$foreground-muted"))
        for title, text in cautions
    ]
    return Section("Security warnings", bullets(told, mark="!", style="bold $text-warning"), id="cautions")
