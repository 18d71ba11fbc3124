"""Several messages grouped by the request that they are about, the one that explains the others first.

One failure prints up to four lines: the reason, what the network saw, a line without a reason, and what the
script made of it. WebKit's reason names no URL; Firefox says "did not succeed" after most refused preflights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cors_wizard.console.firefox_echo import told_by_the_echo, with_preflight_status
from cors_wizard.console.pattern import Role
from cors_wizard.console.reading import ConsoleMessage, RequestGroup
from cors_wizard.facts import Fact, Facts

_RANK: dict[Role, int] = {
    "verdict": 0,
    "neighbor": 1,
    "log": 2,
    "companion": 3,
    "cut": 4,
    "wrapper": 5,
    "warning": 6,
}
_SAYS_ONLY_THAT_IT_FAILED = "network-failure"
_OBJECTIONS_TO_PREFLIGHTS = frozenset(
    {"header-disallowed", "method-disallowed", "invalid-allow-headers", "invalid-allow-methods"}
)
_BY_ITSELF = re.compile(
    r"/(?:favicon\.ico|apple-touch-icon[\w-]*\.png|(?:asset-)?manifest\.json|[\w-]+\.webmanifest|robots\.txt"
    r"|[^/?]+\.(?:js|css|mjs)\.map)(?:\?|\Z)"
)
"""What browsers and their tools fetch beside the page's own requests; that it's missing breaks nothing."""
_OF_PREFLIGHTS_STATUS = frozenset({"preflight-invalid-status", "preflight-failed"})
_STATUSES = ("preflight_status", "status")
_LEAST_ERROR = 400
_NOT_MODIFIED = 304
_OF_GATEWAYS = frozenset({502, 503, 504, *range(520, 531)})
_OF_AN_ECHO = ("reachable", "symptom", "answer_came")
"""What a line that only repeats the failure claims of it, and the reason beside it knows better."""


def group_messages(messages: Iterable[ConsoleMessage]) -> tuple[RequestGroup, ...]:
    """The messages by request, the request whose messages say most first."""
    groups: list[list[ConsoleMessage]] = []
    homeless: list[ConsoleMessage] = []
    messages = tuple(messages)
    saw_browser = any(each.engine not in ("javascript", "server") for each in messages)
    got_nothing = any(_says(each, "reachable", "refused") for each in messages if each.engine != "server")
    for each in messages:
        # A view that raised would have got a response to the browser: what raised kept the app from starting.
        is_beside = _is_passed_preflight(each, saw_browser) or (got_nothing and _only_raised(each))
        message = replace(each, role="wrapper") if is_beside else each
        group = _group_of(message, groups)
        if group is not None:
            group.append(message)
        elif not _where(message):
            homeless.append(message)
            continue
        else:
            groups.append([message])
            group = groups[-1]
        group.extend(homeless)
        homeless = []
    if homeless:
        _house(homeless, groups)
    made = [_make_group(group) for group in groups]
    return tuple(sorted(made, key=_order))


def engine_of(messages: Iterable[ConsoleMessage]) -> Fact | None:
    """The engine that printed these messages; None where only a server or a script spoke."""
    for message in messages:
        stated = message.fact("engine")
        if stated:
            return stated
        if message.engine not in ("javascript", "server"):
            return Fact("engine", message.engine, "pasted", message.text, message.span)
    return None


def _order(group: RequestGroup) -> tuple[bool, int, bool, tuple[object, ...]]:
    """What the page asked for first, what failed before what a log says went well, and the earlier line."""
    message, rank = group.leading, _rank(group.leading)
    passed = message.role == "log" and all(map(_got_through, group.messages))
    return bool(_BY_ITSELF.search(group.url or message.path)), rank[0], passed, rank


def _got_through(message: ConsoleMessage) -> bool:
    """Whether a message is about a response that isn't an error, or about none but a log's."""
    status, before = _told(message, "status"), _told(message, "preflight_status")
    told = [isinstance(status, int) and status < _LEAST_ERROR] if status is not None else []
    told += [_is_success(before)] if before is not None else []
    return bool(told) and all(told)


def _where(message: ConsoleMessage) -> str:
    """What identifies the request: its URL without scheme and fragment, or the path in a log."""
    url = message.url or message.path
    return url.partition("#")[0].partition("://")[2] or url


def _group_of(message: ConsoleMessage, groups: list[list[ConsoleMessage]]) -> list[ConsoleMessage] | None:
    where = _where(message)
    if not where:
        return None
    for group in reversed(groups):
        if any(_same_request(where, message, other) for other in group):
            return group
    return None


def _same_request(where: str, message: ConsoleMessage, other: ConsoleMessage) -> bool:
    theirs = _where(other)
    if message.path or other.path:
        path, url = (where, theirs) if message.path else (theirs, where)
        return url == path or is_path_of(url, path)
    redirected = other.fact("redirect_url")
    return where == theirs or (redirected is not None and redirected.shown.endswith(where))


def _house(homeless: list[ConsoleMessage], groups: list[list[ConsoleMessage]]) -> None:
    """Messages without a URL belong to the last request."""
    if groups:
        groups[-1].extend(homeless)
    else:
        groups.append(homeless)


def _make_group(messages: list[ConsoleMessage]) -> RequestGroup:
    ordered = sorted(told_by_the_echo(_of_the_failing_run(messages)), key=_rank)
    facts: list[Fact] = []
    for index, message in enumerate(_told_by_the_stage(ordered)):
        echo = index > 0 and message.symptom == _SAYS_ONLY_THAT_IT_FAILED and _is_a_reason(ordered[0])
        facts += [fact for fact in message.facts if not (echo and fact.name in _OF_AN_ECHO)]
    leading = ordered[0]
    engine = engine_of(ordered)
    if engine:
        facts.insert(0, engine)
    if leading.role != "cut":
        # Where the reason is missing nothing is objected to yet: the wizard asks, or probes.
        facts.insert(0, Fact("symptom", leading.symptom, "pasted", leading.text, leading.span))
    url = next((message.url for message in ordered if message.url), "")
    return RequestGroup(url, tuple(ordered), Facts.of(_as_sent(facts)))


def _of_the_failing_run(messages: list[ConsoleMessage]) -> list[ConsoleMessage]:
    """Without the successes of another run, as where the log of a place that works is beside the server's.

    A request is sent only after its preflight passed: beside one that passed and one that failed, a success
    in the log is of the run that worked. What the browser got counts more than what the app logged behind a
    proxy.
    """
    logged = [
        (name, _told(each, "method"), _went_well(name, status))
        for each in messages
        for name in _STATUSES
        if (status := _told(each, name))
    ]
    both = {(name, method) for name, method, passed in logged if passed and (name, method, False) in logged}
    if not both:
        return messages
    return [replace(each, facts=tuple(_without_success(each, both))) for each in messages]


def _without_success(message: ConsoleMessage, both: set[tuple[str, object]]) -> Iterator[Fact]:
    """The facts of a message, without a success of what failed as well."""
    failed_too = ("preflight_status", None) in both or ("status", _told(message, "method")) in both
    for fact in message.facts:
        is_logged = fact.name in _STATUSES and message.engine == "server"
        if not (is_logged and failed_too and _went_well(fact.name, fact.value)):
            yield fact


def _told(message: ConsoleMessage, name: str) -> object:
    fact = message.fact(name)
    return fact.value if fact else None


def _went_well(name: str, status: object) -> bool:
    """Whether a status in a log isn't a failure; a preflight needs 2xx."""
    return _is_success(status) or (name == "status" and status == _NOT_MODIFIED)


