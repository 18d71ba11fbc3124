"""The page of a cause: what is wrong, why, how to fix it, what is said about it and not true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.facts import Facts
from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.fixes.placeholders import fill_code
from cors_wizard.fixes.quoting import code_span
from cors_wizard.knowledge_base.placeholders import placeholders_of
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
from cors_wizard.report.versions_page import behavior_line

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Cause, Fix, Knowledge, Step
    from cors_wizard.knowledge_base.models import Code

_LAYERS = {
    "server": "in the Flask app",
    "proxy": "in the proxy in front of Flask",
    "client": "in the page's code",
    "environment": "on the machine",
}
_GRADES = {
    "paste-as-it-is": "paste it as it is, once your own values are in it; the wizard fills them in",
    "has-placeholder": "some of it only you know, so put your own values and names in",
    "needs-decision": "read it and decide: it fits some setups and not others",
}
_NOTHING = template_values(Facts())


def cause_list(knowledge: Knowledge) -> Document:
    """All causes, the commonest first."""
    ranked = sorted(knowledge.causes.values(), key=lambda cause: (-cause.commonness, cause.id))
    lines = tuple(f"{code_span(cause.id)}: {_prose(cause.title)}" for cause in ranked)
    return (
        Heading(1, "Causes, the commonest first"),
        Bullets(lines),
        Paragraph(
            "`cors-wizard explain CAUSE` shows the page of one, `explain versions` what works with what."
        ),
    )


def cause_page(cause: Cause, knowledge: Knowledge) -> Document:
    """Everything that is known about one cause, for no problem in particular."""
    return tuple(_blocks(cause, knowledge))


def often_said(claims: tuple[tuple[str, str], ...]) -> Iterator[Block]:
    """Popular claims, each with what is true."""
    if claims:
        yield Heading(2, "What popular advice gets wrong")
        yield Bullets(tuple(f"{claim} **In fact:** {truth}" for claim, truth in claims))


def _blocks(cause: Cause, knowledge: Knowledge) -> Iterator[Block]:
    yield Heading(1, _prose(cause.title))
    yield Paragraph(f"{code_span(cause.id)}, {_LAYERS[cause.layer]}")
    yield Paragraph(_prose(cause.summary))
    yield Heading(2, "Why the browser blocks it")
    yield Paragraph(_prose(cause.why))
    yield Heading(2, "How to check it")
    yield Paragraph(_prose(cause.look))
    if cause.evidence:
        yield Paragraph("What can show it, one or more of these:")
        yield Bullets(tuple(_prose(each.text) for each in cause.evidence))
    if cause.wrong:
        yield Heading(2, "Code that causes it")
        yield _code(cause.wrong)
    yield from _steps("Before the fix", cause.before)
    yield from _fixes(cause, knowledge)
    yield from _steps("See that it works", cause.verify)
    if cause.next:
        yield Heading(2, "If it doesn't help")
        yield Bullets(tuple(_prose(each.text) for each in cause.next))
    yield from _versions(cause, knowledge)
    yield from _reading(cause, knowledge)


def _versions(cause: Cause, knowledge: Knowledge) -> Iterator[Block]:
    every = (each for file in knowledge.versions for each in file.behaviors)
    if told := tuple(behavior_line(each) for each in every if cause.id in each.causes):
        yield Heading(2, "What depends on versions")
        yield Bullets(told)


def _fixes(cause: Cause, knowledge: Knowledge) -> Iterator[Block]:
    """The ways to fix it, those for anybody first; what stands on the page already is not said again."""
    shown: set[tuple[str, Code | None]] = set()
    ways = sorted((knowledge.fixes[name] for name in cause.fixes), key=lambda fix: bool(fix.when))
    for number, fix in enumerate(ways):
        new = tuple(step for step in fix.steps if (step.text, step.code) not in shown)
        shown |= {(step.text, step.code) for step in fix.steps}
        yield from _steps(f"{'Or' if number else 'Fix'}: {_prose(fix.title)}", new)
        if len(new) < len(fix.steps):
            yield Paragraph("The other steps are those above.")
        yield from _holds(fix)


def _holds(fix: Fix) -> Iterator[Block]:
    yield Paragraph(f"Who gains access: {_prose(fix.opens)}")
    held = [
        f"{name} {code_span(versions)}"
        for name, versions in (("Flask", fix.flask), ("flask-cors", fix.flask_cors))
        if versions
    ]
    if held:
        yield Paragraph(f"Seen to work with {' and '.join(held)}.")
    if fix.checked:
        yield Paragraph(f"How it was checked: {_prose(fix.checked)}")
    yield Paragraph(f"Grade: {_GRADES[fix.grade]}.")
    yield from _bare_steps("To see that it works:", fix.verify)
    if fix.next:
        yield Paragraph("If it doesn't help:")
        yield Bullets(tuple(_prose(each.text) for each in fix.next))


def _steps(title: str, steps: tuple[Step, ...]) -> Iterator[Block]:
    if steps:
        yield from _bare_steps(Heading(2, title), steps)


def _bare_steps(lead: Heading | str, steps: tuple[Step, ...]) -> Iterator[Block]:
    if steps:
        yield Paragraph(lead) if isinstance(lead, str) else lead
    for number, step in enumerate(steps, start=1):
        condition = f" ({step.where or _condition(step)})" if step.when else ""
        yield NumberedStep(number, f"{_prose(step.text)}{condition}", _code(step.code) if step.code else None)


def _condition(step: Step) -> str:
    return "where " + ", ".join(
        f"{name.replace('_', ' ')} is {code_span(' or '.join(patterns))}"
        for name, patterns in step.when.items()
    )


def _reading(cause: Cause, knowledge: Knowledge) -> Iterator[Block]:
    yield from often_said(tuple((_prose(myth.claim), _prose(myth.truth)) for myth in cause.myths))
    of_fixes = (link for name in cause.fixes for link in knowledge.fixes[name].references)
    links = {link.url: link for link in (*of_fixes, *cause.references)}
    if links:
        yield Heading(2, "To read on")
        ranked = sorted(links.values(), key=lambda link: link not in cause.references)
        yield from (Reference(link.title, link.url) for link in ranked)


def _prose(text: str) -> str:
    """The text with `<names>` where it speaks of one problem's own values."""
    wanted = (each for each in placeholders_of(text) if each.fallback is None)
    values = {each.name: f"<{each.name.replace('_', ' ')}>" for each in wanted}
    return fill_prose(text, values).strip()


def _code(code: Code) -> CodeBlock:
    """The code with stand-in values."""
    filename = fill_code(code.filename, _NOTHING, "text").text.strip()
    return CodeBlock(fill_code(code.text, _NOTHING, code.language).text, code.language, filename)
