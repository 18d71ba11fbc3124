"""A message with spelling mistakes is recognized with less certainty, prose about CORS is not."""

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
            "Cross-Origin-forespørgsel blokeret: Politikken for samme oprindelse tillader ikke læsning "
            "af fjernressourcen på http://localhost:5000/api. (Årsag: CORS-anmodning mislykkedes).",
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
        pytest.param("The quick brown fox jumps over the lazy dog. " * 30, id="prose"),
    ],
)
def test_prose_is_no_message(text: str) -> None:
    """A text that only speaks of CORS is no browser's message, however near its words come."""
    reading = reader().read(text)
    assert all(message.told for message in reading.messages)
    assert reading.messages or reading.looks_like


DAMAGED = (
    "Access to fetch at 'http://localhost:5000/api/orders' frorn origin 'http://localhost:5173' has been "
    "bIocked by C0RS poIicy: The 'Access-Control-A1low-Origin' header has a va1ue "
    "'http://localhost:3000' that is not equal to the supp1ied origin.",
    "Cross-Origin Request B1ocked: The Same 0rigin Policy disallows readlng the rem0te resource at "
    "http://localhost:5000/api/cart. (Reason: C0RS header 'Access-Control-Allow-0rigin' missing). "
    "Status c0de: 5O3.",
    "Access to XMLHttpRequest at 'http://localhost:5000/api/late' from 0rigin 'http://localhost:5173'\n"
    "has been blocked by C0RS policy: Request header field x-tenant is not al1owed by\n"
    "Access-Control-A1low-Headers in preflight response.",
)


def test_several_damaged_messages_give_all_their_facts() -> None:
    """Of a screenshot with three errors each is told, with every value that can be read, and how sure."""
    messages = reader().read("\n[HMR] connected\n".join(DAMAGED)).messages
    told = [(message.line, {fact.name: fact.value for fact in message.facts}) for message in messages]
    assert told == [
        (
            1,
            {
                "url": "http://localhost:5000/api/orders",
                "origin": "http://localhost:5173",
                "allow_origin": "http://localhost:3000",
            },
        ),
        (3, {"url": "http://localhost:5000/api/cart", "status": 503}),
        (
            5,
            {
                "url": "http://localhost:5000/api/late",
                "origin": "http://localhost:5173",
                "refused_header": "x-tenant",
            },
        ),
    ]
    assert all(0.7 < message.certainty < 1 for message in messages)


def test_facts_of_a_damaged_message_are_where_their_spans_say() -> None:
    """The screen underlines them as it does with a message that is whole."""
    text = "\n".join(DAMAGED)
    for message in reader().read(text).messages:
        for fact in message.facts:
            assert fact.span is not None
            if fact.name != "status":
                assert text[fact.span[0] : fact.span[1]] == fact.value


def test_a_damaged_message_stands_beside_a_whole_one() -> None:
    """What is surely there and what is probably there are both told."""
    whole = "GET http://localhost:5000/api/cart net::ERR_FAILED 503 (SERVICE UNAVAILABLE)"
    reading = reader().read(f"{whole}\n{DAMAGED[0]}")
    assert [(message.symptom, message.certainty == 1) for message in reading.messages] == [
        ("network-failure", True),
        ("allow-origin-mismatch", False),
    ]


def test_a_damaged_head_does_not_hide_behind_the_end_that_is_whole() -> None:
    """Where only the beginning is damaged, its URL is read all the same."""
    text = (
        "Acess to fetch at 'http://localhost:5000/api' frorn 0rigin 'http://localhost:5173' has been "
        "bIocked by CORS poIicy: No 'Access-Control-Allow-Origin' header is present on the resouree."
    )
    assert reader().read(text).facts.text("url") == "http://localhost:5000/api"


def test_another_package_is_another_message() -> None:
    """What a server's message says of flask-cors it says of no other package."""
    text = "ERROR: No matching distribution found for tensorflow==2.3.0"
    assert not reader().read(text).messages
    assert reader().read(text.replace("tensorflow==2.3.0", "flask-cors==6.0.l")).messages
