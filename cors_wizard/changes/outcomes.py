"""What every route lets every known page do, by the code: compared before a change and after it.

What the code doesn't show is left out: a difference is one between two known outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cors_wizard.changes.checks import STRANGER, strangers
from cors_wizard.changes.flask_cors.other_requests import lack_of, matched_origins, named_origins
from cors_wizard.changes.flask_cors.shortcomings import governing
from cors_wizard.changes.goal import Goal
from cors_wizard.changes.header_code.allow_by_hand import writes_by_hand
from cors_wizard.changes.header_code.hook_cases import listed_origins
from cors_wizard.changes.header_code.hook_order import decides_before_flask_cors
from cors_wizard.changes.header_code.hook_responses import allows
from cors_wizard.changes.project import Project, aimed_at
from cors_wizard.changes.routing.views import View, methods_of, path_of
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.frozen import dataclass
from cors_wizard.origin_patterns import OriginCheck, entries_in_code

MOST_ROUTES = 60
"""Of a larger app the first ones are compared, and nothing is said of all of them."""
MOST_ORIGINS = 12
"""Where the code lists more other origins, the first ones are compared."""
_BODY = ("content-type",)


@dataclass(frozen=True)
class Asked:
    """A request of some page for one route."""

    rule: str
    origin: str
    method: str
    with_credentials: bool
    headers: tuple[str, ...] = ()
    """Lower-cased names that a preflight asks for."""

    @property
    def reads(self) -> bool:
        """Whether it needs no preflight."""
        return self.method == "GET" and not self.headers

    @property
    def plainly(self) -> Asked:
        """The same origin's reading of the route."""
        return replace(self, method="GET", headers=())

    def goal(self, own: Goal, path: str) -> Goal:
        """The goal that it passes."""
        return replace(
            own,
            origin=self.origin,
            path=path,
            method=self.method,
            headers=self.headers,
            spelled=self.headers,
            with_credentials=self.with_credentials,
            exposes=(),
            private_network=False,
        )


@dataclass(frozen=True)
class Comparison:
    """What a change does to every route."""

    rules: tuple[str, ...] = ()
    """The routes that were compared, in the code's order."""
    origins: tuple[str, ...] = ()
    """The page, then the other origins that the code names before or after."""
    gained: tuple[Asked, ...] = ()
    lost: tuple[Asked, ...] = ()
    unknown: tuple[Asked, ...] = ()
    """Those of which the code doesn't show the outcome, before or after."""
    patterns: tuple[tuple[str, str], ...] = ()
    """The patterns among the allowed origins, each behind an origin that it matches and nobody names."""
    read_before: frozenset[Asked] = frozenset()
    """What could be read before, without a preflight."""
    open_now: tuple[str, ...] = ()
    """The routes that any website can read after the change."""
    unchecked: tuple[str, ...] = ()
    """The expressions that give the origins of setups which now allow credentials, and aren't known."""
    is_whole: bool = True
    """Whether every route and every origin was compared."""

    @property
    def strangers(self) -> tuple[Asked, ...]:
        """What is gained by origins that nobody named, where they could not read before."""
        known = {*self.origins, *(origin for origin, _ in self.patterns)}
        gained = (each for each in self.gained if each.origin not in known)
        return tuple(each for each in gained if each.plainly not in self.read_before)

    @property
    def widened(self) -> tuple[Asked, ...]:
        """What every page gains, of those that could read before."""
        gained = (each for each in self.gained if each.origin == STRANGER)
        return tuple(each for each in gained if each.plainly in self.read_before)

    @property
    def taken(self) -> tuple[Asked, ...]:
        """What is lost by an origin that the code names, and was never everyone's."""
        of_all = {replace(each, origin="") for each in self.lost if each.origin == STRANGER}
        return tuple(
            each
            for each in self.lost
            if each.origin in self.origins and replace(each, origin="") not in of_all
        )


