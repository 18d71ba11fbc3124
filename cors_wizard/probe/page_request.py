"""The request that the page makes, as far as the facts tell, with every part that had to be assumed marked.

What a probe found is not read back: probing twice with the same knowledge asks the same things twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast, get_args

from cors_wizard.facts import NOT_SURE, Fact, Facts
from cors_wizard.facts.symptoms import is_preflight_symptom
from cors_wizard.fetch_standard import (
    is_same_origin,
    preflight_header_names,
    preflight_reasons,
    serialize_origin,
)
from cors_wizard.fetch_standard.headers import is_forbidden_request_header
from cors_wizard.fetch_standard.methods import is_forbidden_method, is_token, normalize_method
from cors_wizard.fetch_standard.origin import sent_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import CredentialsMode, Headers, Request

ASSUMED_ORIGINS = ("http://localhost:3000", "http://localhost:5173")
"""Where development servers serve most pages; the first that is not the API's own is assumed."""

JSON = "application/json"
"""The Content-Type that makes most preflights."""

HEADER_COUNT_LIMIT = 40
"""Request headers that are taken over from the facts."""

FOLLOWS_FROM_THE_LIST: frozenset[str] = frozenset(
    {"method-disallowed", "header-disallowed", "preflight-invalid-allow-credentials"}
)
"""What a preflight response lacks, too, that says nothing to this page."""
ORIGIN_SYMPTOMS: frozenset[str] = frozenset(
    {
        "missing-allow-origin",
        "allow-origin-mismatch",
        "preflight-missing-allow-origin",
        "preflight-allow-origin-mismatch",
    }
)
"""With these a browser says that this page's origin is not allowed."""
_MASK_CHARACTERS = "*•…"


@dataclass(frozen=True)
class PageRequest:
    """A request as the page makes it, and which parts of it are assumptions."""

    request: Request
    origin: str
    """The page's serialized origin."""
    assumed_origin: bool = False
    assumed_method: bool = False
    known_headers: bool = True
    """Whether the list of headers is known; a name that the browser printed can be known without it."""
    assumed_headers: frozenset[str] = frozenset()
    """Lower-cased names of headers that nothing shows."""
    suggests_method: bool = False
    """Whether the assumed method has a reason, such as the methods of the route."""
    assumed_credentials: bool = False
    """Whether nothing shows the credentials mode; the request then has Fetch's default."""

    @property
    def needs_preflight(self) -> bool:
        """Whether the browser sends a CORS-preflight request first."""
        return bool(preflight_reasons(self.request, self.origin))

    @property
    def preflight_names(self) -> tuple[str, ...]:
        """What Access-Control-Request-Headers lists."""
        return preflight_header_names(self.request)

    def preflighted(self) -> PageRequest:
        """This request, with what is unknown of it assumed so that it needs a preflight."""
        is_free = self.assumed_method and not self.suggests_method
        method = "POST" if is_free else self.request.method
        page = replace(self, request=replace(self.request, method=method))
        if page.needs_preflight:
            return page
        headers = Headers((*page.request.headers, ("Content-Type", JSON)))
        return replace(
            page,
            request=replace(page.request, headers=headers),
            assumed_headers=page.assumed_headers | {"content-type"},
        )


def told(facts: Facts, name: str) -> str | None:
    """The text of a fact that came from anywhere but a probe."""
    fact = facts.get(name)
    return None if fact is None or fact.source == "probed" else facts.text(name)


def probe_url(url: str) -> str | None:
    """The URL as it is requested, without user name, password and fragment; None where none can be probed."""
    parsed = parse_url(url)
    if parsed is None or not parsed.is_http:
        return None
    return parsed.origin + parsed.rest.partition("#")[0]


def host_of(url: str) -> str | None:
    """The host that a URL names, serialized; None where it names none."""
    parsed = parse_url(url)
    return parsed.host if parsed and parsed.is_http else None


