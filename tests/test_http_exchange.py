"""Header lists: order and duplicates kept, names compared without case."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.http_exchange import Exchange, Headers, Request, Response


def test_duplicates_and_order_are_kept() -> None:
    """Two headers of one name stay two."""
    headers = Headers.of([("Vary", "Origin"), ("X-A", " 1\t"), ("vary", "Accept")])
    assert headers.all("VARY") == ("Origin", "Accept")
    assert headers.get("vary") == "Origin, Accept"
    assert headers.get("x-a") == "1"
    assert headers.names() == ("vary", "x-a")
    assert list(headers) == [("Vary", "Origin"), ("X-A", "1"), ("vary", "Accept")]


def test_what_is_not_there() -> None:
    """A missing header is None, an empty one is empty."""
    headers = Headers.of({"X-Empty": ""})
    assert headers.get("X-None") is None
    assert headers.get("x-empty") == ""
    assert headers.all("X-None") == ()
    assert "x-EMPTY" in headers
    assert "X-None" not in headers
    assert 3 not in headers
    assert len(headers) == 1


def test_an_exchange_begins_empty() -> None:
    """Nothing came back is the default, for preflight and request alike."""
    exchange = Exchange("http://a.example", Request("http://b.example"))
    assert (exchange.response, exchange.preflight_response, exchange.redirects) == (None, None, ())
    assert (exchange.request.method, exchange.request.credentials) == ("GET", "same-origin")
    assert len(Response(204).headers) == 0


@given(st.lists(st.tuples(st.text(), st.text())))
def test_no_header_is_lost(pairs: list[tuple[str, str]]) -> None:
    """Every value is found again under its name, in order."""
    headers = Headers.of(pairs)
    assert len(headers) == len(pairs)
    for name in headers.names():
        wanted = tuple(value.strip(" \t\r\n") for key, value in pairs if key.lower() == name)
        assert headers.all(name) == wanted
