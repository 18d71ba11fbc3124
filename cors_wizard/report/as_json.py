"""The result line of `diagnose`: plain data; keys are only ever added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.changes.location import faulty
from cors_wizard.decision_tree import Asks, Candidate
from cors_wizard.fixes import TailoredFix, TailoredStep, fill_prose, template_values
from cors_wizard.masking import mask_text, mask_value
from cors_wizard.report.open_parts import open_parts
from cors_wizard.report.questions import options, question_text
from cors_wizard.report.security_warnings import warned_of
from cors_wizard.report.verdict_json import SCHEMA_VERSION, Json, attack_json, layers_json, verdict_line

if TYPE_CHECKING:
    from cors_wizard.changes import ChangeSet
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.diagnosis.page_calls import CallRow
    from cors_wizard.diagnosis.request_view import PageRequestView, RequestPart
    from cors_wizard.knowledge_base import Node


def result_line(diagnosis: Diagnosis, id: object = None) -> Json:
    """What a diagnosis came to (README, "JSON"); secrets are masked.

    Args:
        diagnosis: where it stands.
        id: the case's id, handed back as it came.
    """
    leading = diagnosis.reading.leading
    verdict, exchange = diagnosis.verdict, diagnosis.exchange
    judged = verdict_line(exchange, verdict, diagnosis.knowledge) if verdict and exchange else None
    return {
        "schema_version": SCHEMA_VERSION,
        "id": id,
        "status": diagnosis.status,
        "messages": _messages(diagnosis),
        "symptom": diagnosis.facts.text("symptom") or (leading.symptom if leading else None),
        "facts": _facts(diagnosis),
        "cause": diagnosis.cause.id if diagnosis.cause else None,
        "certainty": diagnosis.certainty,
        "trail": [each.node.id for each in diagnosis.trail],
        "contradictions": [mask_text(text) for text in diagnosis.contradictions],
        "candidates": [_candidate(diagnosis, each) for each in diagnosis.candidates],
        "also": [cause.id for cause in diagnosis.also],
        "other_requests": [
            {
                "method": each.method,
                "url": mask_text(each.url),
                "failed": each.failed,
                "is_fixed_too": each.is_fixed_too,
            }
            for each in diagnosis.other_requests
        ],
        "requests_left_out": diagnosis.paste.separated[1],
        "question": _question_or_none(diagnosis),
        "fix": {**_fix(diagnosis.fix), "opens": mask_text(diagnosis.access)} if diagnosis.fix else None,
        "changes": changes_json(diagnosis.changes),
        "ways": [
            {"fix": way.fix.id, "title": mask_text(way.title), "changes": changes_json(way.changes)}
            for way in diagnosis.ways
        ],
        "location": _location(diagnosis.changes),
        "by_hand": [
            " ".join(filter(None, map(mask_text, (each.text, each.command))))
            for each in diagnosis.changes.by_hand
        ],
        "verdict": judged,
        "request": {**request_json(diagnosis.request), "notes": _contradictions(diagnosis)},
        "page_calls": [_call(row) for row in diagnosis.page_calls],
        "attack": attack_json(diagnosis.findings.attack if diagnosis.findings else None),
        "layers": layers_json(diagnosis.findings.layers if diagnosis.findings else ()),
        "incomplete": [mask_text(each) for each in incomplete(diagnosis)],
        "not_seen": [mask_text(each.says) for each in diagnosis.findings.unseen]
        if diagnosis.findings
        else [],
        "warnings": [
            {"id": each.id, "title": mask_text(each.title), "text": mask_text(each.text)}
            for each in warned_of(diagnosis)
        ],
    }


def incomplete(diagnosis: Diagnosis) -> Iterator[str]:
    """What was not read because a limit was reached."""
    if diagnosis.reading.limit:
        yield diagnosis.reading.limit
    if diagnosis.scan:
        yield from diagnosis.scan.incomplete


def _location(made: ChangeSet) -> Json | None:
    """The line of the user's files that is at fault, and the part of it."""
    found = faulty(made.changes)
    if found is None:
        return None
    text = mask_text(found.text)
    span = (found.start, found.end) if text == found.text else (0, len(text))
    return {"path": found.path, "line": found.line, "text": text, "start": span[0], "end": span[1]}


