"""Pages for those who write knowledge files: facts with their values, and ways through the tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cors_wizard.errors import InputError
from cors_wizard.facts import DECLARED, FOLLOWING, FactSpec
from cors_wizard.fixes.quoting import code_span
from cors_wizard.knowledge_base.checks.samples import known_specs
from cors_wizard.report.document import Block, Bullets, Document, Heading, Paragraph

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Knowledge, Node

_MOST_WAYS = 10
"""Ways to a node that are shown; the shortest come first."""
_MOST_FOUND = 200


def facts_page(knowledge: Knowledge, name: str | None = None) -> Document:
    """All facts, or one with its values, who gives it, and the nodes that ask for it.

    Raises InputError where there is no fact of that name.
    """
    specs = known_specs(knowledge)
    if name is None:
        lines = tuple(f"{code_span(spec.name)} ({spec.kind}): {spec.meaning}" for spec in specs.values())
        return (Heading(1, "Facts"), Bullets(lines))
    if name not in specs:
        raise InputError(f"Unknown fact {name!r}.", hint="Run cors-wizard knowledge facts for the list.")
    return tuple(_fact(specs[name], knowledge))


def _fact(spec: FactSpec, knowledge: Knowledge) -> Iterator[Block]:
    yield Heading(1, spec.name)
    yield Paragraph(f"{spec.meaning[:1].upper()}{spec.meaning[1:]}. {_kind(spec)}")
    if spec.choices:
        yield Bullets(tuple(_choice(spec, value) for value in spec.choices))
    yield Heading(2, "Who gives it")
    yield Bullets(tuple(_givers(spec, knowledge)) or ("Only --fact.",))
    asking = [node for node in knowledge.nodes.values() if node.fact == spec.name]
    if asking:
        yield Heading(2, "Nodes that settle it")
        yield Bullets(tuple(f"{code_span(node.id)} ({', '.join(node.providers)})" for node in asking))


def _kind(spec: FactSpec) -> str:
    words = {
        "text": "A text.",
        "number": "A whole number.",
        "list": "A list of strings.",
        "choice": "One of these values:",
    }
    return words[spec.kind]


def _choice(spec: FactSpec, value: str) -> str:
    word = spec.words.get(value)
    return f"{code_span(value)}: {word}" if word and word != value else code_span(value)


def _givers(spec: FactSpec, knowledge: Knowledge) -> Iterator[str]:
    if spec.name in FOLLOWING:
        yield "It follows from other facts."
    placeholder = f"{{{spec.name}}}"
    if any(placeholder in each.template or spec.name in each.facts for _, each in knowledge.messages):
        yield "Pasted console messages."
    providers = {
        name for node in knowledge.nodes.values() if node.fact == spec.name for name in node.providers
    }
    for provider, words in _PROVIDERS.items():
        if provider in providers:
            yield words
    if spec.name in DECLARED:
        yield f"The option {code_span(f'--fact {spec.name}=...')}."


_PROVIDERS: Mapping[str, str] = {
    "pasted": "The pasted text.",
    "probe": "A probe of the API.",
    "scan": "The project folder.",
    "question": "A question to the user.",
}


def ways_page(knowledge: Knowledge, name: str) -> Document:
    """The branches that lead to a node or an end, every way there that fits a page, and where it leads.

    Raises InputError where there is no such node, cause or stop.
    """
    goals = {f"{kind}:{name}" for kind in ("node", "cause", "stop")} & _places(knowledge)
    if not goals:
        raise InputError(f"Unknown node, cause or stop {name!r}.", hint="Give an id, such as objection.")
    goal = goals.pop()
    ways = sorted(_ways(knowledge, goal), key=len)
    nodes = knowledge.nodes.values()
    last = [f"{node.id} = {value}" for node in nodes for value, goto in _branches(node) if goto == goal]
    blocks: list[Block] = [Heading(1, goal)]
    if last:
        blocks += [Paragraph("These branches lead here:"), Bullets(tuple(last))]
    blocks.append(Paragraph(_how_many(len(ways))))
    blocks.append(Bullets(tuple(" > ".join(way) for way in ways[:_MOST_WAYS])))
    if goal.startswith("node:"):
        blocks += [Heading(2, "Where it leads"), Bullets(tuple(_leads(knowledge.nodes[name])))]
    return tuple(blocks)


def _how_many(ways: int) -> str:
    if ways <= _MOST_WAYS:
        return "The ways that lead here, each from its first step:"
    count = f"At least {ways}" if ways >= _MOST_FOUND else str(ways)
    return f"{count} ways lead here. The {_MOST_WAYS} shortest, each from its first step:"


def _places(knowledge: Knowledge) -> set[str]:
    kinds = (("node", knowledge.nodes), ("cause", knowledge.causes), ("stop", knowledge.stops))
    return {f"{kind}:{id}" for kind, every in kinds for id in every}


def _ways(knowledge: Knowledge, goal: str) -> list[tuple[str, ...]]:
    """The ways from the root; kept short by walking backwards, since few nodes lead to a place."""
    before: dict[str, list[tuple[str, str]]] = {}
    for node in knowledge.nodes.values():
        for value, goto in _branches(node):
            before.setdefault(goto, []).append((node.id, value))
    done: list[tuple[str, ...]] = []
    open_ways: list[tuple[str, tuple[str, ...]]] = [(goal, ())]
    while open_ways and len(done) < _MOST_FOUND:
        place, way = open_ways.pop(0)
        if place == f"node:{knowledge.root.id}":
            done.append(way)
        for id, value in before.get(place, ()):
            open_ways.append((f"node:{id}", (f"{id} = {value}", *way)))
    return done


def _branches(node: Node) -> Iterator[tuple[str, str]]:
    for answer in node.answers:
        yield ", ".join(answer.when), answer.goto
    yield "not sure", node.not_sure


def _leads(node: Node) -> Iterator[str]:
    for value, goto in _branches(node):
        yield f"{code_span(value)} leads to {code_span(goto)}"
