"""Sends probes: the only module that imports httpx, so import it when the first probe is due, not before.

The transport is used without httpx's client. A client would follow proxies of the environment, keep cookies
and add headers of its own; a probe must be exactly what `plan` wrote, to the address that `plan` chose.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.util import find_spec

import httpx

from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.probe.failures import describe_failure
from cors_wizard.probe.page_request import host_of
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.shown import excerpt
from cors_wizard.probe.tls_only import says_tls_only

OnResult = Callable[[ProbeResult], None]

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]")
_OWN_HEADERS = (("Accept", "*/*"), ("Accept-Encoding", "identity"), ("User-Agent", "cors-wizard"))


@dataclass(frozen=True)
class Limits:
    """How much time and text a server may cost us."""

    request_seconds: float = 5.0
    """For one request, from connecting to the end of the headers."""
    body_seconds: float = 1.0
    """For the body, which no verdict depends on."""
    total_seconds: float = 20.0
    """For all requests of one call; what is not done by then has timed out."""
    body_bytes: int = 65_536
    """Of a body; the rest is never read."""
    at_once: int = 32
    """Requests under way at the same time: strangers and repeats then cost one wave, not two."""
    silent_requests: int = 3
    """How many may time out before a server that never responded is given up."""


async def send(
    requests: Iterable[ProbeRequest],
    *,
    limits: Limits = Limits(),
    on_result: OnResult | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> tuple[ProbeResult, ...]:
    """Send all requests, several at a time, and return their results in the order of the requests.

    Args:
        on_result: called with each result as it arrives.
        transport: used instead of the network, and left open.
    """
    requests = tuple(requests)
    _remember_absence()
    # Reading the authorities takes as long as ten probes of a local server; an empty context trusts nobody.
    needs_tls = any(request.url.lower().startswith("https:") for request in requests)
    patience = _Patience(limits, asyncio.get_running_loop().time() + limits.total_seconds)
    slots = asyncio.Semaphore(limits.at_once)
    async with _network(limits, needs_tls) if transport is None else nullcontext(transport) as wire:
        job = partial(
            _probe,
            wire=wire,
            limits=limits,
            slots=slots,
            patience=patience,
            is_real=transport is None,
            on_result=on_result,
        )
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job(request)) for request in requests]
    return tuple(task.result() for task in tasks)


@dataclass
class _Patience:
    """How long to wait for the next response: not at all once the server has shown that it never responds."""

    limits: Limits
    deadline: float
    silent: int = 0
    has_answered: bool = False
    handshakes: dict[str, asyncio.Future[bool]] = field(default_factory=dict)

    def left(self) -> float:
        """Seconds for one request."""
        if not self.has_answered and self.silent >= self.limits.silent_requests:
            return 0
        return min(self.limits.request_seconds, self.deadline - asyncio.get_running_loop().time())

    async def wants_tls(self, url: str) -> bool:
        """Whether HTTPS is spoken where plain HTTP got no response; tried once for each origin."""
        parsed = parse_url(url)
        if parsed is None or parsed.scheme != "http":
            return False
        if parsed.origin not in self.handshakes:
            address = "127.0.0.1" if _is_local_name(parsed.host) else parsed.host.strip("[]")
            seconds = min(2.0, max(0.0, self.left()))
            job = _takes_tls(address, parsed.port or 80, parsed.host.strip("[]"), seconds)
            self.handshakes[parsed.origin] = asyncio.ensure_future(job)
        return await self.handshakes[parsed.origin]

    def saw(self, result: ProbeResult) -> None:
        """Remember whether anything came."""
        self.has_answered |= result.response is not None
        self.silent += result.failure == "timed-out"


async def _takes_tls(address: str, port: int, name: str, seconds: float) -> bool:
    """Whether a TLS handshake comes about, whatever the certificate; no request is sent.

    Args:
        address: the host that is connected to.
        port: the port that was asked over plain HTTP.
        name: the host that the URL names.
        seconds: how long to wait.
    """
    anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(address, port, ssl=anyone, server_hostname=name)
    except (OSError, TimeoutError, ValueError):
        return False
    writer.close()
    return True


def _remember_absence() -> None:
    """httpcore tries `import sniffio` at each connection: where it isn't installed, it is looked for once.

    A module that is None in `sys.modules` is one that can't be imported, without another look at the disk.
    """
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]  # documented, and missing in typeshed


def _network(limits: Limits, needs_tls: bool) -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(
        verify=_trusted_authorities() if needs_tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        limits=httpx.Limits(max_connections=limits.at_once, max_keepalive_connections=0),
    )


def _trusted_authorities() -> ssl.SSLContext:
    context = httpx.create_ssl_context(verify=True, trust_env=False)
    # A local authority (mkcert, a company's own) is in the system's store, where browsers look too.
    context.load_default_certs()
    return context


async def _probe(
    request: ProbeRequest,
    *,
    wire: httpx.AsyncBaseTransport,
    limits: Limits,
    slots: asyncio.Semaphore,
    patience: _Patience,
    is_real: bool,
    on_result: OnResult | None,
) -> ProbeResult:
    async with slots:
        result = await _ask(request, wire, limits, patience.left())
        if result.failure == "no-http" and is_real:
            result = replace(result, wants_tls=await patience.wants_tls(request.url))
        patience.saw(result)
    if on_result:
        on_result(result)
    return result


async def _ask(
    request: ProbeRequest, wire: httpx.AsyncBaseTransport, limits: Limits, seconds: float
) -> ProbeResult:
    refusal = unsendable(request)
    if refusal:
        return ProbeResult(request, failure="not-sent", detail=refusal)
    seen = _Connection()
    try:
        async with asyncio.timeout(seconds):
            answer = await _open(wire, _on_the_wire(request, seen))
    except (httpx.TransportError, httpx.InvalidURL, OSError, UnicodeError) as error:
        kind, detail = describe_failure(error, was_taken=seen.was_taken)
        return ProbeResult(request, failure=kind, detail=detail)
    response = Response(answer.status_code, _recorded(answer))
    body, detail = await _read_body(answer, limits)
    shown = _shown_body(answer, body)
    wants_tls = request.url.startswith("http:") and says_tls_only(response.status, shown)
    return ProbeResult(request, response, detail=detail, body=shown, wants_tls=wants_tls)


class _Connection:
    """Hears from httpx how far one request came."""

    was_taken = False
    """Whether something took the connection."""

    async def __call__(self, event: str, _info: Mapping[str, object]) -> None:
        self.was_taken |= event == "connection.connect_tcp.complete"


def unsendable(request: ProbeRequest) -> str:
    """Why a request cannot be put on the wire, in one sentence; empty where it can."""
    if host_of(request.url) is None:
        return "Only valid http and https URLs can be probed."
    if not _TOKEN.fullmatch(request.method):
        return "The method has a character that methods can't contain."
    if any(not _TOKEN.fullmatch(name) or _UNSENDABLE.search(value) for name, value in request.headers):
        return "A header has a line break or another character that headers can't contain."
    return ""


def _on_the_wire(request: ProbeRequest, seen: _Connection) -> httpx.Request:
    own = [(name, value) for name, value in _OWN_HEADERS if name not in request.headers]
    pairs = [(name.encode("ascii"), value.encode("latin-1")) for name, value in (*request.headers, *own)]
    # One parser for what is shown, agreed to and sent: httpx only gets what ours has written.
    parsed = parse_url(request.url)
    url = parsed.href if parsed else request.url
    return httpx.Request(request.method, url, headers=pairs, extensions={"trace": seen})


async def _open(wire: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
    if not _is_local_name(request.url.host):
        return await wire.handle_async_request(request)
    # Browsers take these names for both loopback addresses, whatever DNS and the hosts file say; and nobody
    # was asked for consent, because they are this machine.
    try:
        return await wire.handle_async_request(_at(request, "127.0.0.1"))
    except httpx.ConnectError as error:
        if describe_failure(error)[0] != "refused":
            raise
        try:
            return await wire.handle_async_request(_at(request, "::1"))
        except httpx.ConnectError:
            raise error from None


def _is_local_name(host: str) -> bool:
    name = host.removesuffix(".")
    return name == "localhost" or name.endswith(".localhost")


def _at(request: httpx.Request, address: str) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


def _recorded(answer: httpx.Response) -> Headers:
    return Headers.of((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw)


async def _read_body(answer: httpx.Response, limits: Limits) -> tuple[bytes, str]:
    if answer.is_stream_consumed:
        # httpx.MockTransport hands over finished responses.
        return answer.content[: limits.body_bytes], ""
    body = b""
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) >= limits.body_bytes:
                    return body[: limits.body_bytes], "The body is longer than what was read of it."
    except TimeoutError:
        return body, "The body did not end in time."
    except (httpx.TransportError, ssl.SSLError) as error:
        return body, f"The body broke off: {describe_failure(error)[1]}"
    finally:
        await answer.aclose()
    return body, ""


def _shown_body(answer: httpx.Response, body: bytes) -> str:
    # A success may hold anybody's data and tells nothing about CORS; compressed bytes are no text.
    return excerpt(body) if answer.status_code >= 400 and "content-encoding" not in answer.headers else ""
