"""One fix as steps: its title, and each step with the code to copy."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.fixes import TailoredFix, TailoredStep
from cors_wizard.tui.display import prose
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.rows import Row, Rows

_GRADES = {
    "paste-as-it-is": ("Paste it as it is", "$text-success"),
    "has-placeholder": ("Has values to fill in", "$text-warning"),
    "needs-decision": ("Needs your decision", "$text-warning"),
}


class FixView(VerticalGroup):
    """A fix, ready to copy; `show` replaces it by another."""

    DEFAULT_CSS = """
    FixView {
        height: auto;
        margin: 0 0 1 0;
        .fix-guessed { color: $text-warning; margin: 0 0 1 0; }
    }
    """

    def __init__(self, fix: TailoredFix) -> None:
        super().__init__()
        self._fix = fix

    async def show(self, fix: TailoredFix) -> None:
        """Show this fix instead."""
        self._fix = fix
        await self.recompose()

    def compose(self) -> ComposeResult:
        """Title and grade, then the steps."""
        fix = self._fix
        grade, style = _GRADES[fix.grade]
        title = Content.styled(prose(fix.title).plain, "bold $text-success")
        yield Static(Content.assemble(title, "  ", (grade, style)), classes="fix-title")
        for number, step in enumerate(fix.steps, start=1):
            yield from _step(number if len(fix.steps) > 1 else 0, step)


def _step(number: int, step: TailoredStep) -> Iterator[Widget]:
    text = prose(step.text)
    mark = Content.styled(f"{number}.", "bold $text-accent")
    yield Rows([Row(mark, text, 3)]) if number else Static(text)
    if step.code is None:
        return
    yield CodeBlock(step.code.text, language=step.code.language, filename=step.code.filename)
    if step.code.to_check:
        yield Static(Content(step.code.to_check), classes="fix-guessed")
