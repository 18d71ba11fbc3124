"""A recorded request and its responses, as plain frozen data; nothing here talks to a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Literal

from cors_wizard.frozen import dataclass

CredentialsMode = Literal["omit", "same-origin", "include"]
RequestMode = Literal["cors", "no-cors", "same-origin"]
RedirectMode = Literal["follow", "error", "manual"]

InitiatorType = Literal["fetch", "xmlhttprequest", "beacon", "script", "link", "css", "img", "video", "other"]
"""Fetch's "initiator type", as far as it decides: who asks. `css` asks for fonts, `link` for style sheets,
and `other` is what the standard gives to EventSource."""

AddressSpace = Literal["public", "local", "loopback"]
"""Local Network Access, "IP address space": the internet, this network, this machine."""

Permission = Literal["granted", "denied", "unknown"]

NetworkFailure = Literal[
    "refused",
    "timed-out",
    "name-not-resolved",
    "certificate-not-trusted",
    "no-tls",
    "empty-response",
    "connection-reset",
    "no-http",
]
"""Why no response came: nobody listens, silence, no such host, a certificate that nobody vouches for, no TLS
at that port, a connection that was closed or broke off before an answer, an answer that is no HTTP."""


@dataclass(frozen=True)
class Headers:
    """A header list in the order in which it came, duplicates kept (Fetch, "header list")."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]] | dict[str, str]) -> Headers:
        """A list from pairs or a mapping; values lose the white space around them (Fetch, "normalize")."""
        items = pairs.items() if isinstance(pairs, dict) else pairs
        return cls(tuple((name, value.strip(" \t\r\n")) for name, value in items))

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of `name`, which is compared without case."""
        wanted = name.lower()
        return tuple(value for key, value in self.pairs if key.lower() == wanted)

    def get(self, name: str) -> str | None:
        """All values of `name` combined with ", ", or None (Fetch, "get" a header list)."""
        values = self.all(name)
        return ", ".join(values) if values else None

    def names(self) -> tuple[str, ...]:
        """Lower-cased names in order of first appearance."""
        return tuple(dict.fromkeys(key.lower() for key, _ in self.pairs))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self.all(name))


@dataclass(frozen=True)
class Request:
    """A request as the page makes it, before the browser adds anything."""

    url: str
    method: str = "GET"
    headers: Headers = Headers()
    credentials: CredentialsMode = "same-origin"
    mode: RequestMode = "cors"
    redirect: RedirectMode = "follow"
    use_cors_preflight: bool = False
    """Fetch's use-CORS-preflight flag: an upload listener of XMLHttpRequest, or a streamed body, sets it."""
    initiator_type: InitiatorType = "fetch"
    target_address_space: AddressSpace | None = None
    """What the page itself declares: fetch()'s option `targetAddressSpace`."""


@dataclass(frozen=True)
class Response:
    """A response's status and header list; the body is not needed to judge it."""

    status: int
    headers: Headers = Headers()


@dataclass(frozen=True)
class Hop:
    """One redirect that was followed: where to, and what came back from there."""

    url: str
    response: Response | None
    preflight_response: Response | None = None


@dataclass(frozen=True)
class Exchange:
    """One request of a page and everything that came back."""

    page_origin: str
    """The serialized origin of the page, or "null"."""
    request: Request
    preflight_response: Response | None = None
    """The answer to the CORS-preflight request; None where there was none or nothing came back."""
    response: Response | None = None
    """The first response to the request itself; None where nothing usable came back or it was not sent."""
    redirects: tuple[Hop, ...] = field(default=())
    """The hops after the first response, in order."""
    id: str = ""
    page_url: str = ""
    """The page's own URL; empty stands for the root of its origin."""
    failure: NetworkFailure | None = None
    """Why nothing came back, where nothing did and it is known."""
    page_address_space: AddressSpace | None = None
    """Where the page's server is; None leaves it to what the host's name or address tells."""
    server_address_space: AddressSpace | None = None
    """Where the server of the first URL is; None as above."""
    local_network_permission: Permission = "unknown"
    """Whether the user lets the page's site reach devices of the local network."""
    cached_response: Response | None = None
    """What the browser had kept from an earlier request, and a 304 confirms."""
    stand_in: str = ""
    """The method that was sent where the request's own was not: the response answers that one."""
