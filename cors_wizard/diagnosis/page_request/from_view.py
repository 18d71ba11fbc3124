"""What the view behind the URL shows about the request: its methods, and what it reads from the request."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol
from urllib.parse import unquote

from cors_wizard.behind_proxy import path_in_app
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.symptoms import is_preflight_symptom
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.probe.page_request import read_page_request, told

_NOT_THIS_METHOD = (404, 405)
"""With these the page may have sent a method that the route does not take."""
_BY_THEMSELVES = frozenset({"HEAD", "OPTIONS"})
_HEADER_LOGINS = frozenset({"jwt_required", "authorization", "token_required", "auth_required", "token"})


class View(Protocol):
    """A route as the reader of Flask code hands it on."""

    @property
    def rule(self) -> str: ...
    @property
    def methods(self) -> tuple[str, ...]: ...
    @property
    def reads_headers(self) -> tuple[str, ...]: ...
    @property
    def reads_json(self) -> bool: ...
    @property
    def reads_cookies(self) -> bool: ...
    @property
    def needs_auth(self) -> str: ...
    @property
    def adds_slash(self) -> bool: ...
    @property
    def where(self) -> str: ...


def views_of(views: Sequence[View], facts: Facts) -> tuple[View, ...]:
    """The views that have the URL's path; where none has, those to which Flask redirects it."""
    path = _path(facts)
    return (
        tuple(view for view in views if view.rule == path)
        or tuple(view for view in views if rule_fits(view.rule, path))
        or tuple(view for view in views if rule_fits(view.rule, path, ignore_last_slash=True))
    )


def _path(facts: Facts) -> str:
    """The path of the URL; empty where that isn't known."""
    return unquote(path_in_app(facts.text("url") or "", facts))


def facts_of_views(views: Sequence[View], facts: Facts) -> Iterator[Fact]:
    """The method where only one makes sense or whether it is taken, and what the view suggests."""
    methods = own_methods(views)
    if methods:
        yield Fact(
            "route_takes", methods, "scanned", f"{views[0].where}: the route takes {', '.join(methods)}"
        )
    method = told(facts, "method") or told(facts, "refused_method")
    if method is None and methods:
        yield from _method(views, methods, is_refused=facts.number("status") in _NOT_THIS_METHOD)
        method = methods[0] if len(methods) == 1 else None
    elif (
        method is not None
        and methods
        and not _succeeded(facts)
        and not any(may_take(each, {method}) for each in views)
    ):
        taken = f"{views[0].where}: the route takes {' or '.join(methods)}"
        yield Fact("route_takes_method", "no", "scanned", taken)
    if views and all(view.adds_slash and view.rule != _path(facts) for view in views):
        yield from _redirected(views[0], facts)
    meant = [view for view in views if not method or may_take(view, {method})]
    if len(meant) == 1:
        yield from _headers(meant[0])
        yield from _credentials(meant[0])


def _succeeded(facts: Facts) -> bool:
    """Whether somebody saw the request succeed: other code ran then. Safari names the preflight's status."""
    status = facts.get("status")
    return status is not None and status.source == "recorded" and 200 <= (facts.number("status") or 0) < 300


def _redirected(view: View, facts: Facts) -> Iterator[Fact]:
    """What Flask does to a request for a path that lacks the rule's last slash, and to its preflight."""
    page = read_page_request(facts)
    if page is None or rule_fits(view.rule, _path(facts)):
        return
    is_assumed = page.assumed_method or bool(page.assumed_headers)
    if not is_preflight_symptom(told(facts, "symptom")) and is_assumed:
        return
    adds = "yes" if page.needs_preflight else "without-preflight"
    yield Fact("route_adds_slash", adds, "scanned", f"{view.where}: {view.rule}")
    yield Fact("redirect_kind", "slash", "scanned", f"{view.where}: {view.rule}")
    if not page.needs_preflight:
        yield Fact("slash_redirect", "yes", "scanned", f"{view.where}: {view.rule}")


def may_take(view: View, methods: Collection[str]) -> bool:
    """Whether the view takes one of these, as far as its methods are known."""
    return not view.methods or not {*view.methods}.isdisjoint(methods)


def own_methods(views: Sequence[View]) -> tuple[str, ...]:
    """The methods of these views, less those that Flask adds."""
    every = (method.upper() for view in views for method in view.methods)
    return tuple(dict.fromkeys(method for method in every if method not in _BY_THEMSELVES))


def _method(views: Sequence[View], methods: tuple[str, ...], *, is_refused: bool) -> Iterator[Fact]:
    if len(methods) == 1 and methods[0] != "GET" and not is_refused:
        yield Fact("method", methods[0], "scanned", f"{views[0].where}: the route takes only {methods[0]}")
    elif len(methods) == 1:
        yield Fact("method", methods[0], "assumed", f"{views[0].where}: the route takes only {methods[0]}")
    else:
        likely = next((each for each in methods if each != "GET"), "GET")
        yield Fact("method", likely, "assumed", f"the route takes {', '.join(methods)}")


def wanted_headers(view: View) -> tuple[str, ...]:
    """The headers that the view reads or needs, and that a page has to add itself."""
    names = {name.lower(): name for name in view.reads_headers if not _is_the_browsers(name)}
    if needs_token(view):
        names.setdefault("authorization", "Authorization")
    if view.reads_json:
        names.setdefault("content-type", "Content-Type")
    return tuple(names.values())


def own_headers(view: View) -> tuple[str, ...]:
    """The headers of an API's own that the view reads: no login, and nothing that a browser or proxy adds."""
    return tuple(
        name for name in view.reads_headers if not _is_the_browsers(name) and name.lower() not in _USUAL
    )


_USUAL = frozenset({"authorization", "content-type", "x-requested-with", "x-request-id", "x-correlation-id"})
_BROWSERS_OWN = frozenset(
    {
        *("accept", "accept-language", "accept-encoding", "connection", "content-length", "cookie", "host"),
        *("origin", "referer", "user-agent", "dnt", "range", "date", "via", "forwarded", "if-none-match"),
        *("if-modified-since", "cache-control", "pragma", "x-real-ip", "cf-connecting-ip"),
    }
)


def _is_the_browsers(name: str) -> bool:
    """Whether browsers or proxies add this header, so that a view may read it though no page sends it."""
    return name.lower() in _BROWSERS_OWN or name.lower().startswith(
        ("sec-", "x-forwarded-", "access-control-", "proxy-")
    )


def _headers(view: View) -> Iterator[Fact]:
    names = wanted_headers(view)
    if names:
        yield Fact("request_headers", names, "assumed", f"{view.where} reads {', '.join(names)}")


def needs_token(view: View) -> bool:
    """Whether the view's login goes by the Authorization header."""
    # `@auth.login_required` is Flask-HTTPAuth's; Flask-Login's has no owner.
    return view.needs_auth.lower() in _HEADER_LOGINS or view.needs_auth.endswith(".login_required")


def needs_cookie(view: View) -> bool:
    """Whether the view reads a cookie, or its login does."""
    return view.reads_cookies or (bool(view.needs_auth) and not needs_token(view))


def _credentials(view: View) -> Iterator[Fact]:
    if needs_cookie(view):
        why = f"needs a login ({view.needs_auth})" if view.needs_auth else "reads cookies"
        yield Fact("credentials", "include", "assumed", f"{view.where} {why}")
