"""Has the page call the route that the app has: another prefix, one that isn't doubled, one slash."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from cors_wizard.changes.page.page_base import change_pages, matches_replaced
from cors_wizard.changes.page.page_calls import begin_call, drop_beginning, replace_in_calls
from cors_wizard.changes.page.page_slashes import write_one_slash
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.lost_prefix import drop_doubled_prefix, give_both_prefixes
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.routing.rule_fits import rule_fits


def call_the_route(project: Project) -> None:
    """Have the page call the route most like its path, where the two begin differently: `/api/v1`, `/api/v2`.

    Raises CannotChange where more differs, or where another route still begins like the old path.
    """
    if (
        "//" in project.goal.asked_path
        and project.workspace.attempt(partial(write_one_slash, project)) is None
    ):
        return
    if give_both_prefixes(project) or drop_doubled_prefix(project):
        return
    rule = project.facts.text("nearest_route") or ""
    if _drop_the_slash(project, rule):
        return
    if doubled := _doubled(project.goal.asked_path, rule):
        drop_beginning(project, doubled)
        return
    target = parse_url(project.goal.url)
    old, new = _beginnings(project.goal.asked_path, rule)
    if target is None or old == new:
        raise CannotChange("the page's address")
    why = f"The routes begin with `{new}`." if new else f"No route begins with `{old}`."
    begins = (f"{view.rule}/" for view in project.reading.views)
    if not old or any(each.startswith(f"{old}/") and not each.startswith(f"{new}/") for each in begins):
        # Other calls may well begin so: this one alone is changed.
        first = "" if old else "/" + project.goal.asked_path.split("/")[1]
        begin_call(project, target.origin, old + first, new + first, why)
    else:
        # The beginning of the path, after the API's own address or after none.
        before = rf"(?:{re.escape(target.origin)}|[\"'`}}]|(?<!=)=[ \t]*)"
        written = re.compile(rf"{before}({re.escape(old)})(?=[/\"'`\s?]|$)")
        change_pages(project, lambda source: matches_replaced(source, written, new), old, why)
    path = new + project.goal.asked_path.removeprefix(old)
    url = target.origin + path + project.goal.url.removeprefix(target.origin + project.goal.asked_path)
    project.aim_at(replace(project.goal, url=url, path=path))


def _drop_the_slash(project: Project, rule: str) -> bool:
    """The call ends in a slash that the route doesn't have, and nothing else; whether it could go."""
    path = project.goal.asked_path
    if not path.endswith("/") or not rule_fits(rule, path[:-1]) or rule_fits(rule, path):
        return False
    why = "The route has no slash at its end."
    write = partial(replace_in_calls, project, "url", _LAST_SLASH, "", "/", why)
    if project.workspace.attempt(write) is not None:
        return False
    url = project.goal.url.replace(path, path[:-1], 1)
    project.aim_at(replace(project.goal, path=path[:-1], url=url))
    return True


_LAST_SLASH = re.compile(r"(/)(?=(?:\?[^\"'`]*)?[\"'`]?\Z)")


def _doubled(path: str, rule: str) -> str:
    """How the path begins twice where the rule begins once: `/api/api/items`, `/api/items`."""
    beginning = path.removesuffix("/")
    for _ in range(rule.count("/")):
        beginning = beginning.rpartition("/")[0]
    is_once = bool(beginning) and rule.startswith(f"{beginning}/")
    return beginning if is_once and rule_fits(rule, path.removeprefix(beginning)) else ""


def _beginnings(path: str, rule: str) -> tuple[str, str]:
    """How the path and the rule begin, up to the parts at the end that agree; nothing where none do."""
    theirs, ours = path.strip("/").split("/"), rule.strip("/").split("/")
    same = 0
    for own, their in zip(reversed(ours), reversed(theirs), strict=False):
        if own != their and "<" not in own:
            break
        same += 1
    begins, begin = ours[: len(ours) - same], theirs[: len(theirs) - same]
    if not same or any("<" in each for each in begins):
        return "", ""
    return "".join(f"/{each}" for each in begin), "".join(f"/{each}" for each in begins)