def read_page_request(facts: Facts) -> PageRequest | None:
    """What the page requests; None where no URL is known that could be probed."""
    url = probe_url(facts.text("url") or "")
    if url is None:
        return None
    origin = facts.text("origin") or facts.text("page_url")
    method = _method(facts)
    likely = None if method else _usable(facts.guess("method"))
    page = PageRequest(
        Request(url, method or likely or "GET", _headers(facts), _known_credentials(facts) or "same-origin"),
        sent_origin(origin) if origin else _assumed_origin(url, facts),
        assumed_origin=origin is None,
        assumed_method=method is None,
        known_headers=_has_header_list(facts),
        assumed_headers=_assumed_headers(facts),
        suggests_method=likely is not None,
        assumed_credentials=_known_credentials(facts) is None,
    )
    return page.preflighted() if is_preflight_symptom(told(facts, "symptom")) else page


def _assumed_origin(url: str, facts: Facts) -> str:
    """Where the page may be: what the code lists if the browser accepted the origin, else the usual place."""
    usual = (origin for origin in ASSUMED_ORIGINS if not is_same_origin(origin, url))
    listed = (
        each
        for each in facts.items("configured_origins")
        if each.startswith(("http://", "https://")) and serialize_origin(each) == each and "*" not in each
    )
    passed = told(facts, "symptom") not in (None, *ORIGIN_SYMPTOMS)
    return next(listed, None) or next(usual) if passed else next(usual)


def _method(facts: Facts) -> str | None:
    refused = facts.get("refused_method")
    told_method = None if refused and refused.source == "probed" else refused
    return _usable(facts.get("method")) or _usable(told_method)


def _usable(fact: Fact | None) -> str | None:
    """The method, if pages may send it."""
    method = fact.value if fact else None
    if isinstance(method, str) and is_token(method) and not is_forbidden_method(method):
        return normalize_method(method) if method != NOT_SURE else None
    return None


def _known_credentials(facts: Facts) -> CredentialsMode | None:
    mode = facts.text("credentials")
    return cast(CredentialsMode, mode) if mode in get_args(CredentialsMode) else None


def _has_header_list(facts: Facts) -> bool:
    fact = facts.get("request_headers")
    return fact is not None and isinstance(fact.value, tuple)


def _listed_headers(facts: Facts) -> tuple[str, ...]:
    fact = facts.guess("request_headers")
    return fact.value[:HEADER_COUNT_LIMIT] if fact and isinstance(fact.value, tuple) else ()


def _assumed_headers(facts: Facts) -> frozenset[str]:
    if _has_header_list(facts):
        return frozenset()
    certain = {told(facts, "refused_header") or "", *facts.items("certain_headers")}
    names = {_pair(item)[0].lower() for item in _listed_headers(facts)}
    return frozenset(names - {_pair(item)[0].lower() for item in certain})


def _headers(facts: Facts) -> Headers:
    pairs = [_pair(item) for item in _listed_headers(facts)]
    refused = told(facts, "refused_header")
    if refused and refused.lower() not in {name.lower() for name, _ in pairs}:
        pairs.append(_pair(refused))
    return Headers.of(_sent_by_browsers(pairs))


def _pair(item: str) -> tuple[str, str]:
    name, _, value = item.partition(":")
    value = value.strip()
    if value and not value.strip(_MASK_CHARACTERS + " "):
        value = ""
    if name.strip().lower() == "content-type" and not value:
        value = JSON
    return name.strip(), value


def _sent_by_browsers(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for name, value in pairs:
        if _is_sendable(name, value) and not is_forbidden_request_header(name, value):
            yield name, value


def _is_sendable(name: str, value: str) -> bool:
    # One pasted value with an odd character must not cost the whole probe.
    bytes_only = all(letter == "\t" or (" " <= letter <= "\xff" and letter != "\x7f") for letter in value)
    return is_token(name) and len(name) <= 100 and len(value) <= 8_000 and bytes_only
