"""Changes the CORS setup that is really in force until the page's own request passes.

The setup is evaluated with our model of flask-cors; each shortcoming is corrected where its option is given,
and everything is read again, until none is left.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from cors_wizard.changes.configuration.extensions import allow_socketio_origin, is_for_socketio
from cors_wizard.changes.evaluate import UNKNOWN
from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.flask_cors.add_beside import add_beside_others, allows_page
from cors_wizard.changes.flask_cors.add_setup import add_setup
from cors_wizard.changes.flask_cors.decorators import lift_above_cache
from cors_wizard.changes.flask_cors.entry_files import move_to_app
from cors_wizard.changes.flask_cors.options import append_texts, own_instead_of_spread, set_option, turn_off
from cors_wizard.changes.flask_cors.order import move_misplaced, run_always
from cors_wizard.changes.flask_cors.resources import cover_path
from cors_wizard.changes.flask_cors.sites import Rule, Site, resolved
from cors_wizard.changes.flask_cors.some_routes import extend_rest_decorator, only_paths
from cors_wizard.changes.flask_cors.unreached import move_above_return
from cors_wizard.changes.goal import Goal
from cors_wizard.changes.header_code.allow_by_hand import allow_by_hand, writes_by_hand
from cors_wizard.changes.header_code.header_names import correct_names
from cors_wizard.changes.header_code.hook_order import decides_before_flask_cors, is_star_with_credentials
from cors_wizard.changes.header_code.path_guards import leaves_path_out
from cors_wizard.changes.header_code.silence import comes_first, silence_hand_written
from cors_wizard.changes.origins.data_files import EVERY_ORIGIN, is_in_data_file
from cors_wizard.changes.origins.origins import added_here, allow_origin, only_origin
from cors_wizard.changes.origins.url_types import are_stripped
from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.proxies import is_on_the_way
from cors_wizard.changes.proxy_settings.proxy_errors import send_on_errors
from cors_wizard.changes.proxy_settings.proxy_files import proxy_files
from cors_wizard.changes.proxy_settings.proxy_lists import extend_proxy_lists, proxy_allows_origin
from cors_wizard.changes.proxy_settings.proxy_origins import let_in_by_nginx, refuses_page
from cors_wizard.changes.proxy_settings.proxy_preflights import allows_itself
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.flask_code.evaluation.literals import text_of

_MOST_ROUNDS = 12
_WHY_THE_PAGE = "So far it allowed no origin, and this page is all that needs it."
_WHY_NOT_ALL = "With credentials it would let every website read this user's data."


def allow_request(project: Project) -> None:
    """Make the page's request pass; raises CannotChange where the code does not show how."""
    _allow(project)
    if project.has_preflight_elsewhere:
        with project.for_preflight():
            _allow(project)


