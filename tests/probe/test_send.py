"""Sending: real sockets that answer well, badly, endlessly or not at all."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from cors_wizard.http_exchange import Headers
from cors_wizard.probe.failures import BROKE_OFF, CLOSED, TAKEN_AND_SILENT
from cors_wizard.probe.result import FailureKind, ProbeRequest, ProbeResult
from cors_wizard.probe.send import Limits, send
from tests.ports import unused_port
from tests.probe.serving import SocketServer, saying

PATIENT = Limits(request_seconds=60, body_seconds=60, total_seconds=120, body_bytes=1000)
"""Where something comes, however busy the machine is."""
NO_HEADERS = replace(PATIENT, request_seconds=0.4)
"""Where the headers never end."""
NO_BODY = replace(PATIENT, body_seconds=0.4)
"""Where the body never ends."""
OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def get(url: str, *headers: tuple[str, str], method: str = "GET", id: str = "request") -> ProbeRequest:
    """A probe of one URL."""
    return ProbeRequest(id, "the request itself", method, url, Headers(headers))


async def ask(
    server: SocketServer, *headers: tuple[str, str], path: str = "/", limits: Limits = PATIENT
) -> ProbeResult:
    """What one probe of a server gives."""
    (result,) = await send([get(f"http://127.0.0.1:{server.port}{path}", *headers)], limits=limits)
    return result


def never_answer(_: socket.socket, stopped: threading.Event) -> None:
    """Accept the request and stay silent."""
    stopped.wait()


def drip_headers(connection: socket.socket, stopped: threading.Event) -> None:
    """Send one byte of the headers at a time, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not stopped.wait(0.02):
        connection.sendall(b"x")


def drip_body(connection: socket.socket, stopped: threading.Event) -> None:
    """Send the headers at once and one byte of the body at a time, for ever."""
    connection.sendall(b"HTTP/1.1 404 Not Found\r\nAccess-Control-Allow-Origin: *\r\n\r\n<title>Lost</title>")
    while not stopped.wait(0.02):
        connection.sendall(b"x")


def endless_body(connection: socket.socket, stopped: threading.Event) -> None:
    """Send a body without end as fast as it goes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\r\n")
    while not stopped.is_set():
        connection.sendall(b"x" * 65_536)


def endless_interim_responses(connection: socket.socket, stopped: threading.Event) -> None:
    """Promise an answer again and again."""
    while not stopped.is_set():
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def reset(connection: socket.socket, _: threading.Event) -> None:
    """Tear the connection down without a word."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def break_off(connection: socket.socket, _: threading.Event) -> None:
    """Promise more body than comes."""
    connection.sendall(b"HTTP/1.1 500 Oops\r\nContent-Length: 1000\r\n\r\nhalf")


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        pytest.param(never_answer, "timed-out", id="silence"),
        pytest.param(drip_headers, "timed-out", id="headers-drip"),
        pytest.param(endless_interim_responses, "timed-out", id="interim-responses-without-end"),
        pytest.param(reset, "no-http", id="reset"),
        pytest.param(saying(""), "no-http", id="closed-at-once"),
        pytest.param(saying("SSH-2.0-OpenSSH_9.2\r\n"), "no-http", id="another-protocol"),
        pytest.param(saying(bytes(range(256)) * 20), "no-http", id="garbage"),
        pytest.param(saying("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"), "no-http", id="broken-header"),
        pytest.param(saying("HTTP/1.1 200 OK\r\nX: " + "x" * 300_000), "too-large", id="huge-header"),
        pytest.param(
            saying("HTTP/1.1 200 OK\r\n" + "X-A: b\r\n" * 60_000 + "\r\n"), "too-large", id="many-headers"
        ),
    ],
)
async def test_no_response_is_a_kind_of_failure(answer: object, failure: FailureKind) -> None:
    """Whatever a server does, the probe ends, and says what happened."""
    assert callable(answer)
    with SocketServer(answer) as server:
        result = await ask(server, limits=NO_HEADERS if failure == "timed-out" else PATIENT)
    assert (result.failure, result.response) == (failure, None)
    assert result.detail.endswith(".")


