"""What comes in about one problem: text, options, answers, the scan, probes. Each move gives a new one."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Self

from cors_wizard.diagnosis.answers import GivenAnswer, spec_of
from cors_wizard.diagnosis.paste import Paste, read_paste
from cors_wizard.facts import CORRECTED, NOT_SURE, Fact, Facts, FactValue, parse_value
from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.console.reading import Reading
    from cors_wizard.diagnosis.since_fix import SinceFix
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.probe.result import ProbeResult
    from cors_wizard.project import ProjectScan


@dataclass(frozen=True)
class Inputs:
    """Everything that came in about one problem; nothing in it is worked out."""

    knowledge: Knowledge = field(repr=False)
    paste: Paste = field(repr=False)
    text: str = field(default="", repr=False)
    given: Facts = field(default_factory=Facts)
    answers: tuple[GivenAnswer, ...] = ()
    folder_scan: ProjectScan | None = None
    """The project folder as it was read, with the likeliest of its apps in view."""
    probe_results: tuple[ProbeResult, ...] | None = None
    stopped_since: Fact | None = None
    """That nothing listens any more where the browser had a response: then text and code decide alone."""
    agreed_methods: frozenset[str] = frozenset()
    """Methods beside GET, HEAD and OPTIONS that the user agreed to have sent."""
    may_probe: bool = True
    may_scan: bool = True
    about: str = ""
    """Which of several failing requests of the paste it is about; empty where it is about all of it."""
    whole_paste: Paste | None = field(default=None, repr=False)
    """The paste with all its requests, where `paste` has one of them alone."""
    ask_optional: bool = True
    """Whether somebody is there to answer questions that only sharpen the fix."""
    picked_way: str = ""
    """The id of the fix that was picked in place of the one that is offered first."""
    sent_now: Facts = field(default_factory=Facts)
    """What the page's code sends since it was changed, in place of what the text says of the request."""
    since_fix: SinceFix | None = None
    """What happened on this machine since the fix was given; known where it is verified."""

    @classmethod
    def begin(cls, knowledge: Knowledge, text: str = "", given: Facts | None = None) -> Self:
        """A diagnosis at its start."""
        return cls(knowledge, read_paste(knowledge, text), text, given or Facts())

    def with_text(self, text: str) -> Self:
        """The same problem with another pasted text; answers stay, probes are sent anew where they differ."""
        paste = read_paste(self.knowledge, text)
        return replace(self, text=text, paste=paste, about="", whole_paste=None)

    def with_given(self, *facts: Fact) -> Self:
        """With facts from options, as if they had been answered; the latest of two counts."""
        return replace(self, given=self.given.replacing(*facts))

    def correcting(self, name: str, value: FactValue) -> Self:
        """With another value for a fact that the user says is wrong; what was found is kept beside it."""
        return self.with_given(Fact(name, value, "answered", CORRECTED))

    def putting_back(self, name: str) -> Self:
        """With what was found for a fact, in place of the user's correction."""
        return replace(self, given=self.given.without(name))

    def answer(self, question_id: str, value: FactValue) -> Self:
        """With a question answered; raises InputError where the value cannot be."""
        question = self.knowledge.nodes[question_id]
        fact = Fact(question.fact, parse_value(spec_of(question), value), "answered", question.text)
        kept = tuple(answer for answer in self.answers if answer.question != question_id)
        return replace(self, answers=(*kept, GivenAnswer(question_id, fact)))

    def not_sure(self, question_id: str) -> Self:
        """With a question answered by "not sure"."""
        fact = Fact(self.knowledge.nodes[question_id].fact, NOT_SURE, "answered")
        kept = tuple(answer for answer in self.answers if answer.question != question_id)
        return replace(self, answers=(*kept, GivenAnswer(question_id, fact)))

    def back(self) -> Self:
        """Without the last answer."""
        return replace(self, answers=self.answers[:-1])

    def back_to(self, question_id: str) -> Self:
        """Without the answer to this question and all that came after it."""
        asked = [answer.question for answer in self.answers]
        return (
            replace(self, answers=self.answers[: asked.index(question_id)]) if question_id in asked else self
        )

    def with_scan(self, scan: ProjectScan) -> Self:
        """With the project folder read."""
        return replace(self, folder_scan=scan)

    def with_probe_results(self, results: tuple[ProbeResult, ...]) -> Self:
        """With the API probed; earlier results are forgotten."""
        return replace(self, probe_results=results, stopped_since=None)

    def agreeing_to(self, method: str) -> Self:
        """With the user's consent to send a request of this method."""
        return replace(self, agreed_methods=self.agreed_methods | {method})

    def with_way(self, fix_id: str) -> Self:
        """With another way to fix the cause; empty for the one that is offered first."""
        return replace(self, picked_way=fix_id)

    def without_probing(self) -> Self:
        """The API must not be probed."""
        return replace(self, may_probe=False)

    def without_scanning(self) -> Self:
        """The same problem without a project folder to read."""
        return replace(self, may_scan=False)

    def without_optional_questions(self) -> Self:
        """Nobody is there to answer what only sharpens the fix."""
        return replace(self, ask_optional=False)

    @property
    def reading(self) -> Reading:
        """The pasted text as it was understood."""
        return self.paste.reading
