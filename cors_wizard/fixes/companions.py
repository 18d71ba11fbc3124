"""Headers that come in pairs: a library that adds one of them adds the other."""

from __future__ import annotations

from collections.abc import Iterable

_PAIRS = (
    ("sentry-trace", "baggage"),
    ("traceparent", "tracestate"),
    ("x-datadog-trace-id", "x-datadog-parent-id"),
    ("x-datadog-trace-id", "x-datadog-origin"),
    ("x-datadog-trace-id", "x-datadog-sampling-priority"),
    ("x-b3-traceid", "x-b3-spanid"),
    ("x-b3-traceid", "x-b3-sampled"),
)


def companions(names: Iterable[str]) -> tuple[str, ...]:
    """What comes with these headers and is not among them; lower-cased."""
    had = {name.lower() for name in names}
    others = (other for pair in _PAIRS if set(pair) & had for other in pair)
    # Datadog and B3 name several: what one of them brings may bring more.
    found = set(others) - had
    more = {other for pair in _PAIRS if set(pair) & found for other in pair} - had - found
    return tuple(sorted(found | more))
