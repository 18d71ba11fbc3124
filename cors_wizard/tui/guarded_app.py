"""The parts of the window that drop keys meant for a screen that has just gone, and that keep the theme."""

from __future__ import annotations

from textual import events
from textual.app import App
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.display import printable
from cors_wizard.tui.services import Services
from cors_wizard.tui.themes import BY_SETTING, CONTRAST, DARK, LIGHT

_ALWAYS = frozenset({"ctrl+q", "ctrl+c"})


class GuardedApp(App[CorsWizardError]):
    """No key acts on a screen that is younger than `Services.key_guard`."""

    services: Services
    _shown_at = float("-inf")

    def __init__(self) -> None:
        super().__init__()
        self._typed_ahead: list[str] | None = []
        """What was typed or pasted before there was a field for it; None once there is one."""

    def guard_keys(self) -> None:
        """From now on, remember when the screen changed last."""
        self._screen_changed(None)
        self.screen_change_signal.subscribe(self, self._screen_changed, immediate=True)

    def _screen_changed(self, _: object) -> None:
        # Until it is painted, the user sees the screen before.
        self._shown_at = float("inf") if self.services.key_guard else self.services.monotonic()

    def post_display_hook(self) -> None:
        """Count from the screen's first paint: work that follows it would let later keys come too early."""
        if self._shown_at == float("inf"):
            self._shown_at = self.services.monotonic()
        if self._typed_ahead is not None and self._has_focus:
            if self._typed_ahead and isinstance(self.focused, TextArea):
                self.call_later(self.focused.insert, printable("".join(self._typed_ahead)))
            self._typed_ahead = None

    @property
    def _has_focus(self) -> bool:
        """Whether anything takes keys; at the very start there isn't even a screen."""
        return bool(self.screen_stack) and self.focused is not None

    async def on_event(self, event: events.Event) -> None:
        """Hand on what isn't such a key."""
        if self._typed_ahead is not None and isinstance(event, events.Key) and not self._has_focus:
            typed = event.character if event.is_printable else None  # Control characters aren't text.
            # As long as the terminal is not in raw mode, it makes a line feed of Enter.
            self._typed_ahead.append("\n" if event.key in ("enter", "ctrl+j") else typed or "")
        elif not (isinstance(event, events.Key) and self._comes_too_early(event)):
            await super().on_event(event)

    def action_help_quit(self) -> None:
        """Ctrl+C copies in a field and ends nothing: name the key that does, as the footer writes it."""
        self.notify("^q quits.", title="Ctrl+C doesn't quit", markup=False)

    def _comes_too_early(self, key: events.Key) -> bool:
        # On a busy machine, a key waits: what counts is when it was pressed.
        waited = events.Event().time - key.time
        pressed_at = self.services.monotonic() - waited
        if pressed_at - self._shown_at >= self.services.key_guard or key.key in _ALWAYS:
            return False
        # Letters for the field of a dialog that the user has just opened do nothing but appear there.
        is_text = key.is_printable and isinstance(self.focused, (Input, TextArea))
        return not (is_text and (isinstance(self.screen, ModalScreen) or isinstance(self.focused, TextArea)))


class ThemedApp(GuardedApp):
    """An application with the wizard's themes."""

    def set_up_themes(self, name: str) -> None:
        """Make the themes known, and begin with one of them."""
        for theme in (DARK, LIGHT, CONTRAST):
            self.register_theme(theme)
        # Not assigned: that would parse every style again once the window has begun.
        self.set_reactive(App.theme, BY_SETTING[name])
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def action_set_theme(self, name: str) -> None:
        """Change the theme, and keep it for the next start."""
        self.theme = BY_SETTING[name]
        try:
            self.services.keep_theme(name)
        except OSError as error:
            reason = error.strerror or "unknown reason"
            self.notify(f"{reason}. It is used until you quit.", title="Theme not saved", markup=False)
