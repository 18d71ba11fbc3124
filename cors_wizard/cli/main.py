"""Runs the command that was asked for and turns what goes wrong into one sentence and an exit status."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from cors_wizard.cli import exit_status
from cors_wizard.cli.arguments import build_parser
from cors_wizard.errors import CorsWizardError

_COMMANDS = {
    None: "wizard",
    "diagnose": "diagnose",
    "fix": "fix",
    "check": "check",
    "judge": "judge",
    "explain": "explain",
    "knowledge": "knowledge_files",
}


_WITH_SETTINGS = (None, "diagnose", "fix")
"""The commands that walk the tree, as the wizard does."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command line as a function: arguments in, exit status out."""
    try:
        arguments = build_parser().parse_args(argv)
        return _run(arguments)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else exit_status.FINE
    except BrokenPipeError:
        # https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_status.PIPE_CLOSED
    except KeyboardInterrupt:
        print("cors-wizard: Stopped.", file=sys.stderr)
        return exit_status.INTERRUPTED


def _run(arguments: argparse.Namespace) -> int:
    # Only now: `--version` and `--help` need none of it.
    from cors_wizard.cli import streams
    from cors_wizard.cli.defaults import take_settings

    streams.prepare()
    try:
        if arguments.command in _WITH_SETTINGS:
            take_settings(arguments)
        command = importlib.import_module(f"cors_wizard.cli.{_COMMANDS[arguments.command]}")
        status: int = command.run(arguments)
        return status
    except CorsWizardError as error:
        streams.say_error(error)
        return exit_status.BAD_INPUT
