"""The result: cause, change, what the browser saw and who gains access; everything else is folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from cors_wizard.changes import ChangeSet
from cors_wizard.changes.change import ALREADY_THERE, FileDigests
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import CorsWizardError
from cors_wizard.knowledge_base import Cause
from cors_wizard.knowledge_base.conditions import summary_of
from cors_wizard.report.security_warnings import warned_of
from cors_wizard.tui.display import prose
from cors_wizard.tui.files import open_in_editor, take_back, write_changes
from cors_wizard.tui.messages import Applied, CopyAsked, Moved, StepAsked, VerifyAsked, WayPicked
from cors_wizard.tui.paths import shown_path
from cors_wizard.tui.room import OVER_THE_RESULT
from cors_wizard.tui.screens.result_parts import access_line, browser_saw, folded_parts, request_notes
from cors_wizard.tui.screens.step import QUIET_STEP_BINDINGS, StepScreen
from cors_wizard.tui.services import Services
from cors_wizard.tui.widgets.answer_list import AnswerList
from cors_wizard.tui.widgets.cautions import folded_cautions
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.fix_view import FixView
from cors_wizard.tui.widgets.folded import Folded
from cors_wizard.tui.widgets.next_step import NextStep
from cors_wizard.tui.words import key, label_of

_COPY_WITH_KEY = "Copy  c"
"""On the button that the key presses next."""


class ResultScreen(StepScreen):
    """Shows the concluded cause and the change that fixes it."""

    STAGE = "fix"
    # The code has the whole width; steps and evidence open over it.
    HORIZONTAL_BREAKPOINTS = OVER_THE_RESULT
    HELP = """\
# Cause and fix

