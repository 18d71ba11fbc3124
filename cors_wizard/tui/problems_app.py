"""The parts of the window that open the map, and that work through several failing requests of one paste."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work
from textual.screen import Screen

from cors_wizard.tui.sessions_app import SessionsApp

if TYPE_CHECKING:
    from cors_wizard.changes.change import FileDigests
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.probe.route_map import RouteMap
    from cors_wizard.tui.problem_states import ProblemStates
    from cors_wizard.tui.screens.problems import ProblemsScreen


class ProblemsApp(SessionsApp):
    """Keeps how far each request has come, and shows the list."""

    problems: ProblemStates | None = None
    """The failing requests of the paste, where it has several."""

    def show(self, screen: Screen[None]) -> None:
        """Show a screen in place of the current step."""
        raise NotImplementedError

    def take(self, diagnosis: Diagnosis, applied: FileDigests | None = None) -> None:
        """Go on with this diagnosis."""
        raise NotImplementedError

    def note_problem(self, diagnosis: Diagnosis) -> None:
        """Remember where one of several requests stands; forget them where the paste is another."""
        from cors_wizard.tui.problem_states import ProblemStates

        if self.problems is None or self.problems.whole.text != diagnosis.text:
            states = ProblemStates(
                replace(diagnosis.with_text(diagnosis.text), answers=(), probe_results=None)
            )
            self.problems = states if len(states) else None
        if self.problems and diagnosis.about:
            self.problems.note(diagnosis)

    def is_to_be_picked(self, diagnosis: Diagnosis) -> bool:
        """Whether the user has to pick one of several requests first."""
        return self.problems is not None and not diagnosis.about

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The list is offered where there are several requests."""
        if action == "problems":
            return self.problems is not None
        return super().check_action(action, parameters)

    def action_problems(self) -> None:
        """Show the list of the requests over the one in view, which is the way back."""
        self.show_problems(self.diagnosis.about if self.diagnosis else "")

    def show_problems(self, came_from: str = "") -> None:
        """Show the list of the requests; without one that it was opened from, the text is the way back."""
        from cors_wizard.tui.screens.problems import ProblemsScreen

        if self.problems:
            self.show(ProblemsScreen(self.problems, came_from))

    # By its name: the class is imported when the list is first shown.
    def on_problems_screen_picked(self, event: ProblemsScreen.Picked) -> None:
        """Go on with the request that the user picked."""
        self._pick(event.key)

    @work(exclusive=True, group="scan", description="go on with a request")
    async def _pick(self, key: str) -> None:
        if self.problems is None:
            return
        picked = self.problems.pick(key)
        if self.problems.is_outdated(key):
            picked = replace(await self.services.read_again(picked), probe_results=None)
        self.take(picked, self.problems.written(key))


class MapApp(ProblemsApp):
    """Opens the table over the step."""

    mapped: RouteMap | None = None
    """The first table of this problem, which later ones are compared with."""

    def action_map(self) -> None:
        """Show which origin may call which route; only where this API was asked already."""
        from cors_wizard.tui.dialogs import show_map

        if self.diagnosis:
            show_map(self, self.services, self.diagnosis, self.mapped, self._keep_map)

    def _keep_map(self, found: RouteMap | None) -> None:
        self.mapped = self.mapped or found
