"""Which screen shows a diagnosis's next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual.screen import Screen

from cors_wizard.changes.change import FileDigests
from cors_wizard.decision_tree import Asks, Concluded, NeedsProbe, NeedsScan, Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base import Node
from cors_wizard.this_machine.offers import no_such_route, offers_for, seen_so_far
from cors_wizard.this_machine.servers import LocalServer
from cors_wizard.tui.consents import Consents
from cors_wizard.tui.paths import shown_path
from cors_wizard.tui.problem_states import ProblemStates, place_of
from cors_wizard.tui.screens.page_request import PageRequestScreen
from cors_wizard.tui.screens.probing import ProbingScreen
from cors_wizard.tui.screens.question import QuestionScreen
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.screens.step import StepScreen
from cors_wizard.tui.screens.stopped import StoppedScreen
from cors_wizard.tui.services import Services
from cors_wizard.tui.trail_entries import PROBE


@dataclass(frozen=True)
class Seen:
    """What the window knows beside the diagnosis."""

    consents: Consents
    """What the user agreed to have sent."""
    applied: FileDigests | None = None
    """What was written to the user's files already."""
    servers: Sequence[LocalServer] = ()
    """What listens on this machine."""
    problems: ProblemStates | None = None
    """The failing requests of the paste, where it has several."""
    edited_meanwhile: bool = False
    """Whether a file was edited after its change was shown, and the change is another one now."""
    written: FileDigests | None = None
    """What was written last for any problem of this window, and can be taken back."""
    chosen: Path | None = None
    """The project folder that the wizard was started for."""
    left: Diagnosis | None = None
    """Where the user came back from: its answers are shown again where they were given."""


def screen_for(diagnosis: Diagnosis, services: Services, seen: Seen) -> Screen[None]:
    """The screen for what is needed next, or for how it ended.

    Args:
        diagnosis: where it stands.
        services: the doors to the outside.
        seen: what the window knows besides.
    """
    match diagnosis.step:
        case NeedsScan():
            return screen_for(diagnosis.without_scanning(), services, seen)
        case NeedsProbe():
            return ProbingScreen(diagnosis, services, seen.consents)
        case Asks(question):
            return question_screen(diagnosis, question, servers=seen.servers, left=seen.left)
        case Stopped() as stopped:
            return StoppedScreen(diagnosis, stopped, services, can_undo=bool(seen.written))
        case Concluded():
            place = place_of(seen.problems, diagnosis)
            folder = diagnosis.scan.folder if diagnosis.scan else seen.chosen
            return ResultScreen(
                diagnosis,
                services,
                seen.applied,
                place,
                edited_meanwhile=seen.edited_meanwhile,
                written=seen.written,
                found_in=shown_path(folder) if folder and folder != seen.chosen else "",
            )


def after_step(
    diagnosis: Diagnosis, step: str, left: Diagnosis | None = None
) -> Diagnosis | Screen[None] | None:
    """What going back to a step of the trail leads to: a move, its question once more, or nothing."""
    if step == PROBE:
        return replace(diagnosis, probe_results=None, may_probe=True)
    question = diagnosis.knowledge.nodes.get(step)
    if question is None:
        return None
    if any(answer.question == question.id for answer in diagnosis.answers):
        return diagnosis.back_to(question.id)
    if not can_be_asked(question):
        return None
    return question_screen(diagnosis, question, revisited=True, left=left)


def question_screen(
    diagnosis: Diagnosis,
    question: Node,
    *,
    revisited: bool = False,
    servers: Sequence[LocalServer] = (),
    left: Diagnosis | None = None,
) -> StepScreen:
    """The screen that asks this question; the one about the whole request is a form."""
    given = (
        next((each.fact.value for each in left.answers if each.question == question.id), "") if left else ""
    )
    if question.asked_last:
        filled = left.request if left and given else None
        return PageRequestScreen(diagnosis, question, revisited=revisited, filled=filled)
    offers = offers_for(question.fact, diagnosis, servers) if question.free_text else ()
    # It is said once, with the first question.
    seen = "" if diagnosis.answers else seen_so_far(diagnosis, servers, has_offers=bool(offers))
    seen = no_such_route(diagnosis) if offers and question.fact == "url" else seen
    return QuestionScreen(
        diagnosis, question, revisited=revisited, offers=offers, seen=seen, given_before=str(given)
    )


def can_be_asked(question: Node) -> bool:
    """Whether the user can settle a question that something else has settled."""
    return bool(question.text) and (question.free_text or any(answer.label for answer in question.answers))


def is_another_problem(before: Diagnosis, after: Diagnosis) -> bool:
    """Whether the text was replaced by one about another request, so that earlier answers no longer hold."""
    if before.text == after.text:
        return False
    old, new = before.reading.facts, after.reading.facts
    return any(
        old.get(name) and new.get(name) and old.text(name) != new.text(name) for name in ("url", "origin")
    )
