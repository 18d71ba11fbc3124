"""`cors-wizard explain`: the page of a cause, that of the version table, or the list of all."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import get_args

from cors_wizard.cli import exit_status
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.streams import page_text, visible, write
from cors_wizard.errors import InputError
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.knowledge_base.version_models import Package
from cors_wizard.report.cause_page import cause_list, cause_page
from cors_wizard.report.document import Document
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.versions_page import versions_page

VERSIONS = "versions"
"""What is given in place of a cause for the version table."""

_REQUIREMENT = re.compile(r"([A-Za-z][A-Za-z_-]{0,30})={1,2}([0-9]{1,6}(?:\.[0-9]{1,6}){0,3})")


def run(arguments: argparse.Namespace) -> int:
    """Writes the page."""
    page = page_of(arguments.cause, arguments.packages, knowledge_from(arguments.knowledge))
    markdown = arguments.format == "markdown"
    write(render_markdown(page) if markdown else page_text(page))
    return exit_status.FINE


def page_of(name: str | None, packages: Sequence[str], knowledge: Knowledge) -> Document:
    """The page that was asked for; raises InputError where there is none."""
    if name == VERSIONS:
        return versions_page(knowledge, dict(map(_version, packages)))
    if packages:
        raise InputError(
            f"Nothing is known of {visible(packages[0][:100])!r} here.",
            hint="Give one cause, or: explain versions flask==3.0.",
        )
    if name is None:
        return cause_list(knowledge)
    if name not in knowledge.causes:
        near = get_close_matches(name[:100], (*knowledge.causes, VERSIONS), n=1)
        hint = f"Did you mean {near[0]}?" if near else "Run cors-wizard explain for the list."
        raise InputError(f"Unknown cause {visible(name[:100])!r}.", hint=hint)
    return cause_page(knowledge.causes[name], knowledge)


def _version(text: str) -> tuple[Package, str]:
    """One `package==version`; raises InputError for anything else."""
    found = _REQUIREMENT.fullmatch(text)
    name = found[1].lower().replace("_", "-") if found else ""
    for package in get_args(Package):
        if found and package == name:
            return package, found[2]
    known = ", ".join(get_args(Package))
    raise InputError(
        f"{visible(text[:100])!r} names no version of a package that is known here.",
        hint=f"Write it as flask==3.0; the packages are {known}.",
    )
