"""What follows from the facts of a project: cautions about its code, imports, versions, settings, page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.diagnosis.by_version import versions_in
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.trust import is_local
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.knowledge_base.version_table import advisories, fact_of
from cors_wizard.lint.finding import Level, LintFinding
from cors_wizard.origin_patterns import (
    OriginCheck,
    allows_everybody,
    allows_several,
    checks_in_code,
    entries_in_code,
    http_twin_of,
    may_be_allowed,
    outsiders,
    sent_in_code,
)
from cors_wizard.page_code import PageCode

_PLACE = re.compile(r"(?P<path>[^\n:]{1,1000}):(?P<line>[0-9]{1,7})(?=[:)]|$)")
_OUTSIDER = re.compile(r"(?P<origin>\S{1,400}) \((?P<place>[^()\n]{1,1000})\)")
_BROKEN_IMPORTS = {
    "wrong-import": "flask_cors is imported from a place that no longer exists.",
    "flask-cors-missing": "flask_cors is imported here, but isn't in the requirements or isn't installed.",
}
_LIKE = {
    "LIKE": "a database compares the origin with a pattern, so that longer or shorter ones pass, too.",
    "startswith": "an origin that only begins like that passes, too: compare the whole of it.",
    "contains": "an origin that only has that somewhere passes, too: compare the whole of it.",
}
_PATTERNS = ("match", "search", "fullmatch", "glob", "endswith")
_RESPONSE_HEADERS = "access-control-allow-"


def about_code(facts: Facts, *, without_lists: bool = False) -> Iterator[LintFinding]:
    """The cautions about the code's own checks of the Origin.

    Args:
        facts: of the whole project, all its setups together.
        without_lists: whether flask-cors's lists are looked at one by one elsewhere.
    """
    warned = facts.items("code_warnings")
    by_hand = (each for each in checks_in_code(facts) if each.kind == "any")
    everybody = next(by_hand, None) if without_lists else allows_everybody(facts)
    if "reflects-any-origin" in warned and everybody:
        detail = "every origin is sent back by name, with credentials."
        yield from at_evidence("reflects-any-origin", everybody.place, detail)
    if "allows-null-origin" in warned:
        detail = "'null' is the origin of every sandboxed frame and local file."
        nulls = (each for each in entries_in_code(facts) if each.kind == "is" and each.text == "null")
        yield from (one for each in nulls for one in at_evidence("allows-null-origin", each.place, detail))
    for each in entries_in_code(facts):
        if each.kind == "like":
            yield from at_evidence("origin-pattern-too-wide", each.place, _LIKE.get(each.text, _LIKE["LIKE"]))
    yield from _about_twins(facts)
    for told in facts.items("allowed_outsiders") if "origin-pattern-too-wide" in warned else ():
        if found := _OUTSIDER.fullmatch(told):
            yield from at_evidence(
                "origin-pattern-too-wide", found["place"], f"it also allows {found['origin']}."
            )


def _about_twins(facts: Facts) -> Iterator[LintFinding]:
    """Origins over plain HTTP that are allowed beside the same host's over HTTPS, with credentials."""
    if facts.text("configured_credentials") != "yes":
        return
    told = map(_OUTSIDER.fullmatch, facts.items("allowed_outsiders"))
    wide = {found["place"] for found in told if found}
    detail = "anyone on the network can change a page over http, and read with the user's cookies."
    for entry in _twins(facts):
        if entry.place not in wide:
            for one in at_evidence("insecure-origin-allowed", entry.place, detail):
                yield replace(one, level="warning")


def _twins(facts: Facts) -> Iterator[OriginCheck]:
    entries, sent = entries_in_code(facts), sent_in_code(facts)
    listed = {each.text for each in entries if each.kind == "is"}
    for each in entries:
        page = parse_url(each.text) if each.kind == "is" else None
        is_listed = page and page.scheme == "http" and f"https{each.text[4:]}" in listed
        # Where anybody gets in, that is what is said.
        is_open = any(found.hole != "scheme" for found in outsiders(each))
        twin = http_twin_of(each) if each.kind in _PATTERNS and not is_open else ""
        if (is_listed and page and not is_local(page.host)) or (twin and may_be_allowed(sent, twin)):
            yield each