`a` writes the change to your files, `u` takes it back, `c` copies it. Then `v` sends the same requests again.
`m` opens everything that is folded: long changes, the proof, other candidates, other ways.
`e` writes a Markdown report.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "apply", "Apply", tooltip="Write the change to your files"),
        Binding("u", "undo", "Undo", tooltip="Restore your files as they were before"),
        Binding("o", "open", "Open", tooltip="Open the file in your editor at the line that changes"),
        Binding("c", "copy", "Copy", tooltip="Copy the diff, or the next block of the fix"),
        Binding("v", "verify", "Verify", tooltip="Send the same requests again"),
        Binding(
            "r",
            "say_request",
            "Request",
            tooltip="Say what your page sends, where the fix depends on it",
            show=False,
        ),
        Binding("w", "ways", "Ways", tooltip="Show the other ways to fix it", show=False),
        Binding("m", "more", "More", tooltip="Open or close everything that is folded"),
        Binding("e", "app.export", "Export", tooltip="Write a Markdown report"),
        Binding("y", "app.map", "Who", tooltip="Show which origin may call which route", show=False),
        *(Binding(str(number), f"pick({number})", show=False, system=True) for number in range(1, 10)),
        *QUIET_STEP_BINDINGS,
    ]

    fix_view = getters.query_one(FixView)
    next_step = getters.query_one(NextStep)

    def __init__(
        self,
        diagnosis: Diagnosis,
        services: Services,
        applied: FileDigests | None = None,
        place: str = "",
        *,
        edited_meanwhile: bool = False,
        found_in: str = "",
        written: FileDigests | None = None,
    ) -> None:
        super().__init__(diagnosis)
        self._found_in = found_in
        self._place = place
        self._services = services
        self._next_block = 0
        self._applied = applied
        self._written = written or {}
        self._edited_meanwhile = edited_meanwhile
        self._is_there = False

    @property
    def current(self) -> str:
        """What the trail calls this step."""
        return "Cause and fix"

    def compose_below(self) -> Iterator[Widget]:
        """What to do now, said before the first frame is painted."""
        step = NextStep()
        self._say_next(step, self.diagnosis.changes)
        yield step

    def on_mount(self) -> None:
        """Point at the first block."""
        self._point_at_first()

    def compose_step(self) -> Iterator[Widget]:
        """Cause, fix, exchange and access; then what is folded."""
        cause = self.diagnosis.cause
        if cause is None:
            return
        if self._place:
            keys = Content.assemble(self._place, " ", key("l"), " lists them.")
            yield Static(keys, id="problem-of")
        yield self._headline(cause)
        if self.diagnosis.fix:
            yield FixView(self.diagnosis.fix, self.diagnosis.changes)
        yield from request_notes(self.diagnosis)
        yield from self._open_request()
        yield from browser_saw(self.diagnosis)
        if self.diagnosis.fix:
            yield access_line(self.diagnosis.access)
        if warned := warned_of(self.diagnosis):
            yield folded_cautions((each.title, each.text) for each in warned)
        yield from folded_parts(self.diagnosis, cause)

    def _open_request(self) -> Iterator[Widget]:
        """What the fix still depends on, and where to say it."""
        if opened := self.diagnosis.open_request:
            words = ", ".join(label_of(name).lower() for name in opened.parts)
            on = "them" if len(opened.parts) > 1 else "it"
            told = Content.assemble(("Not known: ", "$text-warning"), words, f". The fix depends on {on}.")
            with HorizontalGroup(id="open-request"):
                yield Static(told)
                yield Button(Content("Say it  r"), id="say-request", classes="small quiet")

    @on(Button.Pressed, "#say-request")
    def action_say_request(self) -> None:
        """Go to the question on the page's request."""
        if opened := self.diagnosis.open_request:
            self.post_message(StepAsked(opened.node.id))

    def _headline(self, cause: Cause) -> Widget:
        title = Content(self.prose(cause.title).plain)
        parts: list[Widget] = [
            HorizontalGroup(
                Static(title, classes="cause-title"),
                Static(Content(self.diagnosis.certainty or ""), classes="certainty"),
                id="cause-line",
            ),
            Static(self.prose(summary_of(cause, self.diagnosis.facts)), classes="cause-summary"),
        ]
        if self.diagnosis.also:
            also = Content(", ").join([prose(each.title).stylize("bold") for each in self.diagnosis.also])
            parts.append(
                Static(Content.assemble(("Also: ", "$text-warning"), also, ". The fix covers it."), id="also")
            )
        return VerticalGroup(*parts, id="cause")

    def action_more(self) -> None:
        """Open everything that is folded, or close it again."""
        parts = list(self.query(Folded))
        opens = any(part.collapsed for part in parts)
        for part in parts:
            part.open_in_place(opens)
        below = [part for part in parts if part.parent is self.query_one("#step")]
        if opens and below:
            self.call_after_refresh(below[0].scroll_visible, animate=False)

    def action_ways(self) -> None:
        """Open the other ways and go there."""
        for part in self.query("#ways").results(Folded):
            part.collapsed = False
            self.call_after_refresh(self._go_to_ways)

    def _go_to_ways(self) -> None:
        for ways in self.query("#other-ways").results(AnswerList):
            ways.focus()
            ways.scroll_visible(animate=False)

    @property
    def changes(self) -> ChangeSet:
        """What the fix that is shown does to the user's files."""
        for view in self.query(FixView):
            return view.changes
        return ChangeSet()

    @property
    def _can_undo_earlier(self) -> bool:
        """Whether what was written before led here: nothing is left to write, and all could be taken back."""
        return bool(self._written) and not self.changes.changes

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Applying and opening need a file; undoing needs something that was applied."""
        if action == "apply":
            return bool(self.changes.changes) and self._applied is None and not self._is_there
        if action == "say_request":
            return self.diagnosis.open_request is not None
        if action == "undo":
            return self._applied is not None or self._can_undo_earlier
        return bool(self.changes.changes) if action == "open" else True

    @work(exclusive=True, group="files", description="write the change")
    async def action_apply(self) -> None:
        """Write the change that is shown; where a file was edited meanwhile, show the change as it is now.

        Where the edit was the change itself, by hand or in another window, the responses are of older code.
        """
        changes = self.changes
        try:
            now = await write_changes(self._services, changes, self.diagnosis)
        except CorsWizardError as error:
            self.next_step.not_written(str(error))
            return
        if now is self.diagnosis:
            self._note(changes)
        elif now.changes.problem == ALREADY_THERE or _allows_the_page(now):
            self._is_there = True
            self.refresh_bindings()
            self.next_step.already_there(changes, reloads=self._reloads)
        else:
            self.post_message(Moved(now, edited_meanwhile=True))

    @work(exclusive=True, group="files", description="take the change back")
    async def action_undo(self) -> None:
        """Take it back."""
        scan = self.diagnosis.scan
        if scan is None:
            return
        try:
            await take_back(self._services, scan.folder)
        except CorsWizardError as error:
            self.next_step.not_undone(str(error))
            return
        if self._applied is None:
            self.post_message(Applied(None))
            fresh = await self._services.read_again(self.diagnosis)
            self.post_message(Moved(replace(fresh, probe_results=None)))
            return
        self._note(None)
        self.next_step.undone([change.path for change in self.changes.changes])

    @property
    def _reloads(self) -> bool:
        """Whether the server loads changed code without a restart."""
        server = self._services.look(None, self.diagnosis.known.text("url") or "").listener
        return server is not None and server.reloads

    def action_open(self) -> None:
        """Open the first file that changes."""
        if scan := self.diagnosis.scan:
            change = self.changes.changes[0]
            open_in_editor(self, self._services, scan.folder / change.path, change.line)

    def _note(self, changes: ChangeSet | None) -> None:
        """Remember what is in the user's files now, and say what to do next."""
        self._applied = changes.written if changes else None
        self.post_message(Applied(self._applied))
        self._point_at_first()
        self.refresh_bindings()

    def action_copy(self) -> None:
        """Copy the block whose button has the focus, else the next block of the fix."""
        focused = self.focused
        if isinstance(focused, Button) and isinstance(focused.parent, Widget):
            for block in focused.ancestors_with_self:
                if isinstance(block, CodeBlock):
                    block.copy()
                    return
        blocks = self._blocks()
        if self.changes.changes:
            self.post_message(CopyAsked(self.changes.diff, "the diff"))
        elif blocks:
            blocks[self._next_block % len(blocks)].copy()

    def _blocks(self) -> list[CodeBlock]:
        return list(self.query("FixView CodeBlock").results(CodeBlock))

    def _point_at_first(self) -> None:
        self._next_block = 0
        blocks = self._blocks()
        if not self._say_next(self.next_step, self.changes) and blocks:
            blocks[0].say(_COPY_WITH_KEY)
            self.next_step.to_copy(blocks[0].called, len(blocks), list(self._written))

    def _say_next(self, step: NextStep, changes: ChangeSet) -> bool:
        """What to do with a change to the user's files; whether there is one."""
        if self._applied:
            step.applied(list(self._applied), changes, reloads=self._reloads)
        elif changes.changes and self._edited_meanwhile:
            step.read_again(changes)
        elif changes.changes:
            step.to_apply(changes, self._found_in)
        else:
            step.to_verify(list(self._written))
        return bool(self._applied or changes.changes)

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
            for each in following.ancestors:
                if isinstance(each, Folded):
                    each.collapsed = False
        (following or block).focus_button()
        self.next_step.copied(block.called, self._what_to_do(block), following.called if following else "")

    def _what_to_do(self, block: CodeBlock) -> str:
        """Where a block goes: with its whole path where the project folder is known to hold it."""
        scan = self.diagnosis.scan
        if scan and block.filename and block.filename == self.diagnosis.known.text("app_file"):
            return f"Put it into {shown_path(scan.folder / block.filename)}"
        return "Run it" if block.is_command else "Put it in place"

    def action_verify(self) -> None:
        """Send the same requests again."""
        self.post_message(VerifyAsked())

    def action_pick(self, number: int) -> None:
        """Show another way to fix it."""
        for ways in self.query("#other-ways").results(AnswerList):
            ways.pick(number)

    @on(AnswerList.Picked, "#other-ways")
    def _way_picked(self, event: AnswerList.Picked) -> None:
        number = int(event.value)
        way = self.diagnosis.ways[number].fix.id if number else ""
        self.post_message(WayPicked(self.diagnosis.with_way(way)))


def _allows_the_page(now: Diagnosis) -> bool:
    """Whether the code allows the page as it is now: nothing in it is left to change."""
    return now.facts.text("code_alone") == "allows" and not now.changes.changes
