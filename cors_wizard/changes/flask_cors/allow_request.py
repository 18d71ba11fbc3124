"""Changes the CORS setup that is really in force until the page's own request passes.

The setup is evaluated with our model of flask-cors; each shortcoming is corrected where its option is given,
and everything is read again, until none is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from cors_wizard.changes.configuration.extensions import allow_socketio_origin, is_for_socketio
from cors_wizard.changes.flask_cors.add_beside import add_beside_others, allows_page
from cors_wizard.changes.flask_cors.add_setup import add_setup
from cors_wizard.changes.flask_cors.corrections import correct
from cors_wizard.changes.flask_cors.decorators import lift_above_cache, lift_to_the_class
from cors_wizard.changes.flask_cors.entry_files import move_to_app
from cors_wizard.changes.flask_cors.order import move_misplaced, run_always
from cors_wizard.changes.flask_cors.resources import cover_path
from cors_wizard.changes.flask_cors.shortcomings import allows_all, governing, shortcoming
from cors_wizard.changes.flask_cors.sites import Site
from cors_wizard.changes.flask_cors.some_routes import extend_rest_decorator, only_paths
from cors_wizard.changes.flask_cors.unreached import move_above_return
from cors_wizard.changes.header_code.allow_by_hand import allow_by_hand, writes_by_hand
from cors_wizard.changes.header_code.header_names import correct_names
from cors_wizard.changes.header_code.hook_order import decides_before_flask_cors, is_star_with_credentials
from cors_wizard.changes.header_code.path_guards import leaves_path_out
from cors_wizard.changes.header_code.silence import comes_first, origins_of_hooks, silence_hand_written
from cors_wizard.changes.preflights.options_pass import (
    let_options_pass,
    put_decorator_first,
    stops_preflights,
)
from cors_wizard.changes.project import Project, aimed_at
from cors_wizard.changes.proxy_settings.passed_proxies import is_passed
from cors_wizard.changes.proxy_settings.proxy_errors import send_on_errors
from cors_wizard.changes.proxy_settings.proxy_files import proxy_files
from cors_wizard.changes.proxy_settings.proxy_lists import (
    extend_proxy_lists,
    origins_of_proxy,
    proxy_allows_origin,
    proxy_sends_origin,
)
from cors_wizard.changes.proxy_settings.proxy_origins import chooses_origins, let_in_by_proxy, refuses_page
from cors_wizard.changes.proxy_settings.proxy_preflights import allows_itself, answers_options
from cors_wizard.changes.proxy_settings.silence_proxies import (
    clear_the_way,
    silence_proxies,
    take_out_what_drops,
)
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.origin_patterns import lists_for_other_paths

_MOST_ROUNDS = 12


def allow_request(project: Project) -> None:
    """Make the page's request pass; raises CannotChange where the code does not show how."""
    never_saw_options = answers_options(project) or project.facts.text("options_answered_by") == "proxy"
    _allow(project)
    if project.has_preflight_elsewhere:
        with project.for_preflight():
            _allow(project)
    if project.sites_of_path() or writes_by_hand(project):
        let_in = origins_of_proxy(project)
        if clear_the_way(project):
            _keep(project, let_in)
    if never_saw_options and not answers_options(project) and stops_preflights(project):
        let_options_pass(project)
    put_decorator_first(project)


def pass_headers(project: Project) -> None:
    """Have the proxy let Flask's headers through, and let in by Flask whom the proxy let in."""
    let_in = origins_of_proxy(project)
    take_out_what_drops(project)
    _keep(project, let_in)


def silence_one_layer(project: Project) -> None:
    """Have Flask alone send the headers; whom the proxy let in is let in by Flask."""
    let_in = origins_of_proxy(project)
    silence_proxies(project)
    _keep(project, let_in)


def _keep(project: Project, origins: Sequence[str]) -> None:
    """Let these read as before; where the setup doesn't show how, by hand."""
    for origin in origins:
        with aimed_at(project, replace(project.goal, origin=origin)):
            problem = project.workspace.attempt(partial(_allow, project))
        if problem is not None:
            project.workspace.hand(f"The proxy let {origin} in: name it where the code lists origins.")


def _name_instead_of_all(project: Project, origins: Sequence[str]) -> None:
    """Let in by name whom the hook let in, where the setup behind it would let in everyone."""
    site, rule = governing(project, project.sites_of_path())
    if rule is not None and allows_all(project, rule):
        with aimed_at(project, replace(project.goal, origin=origins[0])):
            correct(project, site, rule, "wildcard")
    for origin in origins:
        with aimed_at(project, replace(project.goal, origin=origin)):
            project.workspace.attempt(partial(_allow, project))


