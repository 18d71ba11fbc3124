"""The part of the window that knows themes, and keeps the one that the user chose."""

from __future__ import annotations

from textual.app import App

from cors_wizard.tui.guarded_app import GuardedApp
from cors_wizard.tui.themes import BY_SETTING, CONTRAST, DARK, LIGHT


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