def _is_success(status: object) -> bool:
    return isinstance(status, int) and 200 <= status <= 299


def _as_sent(facts: list[Fact]) -> Iterator[Fact]:
    """The method in the letters in which the page sent it: only the refusal shows them, and they decide.

    Browsers write GET, POST and a few more in capitals, but not `patch`:
    https://fetch.spec.whatwg.org/#concept-method-normalize
    """
    refused = next((fact.shown for fact in facts if fact.name == "refused_method"), "")
    for fact in facts:
        is_same = fact.name == "method" and fact.shown.upper() == refused.upper()
        yield replace(fact, value=refused) if is_same else fact


def _is_a_reason(leading: ConsoleMessage) -> bool:
    """Whether the leading message says more than that the request failed."""
    return leading.role == "verdict" and leading.symptom != _SAYS_ONLY_THAT_IT_FAILED


def _told_by_the_stage(ordered: list[ConsoleMessage]) -> Iterator[ConsoleMessage]:
    """WebKit does not say that a status is the preflight's; after its refusal nothing else was sent."""
    refused = ordered[0].symptom
    of_preflight = refused.startswith("preflight-") or refused in _OBJECTIONS_TO_PREFLIGHTS
    for message in ordered:
        yield with_preflight_status(message) if of_preflight and _is_bare_status(message) else message


def _is_bare_status(message: ConsoleMessage) -> bool:
    if message.engine == "webkit":
        return message.role == "companion" and not message.url
    # A gateway's page is the same for every method; a line of a log names its own.
    status = message.fact("status")
    is_of_gateway = status is not None and status.value in _OF_GATEWAYS
    return is_of_gateway and not _where(message) and not message.fact("method")


def _is_passed_preflight(message: ConsoleMessage, saw_browser: bool) -> bool:
    """Whether a preflight's status is a success: another line knows why the request failed."""
    status = message.fact("preflight_status")
    is_reason = message.symptom not in _OF_PREFLIGHTS_STATUS and not (saw_browser and message.role == "log")
    return not is_reason and _is_success(status.value if status else None)


def _rank(message: ConsoleMessage) -> tuple[int, bool, bool, tuple[int, int]]:
    # A script's own trouble is about no request: it leads only where nothing is known of one.
    # That something raised is said above the traceback, and what raised below it.
    is_of_no_request = message.symptom == "not-cors" and not _where(message) and not message.fact("status")
    rank = max(_RANK[message.role], _RANK["wrapper"] if is_of_no_request else 0)
    return rank, message.symptom == _SAYS_ONLY_THAT_IT_FAILED, _only_raised(message), message.span


def _only_raised(message: ConsoleMessage) -> bool:
    return _says(message, "log_says", "view-raised")


def _says(message: ConsoleMessage, name: str, value: str) -> bool:
    fact = message.fact(name)
    return fact is not None and fact.value == value


_MASK = re.compile(r"[\[\]<>{}\u2026]|\*\*|\.\.\.|(?i:xxx)")
"""What people put in place of what is nobody's business: `[ID]`, `<client>`, `{id}`, `***`, `xxx`."""


def is_path_of(url: str, path: str) -> bool:
    """Whether a URL without its scheme has this path; a masked segment may have been any one."""
    host, slash, rest = url.partition("/")
    if not slash or _MASK.search(path):
        return False
    asked, logged = rest.split("/"), path.removeprefix("/").split("/")
    if asked == logged:
        return bool(host)
    told = [each == other for each, other in zip(asked, logged, strict=False) if not _MASK.search(each)]
    return len(asked) == len(logged) and all(told) and any(told)
