"""The command palette: everything that the current screen's keys do, by name."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

_THEMES = (
    ("dark", "Dark theme", "Light text on a dark background"),
    ("light", "Light theme", "Dark text on a light background"),
    ("terminal", "Terminal's colors", "The theme of your terminal"),
    ("contrast", "High contrast", "White on black, bright colors"),
)


class WizardCommands(Provider):
    """What the screen's keys do, each once and with its key, and a few commands that have no key."""

    def _commands(self) -> list[tuple[str, str, IgnoreReturnCallbackType]]:
        commands: dict[str, tuple[str, str, IgnoreReturnCallbackType]] = {}
        for active in self.screen.active_bindings.values():
            binding, name = active.binding, active.binding.description
            # What scrolls and moves a cursor has neither: nobody looks for it by name.
            is_named = bool(name) and (binding.show or bool(binding.tooltip)) and not binding.system
            if is_named and active.enabled and name not in commands:
                told = "  ".join(filter(None, (self.app.get_key_display(binding), binding.tooltip)))
                commands[name] = (name, told, partial(self.app.run_action, binding.action, active.node))
        return [
            *commands.values(),
            (
                "Start over",
                "Forget this problem and paste another",
                partial(self.app.run_action, "start_over"),
            ),
            *(
                (words, about, partial(self.app.run_action, f"set_theme('{name}')"))
                for name, words, about in _THEMES
            ),
        ]

    async def discover(self) -> Hits:
        """All commands, before anything is typed."""
        for name, help_text, run in self._commands():
            yield DiscoveryHit(name, run, help=help_text)

    async def search(self, query: str) -> Hits:
        """The commands whose name matches what was typed."""
        matcher = self.matcher(query)
        for name, help_text, run in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, help=help_text)