async def test_a_server_that_stays_silent_is_there() -> None:
    """It took the connection; where nothing took it, as behind a firewall, only time went by."""
    with SocketServer(never_answer) as server:
        result = await ask(server, limits=replace(PATIENT, request_seconds=3))
        assert result.detail == TAKEN_AND_SILENT

    async def lost(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("")

    (nobody,) = await send([get("http://192.0.2.1/")], transport=httpx.MockTransport(lost))
    assert (nobody.failure, nobody.detail) == ("timed-out", "No response came in time.")


@pytest.mark.parametrize(
    ("answer", "detail"),
    [pytest.param(reset, BROKE_OFF, id="reset"), pytest.param(saying(""), CLOSED, id="closed")],
)
async def test_a_lost_connection_is_no_other_protocol(answer: object, detail: str) -> None:
    """Nothing was said that could be no HTTP."""
    assert callable(answer)
    with SocketServer(answer) as server:
        assert (await ask(server)).detail == detail


@pytest.mark.parametrize(
    ("answer", "limits", "status", "detail"),
    [
        pytest.param(drip_body, NO_BODY, 404, "The body did not end in time.", id="body-drips"),
        pytest.param(
            endless_body, PATIENT, 200, "The body is longer than what was read of it.", id="body-without-end"
        ),
        pytest.param(
            break_off, PATIENT, 500, "The body broke off: Something responded, but not with HTTP.", id="cut"
        ),
    ],
)
async def test_headers_count_whatever_the_body_does(
    answer: object, limits: Limits, status: int, detail: str
) -> None:
    """The verdict needs the headers alone, so a bad body costs nothing but a remark."""
    assert callable(answer)
    with SocketServer(answer) as server:
        result = await ask(server, limits=limits)
    assert result.failure is None
    assert result.response is not None
    assert (result.response.status, result.detail) == (status, detail)


async def test_refused() -> None:
    """Nobody listens."""
    (result,) = await send([get(f"http://127.0.0.1:{unused_port()}/")], limits=PATIENT)
    assert (result.failure, result.detail) == (
        "refused",
        "Nothing listens at that address: the connection was refused.",
    )


async def test_refused_on_both_loopback_addresses() -> None:
    """The name localhost is tried twice, and still nobody listens."""
    (result,) = await send([get(f"http://localhost:{unused_port()}/")], limits=PATIENT)
    assert result.failure == "refused"


async def test_name_that_no_resolver_can_know() -> None:
    """A label of more than 63 characters is refused before any resolver is asked."""
    (result,) = await send([get(f"http://{'a' * 64}.invalid/")], limits=PATIENT)
    assert result.failure in ("name-not-resolved", "not-sent")


async def test_localhost_is_both_loopback_addresses() -> None:
    """A server on ::1 alone is found under the name localhost, as browsers find it.

    Nobody may listen on the same port of 127.0.0.1, which is asked too.
    """
    with SocketServer(saying(OK), host="::1", port=unused_port()) as server:
        (result,) = await send([get(f"http://localhost:{server.port}/a")], limits=PATIENT)
    assert result.response is not None
    assert f"host: localhost:{server.port}".encode() in server.requests[0].lower()


async def test_names_of_this_machine_reach_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked before this machine is probed, so no hosts file and no DNS may lead elsewhere."""
    asked: list[object] = []
    resolve = socket.getaddrinfo

    def elsewhere(host: object, *more: object, **options: object) -> object:
        asked.append(host)
        return resolve("192.0.2.1" if "localhost" in str(host) else host, *more, **options)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(socket, "getaddrinfo", elsewhere)
    with SocketServer(saying(OK)) as server:
        for name in ("localhost", "shop.localhost", "LOCALHOST", "a.b.localhost."):
            (result,) = await send([get(f"http://{name}:{server.port}/a")], limits=PATIENT)
            assert result.response is not None, name
    assert not [host for host in asked if "localhost" in str(host)]


async def test_what_is_sent_is_what_our_parser_reads() -> None:
    """A backslash ends the host for browsers and for the question of consent; so it does here."""
    with SocketServer(saying(OK)) as server:
        (result,) = await send([get(f"http://evil.invalid\\@localhost:{server.port}/api")], limits=PATIENT)
        assert result.response is None
        assert server.requests == []


async def test_headers_arrive_as_they_were_sent() -> None:
    """Duplicates, order, case and odd bytes of the response survive; nothing is joined."""
    lines = (
        "Access-Control-Allow-Origin: https://a.example\r\naccess-control-allow-origin:  *\r\nX-Odd: \x9b\xe9"
    )
    with SocketServer(saying(f"HTTP/1.1 204 No Content\r\n{lines}\r\n\r\n")) as server:
        result = await ask(server)
    assert result.response is not None
    assert result.response.headers.pairs == (
        ("Access-Control-Allow-Origin", "https://a.example"),
        ("access-control-allow-origin", "*"),
        ("X-Odd", "\x9b\xe9"),
    )


async def test_request_arrives_as_it_was_planned() -> None:
    """The server sees the planned headers, our name, and no more."""
    with SocketServer(saying(OK)) as server:
        await ask(server, ("Origin", "null"), ("Access-Control-Request-Headers", "a,b"), path="//x/?q=%2F")
        port = server.port
    assert server.requests[0].decode().split("\r\n")[:-2] == [
        "GET //x/?q=%2F HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Origin: null",
        "Access-Control-Request-Headers: a,b",
        "Accept: */*",
        "Accept-Encoding: identity",
        "User-Agent: cors-wizard",
    ]


async def test_cookies_are_not_kept() -> None:
    """A cookie that one response sets is not sent with the next request."""
    with SocketServer(
        saying("HTTP/1.1 200 OK\r\nSet-Cookie: s=1; Path=/\r\nContent-Length: 0\r\n\r\n")
    ) as server:
        url = f"http://127.0.0.1:{server.port}/"
        await send([get(url, id="a"), get(url, id="b")], limits=replace(PATIENT, at_once=1))
    assert len(server.requests) == 2
    assert not any(b"cookie" in head.lower() for head in server.requests)


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that the user's shell names sees nothing of a probe."""
    with SocketServer(saying(OK)) as proxy, SocketServer(saying(OK)) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        result = await ask(server)
    assert result.response is not None
    assert (len(proxy.requests), len(server.requests)) == (0, 1)


async def test_redirects_are_not_followed() -> None:
    """A redirect is an answer; the server that it points to hears nothing."""
    with SocketServer(saying(OK)) as other:
        there = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{other.port}/\r\nContent-Length: 0\r\n\r\n"
        with SocketServer(saying(there)) as server:
            result = await ask(server)
    assert result.response is not None
    assert result.response.status == 302
    assert other.requests == []


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(get("ftp://127.0.0.1/"), id="ftp"),
        pytest.param(get("file:///etc/hosts"), id="file"),
        pytest.param(get("http://127.0.0.1:99999/"), id="port"),
        pytest.param(get("http://a b/"), id="blank-in-the-host"),
        pytest.param(get("http://127.0.0.1/" + "a" * 70_000), id="endless-url"),
        pytest.param(get("http://127.0.0.1/", ("Origin", "a\r\nX: b")), id="line-break-in-a-value"),
        pytest.param(get("http://127.0.0.1/", ("X\r\nY", "b")), id="line-break-in-a-name"),
        pytest.param(get("http://127.0.0.1/", ("X", "\N{SNOWMAN}")), id="no-byte"),
        pytest.param(get("http://127.0.0.1/", method="GET / HTTP/1.1\r\nX:"), id="method"),
    ],
)
async def test_what_cannot_be_sent_is_not(request_: ProbeRequest) -> None:
    """No value that was pasted can smuggle a header or a second request in."""
    (result,) = await send([request_], limits=PATIENT, transport=httpx.MockTransport(_must_not_be_called))
    assert result.failure == "not-sent"
    assert result.detail


