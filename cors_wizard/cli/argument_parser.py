"""A parser that says what is wrong in one sentence, and the type of what holds its commands."""

from __future__ import annotations

import argparse
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

    def error(self, message: str) -> NoReturn:
        """One sentence on standard error, exit status 2."""
        shown = visible_line(message)
        self.exit(2, f"cors-wizard: {shown[:1].upper()}{shown[1:]}. Run {self.prog} --help.\n")


if TYPE_CHECKING:
    # What `add_subparsers` gives; argparse has no public name for it.
    Commands = argparse._SubParsersAction[Parser]