def _allow(project: Project) -> None:
    if is_for_socketio(project):
        with project.workspace.doing("Give Socket.IO the page's origin"):
            allow_socketio_origin(project)
        return
    if _let_in_by_proxy(project):
        return
    if _is_sent_by_proxy(project) and _correct_proxy(project):
        return
    if allows_itself(project) and (project.sites_of_path() or writes_by_hand(project)):
        extend_proxy_lists(project)
    doing, edits = project.workspace.doing, project.workspace.edits
    with doing("Correct the name of the header"):
        correct_names(project)
    with doing("Move the CORS setup to where it takes effect"):
        move_misplaced(project)
        move_above_return(project)
    with doing("Set up CORS on every start"):
        move_to_app(project)
        run_always(project)
    was_without_effect = project.workspace.edits != edits
    with doing("Put `@cross_origin` above the cache"):
        lift_above_cache(project)
    with doing("Put `@cross_origin` around the whole class"):
        lift_to_the_class(project)
    if decides_before_flask_cors(project) and not is_star_with_credentials(project):
        with doing("Correct the headers that the code sends"):
            allow_by_hand(project)
        return
    with doing("Let flask-cors alone send the headers"):
        let_in, edits = origins_of_hooks(project), project.workspace.edits
        silence_hand_written(project)
        if let_in and project.workspace.edits != edits:
            _name_instead_of_all(project, let_in)
    for _ in range(_MOST_ROUNDS):
        sites = project.sites_of_path()
        is_left_to_code = not any(map(project.rule_of, sites)) or comes_first(project)
        if is_left_to_code and writes_by_hand(project):
            if leaves_path_out(project) and add_beside_others(project):
                continue
            with doing("Correct the headers that the code sends"):
                allow_by_hand(project)
            return
        if sites:
            if _correct_setup(project, sites, was_without_effect):
                return
        elif not _is_sent_elsewhere(project) or proxy_sends_origin(project):
            _add_setup(project)
        else:
            with doing("Extend the lists of `@crossdomain`"):
                if extend_rest_decorator(project):
                    return
            raise CannotChange("the header that this response has already")
    raise CannotChange("the setup")


def _correct_setup(project: Project, sites: list[Site], was_without_effect: bool) -> bool:
    """One correction of the setup that decides; whether it needed none."""
    site, rule = governing(project, sites)
    if rule is None:
        with project.workspace.doing("Cover the path in `resources=`"):
            cover_path(project, site)
        return False
    lacking = shortcoming(project, project.values(rule), rule)
    if lacking is None and was_without_effect and allows_all(project, rule):
        lacking = "wildcard"
    if lacking is None:
        return True
    correct(project, site, rule, lacking)
    return False


def _add_setup(project: Project) -> None:
    if add_beside_others(project):
        return
    add_setup(project, only_paths(project), "Set up CORS for the route")
    # Settings further down apply to a setup only if it comes after them.
    with project.workspace.doing(project.workspace.done[-1] if project.workspace.done else ""):
        move_misplaced(project)


def _let_in_by_proxy(project: Project) -> bool:
    """Name the page in a proxy that chooses the allowed origins, in front of an app without CORS."""
    if project.sites_of_path() or writes_by_hand(project) or lists_for_other_paths(project.facts):
        return False
    files = [each for each in proxy_files(project) if is_passed(project, each)]
    for file in files:
        if refuses_page(project, file):
            let_in_by_proxy(project, file)
            extend_proxy_lists(project)
            return True
    return False


def _is_sent_by_proxy(project: Project) -> bool:
    """Whether a proxy in front of an app without CORS already allows the page."""
    is_seen = project.facts.text("cors_headers_seen") == "for-this-origin" or _is_sent_elsewhere(project)
    # Of a response that the page could read, the browser says nothing about CORS.
    is_seen = is_seen or project.facts.text("symptom") == "not-cors"
    is_seen = is_seen or _is_an_error_without_headers(project)
    is_in_code = bool(project.sites_of_path()) or writes_by_hand(project)
    return is_seen and proxy_allows_origin(project) and (not is_in_code or _is_chosen_by_proxy(project))


def _is_chosen_by_proxy(project: Project) -> bool:
    """Whether a proxy that chooses the allowed origins lets in a page that Flask's setup leaves out."""
    chooses = any(chooses_origins(project, each) for each in proxy_files(project) if is_passed(project, each))
    rules = [project.rule_of(each) for each in project.sites_of_path()]
    return (
        chooses and bool(rules) and all(each is not None and not allows_page(project, each) for each in rules)
    )


def _is_an_error_without_headers(project: Project) -> bool:
    """Whether the status is one that the proxy's settings leave out."""
    status = project.facts.number("status") or 0
    return "header_condition" in project.facts and status >= 400


def _correct_proxy(project: Project) -> bool:
    """What the proxy itself sends: on errors, too, and with longer lists; whether it lacked something."""
    corrected = "header_condition" in project.facts and send_on_errors(project)
    return extend_proxy_lists(project) or corrected or project.workspace.is_changed


def _is_sent_elsewhere(project: Project) -> bool:
    """Whether the browser read the header that allows the page: a second one would be an error of its own."""
    symptom = (project.facts.text("symptom") or "").removeprefix("preflight-")
    return symptom in _HAS_THE_HEADER


_HAS_THE_HEADER = frozenset(
    {
        *("header-disallowed", "method-disallowed", "multiple-allow-origin", "wildcard-origin-not-allowed"),
        *(
            "invalid-allow-credentials",
            "invalid-allow-headers",
            "invalid-allow-methods",
            "unsafe-header-read",
        ),
    }
)
"""The checks that can still fail once the page's origin is allowed."""
