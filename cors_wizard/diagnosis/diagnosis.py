"""The state of one problem: what was pasted, given, answered, scanned and probed, and what follows from it.

A diagnosis never changes: every move gives a new one, and going back is replaying it without a step.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

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
from cors_wizard.diagnosis.by_version import what_they_do
from cors_wizard.diagnosis.cautions import Warned, cautions
from cors_wizard.diagnosis.planning import Way, plan_changes, ways_of
from cors_wizard.diagnosis.problem_facts import ProblemFacts
from cors_wizard.diagnosis.problems import OtherRequest, other_requests
from cors_wizard.diagnosis.walks import behind, situations
from cors_wizard.diagnosis.what_if import OpenRequest, open_request, rests_on_assumption
from cors_wizard.errors import InputError
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.fixes import TailoredFix, fill_prose, tailor, template_values
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.conditions import holds

if TYPE_CHECKING:
    from cors_wizard.changes import ChangeSet
    from cors_wizard.diagnosis.page_calls import CallRow
    from cors_wizard.facts import Facts
    from cors_wizard.knowledge_base import Cause
    from cors_wizard.knowledge_base.models import Provider
    from cors_wizard.probe.result import ProbeResult

_TELLING = frozenset(
    {
        *("symptom", "reachable", "status", "preflight_status"),
        *("response_headers", "preflight_headers", "preflight_announces"),
    }
)
"""One of these, and something is known of how it went; a URL alone tells nothing."""

Status = Literal["concluded", "question", "not-cors", "unrecognised"]


@dataclass(frozen=True)
class Diagnosis(ProblemFacts):
    """Everything that is known about one problem; begin with `Diagnosis.begin`."""

    def probed(self, results: tuple[ProbeResult, ...]) -> Self:
        """With the API probed, for a text whose message a browser printed earlier.

        Where nothing listens any more, the browser's response still happened: if text and code lead to a
        cause, that is the diagnosis, and the stopped server is said beside it.
        """
        now = self.with_probe_results(results)
        found = now.findings.facts if now.findings else ()
        reached = next((fact for fact in found if fact.name == "reachable"), None)
        if reached is None or reached.value != "refused":
            return now
        told = replace(now, stopped_since=replace(reached, name="stopped_since", value="yes"))
        is_told = told.facts.text("reachable") == "answered"
        return told if is_told and told.cause else now

    @cached_property
    def page_calls(self) -> tuple[CallRow, ...]:
        """The calls of the page's code to this API, and whether a browser accepts them now and then."""
        if not self.request_findings.api_calls:
            return ()
        # Only now: most problems come without a page's code.
        from cors_wizard.diagnosis.page_calls import call_rows

        return call_rows(self)

    @cached_property
    def other_requests(self) -> tuple[OtherRequest, ...]:
        """The other failing requests of the paste."""
        return other_requests(self)

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """One walk for each thing that is in the way; the first is the one that may ask."""
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

    @cached_property
    def certainty(self) -> Certainty | None:
        """How sure the conclusion is; None as long as there is none."""
        if self.cause is None:
            return None
        found = next(certainty_of(each) for each in self.walks if each.next == self.end)
        return "guess" if rests_on_assumption(self) else found

    @cached_property
    def contradictions(self) -> tuple[str, ...]:
        """What does not fit together (Markdown): why a cause that the text points to is not concluded."""
        values = template_values(self.facts)
        told = (each.text for walk in self.walks for each in walk.contradicted)
        return tuple(dict.fromkeys(fill_prose(text, values) for text in told))

    @cached_property
    def request_notes(self) -> tuple[str, ...]:
        """Sentences (plain text): what page, URL and routes say that doesn't go together."""
        about_page = (*self._other_folder, *self.request_findings.contradictions, *self._maybe_not_flask)
        if self.stopped_since and not self.changes.changes:
            # A change to the files has it among what is left to do.
            server = serialize_origin(self.facts.text("url") or "")
            about_page = (
                f"Nothing listens at {server} now: start the server before you verify.",
                *about_page,
            )
        nearest, status = self.facts.text("nearest_route"), self.facts.number("status") or 0
        # Flask responds to OPTIONS where a route is: one that the code doesn't show.
        is_served = any(200 <= each < 300 for each in (status, self.facts.number("preflight_status") or 0))
        is_said = self.cause is not None and self.cause.id == "route-not-found"
        path = parse_url(self.facts.text("url") or "")
        is_of_web = path is None or path.is_http
        if nearest is None or is_said or is_served or not is_of_web:
            return about_page
        where = f"{path.path}: the most similar is" if path else "this path: the most similar is"
        return (f"The project has no route for {where} {nearest}.", *about_page)

    @property
    def _other_folder(self) -> tuple[str, ...]:
        """Where the server was started, if that is another folder than the one whose code was read."""
        folder = self.facts.text("server_folder")
        if folder is None or (self.scan is not None and self.scan.read is not None):
            return ()
        if self.scan is None:
            return (f"The server was started in {folder}: its code was not read.",)
        told = f"The server was started in {folder}, so the code in your project folder isn't what responds."
        return (f"{told} Choose that folder as the project (--project, or p in the wizard).",)

    @property
    def _maybe_not_flask(self) -> tuple[str, ...]:
        """Where the fix is Flask code, and neither code nor the response shows that it is a Flask app."""
        fix = self.knowledge.fixes.get(self.fix.id) if self.fix and self.exchange else None
        is_for_flask = fix is not None and bool(fix.flask or fix.flask_cors)
        is_shown = self.scan is not None or not {"framework", "flask_version"}.isdisjoint(self.facts.by_name)
        if not is_for_flask or is_shown or self.facts.text("answered_by") not in ("proxy", "unknown"):
            return ()
        return (
            "The response doesn't show that Flask runs there. If it isn't Flask, "
            "cors-wizard explain other-framework has the headers to send.",
        )

    @property
    def also(self) -> tuple[Cause, ...]:
        """Further causes that the evidence shows; empty as long as nothing is concluded.

        Where another program responds, its responses show nothing of the app's code.
        """
        if self.cause is None or self.facts.text("answered_by") in ("airplay", "other-program"):
            return ()
        every = self.knowledge.causes.values()
        beside = (each for each in every if each.beside_when and holds(each.beside_when, self.facts))
        causes = {cause.id: cause for cause in (*self._concluded, *beside)}
        return tuple(cause for cause in causes.values() if cause != self.cause)

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
        """The fix that was picked; unless one was, the one that answers the whole request."""
        picked = (fix for fix in self.fixes if fix.id == self.picked_way)
        return next(picked, self.fixes[0] if self.fixes else None)

    @cached_property
    def access(self) -> str:
        """Who gains access by the fix (Markdown)."""
        from cors_wizard.diagnosis.access import access_text

        return access_text(self)

    @cached_property
    def changes(self) -> ChangeSet:
        """What the fix does to the user's own files, and what is left to do by hand."""
        is_picked = self.fix is not None and self.fix.id == self.picked_way
        return plan_changes(self, self.picked_way if is_picked else "")

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The ways to fix the cause, the one that is offered first at their head; each diff once."""
        return ways_of(self)

    def choosing(self, fix_id: str) -> Self:
        """With the way to fix it that somebody named; raises InputError where the cause has no such fix."""
        if self.cause is None:
            raise InputError(
                f"{fix_id[:100]} is not a way to fix this.",
                hint="Its cause is not known yet: diagnose it first.",
            )
        if fix_id not in {fix.id for fix in self.fixes}:
            ways = ", ".join(way.fix.id for way in self.ways)
            raise InputError(
                f"{fix_id[:100]} is not a way to fix {self.cause.id}.", hint=f"Choose one of: {ways}."
            )
        return self.with_way(fix_id)

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
        # A program's bare exception says nothing of a page where no other line does.
        told = any(
            each.told or (each.engine, each.role) != ("server", "cut") for each in self.reading.messages
        )
        return told or any(name in self.facts for name in _TELLING)