def _must_not_be_called(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"sent {request}")


async def test_results_keep_the_order_of_the_requests_and_arrive_one_by_one() -> None:
    """The list of probes stays in place on the screen while its rows are ticked off."""
    release = threading.Event()

    def answer(connection: socket.socket, stopped: threading.Event) -> None:
        if server.path == "GET /slow":
            release.wait()
        connection.sendall(OK.encode())
        if server.path == "GET /fast":
            release.set()

    arrived: list[str] = []
    with SocketServer(answer) as server:
        base = f"http://127.0.0.1:{server.port}"
        results = await send(
            [get(f"{base}/slow", id="slow"), get(f"{base}/fast", id="fast")],
            limits=PATIENT,
            on_result=lambda result: arrived.append(result.request.id),
        )
    assert [result.request.id for result in results] == ["slow", "fast"]
    assert sorted(arrived) == ["fast", "slow"]


async def test_all_requests_together_have_a_limit() -> None:
    """A silent server costs the total time once, however many requests are waiting."""
    limits = Limits(request_seconds=60, total_seconds=0.3, at_once=1)
    with SocketServer(never_answer) as server:
        url = f"http://127.0.0.1:{server.port}/"
        results = await send([get(url, id=str(n)) for n in range(20)], limits=limits)
    assert {result.failure for result in results} == {"timed-out"}
    assert len(server.requests) <= 1


