"""Every cause has a page, in the terminal and as Markdown, and the tree has a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.report.cause_page import cause_list, cause_page
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.mermaid import mermaid
from cors_wizard.report.plain_text import render_text
from tests.report.test_escaping import headings_of

CAUSES = sorted(load_knowledge().causes)


@pytest.mark.parametrize("name", CAUSES)
def test_page_of_a_cause(name: str, knowledge: Knowledge) -> None:
    """What is wrong, why, the fix and how to see that it works; no placeholder is left."""
    cause = knowledge.causes[name]
    page = cause_page(cause, knowledge)
    markdown = render_markdown(page)
    headings = headings_of(markdown)
    assert headings[1] == "Why the browser blocks it"
    assert sum(heading.startswith(("Fix: ", "Or: ")) for heading in headings) == len(cause.fixes)
    assert "{{" not in markdown
    assert name in render_text(page)


@pytest.mark.parametrize("name", CAUSES)
def test_page_says_all_that_a_fix_has_to_say(name: str, knowledge: Knowledge) -> None:
    """Of each fix the grade, what it opens, how it was checked, its hints, and what to read."""
    text = " ".join(render_text(cause_page(knowledge.causes[name], knowledge)).split())
    for fix in (knowledge.fixes[each] for each in knowledge.causes[name].fixes):
        said = [each.split("{{")[0] for each in (fix.opens, fix.checked, *(one.text for one in fix.next))]
        said += [step.text.split("{{")[0] for step in fix.verify]
        for sentence in said:
            assert " ".join(sentence.split()) in text
        assert all(link.url in text for link in fix.references)
    assert text.count("Grade: ") == len(knowledge.causes[name].fixes)


def test_list_of_causes(knowledge: Knowledge) -> None:
    """All of them, the commonest first."""
    text = render_text(cause_list(knowledge))
    assert all(f"`{name}`" in text for name in knowledge.causes)
    common = max(knowledge.causes.values(), key=lambda cause: cause.commonness)
    assert f"- `{common.id}`" in text.split("\n")[3]


def test_mermaid_has_every_node_and_branch(knowledge: Knowledge) -> None:
    """One line for each node, one for each place that its branches lead to.

    What nobody is asked and no arrow leads to is left out where it has two arrows at most.
    """
    lines = mermaid(knowledge).splitlines()
    assert lines[0] == "flowchart TD"
    nodes = [line for line in lines if "--" not in line and "-." not in line][1:]
    drawn = {line.split()[0].split("{")[0].split("[")[0].split("(")[0] for line in nodes}
    names = {*(f"node_{name}" for name in knowledge.nodes), *(f"cause_{name}" for name in knowledge.causes)}
    known = {name.replace("-", "_") for name in names}
    assert {name for name in drawn if name[:5] != "stop_"} <= known
    left_out, led_to = known - drawn, {line.split()[-1] for line in lines if "->" in line}
    assert not left_out & led_to
    reached = {each.goto for question in knowledge.nodes.values() for each in question.answers}
    branches = 0
    chosen = {
        each.goto
        for question in knowledge.nodes.values()
        for each in question.answers
        if question.text or each.goto != question.not_sure
    }
    for question in knowledge.nodes.values():
        ways = {each.goto for each in question.answers if question.text or each.goto[:5] != "stop:"}
        if not question.text and question.not_sure in chosen:
            # What changes nothing has an arrow only where no other leads there.
            ways.discard(question.not_sure)
        concludes = question.not_sure.startswith("cause:")
        if (question.text or concludes) and question.not_sure not in reached:
            ways.add(question.not_sure)
        if f"node_{question.id.replace('-', '_')}" in left_out:
            assert not question.text
            assert not question.root
            assert len(ways) <= 6
        else:
            branches += len(ways)
    assert len(lines) == 1 + len(nodes) + branches


def test_mermaid_label_cannot_end_early(knowledge: Knowledge) -> None:
    """A title with quotes, brackets and markup is still one label."""
    hostile = 'a"] --> evil["<script>`#`'
    name, stop = next(each for each in knowledge.stops.items() if each[0] == "unknown")
    changed = replace(knowledge, stops={**knowledge.stops, name: replace(stop, title=hostile)})
    lines = [line for line in mermaid(changed).splitlines() if "evil" in line]
    assert len(lines) == 1
    assert lines[0].count('"') == 2
    assert "<" not in lines[0]
