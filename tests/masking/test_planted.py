"""Every kind of secret is masked in any text, and nothing else is."""

from __future__ import annotations

import pytest

from cors_wizard.masking import looks_secret, mask_for_storage, mask_header, mask_text, mask_value, masked_url
from tests.masking.planted import HEADERS, PLAIN, PLANTED, URLS, Planted


def test_enough_kinds() -> None:
    """At least sixty, each with an id of its own."""
    assert len({each.id for each in PLANTED}) == len(PLANTED) >= 60


@pytest.mark.parametrize("planted", PLANTED, ids=lambda each: each.id)
def test_a_secret_is_masked_wherever_it_is(planted: Planted) -> None:
    """Alone, quoted in a command, within a log, in JSON; what is beside it stays."""
    for text in (planted.text, f"first line\n  {planted.text}\nlast", f"> {planted.text}"):
        shown = mask_text(text)
        assert planted.secret not in shown
        assert planted.stays in shown
        assert mask_text(shown) == shown
        assert planted.secret not in mask_for_storage(text)
    assert planted.secret not in str(mask_value((planted.text,)))


@pytest.mark.parametrize("planted", HEADERS, ids=lambda each: each.id)
def test_a_secret_header_is_masked(planted: Planted) -> None:
    """By its name, or by what its value looks like."""
    name, _, value = planted.text.partition(": ")
    shown = mask_header(name, value)
    assert planted.secret not in shown
    assert shown.startswith(f"{name}: ")
    assert planted.stays in shown


@pytest.mark.parametrize("planted", URLS, ids=lambda each: each.id)
def test_a_secret_of_a_url_is_masked(planted: Planted) -> None:
    """In all its parts."""
    assert planted.secret not in masked_url(planted.text)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_secret_stays(text: str) -> None:
    """Nobody can read a report of asterisks."""
    assert mask_text(text) == text
    assert mask_value((text,)) == (text,)


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        pytest.param("3f2a9c1b7d8e4f60a1b2", True, id="hex"),
        pytest.param("Zk3vQ9xT1mLp8RwY2nBd", True, id="letters-and-digits"),
        pytest.param("dGhpcyBpcyBhIHNlY3JldA==", True, id="base64"),
        pytest.param("MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs", True, id="signed"),
        pytest.param("application/vnd.shop.v2+json", False, id="media-type"),
        pytest.param("550e8400-e29b-41d4-a716-446655440000", False, id="uuid"),
        pytest.param("max-age=31536000", False, id="directive"),
        pytest.param("this-is-a-kebab-case-name-of-2", False, id="kebab"),
        pytest.param("12345678901234567890", False, id="number"),
        pytest.param("north", False, id="short"),
    ],
)
def test_shapes(value: str, secret: bool) -> None:
    """A word that nobody made up."""
    assert looks_secret(value) is secret


@pytest.mark.parametrize(
    "unit",
    ["a=", "X-Api-Key: ", '{"token":"', "://a:", "?k=", "-----BEGIN PRIVATE KEY-----", "eyJ", "Ab1", '\\"'],
)
def test_huge_texts_are_masked_in_linear_time(unit: str) -> None:
    """A pattern that looks back over what it has read would not end here."""
    assert mask_text(unit * (400_000 // len(unit)))


def test_bodies_are_not_stored() -> None:
    """What no check reads is not kept: bodies of a HAR, of a command, of a call."""
    har = '{"log": {"entries": [{"request": {"postData": {"text": "the body \\"with\\" it"}}}]}}'
    assert "the body" not in mask_for_storage(har)
    assert "the body" not in mask_for_storage(
        "curl http://a/x --data-raw '{\"note\": \"the body\"}' -H 'X-Page: 2'"
    )
    assert "the body" not in mask_for_storage('fetch("http://a/x", {"method": "POST", "body": "the body"})')


def test_a_long_log_is_masked_like_a_short_text() -> None:
    """Lines without a secret's name are passed over, and nothing that is near one."""
    filler = "127.0.0.1 - - GET /api/orders/7 HTTP/1.1 200\n" * 100
    for planted in PLANTED:
        assert planted.secret not in mask_text(f"{filler}{planted.text}\n{filler}"), planted.id


@pytest.mark.parametrize("name", ["WWW-Authenticate", "Proxy-Authenticate"])
def test_a_challenge_shows_its_realm_and_no_token(name: str) -> None:
    """What a server asks for is shown, what it gives away by mistake is not."""
    shown = mask_header(name, 'Bearer realm="shop", token="hunter2-and-more", error="invalid_token"')
    assert "hunter2" not in shown
    assert 'realm="shop"' in shown
    assert 'error="invalid_token"' in shown
    assert mask_header(name, "Basic") == f"{name}: Basic"
