"""What follows from the facts alone, without asking anybody: pure, and the same facts give the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.diagnosis.code_safety import about_code_safety
from cors_wizard.diagnosis.derived_code import about_shown_by_code
from cors_wizard.diagnosis.derived_network_path import about_way
from cors_wizard.diagnosis.derived_now import about_failure, about_old_code
from cors_wizard.diagnosis.derived_origins import about_code_alone, about_origins
from cors_wizard.diagnosis.derived_server import about_server
from cors_wizard.diagnosis.objections import OBJECTIONS_TO_ANSWERS
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.trust import is_bad_port, is_local, is_mixed_content, is_public_name
from cors_wizard.fetch_standard.urls import HOST_AND_PORT, parse_url

_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]")
_ASKED = frozenset({"http", "https", "ws", "wss", "data", "blob", "about"})
_NEVER_ASKED = frozenset({"network-failure", "disabled-scheme", "mixed-content"})
"""Symptoms beside which nothing shows that the URL was requested at all."""


def derived(facts: Facts, before: Facts | None = None) -> tuple[Fact, ...]:
    """The facts that follow from these; `before` are those that were known ahead of the probes."""
    of_origins = tuple(about_origins(facts))
    of_server = tuple(about_server(facts))
    of_address = tuple(_about_address(facts))
    return (
        *_about_reach(facts),
        *of_address,
        *about_shown_by_code(facts.also((*of_address, *of_origins, *of_server))),
        *_about_network(facts),
        *_about_test(facts),
        *_about_client(facts),
        *_about_exposed(facts),
        *of_server,
        *of_origins,
        *about_code_alone(facts.also((*of_origins, *of_server))),
        *about_code_safety(facts),
        *about_old_code(facts.also((*of_origins, *of_server))),
        *about_failure(facts.also(of_server)),
        *about_way(facts, facts if before is None else before),
    )


def _about_reach(facts: Facts) -> Iterator[Fact]:
    """A browser that objects to an answer got one."""
    symptom = facts.get("symptom")
    if symptom and symptom.value in OBJECTIONS_TO_ANSWERS:
        yield Fact("reachable", "answered", symptom.source, symptom.evidence or symptom.shown)


def _about_address(facts: Facts) -> Iterator[Fact]:
    url = facts.get("url")
    # Where an answer came, the URL was one; people put [placeholders] into it before they paste.
    if url is None or not isinstance(url.value, str) or facts.text("symptom") in OBJECTIONS_TO_ANSWERS:
        return
    problem = address_problem(url.value) or _refused_target(facts, url.value)
    if problem:
        yield Fact("address_problem", problem, url.source, url.evidence or url.shown)


def address_problem(url: str) -> str:
    """Why no browser can ask this URL, whatever the page; empty where it can."""
    if HOST_AND_PORT.match(url):
        return "no-scheme"
    if _WINDOWS_PATH.match(url):
        return "file"
    parsed = parse_url(url)
    if parsed is None:
        # A relative address is read against the page's own.
        return "no-url" if "://" in url else ""
    if parsed.scheme == "file":
        return "file"
    return "" if parsed.scheme in _ASKED else "unknown-scheme"


def _refused_target(facts: Facts, url: str) -> str:
    symptom, parsed = facts.text("symptom"), parse_url(url)
    if parsed is None or not (symptom is None or symptom in _NEVER_ASKED) or "preflight_announces" in facts:
        # A preflight that could be copied was sent.
        return ""
    if is_bad_port(parsed):
        return "unsafe-port"
    if parsed.host in ("0.0.0.0", "[::]"):
        return "unspecified-host"
    page = serialize_origin(facts.text("origin") or facts.text("page_url") or "")
    return "plain-http-from-https" if is_mixed_content(page, parsed) else ""


def _about_network(facts: Facts) -> Iterator[Fact]:
    origin, target = facts.get("origin") or facts.get("page_url"), parse_url(facts.text("url") or "")
    if origin and target and target.is_http:
        page = serialize_origin(origin.shown)
        # A browser that read the response's headers let the request through.
        was_sent = facts.text("symptom") in OBJECTIONS_TO_ANSWERS
        is_far = is_public_name(page) and is_local(target.host) and not was_sent
        step = "public-to-local" if is_far else "within-reach"
        yield Fact("network_step", step, origin.source, origin.evidence or origin.shown)


def _about_client(facts: Facts) -> Iterator[Fact]:
    """Chromium distinguishes fetch and XMLHttpRequest; axios, jQuery and Angular use the latter."""
    url, known = facts.get("url"), facts.text("client")
    said = url.evidence if url and url.source == "pasted" else ""
    if "Access to fetch at" in said and known in (None, "axios", "jquery"):
        yield Fact("client", "fetch", "pasted", said)
    elif "Access to XMLHttpRequest at" in said and known is None:
        yield Fact("client", "xhr", "pasted", said)


def _about_exposed(facts: Facts) -> Iterator[Fact]:
    known, wanted = facts.get("configured_exposed"), facts.text("unread_header")
    if known is None:
        return
    exposed = {each.lower() for each in facts.items("configured_exposed")}
    found = (
        "others-listed"
        if not wanted
        else "listed"
        if {"*", wanted.strip().lower()} & exposed
        else "not-listed"
    )
    yield Fact("header_exposed", found, known.source, known.evidence or known.shown)


def _about_test(facts: Facts) -> Iterator[Fact]:
    """A test without Origin, with its answer, and nobody objects: there is nothing to do with CORS in it."""
    sent = facts.get("origin_sent")
    answered = any(name in facts for name in ("status", "preflight_status", "response_headers"))
    if sent and sent.value == "no" and answered and "symptom" not in facts:
        yield Fact("symptom", "not-cors", sent.source, sent.evidence)
    elif facts.text("answered_by") == "airplay" and "symptom" not in facts:
        who = facts.by_name["answered_by"]
        yield Fact("symptom", "not-cors", who.source, who.evidence)
