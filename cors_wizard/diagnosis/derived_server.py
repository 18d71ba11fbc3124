"""What follows from the facts about the server's side: paths, values of headers, cookies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from cors_wizard.behind_proxy import cuts_path, path_in_app
from cors_wizard.facts import DECLARED, Fact, Facts
from cors_wizard.fetch_standard import judge_cookie, serialize_origin
from cors_wizard.fetch_standard.headers import extract_list
from cors_wizard.fetch_standard.site import is_same_site
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import ParsedUrl, is_of_socketio, parse_url
from cors_wizard.flask_code.routing.path_match import covers
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.http_exchange import Headers
from cors_wizard.knowledge_base.conditions import version_in
from cors_wizard.probe.layers import served_by_proxy

_REQUEST_LINE = re.compile(r"\b[A-Z]{3,7} (/[^\s\"'?]{0,500})[^\s\"']{0,500} (?:HTTP/|=> generated )")
_LEFT_OUT_ELSEWHERE = ("same-site-lax", "same-site-strict", "same-site-unspecified")
"""What keeps a cookie from being sent to another site, and to no other than that."""
_LISTS = ("Access-Control-Allow-Methods", "Access-Control-Allow-Headers")


def about_server(facts: Facts) -> Iterator[Fact]:
    """The facts that follow from what the server answers and what its code says."""
    yield from about_path(facts)
    yield from _about_allow_origin(facts)
    yield from _about_lists(facts)
    yield from _about_site(facts)
    yield from _about_cookies(facts)
    yield from _about_silence(facts)


def _about_silence(facts: Facts) -> Iterator[Fact]:
    """Where nothing listens on this machine, a connection is refused at once: who waited was let in."""
    ended, url = facts.get("reachable"), parse_url(facts.text("url") or "")
    if not ended or ended.value != "timed-out" or ended.source != "pasted" or not url:
        return
    if is_loopback(url.host) and "CONNECTION_TIMED_OUT" not in ended.evidence:
        yield Fact("takes_and_is_silent", "yes", "pasted", ended.evidence)


def about_path(facts: Facts) -> Iterator[Fact]:
    """What kind of address is requested, and which path of the code has it."""
    url = facts.get("url")
    parsed = parse_url(str(url.value)) if url else None
    if url is None or parsed is None:
        yield from _asked_path(facts)
        if "preflight_status" not in facts:
            yield from _preflight_check(facts.get("preflight_checks"), None)
        return
    path = unquote(path_in_app(str(url.value), facts))
    plain_kind = "websocket" if parsed.scheme in ("ws", "wss") else "other"
    yield Fact("endpoint", "socketio" if is_of_socketio(parsed) else plain_kind, url.source, url.evidence)
    patterns, routes = facts.get("resource_patterns"), facts.get("routes")
    if patterns and isinstance(patterns.value, tuple):
        version = facts.text("flask_cors_version")
        matched = _resource_match(patterns.value, path, version)
        if matched:
            yield Fact("resource_match", matched, patterns.source, patterns.evidence)
        if matched == "covered":
            # The longest of those that cover a path is, as a rule, the one that flask-cors takes.
            having = [each for each in patterns.value if covers(each, path, ignore_case=True)]
            longest = max(having, key=len)
            yield Fact("resource_pattern", longest, patterns.source, patterns.evidence)
    passed_on = facts.get("proxy_paths")
    if passed_on is not None and cuts_path(str(url.value), facts):
        yield Fact("proxy_cuts_path", "yes", passed_on.source, passed_on.evidence)
    if passed_on is not None and path != unquote(parsed.path):
        yield Fact("path_behind", path, passed_on.source, passed_on.evidence)
    yield from _about_host(facts, parsed.host)
    yield from _preflight_check(facts.get("preflight_checks"), path)
    yield from _check_behind_the_slash(facts.get("preflight_checks"), path)
    yield from _unimported(facts, path)
    yield from _served_by_proxy(facts)
    yield from _blueprint_match(facts.get("blueprint_paths"), path)
    if routes and isinstance(routes.value, tuple):
        match = route_match(routes.value, path)
        # Flask serves its static files by a route of its own.
        if match != "none" or not path.startswith("/static/"):
            yield Fact("route_match", match, routes.source, routes.evidence)


def _about_host(facts: Facts, host: str) -> Iterator[Fact]:
    """Whether Flask trusts the host that it is called by; a dot before a name adds its subdomains."""
    known, version = facts.get("trusted_hosts"), facts.text("flask_version")
    if known is None or (version is not None and version_in(version, "<3.1")):
        return
    names = [name.partition(":")[0] for name in facts.items("trusted_hosts")]
    is_trusted = any(host == name.lstrip(".") or (name[:1] == "." and host.endswith(name)) for name in names)
    yield Fact("host_trusted", "yes" if is_trusted else "no", known.source, known.evidence)


def _asked_path(facts: Facts) -> Iterator[Fact]:
    """The path in the very line of a log that the status was read from."""
    for status in (facts.get("status"), facts.get("preflight_status")):
        asked = _REQUEST_LINE.search(status.evidence) if status else None
        if status and asked:
            yield Fact("asked_path", asked[1], status.source, status.evidence)
            if is_of_socketio(ParsedUrl("http", rest=asked[1])):
                yield Fact("endpoint", "socketio", status.source, status.evidence)
            return


def _preflight_check(checks: Fact | None, path: str | None) -> Iterator[Fact]:
    """What a hook does to the preflight of this path, by its route; without a path, to every one."""
    if checks is None or not isinstance(checks.value, tuple):
        return
    kinds = [(kind, rule) for kind, _, rule in (item.partition(" ") for item in checks.value)]
    if path is None:
        # A hook that spares an endpoint, or is one blueprint's, decides nothing before the path is known.
        found = [kind for kind, _ in kinds] if len({kind for kind, _ in kinds}) == 1 else []
    else:
        having = [kind for kind, rule in kinds if rule != "*" and rule_fits(rule, path)]
        found = having or [kind for kind, rule in kinds if rule == "*"]
    for kind in found[:1]:
        yield Fact("preflight_check", kind, checks.source, checks.evidence)


def _check_behind_the_slash(checks: Fact | None, path: str) -> Iterator[Fact]:
    """What a hook does to the preflight of the route, to whose slash Flask redirects this path."""
    known = checks.value if checks and isinstance(checks.value, tuple) else ()
    rules = [item.partition(" ")[2] for item in known]
    is_behind = any(rule_fits(rule, f"{path}/") for rule in rules)
    if is_behind and not any(rule_fits(rule, path) for rule in rules):
        for fact in _preflight_check(checks, f"{path}/"):
            yield replace(fact, name="check_behind_the_slash")


def _served_by_proxy(facts: Facts) -> Iterator[Fact]:
    known = facts.get("proxy_serves")
    if known is not None and (item := served_by_proxy(facts)):
        yield Fact("proxy_drops", "every-request", known.source, item)


def _unimported(facts: Facts, path: str) -> Iterator[Fact]:
    """What the view of this path uses without importing it."""
    known = facts.get("unimported")
    items = [(name, rule) for name, _, rule in (item.partition(" ") for item in facts.items("unimported"))]
    names = tuple(name for name, rule in items if rule_fits(rule, path))
    if known is not None and names and "missing_imports" not in facts:
        yield Fact("missing_imports", names, known.source, known.evidence)


def _blueprint_match(known: Fact | None, path: str) -> Iterator[Fact]:
    """Whether a blueprint that CORS is set up for has this path; a whole rule tells more than a prefix."""
    if known is None or not isinstance(known.value, tuple):
        return
    pairs = [(kind, rule) for kind, _, rule in (item.partition(" ") for item in known.value)]
    fitting = [(kind, rule) for kind, rule in pairs if rule_fits(rule, path, ignore_last_slash=True)]
    exact = [kind for kind, rule in fitting if not rule.endswith("<path:below>")]
    kinds = {*(exact or (kind for kind, _ in fitting))}
    if len(kinds) == 1:
        value = "covered" if kinds == {"covered"} else "not-covered"
        yield Fact("blueprint_match", value, known.source, known.evidence)


def _resource_match(patterns: tuple[str, ...], path: str, version: str | None) -> str:
    # Before 6.0 flask-cors did not tell upper from lower case in paths.
    exact = [covers(pattern, path) for pattern in patterns]
    loose = [covers(pattern, path, ignore_case=True) for pattern in patterns]
    if version is None:
        found = exact if any(exact) == any(loose) else [None]
    else:
        found = loose if version_in(version, "<6.0") else exact
    if any(found):
        return "covered"
    return "" if None in found else "not-covered"


def route_match(routes: tuple[str, ...], path: str) -> str:
    """Whether a route is made for this path, or only one that takes any path."""
    fitting = [route for route in routes if rule_fits(route, path)]
    if not fitting:
        return "none"
    return "exact" if any(not route.startswith("/<path:") for route in fitting) else "catch-all"


def _about_allow_origin(facts: Facts) -> Iterator[Fact]:
    value = facts.get("allow_origin")
    if value and isinstance(value.value, str):
        yield Fact("allow_origin_form", allow_origin_form(value.value), value.source, value.evidence)
        written = facts.get("configured_origins")
        if written and "," in value.value and value.value in facts.items("configured_origins"):
            # The code writes the list itself, into one header.
            yield Fact("allow_origin_lines", 1, written.source, written.evidence)


def allow_origin_form(value: str) -> str:
    """What keeps a value from being an origin, `*` or `null`; "none" where it is one of these."""
    value = value.strip()
    if value in ("*", "null") or (serialize_origin(value) == value.lower() and "*" not in value):
        return "none"
    if re.fullmatch(r"[^\s,]{1,300}(\s*,\s*[^\s,]{1,300}){1,20}", value) and "[" not in value:
        items = {item.strip() for item in value.split(",")}
        # Nobody writes this by hand: two parts sent a header each, and one line was made of them.
        return "repeated" if len(items) == 1 or "*" in items else "comma-list"
    if " " in value:
        return "blank-list" if "://" in value and "[" not in value else "no-origin"
    if value.endswith("/") and serialize_origin(value) == value.rstrip("/").lower():
        return "slash"
    return "no-scheme" if re.fullmatch(r"[A-Za-z0-9.-]{1,255}(:[0-9]{1,5})?", value) else "no-origin"


def _about_lists(facts: Facts) -> Iterator[Fact]:
    lines = facts.get("preflight_headers")
    if lines is None or not isinstance(lines.value, tuple):
        return
    pairs = [
        (name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines.value)
    ]
    # What was shown shortened cannot be judged.
    if any(name.lower().startswith("access-control") and value.endswith("…") for name, value in pairs):
        return
    headers = Headers.of(pairs)
    readable = all(extract_list(headers, name) is not None for name in _LISTS)
    yield Fact("list_syntax", "readable" if readable else "unreadable", lines.source, lines.evidence)
    listed = _is_listed(facts, headers)
    if listed is not None:
        yield Fact("refusal_listed", "yes" if listed else "no", lines.source, lines.evidence)


def _is_listed(facts: Facts, headers: Headers) -> bool | None:
    """Whether the lists at hand have, by name, what the message says is refused; None where nothing is."""
    if method := facts.text("refused_method"):
        return method in (extract_list(headers, _LISTS[0]) or ())
    if name := facts.text("refused_header"):
        return name.lower() in {each.lower() for each in extract_list(headers, _LISTS[1]) or ()}
    return None


def _about_site(facts: Facts) -> Iterator[Fact]:
    url, page = facts.get("url"), facts.text("origin") or facts.text("page_url")
    if page is None and (guest := _page_on_another_site(facts)) is not None:
        yield guest
        page = str(guest.value)
    api = serialize_origin(str(url.value)) if url else "null"
    origin = serialize_origin(page or "")
    if url is None or "null" in (api, origin):
        return
    hosts = [parsed.host for parsed in map(parse_url, (api, origin)) if parsed]
    if is_same_site(api, origin):
        site = "same-site"
    elif all(map(is_loopback, hosts)) and api.partition(":")[0] == origin.partition(":")[0]:
        site = "two-names-of-this-computer"
    else:
        site = "cross-site"
    yield Fact("page_site", site, url.source, f"{origin} and {api}")


def _page_on_another_site(facts: Facts) -> Fact | None:
    """The page whose cookie was left out as another site's, where the server lets in just one such page."""
    url, allowed = parse_url(facts.text("url") or ""), facts.get("configured_origins")
    is_left_out = facts.text("cookie_problem") in _LEFT_OUT_ELSEWHERE
    if url is None or allowed is None or not is_left_out or not is_loopback(url.host):
        return None
    pages = [page for each in facts.items("configured_origins") if (page := serialize_origin(each)) != "null"]
    others = [page for page in pages if not is_same_site(url.origin, page)]
    return Fact("origin", others[0], allowed.source, allowed.evidence) if len(others) == 1 else None


def _about_cookies(facts: Facts) -> Iterator[Fact]:
    """What the first cookie that the response sets meets, as far as the page is known."""
    lines, url, origin = facts.get("response_headers"), facts.text("url"), facts.text("origin")
    if lines is None or url is None or origin is None:
        return
    choices = DECLARED["cookie_problem"].choices
    for line in facts.items("response_headers"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "set-cookie":
            reasons = (reason.id for reason in judge_cookie(value.strip(), url, origin).reasons)
            problem = next((reason for reason in reasons if reason in choices), None)
            if problem:
                yield Fact("cookie_problem", problem, lines.source, line)
                return
