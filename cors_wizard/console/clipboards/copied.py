"""What a clipboard reader hands back, and the helpers that all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cors_wizard.console.user_agent import engine_of_agent
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.frozen import dataclass
from cors_wizard.masking import masked_header_value

_SET_BY_THE_BROWSER = frozenset(
    [
        "accept-encoding",
        "accept-language",
        "connection",
        "content-length",
        "cookie",
        "dnt",
        "host",
        "if-modified-since",
        "if-none-match",
        "origin",
        "priority",
        "referer",
        "te",
        "upgrade-insecure-requests",
        "user-agent",
    ]
)

Call = tuple[str, str, list[tuple[str, str]]]
"""URL, method and headers of a copied request, nothing masked."""


@dataclass(frozen=True)
class Copied:
    """Something else than a console message that was recognized in a paste."""

    what: str
    """What it is, in words: "a cURL command"."""
    facts: tuple[Fact, ...]


def copied(
    what: str, values: Iterable[tuple[str, FactValue | None]], *, lists_all_headers: bool = False
) -> Copied:
    """The facts of these names and values, without those that are unknown or empty.

    With `lists_all_headers` an empty list of headers says that the request has none.
    """
    facts = (
        Fact(name, value, "pasted", f"read from {what}")
        for name, value in values
        if value or (lists_all_headers and name == "request_headers" and value is not None)
    )
    return Copied(what, tuple(facts))


_OF_A_REQUEST = frozenset({"url", "method", "request_headers", "credentials", "request_mode", "origin_sent"})


def of_this_request(read: Copied, message: Facts) -> tuple[Fact, ...]:
    """What it says of the request that a message is about: a copy of one with another path is of another."""
    path = next((_path_of(str(fact.value)) for fact in read.facts if fact.name == "url"), None)
    known = {_path_of(message.text(name) or "") for name in _ADDRESSES if name in message}
    if path is None or not known or path in known:
        return read.facts
    return tuple(fact for fact in read.facts if fact.name not in _OF_A_REQUEST)


_ADDRESSES = ("url", "redirect_url", "redirected_from")


def _path_of(url: str) -> str:
    """A URL's path, which a redirect to the one with a slash doesn't change."""
    address = url.partition("?")[0].partition("#")[0]
    rest = address.partition("://")[2] or address
    return rest.partition("/")[2].strip("/").lower()


def masked(name: str, value: str) -> str:
    """A header as `Name: value`, its value hidden where it may be a secret."""
    return f"{name}: {masked_header_value(name, ' '.join(value.split()))}" if value else name


def of_the_page(headers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The request headers that the page's code may have added, secrets masked."""
    return tuple(masked(name, value) for name, value in headers if not _is_set_by_the_browser(name))


def copied_command(what: str, call: Call | None) -> Copied | None:
    """The facts of a command, which sends Origin only if it says so."""
    if call is None:
        return None
    sent = "yes" if "origin" in {name.lower() for name, _ in call[2]} else "no"
    return copied(what, (*request_facts(*call), ("origin_sent", sent)))


def request_facts(
    url: str, method: str, headers: list[tuple[str, str]]
) -> Iterator[tuple[str, FactValue | None]]:
    """What a copied request says; for a copied preflight, what it says about the request to come."""
    by_name = {name.lower(): value for name, value in headers}
    announced = by_name.get("access-control-request-method")
    yield "url", url
    origin = by_name.get("origin") or _origin_of(by_name.get("referer", ""))
    yield "origin", origin
    yield "page_url", by_name.get("referer")
    yield "engine", engine_of_agent(by_name.get("user-agent", ""))
    if announced:
        names = by_name.get("access-control-request-headers", "")
        yield "method", announced.strip()
        yield "request_headers", tuple(name.strip() for name in names.split(",") if name.strip())
        return
    # An OPTIONS that announces no request was typed by hand; the page's own method stays unknown.
    yield "method", "" if method == "OPTIONS" else method
    yield "request_headers", of_the_page(headers)
    if "cookie" in by_name and origin and not url.startswith(origin):
        yield "credentials", "include"


def _is_set_by_the_browser(name: str) -> bool:
    lower = name.lower()
    return lower in _SET_BY_THE_BROWSER or lower.startswith(
        ("sec-", "proxy-", ":", "access-control-request-")
    )


def _origin_of(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"{scheme}://{rest.split('/')[0]}" if separator and rest else ""
