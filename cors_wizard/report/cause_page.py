"""The page of a cause: what is wrong, why, how to mend it, what is said about it and not true."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Facts
from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.fixes.placeholders import fill_code
from cors_wizard.fixes.quoting import code_span
from cors_wizard.knowledge_base import Cause, Fix, Knowledge, Step
from cors_wizard.knowledge_base.models import Code
from cors_wizard.report.document import (
    Block,
    Bullets,
    CodeBlock,
    Document,
    Heading,
    NumberedStep,
    Paragraph,
    Reference,
)
from cors_wizard.report.report_document import often_said
from cors_wizard.report.versions_page import behaviour_line

_LAYERS = {
    "server": "in the Flask app",
    "proxy": "in what stands in front of Flask",
    "client": "in the page's code",
    "environment": "on the machine",
}
_NOTHING = template_values(Facts())


def cause_list(knowledge: Knowledge) -> Document:
    """All causes, the commonest first."""
    ranked = sorted(knowledge.causes.values(), key=lambda cause: (-cause.commonness, cause.id))
    lines = tuple(f"{code_span(cause.id)}: {_prose(cause.title)}" for cause in ranked)
    return (Heading(1, "Causes, the commonest first"), Bullets(lines))


def cause_page(cause: Cause, knowledge: Knowledge) -> Document:
    """Everything that is known about one cause, for no problem in particular."""
    return tuple(_blocks(cause, knowledge))


def _blocks(cause: Cause, knowledge: Knowledge) -> Iterator[Block]:
    yield Heading(1, _prose(cause.title))
    yield Paragraph(f"{code_span(cause.id)}, {_LAYERS[cause.layer]}")
    yield Paragraph(_prose(cause.summary))
    yield Heading(2, "Why the browser refuses")
    yield Paragraph(_prose(cause.why))
    yield Heading(2, "How sure the wizard can be")
    yield Paragraph(_prose(cause.certainty))
    if cause.evidence:
        yield Bullets(tuple(_prose(each.text) for each in cause.evidence))
    if cause.wrong:
        yield Heading(2, "The code that brings it about")
        yield _code(cause.wrong)
    yield from _steps("Before the fix", cause.before)
    for number, name in enumerate(cause.fixes):
        yield from _fix(knowledge.fixes[name], "Fix" if number == 0 else "Or")
    yield from _steps("See that it works", cause.verify)
    if cause.next:
        yield Heading(2, "If it does not help")
        yield Bullets(tuple(_prose(each.text) for each in cause.next))
    yield from _versions(cause, knowledge)
    yield from _reading(cause)


def _versions(cause: Cause, knowledge: Knowledge) -> Iterator[Block]:
    every = (each for file in knowledge.versions for each in file.behaviours)
    if told := tuple(behaviour_line(each) for each in every if cause.id in each.causes):
        yield Heading(2, "What depends on versions")
        yield Bullets(told)


def _fix(fix: Fix, lead: str) -> Iterator[Block]:
    yield from _steps(f"{lead}: {_prose(fix.title)}", fix.steps)
    yield Paragraph(f"What this opens: {_prose(fix.opens)}")
    held = [
        f"{name} {code_span(versions)}"
        for name, versions in (("Flask", fix.flask), ("flask-cors", fix.flask_cors))
        if versions
    ]
    if held:
        yield Paragraph(f"Seen to work with {' and '.join(held)}.")
    if fix.checked:
        yield Paragraph(_prose(fix.checked))
    yield from _bare_steps("To see that it works:", fix.verify)
    if fix.next:
        yield Bullets(tuple(_prose(each.text) for each in fix.next))
    yield from (Reference(link.title, link.url) for link in fix.references)


def _steps(title: str, steps: tuple[Step, ...]) -> Iterator[Block]:
    if steps:
        yield from _bare_steps(Heading(2, title), steps)


def _bare_steps(lead: Heading | str, steps: tuple[Step, ...]) -> Iterator[Block]:
    if steps:
        yield Paragraph(lead) if isinstance(lead, str) else lead
    for number, step in enumerate(steps, start=1):
        condition = "".join(f" (where {_condition(step)})" for _ in [0] if step.when)
        yield NumberedStep(number, f"{_prose(step.text)}{condition}", _code(step.code) if step.code else None)


def _condition(step: Step) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} is {code_span(' or '.join(patterns))}"
        for name, patterns in step.when.items()
    )


def _reading(cause: Cause) -> Iterator[Block]:
    yield from often_said(tuple((_prose(myth.claim), _prose(myth.truth)) for myth in cause.myths))
    if cause.references:
        yield Heading(2, "To read on")
        yield from (Reference(link.title, link.url) for link in cause.references)


def _prose(text: str) -> str:
    return fill_prose(text, _NOTHING).strip()


def _code(code: Code) -> CodeBlock:
    """The code with stand-in values."""
    filename = fill_code(code.filename, _NOTHING, "text").text.strip()
    return CodeBlock(fill_code(code.text, _NOTHING, code.language).text, code.language, filename)
