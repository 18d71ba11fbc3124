"""Everything that an operation works on: the files, what they say, and the goal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeVar, cast

from cors_wizard.changes.change import StepCode
from cors_wizard.changes.configuration.settings import (
    DATA_FILES,
    Variable,
    find_settings,
    find_variables,
    options_in_data_files,
    options_in_environment,
    settings_in_force,
    unread_origins,
)
from cors_wizard.changes.evaluate import UNKNOWN, Evaluator, Place
from cors_wizard.changes.flask_cors.flask_cors_model import covers, in_order
from cors_wizard.changes.flask_cors.sites import Rule, Site, find_sites, values_of
from cors_wizard.changes.flask_cors.unreached import Branch, branches_not_taken, branches_of, is_unreached
from cors_wizard.changes.flask_cors.whose_decorator import (
    gets_no_preflight,
    is_named,
    is_of_other_method,
    is_on,
)
from cors_wizard.changes.goal import Goal, goal_of
from cors_wizard.changes.routing.mounted_apps import MountedApps
from cors_wizard.changes.routing.views import View, find_views, view_at
from cors_wizard.changes.workspace import Workspace
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method
from cors_wizard.flask_code.apps import App, find_apps
from cors_wizard.flask_code.evaluation.evaluate import Evaluator as CodeEvaluator
from cors_wizard.flask_code.evaluation.resolver import make_evaluator
from cors_wizard.flask_code.evaluation.shared_constants import modules_by_name
from cors_wizard.flask_code.header_code.own_headers import OwnHeader, find_own_headers
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.routing.owners import Owner, Owners, find_owners
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.flask_code.sources import Sources
from cors_wizard.page_code import PageCall

_IMPORTS = re.compile(r"^\s*(?:from|import)\s+flask_cors\b", re.MULTILINE)

_BY_A_SETUP = frozenset(
    {
        "header-disallowed",
        "method-disallowed",
        "invalid-allow-credentials",
        "preflight-invalid-allow-credentials",
        "wildcard-origin-not-allowed",
        "preflight-wildcard-origin-not-allowed",
    }
)
"""What a browser says of a response that a CORS setup has let through, and not far enough."""


_Made = TypeVar("_Made")


class Reading:
    """What the files say at one moment; a new one is made after every edit."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        is_local: bool,
        seen: Sequence[str] = (),
        asked: tuple[str, str] = ("", ""),
        is_selective: bool = False,
        set_at: str = "",
    ) -> None:
        """Read nothing yet; of several settings those of the page's kind of place count.

        `asked` are the path and the method of the request that the files are read for;
        `is_selective` says that the server was seen to choose between origins, and `set_at` where the
        variable of its origins is set.
        """
        self._workspace = workspace
        self._asked = asked
        self._is_local = is_local
        self._seen = seen
        self._is_selective = is_selective
        self._set_at = set_at
        self._made: dict[tuple[object, ...], Any] = {}

    def once(self, key: tuple[object, ...], make: Callable[[], _Made]) -> _Made:
        """What is made of these files, kept until the next edit."""
        if key not in self._made:
            self._made[key] = make()
        return cast("_Made", self._made[key])

    @cached_property
    def modules(self) -> list[Module]:
        """The app's Python files."""
        return self._workspace.modules

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """What environment files set; first the place that the running process was seen to have it from."""
        found = find_variables(self._workspace.now)
        return tuple(sorted(found, key=lambda each: f"{each.path}:{each.line}" != self._set_at))

    @cached_property
    def evaluator(self) -> Evaluator:
        """Reads expressions."""
        loaded = options_in_data_files(self.modules, self._workspace.now)
        settings = {**loaded, **find_settings(self.modules, is_local=self._is_local)}
        settings |= settings_in_force(self.modules, self.code_evaluator)
        settings |= options_in_environment(self.modules, self.variables)
        if self._is_selective:
            # The server was seen to choose, so that flask-cors's own default is not what it runs with.
            settings = {**unread_origins(self.modules, self.code_evaluator), **settings}
        environment = {each.name: each.value for each in reversed(self.variables)}
        names = modules_by_name(self.modules)
        now = self._workspace.now.items()
        data = [source.file for path, source in now if path.endswith(DATA_FILES)]
        return Evaluator(
            names,
            settings,
            environment,
            is_local=self._is_local,
            data=data,
            seen=self._seen,
            factory=self._factory(),
        )

    def _factory(self) -> tuple[str, str] | None:
        """The function that makes the app; of several that have it made by one, that which has the route."""
        app = self._workspace.around.app
        if app is None or not app.function:
            return None
        calls = self.code_evaluator.calls_of(app.function)
        callers = {(module.path, scope.function) for module, _, scope in calls if scope.function}
        view = view_at(self.views, *self._asked) if len(callers) > 1 else None
        if view is None:
            return app.module.path, app.function
        put_in = {(view.module.path, view.module.scope_of(view.call).function)}
        for owner in view.owners:
            put_in |= {(each.parent[0], each.function) for each in self.owners.registered.get(owner, ())}
        having = callers & put_in
        return having.pop() if len(having) == 1 else (app.module.path, app.function)

    @cached_property
    def code_evaluator(self) -> CodeEvaluator:
        """Reads expressions as the facts do: what is unknown stays unknown."""
        environment = {each.name: each.value for each in reversed(self.variables)}
        return make_evaluator(Sources.of(self.modules), environment)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Where flask-cors is used."""
        return find_sites(self._workspace.around, self.evaluator)

    @cached_property
    def views(self) -> tuple[View, ...]:
        """The routes."""
        return find_views(self.modules, self.owners)

    @cached_property
    def owners(self) -> Owners:
        """The apps, blueprints and APIs."""
        return find_owners(self.modules)

    @cached_property
    def own_headers(self) -> tuple[OwnHeader, ...]:
        """Where the code writes headers of the CORS protocol without flask-cors."""
        return tuple(one for module in self.modules for one in find_own_headers(module))


class Project:
    """The files of the project and what a fix must bring about."""

    def __init__(
        self,
        files: Mapping[str, TextFile],
        goal: Goal,
        seen: Sequence[str] = (),
        *,
        is_installed: bool = False,
        facts: Facts | None = None,
        page_calls: Sequence[PageCall] = (),
    ) -> None:
        """Take the files as read.

        Args:
            files: every file of the project that was read, by its path.
            goal: what the fix must bring about.
            seen: the origins that the running server was seen to allow.
            is_installed: whether flask-cors is there where the app runs.
            facts: all that is known.
            page_calls: the requests in the page's code.
        """
        self.page_calls = tuple(page_calls)
        self.goal = self._spelled(goal)
        self.is_installed = is_installed
        self.facts = facts or Facts()
        self.code_beside_app: tuple[StepCode, ...] = ()
        """The code of the fix at hand that goes beside the app."""
        self.others: tuple[Goal, ...] = ()
        """The page's other requests."""
        self.seen = tuple(seen)
        self._is_for_preflight = False
        self._other_branches: frozenset[Branch] = frozenset()
        self.workspace = Workspace(list(files.values()), self._is_meant)
        self._mounted = MountedApps(self.workspace)
        self._readings: dict[tuple[Owner | None, bool], Reading] = {}
        self._edits_read = 0
        if self.facts.text("flask_cors_installed") != "no":
            # An app that imports it and runs has it.
            self.is_installed = is_installed or bool(self.reading.sites) or self._is_imported_beside()
        self._other_branches = branches_not_taken(self)

    def _is_imported_beside(self) -> bool:
        """Whether another file in the folder of the app imports flask-cors: both run in one process."""
        app = self.workspace.around.app
        folder = app.module.path.rpartition("/")[0] if app else None
        texts = (
            source.text
            for path, source in self.workspace.now.items()
            if path.endswith(".py") and path.rpartition("/")[0] == folder
        )
        return any(_IMPORTS.search(text) for text in texts)

    def aim_at(self, goal: Goal) -> None:
        """Go on with another goal: another request of the page."""
        self.goal = self._spelled(goal)
        self.workspace.serving = self._mounted.serving(goal.path, goal.method)

    @cached_property
    def _written(self) -> Mapping[str, str]:
        return {name.lower(): name for call in self.page_calls for name, _ in call.headers}

    def _spelled(self, goal: Goal) -> Goal:
        """With the header names as the page writes them: a browser's message has them in lower case."""
        spelled = (self._written.get(name, name) if name.islower() else name for name in goal.spelled)
        return replace(goal, spelled=tuple(spelled))

    @property
    def reading(self) -> Reading:
        """What the files say now."""
        if self._edits_read != self.workspace.edits:
            self._readings.clear()
            self._edits_read = self.workspace.edits
        # Requests of several apps, and of pages here and elsewhere, are looked at in turn.
        key = (self.workspace.serving, self.goal.is_local)
        if key not in self._readings:
            self._readings[key] = Reading(
                self.workspace,
                is_local=self.goal.is_local,
                seen=self.seen,
                asked=(self.goal.path, self.goal.method),
                is_selective=self.facts.text("origin_policy") == "selected",
                set_at=self.facts.text("origins_set_at") or "",
            )
        return self._readings[key]

    def _may_serve(self, site: Site) -> bool:
        """Whether the path is the blueprint's: its view says it; where none is found, its prefix."""
        if (view := self.view) is not None:
            return self.reading.owners.find(site.module, site.target, site.scope) in view.owners
        prefix = self.reading.owners.prefix(site.module, site.target).rstrip("/")
        return f"{self.goal.path}/".startswith(f"{prefix}/")

    def _is_meant(self, app: App) -> bool:
        """Whether it is the app that is known to be meant; else whether its own file has the route."""
        if self.workspace.serving is not None:
            return (app.module.path, app.variable.rpartition(".")[2]) == self.workspace.serving
        if meant := self.facts.text("app_file"):
            return app.module.path == meant and self._has_the_route(app)
        if len(find_apps(app.module)) != 1 or self.goal.path == "/":
            return False
        return view_at(find_views([app.module]), self.goal.path) is not None

    def _has_the_route(self, app: App) -> bool:
        """Whether the path is this app's, of several that one file makes."""
        apps = find_apps(app.module)
        names = {each.variable for each in apps}
        if len(apps) > len(names):
            factories = self._mounted.factories(self.goal.path, self.goal.method, app.module.path)
            return not factories or app.function in factories
        view = view_at(find_views([app.module]), self.goal.path) if len(names) > 1 else None
        owners = {name for _, name in view.owners} & names if view else set()
        return not owners or app.variable in owners

    @property
    def is_let_in(self) -> bool:
        """Whether the browser's complaint shows that this request's origin passed the check."""
        return self.goal.path == goal_of(self.facts).path and self.facts.text("symptom") in _BY_A_SETUP

    @property
    def names_the_page(self) -> bool:
        """Whether the server lists the page's origin and doesn't allow it, for a space or a slash."""
        is_missing = (self.facts.text("symptom") or "").endswith("missing-allow-origin")
        return is_missing and self.goal.origin in self.seen

    @property
    def view(self) -> View | None:
        """The view that serves the page's request; its preflight's while that is at hand."""
        path, method, reading = self.goal.path, self.goal.method, self.reading
        own = reading.once(("view", path, method), lambda: view_at(reading.views, path, method))
        return self._first_beside(own) if own is not None and self._is_for_preflight else own

    def _first_beside(self, view: View) -> View:
        """Of several views with one rule the first gets OPTIONS, whatever method the preflight asks for."""
        alike = (each for each in self.reading.views if each.rule == view.rule)
        return next((each for each in alike if each.module is view.module), view)

    @property
    def sends_preflight(self) -> bool:
        """Whether the request is known to have one."""
        goal = self.goal
        return bool(goal.headers) or not (not goal.method or is_cors_safelisted_method(goal.method))

    @property
    def has_preflight_elsewhere(self) -> bool:
        """Whether the request has a preflight, and what lets the request in doesn't get it."""
        view = self.view
        if not self.sends_preflight or view is None:
            return False
        return self._first_beside(view) is not view or any(
            gets_no_preflight(site, view) for site in self.sites_of_path()
        )

    @contextmanager
    def for_preflight(self) -> Iterator[None]:
        """Work on the view that gets the preflight."""
        self._is_for_preflight = True
        try:
            yield
        finally:
            self._is_for_preflight = False

    @property
    def other_paths(self) -> tuple[str, ...]:
        """Those of the page's other requests."""
        return tuple(goal.path for goal in self.others)

    def is_called(self, view: View) -> bool:
        """Whether one of the page's requests is for that view."""
        paths = (self.goal.path, *self.other_paths)
        return any(rule_fits(view.rule, each, ignore_last_slash=True) for each in paths)

    @property
    def app_path(self) -> str:
        """The path as the app sees it: without that below which a dispatcher serves the app."""
        return self.goal.path.removeprefix(self.view.mount if self.view else "") or "/"

    def _never_runs(self, site: Site) -> bool:
        """Whether it isn't reached, or is in the branch of an `if` that the project's files switch off."""
        if not self._other_branches.isdisjoint(map(itemgetter(0), branches_of(site))):
            return True
        return self.reading.once(("never-runs", id(site)), lambda: self._is_left_out(site))

    def _is_left_out(self, site: Site) -> bool:
        if is_unreached(self, site):
            return True
        for (_, _, branch), test in branches_of(site):
            runs = self.reading.evaluator.is_true(Place(site.module, test))
            if runs is not None and runs is not branch:
                return True
        return False

    def rule_of(self, site: Site) -> Rule | None:
        """The rule of a site that covers the path; None where none does.

        Where the path isn't known, the one rule that there is has responded.
        """
        if not self.goal.url and self.facts.text("symptom") in _BY_A_SETUP:
            every = {str(rule.pattern) for each in self.reading.sites for rule in each.rules}
            if len(every) == 1 == len(site.rules):
                return site.rules[0]
        known = {id(rule): rule.pattern for rule in site.rules if rule.pattern is not UNKNOWN}
        for pattern in in_order(known.values(), self.goal.version):
            if covers(pattern, self.app_path, self.goal.version):
                return next(rule for rule in site.rules if rule.pattern == pattern)
        return None

    def covers(self, path: str) -> bool:
        """Whether flask-cors is set up for another path."""
        goal = self.goal
        self.goal = replace(goal, path=path)
        try:
            return any(self.rule_of(site) is not None for site in self.sites_of_path())
        finally:
            self.goal = goal

    def values(self, rule: Rule) -> dict[str, object]:
        """The options of a rule as flask-cors gets them."""
        from cors_wizard.changes.origins.data_files import texts_in_data_file

        known = values_of(rule.options, self.reading.evaluator)
        for name, option in rule.options.items():
            if known[name] is UNKNOWN and (texts := texts_in_data_file(self, option.place.node)):
                known[name] = texts
        return known

    def sites_of_path(self) -> list[Site]:
        """The sites that the path's responses pass, the one that has the first word first."""
        view = self.view
        sites = [each for each in self.reading.sites if not self._never_runs(each)]
        decorators = [
            site
            for site in sites
            if site.kind == "decorator" and view and (is_on(site, view) or is_named(site, view))
            if not is_of_other_method(site, view, self.goal.method)
            if not (self._is_for_preflight and gets_no_preflight(site, view))
        ]
        variables = {each.variable for each in self.workspace.around.apps}
        # Where nothing shows on which app the route is, it may be on each.
        own = {name for _, name in view.owners} & variables if view else set()
        blueprints = [site for site in sites if site.kind == "blueprint" and self._may_serve(site)]
        others = variables - own if own else set()
        apps = [site for site in sites if site.kind == "app" and site.target.rpartition(".")[2] not in others]
        # after_request hooks run in reverse order of registration.
        return [*decorators, *reversed(blueprints), *reversed(apps)]


@contextmanager
def aimed_at(project: Project, goal: Goal) -> Iterator[None]:
    """Work with another goal for a while."""
    own = project.goal
    project.aim_at(goal)
    try:
        yield
    finally:
        project.aim_at(own)
