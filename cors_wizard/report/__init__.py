"""What is handed out: a diagnosis as Markdown, terminal text or JSON, secrets masked, and the file of it."""

from cors_wizard.report.as_json import result_line
from cors_wizard.report.browser_texts import browser_texts
from cors_wizard.report.build_report import build_report
from cors_wizard.report.cause_page import cause_list, cause_page
from cors_wizard.report.issue import to_issue
from cors_wizard.report.markdown import render_markdown, to_markdown
from cors_wizard.report.mermaid import mermaid
from cors_wizard.report.plain_text import render_text, to_text
from cors_wizard.report.report import Report
from cors_wizard.report.save import refuse_unfit, save_report
from cors_wizard.report.verdict_json import verdict_line
from cors_wizard.report.verdict_page import verdict_page
from cors_wizard.report.versions_page import name_of, versions_page

__all__ = [
    "Report",
    "browser_texts",
    "build_report",
    "cause_list",
    "cause_page",
    "mermaid",
    "name_of",
    "refuse_unfit",
    "render_markdown",
    "render_text",
    "result_line",
    "save_report",
    "to_issue",
    "to_markdown",
    "to_text",
    "verdict_line",
    "verdict_page",
    "versions_page",
]
