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
    """The keys of the footer and a few commands that have no key."""

    def _commands(self) -> list[tuple[str, str, IgnoreReturnCallbackType]]:
        commands: list[tuple[str, str, IgnoreReturnCallbackType]] = []
        bindings = {active.binding.action: active for active in self.screen.active_bindings.values()}
        for active in bindings.values():
            binding = active.binding
            if binding.show and binding.description and active.enabled:
                run = partial(self.app.run_action, binding.action, active.node)
                commands.append((binding.description, binding.tooltip or f"Key: {binding.key}", run))
        return [
            *commands,
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
