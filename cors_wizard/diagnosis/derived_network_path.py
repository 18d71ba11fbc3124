"""Facts about the network path between page and Flask: addresses, platforms, caches. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cors_wizard.behind_proxy import upstream_of
from cors_wizard.diagnosis.derived_redirects import about_redirects
from cors_wizard.diagnosis.objections import OBJECTIONS_TO_ANSWERS
from cors_wizard.diagnosis.platforms import OWN_ANSWERS, hosting, looks_private, platform_answer
from cors_wizard.diagnosis.writers import written_by
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.spoken_urls import names_a_page
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.http_cache import varies_by_origin
from cors_wizard.fetch_standard.trust import is_local, is_loopback, is_public_name
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, ParsedUrl, parse_url
from cors_wizard.probe.servers import is_python

_UNFILLED = re.compile(
    r"(?:^|/)(?:undefined|null|NaN|\[object(?: |%20)Object\]|%5Bobject(?: |%20)Object%5D)(?:[/?#:]|$)"
    r"|\$\{|\{\{|%7B|process\.env|import\.meta\.env"
)
"""A setting that was never filled in, as it looks in a URL."""

_PROXY_STATUSES = frozenset({413, 429, 431, 502, 503, 504, *range(520, 531)})
"""Statuses that proxies send themselves; 520 to 530 are Cloudflare's own."""

_SERVERS = {"nginx": "nginx", "apache": "Apache", "caddy": "Caddy"}
_LEAST_ERROR = 400
_HITS = re.compile(r"\bhit\b", re.IGNORECASE)
_HIT_HEADERS = (
    "x-cache",
    "cf-cache-status",
    "x-cache-status",
    "x-proxy-cache",
    "x-vercel-cache",
    "cache-status",
)
_MAX_AGE = re.compile(r"\b(?:s-maxage|max-age)\s{0,3}=\s{0,3}\"?0*([1-9][0-9]{0,9})", re.IGNORECASE)
_NEVER_STORED = re.compile(r"\b(?:no-store|no-cache)\b", re.IGNORECASE)
_PREFLIGHT_PARTS = frozenset({"header-disallowed", "method-disallowed"})

_OTHERS = ("other-program", "airplay")


def about_way(facts: Facts, before: Facts) -> Iterator[Fact]:
    """The facts that follow about what is between the page and Flask; `before` is from before the probes."""
    yield from _about_place(facts)
    yield from _about_port(facts)
    yield from _about_method(facts)
    yield from about_redirects(facts, before)
    yield from _about_airplay(facts)
    yield from _about_platform(facts)
    yield from _about_writer(facts)
    yield from _about_status(facts)
    yield from _about_caches(facts)
    yield from _about_browser(facts)


def _about_place(facts: Facts) -> Iterator[Fact]:
    url = facts.get("url")
    if url is None or not isinstance(url.value, str):
        return
    target, page = parse_url(url.value), facts.text("origin") or facts.text("page_url") or ""
    yield Fact("base_url", _base_url(facts, url.value, target, page), url.source, url.evidence or url.shown)
    if target is not None and target.is_http:
        if page_host := parse_url(page):
            host = "own" if page_host.host == target.host else "another"
            yield Fact("api_host", host, url.source, url.evidence or url.shown)
        ends = "slash" if len(target.path) > 1 and target.path.endswith("/") else "no-slash"
        yield Fact("path_end", ends, url.source, url.evidence or url.shown)
        near = "local-network" if is_local(target.host) or "." not in target.host else "elsewhere"
        place = "this-computer" if is_loopback(target.host) else near
        yield Fact("api_place", place, url.source, url.evidence or url.shown)


def _about_port(facts: Facts) -> Iterator[Fact]:
    """Whether the page calls a port of this machine that the app does not start on."""
    differs = calls_another_port(facts)
    if differs is not None:
        port = facts.by_name["run_port"]
        # Firefox says of a refused connection only that no response came.
        silent = facts.text("answer_came") == "no" and "reachable" not in facts
        is_refused = silent or facts.text("reachable") == "refused"
        # Where the app was seen to listen on its own port, whatever responds on the other one isn't it.
        is_another = facts.text("app_listens") == "yes" and facts.text("answered_by") in _OTHERS
        is_other = differs and (is_refused or is_another)
        yield Fact("other_port", "yes" if is_other else "no", port.source, port.evidence)
    yield from _own_proxy(facts)


