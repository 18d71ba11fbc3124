"""What `lint` prints: for people, for scripts (JSON), for code scanning (SARIF), for CI servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from cors_wizard import __version__
from cors_wizard.facts import Facts
from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.printable import json_text, visible_line
from cors_wizard.report.escaping import command_property, command_text, terminal_prose, xml_text
from cors_wizard.report.verdict_json import SCHEMA_VERSION, Json

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.lint import LintFinding

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True)
class Linted:
    """The findings of one folder."""

    folder: str
    """As it was given, with slashes."""
    findings: tuple[LintFinding, ...]
    incomplete: tuple[str, ...] = ()
    """What was left out because a limit was reached."""

    def path(self, each: LintFinding) -> str:
        """The finding's file as seen from where the command was run."""
        return each.path if self.folder in ("", ".") else f"{self.folder.rstrip('/')}/{each.path}"


def lint_text(linted: Linted, knowledge: Knowledge, *, bold: bool) -> str:
    """Two lines for each finding, then a count."""
    lines = [line for each in linted.findings for line in _lines(linted, each, knowledge, bold)]
    return "\n".join((*lines, _count(linted), ""))


def _lines(linted: Linted, each: LintFinding, knowledge: Knowledge, bold: bool) -> Iterator[str]:
    where = visible_line(f"{linted.path(each)}:{each.line}")
    level = f"{_BOLD}{each.level}{_PLAIN}" if bold else each.level
    yield f"{where}: {level}: {_title(each.rule, knowledge)} [{each.rule}]"
    yield f"    {_detail(each)}"


def _count(linted: Linted) -> str:
    errors = sum(each.level == "error" for each in linted.findings)
    warnings = len(linted.findings) - errors
    said = f"{_plural(errors, 'error')}, {_plural(warnings, 'warning')}."
    return f"{said} Part of the folder was not read." if linted.incomplete else said


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def lint_json(linted: Linted, knowledge: Knowledge) -> str:
    """One object; keys are only ever added."""
    found: Json = {
        "schema_version": SCHEMA_VERSION,
        "findings": [
            {
                "rule": each.rule,
                "level": each.level,
                "path": mask_text(linted.path(each)),
                "line": each.line,
                "title": _title(each.rule, knowledge),
                "detail": _detail(each),
            }
            for each in linted.findings
        ],
        "incomplete": [mask_text(each) for each in linted.incomplete],
    }
    return json_text(found) + "\n"


def lint_github(linted: Linted, knowledge: Knowledge) -> str:
    """Workflow commands of GitHub Actions, which become annotations of the lines."""
    return "".join(
        f"::{each.level} file={command_property(linted.path(each))},line={each.line},"
        f"title={command_property(_title(each.rule, knowledge))}::"
        f"{command_text(f'{_detail(each)} ({each.rule})')}\n"
        for each in linted.findings
    )


def lint_sarif(linted: Linted, knowledge: Knowledge) -> str:
    """SARIF 2.1.0, as code scanning takes it."""
    rules = list(dict.fromkeys(each.rule for each in linted.findings))
    driver = {
        "name": "cors-wizard",
        "version": __version__,
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": _title(rule, knowledge)},
                "help": {"text": terminal_prose(_help(rule, knowledge))},
            }
            for rule in rules
        ],
    }
    results = [_sarif_result(linted, each, rules) for each in linted.findings]
    run: Json = {"tool": {"driver": driver}, "results": results}
    return json_text({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}) + "\n"


def _sarif_result(linted: Linted, each: LintFinding, rules: list[str]) -> Json:
    place = {
        "artifactLocation": {"uri": quote(mask_text(linted.path(each)))},
        "region": {"startLine": each.line},
    }
    return {
        "ruleId": each.rule,
        "ruleIndex": rules.index(each.rule),
        "level": each.level,
        "message": {"text": _detail(each)},
        "locations": [{"physicalLocation": place}],
    }


def lint_junit(linted: Linted, knowledge: Knowledge) -> str:
    """JUnit's XML: a failed case for each error, warnings as output of one that passes."""
    errors = [each for each in linted.findings if each.level == "error"]
    counts = f'tests="{len(errors) + 1}" failures="{len(errors)}" errors="0"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {counts}>"]
    lines.append(f'  <testsuite name="cors-wizard lint" {counts}>')
    lines += [line for each in errors for line in _failure(linted, each, knowledge)]
    lines.append('    <testcase classname="cors-wizard lint" name="the project was read">')
    said = [
        f"{linted.path(each)}:{each.line}: {_detail(each)}" for each in linted.findings if each not in errors
    ]
    lines.append(
        f"      <system-out>{escape(xml_text(chr(10).join((*said, *linted.incomplete))))}</system-out>"
    )
    return "\n".join((*lines, "    </testcase>", "  </testsuite>", "</testsuites>", ""))


def _failure(linted: Linted, each: LintFinding, knowledge: Knowledge) -> Iterator[str]:
    where = xml_text(f"{linted.path(each)}:{each.line}")
    yield f'    <testcase classname="cors-wizard lint" name={quoteattr(f"{where} {each.rule}")}>'
    title = quoteattr(xml_text(_title(each.rule, knowledge)))
    yield f"      <failure message={title}>{escape(xml_text(f'{where}: {_detail(each)}'))}</failure>"
    yield "    </testcase>"


def _title(rule: str, knowledge: Knowledge) -> str:
    """The rule in a few words, as plain text."""
    known = knowledge.cautions.get(rule) or knowledge.causes.get(rule)
    return _filled(known.title).replace("`", "") if known else rule.replace("-", " ").capitalize()


def _help(rule: str, knowledge: Knowledge) -> str:
    """Why it matters and what to do."""
    if caution := knowledge.cautions.get(rule):
        return _filled(caution.text)
    cause = knowledge.causes.get(rule)
    return f"{_filled(cause.summary)} Run cors-wizard explain {rule} for the fixes." if cause else rule


def _filled(prose: str) -> str:
    return fill_prose(prose, template_values(Facts())).strip()


def _detail(each: LintFinding) -> str:
    """Text from the user's files, harmless and without secrets, beginning with a capital."""
    said = visible_line(mask_text(each.detail))
    return said[:1].upper() + said[1:]
