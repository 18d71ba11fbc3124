"""Which origin may call which route, as a table over the step; what changed since the first one is in it."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.probe.route_map import RouteMap, map_origins
from cors_wizard.probe.run_map import run_map
from cors_wizard.report.map_page import cells_by_place, map_text
from cors_wizard.tui.services import Services


class MapScreen(ModalScreen[RouteMap | None]):
    """Asks for every route as everyone, shows the table, and hands it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,y,q", "close", "Close", tooltip="Back to the step"),
    ]

    table = getters.query_one("#map-table", Static)

    def __init__(self, diagnosis: Diagnosis, services: Services, before: RouteMap | None) -> None:
        super().__init__()
        self._diagnosis, self._services, self._before = diagnosis, services, before
        self.found: RouteMap | None = None
        """The table; None as long as the requests run."""

    def compose(self) -> ComposeResult:
        """The title and the table."""
        with VerticalScroll(classes="dialog", id="map-card"):
            yield Static("Who may call what", classes="dialog-title", markup=False)
            yield Static("Sending GET and OPTIONS requests …", id="map-table", markup=False)

    def on_mount(self) -> None:
        """Ask right away."""
        self._ask()

    @work(exclusive=True, group="map", description="ask for every route")
    async def _ask(self) -> None:
        now = await self._services.read_again(self._diagnosis)
        facts = now.known
        base = serialize_origin(facts.text("url") or "")
        page = facts.text("origin") or ""
        origins = map_origins(page, facts)
        routes = now.scan.code.routes if now.scan else ()
        self.found = await run_map(
            routes, base, origins, facts, self._services.send, page="" if page == base else page
        )
        before = cells_by_place(self._before) if self._before else None
        room = self.table.container_size.width
        self.table.update(Content(map_text(self.found, before, room=room).rstrip()))

    def action_close(self) -> None:
        """Back to the step."""
        self.dismiss(self.found)