def _own_proxy(facts: Facts) -> Iterator[Fact]:
    """The project's proxy that listens at the page's URL on this machine."""
    listens, target = facts.get("proxy_listens"), parse_url(facts.text("url") or "")
    if listens is None or target is None or not target.is_http or not is_loopback(target.host):
        return
    asked = target.port or DEFAULT_PORTS[target.scheme]
    if asked == facts.number("run_port"):
        return
    is_haproxy = listens.evidence.rpartition("/")[2].startswith("haproxy")
    name = "HAProxy" if is_haproxy else _SERVERS.get(facts.text("proxy") or "", "the proxy")
    lines = [line.rpartition(": ") for line in facts.items("proxy_listens")]
    for place in [place for place, _, port in lines if port == str(asked)][:1]:
        yield Fact("own_proxy", f"{name} ({place})", listens.source, listens.evidence)
        answers = facts.get("proxy_answers_options")
        # Where nothing was sent, its settings say who responds.
        if answers is not None and "preflight_headers" not in facts:
            yield Fact("options_answered_by", "proxy", answers.source, answers.evidence)


def calls_another_port(facts: Facts) -> bool | None:
    """Whether a URL of this machine has another port than the code starts on; None if unknown."""
    port, target = facts.get("run_port"), parse_url(facts.text("url") or "")
    if port is None or target is None or not target.is_http or not is_loopback(target.host):
        return None
    is_open = (
        "published_port" in facts or "container_listens" in facts or facts.text("proxy") not in (None, "none")
    )
    asked = target.port or {"http": 80, "https": 443}.get(target.scheme)
    return asked != port.value and not is_open


def _about_method(facts: Facts) -> Iterator[Fact]:
    method = facts.get("method")
    if method is not None and isinstance(method.value, str) and method.value.isalpha():
        case = "upper" if method.value.isupper() else "lower"
        yield Fact("method_case", case, method.source, method.evidence)


def _about_airplay(facts: Facts) -> Iterator[Fact]:
    """AirPlay Receiver uses ports 5000 and 7000 of a Mac, and rejects everything with an empty 403."""
    status = facts.get("status") or facts.get("preflight_status")
    target, system = parse_url(facts.text("url") or ""), facts.text("platform") or ""
    who = facts.text("answered_by")
    if status is None or who == "flask" or (target is None and who != "airplay"):
        return
    is_mac = any(word in system.lower() for word in ("mac", "darwin", "os x"))
    is_there = target is not None and target.port in (5000, 7000) and is_loopback(target.host)
    fits = status.value == 403 and is_there
    yield Fact(
        "airplay_mark",
        "yes" if who == "airplay" or (fits and is_mac) else "no",
        status.source,
        status.evidence,
    )


_CONTAINER = re.compile(
    r"(?:[a-z0-9]+[_-])?(?:api|app|back-?end|flask|gateway|proxy|server|service|web)(?:[_-](?:[a-z]+|[0-9]+))?"
)
"""What people call the services of a Compose file; Firefox doesn't say that such a name wasn't found."""


def _is_of_a_container(host: str, facts: Facts) -> bool:
    """Whether containers call each other by this name; a browser isn't in a container."""
    return "." not in host and ("reachable" in facts or bool(_CONTAINER.fullmatch(host)))


def _base_url(facts: Facts, url: str, target: ParsedUrl | None, page: str) -> str:
    if _UNFILLED.search(url.partition("?")[0]):
        return "unfilled"
    silent = facts.text("symptom") in (None, "network-failure") and facts.text("reachable") != "answered"
    unfound = facts.text("reachable") == "name-not-resolved" or (silent and "reachable" not in facts)
    if target and unfound and _is_of_a_container(target.host, facts):
        return "inner-name"
    own, origin = serialize_origin(url), serialize_origin(page)
    is_html = facts.text("body_form") == "no-json" and (facts.number("status") or 0) < _LEAST_ERROR
    if is_html and names_a_page(own) and (not page or own == origin):
        return "dev-server"
    if target is None or not target.is_http or origin == "null":
        return "fits"
    if own == origin:
        # A CORS error means a cross-origin request: the page only shares the API's name, or the
        # text was shortened. https://fetch.spec.whatwg.org/#concept-main-fetch, step 12
        return "fits" if facts.text("symptom") in OBJECTIONS_TO_ANSWERS else "own-page"
    # If something responds, the API runs on this computer, and on purpose.
    return "this-computer" if silent and is_public_name(origin) and is_loopback(target.host) else "fits"


def _about_platform(facts: Facts) -> Iterator[Fact]:
    url = facts.get("url")
    target = parse_url(url.shown) if url else None
    if url is None or target is None:
        return
    lines = _decisive_lines(facts)
    headers = _headers(facts, lines) if lines else {}
    is_early = lines == "preflight_headers" or (not lines and _is_of_preflight(facts))
    which = "preflight_status" if is_early else "status"
    status, code = facts.get(which), facts.number(which) or 0
    # Others than Heroku read a Procfile, too: a proxy of one's own isn't a platform's router.
    own_proxy = "proxied_to" in facts
    named = facts.text("hosting") or hosting(
        headers, "" if own_proxy else facts.text("platform") or "", target.host
    )
    answer = platform_answer(named, code, headers)
    if target.is_http:
        platform = named if named != "none" else OWN_ANSWERS.get(answer, "none")
        yield Fact("hosting", platform, url.source, url.evidence or url.shown)
    is_told, known = "platform_answer" in facts, facts.get(lines) if lines else None
    if status and answer == "none" and not is_told and looks_private(named, code, headers):
        yield Fact("platform_answer", "codespaces", "pasted", status.evidence)
    # A copied page may show what its copied headers leave out; what is probed now counts more.
    elif known and (answer != "none" or known.source == "probed" or not is_told):
        yield Fact("platform_answer", answer, known.source, known.evidence)


