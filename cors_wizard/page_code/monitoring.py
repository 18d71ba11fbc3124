"""The monitoring libraries that a page sets up, and the headers that each of them adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.texts import from_shown
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Closure,
    Constant,
    Object,
    Text,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.page_call import Initiator, PageCall
from cors_wizard.page_code.sources.packages import is_before
from cors_wizard.page_code.tracing import DATADOG, SCRIPTED, SENTRY, TRACE_CONTEXT, Marker, with_headers

_SETS_UP_TRACING = ("nextjs", "nuxt", "sveltekit", "astro", "solidstart", "gatsby")
"""Sentry's packages that set tracing up by themselves, where they are given a rate of samples."""
_INSTRUMENTED: dict[str, Initiator] = {"fetch": "fetch", "xml-http-request": "xmlhttprequest"}
_PROPAGATED = {
    "datadog": DATADOG,
    "tracecontext": TRACE_CONTEXT,
    "b3": ("b3",),
    "b3multi": ("X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled"),
}


class Markers:
    """The monitoring libraries that one page sets up."""

    def __init__(self, versions: Mapping[str, str]) -> None:
        self._versions = versions
        self.found: list[Marker] = []

    def mark(self, calls: Iterable[PageCall]) -> tuple[PageCall, ...]:
        """The calls with the headers that are added to them."""
        return tuple(self._marked(call) for call in calls)

    def _marked(self, call: PageCall) -> PageCall:
        marking = [marker for marker in self.found if marker.marks(call)]
        others = (marker.may_mark(call) for marker in self.found if marker not in marking)
        traced = tuple(each for each in others if each is not None)
        marked = with_headers(call, [name for marker in marking for name in marker.headers])
        return replace(marked, traced=traced) if traced else marked

    def _add(
        self,
        headers: tuple[str, ...],
        targets: Value,
        *others: Value,
        own: bool = True,
        initiators: tuple[Initiator, ...] = SCRIPTED,
        decides: Callable[[str], bool | None] | None = None,
    ) -> None:
        items = targets.items if isinstance(targets, Array) else [targets]
        known = [item for item in (*items, *others) if not isinstance(item, Constant)]
        self.found.append(Marker(headers, tuple(known), own, initiators, decides))

    def packages(self) -> dict[str, Callable[[], Object]]:
        """Their packages, by name."""
        return {
            "@sentry/browser": self._sentry,
            "@opentelemetry/instrumentation-fetch": self._open_telemetry,
            "@datadog/browser-rum": self._datadog,
            "@elastic/apm-rum": self._elastic,
            "@microsoft/applicationinsights-web": self._insights,
        }

    def _sentry(self) -> Object:
        """Tracing is on where an integration for it is there, or a rate of samples."""

        def init(invocation: Invocation) -> Value:
            options = next(
                (each for each in reversed(invocation.arguments) if isinstance(each, Object)), UNDEFINED
            )
            integrations = option(options, "integrations").value
            items = integrations.items if isinstance(integrations, Array) else []
            tracing = next((each for each in items if _is_kind(each, "sentry-tracing")), None)
            rate = option(options, "tracesSampleRate").value
            is_on = tracing is not None or (rate != UNDEFINED and not items and self._is_set_up())
            if is_on:
                inner = (
                    tracing.properties.get("#targets", UNDEFINED)
                    if isinstance(tracing, Object)
                    else UNDEFINED
                )
                targets = option(options, "tracePropagationTargets").value
                given = targets if targets != UNDEFINED else inner
                # Version 8 and later mark nothing but the page's own origin, unless they are told to.
                is_old = is_before(self._sentry_version(), (8,))
                default = (text("localhost"),) if given == UNDEFINED and is_old else ()
                is_w3c = truth(option(options, "propagateTraceparent").value)
                self._add((*SENTRY, *TRACE_CONTEXT[:1]) if is_w3c else SENTRY, given, *default)
            return UNDEFINED

        return Object(
            {
                "init": native(init, "init"),
                "browserTracingIntegration": native(_sentry_tracing, "browserTracingIntegration"),
                "BrowserTracing": native(_sentry_tracing, "BrowserTracing"),
                "Integrations": Object({"BrowserTracing": native(_sentry_tracing, "BrowserTracing")}),
                "reactRouterV6BrowserTracingIntegration": native(_sentry_tracing),
                "reactRouterV7BrowserTracingIntegration": native(_sentry_tracing),
                "browserApiErrorsIntegration": native(lambda _: Object()),
                "replayIntegration": native(lambda _: Object()),
            },
            is_open=True,
        )

    def _is_set_up(self) -> bool:
        return any(f"@sentry/{name}" in self._versions for name in _SETS_UP_TRACING)

    def _sentry_version(self) -> str:
        return next((self._versions[name] for name in self._versions if name.startswith("@sentry/")), "")

    def _open_telemetry(self) -> Object:
        """Each instrumentation marks what it instruments; `tracestate` goes along only where there is any."""

        def add(options: Value, initiator: Initiator) -> None:
            targets = option(options, "propagateTraceHeaderCorsUrls").value
            self._add(TRACE_CONTEXT[:1], targets, initiators=(initiator,))

        def instrumentation(initiator: Initiator) -> Object:
            def made(invocation: Invocation) -> Value:
                add(invocation.argument(0), initiator)
                return Object(is_open=True)

            return native(made)

        def automatic(invocation: Invocation) -> Value:
            for name, initiator in _INSTRUMENTED.items():
                add(option(invocation.argument(0), f"@opentelemetry/instrumentation-{name}").value, initiator)
            return Object(is_open=True)

        return Object(
            {
                "FetchInstrumentation": instrumentation("fetch"),
                "XMLHttpRequestInstrumentation": instrumentation("xmlhttprequest"),
                "getWebAutoInstrumentations": native(automatic),
            },
            is_open=True,
        )

    def _datadog(self) -> Object:
        def init(invocation: Invocation) -> Value:
            options = invocation.argument(0)
            allowed = option(options, "allowedTracingUrls").value
            if allowed == UNDEFINED:
                allowed = option(options, "allowedTracingOrigins").value
            for item in allowed.items if isinstance(allowed, Array) else []:
                kinds = option(item, "propagatorTypes").value if isinstance(item, Object) else UNDEFINED
                names = _propagated(kinds)
                if is_before(self._versions.get("@datadog/browser-rum", ""), (6,)):
                    names = tuple(name for name in names if name != TRACE_CONTEXT[1])
                match = option(item, "match").value if isinstance(item, Object) else UNDEFINED
                self._add(names, item, own=False, decides=_deciding(invocation, item, match))
            return UNDEFINED

        rum = Object({"init": native(init, "init")}, is_open=True)
        return Object({"datadogRum": rum, "default": rum}, is_open=True)

    def _elastic(self) -> Object:
        def init(invocation: Invocation) -> Value:
            options = invocation.argument(0)
            headers = TRACE_CONTEXT if option(options, "propagateTracestate").is_given else TRACE_CONTEXT[:1]
            self._add(headers, option(options, "distributedTracingOrigins").value)
            return Object(is_open=True)

        made = native(init, "init")
        return Object({"init": made, "initApm": made}, is_open=True)

    def _insights(self) -> Object:
        def made(invocation: Invocation) -> Value:
            settings = option(invocation.argument(0), "config").value
            is_across = option(settings, "enableCorsCorrelation").value == Constant(True)
            everywhere = Object({"source": text("/.*/")}, kind="regex")
            mode = option(settings, "distributedTracingMode").value
            number = mode.value if isinstance(mode, Constant) else None
            names = ("Request-Id", "traceparent")
            chosen = names[:1] if number == 0 and number is not False else names[1:] if number == 2 else names
            self._add(chosen, everywhere if is_across else UNDEFINED)
            return Object(is_open=True)

        return Object({"ApplicationInsights": native(made, "ApplicationInsights")}, is_open=True)


def _sentry_tracing(invocation: Invocation) -> Value:
    options = invocation.argument(0)
    targets = option(options, "tracePropagationTargets").value
    if targets == UNDEFINED:
        targets = option(options, "tracingOrigins").value
    return Object({"#targets": targets}, kind="sentry-tracing")


def _deciding(invocation: Invocation, *given: Value) -> Callable[[str], bool | None] | None:
    """`(url) => url.startsWith('https://api.example.com')`."""
    run, node = invocation.run, invocation.node
    own = next((each for each in given if isinstance(each, Closure)), None)
    return None if own is None else lambda url: truth(run.apart(own, from_shown(url), node))


def _is_kind(value: Value, kind: str) -> bool:
    return isinstance(value, Object) and value.kind == kind


def _propagated(kinds: Value) -> tuple[str, ...]:
    names = (
        [item.constant for item in kinds.items if isinstance(item, Text)] if isinstance(kinds, Array) else []
    )
    chosen = [name for name in names if name] or ["datadog", "tracecontext"]
    return tuple(header for name in chosen for header in _PROPAGATED.get(name, ()))
