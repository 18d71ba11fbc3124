"""Every text that the knowledge files promise to know is known, and as that one only."""

from __future__ import annotations

import pytest

from tests.console.known import Example, examples, patterns, reader

EXAMPLES = [
    pytest.param(example, id=f"{example.pattern.id}-{index}") for index, example in enumerate(examples())
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_recognized_and_alone(example: Example) -> None:
    """A user who pastes this text is told what it is, and nothing else; each fact can be underlined in it."""
    reading = reader().read(example.text)
    assert [message.pattern_id for message in reading.messages] == [example.pattern.id]
    assert reading.leading is not None
    assert reading.leading.engine == example.pattern.engine
    for fact in reading.messages[0].facts:
        assert fact.span is not None
        start, end = fact.span
        assert 0 <= start <= end <= len(example.text)
        if fact.name not in example.pattern.facts:
            assert str(fact.value) in example.text[start:end]


def test_every_pattern_says_what_the_message_means() -> None:
    """A user reads one plain sentence about each message, whatever it is."""
    wrong = [each.id for each in patterns() if not each.says.endswith(".") or len(each.says.split()) < 3]
    assert wrong == []
