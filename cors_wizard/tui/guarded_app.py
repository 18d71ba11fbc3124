"""The part of the window that drops keys which were meant for a screen that has just gone."""

from __future__ import annotations

from textual import events
from textual.app import App
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.services import Services

_ALWAYS = frozenset({"ctrl+q", "ctrl+c"})


class GuardedApp(App[CorsWizardError]):
    """No key acts on a screen that is younger than `Services.key_guard`."""

    services: Services
    _shown_at = float("-inf")

    def guard_keys(self) -> None:
        """From now on, remember when the screen changed last."""
        self._screen_changed(None)
        self.screen_change_signal.subscribe(self, self._screen_changed, immediate=True)

    def _screen_changed(self, _: object) -> None:
        self._shown_at = self.services.monotonic()

    async def on_event(self, event: events.Event) -> None:
        """Hand on what isn't such a key."""
        if not (isinstance(event, events.Key) and self._comes_too_early(event)):
            await super().on_event(event)

    def _comes_too_early(self, key: events.Key) -> bool:
        if self.services.monotonic() - self._shown_at >= self.services.key_guard or key.key in _ALWAYS:
            return False
        # Letters for the field of a dialog that the user has just opened do nothing but appear there.
        is_text = key.is_printable and isinstance(self.focused, (Input, TextArea))
        return not (is_text and (isinstance(self.screen, ModalScreen) or isinstance(self.focused, TextArea)))
