"""The checks of an origin that the facts about the code tell of."""

from __future__ import annotations

from cors_wizard.facts import Facts
from cors_wizard.origin_patterns.checks import OriginCheck, flask_cors_check, read_check


def checks_in_code(facts: Facts) -> tuple[OriginCheck, ...]:
    """Every check that compares with more than equality, each with its place."""
    written = (read_check(line) for line in facts.items("origin_checks"))
    listed = facts.get("configured_origins")
    place = listed.evidence.partition(": ")[0] if listed and listed.source == "scanned" else ""
    by_flask_cors = (flask_cors_check(each, place) for each in facts.items("configured_origins"))
    return tuple(check for check in (*written, *by_flask_cors) if check is not None)


def allows_everybody(facts: Facts) -> OriginCheck | None:
    """The check that any origin passes by name, or flask-cors's `*`; None where there is none."""
    listed = facts.get("configured_origins")
    if listed and {"*", ".*", r"^.*$", r".*$", ".+"} & set(facts.items("configured_origins")):
        return OriginCheck("any", "", listed.evidence.partition(": ")[0])
    return next((check for check in checks_in_code(facts) if check.kind == "any"), None)
