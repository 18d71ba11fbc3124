"""Corrects one shortcoming of a CORS setup where the option for it is given."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.flask_cors.options import append_texts, own_instead_of_spread, set_option, turn_off
from cors_wizard.changes.flask_cors.shortcomings import allows_header, exposed, methods
from cors_wizard.changes.flask_cors.sites import Option, Rule, Site, resolved
from cors_wizard.changes.origins.data_files import EVERY_ORIGIN
from cors_wizard.changes.origins.environment_origins import add_to_its_file, reads_environment
from cors_wizard.changes.origins.origins import allow_origin, only_origin
from cors_wizard.changes.origins.used_elsewhere import where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.methods import is_token
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.frozen import dataclass

_WHY_THE_PAGE = "So far it allowed no origin, and this page is all that needs it."
_WHY_NOT_ALL = "With credentials it would let every website read this user's data."


@dataclass(frozen=True)
class _Correction:
    """What is done about a shortcoming."""

    title: str
    """In a few words."""
    option: str
    step: Callable[[Project, Site, Rule], None]


def correct(project: Project, site: Site, rule: Rule, lacking: str) -> None:
    """Give the setup what it lacks; raises CannotChange where the code does not show how."""
    found, goal = _CORRECTIONS[lacking], project.goal
    with project.workspace.doing(
        found.title.format(method=goal.method.upper(), exposed=", ".join(goal.exposes))
    ):
        if not own_instead_of_spread(project, rule, found.option):
            found.step(project, site, rule)


def _origins(project: Project, site: Site, rule: Rule) -> None:
    if rule.options.get("origins") is None:
        raise CannotChange("origins")
    allow_origin(project, rule.options["origins"])


def _wildcard(project: Project, site: Site, rule: Rule) -> None:
    """Credentials are never allowed to everyone."""
    option = rule.options.get("origins")
    stars = [each for each in model.listed(project.values(rule), "origins") if each in EVERY_ORIGIN]
    path = site.module.path
    if option is None:
        set_option(project, site, rule, "origins", [project.goal.origin])
    else:
        path = only_origin(project, option)
    why = _WHY_NOT_ALL if project.goal.with_credentials else _WHY_THE_PAGE
    switch = rule.options.get("send_wildcard")
    project.workspace.remove(path, f'origins "{stars[0] if stars else "*"}"', why)
    if switch is not None and switch.source == "keyword":
        turn_off(project, "send_wildcard")


def _credentials(project: Project, site: Site, rule: Rule) -> None:
    option = rule.options.get("origins")
    place = resolved(option.place, project.reading.evaluator) if option else None
    parts = set(project.reading.evaluator.parts(option.place)) if option else set()
    if place and any(text_of(each) == "*" for each in ast.walk(place.node) if isinstance(each, ast.expr)):
        parts.add("*")
    if parts & {*EVERY_ORIGIN}:
        # Another branch has it: there, anyone could read with cookies.
        raise CannotChange("origins")
    set_option(project, site, rule, "supports_credentials", True)


def _append(project: Project, option: Option, values: Sequence[str]) -> None:
    """More texts in the variable that the list comes from, else in the list."""
    place = where_to_change(project, option.place)
    if not (reads_environment(place) and add_to_its_file(project, place, values)):
        append_texts(project, option, values)


def _method(project: Project, site: Site, rule: Rule) -> None:
    option, method = rule.options.get("methods"), project.goal.method.upper()
    if not is_token(method):
        raise CannotChange("methods")
    if option is None or _is_none(option.place.node):
        # One of WebDAV's, say, which flask-cors does not allow unless it is named.
        allowed = filter(None, methods(project.values(rule)))
        set_option(project, site, rule, "methods", [*allowed, method])
    else:
        _append(project, option, [method])


def _headers(project: Project, site: Site, rule: Rule) -> None:
    option, options = rule.options["allow_headers"], project.values(rule)
    spelled = {name.lower(): name for name in project.goal.spelled}
    missing = [name for name in project.goal.headers if not allows_header(options, name)]
    _append(project, option, [spelled.get(name, name) for name in missing])


def _expose(project: Project, site: Site, rule: Rule) -> None:
    option = rule.options.get("expose_headers")
    missing = [name for name in project.goal.exposes if name.lower() not in exposed(project.values(rule))]
    if option is None or _is_none(option.place.node):
        set_option(project, site, rule, "expose_headers", missing)
    else:
        _append(project, option, missing)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _private(project: Project, site: Site, rule: Rule) -> None:
    set_option(project, site, rule, "allow_private_network", True)


_CORRECTIONS: Mapping[str, _Correction] = {
    "origins": _Correction("Allow the page's origin", "origins", _origins),
    "wildcard": _Correction("Name the page's origin in place of `*`", "origins", _wildcard),
    "credentials": _Correction("Allow credentials", "supports_credentials", _credentials),
    "methods": _Correction("Allow the method {method}", "methods", _method),
    "headers": _Correction("Allow the page's request headers", "allow_headers", _headers),
    "exposed": _Correction("Expose the response header {exposed}", "expose_headers", _expose),
    "private-network": _Correction(
        "Allow requests from public pages to this network", "allow_private_network", _private
    ),
}
"""By what `shortcoming` says."""
