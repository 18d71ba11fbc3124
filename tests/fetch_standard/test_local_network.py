"""Who may ask the local network and this machine, as Chromium 156 did it in November 2026.

Measured with `--ip-address-space-overrides`, which gave the hosts of this table their places, and with the
permission `loopback-network` granted or left alone (which a headless browser takes for denied).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.exchange_words import sentence
from cors_wizard.fetch_standard import judge, judge_in
from cors_wizard.fetch_standard.trust import address_space_of
from cors_wizard.http_exchange import AddressSpace, Exchange, Permission, Request
from tests.fetch_standard.build import answer

PUBLIC_HTTP, PUBLIC = "http://pub.example.com", "https://pub.example.com"
LOCAL_HTTP, LOCAL, BY_ADDRESS = "http://loc.example.com", "https://loc.example.com", "http://10.0.0.3"
HERE_HTTP, HERE, DOT_LOCAL = "http://localhost:5000", "https://localhost:5000", "http://printer.local"
PLACES: dict[str, AddressSpace] = {
    "pub.example.com": "public",
    "loc.example.com": "local",
}
LNA, MIXED = "local-network-access", "mixed-content"

# fmt: off
ROWS: list[tuple[str, str, str | None]] = [
    (PUBLIC_HTTP, HERE_HTTP, LNA), (PUBLIC_HTTP, HERE, LNA), (PUBLIC_HTTP, "http://127.0.0.1:5000", LNA),
    (PUBLIC_HTTP, LOCAL_HTTP, LNA), (PUBLIC_HTTP, LOCAL, LNA), (PUBLIC_HTTP, DOT_LOCAL, LNA),
    (PUBLIC_HTTP, PUBLIC_HTTP, None),
    (PUBLIC, HERE_HTTP, LNA), (PUBLIC, HERE, LNA), (PUBLIC, "http://127.0.0.1:5000", LNA),
    (PUBLIC, LOCAL_HTTP, MIXED), (PUBLIC, LOCAL, LNA), (PUBLIC, DOT_LOCAL, LNA), (PUBLIC, PUBLIC_HTTP, MIXED),
    (LOCAL_HTTP, HERE_HTTP, None), (LOCAL_HTTP, HERE, None), (LOCAL_HTTP, LOCAL, None),
    (LOCAL_HTTP, DOT_LOCAL, None), (LOCAL_HTTP, PUBLIC_HTTP, None),
    (LOCAL, HERE_HTTP, None), (LOCAL, LOCAL_HTTP, MIXED), (LOCAL, DOT_LOCAL, None),
    (LOCAL, PUBLIC_HTTP, MIXED),
    (HERE_HTTP, LOCAL_HTTP, None), (HERE_HTTP, PUBLIC_HTTP, None), (HERE_HTTP, DOT_LOCAL, None),
    (HERE, HERE_HTTP, None), (HERE, LOCAL_HTTP, MIXED), (HERE, DOT_LOCAL, None), (HERE, PUBLIC_HTTP, MIXED),
    (BY_ADDRESS, HERE_HTTP, None), (BY_ADDRESS, LOCAL_HTTP, None), (BY_ADDRESS, PUBLIC_HTTP, None),
]
# fmt: on


def asked_from(
    page: str,
    api: str,
    *,
    permission: Permission = "denied",
    declared: AddressSpace | None = None,
) -> Exchange:
    """A request of this page to this API, which allows everybody."""
    return Exchange(
        page,
        Request(f"{api}/x", credentials="omit", target_address_space=declared),
        response=answer(200, ("Access-Control-Allow-Origin", "*")),
        page_address_space=PLACES.get(page.partition("://")[2]),
        server_address_space=PLACES.get(api.partition("://")[2]),
        local_network_permission=permission,
    )


@pytest.mark.parametrize(
    ("page", "api", "symptom"), [pytest.param(*row, id=f"{row[0]}-to-{row[1]}") for row in ROWS]
)
def test_what_chromium_lets_pass(page: str, api: str, symptom: str | None) -> None:
    """The internet may not reach inwards; over plain HTTP only what is surely local is no mixed content."""
    violations = judge_in(asked_from(page, api), "chromium").violations
    assert [violation.symptom for violation in violations][:1] == ([symptom] if symptom else [])


@pytest.mark.parametrize(
    ("page", "api", "permission", "readable"),
    [
        pytest.param(PUBLIC, HERE_HTTP, "granted", True, id="granted"),
        pytest.param(PUBLIC, HERE_HTTP, "unknown", True, id="nobody-knows"),
        pytest.param(PUBLIC, HERE_HTTP, "denied", False, id="denied"),
        pytest.param(PUBLIC_HTTP, HERE_HTTP, "granted", False, id="granted-to-an-insecure-page"),
    ],
)
def test_permission(page: str, api: str, permission: Permission, readable: bool) -> None:
    """The user decides for pages over HTTPS; no permission helps the others."""
    verdict = judge_in(asked_from(page, api, permission=permission), "chromium")
    assert verdict.readable is readable
    assert "local-network-access" in {caution.id for caution in verdict.warnings}


@pytest.mark.parametrize(
    ("page", "api", "declared", "message"),
    [
        pytest.param(PUBLIC, LOCAL_HTTP, "local", "The user hasn't allowed this site", id="right"),
        pytest.param(PUBLIC, LOCAL_HTTP, "loopback", "declares the address space 'loopback'", id="wrong"),
        pytest.param(PUBLIC, HERE_HTTP, "local", "declares the address space 'local'", id="wrong-here"),
        pytest.param(PUBLIC, PUBLIC_HTTP, "local", "and the server is in 'public'", id="public"),
    ],
)
def test_what_the_page_declares(page: str, api: str, declared: AddressSpace, message: str) -> None:
    """fetch(url, {targetAddressSpace}) is no mixed content, and has to be true."""
    (violation,) = judge_in(asked_from(page, api, declared=declared), "chromium").violations
    assert violation.symptom == LNA
    assert message in sentence(violation)


def test_where_the_browser_stops() -> None:
    """At the request itself, or at the redirect that leads inwards."""
    (at_request,) = judge_in(asked_from(PUBLIC, HERE), "chromium").violations
    assert (at_request.symptom, at_request.stage, at_request.got) == (LNA, "request", "loopback")
    moved = answer(302, ("Access-Control-Allow-Origin", "*"), ("Location", f"{HERE}/x"))
    (at_redirect,) = judge_in(replace(asked_from(PUBLIC, PUBLIC), response=moved), "chromium").violations
    assert (at_redirect.symptom, at_redirect.stage, at_redirect.got) == (LNA, "redirect", "loopback")


def test_others_do_not_ask() -> None:
    """The standard, Firefox and WebKit know nothing of it; the warning is for everybody."""
    exchange = asked_from(PUBLIC_HTTP, HERE_HTTP)
    for verdict in (judge(exchange), judge_in(exchange, "firefox"), judge_in(exchange, "webkit")):
        assert verdict.readable
        assert [caution.id for caution in verdict.warnings] == ["local-network-access"]


def test_nobody_is_refused_on_a_guess() -> None:
    """A name may be anywhere: without its address there is a warning alone."""
    exchange = Exchange(
        PUBLIC_HTTP, Request(f"{HERE_HTTP}/x"), response=answer(200, ("Access-Control-Allow-Origin", "*"))
    )
    verdict = judge_in(exchange, "chromium")
    assert verdict.readable
    assert [caution.id for caution in verdict.warnings] == ["local-network-access"]
    unknown = Exchange("null", Request("http://exa mple/"))
    assert judge_in(unknown, "chromium").violations[0].symptom == "not-cors"


@pytest.mark.parametrize(
    ("host", "space"),
    [
        ("localhost", "loopback"),
        ("[::1]", "loopback"),
        ("192.168.0.1", "local"),
        ("100.64.0.1", "local"),
        ("[fe80::1]", "local"),
        ("printer.local", "local"),
        ("printer.local.", "local"),
        ("93.184.216.34", "public"),
        ("[2606:4700::1]", "public"),
        ("api.example", None),
        ("local", None),
    ],
)
def test_address_space_of(host: str, space: AddressSpace | None) -> None:
    """Addresses tell; most names do not."""
    assert address_space_of(host) == space