def _allow(project: Project) -> None:
    if is_for_socketio(project):
        with project.workspace.doing("Give Socket.IO the page's origin"):
            allow_socketio_origin(project)
        return
    if _let_in_by_proxy(project):
        return
    if _is_sent_by_proxy(project) and _correct_proxy(project):
        return
    if allows_itself(project):
        extend_proxy_lists(project)
    doing, edits = project.workspace.doing, project.workspace.edits
    with doing("Correct the name of the header"):
        correct_names(project)
    with doing("Move the CORS setup to where it takes effect"):
        move_misplaced(project)
        move_above_return(project)
    with doing("Set up CORS on every start"):
        run_always(project)
        move_to_app(project)
    was_without_effect = project.workspace.edits != edits
    with doing("Put `@cross_origin` above the cache"):
        lift_above_cache(project)
    if decides_before_flask_cors(project) and not is_star_with_credentials(project):
        with doing("Correct the headers that the code sends"):
            allow_by_hand(project)
        return
    with doing("Let flask-cors alone send the headers"):
        silence_hand_written(project)
    for _ in range(_MOST_ROUNDS):
        sites = project.sites_of_path()
        is_left_to_code = not any(map(project.rule_of, sites)) or comes_first(project)
        if is_left_to_code and writes_by_hand(project):
            if leaves_path_out(project) and add_beside_others(project):
                continue
            with doing("Correct the headers that the code sends"):
                allow_by_hand(project)
            return
        if not sites:
            if _is_sent_elsewhere(project):
                with doing("Extend the lists of `@crossdomain`"):
                    if extend_rest_decorator(project):
                        return
                raise CannotChange("the header that this response has already")
            if not add_beside_others(project):
                add_setup(project, only_paths(project), "Set up CORS for the route")
                # Settings further down apply to a setup only if it comes after them.
                with doing(project.workspace.done[-1] if project.workspace.done else ""):
                    move_misplaced(project)
            continue
        site, rule = governing(project, sites)
        if rule is None:
            with doing("Cover the path in `resources=`"):
                cover_path(project, site)
            continue
        lacking = shortcoming(project, project.values(rule), rule)
        if lacking is None and was_without_effect and _allows_all(project, rule):
            lacking = "wildcard"
        if lacking is None:
            return
        with doing(_title(lacking, project.goal)):
            if not own_instead_of_spread(project, rule, _OPTIONS[lacking]):
                _STEPS[lacking](project, site, rule)
    raise CannotChange("the setup")


def _let_in_by_proxy(project: Project) -> bool:
    """Name the page in a proxy that chooses the allowed origins, in front of an app without CORS."""
    if project.sites_of_path() or writes_by_hand(project):
        return False
    files = [each for each in proxy_files(project) if is_on_the_way(project, each)]
    for file in files:
        if refuses_page(project, file):
            let_in_by_nginx(project, file)
            extend_proxy_lists(project)
            return True
    return False


def _is_sent_by_proxy(project: Project) -> bool:
    """Whether a proxy in front of an app without CORS already allows the page."""
    is_seen = project.facts.text("cors_headers_seen") == "for-this-origin" or _is_sent_elsewhere(project)
    is_seen = is_seen or _is_an_error_without_headers(project)
    is_in_code = bool(project.sites_of_path()) or writes_by_hand(project)
    return is_seen and not is_in_code and proxy_allows_origin(project)


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


def _title(lacking: str, goal: Goal) -> str:
    """What a step does, in a few words."""
    return _TITLES[lacking].format(method=goal.method.upper(), exposed=", ".join(goal.exposes))


def governing(project: Project, sites: list[Site]) -> tuple[Site, Rule | None]:
    """The site that decides: the first that allows the page, else the first that covers the path."""
    covering = [(site, rule) for site in sites if (rule := project.rule_of(site)) is not None]
    if covering and covering[0][0].kind == "decorator":
        return covering[0]
    for site, rule in covering:
        if allows_page(project, rule):
            return site, rule
    return covering[0] if covering else (sites[-1], None)


def _allows_all(project: Project, rule: Rule) -> bool:
    try:
        return bool(project.goal.origin) and model.allows_all(project.values(rule))
    except model.NotKnown:
        return False


def shortcoming(project: Project, options: Mapping[str, object], rule: Rule | None = None) -> str | None:
    """The first thing that the page's request needs and the options do not give."""
    goal = project.goal
    unknown_origins = options.get("origins") is UNKNOWN
    # What the code doesn't show, the running server may have.
    was_allowed = unknown_origins and _was_seen(project)
    was_allowed = was_allowed or (unknown_origins and rule is not None and _is_written(project, rule))
    is_allowed = was_allowed or (not unknown_origins and model.allows_origin(options, goal.origin))
    if goal.origin and not is_allowed:
        return "origins"
    if not goal.origin and _refuses_origin(project) and not model.allows_all(options):
        raise CannotChange("origin")
    if goal.with_credentials:
        if not unknown_origins and model.allows_all(options):
            if not goal.origin:
                raise CannotChange("origin")
            return "wildcard"
        if options.get("supports_credentials", False) is not True:
            return "credentials"
    if goal.method and goal.method.upper() not in _methods(options):
        return "methods"
    if any(not _allows_header(options, name) for name in goal.headers):
        return "headers"
    if any(name.lower() not in _exposed(options) for name in goal.exposes):
        return "exposed"
    if goal.private_network and options.get("allow_private_network", False) is not True:
        return "private-network"
    return None


