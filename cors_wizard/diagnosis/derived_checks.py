"""Whether checks of the Origin let the page in: the code's own, or those in the settings of a proxy. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts

_MOST = 3
"""Lines that are named."""


def about_checks(facts: Facts, page: str) -> Iterator[Fact]:
    """The facts on checks that no list of flask-cors's makes; nothing where one can't be followed."""
    if "code_sends" in facts:
        yield from _about_own_checks(facts, page)
    elif facts.text("cors_setup") == "none" and "proxy_origin_checks" in facts:
        yield from _about_proxy_checks(facts, page)


def _about_proxy_checks(facts: Facts, page: str) -> Iterator[Fact]:
    """Whether a proxy chooses which origins may read what Flask sends without CORS, and not the page's."""
    from cors_wizard.origin_patterns import is_readable, lists_for_other_paths, read_check, takes

    written = facts.by_name["proxy_origin_checks"]
    checks = [read_check(line) for line in facts.items("proxy_origin_checks")]
    sends = any("access-control-allow-origin" in line.lower() for line in facts.items("proxy_sets"))
    followed = [each for each in checks if each is not None and is_readable(each)]
    if not sends or len(followed) < len(checks) or any(takes(each, page) for each in followed):
        return
    if not lists_for_other_paths(facts):
        seen = facts.get("allowed_origins_seen")
        source = seen.source if seen else written.source
        places = dict.fromkeys(each.place for each in followed)
        yield Fact("origin_listed", "not-listed", written.source, written.evidence)
        yield Fact("left_out_at", ", ".join([*places][:_MOST]), source, written.evidence)


def _about_own_checks(facts: Facts, page: str) -> Iterator[Fact]:
    """Whether checks of the code's own let the page in; nothing where one can't be followed."""
    # Only here: most texts hold no code.
    from cors_wizard.origin_patterns import checks_decide, code_allows, read_check, takes

    written = facts.get("origin_checks") or facts.by_name["code_sends"]
    if not checks_decide(facts):
        return
    yield Fact("origin_checks_decide", "yes", written.source, written.evidence)
    if page == "null" and not facts.text("origin"):
        return
    if (allows := code_allows(facts, page)) is not None:
        yield Fact("origin_listed", "listed" if allows else "not-listed", written.source, written.evidence)
        return
    checks = [read_check(line) for line in facts.items("origin_checks")]
    followed = [each for each in checks if each is not None and each.is_followed]
    if len(followed) == len(checks) and all(each.kind != "any" for each in followed):
        listed = any(takes(each, page) for each in followed)
        yield Fact("origin_listed", "listed" if listed else "not-listed", written.source, written.evidence)
