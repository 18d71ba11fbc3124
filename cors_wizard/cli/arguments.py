"""The options and commands. Imports nothing heavy: `--version` and `--help` answer at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cors_wizard import __version__
from cors_wizard.printable import visible_line

FORMATS = ("text", "markdown", "json")
LINT_FORMATS = ("text", "json", "github", "sarif", "junit")
CHECK_FORMATS = (*FORMATS, "junit", "github")

_EXIT = """\
exit status:
  0  nothing wrong was found, or help was given
  1  a CORS problem was found
  2  wrong use or bad input
  3  undetermined: more information needed, nothing recognized, or no response"""

_FIX_EXIT = """\
exit status:
  0  nothing to fix
  1  a diff was printed, or applied, or undone
  2  wrong use or bad input
  3  no file of the project can fix it, or a question is open"""

_LINT_EXIT = """\
exit status:
  0  no errors (there may be warnings)
  1  errors were found
  2  wrong use or bad input
  3  no errors, but a limit was reached, so part of the folder was not read"""

_FORMAT = "the output format; text by default"
_KNOWLEDGE = "your own knowledge files, laid over the built-in ones"


def _more(*examples: str, exit_status: str = _EXIT) -> str:
    """What stands below the options: commands to try, and what the exit status says."""
    shown = "\n".join(f"  cors-wizard {example}".rstrip() for example in examples)
    return f"examples:\n{shown}\n\n{exit_status}".rstrip()


class _Parser(argparse.ArgumentParser):
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


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    shared = _shared_options()
    parser = _Parser(
        prog="cors-wizard",
        description="From a browser's CORS error to a Flask fix that was seen to work.\n"
        "Without a command it opens the wizard in this terminal.",
        epilog=_more(
            "",
            "--demo",
            "--error error.txt --project ~/shop",
            "diagnose error.txt",
            "check https://api.example/orders --origin https://shop.example --method PUT",
        ),
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"cors-wizard {__version__}")
    parser.add_argument(
        "--error", metavar="FILE", help="read the pasted error from FILE (- for standard input)"
    )
    parser.add_argument(
        "--demo",
        nargs="?",
        const="",
        metavar="NAME",
        help="try it on a broken Flask API of its own: missing, preflight or credentials",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="the wizard as lines, for screen readers and plain terminals (TERM=dumb chooses it)",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_diagnose(commands, shared)
    _add_fix(commands, shared)
    _add_check(commands)
    _add_map(commands, shared)
    _add_lint(commands)
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
        "--page",
        type=Path,
        action="append",
        metavar="DIR",
        help="a folder of the page's own code (JavaScript, Vue, HTML), besides the project and the usual "
        "folders next to it; may be repeated",
    )
    shared.add_argument("--knowledge", type=Path, metavar="DIR", help=_KNOWLEDGE)
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


if TYPE_CHECKING:
    # What `add_subparsers` gives; argparse has no public name for it.
    _Commands = argparse._SubParsersAction[_Parser]


def _add_diagnose(commands: _Commands, shared: _Parser) -> None:
    diagnose = commands.add_parser(
        "diagnose",
        parents=[shared],
        help="the wizard's walk without a terminal",
        description="Reads an error text, probes the API, and says the cause and the fix.",
        epilog=_more(
            "diagnose error.txt",
            "diagnose - --format markdown --output report.md < error.txt",
            "diagnose --url http://localhost:5000/api --origin http://localhost:3000",
            "diagnose --jsonl < cases.jsonl",
        ),
    )
    diagnose.add_argument("file", nargs="?", metavar="FILE", help="the error text (- for standard input)")
    diagnose.add_argument("--format", choices=FORMATS, default="text", help=_FORMAT)
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
        help="a case in JSON on each line of standard input, a result line for each; probes only on --probe",
    )


def _add_fix(commands: _Commands, shared: _Parser) -> None:
    fix = commands.add_parser(
        "fix",
        parents=[shared],
        help="the fix as a diff of your own files, or applied to them",
        description="Reads an error text and the project, and prints the fix as a unified diff.\n"
        "--apply writes it, --undo takes the last one back.",
        epilog=_more(
            "fix error.txt",
            "fix error.txt | git apply",
            "fix error.txt --project ~/shop --apply",
            "fix --project ~/shop --undo",
            exit_status=_FIX_EXIT,
        ),
    )
    fix.add_argument("file", nargs="?", metavar="FILE", help="the error text (- for standard input)")
    action = fix.add_mutually_exclusive_group()
    action.add_argument("--apply", action="store_true", help="write the changes to the files")
    action.add_argument("--undo", action="store_true", help="give the files back what they held before")
    fix.add_argument(
        "--test", action="store_true", help="a pytest file that keeps it fixed, instead of the fix; never run"
    )
    fix.add_argument("--way", metavar="FIX", default="", help="another fix of the cause, by its id")


def _add_check(commands: _Commands) -> None:
    check = commands.add_parser(
        "check",
        help="probe one request and say what a browser would do, and who else gets in",
        description="Probes one request, wherever it goes, and judges it by the Fetch standard: every\n"
        "reason to refuse it, what each browser would print, and which other origins get in. For CI.\n"
        "Without a URL it checks every [[tool.cors-wizard.requests]] of pyproject.toml.",
        epilog=_more(
            "check http://localhost:5000/api --origin http://localhost:3000",
            "check https://api.example/orders --origin https://shop.example --method PUT "
            "--header X-Tenant --credentials",
            "check --config cors.toml --format junit",
            "check http://localhost:5000/api --origin http://localhost:3000 --watch",
        ),
    )
    check.add_argument("url", nargs="?", metavar="URL", help="the URL that the page requests")
    check.add_argument("--origin", help="the page's origin")
    check.add_argument("--method", default="GET", help="the request's method; GET unless given")
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
    check.add_argument("--direct", metavar="URL", help="the server behind the proxy, to compare both")
    check.add_argument(
        "--project", type=Path, metavar="DIR", help="the folder of the Flask code; read, never run"
    )
    check.add_argument(
        "--watch", action="store_true", help="check again when a file or the server changes; Ctrl-C stops"
    )
    check.add_argument("--format", choices=CHECK_FORMATS, default="text", help=_FORMAT)
    check.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=_KNOWLEDGE)


def _add_map(commands: _Commands, shared: _Parser) -> None:
    table = commands.add_parser(
        "map",
        parents=[shared],
        help="which origin may call which route of the project",
        description="Asks the running API for every route in the code, as the page, as each listed origin,\n"
        "as a stranger and as `null`, with GET and OPTIONS only.",
        epilog=_more(
            "map --url http://localhost:5000 --project ~/shop",
            "map --url http://localhost:5000 --origin http://localhost:5173 --format markdown",
        ),
    )
    table.add_argument("--format", choices=FORMATS, default="text", help=_FORMAT)


def _add_lint(commands: _Commands) -> None:
    lint = commands.add_parser(
        "lint",
        help="what the code alone shows to be unsafe or broken",
        description="Reads a project and lists what is unsafe or broken in its CORS setup, with its line.\n"
        "Sends nothing and runs nothing. A comment `cors-wizard: ignore[RULE]` in the line silences it.",
        epilog=_more(
            "lint",
            "lint backend --format github",
            "lint . --format sarif > cors.sarif",
            exit_status=_LINT_EXIT,
        ),
    )
    lint.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the project; here unless given",
    )
    lint.add_argument("--format", choices=LINT_FORMATS, default="text", help=_FORMAT)
    lint.add_argument(
        "--page",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="a folder of the page's own code, besides those that are found; may be repeated",
    )
    lint.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=_KNOWLEDGE)


def _add_judge(commands: _Commands) -> None:
    judge = commands.add_parser(
        "judge",
        help="verdicts on recorded exchanges, offline",
        description="Reads recorded exchanges and writes a verdict for each, a line of JSON. Sends nothing.",
        epilog=_more("judge page.har", "judge exchanges.jsonl", "judge < exchanges.jsonl"),
    )
    judge.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="JSON Lines as in the README, or a HAR file (- or nothing: standard input)",
    )
    judge.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=_KNOWLEDGE)


def _add_explain(commands: _Commands) -> None:
    explain = commands.add_parser(
        "explain",
        help="the page of a cause or of versions, or the list of all",
        description="Shows what is known of a cause: why the browser blocks it, each fix, who gains access.\n"
        "Without a name it lists all causes.",
        epilog=_more(
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
        help="after `versions`: those to tell about, as flask==3.0 flask-cors==3.0.8 python==3.11",
    )
    explain.add_argument("--format", choices=("text", "markdown"), default="text", help=_FORMAT)
    explain.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=_KNOWLEDGE)


def _add_knowledge(commands: _Commands) -> None:
    knowledge = commands.add_parser(
        "knowledge",
        help="check, draw or describe the knowledge files",
        description="For those who write knowledge files: what is wrong in them, how the questions lead to\n"
        "the causes, and what a file may contain.",
        epilog=_more(
            "knowledge check --knowledge ours",
            "knowledge graph > tree.mmd",
            "knowledge facts preflight_status",
            "knowledge ways preflight-needs-auth",
            "knowledge schema cause > cause.json",
            exit_status="",
        ),
    )
    actions = knowledge.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="find what is wrong in the files")
    check.add_argument(
        "--proofs", type=Path, metavar="DIR", default=None, help="folder with a proof for each cause"
    )
    graph = actions.add_parser("graph", help="the decision tree as Mermaid")
    schema = actions.add_parser("schema", help="JSON Schema of the files")
    schema.add_argument("kind", nargs="?", metavar="KIND", help="such as cause or node")
    facts = actions.add_parser("facts", help="the facts, or one with its values and who gives it")
    facts.add_argument("name", nargs="?", metavar="NAME", help="such as preflight_status")
    ways = actions.add_parser("ways", help="every way to a node or an end, and where it leads")
    ways.add_argument("name", metavar="NODE", help="an id, such as objection or origin-not-allowed")
    for action in (check, graph, facts, ways):
        action.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=_KNOWLEDGE)
