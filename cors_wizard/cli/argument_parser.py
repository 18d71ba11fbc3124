"""A parser that says what is wrong in one sentence, and the type of what holds its commands."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from cors_wizard.printable import visible_line


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence with the remedy, instead of a page of usage."""

    def __init__(self, **settings: Any) -> None:
        # Examples keep their lines; an abbreviation would stop working once a second option begins so.
        settings = {
            "formatter_class": argparse.RawDescriptionHelpFormatter,
            "allow_abbrev": False,
            **settings,
        }
        super().__init__(**settings)

    def refuse_unknown_options(self, argv: Sequence[str]) -> None:
        """Name an unknown option before the command: argparse would take its value for the command."""
        known = self._option_string_actions
        for name in (each.partition("=")[0] for each in argv):
            if not name.startswith("-") and name in self._commands():
                return
            if name.startswith("--") and len(name) > 2 and name not in known:
                from difflib import get_close_matches

                meant = get_close_matches(name, known, 1)
                self.error(f"Unknown option {name}{f' (did you mean {meant[0]}?)' if meant else ''}")

    def _commands(self) -> frozenset[str]:
        return frozenset(
            name for each in self._actions if each.dest == "command" for name in each.choices or ()
        )

    def error(self, message: str) -> NoReturn:
        """One sentence on standard error, exit status 2."""
        shown = visible_line(message)
        self.exit(2, f"cors-wizard: {shown[:1].upper()}{shown[1:]}. Run {self.prog} --help.\n")


if TYPE_CHECKING:
    # What `add_subparsers` gives; argparse has no public name for it.
    Commands = argparse._SubParsersAction[Parser]
