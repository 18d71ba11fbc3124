"""Whether what responds can be the code that was read: a server that allows what the code doesn't. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.derived_origins import about_origins
from cors_wizard.diagnosis.of_this_path import of_this_path
from cors_wizard.flask_code.configuration.file_names import is_test_path
from cors_wizard.origin_patterns import entries_in_code
from cors_wizard.probe.unseen import Unseen

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.flask_code import FlaskCode
    from cors_wizard.probe.findings import Findings

_BY_FLASK_CORS = ("app", "blueprint", "decorator")


def with_other_code(found: Findings, known: Facts, code: FlaskCode) -> Findings:
    """The findings; where the server allows an origin that the code doesn't, or not, other code responded."""
    passes = found.verdict and not found.verdict.violations
    says = (_contradiction(known, code) or _mixed_up(found, known)) if passes else ""
    return replace(found, unseen=(Unseen("other-code", says), *found.unseen)) if says else found


def _contradiction(known: Facts, code: FlaskCode) -> str:
    if not _decides_alone(known, code):
        return ""
    narrowed = of_this_path(known)
    listed = next((each for each in about_origins(narrowed) if each.name == "origin_listed"), None)
    if listed is None or listed.value != "not-listed" or listed.source != "scanned":
        return ""
    where = listed.evidence.partition(": ")[0]
    return (
        f"A response of this folder's code: {where} doesn't allow {known.text('origin')}, "
        f"and the server does. {_who(known)}"
    )


def _mixed_up(found: Findings, known: Facts) -> str:
    """That another origin, which the code lists like the page's, is blocked; empty where none is."""
    narrowed, page = of_this_path(known), known.text("origin") or ""
    configured = {*narrowed.items("configured_origins")}
    by_hand = {each.text for each in entries_in_code(narrowed) if each.kind == "is"}
    for each in found.attack.attempts if found.attack else ():
        other = each.stranger.origin
        # A condition of a hook may keep it out; then its response names nobody.
        is_listed = {page, other} <= configured or (other == found.mixed_up and {page, other} <= by_hand)
        if each.stranger.kind.startswith("listed") and not each.allowed and is_listed:
            return (
                f"The same request from {other}, which the code lists, too, is blocked: a cache keeps "
                "the response of the first caller, or other code runs there."
            )
    return ""


def _decides_alone(known: Facts, code: FlaskCode) -> bool:
    """Whether nothing but plain calls of flask-cors may add the header, as far as the files show."""
    setups = [each for each in code.setups if not is_test_path(each.file) and each.kind != "socketio"]
    return (
        bool(setups)
        and all(each.kind in _BY_FLASK_CORS and not each.unresolved for each in setups)
        and "proxy_sets" not in known
        and known.text("project_fits") is None
    )


def _who(known: Facts) -> str:
    """Which process responds instead, as far as this machine shows it."""
    if changed := known.get("changed_since_start"):
        return f"It runs older code: {changed.evidence}."
    if folder := known.text("server_folder"):
        return f"It was started in another folder: {folder}."
    if variable := known.text("origins_variable"):
        return f"It was started with another value of {variable}, or another program responds there."
    return "Another program or older code responds there."
