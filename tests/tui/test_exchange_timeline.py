"""The timeline: what was asked, what came back, and where a browser stops."""

from __future__ import annotations

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request, Response
from cors_wizard.tui.widgets.exchange_timeline import timeline

PAGE = "http://localhost:3000"
URL = "http://localhost:5000/api/data"
ALLOWED = Headers.of({"Access-Control-Allow-Origin": PAGE, "X-Powered-By": "nothing of interest"})


def _kinds(exchange: Exchange) -> list[str]:
    return [block.kind for block in timeline(exchange, judge(exchange))]


def test_a_readable_answer_ends_with_a_tick() -> None:
    """Request, answer, and the browser's yes; other headers are left out."""
    exchange = Exchange(PAGE, Request(URL), response=Response(200, ALLOWED))
    blocks = list(timeline(exchange, judge(exchange)))
    assert [block.kind for block in blocks] == ["asked", "answered", "passed"]
    assert blocks[0].title == "GET /api/data"
    assert blocks[1].title == "200 OK"
    assert blocks[1].lines == (f"Access-Control-Allow-Origin: {PAGE}",)


def test_a_stand_in_is_told() -> None:
    """What was not sent unasked is not said to be answered."""
    exchange = Exchange(PAGE, Request(URL, "POST"), response=Response(200, ALLOWED), stand_in="GET")
    (asked, *_) = timeline(exchange, judge(exchange))
    assert asked.note == "the request itself; GET was sent in its place"


def test_a_browser_that_decides_otherwise_is_named() -> None:
    """Safari takes plain http to this computer for mixed content; the others read the answer."""
    page = "https://shop.example"
    headers = Headers.of({"Access-Control-Allow-Origin": page})
    blocks = list(
        timeline(exchange := Exchange(page, Request(URL), response=Response(200, headers)), judge(exchange))
    )
    assert [block.kind for block in blocks][-2:] == ["passed", "also-refused"]
    assert blocks[-1].title.startswith("Safari or another WebKit browser refuses it: ")


def test_a_refused_preflight_shows_what_is_never_sent() -> None:
    """The refusal stands after the preflight's answer, and the request itself is marked as not sent."""
    exchange = Exchange(PAGE, Request(URL, "PUT"), preflight_response=Response(200, ALLOWED))
    blocks = list(timeline(exchange, judge(exchange)))
    assert [block.kind for block in blocks] == ["asked", "answered", "refused", "never-sent"]
    assert "Access-Control-Request-Method: PUT" in blocks[0].lines
    assert dict(blocks[2].pairs).keys() == {"expected", "actual"}


def test_expected_stands_beside_actual() -> None:
    """The two lines can be compared letter by letter."""
    headers = Headers.of({"Access-Control-Allow-Origin": PAGE + "/"})
    exchange = Exchange(PAGE, Request(URL), response=Response(200, headers))
    refused = next(block for block in timeline(exchange, judge(exchange)) if block.kind == "refused")
    assert refused.pairs == (
        ("expected", f"Access-Control-Allow-Origin: {PAGE}"),
        ("actual", f"Access-Control-Allow-Origin: {PAGE}/"),
    )


def test_every_violation_is_shown_and_the_first_stands_out() -> None:
    """A second reason is marked as what comes next."""
    headers = Headers.of({"Access-Control-Allow-Origin": "*"})
    exchange = Exchange(PAGE, Request(URL, credentials="include"), response=Response(200, headers))
    kinds = _kinds(exchange)
    assert kinds.count("refused") == 1
    assert "also-refused" in kinds


def test_redirects_are_steps_of_their_own() -> None:
    """Each hop has its request and its answer."""
    moved = Response(302, Headers.of({**dict(ALLOWED), "Location": "http://localhost:5000/login"}))
    hop = Hop("http://localhost:5000/login", Response(200, ALLOWED))
    exchange = Exchange(PAGE, Request(URL), response=moved, redirects=(hop,))
    assert _kinds(exchange) == ["asked", "answered", "asked", "answered", "passed"]


def test_secrets_and_control_characters_stay_out() -> None:
    """A cookie's value and an escape sequence never reach the screen."""
    headers = Headers.of([*ALLOWED, ("Set-Cookie", "session=s3cr3t"), ("Vary", "\x1b[31mOrigin")])
    exchange = Exchange(PAGE, Request(f"{URL}?token=t0ps3cret"), response=Response(200, headers))
    text = repr(list(timeline(exchange, judge(exchange))))
    assert "s3cr3t" not in text
    assert "t0ps3cret" not in text
    assert "\\x1b" not in text.replace("\\\\x1b", "")  # An escape that is written out is fine.
