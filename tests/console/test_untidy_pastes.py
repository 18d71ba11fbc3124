"""However a message was copied, wrapped, quoted or buried, it gives the same facts."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cors_wizard.console.reading import Reading
from tests.console.known import examples, patterns, reader

# What people say in their own words is no line that a console or a terminal reshapes.
_PRINTED = [each for each in examples() if not each.pattern.told]
# An entry that ends in JSON is read from a line of its own.
_WHOLE = ("\n", '{"request"')
TEXTS = list(
    {
        each.pattern.id: each.text for each in _PRINTED if not any(part in each.text for part in _WHOLE)
    }.values()
)
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
NOISE = [
    "Warning: Each child needs a key",
    "    at Orders.load (http://localhost:5173/static/cart.js:12:3)",
    "[HMR] connected",
    "Navigated to http://localhost:5173/cart",
    "3",
]


def told(reading: Reading) -> tuple[object, ...]:
    """What the messages of a reading come to, without places and what other readers find in a whole line."""
    return (
        [message.pattern_id for message in reading.messages],
        [{fact.name: fact.value for fact in message.facts} for message in reading.messages],
    )


@cache
def told_plainly(text: str) -> tuple[object, ...]:
    """What a text comes to as a browser printed it."""
    return told(reader().read(text))


def smart(text: str) -> str:
    """The text as Word or Slack would quote it."""
    for plain, curly in (("'", "\u2019"), ('"', "\u201d")):
        text = text.replace(plain, curly)
    return text


def mojibake(character: str) -> str:
    """A character as a program shows it that takes UTF-8 for Windows-1252, as browsers define that."""
    return "".join(
        bytes([byte]).decode("cp1252" if byte not in _UNDEFINED else "latin-1") for byte in character.encode()
    )


DRESSES: list[tuple[str, Callable[[str], str]]] = [
    ("source", lambda text: f"index.js:12 {text}"),
    ("anonymous-source", lambda text: f"(index):1 {text}"),
    ("vm-source", lambda text: f"VM123:1   {text}"),
    ("source-behind", lambda text: f"{text}   cart.js:12"),
    ("safari", lambda text: f"{text} (cart.js, line 12)"),
    ("badge", lambda text: f"3{text}" if text[0] in "'\"" else f"3 {text}"),
    ("quoted", lambda text: f"> {text}"),
    ("fence", lambda text: f"```\n{text}\n```"),
    ("fence-inline", lambda text: f"`{text}`"),
    ("bullet", lambda text: f"- {text}"),
    ("bold", lambda text: f"**Error** {text}"),
    ("html", html.escape),
    ("no-break-spaces", lambda text: text.replace(" ", "\u00a0")),
    ("double-spaces", lambda text: text.replace(" ", "  ")),
    ("tabs", lambda text: text.replace(" ", "\t")),
    ("zero-width", lambda text: text.replace(" ", "\u200b \u200b")),
    ("json-log", lambda text: json.dumps({"level": "error", "message": text})),
    ("json-ascii", lambda text: json.dumps(text, ensure_ascii=True)),
    ("utf-8-as-windows", lambda text: "".join(map(mojibake, text))),
    ("colours", lambda text: f"\x1b[31m{text}\x1b[0m"),
    ("windows-lines", lambda text: f"noise\r\n{text}\r\nnoise"),
    ("indented", lambda text: f"        {text}"),
]


@pytest.mark.parametrize("dress", [pytest.param(dress, id=name) for name, dress in DRESSES])
def test_every_message_survives_this_dress(dress: Callable[[str], str]) -> None:
    """A user may copy from a chat, a mail, a ticket or a log file."""
    lost = [text for text in TEXTS if told(reader().read(dress(text))) != told_plainly(text)]
    assert not lost


def test_typographers_quotes_change_no_fact_but_the_quotes_inside_values() -> None:
    """Word and Slack turn straight quotes into curly ones."""
    for text in TEXTS:
        assert told(reader().read(smart(text)))[0] == told_plainly(text)[0], text


def test_quotes_around_a_bare_url_are_no_part_of_it() -> None:
    """Some Firefox versions quote the URL where others do not."""
    reading = reader().read(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
        "\u2018http://localhost:5000/api\u2019. "
        "(Reason: CORS header \u2018Access-Control-Allow-Origin\u2019 missing)."
    )
    assert reading.facts.text("url") == "http://localhost:5000/api"


@pytest.mark.parametrize("width", [1, 24, 40, 72, 100])
def test_every_message_survives_a_window_of_this_width(width: int) -> None:
    """A terminal or a mail breaks each sentence at other words."""
    lost = [
        text for text in TEXTS if told(reader().read("\n".join(_broken(text, width)))) != told_plainly(text)
    ]
    assert not lost


def _broken(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        pytest.param(
            "GET https://localhost:5000/api/orders net::ERR_CERT_REVOKED",
            "GET https://localhost:5000/api/orders\n> net::ERR_CERT_REVOKED",
            id="quote-mark-behind-a-url",
        ),
        pytest.param(
            "engineio.server - ERROR - http://localhost:5173 is not an accepted origin.",
            "engineio.server - ERROR -\nhttp://localhost:5173 is\nnot an accepted origin.",
            id="dash-before-a-url",
        ),
    ],
)
def test_a_mark_beside_a_break_is_no_part_of_a_value(text: str, broken: str) -> None:
    """What quotes a line or stands between words says nothing by itself."""
    assert told(reader().read(broken)) == told(reader().read(text))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_message_broken_over_lines_gives_the_same_facts(data: st.DataObject) -> None:
    """A mail client or terminal wraps a message at any blank and indents or quotes the rest."""
    text = data.draw(st.sampled_from(TEXTS))
    words = text.split()
    joints = data.draw(
        st.lists(st.sampled_from([" ", "\n", "\n    ", "\n> ", " \n", "\r\n"]), min_size=len(words))
    )
    wrapped = "".join(word + joint for word, joint in zip(words, joints, strict=False)).strip()
    plain, broken = reader().read(text), reader().read(wrapped)
    assert told(broken) == told(plain)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(NOISE), max_size=6), st.sampled_from(TEXTS), st.lists(st.sampled_from(NOISE)))
def test_noise_around_a_message_changes_nothing(before: list[str], text: str, after: list[str]) -> None:
    """People paste the whole console."""
    plain = reader().read(text)
    noisy = reader().read("\n".join([*before, text, *after]))
    wanted = {fact.name: fact.value for fact in plain.messages[0].facts}
    found = [message for message in noisy.messages if message.pattern_id == plain.messages[0].pattern_id]
    assert [{fact.name: fact.value for fact in message.facts} for message in found] == [wanted]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("utf-8", "replace"))))
def test_any_text_gives_an_answer(text: str) -> None:
    """Nothing that is pasted makes the wizard fall over."""
    reading = reader().read(text)
    assert reading.messages or reading.looks_like


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_pieces_of_messages_give_an_answer(data: st.DataObject) -> None:
    """Half messages, glued and cut anywhere, are read without falling over; spans stay inside the text."""
    pieces = data.draw(
        st.lists(st.sampled_from([example.text for example in examples()]), min_size=1, max_size=4)
    )
    text = "".join(
        piece[data.draw(st.integers(0, len(piece))) : data.draw(st.integers(0, len(piece)))] or piece
        for piece in pieces
    )
    for message in reader().read(text).messages:
        start, end = message.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == message.text
        assert all(fact.span and start <= fact.span[0] <= fact.span[1] <= end for fact in message.facts)


BELOW = [
    NOISE[1],
    "    at async fetchOrders (cart.js:12:3)",
    "fetchOrders @ cart.js:12",
    "(anonymous) @ cart.js:5",
    "Promise.then",
    "load@http://localhost:5173/static/cart.js:12:3",
    "Show 3 more frames",
]


@pytest.mark.parametrize("line", BELOW)
def test_the_line_below_is_no_part_of_any_message(line: str) -> None:
    """A stack or a badge is copied along; no value of the message goes on there."""
    glued = [text for text in TEXTS if told(reader().read(f"{text}\n{line}"))[:2] != told_plainly(text)[:2]]
    assert not glued


def test_every_pattern_is_among_the_texts_that_are_dressed() -> None:
    """No message escapes the tests of this file, except those that span two lines by themselves."""
    single = {example.pattern.id for example in examples() if "\n" not in example.text}
    assert len(single) >= len(patterns()) - 20
