"""What would keep the wizard from walking: no root, a name that leads nowhere, a cycle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cors_wizard.console.pattern import names_in
from cors_wizard.errors import Problem, did_you_mean
from cors_wizard.knowledge_base.checks.complain import Place, complain
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Cause, Message, Node, Step, Stop


def structure_problems(knowledge: Knowledge) -> tuple[Problem, ...]:
    """Every such problem."""
    dangling = tuple(_dangling(knowledge))
    cycles = () if dangling else tuple(_cycles(knowledge))
    return (*_roots(knowledge), *dangling, *cycles)


def gotos(node: Node) -> Iterator[tuple[Place, str]]:
    """Every branch of a question: its place and where it leads, "not sure" last."""
    for index, answer in enumerate(node.answers):
        yield ("nodes", node.id, "answers", index, "goto"), answer.goto
    yield ("nodes", node.id, "not_sure"), node.not_sure


def _roots(knowledge: Knowledge) -> Iterator[Problem]:
    roots = [node for node in knowledge.nodes.values() if node.root]
    if not roots:
        yield Problem("nodes", 0, "No question is the root.", "Give one of them `root = true`.")
    for node in roots[1:]:
        told = f"The root is {roots[0].id} already."
        place = ("nodes", node.id, "root")
        yield complain(knowledge, place, told, "Leave `root` out: walks begin at one question.")


def _dangling(knowledge: Knowledge) -> Iterator[Problem]:
    for node in knowledge.nodes.values():
        for place, goto in gotos(node):
            if not _exists(knowledge, goto):
                kind, _, name = goto.partition(":")
                yield _missing(knowledge, place, kind, name)
    for cause in knowledge.causes.values():
        for name in cause.fixes:
            if name not in knowledge.fixes:
                yield _missing(knowledge, ("causes", cause.id, "fixes"), "fix", name)
    for cause in knowledge.causes.values():
        yield from _dangling_next(knowledge, cause)
        yield from _dangling_contradictions(knowledge, cause)
    for stop in knowledge.stops.values():
        yield from _dangling_next(knowledge, stop)
    yield from _dangling_steps(knowledge)
    yield from _dangling_messages(knowledge)
    yield from _dangling_behaviors(knowledge)


def _dangling_steps(knowledge: Knowledge) -> Iterator[Problem]:
    """Steps that name a shared one which is not there."""
    for place, step in every_step(knowledge):
        if step.use is not None and step.use not in knowledge.steps:
            yield _missing(knowledge, (*place, "use"), "step", step.use)


def every_step(knowledge: Knowledge) -> Iterator[tuple[Place, Step]]:
    """Every step of the fixes and causes, with its place."""
    for fix in knowledge.fixes.values():
        for name, steps in (("steps", fix.steps), ("verify", fix.verify)):
            yield from ((("fixes", fix.id, name, index), step) for index, step in enumerate(steps))
    for cause in knowledge.causes.values():
        for name, steps in (("before", cause.before), ("verify", cause.verify)):
            yield from ((("causes", cause.id, name, index), step) for index, step in enumerate(steps))


def _dangling_next(knowledge: Knowledge, end: Cause | Stop) -> Iterator[Problem]:
    kind = "causes" if isinstance(end, Cause) else "stops"
    for index, each in enumerate(end.next):
        if each.cause is not None and each.cause not in knowledge.causes:
            yield _missing(knowledge, (kind, end.id, "next", index, "cause"), "cause", each.cause)


def _dangling_contradictions(knowledge: Knowledge, cause: Cause) -> Iterator[Problem]:
    for index, each in enumerate(cause.contradicted_by):
        if each.use is not None and each.use not in knowledge.contradictions:
            yield _missing(
                knowledge, ("causes", cause.id, "contradicted_by", index, "use"), "contradiction", each.use
            )
        if not _exists(knowledge, each.goto):
            kind, _, name = each.goto.partition(":")
            yield _missing(knowledge, ("causes", cause.id, "contradicted_by", index, "goto"), kind, name)


def _dangling_messages(knowledge: Knowledge) -> Iterator[Problem]:
    known = knowledge.cause_ids | knowledge.causes.keys()
    for _, message in knowledge.messages:
        for name in message.causes or ():
            if name not in known:
                yield _missing(knowledge, ("messages", message.id, "causes"), "cause", name)
        if message.says.startswith("@"):
            told = f"No meaning is called {message.says[1:]}."
            yield complain(
                knowledge,
                ("messages", message.id, "says"),
                told,
                "Correct the name, or add it to meanings.toml.",
            )
        yield from _dangling_phrases(knowledge, message)
    for symptom, causes in knowledge.symptom_causes.items():
        for name in causes:
            if name not in known:
                place = ("symptom-causes", "symptom-causes", "causes", symptom)
                yield _missing(knowledge, place, "cause", name)


def _dangling_phrases(knowledge: Knowledge, message: Message) -> Iterator[Problem]:
    """Names of phrases that no file has, in the words and claims of a message."""
    words = {each[1:] for group in (*message.words, message.unless) for each in group if each.startswith("@")}
    claimed = {name for way in message.claims for claim in way for name in names_in(claim)}
    for key, names in (("words", words), ("claims", claimed)):
        for name in sorted(names - knowledge.phrases.keys()):
            told = f"There are no phrases {name}."
            yield complain(
                knowledge, ("messages", message.id, key), told, "Correct the name, or add it to `phrases`."
            )


def _dangling_behaviors(knowledge: Knowledge) -> Iterator[Problem]:
    for number, file in enumerate(knowledge.versions):
        for index, each in enumerate(file.behaviors):
            for name in each.causes:
                if name not in knowledge.causes:
                    place = ("versions", number, "behaviors", index, "causes")
                    yield _missing(knowledge, place, "cause", name)


def _exists(knowledge: Knowledge, goto: str) -> bool:
    kind, _, name = goto.partition(":")
    if kind == "node":
        return name in knowledge.nodes
    return name in (knowledge.causes if kind == "cause" else knowledge.stops)


def _missing(knowledge: Knowledge, place: Place, kind: str, name: str) -> Problem:
    known: Mapping[str, object] = getattr(knowledge, "fixes" if kind == "fix" else f"{kind}s", {})
    hint = did_you_mean(name, known) or "Correct the id."
    return complain(knowledge, place, f"Unknown {kind} {name}.", f"{hint} Or write the {kind}'s file.")


def _cycles(knowledge: Knowledge) -> Iterator[Problem]:
    done: set[str] = set()
    for start in knowledge.nodes:
        if start not in done:
            yield from _cycles_from(knowledge, start, done)


def _cycles_from(knowledge: Knowledge, start: str, done: set[str]) -> Iterator[Problem]:
    """Depth first with a stack of its own: a long chain must not exhaust Python's."""
    path = [start]
    branches = [gotos(knowledge.nodes[start])]
    while path:
        place, goto = next(branches[-1], (None, ""))
        kind, _, name = goto.partition(":")
        if place is None:
            done.add(path.pop())
            branches.pop()
        elif kind == "node" and name in path:
            circle = " -> ".join((*path[path.index(name) :], name))
            yield complain(
                knowledge, place, f"This leads in a circle: {circle}.", "Lead to a question further on."
            )
        elif kind == "node" and name not in done:
            path.append(name)
            branches.append(gotos(knowledge.nodes[name]))
