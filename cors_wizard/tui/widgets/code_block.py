"""A block of code with its file's name and a button that copies it."""

from __future__ import annotations

from dataclasses import dataclass

from pygments.token import Token  # type: ignore[import-untyped,unused-ignore]  # has no types
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalGroup
from textual.content import Content
from textual.highlight import HighlightTheme, highlight
from textual.message import Message
from textual.widgets import Button, Static

from cors_wizard.tui.display import one_line, printable
from cors_wizard.tui.messages import CopyAsked
from cors_wizard.tui.widgets.rows import Row, Rows

_LEXERS = {"shell": "bash", "apache": "apacheconf", "caddy": "nginx"}
"""Pygments' names where they differ from the knowledge files' languages."""

_WRAPS = "↪"
"""Before what a long line wraps to on the screen; what is copied is not wrapped."""

_TITLES = {
    "shell": "in a terminal",
    "python": "Python",
    "javascript": "JavaScript",
    "http": "HTTP",
    "apache": "Apache",
    "caddy": "Caddyfile",
    "yaml": "YAML",
    "json": "JSON",
}
"""What stands over a block that belongs to no file."""


_CALM_STYLES = {
    Token.Comment: "$foreground-muted italic",
    Token.Keyword: "$text-secondary",
    Token.Keyword.Namespace: "$text-secondary",
    Token.Keyword.Constant: "$text-accent",
    Token.Literal.String: "$text-success",
    Token.Literal.Number: "$text-accent",
    Token.Name.Decorator: "$text-secondary",
    Token.Name.Tag: "$text-primary",
    Token.Name.Builtin: "$text-primary",
    Token.Name.Function: "$text-primary",
    Token.Name.Class: "$text-primary",
}


class CalmTheme(HighlightTheme):
    """Few colors: what the reader changes (strings) stands out, comments recede."""

    STYLES = _CALM_STYLES


class CodeBlock(VerticalGroup):
    """Code that can be copied as it is shown."""

    DEFAULT_CSS = """
    CodeBlock {
        background: $panel;
        margin: 0 0 1 0;
        border-left: outer $primary;
        & > Horizontal {
            height: 1;
            background: $foreground 12%;
        }
        .code-file { width: 1fr; padding: 0 1; text-style: bold; color: $text; }
        .code-copy {
            min-width: 0;
            width: 12;
            border: none;
            height: 1;
            background: $primary;
            color: $button-color-foreground;
            text-style: none;
            &:focus { background: $accent; text-style: bold; }
            &:hover { background: $accent; }
            &.-copied { background: $foreground 15%; color: $text-success; }
        }
    }
    """

    HELP = "Copies this block: to the terminal's clipboard and to a file, since not every terminal takes it."

    def __init__(self, code: str, *, language: str, filename: str = "", button: str = "Copy") -> None:
        super().__init__()
        self.code = code
        """The code as it is to be pasted."""
        self.filename = filename
        self._language = language
        self._button = button

    def compose(self) -> ComposeResult:
        """The file's name, the button, the code."""
        with Horizontal():
            title = self.filename or _TITLES.get(self._language, self._language)
            yield Static(one_line(title, 60), classes="code-file", markup=False)
            yield Button(Content(self._button), classes="code-copy")
        # A tab would take as many cells as the terminal likes, and the wrapped line would not line up.
        shown = printable(self.code.rstrip("\n").expandtabs(4))
        yield Rows(map(_line, _highlighted(shown, self._language).split("\n", allow_blank=True)))

    @dataclass
    class Copied(Message):
        """This block was asked to be copied."""

        block: CodeBlock
        """Which one."""

    @property
    def is_command(self) -> bool:
        """Whether it is to be run, not to be put into a file."""
        return self._language == "shell"

    @property
    def called(self) -> str:
        """What it is, in a sentence."""
        return one_line(self.filename, 60) or ("the command" if self.is_command else "the code")

    def copy(self) -> None:
        """Ask for this block to be copied."""
        self.post_message(CopyAsked(self.code, self.called))
        self.post_message(self.Copied(self))

    def say(self, button: str, *, copied: bool = False) -> None:
        """Change what the button says, for example that the block was copied."""
        self._button = button
        for each in self.query(Button):
            each.label = Content(button)
            each.set_class(copied, "-copied")

    def focus_button(self) -> None:
        """Give the focus to the button, which scrolls the block into view."""
        self.query_one(Button).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.copy()


def _line(code: Content) -> Row:
    """A line that is never cut; a mark tells what it wraps to from a line of the code."""
    return Row(Content(" "), code, 1, Content.styled(_WRAPS, "$foreground-disabled"))


def _highlighted(code: str, language: str) -> Content:
    if language == "text":
        return Content(code)
    return highlight(code, language=_LEXERS.get(language, language), theme=CalmTheme)
