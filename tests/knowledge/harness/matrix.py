"""Runs the proofs over version pairs: real Flask and flask-cors, raw WSGI calls, the judge for a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.fetch_standard import judge
from cors_wizard.fixes import TailoredFix
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.knowledge_base.conditions import version_in
from tests.browsers.pages import PageRequest, PageServer
from tests.knowledge.harness.apply_fix import mended
from tests.knowledge.harness.diagnose import diagnose
from tests.knowledge.harness.environments import AT_ONCE, Pair
from tests.knowledge.harness.exchanges import exchange, look_alikes, may_read, questions
from tests.knowledge.harness.proof import Proof
from tests.knowledge.harness.workbench import Workbench

RUNNER = Path(__file__).with_name("wsgi_runner.py")

PROVEN = "proven"
NOT_CLAIMED = "not claimed"


@dataclass(frozen=True)
class Subject:
    """A proof that has been diagnosed on a live server, ready to be run under other versions."""

    proof: Proof
    diagnosis: Diagnosis
    origin: str
    request: PageRequest
    sources: Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """One way to mend one subject."""

    subject: Subject
    fix: str
    """The fix's id."""

    @property
    def name(self) -> str:
        """What the matrix calls it."""
        return f"{self.subject.proof.id} [{self.fix}]"


@dataclass(frozen=True)
class Trial:
    """One app to be asked by pages of several origins."""

    id: str
    proof: Proof
    source: str
    request: PageRequest
    origins: tuple[str, ...]
    environment: Mapping[str, str]
    """The variables that it is loaded with."""

    def job(self) -> dict[str, Any]:
        """What the runner is told."""
        asked = [asdict(each) for origin in self.origins for each in questions(self.request, origin)]
        job = {"id": self.id, "source": self.source, "debug": self.proof.debug, "questions": asked}
        return {**job, "environment": dict(self.environment)}


@dataclass(frozen=True)
class Outcome:
    """What became of a trial."""

    error: str
    symptoms: Mapping[str, tuple[str, ...]]
    """For each origin, what a browser objects to; empty where the page may read the response."""
    statuses: Mapping[str, int]
    let_in: tuple[str, ...]
    """The origins that the server lets in."""


def take_subject(proof: Proof, knowledge: Knowledge, pages: PageServer, folder: Path) -> Subject:
    """Diagnoses a proof on a live server, from the text that Chromium prints."""
    with Workbench(proof, pages, folder) as bench:
        text = "\n".join(bench.ports.here(line) for line in proof.expect["chromium"])
        diagnosis = diagnose(knowledge, bench, text).diagnosis
        if diagnosis.cause is None or diagnosis.cause.id != proof.cause:
            raise AssertionError(f"{proof.id} is taken for {diagnosis.step}")
        return Subject(proof, diagnosis, bench.origin, bench.request, bench.sources())


def cases_of(subjects: Sequence[Subject]) -> tuple[Case, ...]:
    """Every subject with the fix that is offered first, and with each other that its proof names."""
    return tuple(
        Case(subject, fix)
        for subject in subjects
        for fix in (subject.diagnosis.fixes[0].id, *subject.proof.other_fixes)
    )


