"""A report as Markdown, and as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cors_wizard.report.brief_page import brief_page
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.plain_text import WIDTH, render_text
from cors_wizard.report.report_document import report_document

if TYPE_CHECKING:
    from cors_wizard.report.report import Report


def to_markdown(report: Report) -> str:
    """A report as Markdown."""
    return render_markdown(report_document(report))


def to_text(
    report: Report, *, bold: bool = False, verbose: bool = False, width: int = WIDTH, has_keys: bool = False
) -> str:
    """A report as text.

    Args:
        report: what to say.
        bold: whether headings are marked with the terminal's bold.
        verbose: whether everything is said; otherwise what fits a screen, and where to read on.
        width: columns of prose.
        has_keys: whether a list of keys follows.
    """
    document = report_document(report, brief=True) if verbose else brief_page(report, has_keys=has_keys)
    return render_text(document, bold=bold, width=width)
