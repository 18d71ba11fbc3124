"""Which templates are tried on a text: all that can match it, whatever the folding makes of its words."""

from __future__ import annotations

import pytest

from cors_wizard.console.find_messages import MessageFinder, inner_words
from cors_wizard.console.folding import Folded, fold
from cors_wizard.console.message_template import MessageTemplate
from cors_wizard.knowledge_base import load_knowledge

PATTERNS = tuple(each for each in load_knowledge().patterns.values() if not each.told)
TEMPLATES = [(each.id, MessageTemplate.compile(each.template)) for each in PATTERNS]
FINDER = MessageFinder(PATTERNS)


def matching(folded: Folded) -> set[str]:
    """The patterns that match, found by trying every one."""
    return {name for name, template in TEMPLATES if any(template.find(folded))}


def tried(folded: Folded) -> set[str]:
    """The patterns that the finder tries."""
    return {pattern.id for _, pattern in FINDER._likely(folded)}


def untidy(text: str) -> str:
    """The text as a terminal, a page or a log may hold it."""
    return text.replace("'", "\u2019").replace(" ", " \n> ", 3).replace('"', "&quot;").upper()


@pytest.mark.parametrize("shape", [str, untidy])
def test_whatever_matches_is_tried(shape: type[str]) -> None:
    """On every example of every message, and where its white space, quotes and case are others."""
    texts = {shape(example) for _, message in load_knowledge().messages for example in message.examples}
    lost = {text: names for text in texts if (names := matching(fold(text)) - tried(fold(text)))}
    assert lost == {}


def test_few_are_compiled_for_one_sentence() -> None:
    """Compiling them all would take longer than the rest of a start."""
    finder = MessageFinder(PATTERNS)
    finder.find(fold("No 'Access-Control-Allow-Origin' header is present on the requested resource."))
    assert 0 < len(finder._compiled) < len(PATTERNS) / 2


def test_what_folding_may_change_is_no_word_to_go_by() -> None:
    """Quotes and brackets have look-alikes, and an escape is read as what it stands for."""
    template = "The {_what} 'one' two \\n &amp; [[five six seven]] eight nine\u00e9 [1m ten {url}\neleven"
    assert inner_words(template) == {"'one'", "two", "eight", "ten"}
