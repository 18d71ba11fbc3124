"""The facts that code can yield, declared once, in the order in which a user meets them."""

from __future__ import annotations

from collections.abc import Mapping

from cors_wizard.facts.declarations import browser, project, request, server, surroundings
from cors_wizard.facts.spec import FactSpec

DECLARED: Mapping[str, FactSpec] = {
    spec.name: spec for part in (request, browser, server, project, surroundings) for spec in part.SPECS
}
"""Every fact that code can yield, by name."""
