"""The options: every one is explained, and every example of the help can be typed as it stands."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator

import pytest

from cors_wizard.cli.arguments import build_parser
from cors_wizard.settings import THEMES


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _parsers(command)


PARSERS = {parser.prog: parser for parser in _parsers(build_parser())}


def test_the_themes_are_those_of_the_settings() -> None:
    """They are written twice, since the help must not load the settings."""
    theme = next(each for each in build_parser()._actions if each.dest == "theme")
    assert theme.choices == THEMES


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
def test_every_option_says_what_it_is_for(parser: argparse.ArgumentParser) -> None:
    """Nobody has to guess."""
    silent = [
        action.option_strings or action.dest
        for action in parser._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert silent == []


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
def test_every_example_can_be_typed(parser: argparse.ArgumentParser) -> None:
    """An example with an option that is gone would be worse than none."""
    for example in re.findall(r"^  cors-wizard ?(.*)$", parser.epilog or "", re.MULTILINE):
        assert build_parser().parse_args(shlex.split(re.split(r" [<>|] ", f"{example} ")[0]))


@pytest.mark.parametrize("name", ["", "diagnose", "fix", "check", "judge", "explain", "knowledge"])
def test_every_command_has_examples(name: str) -> None:
    """What to type is what people look for in a help."""
    assert f"  cors-wizard {name}".rstrip() in (PARSERS[f"cors-wizard {name}".strip()].epilog or "")
