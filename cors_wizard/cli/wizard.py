"""`cors-wizard` without a command: the wizard in this terminal."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Literal

from cors_wizard.cli.addresses import facts_from_addresses
from cors_wizard.cli.default_project import current_project
from cors_wizard.cli.streams import STANDARD_INPUT, read_text, say
from cors_wizard.errors import InputError
from cors_wizard.facts import Fact, Facts
from cors_wizard.tui import WizardOptions, run_wizard

_TERMINALS = {"win32": "CONIN$"}


def run(arguments: argparse.Namespace) -> int:
    """Opens the wizard; its exit status is the command's."""
    if arguments.plain or os.environ.get("TERM") == "dumb":
        return _run_plain(arguments)
    _require_terminal()
    if arguments.demo is not None:
        return _run_demo(arguments)
    facts = _facts(arguments)
    return run_wizard(_options(arguments, _text(arguments), facts, _project(arguments)))


def _run_plain(arguments: argparse.Namespace) -> int:
    from cors_wizard.cli import plain

    if arguments.demo is None:
        return plain.run(arguments, read_text(arguments.error) if arguments.error else "")
    from cors_wizard.demo import DEMO_NAMES, start_demo

    with start_demo(arguments.demo or DEMO_NAMES[0]) as demo:
        say(f"A broken Flask API runs at {demo.url}; its code is {demo.app_file}.")
        arguments.project = demo.folder
        return plain.run(arguments, demo.text)


def _run_demo(arguments: argparse.Namespace) -> int:
    from cors_wizard.demo import DEMO_NAMES, start_demo

    with ExitStack() as stack:
        demo = stack.enter_context(start_demo(arguments.demo or DEMO_NAMES[0]))
        say(f"A broken Flask API runs at {demo.url}; its code is {demo.app_file}.")
        options = _options(arguments, demo.text, _facts(arguments), demo.folder)
        return run_wizard(replace(options, is_kept=False))


def _options(arguments: argparse.Namespace, text: str, facts: Facts, project: Path | None) -> WizardOptions:
    knowledge: Path | None = getattr(arguments, "knowledge", None)
    return WizardOptions(
        text=text,
        given=facts,
        project=project,
        pages=_pages(arguments),
        knowledge=(knowledge,) if knowledge else (),
        probe=_probe(getattr(arguments, "probe", "auto")),
        theme=arguments.theme or arguments.settings.theme,
        editor=arguments.settings.editor,
    )


def _probe(policy: str) -> Literal["auto", "ask", "never"]:
    # The wizard has somebody to ask, so `always` needs no say there.
    return "ask" if policy == "ask" else "never" if policy == "never" else "auto"


def _facts(arguments: argparse.Namespace) -> Facts:
    facts: list[Fact] = list(facts_from_addresses(arguments))
    if pairs := getattr(arguments, "fact", None):
        # Only now: facts that questions declare are in the knowledge files, whose models cost start-up time.
        from cors_wizard.cli.given import facts_from_options, specs_of
        from cors_wizard.cli.knowledge import knowledge_from

        specs = specs_of(knowledge_from(getattr(arguments, "knowledge", None)))
        facts += facts_from_options(pairs, specs)
    return Facts.of(facts)


def _project(arguments: argparse.Namespace) -> Path | None:
    given: Path | None = getattr(arguments, "project", None)
    if given is None:
        return current_project()
    # Unlike `Path.is_dir`, this says no to a name that no folder can have.
    if not os.path.isdir(given):
        raise InputError(f"{given} isn't a folder.", hint="Give the folder that holds your Flask code.")
    return given


def _pages(arguments: argparse.Namespace) -> tuple[Path, ...]:
    given: list[Path] = getattr(arguments, "page", None) or []
    for page in given:
        if not os.path.isdir(page):
            raise InputError(f"{page} isn't a folder.", hint="Give the folder of the page's code.")
    return tuple(given)


def _text(arguments: argparse.Namespace) -> str:
    if arguments.error and arguments.error != STANDARD_INPUT:
        return read_text(arguments.error)
    if sys.stdin.isatty():
        return ""
    text = read_text(STANDARD_INPUT)
    _take_keys_from_terminal()
    return text


def _require_terminal() -> None:
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        raise _no_terminal()


def _take_keys_from_terminal() -> None:
    """Standard input held the text and is used up: from now on it is the terminal."""
    try:
        terminal = os.open(_TERMINALS.get(sys.platform, "/dev/tty"), os.O_RDWR)
    except OSError:
        raise _no_terminal() from None
    os.dup2(terminal, 0)
    os.close(terminal)


def _no_terminal() -> InputError:
    return InputError(
        "There is no terminal to show the wizard in.",
        hint="Run it in a terminal, or run cors-wizard diagnose, which needs none.",
    )
