"""Every sentence of a verdict, word for word: they are what users read first."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from cors_wizard.exchange_words import SENTENCES
from cors_wizard.exchange_words import sentence as sentence_of
from cors_wizard.fetch_standard import judge, judge_in
from cors_wizard.fetch_standard.cookies import CookieReasonId, judge_cookie
from cors_wizard.fetch_standard.headers import cors_unsafe_request_headers
from cors_wizard.fetch_standard.preflight import preflight_reasons
from cors_wizard.fetch_standard.verdict import CautionId, PreflightReasonId, ViolationId
from cors_wizard.http_exchange import AddressSpace, CredentialsMode, Exchange, Headers, Hop, Request, Response
from tests.fetch_standard.build import API, OTHER, PAGE, allowed, answer, asked, exchanged, permitted

URL = f"{API}/data"
ACAO = "Access-Control-Allow-Origin"
PUT = asked("PUT")
JSON = asked("POST", ("Content-Type", "application/json"))
WITH_COOKIES = asked(credentials="include")


def said(exchange: Exchange) -> set[str]:
    """Every sentence of the verdict."""
    verdict = judge(exchange)
    return {*map(sentence_of, verdict.violations), *map(sentence_of, verdict.warnings)}


def to(url: str, page: str = PAGE) -> Exchange:
    """A request to this URL that the server allows."""
    return Exchange(page, Request(url), None, allowed(origin=page))


def mode(name: str, **changes: object) -> Exchange:
    """A request in another mode."""
    request = replace(asked(), mode=name, **changes)  # type: ignore[arg-type]  # any field
    return exchanged(request)


def led_to(url: str) -> Exchange:
    """A redirect to this URL, which allows the page."""
    return Exchange(
        PAGE, asked(), None, allowed(("Location", url), status=302), (Hop(url, allowed(("Vary", "Origin"))),)
    )


CASES = [
    (exchanged(asked(), answer()), f"{ACAO} is absent; it must be {PAGE}."),
    (
        exchanged(WITH_COOKIES, allowed(origin="*")),
        f"{ACAO} is '*', which isn't allowed for a request with credentials.",
    ),
    (
        exchanged(asked(), allowed(origin=f"{PAGE}, {OTHER}")),
        f"{ACAO} has several values, '{PAGE}, {OTHER}'; only one is allowed.",
    ),
    (exchanged(asked(), allowed(origin="page")), f"{ACAO} is 'page', which isn't a valid origin."),
    (exchanged(asked(), allowed(origin=OTHER)), f"{ACAO} is '{OTHER}', and the request comes from {PAGE}."),
    (
        exchanged(WITH_COOKIES, answer(200, (ACAO, PAGE))),
        "Access-Control-Allow-Credentials is absent; a request with credentials needs exactly 'true'.",
    ),
    (
        exchanged(WITH_COOKIES, answer(200, (ACAO, PAGE), ("Access-Control-Allow-Credentials", "True"))),
        "Access-Control-Allow-Credentials is 'True'; a request with credentials needs exactly 'true'.",
    ),
    (exchanged(PUT, None, answer()), f"Preflight response: {ACAO} is absent; it must be {PAGE}."),
    (
        exchanged(PUT, None, allowed(("Location", "/x"), status=308)),
        "The preflight response is a redirect (308), which browsers don't follow.",
    ),
    (
        exchanged(PUT, None, permitted("PUT", status=404)),
        "The preflight response has status 404; it must be from 200 to 299.",
    ),
    (
        exchanged(PUT, None, permitted("PUT;")),
        "Access-Control-Allow-Methods is not a list of methods with commas between them.",
    ),
    (
        exchanged(JSON, None, permitted("POST", "a b")),
        "Access-Control-Allow-Headers is not a list of header names with commas between them.",
    ),
    (exchanged(PUT, None, permitted("GET")), "The method PUT is not in Access-Control-Allow-Methods."),
    (
        exchanged(JSON, None, permitted("POST")),
        "The header content-type is not in Access-Control-Allow-Headers.",
    ),
    (Exchange(PAGE, asked()), "No response to the request."),
    (Exchange(PAGE, PUT), "No response to the preflight."),
    (to("http://["), "'http://[' is not a URL."),
    (to("https://me:pw@api.example/"), "The URL contains a user name or password; fetch() rejects it."),
    (to("ftp://api.example/"), "The URL's scheme is 'ftp'; pages can only request http and https."),
    (to("blob:https://other.example/1"), "Only its own origin can read a blob URL."),
    (to("https://api.example:6000/"), "Browsers block HTTP requests to port 6000."),
    (to("http://api.example/"), "An https page requests an http URL."),
    (exchanged(asked("TRACE")), "Pages cannot use the method 'TRACE'."),
    (exchanged(asked("GET", ("a b", "c"))), "'a b' is not a header name."),
    (
        exchanged(asked("GET", ("X-A", "a\nb"))),
        "The header X-A contains a character that isn't allowed in headers.",
    ),
    (exchanged(replace(PUT, mode="no-cors")), "In mode 'no-cors' the method PUT is not allowed."),
    (mode("same-origin"), "In mode 'same-origin' a page can't request another origin."),
    (mode("no-cors", redirect="error"), "In mode 'no-cors' redirects have to be followed."),
    (mode("no-cors"), "In mode 'no-cors' the page gets an opaque response: no status, no headers, no body."),
    (
        Exchange(
            PAGE,
            replace(asked(), mode="no-cors"),
            None,
            answer(200, ("Cross-Origin-Resource-Policy", "same-site")),
        ),
        "Cross-Origin-Resource-Policy is 'same-site': pages of other origins can't embed this.",
    ),
    (
        led_to("https://me:pw@api.example/"),
        "The redirect points to a URL with a user name or password in it.",
    ),
    (
        exchanged(replace(asked(), redirect="error"), allowed(("Location", URL), status=302)),
        "The response is a redirect, and the request's redirect mode is 'error'.",
    ),
    (
        exchanged(replace(asked(), redirect="manual"), allowed(("Location", URL), status=302)),
        "The response is a redirect, which is opaque in the request's redirect mode 'manual'.",
    ),
    (exchanged(asked("patch")), "The method is sent as 'patch': browsers don't upper-case PATCH."),
    (exchanged(asked("GET", ("Cookie", "a"))), "Browsers ignore the header Cookie that the page sets."),
    (
        exchanged(replace(asked("GET", ("X-A", "b")), mode="no-cors")),
        "In mode 'no-cors' the header X-A is not sent.",
    ),
    (
        to("http://localhost:5000/"),
        "WebKit blocks plain HTTP to localhost from an https page; Chromium and Firefox don't.",
    ),
    (
        to("http://0.0.0.0/", "http://localhost:3000"),
        "Firefox and WebKit don't request 0.0.0.0, which isn't a server's address; use localhost.",
    ),
    (
        exchanged(asked("GET", ("Authorization", "a")), None, permitted("GET", "*")),
        "'*' in Access-Control-Allow-Headers lets Authorization pass; by the standard it must be named.",
    ),
    (
        exchanged(asked("PUT", credentials="include"), None, permitted("*")),
        "With credentials, '*' in the preflight response is a literal name, not a wildcard.",
    ),
    (
        exchanged(asked(), answer(200, ("Timing-Allow-Origin", "*"))),
        f"Timing-Allow-Origin shows pages how long it took; only {ACAO} lets them read it.",
    ),
    (
        exchanged(asked(), allowed()),
        f"{ACAO} names one origin without 'Vary: Origin': a cache may hand it to another.",
    ),
    (
        exchanged(asked(), allowed(("Access-Control-Expose-Headers", "a b"))),
        "Access-Control-Expose-Headers is not a list of header names, so it exposes nothing.",
    ),
    (exchanged(PUT), "The preflight response was not recorded; it counts as passed."),
    (
        Exchange(PAGE, PUT, permitted("PUT")),
        "Only the preflight was judged: no response was recorded.",
    ),
    (
        Exchange(PAGE, asked(), None, allowed(("Location", f"{OTHER}/x"), status=302)),
        f"The response of {OTHER}/x after the redirect wasn't recorded.",
    ),
    (
        exchanged(asked(), Response(200, Headers.of({ACAO: "null"}))),
        f"{ACAO} is 'null', which any page in a sandboxed frame can send as its origin.",
    ),
]


@pytest.mark.parametrize(("exchange", "sentence"), [pytest.param(*case, id=case[1][:60]) for case in CASES])
def test_a_sentence_of_the_verdict(exchange: Exchange, sentence: str) -> None:
    """The sentence is there, and says exactly that."""
    assert sentence in said(exchange)


def test_why_a_preflight_comes_first() -> None:
    """The reasons are sentences as well."""
    assert list(map(sentence_of, preflight_reasons(PUT, PAGE))) == ["The method PUT isn't GET, HEAD or POST."]
    listened = replace(asked(), use_cors_preflight=True)
    (reason,) = preflight_reasons(listened, PAGE)
    assert sentence_of(reason) == "The request has an upload listener or a streamed body."


def about_cookie(
    header: str, url: str = URL, page: str = PAGE, credentials: CredentialsMode = "include"
) -> set[str]:
    """Every sentence about a cookie."""
    return set(map(sentence_of, judge_cookie(header, url, page, credentials).reasons))


@pytest.mark.parametrize(
    ("said_of_it", "sentence"),
    [
        (about_cookie(""), "The header holds no cookie, or the URL can't be read."),
        (
            about_cookie("a=1; Domain=other.example"),
            f"The host {API.partition('://')[2]} can't set a cookie for the domain other.example.",
        ),
        (
            about_cookie("a=1; Secure", "http://api.example/"),
            "A Secure cookie can't be set over plain HTTP, except on localhost.",
        ),
        (about_cookie("a=1; SameSite=None"), "SameSite=None needs Secure."),
        (
            about_cookie("__Host-a=1"),
            "The cookie's attributes break the rules of its prefix, __Host- or __Secure-.",
        ),
        (about_cookie("a=1; Max-Age=0"), "Max-Age is 0 or less, so the cookie is deleted."),
        (
            about_cookie("a=1; Path=/auth"),
            "The cookie is for the path /auth only, and this request has another path.",
        ),
        (
            about_cookie("a=1", credentials="omit"),
            "In credentials mode 'omit' this request neither sends nor keeps cookies.",
        ),
        (
            about_cookie("a=1; SameSite=Strict", page="https://other.test"),
            "SameSite=Strict keeps the cookie within its own site, and the page is on another.",
        ),
        (
            about_cookie("a=1; SameSite=Lax", page="https://other.test"),
            "SameSite=Lax keeps the cookie out of requests from pages on another site.",
        ),
        (
            about_cookie("a=1; SameSite=None; Secure", page="https://other.test"),
            "Safari blocks or partitions such cookies; Firefox and Chromium do so with some settings.",
        ),
        (
            about_cookie("a=1", page="https://other.test"),
            "Without SameSite, Chromium treats it as Lax, and the page is on another site.",
        ),
    ],
)
def test_a_sentence_about_a_cookie(said_of_it: set[str], sentence: str) -> None:
    """Why it isn't stored or sent."""
    assert sentence in said_of_it


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (("X-A", "b"), "is not a CORS-safelisted request header"),
        (("Accept", "a" * 129), "has a value of more than 128 bytes"),
        (("Accept-Language", "é"), "has a character that language tags can't contain"),
        (("Range", "bytes=-1"), "requests something other than one range with a start"),
        (("Accept", "a:b"), "has a CORS-unsafe character in its value"),
        (
            ("Content-Type", "application/json"),
            "has the value 'application/json', which is none of the three types that a form can send",
        ),
    ],
)
def test_why_a_header_needs_a_preflight(header: tuple[str, str], why: str) -> None:
    """The sentence begins with the header's name."""
    (reason,) = cors_unsafe_request_headers(Headers((header,)))
    assert sentence_of(reason) == f"The header {header[0].lower()} {why}."


