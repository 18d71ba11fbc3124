"""Hooks that refuse the preflight of a route which the code opens to other origins."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Facts
from cors_wizard.flask_code import CorsSetup, FlaskCode
from cors_wizard.flask_code.findings import Route
from cors_wizard.flask_code.routing.path_match import covers
from cors_wizard.lint.finding import LintFinding
from cors_wizard.lint.setups import patterns_of, sample_path

_NEEDS_PREFLIGHT = frozenset({"PUT", "PATCH", "DELETE"})
_RULES = {
    "refuses": "preflight-needs-auth",
    "redirects": "preflight-redirected",
    "rejects": "preflight-not-handled",
}
"""By what a hook does to a preflight: the cause that it is."""


def about_preflights(code: FlaskCode, facts: Facts) -> Iterator[LintFinding]:
    """One finding for each project, with the line that ends the preflight and a route that it is sent for."""
    checks = facts.get("preflight_checks")
    told = (each.partition(" ") for each in facts.items("preflight_checks"))
    stopped = {rule: kind for kind, _, rule in told}
    place, _, line = checks.evidence.partition(": ")[0].rpartition(":") if checks else ("", "", "")
    for route in code.routes:
        methods = [each for each in route.methods if each in _NEEDS_PREFLIGHT]
        rule = _RULES.get(stopped.get(route.rule, ""))
        if rule and methods and line.isdecimal() and _is_opened(route, code.setups):
            detail = (
                f"it stops the preflight of {methods[0]} {route.rule}, which carries no login and no headers."
            )
            yield LintFinding(rule, "error", place, int(line), detail)
            return


def _is_opened(route: Route, setups: tuple[CorsSetup, ...]) -> bool:
    """Whether a setup is surely for this route."""
    if route.cross_origin is not None:
        return True
    return any(_is_for(setup, route) for setup in setups if not setup.is_conditional)


def _is_for(setup: CorsSetup, route: Route) -> bool:
    resources = setup.option("resources")
    if setup.kind != "app" or resources is None:
        return setup.kind == "app"
    path = sample_path(route.rule)
    return any(covers(text, path, ignore_case=True) for _, text in patterns_of(resources.value))
