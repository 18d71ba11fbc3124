"""The probes, opened: each with its raw request and response, and a line for a terminal that repeats it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cors_wizard.probe.requests import SAFE_METHODS
from cors_wizard.probe.result import ProbeResult
from cors_wizard.report.raw_exchange import curl_line, raw_lines
from cors_wizard.tui.messages import CopyAsked
from cors_wizard.tui.screens.find import FindScreen
from cors_wizard.tui.widgets.probe_list import outcome_of, purpose_of


class SentScreen(ModalScreen[None]):
    """The list above, the marked probe's text below."""

    AUTO_FOCUS = "#sent-list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,x", "close", "Close", tooltip="Close the probes"),
        Binding("c", "copy", "Copy curl", tooltip="Copy a command that sends this request again"),
        Binding("slash", "find", "Find", key_display="/", tooltip="Find a word in this request and response"),
        Binding("pagedown", "scroll(1)", "Further", show=False),
        Binding("pageup", "scroll(-1)", "Back", show=False),
    ]
    HELP = "Each request as it was sent and each response as it came, secrets masked."

    def __init__(self, results: Sequence[ProbeResult], marked: int = 0) -> None:
        super().__init__()
        self._results = tuple(results)
        self._marked = min(marked, len(self._results) - 1)

    def compose(self) -> ComposeResult:
        """List, text, keys."""
        with Vertical(classes="dialog", id="sent-dialog"):
            yield OptionList(*map(_option, self._results), markup=False, id="sent-list")
            with VerticalScroll(id="raw", can_focus=False):
                yield Static("", id="raw-text")
            yield Static("", id="raw-curl")
            yield Static(
                "arrows choose   c copies the curl line   / finds   esc closes",
                classes="dialog-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        """Mark the probe that was asked for."""
        self.query_one("#sent-list", OptionList).highlighted = self._marked

    def action_close(self) -> None:
        """Back to the step."""
        self.dismiss()

    def action_copy(self) -> None:
        """Copy the command."""
        self.app.post_message(CopyAsked(curl_line(self._result.request), "the curl line"))

    def action_scroll(self, pages: int) -> None:
        """Move in the text while the list has the focus."""
        text = self.query_one("#raw", VerticalScroll)
        text.scroll_relative(y=pages * max(1, text.size.height - 1), animate=False)

    def action_find(self) -> None:
        """Find a word in the text."""
        lines = raw_lines(self._result)

        def go(line: int | None) -> None:
            if line is not None:
                self._show(line)
                self.query_one("#raw", VerticalScroll).scroll_to(y=max(0, line - 1), animate=False)

        self.app.push_screen(FindScreen(lines), go)

    @property
    def _result(self) -> ProbeResult:
        return self._results[self._marked]

    @on(OptionList.OptionHighlighted, "#sent-list")
    def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        self._marked = event.option_index
        self._show()
        self.query_one("#raw", VerticalScroll).scroll_home(animate=False)

    def _show(self, found: int | None = None) -> None:
        lines = [
            Content.styled(line, "reverse") if number == found else Content(line)
            for number, line in enumerate(raw_lines(self._result))
        ]
        self.query_one("#raw-text", Static).update(Content("\n").join(lines))
        is_safe = self._result.request.method in SAFE_METHODS
        note = "" if is_safe else "  (its preflight: the request itself could write)"
        curl = Content.assemble(
            ("$ ", "$foreground-muted"), curl_line(self._result.request), (note, "$foreground-muted")
        )
        self.query_one("#raw-curl", Static).update(curl)


def _option(result: ProbeResult) -> Option:
    mark, outcome, style = outcome_of(result)
    return Option(
        Content.assemble(
            (f"{mark} ", f"bold {style}"),
            f"{result.request.method:<8}",
            (f"{outcome:<10}", style),
            (purpose_of(result.request, 90), "$foreground-muted"),
        )
    )
