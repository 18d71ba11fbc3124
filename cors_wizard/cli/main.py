"""Runs the command that was asked for and turns what goes wrong into one sentence and an exit status."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from cors_wizard.cli import exit_status, streams
from cors_wizard.cli.arguments import build_parser
from cors_wizard.errors import CorsWizardError

_COMMANDS = {
    None: "wizard",
    "diagnose": "diagnose",
    "fix": "fix",
    "check": "check",
    "map": "map",
    "lint": "lint",
    "judge": "judge",
    "explain": "explain",
    "knowledge": "knowledge_files",
    "completion": "completion",
    "mcp": "mcp_server",
}


_WITH_SETTINGS = (None, "diagnose", "fix")
"""The commands that walk the tree, as the wizard does."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command line as a function: arguments in, exit status out."""
    streams.prepare()
    return streams.finish(_guarded(argv))


def _guarded(argv: Sequence[str] | None) -> int:
    try:
        parser = build_parser()
        parser.refuse_unknown_options(sys.argv[1:] if argv is None else argv)
        return _run(parser.parse_args(argv))
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else exit_status.FINE
    except BrokenPipeError:
        streams.discard_output()
        return exit_status.PIPE_CLOSED
    except KeyboardInterrupt:
        streams.say("cors-wizard: Stopped.")
        return exit_status.INTERRUPTED
    except Exception as error:  # Whatever is left is a bug, and nobody should have to read a traceback.
        from cors_wizard.cli.crash import report_crash

        return report_crash(error)


def _run(arguments: argparse.Namespace) -> int:
    # Only now: `--version` and `--help` need none of it.
    from cors_wizard.cli.defaults import take_settings

    try:
        if arguments.command in _WITH_SETTINGS:
            take_settings(arguments)
        command = importlib.import_module(f"cors_wizard.cli.{_COMMANDS[arguments.command]}")
        status: int = command.run(arguments)
        return status
    except CorsWizardError as error:
        streams.say_error(error)
        return exit_status.BAD_INPUT
