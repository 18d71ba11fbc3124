"""The page's request as far as it is known: each part with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from cors_wizard.facts import NOT_SURE, Fact, Facts, FactValue, Source


@dataclass(frozen=True)
class RequestPart:
    """One part of the request."""

    value: FactValue | None = None
    """None where nothing is known and no probe needed a guess; header names for the headers."""
    source: Source | None = None
    evidence: str = ""
    certain_names: tuple[str, ...] = ()
    """Of the headers: the names that something shows, also where the list may hold more."""
    content_type: str = ""
    """Of the headers: the Content-Type that something shows; a form needs no preflight, JSON does."""

    @property
    def is_known(self) -> bool:
        """Whether anything shows it."""
        return self.value is not None and self.source not in (None, "assumed")


@dataclass(frozen=True)
class PageRequestView:
    """The request that the page makes."""

    method: RequestPart = field(default_factory=RequestPart)
    url: RequestPart = field(default_factory=RequestPart)
    headers: RequestPart = field(default_factory=RequestPart)
    credentials: RequestPart = field(default_factory=RequestPart)
    mode: RequestPart = field(default_factory=RequestPart)
    origin: RequestPart = field(default_factory=RequestPart)
    """Where the page is from."""

    @property
    def assumed(self) -> tuple[str, ...]:
        """The facts of a page's choosing that nothing shows, by name; empty where the request is known."""
        parts = {
            "method": self.method,
            "request_headers": self.headers,
            "credentials": self.credentials,
        }
        return tuple(name for name, part in parts.items() if not part.is_known)


def request_view(facts: Facts) -> PageRequestView:
    """The request that these facts describe."""
    method = facts.guess("method")
    if method is None or not method.is_known:
        method = facts.get("refused_method") or method
    return PageRequestView(
        method=_part(method),
        url=_part(facts.get("url")),
        headers=_headers(facts),
        credentials=_part(facts.guess("credentials")),
        mode=_part(facts.guess("request_mode")),
        origin=_part(facts.guess("origin")),
    )


def _part(fact: Fact | None) -> RequestPart:
    if fact is None or fact.value == NOT_SURE:
        return RequestPart()
    return RequestPart(fact.value, fact.source, fact.evidence)


def _headers(facts: Facts) -> RequestPart:
    fact, refused = facts.guess("request_headers"), facts.get("refused_header")
    listed = fact.value if fact and isinstance(fact.value, tuple) else ()
    names = tuple(dict.fromkeys(item.partition(":")[0].strip() for item in listed))
    shown = tuple(name for name in names if fact and fact.is_known)
    lower = {name.lower() for name in shown}
    more = (str(refused.value),) if refused and str(refused.value).lower() not in lower else ()
    if fact is None:
        return RequestPart(certain_names=more)
    lower = {name.lower() for name in names}
    names = (*names, *(name for name in more if name.lower() not in lower))
    return RequestPart(
        names, fact.source, fact.evidence, (*shown, *more), _content_type(listed) if fact.is_known else ""
    )


def _content_type(headers: tuple[str, ...]) -> str:
    parts = (item.partition(":") for item in headers)
    return next((value.strip() for name, _, value in parts if name.strip().lower() == "content-type"), "")


def completeness(known: Facts) -> tuple[Fact, ...]:
    """Whether method, headers and credentials are known; nothing where no URL is."""
    url = known.get("url")
    if url is None:
        return ()
    is_known = not request_view(known).assumed
    return (Fact("request_known", "yes" if is_known else "no", url.source, "what the page sends"),)