def changes_json(made: ChangeSet) -> list[Json]:
    """Each change to a file, with what it keeps and what it removes."""
    return [
        {
            "path": change.path,
            "kind": change.kind,
            "diff": mask_text(change.diff),
            "keeps": [mask_text(each) for each in change.keeps],
            "removes": [
                {"what": mask_text(each.what), "why": mask_text(each.why)} for each in change.removes
            ],
            "line": change.line,
        }
        for change in made.changes
    ]


def request_json(request: PageRequestView) -> Json:
    """The page's request, each part with its source."""
    return {
        "method": _part(request.method),
        "url": _part(request.url),
        "headers": {
            **_part(request.headers),
            "known": list(request.headers.certain_names),
            "sometimes": list(request.headers.sometimes),
            "content_type": mask_text(request.headers.content_type) or None,
        },
        "credentials": _part(request.credentials),
        "mode": _part(request.mode),
        "assumed": list(request.assumed),
    }


def _contradictions(diagnosis: Diagnosis) -> list[str]:
    return [mask_text(each) for each in diagnosis.request_notes]


def _call(row: CallRow) -> Json:
    return {
        "path": mask_text(row.path),
        "method": row.method or None,
        "headers": list(row.headers),
        "sometimes": [name for name in row.headers if name.lower() in map(str.lower, row.sometimes)],
        "credentials": row.credentials or None,
        "file": row.file,
        "line": row.line,
        "passes_now": row.passes_now,
        "passes_after": row.passes_after,
        "unknown_now": row.unknown_now or None,
        "unknown_after": row.unknown_after or None,
    }


def _part(part: RequestPart) -> Json:
    value = None if part.value is None else mask_value(part.value)
    return {
        "value": list(value) if isinstance(value, tuple) else value,
        "source": part.source,
        "evidence": mask_text(part.evidence),
    }


def _messages(diagnosis: Diagnosis) -> list[Json]:
    return [
        {
            "engine": message.engine,
            "symptom": message.symptom,
            "text": mask_text(message.text),
            "line": message.line,
            "count": message.times,
            "certainty": message.certainty,
        }
        for message in diagnosis.reading.messages
    ]


def _facts(diagnosis: Diagnosis) -> Json:
    return {
        fact.name: {
            "value": list(value) if isinstance(value := mask_value(fact.value), tuple) else value,
            "source": fact.source,
            "evidence": mask_text(fact.evidence),
        }
        for fact in diagnosis.facts
    }


def _question_or_none(diagnosis: Diagnosis) -> Json | None:
    step, opened = diagnosis.step, diagnosis.open_request
    if opened:
        return _question(diagnosis, opened.node) | _request_question(diagnosis)
    return _question(diagnosis, step.node) if isinstance(step, Asks) else None


def _request_question(diagnosis: Diagnosis) -> Json:
    parts = open_parts(diagnosis)
    return {
        "parts": [
            {
                "fact": part.fact,
                "guess": list(part.guess) if isinstance(part.guess, tuple) else part.guess,
                "options": list(part.options),
                "matters": part.matters,
            }
            for part in parts
        ],
        "changes": list(diagnosis.open_request.changes) if diagnosis.open_request else [],
        "answer_with": [part.example for part in parts if part.matters],
    }


def _candidate(diagnosis: Diagnosis, candidate: Candidate) -> Json:
    look = fill_prose(candidate.cause.look, template_values(diagnosis.facts))
    return {
        "cause": candidate.cause.id,
        "why": candidate.why,
        "rare": candidate.is_rare,
        "look": mask_text(look),
    }


def _question(diagnosis: Diagnosis, question: Node) -> Json:
    offered = options(question)
    return {
        "node": question.id,
        "text": mask_text(question_text(question, diagnosis.facts)),
        "options": [value for value, _ in offered],
        "fact": question.fact,
        "labels": [label for _, label in offered],
    }


def _fix(fix: TailoredFix) -> Json:
    return {
        "title": mask_text(fix.title),
        "steps": [_step(step) for step in fix.steps],
        "id": fix.id,
        "grade": fix.grade,
        "opens": mask_text(fix.opens),
        "verify": [_step(step) for step in fix.verify],
        "next": [mask_text(each.text) for each in fix.next],
    }


def _step(step: TailoredStep) -> Json:
    code = step.code
    return {
        "text": mask_text(step.text),
        "code": None
        if code is None
        else {"language": code.language, "filename": code.filename, "text": mask_text(code.text)},
    }
