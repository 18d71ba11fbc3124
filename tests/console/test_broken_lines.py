"""A terminal breaks lines at its width, inside words and addresses; the facts stay the same and in place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.console.known import reader
from tests.console.test_untidy_pastes import TEXTS, told, told_plainly

Dress = Callable[[list[str]], str]

DRESSES: list[tuple[str, int, Dress]] = [
    ("terminal-40", 40, "\n".join),
    ("terminal-80", 80, "\n".join),
    ("windows-57", 57, "\r\n".join),
    ("blanks-lost-100", 100, lambda lines: "\n".join(line.rstrip() for line in lines)),
    ("tmux-63", 63, lambda lines: "\n".join(f"\u2502{line:<63}\u2502" for line in lines)),
    ("table-71", 71, lambda lines: "\n".join(f"| {line:<71} |" for line in lines)),
    ("numbered-66", 66, lambda lines: "\n".join(f"{n:3} | {line}" for n, line in enumerate(lines, 8))),
    ("compose-90", 90, lambda lines: "\n".join(f"web-1  | {line}" for line in lines)),
    ("indented-52", 52, "\n    ".join),
    (
        "log-75",
        75,
        lambda lines: "\n".join(f"2026-11-03 09:41:07,{n} ERROR {line}" for n, line in enumerate(lines, 100)),
    ),
    (
        "journal-83",
        83,
        lambda lines: "\n".join(f"Nov 03 09:41:07 web gunicorn[81]: {line}" for line in lines),
    ),
]
TWO = (
    "Access to fetch at 'http://localhost:5000/api/orders' from origin 'http://localhost:5173' has been bl",
    "ocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
)


def pieces(text: str, width: int) -> list[str]:
    """The lines that a terminal of this width makes of a text."""
    return [text[start : start + width] for start in range(0, len(text), width)]


@pytest.mark.parametrize(("width", "dress"), [pytest.param(*each, id=name) for name, *each in DRESSES])
def test_every_message_survives_a_break_at_this_width(width: int, dress: Dress) -> None:
    """Nobody widens a terminal before copying from it.

    Where a word or number alone is left for the last line, it may as well be a line of its own.
    """
    broken = [(text, pieces(text, width)) for text in TEXTS if len(text) > width]
    lost = [
        text
        for text, lines in broken
        if not lines[-1].isalnum() and told(reader().read(dress(lines))) != told_plainly(text)
    ]
    assert len(broken) > 100
    assert not lost


@pytest.mark.parametrize("width", [37, 60])
def test_a_fact_is_underlined_where_it_stands(width: int) -> None:
    """The screen shows in the pasted text what was read, over the break and no character further."""
    text = "\n".join(f"\u2502 {line:<{width}} \u2502" for line in pieces("".join(TWO), width))
    facts = reader().read(text).messages[0].facts
    assert {fact.name for fact in facts} == {"url", "origin"}
    for fact in facts:
        assert fact.span
        begin, end = fact.span
        assert "".join(text[begin:end].replace("\u2502", "").split()) == fact.value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "Fetch API cannot load http://localhost:5000/api/orders\nUncaught (in promise)",
            "http://localhost:5000/api/orders",
            id="another-sentence",
        ),
        pytest.param(
            "Fetch API cannot load http://localhost:5000/api/orders\ncart.js:12",
            "http://localhost:5000/api/orders",
            id="a-place",
        ),
        pytest.param(
            "Fetch API cannot load http://localhost:5000/api/orders\n3",
            "http://localhost:5000/api/orders",
            id="a-badge",
        ),
        pytest.param(
            "Fetch API cannot load http://localhost:5000\n3",
            "http://localhost:5000",
            id="no-port-of-five-digits",
        ),
        pytest.param(
            "Fetch API cannot load http://localhost:5000/api/orders\ndone",
            "http://localhost:5000/api/orders",
            id="a-word",
        ),
        pytest.param(
            "Fetch API cannot load http://localhost:5000/api/or\nders/7?page=2",
            "http://localhost:5000/api/orders/7?page=2",
            id="the-rest",
        ),
        pytest.param(
            "Access to fetch at 'http://localhost:5000/\napi/orders' from origin\n'http://localhost:5173' "
            "has been blocked by CORS policy: No 'Access-\nControl-Allow-Origin' header is present on the "
            "requested resource.",
            "http://localhost:5000/api/orders",
            id="behind-slash-and-hyphen",
        ),
    ],
)
def test_the_next_line_belongs_to_a_url_or_not(text: str, wanted: str) -> None:
    """What is no part of the address is not glued to it."""
    assert reader().read(text).facts.text("url") == wanted


def test_several_broken_messages_keep_every_value() -> None:
    """A value broken in its middle is whole again, beside other messages and what else a console prints."""
    text = (
        "Failed to load http://localhost:5000/api/orders: The 'Access-Control-Allow-Origin' header has a "
        "value 'https://shop.example.com' that is not equal to the supplied origin. Origin "
        "'http://localhost:5173' is therefore not allowed access."
    )
    lines = [
        *pieces("".join(TWO), 60),
        "3",
        *pieces(text, 60),
        "[HMR] connected",
        *pieces(TWO[0] + TWO[1], 60),
    ]
    messages = reader().read("\n".join(lines)).messages
    assert [{fact.name: fact.value for fact in message.facts} for message in messages] == [
        {"url": "http://localhost:5000/api/orders", "origin": "http://localhost:5173"},
        {
            "url": "http://localhost:5000/api/orders",
            "allow_origin": "https://shop.example.com",
            "origin": "http://localhost:5173",
        },
    ]
    assert [message.times for message in messages] == [2, 1]


def test_two_messages_of_equal_length_stay_two() -> None:
    """Lines of one length alone do not make one sentence of them."""
    lines = [
        f"Access to fetch at 'http://localhost:5000/api/{name}' from origin 'http://localhost:5173' has been "
        "blocked by CORS policy: Response to preflight request doesn't pass access control check: "
        "It does not have HTTP ok status."
        for name in ("orders", "basket")
    ]
    assert [message.url[-6:] for message in reader().read("\n".join(lines)).messages] == ["orders", "basket"]
