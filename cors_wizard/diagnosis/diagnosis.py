"""The state of one problem: what was pasted, given, answered, scanned and probed, and what follows from it.

A diagnosis never changes: every move gives a new one, and going back is replaying it without a step.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from cors_wizard.changes import ChangeSet
from cors_wizard.console.reading import Reading
from cors_wizard.decision_tree import (
    Asks,
    Candidate,
    Certainty,
    Concluded,
    NeedsProbe,
    NeedsScan,
    NextStep,
    Stopped,
    TrailStep,
    Walk,
    candidates,
    certainty_of,
    walk,
)
from cors_wizard.diagnosis.answers import GivenAnswer, facts_of, spec_of
from cors_wizard.diagnosis.by_version import what_they_do
from cors_wizard.diagnosis.cautions import Warned, cautions
from cors_wizard.diagnosis.derived import derived
from cors_wizard.diagnosis.fitting import fitting
from cors_wizard.diagnosis.marks import marked
from cors_wizard.diagnosis.meant_app import about_the_meant_app
from cors_wizard.diagnosis.of_this_path import of_this_path
from cors_wizard.diagnosis.other_project import other_project
from cors_wizard.diagnosis.overridden import overridden
from cors_wizard.diagnosis.page_calls import CallRow, call_rows
from cors_wizard.diagnosis.page_request import (
    RequestFindings,
    facts_of_answer,
    facts_of_prose,
    read_request,
)
from cors_wizard.diagnosis.paste import Paste, read_paste
from cors_wizard.diagnosis.planning import plan_changes
from cors_wizard.diagnosis.request_view import PageRequestView, completeness, request_view
from cors_wizard.diagnosis.since_fix import SinceFix
from cors_wizard.diagnosis.unloaded import unloaded_setting
from cors_wizard.diagnosis.walks import behind, situations
from cors_wizard.diagnosis.what_if import OpenRequest, open_request
from cors_wizard.facts import NOT_SURE, Fact, Facts, FactValue, parse_value
from cors_wizard.fetch_standard import Verdict
from cors_wizard.fixes import TailoredFix, fill_prose, tailor, template_values
from cors_wizard.flask_code import FlaskCode
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import Cause, Knowledge
from cors_wizard.knowledge_base.conditions import holds
from cors_wizard.knowledge_base.models import Provider
from cors_wizard.page_code import PageCode
from cors_wizard.probe.assumptions import assumptions
from cors_wizard.probe.findings import Findings, findings
from cors_wizard.probe.plan import ProbeRequest, plan
from cors_wizard.probe.result import ProbeResult
from cors_wizard.project import ProjectScan
from cors_wizard.recordings import recorded_findings

_TELLING = frozenset(
    {
        *("symptom", "reachable", "status", "preflight_status"),
        *("response_headers", "preflight_headers", "preflight_announces"),
    }
)
"""One of these, and something is known of how it went; a URL alone tells nothing."""

Status = Literal["concluded", "question", "not-cors", "unrecognised"]


@dataclass(frozen=True)
class Diagnosis:
    """Everything that is known about one problem; begin with `Diagnosis.begin`."""

    knowledge: Knowledge = field(repr=False)
    paste: Paste = field(repr=False)
    text: str = field(default="", repr=False)
    given: Facts = field(default_factory=Facts)
    answers: tuple[GivenAnswer, ...] = ()
    folder_scan: ProjectScan | None = None
    """The project folder as it was read, with the likeliest of its apps in view."""
    probe_results: tuple[ProbeResult, ...] | None = None
    agreed_methods: frozenset[str] = frozenset()
    """Methods beside GET, HEAD and OPTIONS that the user agreed to have sent."""
    may_probe: bool = True
    may_scan: bool = True
    about: str = ""
    """Which of several failing requests of the paste it is about; empty where it is about all of it."""
    ask_optional: bool = True
    """Whether somebody is there to answer questions that only sharpen the fix."""
    since_fix: SinceFix | None = None
    """What happened on this machine since the fix was given; known where it is verified."""

    @classmethod
    def begin(cls, knowledge: Knowledge, text: str = "", given: Facts | None = None) -> Diagnosis:
        """A diagnosis at its start."""
        return cls(knowledge, read_paste(knowledge, text), text, given or Facts())

    # Moves: each gives a new diagnosis.

    def with_text(self, text: str) -> Diagnosis:
        """The same problem with another pasted text; answers stay, probes are sent anew where they differ."""
        return replace(self, text=text, paste=read_paste(self.knowledge, text), about="")

    def with_given(self, *facts: Fact) -> Diagnosis:
        """With facts from options, as if they had been answered; the latest of two counts."""
        return replace(self, given=self.given.replacing(*facts))

    def answer(self, question_id: str, value: FactValue) -> Diagnosis:
        """With a question answered; raises InputError where the value cannot be."""
        question = self.knowledge.nodes[question_id]
        fact = Fact(question.fact, parse_value(spec_of(question), value), "answered", question.text)
        kept = tuple(answer for answer in self.answers if answer.question != question_id)
        return replace(self, answers=(*kept, GivenAnswer(question_id, fact)))

    def not_sure(self, question_id: str) -> Diagnosis:
        """With a question answered by "not sure"."""
        fact = Fact(self.knowledge.nodes[question_id].fact, NOT_SURE, "answered")
        kept = tuple(answer for answer in self.answers if answer.question != question_id)
        return replace(self, answers=(*kept, GivenAnswer(question_id, fact)))

    def back(self) -> Diagnosis:
        """Without the last answer."""
        return replace(self, answers=self.answers[:-1])

    def back_to(self, question_id: str) -> Diagnosis:
        """Without the answer to this question and all that came after it."""
        asked = [answer.question for answer in self.answers]
        return (
            replace(self, answers=self.answers[: asked.index(question_id)]) if question_id in asked else self
        )

    def with_scan(self, scan: ProjectScan) -> Diagnosis:
        """With the project folder read."""
        return replace(self, folder_scan=scan)

    def with_probe_results(self, results: tuple[ProbeResult, ...]) -> Diagnosis:
        """With the API probed; earlier results are forgotten."""
        return replace(self, probe_results=results)

    def agreeing_to(self, method: str) -> Diagnosis:
        """With the user's consent to send a request of this method."""
        return replace(self, agreed_methods=self.agreed_methods | {method})

    def without_probing(self) -> Diagnosis:
        """The API shall not be probed."""
        return replace(self, may_probe=False)

    def without_scanning(self) -> Diagnosis:
        """There is no project folder to read."""
        return replace(self, may_scan=False)

    def without_optional_questions(self) -> Diagnosis:
        """Nobody is there to answer what only sharpens the fix."""
        return replace(self, ask_optional=False)

    # What is known.

    @property
    def reading(self) -> Reading:
        """The pasted text as it was understood."""
        return self.paste.reading

    @cached_property
    def scan(self) -> ProjectScan | None:
        """The project folder with the app in view that the page asks; None where no folder was read."""
        if self.folder_scan is None:
            return None
        answered = facts_of(self.knowledge, self.answers)
        url = Facts.of((*self.given, *answered, *self.reading.facts)).text("url")
        return about_the_meant_app(self.folder_scan, url or "")

    @cached_property
    def known(self) -> Facts:
        """The facts before probing: given, answered, pasted, scanned, and what they tell of the request."""
        return self._told.also(self.request_findings.facts)

    @cached_property
    def request_findings(self) -> RequestFindings:
        """What message, page code and view tell of the page's request."""
        page = self.scan.page_code if self.scan else PageCode()
        return read_request(self._told, page, self.scan.code.routes if self.scan else ())

    @cached_property
    def _told(self) -> Facts:
        answered = facts_of(self.knowledge, self.answers)
        scanned = self.scan.facts if self.scan else ()
        facts = Facts.of((*self.given, *answered, *self.reading.facts, *scanned))
        facts = facts.also(facts_of_prose(self.paste.prose(self.text), facts))
        return facts.also(facts_of_answer(facts))

    @cached_property
    def findings(self) -> Findings | None:
        """What the probes showed; None before they were sent."""
        return None if self.probe_results is None else findings(self.known, self.probe_results)

    @cached_property
    def facts(self) -> Facts:
        """Everything that is known, what follows from it, and what probes assume of the page's request."""
        seen = of_this_path(self.known.also(self.findings.facts) if self.findings else self.known)
        if self.findings and self.findings.exchange:
            # What the server sends now counts more than what it sent when somebody recorded it.
            seen = seen.without("recorded_outcome")
        facts = seen.also(marked(self.knowledge, seen, self.text))
        code = self.scan.code if self.scan else FlaskCode()
        facts = facts.also(unloaded_setting(facts, code, self.scan.starts if self.scan else None))
        followed = (*derived(facts, self.known), *fitting(self.knowledge, facts), *completeness(self.known))
        followed = (*followed, *overridden(code, facts), *other_project(code, facts))
        return facts.also((*followed, *assumptions(self.known)))

    @cached_property
    def request(self) -> PageRequestView:
        """The page's request, each part with where it comes from."""
        return request_view(self.facts)

    @cached_property
    def page_calls(self) -> tuple[CallRow, ...]:
        """The calls of the page's code to this API, and whether a browser accepts them now and then."""
        return call_rows(self)

    @property
    def assumed(self) -> tuple[str, ...]:
        """The parts of the request that nothing shows, as names of facts."""
        return self.request.assumed

    @property
    def exchange(self) -> Exchange | None:
        """The request and responses that the probes saw; without probes, those that were recorded."""
        return self._observed.exchange if self._observed else None

    @property
    def verdict(self) -> Verdict | None:
        """What a browser decides about that exchange."""
        return self._observed.verdict if self._observed else None

    @cached_property
    def _observed(self) -> Findings | None:
        if self.findings and self.findings.exchange:
            return self.findings
        leading = self.paste.leading
        return recorded_findings(leading, self.reading.facts) if leading else self.findings

    @cached_property
    def unsent_probes(self) -> tuple[ProbeRequest, ...]:
        """Requests that are worth sending and have not been sent for what is known now."""
        if not self.may_probe:
            return ()
        sent = {result.request for result in self.probe_results or ()}
        return tuple(
            request for request in plan(self.known, agreed_methods=self.agreed_methods) if request not in sent
        )

    # Where it leads.

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """One walk for each thing that stands in the way; the first is the one that may ask."""
        main, *rest = self._situations
        first = self._walk(main, self._able())
        return (first, *behind(first, main, self._walk), *map(self._walk, rest))

    @cached_property
    def step(self) -> NextStep:
        """What is needed next, or how it ended."""
        opened = self.open_request
        if opened is None or not opened.comes_first(self.end, is_asking=self.ask_optional):
            return self.end
        return Asks(opened.node)

    @cached_property
    def open_request(self) -> OpenRequest | None:
        """What is left to ask of the page's request, where the answer would change how this ends."""
        return open_request(self)

    @cached_property
    def end(self) -> NextStep:
        """What the tree needs next, or how it ends with what is known."""
        if self.may_scan and self.folder_scan is None:
            return NeedsScan()
        if self.unsent_probes:
            return NeedsProbe()
        first = self.walks[0].next
        if isinstance(first, Stopped) and self._concluded:
            return Concluded(self._concluded[0])
        return first

    @property
    def trail(self) -> tuple[TrailStep, ...]:
        """The questions that were settled on the way."""
        return self.walks[0].trail

    @property
    def cause(self) -> Cause | None:
        """The root cause, once it is concluded."""
        return self.end.cause if isinstance(self.end, Concluded) else None

    @property
    def certainty(self) -> Certainty | None:
        """How sure the conclusion is; None as long as there is none."""
        if self.cause is None:
            return None
        return next(certainty_of(each) for each in self.walks if each.next == self.end)

    @cached_property
    def contradictions(self) -> tuple[str, ...]:
        """What does not fit together (Markdown): why a cause that the text points to is not concluded."""
        values = template_values(self.facts)
        told = (each.text for walk in self.walks for each in walk.contradicted)
        return tuple(dict.fromkeys(fill_prose(text, values) for text in told))

    @property
    def also(self) -> tuple[Cause, ...]:
        """Further causes that the evidence shows; empty as long as nothing is concluded."""
        return tuple(cause for cause in self._concluded if cause != self.cause) if self.cause else ()

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """What is still possible, likeliest first; the concluded cause leads."""
        facts = self._situations[0]
        walked = Walk(self.trail, self.step)
        symptom = facts.text("symptom")
        fitting = {name for each in self.reading.messages if each.symptom == symptom for name in each.causes}
        return () if not self._says_anything else candidates(self.knowledge, facts, walked, fitting)

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """Sentences (Markdown) that say what shows the cause."""
        values = template_values(self.facts)
        if self.cause is None:
            return ()
        shown = (each.text for each in self.cause.evidence if holds(each.when, self.facts))
        of_versions = what_they_do(self.knowledge, self.cause, self.facts)
        return (*(fill_prose(text, values) for text in shown), *of_versions)

    @cached_property
    def cautions(self) -> tuple[Warned, ...]:
        """What is unsafe, whether or not anything fails."""
        return cautions(self.knowledge, self.facts)

    @cached_property
    def fixes(self) -> tuple[TailoredFix, ...]:
        """The fix that answers the whole request, then the other ways to fix the cause."""
        return tailor(self.knowledge, (self.cause, *self.also), self.facts) if self.cause else ()

    @property
    def fix(self) -> TailoredFix | None:
        """The fix that answers the whole request."""
        return self.fixes[0] if self.fixes else None

    @cached_property
    def changes(self) -> ChangeSet:
        """What the fix does to the user's own files, and what is left to do by hand."""
        return plan_changes(self)

    @property
    def other_fixes(self) -> tuple[TailoredFix, ...]:
        """Other ways to fix the same cause."""
        return self.fixes[1:]

    @property
    def status(self) -> Status:
        """In one word, for the result line."""
        if isinstance(self.step, Concluded):
            return self.step.cause.status
        if isinstance(self.step, Stopped):
            return self.step.stop.status
        return "question" if self._says_anything else "unrecognised"

    # How it is found.

    def _able(self) -> frozenset[Provider]:
        able: set[Provider] = {"question"}
        if self.unsent_probes:
            able.add("probe")
        if self.may_scan and self.folder_scan is None:
            able.add("scan")
        return frozenset(able)

    def _walk(self, facts: Facts, able: frozenset[Provider] = frozenset()) -> Walk:
        return walk(self.knowledge, facts, able, ask_optional=self.ask_optional)

    @cached_property
    def _situations(self) -> tuple[Facts, ...]:
        return tuple(situations(self.facts, self.verdict, self.paste))

    @cached_property
    def _concluded(self) -> tuple[Cause, ...]:
        found = [each.next.cause for each in self.walks if isinstance(each.next, Concluded)]
        return tuple({cause.id: cause for cause in found}.values())

    @property
    def _says_anything(self) -> bool:
        return bool(self.reading.messages) or any(name in self.facts for name in _TELLING)