def compare(
    before: Project, after: Project, others: Sequence[Goal] = (), *, were_preflights_stopped: bool = False
) -> Comparison:
    """Every route as every page and some strangers, before the change and after it.

    Args:
        before: the files as they were read.
        after: the same files, changed.
        others: the page's other requests, as its code makes them.
        were_preflights_stopped: whether a check stopped the preflights of the page's route before the change.
    """
    page = after.goal.origin
    named = list(dict.fromkeys(each for each in _named(before, after) if each))
    mentioned = dict.fromkeys((*named[:MOST_ORIGINS], *listed_origins(before)))
    origins = tuple(mentioned)[:MOST_ORIGINS]
    views = list(_views(after, others))
    rules = tuple(dict.fromkeys(view.rule for view in views))
    chosen = rules[:MOST_ROUTES]
    listed = dict.fromkeys((*matched_origins(before), *matched_origins(after)))
    patterns = tuple(each for each in listed if each[0] not in origins)[:MOST_ORIGINS]
    matched = (origin for origin, _ in patterns)
    everyone = dict.fromkeys((*origins, *strangers(page or STRANGER), STRANGER, *matched))
    asked = {
        each: path_of(view.rule)
        for view in views
        if view.rule in chosen
        for each in _requests(view, everyone)
    }
    asked.update({_as_asked(goal, page): goal.path for goal in others if page})
    is_whole = len(named) <= MOST_ORIGINS and chosen == rules
    whole = Comparison(chosen, origins, patterns=patterns, is_whole=is_whole)
    view = after.view
    return _compared(before, after, asked, whole, view.rule if view and were_preflights_stopped else None)


def _views(project: Project, others: Sequence[Goal]) -> Iterator[View]:
    """The app's routes, and those of other apps that the page's other requests are for."""
    yield from (own := [view for view in project.reading.views if view.rule])
    known = {view.rule for view in own}
    for goal in others:
        with aimed_at(project, goal):
            view = project.view
        if view is not None and view.rule and view.rule not in known:
            known.add(view.rule)
            yield view


def _named(before: Project, after: Project) -> Iterator[str]:
    yield after.goal.origin
    yield from (each.text.rstrip("/") for each in entries_in_code(after.facts) if _is_by_name(each))
    yield from named_origins(before)
    yield from named_origins(after)


def _is_by_name(entry: OriginCheck) -> bool:
    origin = entry.text.rstrip("/")
    return entry.kind == "is" and serialize_origin(origin) == origin != "null"


def _compared(
    before: Project,
    after: Project,
    asked: Mapping[Asked, str],
    whole: Comparison,
    stopped: str | None,
) -> Comparison:
    gained, lost, unknown, read_before = list[Asked](), list[Asked](), list[Asked](), set[Asked]()
    open_now = list[str]()
    for each, path in asked.items():
        goal = each.goal(after.goal, path)
        was, now = is_allowed(before, goal), is_allowed(after, goal)
        if each.rule == stopped and not each.reads:
            was = False
        if was and each.reads:
            read_before.add(each)
        if now and each.origin == STRANGER and each.reads:
            open_now.append(each.rule)
        if was is None or now is None:
            unknown.append(each)
        elif was is not now:
            (gained if now else lost).append(each)
    return replace(
        whole,
        gained=tuple(gained),
        lost=tuple(lost),
        unknown=tuple(unknown),
        read_before=frozenset(read_before),
        open_now=tuple(dict.fromkeys(open_now)),
    )


def is_allowed(project: Project, goal: Goal) -> bool | None:
    """Whether the code lets a request pass; None where it doesn't show it."""
    with aimed_at(project, goal):
        covering = [each for each in project.sites_of_path() if project.rule_of(each) is not None]
        if covering and writes_by_hand(project):
            # Whether a hook that comes second adds or replaces is not worked out.
            return allows(project) if decides_before_flask_cors(project) else None
        lack = lack_of(project)
        is_echoed = lack == "wildcard" and _is_echoed(project)
    if is_echoed:
        return is_allowed(project, replace(goal, with_credentials=False))
    return None if lack is None else not lack


def _is_echoed(project: Project) -> bool:
    """Whether every origin is sent back by its name, with credentials: no fix leaves it so."""
    _, rule = governing(project, project.sites_of_path())
    options = project.values(rule) if rule is not None else {}
    return options.get("supports_credentials") is True and not options.get("send_wildcard", False)


def _requests(view: View, origins: Iterable[str]) -> Iterator[Asked]:
    """Reading, whatever the method, and what needs a preflight."""
    for origin in origins:
        for with_credentials in (False, True):
            yield Asked(view.rule, origin, "GET", with_credentials)
            for method in methods_of(view):
                if method != "GET":
                    yield Asked(view.rule, origin, method, with_credentials, _BODY)


def _as_asked(goal: Goal, page: str) -> Asked:
    return Asked(goal.path, page, goal.method or "GET", goal.with_credentials, goal.headers)
