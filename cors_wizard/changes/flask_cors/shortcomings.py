"""What the page's request needs and a CORS setup does not give, by our model of flask-cors."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from cors_wizard.changes.evaluate import UNKNOWN
from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.flask_cors.add_beside import allows_page
from cors_wizard.changes.flask_cors.sites import Rule, Site, resolved
from cors_wizard.changes.origins.data_files import is_in_data_file
from cors_wizard.changes.origins.origins import added_here
from cors_wizard.changes.origins.url_types import are_stripped
from cors_wizard.changes.project import Project
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.flask_code.evaluation.literals import text_of


def governing(project: Project, sites: list[Site]) -> tuple[Site, Rule | None]:
    """The site that decides: the first that allows the page, else the first that covers the path."""
    covering = [(site, rule) for site in sites if (rule := project.rule_of(site)) is not None]
    if covering and covering[0][0].kind == "decorator":
        return covering[0]
    for site, rule in covering:
        if allows_page(project, rule):
            return site, rule
    return covering[0] if covering else (sites[-1], None)


def allows_all(project: Project, rule: Rule) -> bool:
    """Whether it allows every origin."""
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
    if goal.method and goal.method.upper() not in methods(options):
        return "methods"
    if any(not allows_header(options, name) for name in goal.headers):
        return "headers"
    if any(name.lower() not in exposed(options) for name in goal.exposes):
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


def methods(options: Mapping[str, object]) -> list[str]:
    """The methods that a preflight permits."""
    if options.get("methods") is UNKNOWN:
        return []
    return [each.strip() for each in model.allowed_methods(options).split(",")]


def allows_header(options: Mapping[str, object], name: str) -> bool:
    """Whether a preflight permits the header."""
    # A preflight's `*` is literal where the request has credentials, but flask-cors echoes the names instead.
    return options.get("allow_headers") is not UNKNOWN and model.allows_header(options, name)


def exposed(options: Mapping[str, object]) -> set[str]:
    """The headers that a page may read, in lower case."""
    if options.get("expose_headers") is UNKNOWN:
        return set()
    texts = [str(each) for each in model.listed(options, "expose_headers")]
    return {part.strip().lower() for text in texts for part in text.split(",")}
