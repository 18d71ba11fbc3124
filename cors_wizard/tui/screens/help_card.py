"""A short card: what this screen is for, its keys, and the words that it uses; one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from cors_wizard.tui.display import prose
from cors_wizard.tui.widgets.rows import Row, Rows

_WORDS = (
    ("proven", "this API was seen to do it."),
    ("likely", "it follows from your text or your code; nothing was sent to check it."),
    ("guess", "something on the way to it isn't known."),
    (
        "preflight",
        "the OPTIONS request that a browser sends first to find out whether the real one is allowed.",
    ),
    ("origin", "scheme, host and port of the page, such as `http://localhost:3000`."),
    ("credentials", "cookies and logins that the browser adds to a request."),
)
_KEY_WIDTH = 13


class HelpCard(ModalScreen[None]):
    """The keys of the screen below, and the words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "close", "Close", tooltip="Close this card"),
    ]

    def __init__(self, about: Screen[object], text: str) -> None:
        super().__init__()
        title, _, body = text.strip().removeprefix("# ").partition("\n")
        self._heading, self._about = title, body
        self._keys = tuple(_keys(about))

    def compose(self) -> ComposeResult:
        """What the screen is for, its keys, the words."""
        with VerticalScroll(classes="dialog", id="help-card"):
            yield Static(Content.styled(self._heading, "bold"), classes="dialog-title")
            yield Static(prose(self._about), id="help-about")
            yield Static("Keys", classes="section-title", markup=False)
            yield Rows(
                Row(Content.styled(key, "bold $text-accent"), Content(says), _KEY_WIDTH)
                for key, says in self._keys
            )
            yield Static("Words", classes="section-title", markup=False)
            yield Rows(
                Row(Content.styled(word, "bold"), prose(meaning), _KEY_WIDTH) for word, meaning in _WORDS
            )

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss()


def _keys(screen: Screen[object]) -> Iterator[tuple[str, str]]:
    """Each key of the screen and what it does; a binding of several keys comes once."""
    told: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        is_told = binding.description and not binding.system and (binding.show or binding.tooltip)
        if is_told and active.enabled and binding.action not in told:
            told.add(binding.action)
            says = binding.tooltip or binding.description
            says = says if says.endswith("?") else f"{says}."
            yield (
                screen.app.get_key_display(binding),
                f"{says[:1].upper()}{says[1:]}",
            )
