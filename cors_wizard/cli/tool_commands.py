"""The options of the commands for CI, for authors of knowledge files, for shells and for agents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard.cli.help_texts import FORMAT, KNOWLEDGE, LINT_EXIT, LINT_FORMATS, SHELLS, more

if TYPE_CHECKING:
    from cors_wizard.cli.argument_parser import Commands


def add_lint(commands: Commands) -> None:
    """`lint`."""
    lint = commands.add_parser(
        "lint",
        help="what the code alone shows to be unsafe or broken",
        description="Reads a project and lists what is unsafe or broken in its CORS setup, with the line.\n"
        "Sends nothing and runs nothing. A comment `cors-wizard: ignore[RULE]` on the line silences it.",
        epilog=more(
            "lint",
            "lint backend --format github",
            "lint . --format sarif > cors.sarif",
            exit_status=LINT_EXIT,
        ),
    )
    lint.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the project; the current folder by default",
    )
    lint.add_argument("--format", choices=LINT_FORMATS, default="text", help=FORMAT)
    lint.add_argument(
        "--page",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="a folder of the page's own code, in addition to those that are found; may be repeated",
    )
    lint.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=KNOWLEDGE)


def add_knowledge(commands: Commands) -> None:
    """`knowledge` and its actions."""
    knowledge = commands.add_parser(
        "knowledge",
        help="check, draw or describe the knowledge files",
        description="For authors of knowledge files: what is wrong in them, how the questions lead to\n"
        "the causes, and what a file may contain.",
        epilog=more(
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
        action.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=KNOWLEDGE)


def add_completion(commands: Commands) -> None:
    """`completion`."""
    completion = commands.add_parser(
        "completion",
        help="the script that lets your shell complete commands, options and files",
        description="Writes a script for your shell to standard output.",
        epilog=more(
            "completion bash > ~/.local/share/bash-completion/completions/cors-wizard",
            "completion zsh > ~/.zfunc/_cors-wizard",
            "completion fish > ~/.config/fish/completions/cors-wizard.fish",
            exit_status="",
        ),
    )
    completion.add_argument("shell", choices=SHELLS, metavar="SHELL", help=f"one of {', '.join(SHELLS)}")


def add_mcp(commands: Commands) -> None:
    """`mcp`."""
    mcp = commands.add_parser(
        "mcp",
        help="serve diagnose, fix, explain and check to agents and editors",
        description="An MCP server on standard input and output. It writes none of your files, runs\n"
        "none of your code, and probes only this machine, with GET, HEAD and OPTIONS.\n"
        "Needs: pip install 'cors-wizard[mcp]'.",
        epilog=more("mcp", "mcp --probe never", exit_status=""),
    )
    mcp.add_argument(
        "--probe",
        choices=("auto", "never"),
        default="auto",
        help="auto (default): probe this machine; never: don't probe",
    )
    mcp.add_argument("--knowledge", type=Path, metavar="DIR", default=None, help=KNOWLEDGE)
