"""Whether what is not known of the page's request would change anything: the same diagnosis, with it known.

Each part that nothing shows is set to the values that it may have. Where cause, verdict or code of the fix
come out differently, the question `page-request` is open; where nothing differs, nobody is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.decision_tree import Concluded, NextStep, Stopped, walk
from cors_wizard.facts import Fact, FactValue
from cors_wizard.fetch_standard.headers import extract_list
from cors_wizard.fetch_standard.preflight import ALLOW_HEADERS, ALLOW_METHODS
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.diagnosis.diagnosis import Diagnosis
    from cors_wizard.knowledge_base import Node

QUESTION = "page-request"
"""The node that asks for what is left."""

_OTHER_METHODS = ("GET", "PUT", "PATCH", "DELETE")
_ASKED_METHOD = "Access-Control-Request-Method"
_ASKED_HEADERS = "Access-Control-Request-Headers"
_AFTER_CREDENTIALS = {"method-disallowed", "header-disallowed"}
_UNLISTED = "X-Not-Listed"
"""Stands for any header that an API may not know."""


@dataclass(frozen=True)
class OpenRequest:
    """The question that is left, and what its answer changes."""

    node: Node
    parts: tuple[str, ...]
    """Facts that something depends on."""
    changes: tuple[str, ...]
    """What depends on them: `cause`, `verdict`, `fix`."""

    def comes_first(self, end: NextStep, *, is_asking: bool) -> bool:
        """Whether nothing can be shown before the answer; where only the fix depends on it, the cause can."""
        return isinstance(end, Stopped) or (is_asking and bool({"cause", "verdict"} & {*self.changes}))


@dataclass(frozen=True)
class _Outcome:
    cause: str
    verdict: bool | None
    """Whether the page may read the response; what refuses it is the cause's matter."""
    fix: tuple[str, ...]

    def differs_in(self, other: _Outcome) -> Iterator[str]:
        for name in ("cause", "verdict", "fix"):
            if getattr(self, name) != getattr(other, name):
                yield name


def open_request(diagnosis: Diagnosis) -> OpenRequest | None:
    """The question for the unknown parts of the request, where an answer would change something."""
    node = diagnosis.knowledge.nodes.get(QUESTION)
    url = parse_url(diagnosis.facts.text("url") or "")
    is_asked = node is None or node.fact in diagnosis.known
    if node is None or is_asked or url is None or not url.is_http or not _has_ended(diagnosis):
        return None
    parts: dict[str, None] = {}
    changes: dict[str, None] = {}
    for name, change in _differences(diagnosis):
        parts[name] = changes[change] = None
    is_open = "request_headers" in diagnosis.assumed and not diagnosis.request_findings.alternatives
    if is_open and not parts and _names_headers(diagnosis):
        parts["request_headers"] = changes["fix"] = None
    return OpenRequest(node, tuple(parts), tuple(changes)) if parts else None


