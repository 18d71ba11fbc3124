"""What reading the page's code yields: its calls, each with the request as far as the code settles it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import CredentialsMode, InitiatorType, RequestMode

Credentials = CredentialsMode
Mode = RequestMode
BodyKind = Literal["json", "form", "multipart", "text", "binary", "none", "unknown"]
Initiator = InitiatorType | Literal["form", "websocket"]
"""Fetch's initiator type, and the two ways to send that Fetch's list leaves out."""

SpanName = Literal["call", "sent", "options", "url", "method", "headers", "credentials", "mode"]
"""`call` is the call that the page's author wrote, `sent` the library's call that it ends in (the same, or
the one inside a wrapper); `options` is the object that the library's call gets (or the instance's settings),
the others are values in it."""

CallPart = Literal["method", "url", "headers", "credentials", "mode"]


class PageFile(Protocol):
    """A file that was read, as `project` hands it on."""

    @property
    def path(self) -> str:
        """Its path, with slashes, relative to the folder that was read."""

    @property
    def text(self) -> str:
        """What is in it."""


@dataclass(frozen=True)
class Span:
    """Where a part of a call is written: bytes of the file's own text in UTF-8."""

    name: SpanName
    file: str
    start: int
    end: int


@dataclass(frozen=True)
class Traced:
    """Headers of a monitoring library, and which URLs get them."""

    headers: tuple[str, ...]
    targets: tuple[str, ...]
    """What a URL has in it, or a pattern between slashes."""


@dataclass(frozen=True)
class PageCall:
    """A request in the page's code."""

    method: str
    """Upper case where Fetch makes it so; empty where the code doesn't settle it."""
    url: str
    """As far as the code settles it; what it doesn't is a hole: `{VITE_API_BASE}/orders/{id}`."""
    headers: tuple[tuple[str, str], ...]
    """Every header that the code or its library adds, named as written; the value is empty if not fixed."""
    credentials: Credentials | None
    """None where the code doesn't settle it; where nothing is set, it is the library's default."""
    mode: Mode
    body: BodyKind
    library: str
    """`fetch`, `xhr`, `axios`, `jquery`, `angular`, `ky`, ..., or `html` for an element."""
    file: str
    line: int
    base_variable: str = ""
    """The variable of the environment or configuration that the URL begins with."""
    uncertain: tuple[CallPart, ...] = ()
    """The parts that could not be settled wholly."""
    initiator: Initiator = "fetch"
    spans: tuple[Span, ...] = ()
    forces_preflight: bool = False
    """Whether a listener of upload progress makes the browser send a preflight, whatever else is sent."""

    traced: tuple[Traced, ...] = ()
    """What a monitoring library adds where the URL, which is open here, is one that it marks."""
    cookie_headers: tuple[str, ...] = ()
    """Those of the headers that are sent only where the page can read the cookie that they come from."""
    sometimes: tuple[str, ...] = ()
    """Those of the headers that depend on a condition: a token that is there only after a login, say."""
    is_unused: bool = False
    """Whether it's in a method whose name is nowhere else in the page's code."""

    def span(self, name: SpanName) -> Span | None:
        """Where that part is written, if it is."""
        return next((span for span in self.spans if span.name == name), None)


@dataclass(frozen=True)
class DevProxy:
    """A rule of the dev server's proxy: requests to this path of the page's own origin go to the target."""

    path: str
    """The beginning of the path, as written (`/api`)."""
    target: str
    """Where they go, as far as the settings tell."""
    file: str
    line: int


@dataclass(frozen=True)
class PageCode:
    """What the page's code tells."""

    calls: tuple[PageCall, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences on what was not read."""
    proxies: tuple[DevProxy, ...] = ()
    """A relative URL that one of these forwards is same-origin for the browser."""


PageFiles = Iterable[PageFile]
