"""What the settings of a proxy in front of the app end or leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.facts import Facts
from cors_wizard.lint.finding import LintFinding
from cors_wizard.lint.from_facts import at_evidence

_SETUPS = ("app", "blueprint", "decorator", "hand-written")

_REJECTS = re.compile(r"\breturn\s{1,9}[45][0-9]{2}\b|\bdeny\s{1,9}all\b")


def about_proxies(facts: Facts) -> Iterator[LintFinding]:
    """A preflight that the proxy rejects, and errors that lack its headers."""
    answers, lacks = facts.get("proxy_answers_options"), facts.get("header_condition")
    is_open = facts.text("cors_setup") in _SETUPS or "proxy_sets" in facts
    if answers and is_open and (_REJECTS.search(answers.evidence) or "proxy_sets" not in facts):
        detail = "the proxy responds to preflights here, so that no browser sends the request itself."
        yield from at_evidence("preflight-not-handled", answers.evidence, detail)
    if lacks and "`always`" in str(lacks.value) and facts.text("cors_setup") not in _SETUPS:
        detail = "without `always` errors lack the header, and the browser shows a CORS error in their place."
        for each in at_evidence("cors-not-initialized", lacks.evidence, detail):
            yield replace(each, level="warning")