async def test_only_so_many_requests_are_under_way_at_once() -> None:
    """A development server is not flooded."""
    full = asyncio.Event()
    under_way, most = 0, 0

    async def answer(_: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 3:
            full.set()
        await full.wait()
        await asyncio.sleep(0)
        under_way -= 1
        return httpx.Response(204)

    requests = [get("http://api.example/", id=str(number)) for number in range(9)]
    results = await send(requests, limits=replace(PATIENT, at_once=3), transport=httpx.MockTransport(answer))
    assert all(result.response for result in results)
    assert most == 3


async def test_body_of_an_error_is_quoted_and_of_a_success_is_not() -> None:
    """An error's title is evidence; the data of a success is nobody's business."""
    page = "<!doctype html><title>boom // Werkzeug Debugger</title>"
    error = f"HTTP/1.1 500 Oops\r\nContent-Length: {len(page)}\r\n\r\n{page}"
    with SocketServer(saying(error)) as broken, SocketServer(saying(OK)) as fine:
        assert (await ask(broken)).body == "boom // Werkzeug Debugger"
        assert (await ask(fine)).body == ""


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that no authority signed."""
    file = tmp_path / "self-signed.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    command += [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(file),
        "-out",
        str(tmp_path / "certificate.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text(file.read_text() + (tmp_path / "certificate.pem").read_text())
    return file


async def test_certificate_that_no_authority_signed(certificate: Path) -> None:
    """A development certificate that the browser rejects is a finding of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_handshake, args=(listener, context))
        thread.start()
        (result,) = await send([get(f"https://127.0.0.1:{listener.getsockname()[1]}/")], limits=PATIENT)
        thread.join()
    assert result.failure == "tls-failed"
    # OpenSSL spells it with and without a hyphen.
    assert result.detail.replace("-", " ") == "No trusted TLS connection: self signed certificate."


async def test_certificate_of_a_local_authority(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that the system trusts, as browsers do, is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_over_tls, args=(listener, context))
        thread.start()
        (result,) = await send([get(f"https://127.0.0.1:{listener.getsockname()[1]}/")], limits=PATIENT)
        thread.join()
    assert result.response is not None
    assert result.response.status == 200


def _answer_over_tls(listener: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listener.accept()
    with context.wrap_socket(connection, server_side=True) as tls:
        tls.recv(65_536)
        tls.sendall(OK.encode())


def _handshake(listener: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listener.accept()
    with connection:
        try:
            context.wrap_socket(connection, server_side=True).close()
        except OSError:
            return


async def test_https_to_a_server_that_speaks_http() -> None:
    """The wrong scheme in the URL is told as such."""

    def answer_anything(listener: socket.socket) -> None:
        with listener.accept()[0] as connection:
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_anything, args=(listener,))
        thread.start()
        (result,) = await send([get(f"https://127.0.0.1:{listener.getsockname()[1]}/")], limits=PATIENT)
        thread.join()
    assert (result.failure, result.detail) == (
        "tls-failed",
        "No trusted TLS connection: the server does not speak TLS there.",
    )
