"""The options and commands. Imports nothing heavy: `--version` and `--help` answer at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cors_wizard import __version__

FORMATS = ("text", "markdown", "json")

_EXIT = """exit status: 0 nothing wrong was found, or help was given; 1 a CORS problem was found;
2 wrong use or bad input; 3 could not tell (a question is open)"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence with the remedy, instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        """One sentence on standard error, exit status 2."""
        shown = "".join(char if char.isprintable() else "?" for char in message)
        self.exit(2, f"cors-wizard: {shown[:1].upper()}{shown[1:]}. Run {self.prog} --help.\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    shared = _shared_options()
    parser = _Parser(
        prog="cors-wizard",
        description="From a browser's CORS error to a Flask fix that was seen to work.",
        epilog=f"Without a command: the wizard, in this terminal. {_EXIT}",
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"cors-wizard {__version__}")
    parser.add_argument(
        "--error", metavar="FILE", help="read the pasted error from FILE (- for standard input)"
    )
    parser.add_argument(
        "--demo", nargs="?", const="", metavar="NAME", help="try it on a broken Flask API of its own"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_diagnose(commands, shared)
    _add_check(commands)
    _add_judge(commands)
    _add_explain(commands)
    _add_knowledge(commands)
    return parser


def _shared_options() -> _Parser:
    """Options of both faces; without defaults, so that one given before the command survives it."""
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--url", help="the URL that the page requests")
    shared.add_argument("--origin", help="the page's origin, or its URL")
    shared.add_argument(
        "--project", type=Path, metavar="DIR", help="the folder of the Flask code; read, never run"
    )
    shared.add_argument(
        "--knowledge", type=Path, metavar="DIR", help="more knowledge files, laid over the built-in"
    )
    shared.add_argument(
        "--probe",
        choices=("auto", "ask", "never", "always"),
        help="auto: this machine at once, others after asking",
    )
    shared.add_argument(
        "--fact", action="append", metavar="NAME=VALUE", help="something that is known; may be repeated"
    )
    return shared


if TYPE_CHECKING:
    # What `add_subparsers` gives; argparse has no public name for it.
    _Commands = argparse._SubParsersAction[_Parser]


def _add_diagnose(commands: _Commands, shared: _Parser) -> None:
    diagnose = commands.add_parser(
        "diagnose",
        parents=[shared],
        help="the wizard's walk without a terminal",
        description="Reads an error text, probes, and says the cause and the fix.",
        epilog=_EXIT,
        allow_abbrev=False,
    )
    diagnose.add_argument("file", nargs="?", metavar="FILE", help="the error text (- for standard input)")
    diagnose.add_argument("--format", choices=FORMATS, default="text")
    diagnose.add_argument(
        "--output", type=Path, metavar="FILE", help="write there instead of standard output"
    )
    diagnose.add_argument("--overwrite", action="store_true", help="let --output replace a file")
    diagnose.add_argument(
        "--jsonl",
        action="store_true",
        help="a case in JSON on each line of standard input, a result line for each; probes only on --probe",
    )


def _add_check(commands: _Commands) -> None:
    check = commands.add_parser(
        "check",
        help="probe one request and say what a browser would do",
        description="Probes one request and judges it by the Fetch standard; for CI.",
        epilog=_EXIT,
        allow_abbrev=False,
    )
    check.add_argument("url", metavar="URL")
    check.add_argument("--origin", required=True, help="the page's origin")
    check.add_argument("--method", default="GET")
    check.add_argument(
        "--header", action="append", default=[], metavar="NAME[: VALUE]", help="may be repeated"
    )
    check.add_argument("--credentials", action="store_true", help="the page sends cookies")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.add_argument("--knowledge", type=Path, metavar="DIR", default=None)


def _add_judge(commands: _Commands) -> None:
    judge = commands.add_parser(
        "judge",
        help="verdicts on recorded exchanges, offline",
        description="Reads recorded exchanges (JSON Lines, or a HAR file), writes a verdict line for each.",
        epilog=_EXIT,
        allow_abbrev=False,
    )
    judge.add_argument("file", nargs="?", default="-", metavar="FILE")
    judge.add_argument("--knowledge", type=Path, metavar="DIR", default=None)


def _add_explain(commands: _Commands) -> None:
    explain = commands.add_parser(
        "explain", help="the page of a cause or of versions, or the list of all", allow_abbrev=False
    )
    explain.add_argument("cause", nargs="?", metavar="CAUSE", help="a cause's id, or: versions")
    explain.add_argument(
        "packages",
        nargs="*",
        metavar="PACKAGE==VERSION",
        help="after `versions`: those to tell about, as flask==3.0 flask-cors==3.0.8 python==3.11",
    )
    explain.add_argument("--format", choices=("text", "markdown"), default="text")
    explain.add_argument("--knowledge", type=Path, metavar="DIR", default=None)


def _add_knowledge(commands: _Commands) -> None:
    knowledge = commands.add_parser("knowledge", help="check, draw or describe the knowledge files")
    actions = knowledge.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="find what is wrong in the files", allow_abbrev=False)
    check.add_argument(
        "--proofs", type=Path, metavar="DIR", default=None, help="folder with a proof for each cause"
    )
    graph = actions.add_parser("graph", help="the decision tree as Mermaid", allow_abbrev=False)
    schema = actions.add_parser("schema", help="JSON Schema of the files", allow_abbrev=False)
    schema.add_argument("kind", nargs="?", metavar="KIND", help="such as cause or question")
    for action in (check, graph):
        action.add_argument("--knowledge", type=Path, metavar="DIR", default=None)
