"""A field that shortens the list below it; digits and arrows act on the list from within the field."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input


class FilterInput(Input):
    """Letters shorten the list; arrows move in it, digits pick, Enter takes what is marked."""

    @dataclass
    class Moved(Message):
        """The user wants the mark one answer further down or up."""

        down: bool

    async def on_key(self, event: events.Key) -> None:
        """Hand arrows to the list, and leave digits to the screen that picks by them."""
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Moved(event.key == "down"))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Digits belong to the numbers in front of the answers."""
        return not (character or "").isdigit() and super().check_consume_key(key, character)
