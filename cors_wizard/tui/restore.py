"""Diagnosis to session and back: what is kept on disk, and how it is replayed."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime

from cors_wizard.changes.change import FileDigests
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.problems import about_problem
from cors_wizard.errors import InputError
from cors_wizard.facts import DECLARED, NOT_SURE, Fact, FactValue, parse_value
from cors_wizard.masking import mask_for_storage, mask_text, mask_value
from cors_wizard.tui.session import Session


def to_session(diagnosis: Diagnosis, now: datetime, id: str, written: FileDigests | None = None) -> Session:
    """What is kept of a diagnosis: no secrets, and nothing that is not needed to go on."""
    return Session(
        id=id,
        request=_request(diagnosis),
        state=_state(diagnosis, written or {}),
        written=written or {},
        holder=os.getpid(),
        text=mask_for_storage(diagnosis.text),
        given=tuple(_masked(fact) for fact in diagnosis.given if fact.source != "probed"),
        answers=tuple((answer.question, mask_value(answer.fact.value)) for answer in diagnosis.answers),
        about=mask_text(diagnosis.about),
        picked_way=diagnosis.picked_way,
        project=str(diagnosis.scan.folder) if diagnosis.scan else "",
        saved=now.strftime("%d %B, %H:%M"),
    )


def _state(diagnosis: Diagnosis, written: FileDigests) -> str:
    state = diagnosis.cause.title if diagnosis.cause else _STATES.get(diagnosis.status, "")
    return f"{state}; fix applied, not verified" if state and written else state


def _masked(fact: Fact) -> Fact:
    return replace(fact, value=mask_value(fact.value))


_STATES = {"question": "A question is open", "not-cors": "Not a CORS error", "concluded": "It passes now"}


def _request(diagnosis: Diagnosis) -> str:
    """The method and path, as far as they are known."""
    # Masked before it is cut: half a token is one that nobody recognizes.
    first = mask_text(diagnosis.text.strip().partition("\n")[0][:2000])[:80]
    url = diagnosis.known.text("url") or first
    method = diagnosis.known.get("method")
    known = [method.shown] if method and method.is_known else []
    return mask_text(" ".join([*known, url]))


def from_session(base: Diagnosis, session: Session) -> Diagnosis:
    """The diagnosis replayed; what no longer fits the knowledge is left out."""
    diagnosis = about_problem(base.with_text(session.text), session.about)
    given = [fact for fact in session.given if fact.name in DECLARED and _is_valid(fact)]
    diagnosis = replace(diagnosis, given=diagnosis.given.replacing(*given))
    for question, value in session.answers:
        if question in diagnosis.knowledge.nodes:
            diagnosis = _answered(diagnosis, question, value)
    is_known = session.picked_way in diagnosis.knowledge.fixes
    return diagnosis.with_way(session.picked_way) if is_known else diagnosis


def _is_valid(fact: Fact) -> bool:
    try:
        return parse_value(DECLARED[fact.name], fact.value) == fact.value
    except InputError:
        return False


def _answered(diagnosis: Diagnosis, question: str, value: FactValue) -> Diagnosis:
    if value == NOT_SURE:
        return diagnosis.not_sure(question)
    try:
        return diagnosis.answer(question, value)
    except InputError:
        return diagnosis