def about_doubled(facts: Facts) -> Iterator[LintFinding]:
    """Headers that are added to a response that has them: a browser accepts only one."""
    for line in facts.items("doubled_headers"):
        where, _, rest = line.partition(": ")
        sure, _, other = rest.partition(" ")
        detail = f"added to a response that has the header from {other}: no browser accepts two."
        level: Level = "error" if sure == "sure" else "warning"
        yield from (replace(one, level=level) for one in at_evidence("duplicate-header", where, detail))
    setup = facts.get("cors_setup")
    if setup and setup.value in ("app", "blueprint", "decorator", "hand-written"):
        at = setup.evidence.partition(": ")[0]
        detail = f"the proxy adds the header to a response that has it from {at}: no browser accepts two."
        for line in facts.items("proxy_adds"):
            yield from at_evidence("duplicate-header", line, detail)


def about_caching(facts: Facts) -> Iterator[LintFinding]:
    """Responses that a cache may give to a page of another origin: several are named, one at a time."""
    where = facts.text("sent_without_vary")
    if where and allows_several(facts):
        detail = "each origin is sent back by name, cached, and no `Vary: Origin` says so."
        yield from (replace(one, level="warning") for one in at_evidence("vary-missing", where, detail))


def about_project(facts: Facts) -> Iterator[LintFinding]:
    """What keeps the setup from working at all: imports, versions that do not go together, settings."""
    problem = facts.get("import_problem")
    if problem and str(problem.value) in _BROKEN_IMPORTS:
        yield from _of_fact(str(problem.value), problem, _BROKEN_IMPORTS[str(problem.value)])
    if facts.text("versions_fit") == "no":
        known = facts.get("flask_version") or facts.get("werkzeug_version")
        yield from _of_fact("incompatible-versions", known, "these versions do not work together.")
    if facts.text("cors_setup") == "never-bound":
        bound = facts.get("cors_setup")
        yield from _of_fact("cors-not-initialized", bound, "flask-cors is imported and never given the app.")


def about_versions(facts: Facts, knowledge: Knowledge) -> Iterator[LintFinding]:
    """Published advisories about the versions that the project names."""
    versions = versions_in(facts)
    for each in advisories(knowledge, versions):
        detail = f"{each.package} {versions[each.package]}: {each.id}, fixed in {each.fixed_in}."
        known = facts.get(fact_of(each.package))
        yield from (replace(one, level="warning") for one in _of_fact("vulnerable-version", known, detail))


def about_page(page: PageCode) -> Iterator[LintFinding]:
    """Calls of the page's code that no server can make work."""
    for call in page.calls:
        wrong = next((name for name, _ in call.headers if name.lower().startswith(_RESPONSE_HEADERS)), None)
        if wrong:
            detail = f"the request sets {wrong}, which only a server's response can have."
            yield LintFinding("client-sets-cors-header", "error", call.file, call.line, detail)
        if call.mode == "no-cors" and call.initiator == "fetch" and call.library == "fetch":
            detail = "with mode 'no-cors' the page can't read the response."
            yield LintFinding("no-cors-mode", "warning", call.file, call.line, detail)


def _of_fact(rule: str, fact: Fact | None, detail: str) -> Iterator[LintFinding]:
    if fact:
        yield from at_evidence(rule, fact.evidence, detail)


def at_evidence(rule: str, evidence: str, detail: str) -> Iterator[LintFinding]:
    """A finding where the evidence says that it is; none where it names no line."""
    if found := _PLACE.match(evidence):
        yield LintFinding(rule, "error", found["path"], int(found["line"]), detail)
