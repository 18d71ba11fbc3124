"""`cors-wizard explain`: the page of a cause, or the list of all."""

from __future__ import annotations

import argparse
from difflib import get_close_matches

from cors_wizard.cli import exit_status
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.streams import visible, wants_bold, write
from cors_wizard.errors import InputError
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report import cause_list, cause_page, render_markdown, render_text
from cors_wizard.report.document import Document


def run(arguments: argparse.Namespace) -> int:
    """Writes the page."""
    page = _page(arguments.cause, knowledge_from(arguments.knowledge))
    markdown = arguments.format == "markdown"
    write(render_markdown(page) if markdown else render_text(page, bold=wants_bold()))
    return exit_status.FINE


def _page(name: str | None, knowledge: Knowledge) -> Document:
    if name is None:
        return cause_list(knowledge)
    if name not in knowledge.causes:
        near = get_close_matches(name[:100], knowledge.causes, n=1)
        hint = f"Did you mean {near[0]}?" if near else "Run cors-wizard explain for the list."
        raise InputError(f"There is no cause {visible(name[:100])!r}.", hint=hint)
    return cause_page(knowledge.causes[name], knowledge)
