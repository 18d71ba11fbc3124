"""Event streams with headers, which the browser's own EventSource can't send."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import UNDEFINED, Closure, Object, Unknown, Value, native, text
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option, place_of
from cors_wizard.page_code.libraries.fetch import fetch_draft, header_list

_ACCEPT = "text/event-stream"


def _fetched(invocation: Invocation) -> Value:
    """`fetchEventSource(url, options)`: the options are those of `fetch`."""
    draft = fetch_draft(invocation, "fetch-event-source")
    _accept(draft.headers)
    invocation.run.send(invocation.node, lambda: draft)
    return Unknown("stream")


def _polyfill(invocation: Invocation) -> Value:
    """`new EventSourcePolyfill(url, {headers, withCredentials})`, `new SSE(url, {payload, method})`."""
    options = invocation.argument(1)
    own = option(options, "fetch").value
    if isinstance(own, Closure):
        # `eventsource` hands its own headers to that function, which adds others.
        init = Object({"headers": Object({"Accept": text(_ACCEPT)}), "credentials": _credentials(options)})
        return invocation.run.call(own, (invocation.argument(0), init), UNDEFINED, invocation.node)
    headers, payload = option(options, "headers"), option(options, "payload")
    draft = Draft(
        "eventsource",
        Part(invocation.argument(0), place=invocation.place(0)),
        method=option(options, "method").or_default(text("POST" if payload.is_given else "GET")),
        body=Body(payload.value, payload.is_settled),
        headers=header_list(invocation.run, headers),
        credentials=with_credentials(option(options, "withCredentials")),
        options=place_of(options),
        headers_place=headers.place,
    )
    _accept(draft.headers)
    invocation.run.send(invocation.node, lambda: draft)
    return Object(is_open=True)


def _credentials(options: Value) -> Value:
    return with_credentials(option(options, "withCredentials")).value


def _accept(headers: Object) -> None:
    if not any(name.lower() == "accept" for name in headers.properties):
        headers.properties["Accept"] = text(_ACCEPT)


def fetch_event_source() -> Object:
    """What `@microsoft/fetch-event-source` exports."""
    return Object({"fetchEventSource": native(_fetched, "fetchEventSource")}, is_open=True)


def event_source_polyfill() -> Object:
    """What `event-source-polyfill` and `eventsource` export."""
    made = native(_polyfill, "EventSourcePolyfill")
    return Object(
        {"EventSourcePolyfill": made, "EventSource": made, "SSE": made, "default": made}, is_open=True
    )
