"""The decision tree as a Mermaid flow chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cors_wizard.fixes.quoting import plain

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Knowledge, Node

_LONGEST = 50
"""Characters of a label; viewers take no more than 50,000 in all."""
_FEW = 6
"""Arrows of a fact that nobody is asked for and that no arrow leads to: with so few it is left out."""


def mermaid(knowledge: Knowledge) -> str:
    """Every question and cause as a node, the stops of questions too; branches are arrows with values."""
    return "\n".join(("flowchart TD", *_lines(knowledge))) + "\n"


def _lines(knowledge: Knowledge) -> Iterator[str]:
    nodes = knowledge.nodes.values()
    reached = frozenset(answer.goto for each in nodes for answer in each.answers)
    chosen = frozenset(
        answer.goto for each in nodes for answer in each.answers if each.text or answer.goto != each.not_sure
    )
    questions = sorted(nodes, key=lambda each: (not each.root, each.id))
    arrows = {each.id: list(_arrows(each, reached, chosen)) for each in questions}
    kept = _without_asides(questions, arrows)
    led_to = {arrow.rpartition(" ")[2] for each in kept for arrow in arrows[each.id]}
    beyond = {
        _node(f"node:{each.id}"): arrows[each.id][0].rpartition(" ")[2]
        for each in kept
        if not each.root and not each.text and len(arrows[each.id]) == 1
        if _node(f"node:{each.id}") in led_to
    }
    for question in kept:
        if _node(f"node:{question.id}") not in beyond:
            yield f"    {_node('node:' + question.id)}{{{_label(question.text or question.fact)}}}"
            yield from dict.fromkeys(_past(arrow, beyond) for arrow in arrows[question.id])
    for cause in sorted(knowledge.causes.values(), key=lambda each: each.id):
        yield f"    {_node('cause:' + cause.id)}[{_label(f'{cause.id}: {cause.title}')}]"
    asked = [each for each in knowledge.nodes.values() if each.text]
    shown = {goto for each in asked for goto in (*(answer.goto for answer in each.answers), each.not_sure)}
    for stop in sorted(knowledge.stops.values(), key=lambda each: each.id):
        if f"stop:{stop.id}" not in shown:
            continue
        yield f"    {_node('stop:' + stop.id)}([{_label(stop.title)}])"


def _past(arrow: str, beyond: Mapping[str, str]) -> str:
    """The arrow past the facts that one arrow alone leaves: it leads where that leads."""
    start, _, goal = arrow.rpartition(" ")
    passed: list[str] = []
    while goal in beyond and goal not in passed:
        passed.append(goal)
        goal = beyond[goal]
    return f"{start} {goal}"


def _without_asides(questions: list[Node], arrows: Mapping[str, list[str]]) -> list[Node]:
    """The questions that are drawn; without one that was aside, another may be aside, too."""
    goals = {each.id: {arrow.rpartition(" ")[2] for arrow in arrows[each.id]} for each in questions}
    led_to = Counter(goal for each in questions for goal in goals[each.id])
    kept = [
        each
        for each in questions
        if each.root
        or each.text
        or _node(f"node:{each.id}") in led_to
        or len(arrows[each.id]) > _FEW
        # No other arrow leads to its cause.
        or any(goal.startswith("cause_") and led_to[goal] == 1 for goal in goals[each.id])
    ]
    return kept if len(kept) == len(questions) else _without_asides(kept, arrows)


def _arrows(question: Node, reached: frozenset[str], chosen: frozenset[str]) -> Iterator[str]:
    """One arrow to each place, dotted where nothing but doubt of the user leads.

    Viewers draw no more than 500 arrows: those from contradictions of causes, dotted ones to a
    place that others reach, and of a fact that nobody is asked for those to a stop, those that lead on
    unknown, and those that lead to the same place as unknown, where others lead there, too, are left out.
    So are facts with few arrows to which no arrow is left; and those with one arrow are passed by.
    """
    start = _node(f"node:{question.id}")
    ways: dict[str, list[str]] = {}
    for answer in question.answers:
        ways.setdefault(answer.goto, []).extend(answer.when)
    for goto, values in ways.items():
        changes_nothing = goto == question.not_sure and goto in chosen
        if (goto.startswith("stop:") or changes_nothing) and not question.text:
            continue
        unsure = ("not sure",) if goto == question.not_sure else ()
        yield f"    {start} -- {_label(', '.join((*values, *unsure)))} --> {_node(goto)}"
    concludes = question.not_sure.startswith("cause:")
    if (question.text or concludes) and question.not_sure not in reached:
        yield f"    {start} -. {_label('not sure')} .-> {_node(question.not_sure)}"


def _node(goto: str) -> str:
    # `end` and the like are words of Mermaid's own: the kind before the id keeps them apart.
    return goto.replace(":", "_").replace("-", "_")


def _label(text: str) -> str:
    """A quoted label, with Mermaid's entity codes for what would end it or be taken for markup."""
    shown = plain(" ".join(text.split()))
    cut = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3].rstrip(' -')}..."
    return '"' + "".join(_ENTITIES.get(char, char) for char in cut) + '"'


_ENTITIES = {'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "`": "#96;", "*": "#42;"}