def run_matrix(cases: Sequence[Case], pairs: Sequence[Pair]) -> dict[Pair, dict[str, str]]:
    """For each pair and case: proven, not claimed, or how it fails."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(pairs, pool.map(lambda pair: run_pair(cases, pair), pairs), strict=True))


def run_pair(cases: Sequence[Case], pair: Pair) -> dict[str, str]:
    """All cases under one pair, in one process."""
    ours = [case for case in cases if _fits(pair.flask, case.subject.proof.flask)]
    fixes = {case.name: fix_under(case, pair) for case in ours}
    claimed = [case for case in ours if _claims(case, fixes[case.name], pair)]
    trials = [trial for case in claimed for trial in _trials(case, fixes[case.name])]
    outcomes = _run(trials, pair)
    cells = {case.name: NOT_CLAIMED for case in cases}
    for case in claimed:
        broken, fixed = (outcomes[f"{case.name}: {state}"] for state in ("broken", "mended"))
        cells[case.name] = _verdict(case.subject, broken, fixed)
    return cells


def fix_under(case: Case, pair: Pair) -> TailoredFix:
    """The fix that the wizard hands over where it knows that these versions are installed."""
    versions = {"flask_version": pair.flask, "flask_cors_version": pair.flask_cors}
    given = (Fact(name, version, "answered") for name, version in versions.items())
    diagnosis = case.subject.diagnosis.with_given(*given)
    offered = [fix for fix in diagnosis.fixes if fix.id == case.fix]
    if not offered:
        raise AssertionError(f"{case.name}: not offered under {pair}: {diagnosis.step}")
    return offered[0]


def _claims(case: Case, fix: TailoredFix, pair: Pair) -> bool:
    known = case.subject.diagnosis.knowledge.fixes[fix.id]
    return _fits(pair.flask, known.flask) and _fits(pair.flask_cors, known.flask_cors)


def _fits(version: str, wanted: str) -> bool:
    return not wanted or bool(version_in(version, wanted))


def _trials(case: Case, fix: TailoredFix) -> Iterator[Trial]:
    subject, proof = case.subject, case.subject.proof
    origins = (subject.origin, *look_alikes(subject.origin).values())
    given = proof.environment
    broken = subject.sources["app.py"], subject.request, (subject.origin,)
    yield Trial(f"{case.name}: broken", proof, *broken, given)
    result = mended(proof, fix, subject.sources, subject.request)
    changed = result.sources["app.py"], result.request, origins
    yield Trial(f"{case.name}: mended", proof, *changed, {**given, **result.environment})


def _run(trials: Sequence[Trial], pair: Pair) -> dict[str, Outcome]:
    done = subprocess.run(
        # -S keeps the packages of the tests' own environment out.
        [sys.executable, "-S", str(RUNNER)],
        input=json.dumps([trial.job() for trial in trials]),
        env={**os.environ, "PYTHONPATH": pair.path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode != 0:
        raise AssertionError(f"{pair}: {done.stderr}")
    results = {result["id"]: result for result in json.loads(done.stdout)}
    return {trial.id: _outcome(trial, results[trial.id]) for trial in trials}


def _outcome(trial: Trial, result: dict[str, Any]) -> Outcome:
    if result["error"]:
        return Outcome(result["error"], {}, {}, ())
    answers = iter(
        [Response(each["status"], Headers.of(map(tuple, each["headers"]))) for each in result["answers"]]
    )
    symptoms, statuses, let_in = {}, {}, []
    for origin in trial.origins:
        got = [next(answers) for _ in questions(trial.request, origin)]
        taken = exchange(trial.request, origin, got)
        symptoms[origin] = tuple(violation.symptom for violation in judge(taken).violations)
        statuses[origin] = got[-1].status
        if may_read(taken):
            let_in.append(origin)
    return Outcome("", symptoms, statuses, tuple(let_in))


def _verdict(subject: Subject, broken: Outcome, fixed: Outcome) -> str:
    """Proven, or the first thing that is not as it should be."""
    symptom = subject.diagnosis.facts.text("symptom")
    seen = ("network-failure",) if broken.error else broken.symptoms[subject.origin]
    if seen[:1] != (symptom,):
        return f"fails: broken, a browser objects to {seen or 'nothing'}, not {symptom}"
    if fixed.error:
        return f"fails: mended, it does not start: {fixed.error}"
    objections = fixed.symptoms[subject.origin]
    if objections:
        return f"fails: mended, a browser still objects: {', '.join(objections)}"
    if fixed.statuses[subject.origin] != subject.proof.status_after:
        return f"fails: mended, the status is {fixed.statuses[subject.origin]}"
    let_in = [what for what, origin in look_alikes(subject.origin).items() if origin in fixed.let_in]
    return f"fails: mended, others may read it: {', '.join(let_in)}" if let_in else PROVEN
