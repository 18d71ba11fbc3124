"""`cors-wizard completion`: the script that lets a shell complete commands, options, causes and files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import shtab

from cors_wizard.cli import exit_status
from cors_wizard.cli.streams import write
from cors_wizard.shipped import builtin_folder


def run(arguments: argparse.Namespace) -> int:
    """Writes the script of one shell."""
    write(script_for(arguments.shell))
    return exit_status.FINE


def script_for(shell: str) -> str:
    """The script, made from the parser that reads the command line."""
    from cors_wizard.cli.arguments import build_parser

    parser = build_parser()
    for command, action in actions_of(parser):
        _say_what_it_takes(command, action)
    return shtab.complete(parser, shell)


def actions_of(parser: argparse.ArgumentParser, command: str = "") -> Iterator[tuple[str, argparse.Action]]:
    """Every option and argument of a parser and its commands, each with its command's name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from actions_of(inner, f"{command} {name}".strip())
        else:
            yield command, action


def _say_what_it_takes(command: str, action: argparse.Action) -> None:
    """What a shell offers for a value: folders, files, or the ids of causes."""
    if action.metavar in ("DIR", "FOLDER"):
        action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]  # shtab's own interface
    elif action.metavar == "FILE":
        action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab's own interface
    elif command == "explain" and action.dest == "cause":
        action.choices = cause_ids()


def cause_ids() -> tuple[str, ...]:
    """The ids of the built-in causes, which are the names of their files: nothing is loaded for a script."""
    folder: Path = builtin_folder() / "causes"
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))
