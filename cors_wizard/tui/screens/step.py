"""The frame of every step after the paste: trail left, the step in the middle, evidence right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.fixes.quoting import Literal
from cors_wizard.probe.result import ProbeResult
from cors_wizard.tui.display import prose
from cors_wizard.tui.messages import BackAsked, Moved, StepAsked
from cors_wizard.tui.room import BESIDE_THE_STEP, class_for
from cors_wizard.tui.screens.fact import FactScreen
from cors_wizard.tui.screens.find import FindScreen
from cors_wizard.tui.screens.sent import SentScreen
from cors_wizard.tui.search import go_to, page_lines
from cors_wizard.tui.trail_entries import trail_entries
from cors_wizard.tui.widgets.known_facts import KnownFacts
from cors_wizard.tui.widgets.sent_probes import SentProbes
from cors_wizard.tui.widgets.stage_bar import Stage, StageBar
from cors_wizard.tui.widgets.trail import Trail

_EVERYWHERE: list[BindingType] = [
    Binding("l", "app.problems", "List", tooltip="List the requests of your text that failed", show=False),
    Binding("x", "sent", "Probes", tooltip="Open the probes: raw requests and responses", show=False),
    Binding("slash", "find", "Find", key_display="/", tooltip="Find a word on this page", show=False),
]
"""Keys of every step that the help card names and the footer has no room for."""


STEP_BINDINGS: list[BindingType] = [
    Binding("escape,b", "back", "Back", tooltip="Take the last step back"),
    Binding("t", "toggle_trail", "Steps", tooltip="Show or hide the steps so far"),
    Binding("f", "toggle_facts", "Facts", tooltip="Show or hide what is known and where from"),
    Binding(
        "p",
        "app.project",
        "Project",
        tooltip="Read the project folder, for a fix that names your own files",
    ),
    Binding("question_mark,f1", "app.toggle_help", "Help", tooltip="Keys and help for what has the focus"),
    *_EVERYWHERE,
]
"""What every step offers; a subclass puts its own keys first, since the footer keeps the order."""


QUIET_STEP_BINDINGS: list[BindingType] = [
    Binding("escape,b", "back", "Back", tooltip="Take the last step back"),
    Binding("t", "toggle_trail", "Steps", tooltip="Show or hide the steps so far", show=False),
    Binding("f", "toggle_facts", "Facts", tooltip="Show or hide what is known and where from", show=False),
    Binding("p", "app.project", "Project", tooltip="Read another project folder", show=False),
    Binding("question_mark,f1", "app.toggle_help", "Help", tooltip="All keys and words of this screen"),
    *_EVERYWHERE,
]
"""The same for a screen whose own keys fill the footer; the help card still names them."""


_ROOM_FOR_WORDS = 120
"""Columns."""


_GIVEN_UP = ("toggle_trail", "app.export", "open", "app.project", "toggle_facts", "copy", "toggle_why")
"""What the footer of a narrow window leaves to the help card, in this order."""


def _cells(binding: Binding) -> int:
    """The width of a key in the footer: key and word, with the blanks around them."""
    return len(binding.key_display or _SHORT.get(binding.key, binding.key)) + len(binding.description) + 3


_SHORT = {"escape": "esc", "question_mark": "?", "ctrl+q": "^q", "ctrl+s": "^s", "ctrl+n": "^n"}


class StepScreen(Screen[None]):
    """One step of a diagnosis; a subclass says what is in the middle."""

    HORIZONTAL_BREAKPOINTS = BESIDE_THE_STEP
    STAGE: ClassVar[Stage] = "answer"

    AUTO_FOCUS = "#step"

    trail_toggled = reactive(False, toggle_class="-trail-toggled", bindings=True)
    facts_toggled = reactive(False, toggle_class="-facts-toggled", bindings=True)

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__()
        self.diagnosis = diagnosis
        """The problem as it was when this step began; every move gives the app another."""
        self._room: list[str] = []

    @property
    def current(self) -> str:
        """What the trail calls this step."""
        return ""

    @property
    def leads_back_to(self) -> str:
        """Where the way back leads."""
        if self.diagnosis.answers:
            return "the last question"
        return "the list of problems" if self.diagnosis.about else "your text"

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys; the one that leads back says where to, in the footer where there is room."""
        return self._that_fit(
            {key: self._saying_where(each) for key, each in super().active_bindings.items()}
        )

    def _that_fit(self, keys: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
        """The keys, less those in the footer that the help card may name alone, until none is cut."""
        listed = [each.binding for each in keys.values() if each.binding.show]
        # The footer shows the first key of each action.
        shown = {each.action: each for each in reversed(listed)}
        for action in _GIVEN_UP:
            if sum(map(_cells, shown.values())) <= self.app.size.width:
                break
            shown.pop(action, None)
        return {
            key: each
            if each.binding.action in shown
            else each._replace(binding=replace(each.binding, show=False))
            for key, each in keys.items()
        }

    def _saying_where(self, active: ActiveBinding) -> ActiveBinding:
        if active.binding.action != "back":
            return active
        if self._is_covered():
            told, short = "Close what is open over the step", "Close"
        else:
            told = f"Back to {self.leads_back_to}"
            short = told if self.app.size.width >= _ROOM_FOR_WORDS else "Back"
        binding = replace(active.binding, description=short, tooltip=told)
        return active._replace(binding=binding, tooltip=told)

    def compose(self) -> ComposeResult:
        """The bar, the three panes, the keys."""
        # Textual sets this class after the first paint, which would then be of another layout.
        self.add_class(class_for(list(self.HORIZONTAL_BREAKPOINTS or ()), self.app.size.width))
        yield StageBar(self.STAGE)
        with Horizontal(id="panes"):
            with VerticalGroup(id="trail-pane", classes="side-pane"):
                yield Static("Steps", classes="pane-title")
                yield Trail(trail_entries(self.diagnosis, self.current))
            with VerticalScroll(id="step"):
                yield from self.compose_step()
            with VerticalGroup(id="facts-pane", classes="side-pane"):
                yield Static("Facts", classes="pane-title")
                nodes = self.diagnosis.knowledge.nodes.values()
                yield KnownFacts(self.diagnosis.facts, nodes, self.diagnosis.overruled)
                if self.diagnosis.probe_results:
                    yield Static("Probes  x opens them", id="probes-title", classes="pane-title")
                    with VerticalScroll(id="sent-probes", can_focus=False):
                        yield SentProbes(self.diagnosis.probe_results)
        yield from self.compose_below()
        yield Footer()

    def on_resize(self, event: events.Resize) -> None:
        """Panes are as this width has them by default; one that was hidden must not open over the step."""
        room = [name for columns, name in self.HORIZONTAL_BREAKPOINTS or () if event.size.width >= columns]
        if room != self._room:
            self._room = room
            self.trail_toggled = self.facts_toggled = False
        self.refresh_bindings()

    def compose_below(self) -> Iterator[Widget]:
        """What stays in sight below the panes."""
        yield from ()

    def compose_step(self) -> Iterator[Widget]:
        """What is in the middle."""
        raise NotImplementedError

    @cached_property
    def values(self) -> Mapping[str, Literal]:
        """What is known, for placeholders."""
        return template_values(self.diagnosis.facts)

    def prose(self, text: str) -> Content:
        """Prose of a knowledge file, filled in."""
        return prose(fill_prose(text, self.values))

    def move(self, diagnosis: Diagnosis) -> None:
        """Hand the next diagnosis to the app."""
        self.post_message(Moved(diagnosis))

    def action_back(self) -> None:
        """Close what lies over the step, else take the last step back."""
        if self._is_covered():
            self.trail_toggled = self.trail_toggled and not self._lies_over(Trail)
            self.facts_toggled = self.facts_toggled and not self._lies_over(KnownFacts)
            self.focus_step()
        else:
            self.go_back()

    def _is_covered(self) -> bool:
        """Whether a pane that was opened lies over the step."""
        trail, facts = self._lies_over(Trail), self._lies_over(KnownFacts)
        return (trail and self.trail_toggled) or (facts and self.facts_toggled)

    def _lies_over(self, kind: type[Trail] | type[KnownFacts]) -> bool:
        """Whether that pane, once opened, lies over the step for want of room beside it."""
        over = {"-narrow", "-apart"} | ({"-medium"} if kind is KnownFacts else set())
        return not over.isdisjoint(self.classes)

    def go_back(self) -> None:
        """Take the last step back."""
        self.post_message(BackAsked())

    def focus_step(self) -> None:
        """Give the focus back to the step."""
        if isinstance(self.AUTO_FOCUS, str):
            for widget in self.query(self.AUTO_FOCUS):
                self.set_focus(widget)
                break

    def action_toggle_trail(self) -> None:
        """Show or hide the steps."""
        self.facts_toggled = self.facts_toggled and not self._lies_over(KnownFacts)
        self.trail_toggled = not self.trail_toggled
        self._focus_pane(Trail)

    def action_toggle_facts(self) -> None:
        """Show or hide the evidence."""
        self.trail_toggled = self.trail_toggled and not self._lies_over(Trail)
        self.facts_toggled = not self.facts_toggled
        self._focus_pane(KnownFacts)

    def _focus_pane(self, kind: type[Trail] | type[KnownFacts]) -> None:
        def focus() -> None:
            pane = self.query_one(kind)
            if pane.is_on_screen and pane.display:
                pane.focus()
            elif self.focused is None or self.focused is pane:
                self.focus_step()

        self.call_after_refresh(focus)

    @property
    def sent(self) -> Sequence[ProbeResult]:
        """The probes that can be opened."""
        return self.diagnosis.probe_results or ()

    def action_sent(self, marked: int = 0) -> None:
        """Open the probes."""
        if self.sent:
            self.app.push_screen(SentScreen(self.sent, marked))

    def action_find(self) -> None:
        """Find a word on this page."""
        page = self.query_one("#step", VerticalScroll)
        lines = list(page_lines(page))

        def go(number: int | None) -> None:
            if number is not None:
                go_to(page, lines[number])

        self.app.push_screen(FindScreen([line for line, _, _ in lines]), go)

    @on(SentProbes.Picked)
    def _probe_picked(self, event: SentProbes.Picked) -> None:
        self.action_sent(event.number)

    @on(Trail.StepPicked)
    def _step_picked(self, event: Trail.StepPicked) -> None:
        self.post_message(StepAsked(event.key))

    @on(KnownFacts.FactPicked)
    def _fact_picked(self, event: KnownFacts.FactPicked) -> None:
        def corrected(diagnosis: Diagnosis | None) -> None:
            if diagnosis:
                self.move(diagnosis)

        self.app.push_screen(FactScreen(self.diagnosis, event.fact), corrected)
