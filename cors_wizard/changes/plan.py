"""Works out the changes of a fix: the operations that its knowledge file names, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from cors_wizard.changes.change import ALREADY_THERE, NO_FILE, ChangeSet, StepCode
from cors_wizard.changes.checks import still_refused, unseen
from cors_wizard.changes.flask_cors.other_requests import allow_others, lengthen_lists
from cors_wizard.changes.goal import Goal, goal_of
from cors_wizard.changes.operations import OPERATIONS
from cors_wizard.changes.origins.likely_origin import likely_origin
from cors_wizard.changes.outcomes import Comparison, compare
from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxy_files import proxy_files
from cors_wizard.changes.restart import hand_restart
from cors_wizard.changes.source_text.orphans import take_out_orphans
from cors_wizard.changes.source_text.tidy import tidy
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.knowledge_base.conditions import holds
from cors_wizard.knowledge_base.models import FileChange, Fix
from cors_wizard.page_code import PageCall

_START = "Then start {what}: nothing listens at {origin} now, so nothing could be probed."
_ASSUMED = (
    "The page's origin is not known. This is for {origin}, which the code names; "
    "if your page is somewhere else, give its origin with --origin."
)
_ORIGIN_LEFT = (
    "The page's origin is not known, so nothing is changed in who may read the API. "
    "If the setup doesn't name your page yet, give its origin with --origin."
)
_UNCHECKED = (
    "Look at what `{said}` holds where the app runs: the code doesn't show it. If `*` is in it, take it out. "
    "With credentials, any website could then act as your user."
)
_LET_IN = frozenset({"allow-request", "allow-socketio-origin"})
"""What lets the page in on the server."""
_INSTEAD = frozenset({"page-sends-no-credentials"})
"""What lets the page do without what has just been allowed to it."""
_NEEDED = {"origin": "origin", "path": "url"}
"""The facts that the user can give, by what a change lacks."""
_REASONS = {
    "origin": "The page's origin is not known. Give it with --origin.",
    "https": "A cookie crosses sites over https alone, and the page calls the API over http.",
    "app": "No file in this folder makes the Flask app.",
    "origins": "The allowed origins come from somewhere that the code does not show.",
    "the redirect": NO_FILE,
    "path": "The URL that the page requests is not known. Give it with --url.",
    "handler": "The app handles these errors already: its own handler has to return what the page may read.",
    "the headers": "The code writes these headers itself: nothing shows how to let this page alone in.",
    "resources": "The paths of resources= come from somewhere that the code does not show.",
}


def plan(
    fixes: Sequence[Fix],
    facts: Facts,
    files: Mapping[str, TextFile],
    page_calls: Sequence[PageCall] = (),
    codes: Mapping[str, Sequence[StepCode]] = MappingProxyType({}),
    others: Sequence[Goal] = (),
    refused: Sequence[Goal] = (),
) -> ChangeSet:
    """The changes that these fixes make together.

    Args:
        fixes: the fix of the cause, then those of further causes.
        facts: what is known.
        files: the project's files as they were read, the page's code among them.
        page_calls: the requests in the page's code.
        codes: by the fix's id, the code of its steps that goes beside the app.
        others: the page's other requests to the same API.
        refused: those that the browser refused, as well as the one at hand.
    """
    project = _project(files, facts, page_calls)
    project.others = (*refused, *others)
    first = fixes[0]
    if not any(_steps(fix, facts) for fix in fixes):
        return ChangeSet(problem=NO_FILE, title=first.title, fix=first.id)
    named = "" if project.goal.origin else likely_origin(project)
    if named:
        project.aim_at(replace(project.goal, origin=named))
    done, failed = set[str](), ""
    for number, fix in enumerate(fixes):
        if number and project.goal.is_same_origin:
            break
        project.code_beside_app = tuple(codes.get(fix.id, ()))
        for step in _steps(fix, facts):
            name = step.do
            if name in done or (name in _INSTEAD and done & _LET_IN):
                continue
            done.add(name)
            edits = project.workspace.edits
            with project.workspace.doing(step.title or fix.title):
                why_not = project.workspace.attempt(partial(OPERATIONS[name], project))
            if why_not == "origin" and project.workspace.is_changed:
                # What was changed before helps every page.
                project.workspace.hand(f"{_ORIGIN_LEFT} {_usual_page(facts)}".strip())
            elif why_not is not None and number == 0 and not name.startswith("page-") and "page" not in done:
                by_hand = tuple(project.workspace.by_hand)
                needs = _NEEDED.get(why_not, "")
                why = _not_utf8(project) or _reason(why_not, facts)
                return ChangeSet((), by_hand, why, first.title, first.id, needs)
            elif why_not is not None:
                failed = failed or _reason(why_not, facts)
                project.workspace.hand(f"{fix.title}: {_reason(why_not, facts)}")
            elif project.workspace.edits != edits:
                # What the page does differently stays where the server's part is left to be done by hand.
                done |= {"page"} if name.startswith("page-") else set()
                done |= {"preflights"} if name == "let-options-pass" else set()
                if step.left:
                    project.workspace.hand(step.left)
    project.workspace.end_own_part()
    with project.workspace.doing("Allow the page's other requests, too"):
        if done & _LET_IN:
            allow_others(project, others, refused)
        elif project.workspace.is_changed:
            lengthen_lists(project, others)
    tidy(project.workspace)
    take_out_orphans(project.workspace)
    if not project.workspace.is_changed:
        is_origin_open = bool(named) or not (project.goal.origin or _lets_all_in(facts))
        failed = _not_utf8(project) or failed
        problem = failed or (_reason("origin", facts) if is_origin_open else ALREADY_THERE)
        by_hand = () if failed else tuple(project.workspace.by_hand)
        return ChangeSet((), by_hand, problem, first.title, first.id)
    before = _project(files, facts, page_calls)
    before.aim_at(project.goal)
    if against := _still_refused(before, project, (*refused, *others)):
        return ChangeSet((), tuple(project.workspace.by_hand), against, first.title, first.id)
    compared = compare(before, project, (*refused, *others), were_preflights_stopped="preflights" in done)
    if against := _takes_or_gives(compared, project):
        return ChangeSet((), tuple(project.workspace.by_hand), against, first.title, first.id)
    unseen_before, unseen_now = unseen(before), unseen(project)
    unchecked = tuple(dict.fromkeys(said for setup, said in unseen_now.items() if setup not in unseen_before))
    for said in unchecked:
        project.workspace.hand(_UNCHECKED.format(said=" ".join(said.split())))
    compared = replace(compared, unchecked=unchecked)
    if named and _changes_python(project):
        project.workspace.hand(_ASSUMED.format(origin=named))
    elif not project.goal.origin and _changes_python(project) and not _lets_all_in(facts):
        project.workspace.hand(f"{_ORIGIN_LEFT} {_usual_page(facts)}".strip())
    if facts.text("stopped_since") == "yes":
        proxy = facts.text("own_proxy")
        what = f"{proxy} and the app" if proxy else "the app"
        project.workspace.hand(_START.format(what=what, origin=serialize_origin(facts.text("url") or "")))
    elif facts.text("reachable") != "refused":
        hand_restart(project)
    made = project.workspace.changes(first.id)
    # What a proxy sends is not compared.
    by_proxy = {each.source.path for each in proxy_files(project)} & {each.path for each in made.changes}
    return made if by_proxy else replace(made, compared=compared)


def _not_utf8(project: Project) -> str:
    """Why nothing is changed, where a file could not be written as it was."""
    path = project.workspace.unwritable
    return f"{path} isn't UTF-8 text, so it is left as it is. {_SAVE}" if path else ""


_SAVE = "Save it as UTF-8 (without a coding line) first, or change it by hand."


def _takes_or_gives(compared: Comparison, project: Project) -> str:
    """What the change would give to a stranger, or take from a page that the code names, and not say."""
    if strangers := compared.strangers:
        return f"It would let {strangers[0].origin} read {strangers[0].rule}, too."
    for taken in compared.taken:
        if not project.workspace.says_it_removes(taken.origin):
            return f"It would no longer let {taken.origin} send {taken.method} to {taken.rule}."
    return ""


def _still_refused(before: Project, after: Project, others: Sequence[Goal]) -> str:
    """Why the new setup cannot be shown: for the page's request, and for its others."""
    origin = after.goal.origin
    for goal in (after.goal, *(replace(each, origin=origin) for each in others)):
        before.aim_at(goal)
        after.aim_at(goal)
        if refused := still_refused(before, after):
            return refused
    return ""


