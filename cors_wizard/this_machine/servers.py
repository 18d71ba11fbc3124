"""What listens on this machine and could be the API or the page: nothing is sent to find it out."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.this_machine.listening import Listener, listeners
from cors_wizard.this_machine.old_code import serves_project

_LOWEST = 1024
_USUAL = frozenset({80, 443})
_LONGEST = 40
"""Letters of a program's name."""
_PAGE_TOOLS = ("vite", "next", "webpack", "react-scripts", "ng serve", "http.server")
_PAGE_WORDS = (*_PAGE_TOOLS, "node", "bun", "deno")


PathSeen = tuple[str, str]
"""A path that a server's code has, and where it is written."""


@dataclass(frozen=True)
class LocalServer:
    """A process that listens, and its port."""

    port: int
    listener: Listener
    paths: tuple[PathSeen, ...] = ()
    """What the code in its folder has, as far as it was read."""

    @property
    def serves_a_page(self) -> bool:
        """Whether it looks like a development server of a page."""
        return any(word in self.listener.command.lower() for word in _PAGE_WORDS)

    @property
    def serves_nothing_else(self) -> bool:
        """Whether it is a tool that serves pages: `node server.js` may as well be an API."""
        return any(word in self.listener.command.lower() for word in _PAGE_TOOLS)

    @property
    def may_be_flask(self) -> bool:
        """Whether it is a Python program that could be a Flask app."""
        is_snippet = "-c" in self.listener.command.split()
        return self.listener.is_python and not self.serves_a_page and not is_snippet

    @property
    def program(self) -> str:
        """The program in a few words: without its folder, and without an interpreter before a script."""
        words = [Path(word).name for word in self.listener.command.split()]
        if len(words) > 1 and words[0].startswith(("python", "node")) and not words[1].startswith("-"):
            words = words[1:]
        told = mask_text(" ".join(words))
        # A word that is cut reads as another one.
        return told if len(told) <= _LONGEST else told[:_LONGEST].rpartition(" ")[0] or told[:_LONGEST]

    def is_of(self, folder: Path) -> bool:
        """Whether it serves the code of this folder."""
        return serves_project(self.listener, folder)


def servers_here() -> tuple[LocalServer, ...]:
    """The processes of the user that listen, by port."""
    return tuple(
        LocalServer(port, listener)
        for port, listener in listeners().items()
        if listener.command and (port >= _LOWEST or port in _USUAL)
    )
