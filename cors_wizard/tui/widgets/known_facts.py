"""The evidence: each fact with its value and its source, to correct if it is wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cors_wizard.facts import DECLARED, FOLLOWING, Fact, Facts
from cors_wizard.knowledge_base import Node
from cors_wizard.tui.display import one_line
from cors_wizard.tui.widgets.quiet_list import QuietList
from cors_wizard.tui.words import SOURCES, is_familiar, label_of, source_style, value_in_words


class KnownFacts(QuietList):
    """Every fact that has a name, with its source; picking one lets the user correct it."""

    HELP = "What is known and where from. Pick a fact to see what it was read from, and to correct it."

    @dataclass
    class FactPicked(Message):
        """The user wants to look at a fact or correct it."""

        fact: Fact

    def __init__(self, facts: Facts, questions: Collection[Node], overruled: Facts) -> None:
        told = (fact for fact in facts if fact.name not in FOLLOWING and is_familiar(fact))
        self._facts = tuple(sorted(told, key=_place))
        shown = [Option(_shown(fact, questions, overruled.guess(fact.name))) for fact in self._facts]
        super().__init__(*shown, markup=False, id="known-facts")

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.FactPicked(self._facts[event.option_index]))


_ORDER = {name: place for place, name in enumerate(DECLARED)}


def _place(fact: Fact) -> int:
    """What the request is comes first, then what was said and seen."""
    return _ORDER.get(fact.name, len(_ORDER))


def _shown(fact: Fact, questions: Collection[Node], found: Fact | None) -> Content:
    instead = f"\nfound: {one_line(value_in_words(found, questions), 160) or '(empty)'}" if found else ""
    return Content.assemble(
        (one_line(label_of(fact.name), 40), "$foreground-muted"),
        "  ",
        (SOURCES[fact.source], f"{source_style(fact.source)} italic"),
        "\n",
        one_line(value_in_words(fact, questions), 160) or "(empty)",
        (instead, "$foreground-muted"),
    )
