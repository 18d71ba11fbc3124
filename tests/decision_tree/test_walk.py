"""The walk: never asks for what is known, asks the cheapest provider, and always ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.decision_tree import Asks, Concluded, NeedsProbe, NeedsScan, Stopped, walk
from cors_wizard.decision_tree.walk import NextStep
from cors_wizard.facts import NOT_SURE, SYMPTOMS, Fact, Facts, FactValue
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.knowledge_base.models import Answer, Contradiction, Node, Provider
from cors_wizard.knowledge_base.models.words import EndGoto, When
from tests.knowledge_base.sound import write

ALL: frozenset[Provider] = frozenset({"probe", "scan", "question"})


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    """A root that can be probed, a status that can be, a question of its own; two causes and a stop."""
    return load_knowledge(write(tmp_path))


def facts_of(**values: FactValue) -> Facts:
    """Facts that a probe saw."""
    return Facts.of(Fact(name, value, "probed") for name, value in values.items())


def end_of(step: NextStep) -> str:
    """The step in one word and a name."""
    match step:
        case Concluded(cause):
            return f"cause:{cause.id}"
        case Stopped(stop):
            return f"stop:{stop.id}"
        case Asks(node):
            return f"asks:{node.id}"
        case NeedsProbe(node) | NeedsScan(node):
            return f"{type(step).__name__}:{node.id if node else ''}"


@pytest.mark.parametrize(
    ("facts", "able", "expected", "trail"),
    [
        pytest.param({}, ALL, "NeedsProbe:objection", [], id="the-probe-is-cheaper-than-a-question"),
        pytest.param({}, {"question"}, "asks:objection", [], id="where-nothing-can-probe-the-user-is-asked"),
        pytest.param({"symptom": "not-cors"}, ALL, "stop:not-cors", ["objection"], id="a-stop"),
        pytest.param(
            {"symptom": "missing-allow-origin"},
            {"question"},
            "asks:status",
            ["objection"],
            id="what-is-known-is-passed",
        ),
        pytest.param(
            {"symptom": "missing-allow-origin", "status": 503},
            ALL,
            "cause:server-error",
            ["objection", "status"],
            id="known-facts-lead-to-the-cause-unasked",
        ),
        pytest.param(
            {"symptom": "missing-allow-origin", "status": 404},
            ALL,
            "asks:started",
            ["objection", "status"],
            id="only-the-user-can-tell",
        ),
        pytest.param(
            {"symptom": "csp", "how_started": "script"},
            ALL,
            "cause:cors-not-initialized",
            ["objection", "started"],
            id="star-takes-the-rest",
        ),
        pytest.param(
            {"symptom": "missing-allow-origin", "status": NOT_SURE, "how_started": NOT_SURE},
            ALL,
            "cause:cors-not-initialized",
            ["objection", "status", "started"],
            id="not-sure-is-never-asked-again",
        ),
        pytest.param(
            {},
            set(),
            "cause:cors-not-initialized",
            ["objection", "status", "started"],
            id="nobody-can-tell-anything",
        ),
        pytest.param(
            {"symptom": "missing-allow-origin", "status": ("500",)},
            ALL,
            "cause:server-error",
            ["objection", "status"],
            id="one-of-a-list",
        ),
    ],
)
def test_the_walk(
    knowledge: Knowledge, facts: dict[str, FactValue], able: set[Provider], expected: str, trail: list[str]
) -> None:
    """Where the facts lead, and what was passed on the way."""
    done = walk(knowledge, facts_of(**facts), frozenset(able))
    assert end_of(done.next) == expected
    assert [step.node.id for step in done.trail] == trail
    assert all(step.fact == facts_of(**facts).get(step.node.fact) for step in done.trail)


@pytest.mark.parametrize(
    ("able", "expected"),
    [
        pytest.param(ALL, "NeedsScan:objection", id="scan-first"),
        pytest.param({"probe", "question"}, "NeedsProbe:objection", id="then-probe"),
        pytest.param({"question"}, "asks:objection", id="then-the-user"),
    ],
)
def test_providers_are_asked_in_the_files_order(
    knowledge: Knowledge, able: set[Provider], expected: str
) -> None:
    """The author says what is cheap."""
    order: tuple[Provider, ...] = ("pasted", "scan", "probe", "question")
    root = replace(knowledge.root, providers=order)
    changed = with_questions(knowledge, root)
    assert end_of(walk(changed, Facts(), frozenset(able)).next) == expected


def test_an_optional_question_is_only_asked_where_somebody_is_there(knowledge: Knowledge) -> None:
    """A script is not stopped by what would only sharpen the fix."""
    started = replace(knowledge.nodes["started"], optional=True)
    changed = with_questions(knowledge, started)
    facts = facts_of(symptom="csp")
    assert end_of(walk(changed, facts, ALL).next) == "asks:started"
    assert end_of(walk(changed, facts, ALL, ask_optional=False).next) == "cause:cors-not-initialized"
    assert (
        end_of(walk(changed, Facts(), frozenset({"question"}), ask_optional=False).next) == "asks:objection"
    )


def test_a_value_that_no_branch_takes_goes_on_as_not_sure(knowledge: Knowledge) -> None:
    """A fact with an unforeseen value never stops a walk."""
    facts = facts_of(symptom="csp", how_started="by magic")
    assert end_of(walk(knowledge, facts, ALL).next) == "cause:cors-not-initialized"


def test_not_sure_is_no_value_that_a_star_takes(knowledge: Knowledge) -> None:
    """A branch for every other value isn't one for an open question."""
    node = Node(
        id="started",
        fact="how_started",
        providers=("question",),
        answers=(Answer(when=("*",), goto="cause:server-error"),),
        not_sure="cause:cors-not-initialized",
    )
    changed = with_questions(knowledge, node)
    assert end_of(walk(changed, facts_of(symptom="csp", how_started="x"), ALL).next) == "cause:server-error"
    open_one = facts_of(symptom="csp", how_started=NOT_SURE)
    assert end_of(walk(changed, open_one, ALL).next) == "cause:cors-not-initialized"


