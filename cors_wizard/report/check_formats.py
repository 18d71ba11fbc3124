"""What `check` prints: for people, for scripts (JSON), for CI servers (JUnit XML, GitHub's annotations)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from cors_wizard.masking import mask_text
from cors_wizard.printable import json_text
from cors_wizard.report.document import Block, Bullets, Document, Heading, Paragraph
from cors_wizard.report.escaping import command_property, command_text, markdown_prose, xml_text
from cors_wizard.report.layers import layer_blocks
from cors_wizard.report.verdict_json import SCHEMA_VERSION, Json, layers_json, outcome_json, verdict_line
from cors_wizard.report.verdict_page import verdict_page

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.report.check_result import Checked, Result

_MARKS: dict[Result, str] = {"passed": "pass", "failed": "FAIL", "undetermined": "????"}


def check_document(all_checked: tuple[Checked, ...], knowledge: Knowledge, facts: Facts) -> Document:
    """The page: the request's own where there is one, else a list and the page of each that failed."""
    if len(all_checked) == 1:
        return tuple(_one(all_checked[0], knowledge, facts))
    return tuple(_several(all_checked, knowledge, facts))


def _one(each: Checked, knowledge: Knowledge, facts: Facts) -> Iterator[Block]:
    title, *rest = verdict_page(each.exchange, each.verdict, knowledge, each.outcome)
    yield title
    if each.running:
        yield Paragraph(markdown_prose(each.running))
    yield from rest
    yield from layer_blocks(each.layers, facts)
    if each.cautions:
        yield Heading(2, "Security warnings")
        yield Bullets(tuple(mask_text(f"**{one.title}.** {one.text}") for one in each.cautions))


def _several(all_checked: tuple[Checked, ...], knowledge: Knowledge, facts: Facts) -> Iterator[Block]:
    passed = sum(each.result == "passed" for each in all_checked)
    yield Heading(1, f"{passed} of {len(all_checked)} requests are as expected")
    yield Bullets(
        tuple(f"{_MARKS[each.result]}: {_span(each.title)}: {_span(each.sentence)}" for each in all_checked)
    )
    for each in all_checked:
        if each.result != "passed":
            yield Heading(2, _span(each.title))
            yield from (_lowered(block) for block in _one(each, knowledge, facts))


def _span(text: str) -> str:
    from cors_wizard.fixes.quoting import code_span

    return code_span(mask_text(text))


def _lowered(block: Block) -> Block:
    return Heading(min(block.level + 2, 4), block.text) if isinstance(block, Heading) else block


def check_json(all_checked: tuple[Checked, ...], knowledge: Knowledge, *, is_list: bool) -> str:
    """One object for one request; for those of a file an object that lists them."""
    lines = [_json(each, knowledge) for each in all_checked]
    found = {"schema_version": SCHEMA_VERSION, "results": lines} if is_list else lines[0]
    return json_text(found) + "\n"


def _json(each: Checked, knowledge: Knowledge) -> Json:
    return {
        "schema_version": SCHEMA_VERSION,
        **verdict_line(each.exchange, each.verdict, knowledge),
        **outcome_json(each.outcome),
        "name": mask_text(each.title),
        "expected": each.expected,
        "result": each.result,
        "reasons": list(each.reasons),
        "cautions": [
            {"id": one.id, "title": mask_text(one.title), "text": mask_text(one.text)}
            for one in each.cautions
        ],
        "layers": layers_json(each.layers),
        "requests_sent": len(each.results),
    }


def check_junit(all_checked: tuple[Checked, ...]) -> str:
    """JUnit's XML, as CI servers read it."""
    failed = sum(each.result == "failed" for each in all_checked)
    errors = sum(each.result == "undetermined" for each in all_checked)
    counts = f'tests="{len(all_checked)}" failures="{failed}" errors="{errors}"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {counts}>"]
    lines.append(f'  <testsuite name="cors-wizard" {counts}>')
    lines += [line for each in all_checked for line in _testcase(each)]
    return "\n".join((*lines, "  </testsuite>", "</testsuites>", ""))


def _testcase(each: Checked) -> Iterator[str]:
    head = f'    <testcase classname="cors-wizard" name={quoteattr(xml_text(each.title))}'
    if each.result == "passed":
        yield f"{head}/>"
        return
    kind = "failure" if each.result == "failed" else "error"
    yield f"{head}>"
    text = escape(xml_text("\n".join(each.reasons)))
    yield f"      <{kind} message={quoteattr(xml_text(each.sentence))}>{text}</{kind}>"
    yield "    </testcase>"


def check_github(all_checked: tuple[Checked, ...]) -> str:
    """Workflow commands of GitHub Actions, which become annotations."""
    return "".join(f"{line}\n" for each in all_checked for line in _annotations(each))


def _annotations(each: Checked) -> Iterator[str]:
    if each.result == "passed":
        yield f"::notice title={command_property(each.title)}::{command_text(each.sentence)}"
    else:
        level = "error" if each.result == "failed" else "warning"
        path, _, line = each.place.rpartition(":")
        at = f"file={command_property(path)},line={line}," if path and line.isdigit() else ""
        message = " ".join((f"{each.sentence}.", *each.reasons))
        yield f"::{level} {at}title={command_property(each.title)}::{command_text(message)}"
    for one in each.cautions:
        title = command_property(one.title.replace("`", ""))
        yield f"::warning title={title}::{command_text(mask_text(one.text))}"