def _refuses_origin(project: Project) -> bool:
    """Whether the origin check fails: the rest of the setup does not help this page."""
    symptom = project.facts.text("symptom") or ""
    return symptom.endswith(("allow-origin-mismatch", "missing-allow-origin"))


def _was_seen(project: Project) -> bool:
    """Whether the running server allows the page."""
    return project.goal.origin in project.seen and "*" not in project.seen and not project.names_the_page


def _is_written(project: Project, rule: Rule) -> bool:
    """Whether the page is named beside what the code doesn't show, or each entry is stripped now."""
    place = resolved(rule.options["origins"].place, project.reading.evaluator)
    node = place.node
    if are_stripped(project, place):
        return True
    if isinstance(node, ast.ListComp):
        return project.names_the_page and ".strip()" in ast.unparse(node.elt)
    if is_in_data_file(project, node):
        return True
    origin, added = for_flask_cors(project.goal.origin), added_here(project, place).node
    lists = [each for each in (node, added) if isinstance(each, (ast.List, ast.Tuple))]
    return any(text_of(each) == origin for one in lists for each in one.elts)


def _methods(options: Mapping[str, object]) -> list[str]:
    if options.get("methods") is UNKNOWN:
        return []
    return [each.strip() for each in model.allowed_methods(options).split(",")]


def _allows_header(options: Mapping[str, object], name: str) -> bool:
    # A preflight's `*` is literal where the request has credentials, but flask-cors echoes the names instead.
    return options.get("allow_headers") is not UNKNOWN and model.allows_header(options, name)


def _exposed(options: Mapping[str, object]) -> set[str]:
    if options.get("expose_headers") is UNKNOWN:
        return set()
    texts = [str(each) for each in model.listed(options, "expose_headers")]
    return {part.strip().lower() for text in texts for part in text.split(",")}


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


def _method(project: Project, site: Site, rule: Rule) -> None:
    append_texts(project, rule.options["methods"], [project.goal.method.upper()])


def _headers(project: Project, site: Site, rule: Rule) -> None:
    option, options = rule.options["allow_headers"], project.values(rule)
    spelled = {name.lower(): name for name in project.goal.spelled}
    missing = [name for name in project.goal.headers if not _allows_header(options, name)]
    append_texts(project, option, [spelled.get(name, name) for name in missing])


def _expose(project: Project, site: Site, rule: Rule) -> None:
    option = rule.options.get("expose_headers")
    missing = [name for name in project.goal.exposes if name.lower() not in _exposed(project.values(rule))]
    if option is None or _is_none(option.place.node):
        set_option(project, site, rule, "expose_headers", missing)
    else:
        append_texts(project, option, missing)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _private(project: Project, site: Site, rule: Rule) -> None:
    set_option(project, site, rule, "allow_private_network", True)


_TITLES: Mapping[str, str] = {
    "origins": "Allow the page's origin",
    "wildcard": "Name the page's origin in place of `*`",
    "credentials": "Allow credentials",
    "methods": "Allow the method {method}",
    "headers": "Allow the page's request headers",
    "exposed": "Expose the response header {exposed}",
    "private-network": "Allow requests from public pages to this network",
}

_OPTIONS: Mapping[str, str] = {
    "origins": "origins",
    "wildcard": "origins",
    "credentials": "supports_credentials",
    "methods": "methods",
    "headers": "allow_headers",
    "exposed": "expose_headers",
    "private-network": "allow_private_network",
}
_STEPS: Mapping[str, Callable[[Project, Site, Rule], None]] = {
    "origins": _origins,
    "wildcard": _wildcard,
    "credentials": _credentials,
    "methods": _method,
    "headers": _headers,
    "exposed": _expose,
    "private-network": _private,
}