def _project(files: Mapping[str, TextFile], facts: Facts, page_calls: Sequence[PageCall]) -> Project:
    is_installed = facts.text("flask_cors_installed") == "yes" or facts.text("flask_cors_version") is not None
    return Project(
        files,
        goal_of(facts),
        facts.items("allowed_origins_seen"),
        is_installed=is_installed,
        facts=facts,
        page_calls=page_calls,
    )


def _steps(fix: Fix, facts: Facts) -> list[FileChange]:
    return [step for step in fix.changes if holds(step.when, facts)]


def _changes_python(project: Project) -> bool:
    return any(change.path.endswith(".py") for change in project.workspace.changes().changes)


def _lets_all_in(facts: Facts) -> bool:
    return "*" in (*facts.items("configured_origins"), *facts.items("allowed_origins_seen"))


def _reason(what: str, facts: Facts) -> str:
    if what.endswith("."):
        return what
    if what == "origin":
        return f"{_REASONS[what]} {_usual_page(facts)}".strip()
    return _REASONS.get(what, f"The code does not show where to change {what}.")


def _usual_page(facts: Facts) -> str:
    """Where the page is served, for somebody who has to give its origin; empty where nothing says it."""
    if served := facts.get("page_served_at"):
        return f"{served.evidence.partition(': ')[0]} serves the page at {served.value}."
    usual = facts.text("page_usually_at")
    return f"By default {facts.text('page_tool')} serves a page at {usual}." if usual else ""
