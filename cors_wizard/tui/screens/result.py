"""The end: the cause in one sentence, what shows it, the exchange, the fix to copy, and what to try next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fixes import TailoredCode, fill_prose, template_values
from cors_wizard.knowledge_base import Cause
from cors_wizard.knowledge_base.models import Link
from cors_wizard.report.report_document import CERTAINTIES
from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.messages import VerifyAsked
from cors_wizard.tui.paths import shown_path
from cors_wizard.tui.screens.step import STEP_BINDINGS, StepScreen
from cors_wizard.tui.widgets.answer_list import Answer, AnswerList
from cors_wizard.tui.widgets.cautions import cautions_section
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.exchange_timeline import ExchangeTimeline
from cors_wizard.tui.widgets.fix_view import FixView
from cors_wizard.tui.widgets.next_step import NextStep
from cors_wizard.tui.widgets.rows import bullets
from cors_wizard.tui.widgets.section import Section

_COPY_WITH_KEY = "Copy  c"
"""On the button that the key presses next."""


class ResultScreen(StepScreen):
    """Shows the concluded cause and the fix made for this request."""

    STAGE = "fix"
    HELP = """\
# Cause and fix

`c` copies the code, block after block. Put it in place, then `v` sends the same probes again and shows before
and after. `e` writes a Markdown report.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy", tooltip="Copy the next block of the fix"),
        Binding("v", "verify", "Verify", tooltip="Send the same probes again"),
        Binding("e", "app.export", "Export", tooltip="Write a Markdown report"),
        *(Binding(str(number), f"pick({number})", show=False, system=True) for number in range(1, 10)),
        *STEP_BINDINGS,
    ]

    fix_view = getters.query_one(FixView)
    next_step = getters.query_one(NextStep)

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis)
        self._next_block = 0
        self._values = template_values(diagnosis.facts)

    @property
    def current(self) -> str:
        """What the trail calls this step."""
        return "Cause and fix"

    def compose_below(self) -> Iterator[Widget]:
        """What to do now."""
        yield NextStep()

    def on_mount(self) -> None:
        """Point at the first block."""
        self._point_at_first()

    def compose_step(self) -> Iterator[Widget]:
        """Cause, proof, fix, other ways, what next."""
        cause = self.diagnosis.cause
        if cause is None:
            return
        yield self._headline(cause)
        yield from self._exchange()
        yield from self._fix()
        if self.diagnosis.cautions:
            yield cautions_section((each.title, each.text) for each in self.diagnosis.cautions)
        yield from self._notes()
        yield from self._next_steps()
        yield from self._background(cause)

    def _headline(self, cause: Cause) -> Widget:
        parts: list[Widget] = [
            Static(self._title(cause), classes="cause-title"),
            Static(self._prose(cause.summary), classes="cause-summary"),
        ]
        if self.diagnosis.also:
            also = Content(", ").join([Content.styled(each.title, "bold") for each in self.diagnosis.also])
            parts.append(
                Static(Content.assemble(("Also: ", "$text-warning"), also, ". The fix covers it."), id="also")
            )
        if self.diagnosis.evidence:
            shown = [prose(text) for text in self.diagnosis.evidence]
            parts.append(bullets(shown, mark="✓", style="$text-success"))
        else:
            parts.append(Static(self._prose(cause.look)))
        return VerticalGroup(*parts, id="cause")

    def _title(self, cause: Cause) -> Content:
        """The cause in a few words, and how sure it is."""
        return Content.assemble(
            self._prose(cause.title).plain, ("  " + str(self.diagnosis.certainty), "$text-muted")
        )

    def _exchange(self) -> Iterator[Widget]:
        exchange, verdict = self.diagnosis.exchange, self.diagnosis.verdict
        if exchange and verdict:
            yield Section("What the browser sees", ExchangeTimeline(exchange, verdict), id="exchange")

    def _fix(self) -> Iterator[Widget]:
        if self.diagnosis.fix is None:
            return
        yield FixView(self.diagnosis.fix)
        if self.diagnosis.other_fixes:
            ways = [Answer(str(number), fix.title) for number, fix in enumerate(self.diagnosis.fixes)]
            yield Section(
                "Ways to mend it: pick one to see it above", AnswerList(ways, id="other-ways"), id="ways"
            )

    def _next_steps(self) -> Iterator[Widget]:
        fix = self.diagnosis.fix
        if fix and fix.verify:
            checks = [part for step in fix.verify for part in _step_widgets(step.text, step.code)]
            yield Section("Check it by hand", *checks, id="by-hand")
        if fix and fix.next:
            yield Section(
                "If that does not help", bullets([prose(each.text) for each in fix.next]), id="next"
            )

    def _background(self, cause: Cause) -> Iterator[Widget]:
        yield Section("Why the browser refuses", Static(self._prose(cause.why)), id="why-refused")
        yield Section("How sure this is", *self._certainty(cause), id="certainty")
        if cause.myths:
            told = [
                Content.assemble(
                    ("You may have read: ", "$foreground-muted"),
                    self._prose(myth.claim),
                    "\n",
                    self._prose(myth.truth),
                )
                for myth in cause.myths
            ]
            yield Section("What is often said", bullets(told), id="myths")
        if cause.references:
            yield Section("Read on", bullets([_link(each) for each in cause.references]), id="references")

    def _certainty(self, cause: Cause) -> Iterator[Widget]:
        certainty = self.diagnosis.certainty
        if certainty is None:
            return
        yield Static(Content(f"{certainty.capitalize()}: {CERTAINTIES[certainty]}"))
        if self.diagnosis.contradictions:
            yield bullets([prose(text) for text in self.diagnosis.contradictions])
        if certainty == "proven":
            return
        yield Static(Content.assemble("To check it: ", self._prose(cause.look)))
        others = [
            each.cause for each in self.diagnosis.candidates if each.cause != cause and not each.is_rare
        ]
        if others:
            yield Static(Content("It could also be:"))
            yield bullets(
                [
                    Content.assemble(self._prose(each.title), ". ", self._prose(each.look))
                    for each in others[:3]
                ]
            )

    def _notes(self) -> Iterator[Widget]:
        scan = self.diagnosis.scan
        if scan and scan.notes:
            shown = [Content(one_line(note, 400)) for note in scan.notes]
            yield Section("Seen in the project folder", bullets(shown), id="notes")

    def _prose(self, text: str) -> Content:
        return prose(fill_prose(text, self._values))

    def action_copy(self) -> None:
        """Copy the block whose button has the focus, else the next block of the fix."""
        focused = self.focused
        if isinstance(focused, Button) and isinstance(focused.parent, Widget):
            for block in focused.ancestors_with_self:
                if isinstance(block, CodeBlock):
                    block.copy()
                    return
        blocks = self._blocks()
        if blocks:
            blocks[self._next_block % len(blocks)].copy()

    def _blocks(self) -> list[CodeBlock]:
        return list(self.query("FixView CodeBlock").results(CodeBlock))

    def _point_at_first(self) -> None:
        self._next_block = 0
        if blocks := self._blocks():
            blocks[0].say(_COPY_WITH_KEY)
            self.next_step.to_copy(blocks[0].called, len(blocks))
        else:
            self.next_step.to_verify()

    @on(CodeBlock.Copied)
    def _copied(self, event: CodeBlock.Copied) -> None:
        """Point at what comes after the copied block."""
        block, blocks = event.block, self._blocks()
        if block not in blocks:
            return
        self._next_block = blocks.index(block) + 1
        following = blocks[self._next_block] if self._next_block < len(blocks) else None
        block.say("✓ Copied", copied=True)
        if following:
            following.say(_COPY_WITH_KEY)
        (following or block).focus_button()
        self.next_step.copied(block.called, self._what_to_do(block), following.called if following else "")

    def _what_to_do(self, block: CodeBlock) -> str:
        """Where a block goes: with its whole path where the project folder is known to hold it."""
        scan = self.diagnosis.scan
        if scan and block.filename and block.filename == self.diagnosis.known.text("app_file"):
            return f"Put it into {shown_path(scan.folder / block.filename)}"
        return "Run it" if block.is_command else "Put it in place"

    def action_verify(self) -> None:
        """Send the same probes again."""
        self.post_message(VerifyAsked())

    def action_pick(self, number: int) -> None:
        """Show another way to mend it."""
        for ways in self.query("#other-ways").results(AnswerList):
            ways.pick(number)

    @on(AnswerList.Picked, "#other-ways")
    async def _way_picked(self, event: AnswerList.Picked) -> None:
        await self.fix_view.show(self.diagnosis.fixes[int(event.value)])
        self._point_at_first()
        self.fix_view.scroll_visible(top=True, animate=False)


def _link(link: Link) -> Content:
    return Content.assemble(one_line(link.title), "\n", (one_line(link.url, 400), "$foreground-muted"))


def _step_widgets(text: str, code: TailoredCode | None) -> Iterator[Widget]:
    yield Static(prose(text))
    if code:
        yield CodeBlock(code.text, language=code.language, filename=code.filename)
