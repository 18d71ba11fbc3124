"""Facts about redirects of the page's request: where they lead, and what the browser says of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.trust import is_local, is_loopback
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.flask_code.routing.rule_fits import rule_fits

_LOGIN_PATH = re.compile(
    r"(?:^|[/_-])(?:log-?in|log-?on|sign-?in|sso|saml|oauth2?|authorize)(?:[/_.?-]|$)", re.IGNORECASE
)

_LOGIN_HOST = re.compile(r"(?:login|sso|auth|accounts|idp|signin)\.", re.IGNORECASE)

_NO_COOKIES = ("same-origin", "scanned")


def about_redirects(facts: Facts, before: Facts) -> Iterator[Fact]:
    """The facts that follow about redirects; `before` is from before the probes."""
    yield from _about_following(before)
    of_redirect = tuple(_about_redirect(facts))
    yield from of_redirect
    yield from _about_slash(facts)
    yield from _about_scheme(facts)
    yield from _about_left_out(facts.also(of_redirect))


def _about_redirect(facts: Facts) -> Iterator[Fact]:
    asked, leads = facts.text("url"), facts.get("redirect_url")
    if asked and leads and isinstance(leads.value, str):
        where = redirect_leads(asked, leads.value)
        if facts.text("symptom") == "preflight-disallowed-redirect" and _only_slash(asked, leads.value):
            # Whatever else it changes: a preflight is refused for the slash alone.
            where = "nearby"
        yield Fact("redirect_leads", where, leads.source, leads.evidence)
        slash = "yes" if _only_slash(asked, leads.value) else "no"
        yield Fact("slash_redirect", slash, leads.source, leads.evidence)
        login = "yes" if _is_login(leads.value) else "no"
        yield Fact("redirect_to_login", login, leads.source, leads.evidence)
        # A login page is for people: a script needs to learn that its user isn't logged in.
        needs = "a-status" if login == "yes" or where == "elsewhere" else "its-target"
        yield Fact("redirect_needs", needs, leads.source, leads.evidence)


def _about_slash(facts: Facts) -> Iterator[Fact]:
    """Whether the path lacks only the slash of its route, which Flask adds by a redirect."""
    asked, routes = parse_url(facts.text("url") or ""), facts.get("routes") or facts.get("pasted_routes")
    is_redirected = facts.text("symptom") == "preflight-disallowed-redirect" and "redirect_url" not in facts
    if asked is None or routes is None or not is_redirected or "redirect_kind" in facts:
        return
    rules = routes.value if isinstance(routes.value, tuple) else ()
    is_there = any(rule_fits(each, asked.path) for each in rules)
    if not is_there and any(rule_fits(each, f"{asked.path}/") for each in rules):
        yield Fact("redirect_kind", "slash", routes.source, routes.evidence)


def _about_scheme(facts: Facts) -> Iterator[Fact]:
    """Whether a public http address is redirected to https: the redirect or the project says it."""
    asked, leads = parse_url(facts.text("url") or ""), facts.get("redirect_url")
    if "redirect_kind" in facts or asked is None or asked.scheme != "http" or is_loopback(asked.host):
        return
    if leads is not None:
        there = parse_url(str(leads.value))
        if there is not None and (there.scheme, there.host) == ("https", asked.host):
            yield Fact("redirect_kind", "scheme", leads.source, leads.evidence)
    elif facts.text("symptom") == "preflight-disallowed-redirect":
        says = facts.get("redirects_to_https")
        says = says or (facts.get("extensions") if "flask-talisman" in facts.items("extensions") else None)
        if says is not None:
            yield Fact("redirect_kind", "scheme", says.source, says.evidence)


def _about_left_out(facts: Facts) -> Iterator[Fact]:
    """Whether a login check rejected a call that sends no cookies, while the page's other calls do."""
    credentials, others = facts.get("credentials"), facts.get("page_credentials")
    if credentials is None or others is None or (credentials.value, credentials.source) != _NO_COOKIES:
        return
    status, symptom = facts.get("status"), facts.text("symptom") or ""
    is_refused = facts.text("redirect_to_login") == "yes" or (status and status.value in (401, 403))
    has_token = any(each.lower().startswith("authorization:") for each in facts.items("request_headers"))
    if is_refused and not has_token and not symptom.startswith("preflight-"):
        yield Fact("cookie_left_out", "yes", others.source, others.evidence)
        yield Fact("cookie_problem", "no-credentials", others.source, others.evidence)


def _is_login(target: str) -> bool:
    """Whether an address names a login page, in its path or as the host of an identity provider."""
    url = parse_url(target)
    if url is None:
        return False
    return bool(_LOGIN_PATH.search(url.path[:500]) or _LOGIN_HOST.match(url.host))


def _about_following(before: Facts) -> Iterator[Fact]:
    """What the browser says of redirects; a probe may meet others than the page's request did."""
    leads, allowed = before.get("redirect_url"), before.get("allow_origin")
    origin = serialize_origin(before.text("origin") or "null")
    mismatch = before.text("symptom") in ("allow-origin-mismatch", "preflight-allow-origin-mismatch")
    if leads:
        yield Fact("followed_redirect", "yes", leads.source, leads.evidence)
    elif allowed and mismatch and allowed.value == origin != "null" and before.text("engine") != "chromium":
        # The page's own origin does not match where the request's has become `null`, after a second host:
        # https://fetch.spec.whatwg.org/#http-redirect-fetch, "tainted origin". Chromium names redirects.
        yield Fact("followed_redirect", "yes", allowed.source, allowed.evidence)


def redirect_leads(asked: str, target: str) -> str:
    """Where a redirect leads, seen from the requested URL; `inside` is an address behind the proxy."""
    here, there = parse_url(asked), parse_url(target)
    if here is None or there is None or "*" in there.host:
        # Masked hosts can't be told apart.
        return "elsewhere"
    if asked.partition("#")[0] == target.partition("#")[0]:
        return "to-itself"
    if here.host == there.host:
        return _on_the_same_host(here, there)
    inside = is_local(there.host) or "." not in there.host
    return "inside" if inside and not is_local(here.host) else "elsewhere"


def _on_the_same_host(here: ParsedUrl, there: ParsedUrl) -> str:
    if here.scheme == "https" and there.scheme == "http":
        return "down-to-http"
    if here.port == there.port or here.scheme != there.scheme:
        return "nearby"
    # On the user's own computer another port is another program; elsewhere it is what is behind the proxy.
    return "elsewhere" if is_loopback(here.host) else "inside"


def _only_slash(asked: str, target: str) -> bool:
    was, now = parse_url(asked), parse_url(target)
    if was is None or now is None:
        return False
    return was.path != now.path and was.path.rstrip("/") == now.path.rstrip("/")
