"""The page's origin as the project's own settings have it, where neither message nor words name it."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import is_same_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url


def facts_of_settings(facts: Facts) -> Iterator[Fact]:
    """The dev server's address, for a request to this machine: Firefox never prints the page's origin."""
    served = facts.get("page_served_at")
    if served is None or "origin" in facts or "page_url" in facts or "symptom" not in facts:
        return
    written = facts.text("url") or ""
    target = parse_url(written)
    is_here = target is None or is_loopback(target.host)
    # A CORS error is about another origin than the page's; HTML in place of JSON may be about its own.
    may_be_own = facts.text("body_form") == "no-json"
    if (
        is_here
        and isinstance(served.value, str)
        and (may_be_own or not is_same_origin(served.value, written))
    ):
        yield Fact("origin", served.value, "scanned", served.evidence)