def test_why_many_headers_need_a_preflight() -> None:
    """Each is short enough, and all of them together are not."""
    headers = Headers(tuple((name, "a" * 120) for name in ("Accept", "Accept", "Accept") * 4))
    (together,) = cors_unsafe_request_headers(headers)
    assert sentence_of(together) == "The header accept and the like have more than 1024 bytes together."
    (beyond,) = cors_unsafe_request_headers(Headers((("Accept", "é"),)), ascii_only=True)
    assert sentence_of(beyond) == "The header accept has a non-ASCII character in its value."


@pytest.mark.parametrize(
    ("page", "declared", "sentence"),
    [
        (
            "https://a.example",
            "local",
            "The page declares the address space 'local', and the server is in 'loopback'.",
        ),
        (
            "http://a.example",
            None,
            "A public page that was loaded over plain HTTP can't reach the address space 'loopback'.",
        ),
        (
            "https://a.example",
            None,
            "The user hasn't allowed this site to reach the address space 'loopback'.",
        ),
    ],
)
def test_a_sentence_about_the_local_network(page: str, declared: AddressSpace | None, sentence: str) -> None:
    """Why a browser that guards it doesn't send the request."""
    request = Request("https://localhost:5000/", target_address_space=declared)
    exchange = Exchange(
        page, request, None, answer(), page_address_space="public", local_network_permission="denied"
    )
    assert sentence in set(map(sentence_of, judge_in(exchange, "chromium").violations))


def test_redirects_that_are_too_many() -> None:
    """Browsers give up after twenty."""
    hops = tuple(Hop(URL, allowed(("Location", URL), status=302)) for _ in range(21))
    exchange = Exchange(PAGE, asked(), None, allowed(("Location", URL), status=302), hops)
    assert "Browsers follow no more than 20 redirects." in said(exchange)


def test_a_public_page_that_reaches_inwards() -> None:
    """A caution, since the user may agree."""
    exchange = to("https://10.0.0.1/", "https://a.example")
    sentence = "Chromium lets a public page reach a local address only if it was loaded over HTTPS"
    assert f"{sentence} and the user agrees." in said(exchange)


def test_the_table_has_a_sentence_for_each_id_and_no_other() -> None:
    """What the standard's room can find is worded, and nothing is worded that it can't find."""
    ids = [get_args(kind) for kind in (ViolationId, CautionId, PreflightReasonId, CookieReasonId)]
    assert {id for kind in ids for id in kind} == SENTENCES.keys()
    assert all(text.endswith(".") for id, text in SENTENCES.items() if id != "connection-failed")