def _differences(diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
    """Each part that nothing shows, with what another value of it would change."""
    now, is_one_of_several = _outcome(diagnosis), bool(diagnosis.request_findings.alternatives)
    for names, supposed in _suppositions(diagnosis):
        changes = dict.fromkeys(_outcome(supposed).differs_in(now))
        # The steps are for every call of the page, and the change to the files may be for one of them.
        is_served = _is_served(diagnosis, supposed) if "fix" in changes or is_one_of_several else None
        if is_served is not None:
            changes = {each: None for each in changes if each != "fix"}
            changes |= {} if is_served else {"fix": None}
        yield from ((name, change) for change in changes for name in names)


def _is_served(diagnosis: Diagnosis, supposed: Diagnosis) -> bool | None:
    """Whether the change to the files does what the supposed one does; None where that changes none."""
    needed, made = _changed_lines(supposed), _changed_lines(diagnosis)
    return needed <= made if needed else None


def _changed_lines(diagnosis: Diagnosis) -> frozenset[str]:
    """What the change takes out and adds, with the file: that for all calls has what one needs, and more."""
    diffs = ((change.path, change.diff.splitlines()) for change in diagnosis.changes.changes)
    return frozenset(f"{path}:{line}" for path, lines in diffs for line in lines if line[:1] in ("+", "-"))


def _suppositions(diagnosis: Diagnosis) -> Iterator[tuple[tuple[str, ...], Diagnosis]]:
    """The diagnoses with what may be in place of what was assumed, each with the parts that differ."""
    for sent in diagnosis.request_findings.alternatives:
        facts = [fact for name in diagnosis.assumed if (fact := sent.get(name))]
        differing = tuple(fact.name for fact in facts if not _is_guessed(diagnosis, fact))
        if differing:
            yield differing, _supposing(diagnosis, *((fact.name, fact.value) for fact in facts))
    if not diagnosis.request_findings.alternatives:
        for name in diagnosis.assumed:
            for value in _values(diagnosis, name):
                yield (name,), _supposing(diagnosis, (name, value))


def _is_guessed(diagnosis: Diagnosis, fact: Fact) -> bool:
    guess = diagnosis.facts.guess(fact.name)
    return guess is not None and guess.value == fact.value


def rests_on_assumption(diagnosis: Diagnosis) -> bool:
    """Whether the cause would be another one if a part that nothing shows were not what was assumed.

    Also where the user was asked and isn't sure, and where no question is open.
    """
    url = parse_url(diagnosis.facts.text("url") or "")
    if url is None or not url.is_http:
        return False
    opened = diagnosis.open_request
    changes = opened.changes if opened else [change for _, change in _differences(diagnosis)]
    return "cause" in changes or _rests_on_origin(diagnosis)


def _rests_on_origin(diagnosis: Diagnosis) -> bool:
    """Whether the page may be at one of the origins that the server allows, and pass."""
    found = diagnosis.findings
    if found is None or "origin" not in found.assumed or found.exchange is None:
        return False
    names = (*diagnosis.facts.items("allowed_origins_seen"), *diagnosis.facts.items("configured_origins"))
    if not set(names) - {found.exchange.page_origin}:
        return False
    passing = Fact("probe_outcome", "readable", "probed", "supposed")
    return walk(diagnosis.knowledge, diagnosis.facts.replacing(passing), frozenset()).next != diagnosis.end


def _has_ended(diagnosis: Diagnosis) -> bool:
    end = diagnosis.end
    is_clear = isinstance(end, Stopped) and end.stop.status == "concluded"
    return is_clear or (isinstance(end, Concluded) and end.cause.status == "concluded")


def _supposing(diagnosis: Diagnosis, *parts: tuple[str, FactValue]) -> Diagnosis:
    given = diagnosis.given.replacing(*(Fact(name, value, "answered", "supposed") for name, value in parts))
    return replace(diagnosis, given=given, may_probe=False, ask_optional=False)


def _outcome(diagnosis: Diagnosis) -> _Outcome:
    end = diagnosis.end
    kind = end.cause.id if isinstance(end, Concluded) else end.stop.id if isinstance(end, Stopped) else "open"
    kind = "passes" if kind.startswith("passes") else kind
    verdict = diagnosis.verdict
    steps = diagnosis.fix.steps if diagnosis.fix else ()
    return _Outcome(
        kind,
        verdict.readable if verdict else None,
        tuple(step.code.text for step in steps if step.code and step.code.language != "shell"),
    )


def _values(diagnosis: Diagnosis, name: str) -> Iterator[FactValue]:
    """What the part may be beside what was assumed, as far as it can matter."""
    if name == "credentials":
        if not _were_checked(diagnosis):
            yield "include"
    elif name == "request_headers" and _lists_headers(diagnosis) and not are_read_and_listed(diagnosis):
        listed = diagnosis.request.headers.value
        yield (*(listed if isinstance(listed, tuple) else ()), _UNLISTED)
    elif name == "method" and not _echoes(diagnosis, ALLOW_METHODS, _ASKED_METHOD):
        yield from (each for each in _methods(diagnosis) if each != diagnosis.request.method.value)


def _were_checked(diagnosis: Diagnosis) -> bool:
    """Whether the browser's own message shows that it passed Allow-Credentials, which comes before the lists.

    A list with `*` is another one for a request with cookies.
    """
    symptoms = {diagnosis.known.text("symptom"), diagnosis.facts.text("symptom")}
    is_about_lists = len(symptoms) == 1 and symptoms <= _AFTER_CREDENTIALS and _is_seen_again(diagnosis)
    names = ("configured_methods", "configured_headers")
    return is_about_lists and not any("*" in diagnosis.facts.items(name) for name in names)


def _is_seen_again(diagnosis: Diagnosis) -> bool:
    """Whether the response at hand, if there is one, is refused as the text says."""
    return diagnosis.verdict is None or not diagnosis.verdict.readable


def are_read_and_listed(diagnosis: Diagnosis) -> bool:
    """Whether the API's code reads headers of its own, and its list has them all: a GET adds no others."""
    read, listed = diagnosis.request.headers.value, diagnosis.facts.items("configured_headers")
    names = {each.lower() for each in read} if isinstance(read, tuple) else set()
    is_refused = "refused_header" in diagnosis.facts
    return (
        bool(names)
        and not is_refused
        and diagnosis.request.method.value == "GET"
        and names <= {each.lower() for each in listed}
    )


def _names_headers(diagnosis: Diagnosis) -> bool:
    """Whether the change to the files lists the headers: with credentials, `*` permits none of them."""
    credentials = diagnosis.facts.get("credentials")
    is_sent = bool(credentials and credentials.is_known and credentials.value == "include")
    if not is_sent or _echoes(diagnosis, ALLOW_HEADERS, _ASKED_HEADERS):
        return False
    listed = diagnosis.request.headers.value
    more = (*(listed if isinstance(listed, tuple) else ()), _UNLISTED)
    supposed = _supposing(diagnosis, ("request_headers", more))
    return any(_UNLISTED.lower() in change.diff.lower() for change in supposed.changes.changes)


def _lists_headers(diagnosis: Diagnosis) -> bool:
    """Whether another header may be refused: now, if it passes, or by a list that the fix carries over."""
    passes = diagnosis.verdict is not None and diagnosis.verdict.readable
    has_list = any(name in diagnosis.facts for name in ("configured_headers", "refused_header"))
    return (passes or has_list) and not _echoes(diagnosis, ALLOW_HEADERS, _ASKED_HEADERS)


def _methods(diagnosis: Diagnosis) -> tuple[str, ...]:
    """The methods that calls or views of this URL have, or the server names; any, if nothing shows it."""
    sent = (call.method for call in diagnosis.request_findings.calls)
    found = dict.fromkeys(method for method in (*sent, *diagnosis.request_findings.route_methods) if method)
    return tuple(found) or _methods_of_server(diagnosis) or _OTHER_METHODS


def _methods_of_server(diagnosis: Diagnosis) -> tuple[str, ...]:
    sent = next((each for each in diagnosis.probe_results or () if each.request.id == "options"), None)
    allowed = extract_list(sent.response.headers, "Allow") if sent and sent.response else None
    return tuple(each.upper() for each in allowed or () if each.upper() not in ("HEAD", "OPTIONS"))


def _echoes(diagnosis: Diagnosis, header: str, question: str) -> bool:
    """Whether the preflight permits exactly what was requested: then it would permit another, too."""
    sent = next((each for each in diagnosis.probe_results or () if each.request.id == "preflight"), None)
    if sent is None or sent.response is None:
        return False
    asked, listed = extract_list(sent.request.headers, question), extract_list(sent.response.headers, header)
    return bool(asked and listed) and {each.lower() for each in asked or ()} == {
        each.lower() for each in listed or ()
    }
