"""One fix: the change to the user's own files as diffs, or steps with code where no file can be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.changes import ByHand, Change, ChangeSet, Removed
from cors_wizard.fixes import TailoredFix, TailoredStep
from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.diff_view import MOST_LINES, DiffView
from cors_wizard.tui.widgets.folded import Folded
from cors_wizard.tui.widgets.rows import Row, Rows

_GRADES = {
    "paste-as-it-is": ("", ""),
    "has-placeholder": ("Has values to fill in", "$text-warning"),
    "needs-decision": ("Needs your decision", "$text-warning"),
}


_DRAWN_FOR = 24
"""Lines of the window that the folds are made for; with more of them, more is open from the start."""
LEAST_LINES = 3
"""Lines of each diff that are open from the start, however many files change."""
_WIDEST, _BESIDE = 104, 8
"""Columns that a page has at most, and those that a row doesn't have for its text."""


class FixView(VerticalGroup):
    """A fix, ready to apply or to copy."""

    DEFAULT_CSS = """
    FixView {
        height: auto;
        & > CodeBlock { margin: 0; }
        .fix-guessed { color: $text-warning; margin: 0 0 1 0; }
    }
    """

    def __init__(self, fix: TailoredFix, changes: ChangeSet) -> None:
        super().__init__()
        self._fix = fix
        self.changes = changes
        """What it does to the user's files; without changes, the steps are shown."""

    def compose(self) -> ComposeResult:
        """Diffs and what is left to do by hand, or the steps."""
        more = max(0, self.app.size.height - _DRAWN_FOR)
        row = min(self.app.size.width, _WIDEST) - _BESIDE
        if self.changes.changes:
            most = max(LEAST_LINES, (MOST_LINES + more // 2) // len(self.changes.changes))
            said = set[str]()
            for change in self.changes.changes:
                yield DiffView(change, most)
                yield from _notes(change, row, said)
            # A plain restart is said where the next step is.
            yield from _by_hand(self.changes.besides_restart, row)
            return
        fix = self._fix
        grade, style = _GRADES[fix.grade]
        title = Content.styled(prose(fix.title).plain, "bold $text-success")
        # Where both don't fit one line, the grade has its own: half of it at the end of a line is overlooked.
        between = "  " if len(title) + len(grade) + 2 <= row else "\n"
        yield Static(Content.assemble(title, between if grade else "", (grade, style)), classes="fix-title")
        if why := _why_no_diff(self.changes):
            yield Static(Content.assemble(("No diff: ", "$text-warning"), prose(why)), classes="no-diff")
        yield from _steps(fix.steps, more)


def _why_no_diff(changes: ChangeSet) -> str:
    """Why the user's files stay as they are, where they could change; one sentence."""
    first, dot, _ = changes.why_no_diff.partition(". ")
    return f"{first}{dot.strip()}"


def _notes(change: Change, longest: int, said: set[str]) -> Iterator[Widget]:
    """What goes and why, and what stays; the same lines go from a second file for the same reason."""
    for why, what in _by_reason(change.removes).items():
        text = f"{'; '.join(one_line(each, 120) for each in what)}: {one_line(why)}"
        if text not in said:
            said.add(text)
            yield from _short_or_folded(Content.styled("-", "$text-warning"), Content(text), longest)
    if change.keeps:
        kept = Content.styled(one_line(f"Keeps {change.kept}", 400), "$foreground-muted")
        yield from _short_or_folded(Content.styled("=", "$foreground-muted"), kept, longest)


def _by_reason(removes: Iterable[Removed]) -> dict[str, list[str]]:
    """What goes for the same reason is shown in one row."""
    found: dict[str, list[str]] = {}
    for each in removes:
        found.setdefault(each.why, []).append(each.what)
    return found


def _by_hand(steps: tuple[ByHand, ...], longest: int) -> Iterator[Widget]:
    for step in steps:
        yield from _short_or_folded(
            Content.styled("•", "$text-accent"), _by_hand_text(step), longest, "by-hand"
        )


def _short_or_folded(mark: Content, text: Content, longest: int, classes: str = "") -> Iterator[Widget]:
    """One line; a longer text is cut at the end of the line and opens in place."""
    plain = text.plain
    if len(plain) <= longest and "\n" not in plain:
        yield Rows([Row(mark, text)], classes=classes)
    else:
        cut = one_line(plain, longest - 2)
        yield Folded(f"{mark.plain} {cut}", Static(text), classes=f"in-place {classes}".strip())


def _by_hand_text(step: ByHand) -> Content:
    if not step.command:
        return prose(step.text)
    return Content.assemble(prose(step.text), "  ", (one_line(step.command, 300), "$text-accent"))


def _steps(steps: Sequence[TailoredStep], more: int) -> Iterator[Widget]:
    """Open up to the first code, and as far as the window has `more` lines; what follows is one line.

    What is to be installed is not yet the fix: the code of the step after it is open, too.
    """
    first = next((at for at, step in enumerate(steps, start=1) if step.code), len(steps))
    if first < len(steps) and steps[first].code and _is_command(steps[first - 1]):
        first += 1
    while first < len(steps) and (more := more - _lines_of(steps[first])) >= 0:
        first += 1
    for number, step in enumerate(steps[:first], start=1):
        yield from _step(number if len(steps) > 1 else 0, step)
    later = [_folded_step(number, step) for number, step in enumerate(steps[first:], start=first + 1)]
    if len(later) > 1:
        following = one_line(prose(steps[first].text).plain, 50)
        until = f"{'and' if len(later) == 2 else 'to'} {len(steps)}"
        title = f"Steps {first + 1} {until}: {following}"
        yield Folded(title, *later, classes="next-step")
    else:
        yield from later


def _is_command(step: TailoredStep) -> bool:
    return step.code is not None and step.code.language == "shell"


def _lines_of(step: TailoredStep) -> int:
    """How many lines a step takes, about."""
    code = step.code.text.count("\n") + 3 if step.code else 0
    return 1 + len(step.text) // (_WIDEST - _BESIDE) + code


def _folded_step(number: int, step: TailoredStep) -> Folded:
    title = f"{number}. {one_line(prose(step.text).plain, 68)}"
    return Folded(title, *_step(number, step), classes="next-step")


def _step(number: int, step: TailoredStep) -> Iterator[Widget]:
    text = prose(step.text)
    mark = Content.styled(f"{number}.", "bold $text-accent")
    yield Rows([Row(mark, text, 3)]) if number else Static(text)
    if step.code is None:
        return
    yield CodeBlock(step.code.text, language=step.code.language, filename=step.code.filename)
    if step.code.to_check:
        yield Static(Content(step.code.to_check), classes="fix-guessed")
