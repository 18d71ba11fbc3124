"""The changes to the user's own files that a diagnosis leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.changes import ByHand, ChangeSet
from cors_wizard.changes.change import StepCode
from cors_wizard.diagnosis.page_request.goals import other_goals
from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.fixes.tailor import choose, code_beside_app
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.conditions import holds

if TYPE_CHECKING:
    from cors_wizard.changes.goal import Goal
    from cors_wizard.diagnosis.diagnosis import Diagnosis
    from cors_wizard.facts import Facts
    from cors_wizard.facts.found import TextFile
    from cors_wizard.fixes import TailoredFix
    from cors_wizard.knowledge_base import Fix
    from cors_wizard.page_code import PageCall
    from cors_wizard.project import ProjectScan

_ANOTHER_APP = (
    "The server is on another machine, and no route in this folder is like that path: "
    "this isn't the code that responds there."
)
_ONLY_SHOWS = ("curl ", "lsof ", "flask routes")


def plan_changes(diagnosis: Diagnosis, way: str = "") -> ChangeSet:
    """What the fix does to the user's own files, and what is left to do by hand.

    Args:
        diagnosis: one that has concluded with a cause.
        way: the id of another fix of the cause; the fix that is offered first unless given.
    """
    if diagnosis.cause is None or not diagnosis.fixes:
        return ChangeSet(problem="The cause is not known yet.")
    tailored = next((fix for fix in diagnosis.fixes if fix.id == way), diagnosis.fixes[0])
    scan = diagnosis.scan
    if scan is None:
        problem = _no_folder(diagnosis)
        return ChangeSet((), _by_hand(tailored), problem, tailored.title, tailored.id)
    fixes = fixes_of(diagnosis, tailored.id)
    made = _planned(diagnosis, scan, fixes)
    if made.changes and way and len(fixes) > 1 and not (own := _planned(diagnosis, scan, fixes[:1])).changes:
        # A change for a further cause doesn't fix this one.
        made = own
    if made.changes:
        return made
    if not way:
        others = [diagnosis.knowledge.fixes[each.id] for each in diagnosis.other_fixes]
        # What is made for this situation comes first.
        others.sort(key=lambda fix: not holds(fix.when, diagnosis.facts))
        for fix in others:
            if fix.grade == "needs-decision" and not holds(fix.when, diagnosis.facts):
                continue
            instead = _planned(diagnosis, scan, (fix,)) if fix.changes else made
            if instead.changes:
                return instead
    by_hand = made.by_hand or _by_hand(tailored)
    problem = _ANOTHER_APP if _is_of_another_app(diagnosis.facts) else made.problem
    return ChangeSet((), by_hand, problem, tailored.title, tailored.id, made.needs)


def _is_of_another_app(facts: Facts) -> bool:
    """Whether the folder's routes have nothing of a path that a server elsewhere responds to."""
    return facts.text("project_fits") == "no" and facts.text("api_place") == "elsewhere"


def _no_folder(diagnosis: Diagnosis) -> str:
    """Why no project is at hand: none was given, or another one than the server's."""
    if folder := diagnosis.facts.text("server_folder"):
        return f"The server was started in {folder}, and that folder was not read. Give it with --project."
    return "No project folder was read. Give it with --project."


def _planned(diagnosis: Diagnosis, scan: ProjectScan, fixes: Sequence[Fix]) -> ChangeSet:
    from cors_wizard.diagnosis.problems import goals_of_others

    refused = tuple(dict.fromkeys(goals_of_others(diagnosis)))
    files = changeable_files(scan)
    if _is_of_another_app(diagnosis.facts):
        # The page's code may well be the right one.
        files = {path: file for path, file in files.items() if not path.endswith(".py")}
    others = other_goals(diagnosis.facts, diagnosis.request_findings, files)
    return plan_for(fixes, diagnosis.facts, files, scan.page_code.calls, others, refused)


def plan_for(
    fixes: Sequence[Fix],
    facts: Facts,
    files: Mapping[str, TextFile],
    page_calls: Sequence[PageCall] = (),
    others: Sequence[Goal] = (),
    refused: Sequence[Goal] = (),
) -> ChangeSet:
    """What these fixes do together to these files, for the failed requests and for the page's others."""
    codes = {
        fix.id: tuple(StepCode(each.text, each.guessed) for each in code_beside_app(fix, facts))
        for fix in fixes
    }
    from cors_wizard.changes.plan import plan

    return plan([_filled(fix, facts) for fix in fixes], facts, files, page_calls, codes, others, refused)


def _filled(fix: Fix, facts: Facts) -> Fix:
    """The fix with what its changes leave to do said of this problem."""
    values = template_values(facts)
    changes = tuple(replace(each, left=fill_prose(each.left, values)) for each in fix.changes)
    return replace(fix, changes=changes)


@dataclass(frozen=True)
class Way:
    """One way to fix the cause, with what it does to the user's files."""

    fix: TailoredFix
    changes: ChangeSet

    @property
    def title(self) -> str:
        """What the diff does; where there is none, what the steps do."""
        return self.changes.title if self.changes.changes else self.fix.title


def ways_of(diagnosis: Diagnosis) -> tuple[Way, ...]:
    """The ways to fix the cause, the one that is offered first at their head; each diff once."""
    ways: dict[str, Way] = {}
    for number, fix in enumerate(diagnosis.fixes):
        is_shown = fix.id == diagnosis.picked_way or not (number or diagnosis.picked_way)
        made = diagnosis.changes if is_shown else plan_changes(diagnosis, fix.id if number else "")
        ways.setdefault(made.diff or fix.id, Way(fix, made))
    return tuple(ways.values())


def changeable_files(scan: ProjectScan) -> Mapping[str, TextFile]:
    """The files that a change may touch: those inside the project folder."""
    inside = {path: file for path, file in scan.page_files.items() if not path.startswith(("..", "/"))}
    return {path: file for path, file in {**inside, **scan.files}.items() if ":" not in path[:3]}


def fixes_of(diagnosis: Diagnosis, first: str) -> Sequence[Fix]:
    """The chosen fix, then those of the further causes."""
    also = (choose(diagnosis.knowledge, cause, diagnosis.facts) for cause in diagnosis.also)
    return [diagnosis.knowledge.fixes[first], *also]


def _by_hand(fix: TailoredFix) -> tuple[ByHand, ...]:
    """The steps of a fix that no file of the project can do, with their commands."""
    return tuple(
        ByHand(step.text, step.code.text.strip() if step.code and step.code.language == "shell" else "")
        for step in fix.steps
        if not (step.code and step.code.text.startswith(_ONLY_SHOWS))
    )
