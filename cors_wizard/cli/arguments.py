"""The options and commands. Imports nothing heavy: `--version` and `--help` answer at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard import __version__
from cors_wizard.cli.argument_parser import Parser
from cors_wizard.cli.help_texts import (
    CHECK_FORMATS,
    FIX_EXIT,
    FORMAT,
    FORMATS,
    KNOWLEDGE,
    REPORT_FORMATS,
    more,
)
from cors_wizard.cli.tool_commands import add_completion, add_knowledge, add_lint, add_mcp

if TYPE_CHECKING:
    from cors_wizard.cli.argument_parser import Commands


_THEMES = ("dark", "light", "terminal", "contrast")
"""Those of `settings`, which the help must not wait for."""


def build_parser() -> Parser:
    """The parser of the whole command line."""
    shared = _shared_options()
    parser = Parser(
        prog="cors-wizard",
        description="From a browser's CORS error to a Flask fix that was seen to work.\n"
        "Without a command it opens the wizard in this terminal.",
        epilog=more(
            "",
            "--demo",
            "--error error.txt --project ~/shop",
            "diagnose error.txt",
            "check https://api.example/orders --origin https://shop.example --method PUT",
        ),
        parents=[shared],
    )
    _add_direct(parser)
    parser.add_argument("--version", action="version", version=f"cors-wizard {__version__}")
    parser.add_argument(
        "--error", metavar="FILE", help="read the pasted error from FILE (- for standard input)"
    )
    parser.add_argument(
        "--demo",
        nargs="?",
        const="",
        metavar="NAME",
        help="try it on a broken Flask API of its own: missing, preflight, credentials or nginx",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="the wizard as lines, for screen readers and plain terminals (TERM=dumb chooses it)",
    )
    parser.add_argument(
        "--theme", choices=_THEMES, help="the window's colors, this time; ^p in the window keeps another"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_diagnose(commands, shared)
    _add_fix(commands, shared)
    _add_check(commands)
    _add_map(commands, shared)
    add_lint(commands)
    _add_judge(commands)
    _add_explain(commands)
    add_knowledge(commands)
    add_completion(commands)
    add_mcp(commands)
    return parser


def _shared_options() -> Parser:
    """Options of both faces; without defaults, so that one given before the command survives it."""
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--url", help="the URL that the page requests")
    shared.add_argument("--origin", help="the page's origin, or its URL")
    shared.add_argument(
        "--project", type=Path, metavar="DIR", help="the folder of the Flask code; read, never run"
    )
    shared.add_argument(
        "--page",
        type=Path,
        action="append",
        metavar="DIR",
        help="a folder of the page's own code (JavaScript, Vue, HTML), in addition to the project and the "
        "usual folders next to it; may be repeated",
    )
    shared.add_argument("--knowledge", type=Path, metavar="DIR", help=KNOWLEDGE)
    shared.add_argument(
        "--probe",
        choices=("auto", "ask", "never", "always"),
        help="auto (default): probe this machine without asking, ask before probing others; ask: always ask; "
        "never: don't probe; always: probe others without asking, for scripts",
    )
    shared.add_argument(
        "--fact",
        action="append",
        metavar="NAME=VALUE",
        help="something that is known, such as method=PUT or credentials=include; may be repeated",
    )
    return shared


def _add_diagnose(commands: Commands, shared: Parser) -> None:
    diagnose = commands.add_parser(
        "diagnose",
        parents=[shared],
        help="find the cause without opening the wizard",
        description="Reads an error text, probes the API, and names the cause and the fix.",
        epilog=more(
            "diagnose error.txt",
            "diagnose - --format markdown --output report.md < error.txt",
            "diagnose --url http://localhost:5000/api --origin http://localhost:3000",
            "diagnose --jsonl < cases.jsonl",
        ),
    )
    _add_direct(diagnose)
    diagnose.add_argument("file", nargs="?", metavar="FILE", help="the error text (- for standard input)")
    diagnose.add_argument(
        "--format",
        choices=REPORT_FORMATS,
        default="text",
        help=f"{FORMAT}; issue: short Markdown for an issue or a chat",
    )
    diagnose.add_argument(
        "--output", type=Path, metavar="FILE", help="write there instead of standard output"
    )
    diagnose.add_argument(
        "--verbose", action="store_true", help="text with everything: proof, other fixes, all facts"
    )
    diagnose.add_argument("--overwrite", action="store_true", help="let --output replace a file")
    diagnose.add_argument(
        "--jsonl",
        action="store_true",
        help="a JSON case on each line of standard input, a result line for each; probes only with --probe",
    )


def _add_direct(parser: Parser) -> None:
    # Without a default, as the shared options: one given before the command survives it.
    parser.add_argument(
        "--direct",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="the server behind the proxy, to compare both",
    )


def _add_fix(commands: Commands, shared: Parser) -> None:
    fix = commands.add_parser(
        "fix",
        parents=[shared],
        help="the fix as a diff of your own files, or applied to them",
        description="Reads an error text and the project, and prints the fix as a unified diff.\n"
        "--apply writes it, --undo takes the last one back.",
        epilog=more(
            "fix error.txt",
            "fix error.txt | git apply",
            "fix error.txt --project ~/shop --apply",
            "fix --project ~/shop --undo",
            exit_status=FIX_EXIT,
        ),
    )
    _add_direct(fix)
    fix.add_argument("file", nargs="?", metavar="FILE", help="the error text (- for standard input)")
    action = fix.add_mutually_exclusive_group()
    action.add_argument("--apply", action="store_true", help="write the changes to the files")
    action.add_argument("--undo", action="store_true", help="restore the files as they were before")
    fix.add_argument(
        "--test", action="store_true", help="a pytest file that keeps it fixed, instead of the fix; never run"
    )
    fix.add_argument("--way", metavar="FIX", default="", help="another fix of the cause, by its id")


def _add_check(commands: Commands) -> None:
    check = commands.add_parser(
        "check",
        help="probe one request and say what a browser would do, and who else gets in",
        description="Probes one request, wherever it goes, and judges it by the Fetch standard: every\n"
        "reason to refuse it, what each browser would print, and which other origins get in. For CI.\n"
        "Without a URL it checks every [[tool.cors-wizard.requests]] of pyproject.toml.",
        epilog=more(
            "check http://localhost:5000/api --origin http://localhost:3000",
            "check https://api.example/orders --origin https://shop.example --method PUT "
            "--header X-Tenant --credentials",
            "check --config cors.toml --format junit",
            "check http://localhost:5000/api --origin http://localhost:3000 --watch",
        ),
    )
    check.add_argument("url", nargs="?", metavar="URL", help="the URL that the page requests")
    check.add_argument("--origin", help="the page's origin")
    check.add_argument("--method", default="GET", help="the request's method; GET by default")
    check.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="NAME[: VALUE]",
        help="a header that the page adds; may be repeated",
    )
    check.add_argument("--credentials", action="store_true", help="the page sends cookies")
    check.add_argument(
        "--config", type=Path, metavar="FILE", help="a TOML file with requests, instead of a URL"
    )
    _add_direct(check)
    check.add_argument(
        "--project", type=Path, metavar="DIR", help="the folder of the Flask code; read, never run"
    )
    check.add_argument(
        "--watch", action="store_true", help="check again when a file or the server changes; Ctrl-C stops"
    )
    check.add_argument("--format", choices=CHECK_FORMATS, default="text", help=FORMAT)
    check.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=KNOWLEDGE)


def _add_map(commands: Commands, shared: Parser) -> None:
    table = commands.add_parser(
        "map",
        parents=[shared],
        help="which origin may call which route of the project",
        description="Requests every route from the running API, as the page, as each listed origin,\n"
        "as a stranger, as look-alikes of the page and as `null`, with GET and OPTIONS only.",
        epilog=more(
            "map --url http://localhost:5000 --project ~/shop",
            "map --url http://localhost:5000 --origin http://localhost:5173 --format markdown",
        ),
    )
    table.add_argument("--format", choices=FORMATS, default="text", help=FORMAT)
    earlier = "an earlier map as JSON, to show what changed"
    table.add_argument("--before", type=Path, metavar="FILE", help=earlier)


def _add_judge(commands: Commands) -> None:
    judge = commands.add_parser(
        "judge",
        help="verdicts on recorded exchanges, offline",
        description="Reads recorded exchanges and writes a verdict for each, a line of JSON. Sends nothing.",
        epilog=more("judge page.har", "judge exchanges.jsonl", "judge < exchanges.jsonl"),
    )
    judge.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="JSON Lines as in the README, or a HAR file (- or nothing: standard input)",
    )
    judge.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=KNOWLEDGE)


def _add_explain(commands: Commands) -> None:
    explain = commands.add_parser(
        "explain",
        help="the page of a cause or of versions, or the list of all",
        description="Shows what is known about a cause: why browsers block it, each fix, who gains access.\n"
        "Without a name it lists all causes.",
        epilog=more(
            "explain",
            "explain cors-not-initialized",
            "explain versions flask==3.0 flask-cors==3.0.8",
            exit_status="",
        ),
    )
    explain.add_argument("cause", nargs="?", metavar="CAUSE", help="a cause's id, or: versions")
    explain.add_argument(
        "packages",
        nargs="*",
        metavar="PACKAGE==VERSION",
        help="after `versions`: the ones to look up, such as flask==3.0 flask-cors==3.0.8 python==3.11",
    )
    explain.add_argument("--format", choices=("text", "markdown"), default="text", help=FORMAT)
    explain.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=KNOWLEDGE)
