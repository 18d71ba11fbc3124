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

    @dataclass
    class Numbered(Message):
        """The user picked an answer by its number."""

        number: int

    @property
    def digits_pick(self) -> bool:
        """Whether a digit picks an answer now, rather than going into the field."""
        return True

    async def on_key(self, event: events.Key) -> None:
        """Hand arrows to the list and digits to what picks by them; all else goes into the field."""
        if event.key in ("up", "down"):
            self._hand_on(event, self.Moved(event.key == "down"))
        elif event.character and event.character in "123456789" and self.digits_pick:
            self._hand_on(event, self.Numbered(int(event.character)))

    def _hand_on(self, event: events.Key, message: Message) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(message)


class ValueInput(FilterInput):
    """A field for a value beside answers to pick: as long as it is empty, digits pick."""

    @property
    def digits_pick(self) -> bool:
        """Once something is typed, a digit belongs to it."""
        return not self.value