def test_a_cycle_is_an_error_and_no_endless_walk(knowledge: Knowledge) -> None:
    """Only a tree that nobody checked can have one."""
    circle = Node(
        id="started",
        fact="how_started",
        providers=("pasted",),
        answers=(Answer(when=("*",), goto="node:started"),),
        not_sure="node:started",
    )
    with pytest.raises(RecursionError, match="cycle at started"):
        walk(with_questions(knowledge, circle), facts_of(symptom="csp"), ALL)


@pytest.mark.parametrize(
    ("leads", "end", "left"),
    [
        pytest.param({"server-error": "stop:not-cors"}, "stop:not-cors", ["server-error"], id="to-a-stop"),
        pytest.param(
            {"server-error": "cause:cors-not-initialized"},
            "cause:cors-not-initialized",
            ["server-error"],
            id="to-a-cause",
        ),
        pytest.param(
            {
                "server-error": "cause:cors-not-initialized",
                "cors-not-initialized": "cause:server-error",
            },
            "stop:contradicted",
            ["server-error", "cors-not-initialized"],
            id="in-a-circle",
        ),
    ],
)
def test_where_a_contradicted_cause_leads(
    knowledge: Knowledge, leads: dict[str, EndGoto], end: str, left: list[str]
) -> None:
    """Where the contradiction says; causes that lead to one another end where no cause is left."""
    beside: When = {"status": ("503",)}
    causes = {
        id: replace(
            knowledge.causes[id],
            contradicted_by=(Contradiction(when=beside, text="It doesn't fit.", goto=goto),),
        )
        for id, goto in leads.items()
    }
    changed = replace(knowledge, causes={**knowledge.causes, **causes})
    done = walk(changed, facts_of(symptom="missing-allow-origin", status=503), ALL)
    assert end_of(done.next) == end
    assert [each.cause.id for each in done.contradicted] == left


def test_what_is_assumed_contradicts_nothing(knowledge: Knowledge) -> None:
    """A cause is ruled out by what is known alone."""
    cause = replace(
        knowledge.causes["server-error"],
        contradicted_by=(Contradiction(when={"method": ("PUT",)}, text="It doesn't fit."),),
    )
    changed = replace(knowledge, causes={**knowledge.causes, cause.id: cause})
    known = facts_of(symptom="missing-allow-origin", status=503)
    assumed = walk(changed, known.also([Fact("method", "PUT", "assumed")]), ALL)
    assert end_of(assumed.next) == "cause:server-error"
    seen = walk(changed, known.also([Fact("method", "PUT", "probed")]), ALL)
    assert end_of(seen.next) == "stop:contradicted"


def with_questions(knowledge: Knowledge, *nodes: Node) -> Knowledge:
    """The knowledge with some questions replaced."""
    changed = {**knowledge.nodes, **{node.id: node for node in nodes}}
    return replace(knowledge, nodes=changed)


SHIPPED = load_knowledge()
FACT_NAMES = sorted({node.fact for node in SHIPPED.nodes.values()})
VALUES = st.sampled_from(
    [*SYMPTOMS, "refused", "answered", "none", "known", "*", "", NOT_SURE, 0, 200, 404, 500, ("a",), ()]
)


@given(st.dictionaries(st.sampled_from(FACT_NAMES), VALUES), st.frozensets(st.sampled_from(sorted(ALL))))
def test_any_facts_lead_somewhere_in_the_shipped_tree(
    values: dict[str, FactValue], able: frozenset[Provider]
) -> None:
    """Whatever is known, the walk ends; it asks only for what is unknown, and only who can tell."""
    done = walk(SHIPPED, facts_of(**values), able)
    if isinstance(done.next, (Asks, NeedsProbe, NeedsScan)):
        assert done.next.node is not None
        assert done.next.node.fact not in values
        wanted = {Asks: "question", NeedsProbe: "probe", NeedsScan: "scan"}[type(done.next)]
        assert wanted in able
    passed = [step.node.id for step in done.trail]
    assert len(passed) == len(set(passed))
