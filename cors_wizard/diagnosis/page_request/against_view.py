"""Where the page's call and the view behind its URL don't go together: each is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.diagnosis.page_request.from_calls import places
from cors_wizard.diagnosis.page_request.from_view import (
    View,
    may_take,
    needs_cookie,
    needs_token,
    own_methods,
)
from cors_wizard.diagnosis.page_request.matching import Matched, may_have
from cors_wizard.facts import Facts
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.page_code import PageCall

_TOKENS = ("authorization", "x-api-key", "x-access-token", "x-auth-token", "api-key", "token")
"""Headers that a login may go by, whatever its decorator is called."""


def against_view(matched: Matched, views: Sequence[View], facts: Facts) -> Iterator[str]:
    """Sentences: what the page sends, and what its view takes or needs instead."""
    methods = own_methods(views)
    sent = {call.method for call in matched.calls if call.method and "method" not in call.uncertain}
    if not matched.is_sure or not all(view.methods for view in views):
        return
    if sent and methods and not sent & {*methods, "HEAD", "OPTIONS"}:
        yield (
            f"The page sends {' or '.join(sorted(sent))} ({places(matched.calls)}), "
            f"but the route takes {' or '.join(methods)} ({views[0].where})."
        )
        return
    meant = [view for view in views if not sent or may_take(view, sent)]
    if len(meant) == 1:
        yield from _against_login(matched.calls, meant[0], facts)
        yield from _against_body(matched.calls, meant[0])


def _against_login(calls: Sequence[PageCall], view: View, facts: Facts) -> Iterator[str]:
    if any(may_have(call, name) for call in calls for name in _TOKENS):
        return
    is_without_cookie = _is_cross_origin(facts) and all(_sends_no_cookie(call) for call in calls)
    if not is_without_cookie:
        return
    if needs_cookie(view) and view.needs_auth:
        yield (
            f"The route needs a login ({view.needs_auth}, {view.where}), "
            f"but the page's call doesn't send cookies ({places(calls)})."
        )
    elif needs_token(view):
        yield (
            f"The route needs a token ({view.needs_auth}, {view.where}), "
            f"but the page's call sends no Authorization header ({places(calls)})."
        )


def _sends_no_cookie(call: PageCall) -> bool:
    is_known = call.credentials is not None and "credentials" not in call.uncertain
    return is_known and call.credentials != "include"


def _is_cross_origin(facts: Facts) -> bool:
    page, api = parse_url(facts.text("origin") or ""), parse_url(facts.text("url") or "")
    return page is not None and api is not None and page.origin != api.origin


def _against_body(calls: Sequence[PageCall], view: View) -> Iterator[str]:
    """JSON that is sent as plain text: Flask refuses to read it."""
    if view.reads_json and calls and all(_is_json_as_text(call) for call in calls):
        yield (
            f"The route reads JSON ({view.where}), but the page sends it as text/plain "
            f"({places(calls)}): Flask responds 415 to that."
        )


def _is_json_as_text(call: PageCall) -> bool:
    types = [value for name, value in call.headers if name.lower() == "content-type"]
    return (
        call.body == "json"
        and "headers" not in call.uncertain
        and any(each.startswith("text/plain") for each in types)
    )
