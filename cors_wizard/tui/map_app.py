"""The part of the window that shows who may call what, and keeps the first table of a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cors_wizard.tui.problems_app import ProblemsApp

if TYPE_CHECKING:
    # It loads the rooms below, which must wait until the first paint.
    from cors_wizard.probe.route_map import RouteMap


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
