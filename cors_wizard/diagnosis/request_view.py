"""The page's request as far as it is known: each part with where it comes from."""

from __future__ import annotations

from dataclasses import field

from cors_wizard.facts import NOT_SURE, Fact, Facts, FactValue, Source
from cors_wizard.frozen import dataclass


@dataclass(frozen=True)
class RequestPart:
    """One part of the request."""

    value: FactValue | None = None
    """None where nothing is known and no probe needed a guess; header names for the headers."""
    source: Source | None = None
    evidence: str = ""
    certain_names: tuple[str, ...] = ()
    """Of the headers: the names that something shows, also where the list may hold more."""
    sometimes: tuple[str, ...] = ()
    """Of the headers: the names that the page's code sends under a condition."""
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
    some_headers: RequestPart = field(default_factory=RequestPart)
    """The headers that something shows, where the list may hold more."""
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
        some_headers=_some_headers(facts),
        credentials=_part(facts.guess("credentials")),
        mode=_part(facts.guess("request_mode")),
        origin=_part(facts.guess("origin")),
    )


def _part(fact: Fact | None) -> RequestPart:
    if fact is None or fact.value == NOT_SURE:
        return RequestPart()
    return RequestPart(fact.value, fact.source, fact.evidence)


def _headers(facts: Facts) -> RequestPart:
    fact = facts.guess("request_headers")
    listed = fact.value if fact and isinstance(fact.value, tuple) else ()
    names = _bare_names(listed)
    shown = names if fact and fact.is_known else facts.items("certain_headers")
    shown = _without_doubles((*shown, *_refused(facts)))
    if fact is None:
        return RequestPart(certain_names=shown)
    return RequestPart(
        _without_doubles((*names, *shown)),
        fact.source,
        fact.evidence,
        shown,
        facts.items("sometimes_headers"),
        _content_type(listed) if fact.is_known else "",
    )


def _some_headers(facts: Facts) -> RequestPart:
    whole, certain, refused = (
        facts.guess("request_headers"),
        facts.get("certain_headers"),
        facts.get("refused_header"),
    )
    by = certain or refused
    if by is None or (whole is not None and whole.is_known):
        return RequestPart()
    names = _without_doubles((*facts.items("certain_headers"), *_refused(facts)))
    return RequestPart(names, by.source, by.evidence)


def _refused(facts: Facts) -> tuple[str, ...]:
    refused = facts.get("refused_header")
    return (str(refused.value),) if refused else ()


def _bare_names(headers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.partition(":")[0].strip() for item in headers))


def _without_doubles(names: tuple[str, ...]) -> tuple[str, ...]:
    """Each name as it is spelled first."""
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(name.lower(), name)
    return tuple(spelled.values())


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
