"""Builds the report of a diagnosis: every text masked, every placeholder filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.changes.location import faulty
from cors_wizard.decision_tree import Asks, Stopped
from cors_wizard.facts import FOLLOWING, NOT_SURE, Fact
from cors_wizard.fixes import TailoredFix, TailoredStep, fill_prose, template_values
from cors_wizard.knowledge_base.conditions import summary_of
from cors_wizard.knowledge_base.models import NextTry
from cors_wizard.masking import mask_text
from cors_wizard.probe.assumptions import REQUEST_FACTS
from cors_wizard.probe.outcome import outcome
from cors_wizard.report.brief_exchange import brief_exchange
from cors_wizard.report.browser_texts import browser_texts
from cors_wizard.report.layers import layer_blocks
from cors_wizard.report.open_parts import open_parts, what_differs
from cors_wizard.report.questions import command, options
from cors_wizard.report.report import (
    OpenQuestion,
    Report,
    ReportChange,
    ReportFact,
    ReportFix,
    ReportMessage,
    ReportStep,
)
from cors_wizard.report.request_lines import call_line, request_lines
from cors_wizard.report.security_warnings import warned_of
from cors_wizard.report.timeline import timeline
from cors_wizard.report.verification import compare

if TYPE_CHECKING:
    from cors_wizard.changes import Change
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.diagnosis.planning import Way
    from cors_wizard.diagnosis.problems import OtherRequest
    from cors_wizard.knowledge_base import Node

_FEW_CAUSES = 3
"""What fits more causes explains none of them."""
_MOST_SAID = 2


def build_report(diagnosis: Diagnosis, before: Diagnosis | None = None) -> Report:
    """The report on a diagnosis.

    Args:
        diagnosis: as it stands now.
        before: as it stood when the fix was given, where a verification followed; the report is about it.
    """
    told = before or diagnosis
    reading, scan = told.reading, told.scan
    found = (
        browser_texts(told.verdict, told.exchange, told.knowledge) if told.verdict and told.exchange else {}
    )
    title, summary, why = _headline(told)
    return Report(
        status=told.status,
        title=title,
        cause=told.cause.id if told.cause else "",
        summary=summary,
        said=" ".join(_said(told)),
        why=why,
        certainty=told.certainty,
        look=_filled(told, told.cause.look) if told.cause else "",
        contradictions=tuple(map(mask_text, told.contradictions)),
        evidence=tuple(mask_text(sentence) for sentence in told.evidence),
        messages=tuple(
            ReportMessage(message.engine, message.line, mask_text(message.text), message.says, message.times)
            for message in reading.messages
        ),
        looks_like="" if reading.messages else reading.looks_like,
        request=request_lines(told.request),
        facts=tuple(
            _fact(fact)
            for fact in told.facts
            if fact.is_known and fact.name not in (*FOLLOWING, *REQUEST_FACTS)
        ),
        timeline=timeline(told.exchange, told.verdict) if told.exchange and told.verdict else (),
        brief=brief_exchange(told.exchange, told.verdict, told.request)
        if told.exchange and told.verdict
        else (),
        browser_texts=tuple((engine, mask_text(text)) for engine, text in found.items() if text),
        fix=replace(_fix(told.fix), opens=mask_text(told.access)) if told.fix else None,
        location=location_lines(told.changes.changes),
        changes=tuple(map(_change, told.changes.changes)),
        no_diff=mask_text(told.changes.why_no_diff) if scan else "",
        by_hand=tuple((mask_text(each.text), mask_text(each.command)) for each in told.changes.by_hand),
        other_fixes=tuple(map(_way, (way for way in told.ways if way.changes != told.changes))),
        also=tuple((cause.id, _filled(told, cause.title)) for cause in told.also),
        other_requests=tuple(map(_other_request, told.other_requests)),
        requests_left_out=told.paste.separated[1],
        next=tuple(mask_text(each.text) for each in _next(told)),
        often_said=tuple(
            (_filled(told, myth.claim), _filled(told, myth.truth))
            for myth in (told.cause.myths if told.cause else ())
        ),
        question=_open_question(told),
        candidates=other_candidates(told, are_rare=False),
        rare_candidates=other_candidates(told, are_rare=True),
        warnings=tuple((mask_text(each.title), mask_text(each.text)) for each in warned_of(told)),
        page_calls=tuple(mask_text(call_line(row)) for row in told.page_calls),
        request_notes=tuple(map(mask_text, told.request_notes)),
        has_project=scan is not None,
        notes=tuple(map(mask_text, (*filter(None, (told.reading.limit,)), *(scan.notes if scan else ())))),
        unread=tuple(map(mask_text, scan.incomplete if scan else ())),
        verification=compare(before, diagnosis) if before else None,
        outcome=outcome(diagnosis.findings) if diagnosis.findings else None,
        layers=tuple(layer_blocks(diagnosis.findings.layers, diagnosis.facts)) if diagnosis.findings else (),
    )


def _said(told: Diagnosis) -> tuple[str, ...]:
    """What messages that name the cause mean, beside those of browsers, which its own summary explains."""
    beside = (each for each in told.reading.messages if each.symptom in ("server-log", "not-cors"))
    telling = (each for each in beside if len(each.causes) <= _FEW_CAUSES)
    meant = (each.says for each in telling if told.cause and told.cause.id in each.causes)
    return tuple(dict.fromkeys(filter(None, meant)))[:_MOST_SAID]


def _headline(told: Diagnosis) -> tuple[str, str, str]:
    """Title, summary and why."""
    if told.cause:
        texts = (told.cause.title, summary_of(told.cause, told.facts), told.cause.why)
        title, summary, why = (_filled(told, text) for text in texts)
        return title, summary, why
    if isinstance(told.end, Stopped):
        return _filled(told, told.end.stop.title), _filled(told, told.end.stop.text), ""
    if told.status == "unrecognised":
        return "Nothing recognized", told.reading.looks_like, ""
    return "More than one cause is possible", "One answer decides: see the question below.", ""


def _filled(told: Diagnosis, text: str) -> str:
    return mask_text(fill_prose(text, template_values(told.facts)))


def _other_request(other: OtherRequest) -> tuple[str, str]:
    what = f"{other.method} {other.url}".strip()
    becomes = (
        "as far as the code shows, this change is all that it needs"
        if other.is_fixed_too
        else f"{other.failed}; look at it separately"
    )
    return mask_text(what), becomes


def _next(told: Diagnosis) -> tuple[NextTry, ...]:
    if told.fix:
        return told.fix.next
    if isinstance(told.end, Stopped):
        values = template_values(told.facts)
        return tuple(NextTry(text=fill_prose(each.text, values)) for each in told.end.stop.next)
    return ()


def _fact(fact: Fact) -> ReportFact:
    value = "not sure" if fact.value == NOT_SURE else mask_text(fact.shown)
    return ReportFact(fact.name, value, fact.source, mask_text(fact.evidence))


def _fix(fix: TailoredFix) -> ReportFix:
    return ReportFix(
        title=mask_text(fix.title),
        steps=tuple(map(_step, fix.steps)),
        opens=mask_text(fix.opens),
        grade=fix.grade,
        verify=tuple(map(_step, fix.verify)),
    )


def _way(way: Way) -> ReportFix:
    """Another way: its diff where it has one, else its steps."""
    fix = _fix(way.fix)
    if not way.changes.changes:
        return fix
    writes = f"`cors-wizard fix --way {way.fix.id} --apply` writes it."
    diff = ReportStep(writes, language="diff", code=mask_text(way.changes.diff))
    return replace(fix, title=mask_text(way.title), steps=(diff,))


def _change(change: Change) -> ReportChange:
    removes = tuple((mask_text(each.what), mask_text(each.why)) for each in change.removes)
    keeps = tuple(map(mask_text, change.keeps))
    return ReportChange(change.path, change.kind, mask_text(change.diff), keeps, removes)


def _step(step: TailoredStep) -> ReportStep:
    if step.code is None:
        return ReportStep(mask_text(step.text))
    code = step.code
    return ReportStep(mask_text(step.text), code.language, code.filename, mask_text(code.text), code.to_check)


def _open_question(told: Diagnosis) -> OpenQuestion | None:
    if told.open_request:
        asked = _question(told, told.open_request.node)
        parts = tuple((part.example, part.label) for part in open_parts(told) if part.matters)
        return replace(asked, parts=parts, changes=what_differs(told))
    return _question(told, told.step.node) if isinstance(told.step, Asks) else None


def _question(told: Diagnosis, question: Node) -> OpenQuestion:
    return OpenQuestion(
        text=_filled(told, question.text),
        why=_filled(told, question.why),
        how=_filled(told, question.how),
        command=mask_text(command(question, told.facts)),
        script=question.script.strip(),
        fact=question.fact,
        options=options(question),
    )


def other_candidates(told: Diagnosis, *, are_rare: bool) -> tuple[tuple[str, str, str], ...]:
    """What else is possible: id, title and what would decide. Of what is proven there is nothing else."""
    is_clear = isinstance(told.end, Stopped) and told.end.stop.status == "concluded"
    if told.certainty == "proven" or is_clear:
        return ()
    values = template_values(told.facts)

    def filled(text: str) -> str:
        return mask_text(fill_prose(text, values))

    return tuple(
        (each.cause.id, filled(each.cause.title), filled(each.cause.look))
        for each in told.candidates
        if each.is_rare is are_rare and each.cause != told.cause
    )


def location_lines(changes: Sequence[Change]) -> tuple[str, ...]:
    """Place, line and underline; nothing where changes only add."""
    found = faulty(changes)
    return tuple(map(mask_text, found.drawn())) if found else ()
