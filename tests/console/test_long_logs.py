"""A log of any length: repeats are counted, and what differs is found wherever it stands."""

from __future__ import annotations

import pytest

from cors_wizard.console import find_messages
from cors_wizard.console.find_messages import FIRST_OF_A_PATTERN, LAST_OF_A_PATTERN, MessageFinder
from cors_wizard.console.folding import fold
from cors_wizard.console.reading import Reading
from tests.console.known import patterns, reader

CHROMIUM = (
    "Access to fetch at 'http://localhost:5000/api/{0}' from origin 'http://localhost:5173' has been blocked "
    "by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
)
FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    "http://localhost:5000/api/late. (Reason: CORS header 'Access-Control-Allow-Origin' missing).\n"
)
NOISE = "cart.js:17 [HMR] nothing of interest here\n"


def urls(reading: Reading) -> set[str]:
    """The URLs that the messages name."""
    return {message.url.rpartition("/")[2] for message in reading.messages}


def test_the_same_message_again_is_counted_and_every_place_is_known() -> None:
    """A page that asks every second prints one thing, and the screen underlines each of them."""
    text = (CHROMIUM.format("orders") + NOISE) * 3
    (message,) = reader().read(text).messages
    assert message.times == 3
    assert [text[start:end] for start, end in message.repeats] == [message.text] * 2
    assert message.line == 1


def test_repeats_are_no_lines_that_were_not_understood() -> None:
    """What is left over is what differs."""
    assert reader().read(CHROMIUM.format("orders") * 3 + NOISE).unread == (NOISE.strip(),)


@pytest.mark.parametrize("late", [CHROMIUM.format("late"), FIREFOX], ids=["same-text", "another-text"])
def test_what_comes_last_in_a_long_log_is_found(late: str) -> None:
    """Thousands of repeats do not hide the one line that differs."""
    reading = reader().read(CHROMIUM.format("orders") * 6000 + late)
    assert urls(reading) == {"orders", "late"}


def test_what_stands_in_the_middle_of_a_long_log_is_found() -> None:
    """Another message is found among any number of repeats."""
    many = CHROMIUM.format("orders") * 3000
    assert urls(reader().read(many + FIREFOX + many)) == {"orders", "late"}


def test_of_endlessly_many_different_ones_the_first_and_the_last_are_read() -> None:
    """A crawler's log cannot flood the screens."""
    count = FIRST_OF_A_PATTERN + LAST_OF_A_PATTERN + 50
    reading = reader().read("".join(CHROMIUM.format(number) for number in range(count)))
    assert len(reading.messages) == FIRST_OF_A_PATTERN + LAST_OF_A_PATTERN
    assert {"0", str(FIRST_OF_A_PATTERN - 1), str(count - 1), str(count - LAST_OF_A_PATTERN)} <= urls(reading)
    assert str(FIRST_OF_A_PATTERN) not in urls(reading)


def test_a_text_that_nearly_matches_everywhere_ends_with_what_matches() -> None:
    """A line made to cost time does not hide the message after it."""
    nearly = "No 'Access-Control-Allow-Origin' header is present on the requested resource "
    assert "late" in urls(reader().read(nearly * 20_000 + "\n\n" + CHROMIUM.format("late")))


@pytest.mark.parametrize("portion", [1, 2, 7, 40])
def test_no_word_is_lost_where_a_long_text_is_taken_apart(
    portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of a text are collected in portions; the end of one is never inside a word."""
    finder = MessageFinder(patterns())
    folded = fold(CHROMIUM.format("orders") + FIREFOX)
    whole = finder.find(folded)
    assert len(whole) == 2
    monkeypatch.setattr(find_messages, "_PORTION", portion)
    assert finder.find(folded) == whole


class _Counted(str):
    """A text that knows how often it was searched whole."""

    searched = 0

    def __contains__(self, part: object) -> bool:
        _Counted.searched += 1
        return isinstance(part, str) and self.find(part) >= 0


def test_a_log_is_not_searched_for_what_none_of_its_lines_can_hold() -> None:
    """Lines that differ in numbers alone are looked at once; the whole only for what one of them has."""
    finder = MessageFinder(patterns())
    folded = fold("".join(CHROMIUM.format(number) for number in range(500)))
    assert len(find_messages._kinds_of_lines(folded.lines)) <= 2
    expected = finder.find(folded)
    folded.__dict__["flat"] = _Counted(folded.flat)
    _Counted.searched = 0
    assert finder.find(folded) == expected
    assert _Counted.searched < 20


@pytest.mark.parametrize("status", [404, 500])
def test_numbers_that_a_message_is_known_by_are_still_looked_for(status: int) -> None:
    """Only where to look is decided without digits."""
    text = f"GET http://localhost:5000/api/orders {status} (NOT FOUND)\n"
    (message,) = reader().read(NOISE * 50 + text).messages
    assert message.fact("status") is not None
    assert message.text.startswith(f"GET http://localhost:5000/api/orders {status}")
