"""A message with spelling mistakes is recognised with less certainty, prose about CORS is not."""

from __future__ import annotations

import pytest

from tests.console.known import reader


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        pytest.param(
            "Access to fetch at 'http://localhost:5000/api' frorn origin "
            "'http://localhost:5173' has been bIocked by "
            "C0RS poIicy: N0 'Access-Control-A1low-Origin' header is present on the requested resouree.",
            "missing-allow-origin",
            id="screenshot-of-chromium",
        ),
        pytest.param(
            "Cross-Origin Request B1ocked: The Same 0rigin Policy disallows readlng the rem0te resource at "
            "http://localhost:5000/api. (Reason: C0RS header 'Access-Control-Allow-0rigin' missing).",
            "missing-allow-origin",
            id="screenshot-of-firefox",
        ),
        pytest.param(
            "Response to preflight request doesnt pass access control check. It does not have HTTP ok satus",
            "preflight-invalid-status",
            id="typed-by-hand",
        ),
        pytest.param(
            "Verzoek van andere oorsprong geblokkeerd: de Same Origin Policy staat het lezen "
            "van de externe bron op "
            "http://localhost:5000/api niet toe. (Reden: CORS-header "
            "'Access-Control-Allow-Origin' ontbreekt).",
            None,
            id="unlisted-translation-is-no-certainty",
        ),
    ],
)
def test_nearly_a_message(text: str, symptom: str | None) -> None:
    """A screenshot's text still leads to an answer, and the reader says how sure it is."""
    leading = reader().read(text).leading
    if symptom is None:
        assert leading is None or leading.certainty < 0.8
        return
    assert leading is not None
    assert leading.symptom == symptom
    assert 0.7 < leading.certainty < 1


def test_urls_are_told_apart() -> None:
    """The URL behind the word origin is the page's."""
    facts = (
        reader()
        .read(
            "Access to fetch at 'http://localhost:5000/api' frorn 0rigin "
            "'http://localhost:5173' has been bIocked by "
            "CORS poIicy: No 'Access-Control-Allow-Origin' header is present on the requested resouree."
        )
        .facts
    )
    assert facts.text("url") == "http://localhost:5000/api"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Hello, my Flask app does not work with the CORS header. Please help me with access "
            "control allow origin.",
            id="a-cry-for-help",
        ),
        pytest.param(
            "I set Access-Control-Allow-Origin to * and it is still blocked by the CORS policy "
            "when the request has "
            "credentials include. What must the header be in the response?",
            id="a-question",
        ),
        pytest.param("The quick brown fox jumps over the lazy dog. " * 30, id="prose"),
    ],
)
def test_prose_is_no_message(text: str) -> None:
    """Nothing is concluded from a text that only speaks of CORS."""
    reading = reader().read(text)
    assert reading.leading is None
    assert reading.looks_like