def _about_writer(facts: Facts) -> Iterator[Fact]:
    """Whether Flask sent an error response, or the proxy in front of it."""
    for name, which in (("options_answered_by", "preflight"), ("answer_written_by", "response")):
        lines = facts.get(f"{which}_headers")
        writer = _writer(facts, which)
        if lines and writer:
            yield Fact(name, writer, lines.source, lines.evidence)


def _writer(facts: Facts, which: str) -> str:
    status = facts.number("preflight_status" if which == "preflight" else "status") or 0
    headers = _headers(facts, f"{which}_headers")
    # HAProxy puts no name on what it responds itself, and leaves Flask's on what it hands on.
    says_so = "proxy_answers_options" in facts and not is_python(headers.get("server", ""))
    if which == "preflight" and says_so and 200 <= status <= 299:
        return "proxy"
    return written_by(status, headers)


def _decisive_lines(facts: Facts) -> str:
    """Which response failed the check, as the name of the fact that holds its headers."""
    order = ("preflight_headers", "response_headers") if _is_of_preflight(facts) else ("response_headers",)
    return next((name for name in order if name in facts), "")


def _is_of_preflight(facts: Facts) -> bool:
    symptom = facts.text("symptom") or ""
    return symptom.startswith("preflight-") or symptom in _PREFLIGHT_PARTS


def _headers(facts: Facts, lines: str) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    for name, _, value in (line.partition(":") for line in facts.items(lines)):
        known = headers.get(name.strip().lower())
        headers[name.strip().lower()] = f"{known}, {value.strip()}" if known else value.strip()
    return headers


def _about_upstream(facts: Facts) -> Iterator[Fact]:
    """The address that the proxy calls for this URL, where its settings name one of this machine.

    Where the code starts the app on another port, that is what the settings are to name.
    """
    behind = parse_url(upstream := upstream_of(facts.text("url") or "", facts))
    started = facts.number("run_port")
    if "proxy_calls" not in facts and behind is not None and started in (None, behind.port):
        settings = facts.by_name["proxied_to"]
        yield Fact("proxy_calls", upstream, settings.source, settings.evidence)


def _about_status(facts: Facts) -> Iterator[Fact]:
    symptom = facts.text("symptom") or ""
    names = (
        ("preflight_status", "status") if symptom.startswith("preflight-") else ("status", "preflight_status")
    )
    for name in names:
        fact = facts.get(name)
        # A login check is Flask's own, unless the response shows who sent it.
        refused = name == "status" and fact is not None and fact.value in (401, 403, 404)
        by_proxy = refused and _writer(facts, "response") == "proxy"
        if fact is not None and (fact.value in _PROXY_STATUSES or by_proxy):
            yield Fact("proxy_status", fact.value, fact.source, fact.evidence)
            yield from _about_upstream(facts)
            return


def _about_caches(facts: Facts) -> Iterator[Fact]:
    kept = _headers(facts, "preflight_headers").get("access-control-max-age", "")
    preflight, response = facts.get("preflight_headers"), facts.get("response_headers")
    if facts.text("symptom") == "network-failure":
        return
    if preflight and facts.text("symptom") in _PREFLIGHT_PARTS:
        trace = "preflight-kept" if kept.isdecimal() and int(kept[:9]) > 0 else "none"
        yield Fact("cache_trace", trace, preflight.source, preflight.evidence)
    elif response:
        trace = cache_trace(_headers(facts, "response_headers"))
        yield Fact("cache_trace", trace, response.source, response.evidence)


def cache_trace(headers: Mapping[str, str]) -> str:
    """What a response shows about caches: it came from one, or it may be stored for other origins, too."""
    age = headers.get("age", "")
    if any(_HITS.search(headers.get(name, "")) for name in _HIT_HEADERS) or (
        age.isdecimal() and int(age[:9]) > 0
    ):
        return "shared-cache"
    control = headers.get("cache-control", "")
    kept = _MAX_AGE.search(control) and not _NEVER_STORED.search(control)
    return "storable" if kept and not varies_by_origin(headers.get("vary")) else "none"


def _about_browser(facts: Facts) -> Iterator[Fact]:
    detail = facts.get("failure_detail")
    blocked_by = {"service-worker": "service-worker", "private-window": "extension"}
    if detail and detail.value in blocked_by:
        yield Fact("blocked_by", blocked_by[str(detail.value)], detail.source, detail.evidence)
