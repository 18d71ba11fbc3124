"""Which paths the CORS setups of blueprints cover, where the app has none of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.findings import Route
from cors_wizard.flask_code.flask_cors.cors_setups import Setup
from cors_wizard.flask_code.routing.owners import Owner, Owners

_MOST = 500
_BELOW = "<path:below>"


def blueprint_paths(setups: Sequence[Setup], routes: Sequence[Route], owners: Owners) -> Iterator[Fact]:
    """The fact `blueprint_paths`: rules, and prefixes of blueprints, as `covered /x` or `left-out /x`."""
    if not setups or any(one.kind != "blueprint" for one in setups):
        return
    covered = {owners.find(one.module, one.target, one.scope) for one in setups}
    rules = [(_owner(route, owners), route.rule) for route in routes]
    for owner, made in owners.made.items():
        if made.kind == "flask.Blueprint":
            below = [f"{prefix.rstrip('/')}/{_BELOW}" for prefix in owners.prefixes(owner) if prefix]
            rules += [(owner, each) for each in below]
    kinds = ("left-out", "covered")
    lines = tuple(f"{kinds[not covered.isdisjoint(owners.chain(owner))]} {rule}" for owner, rule in rules)
    if lines:
        yield scanned("blueprint_paths", tuple(dict.fromkeys(lines))[:_MOST], setups[0].where, setups[0].says)


def _owner(route: Route, owners: Owners) -> Owner:
    """What the route is on: made in its own file, else the only one of that name."""
    here = (route.file, route.owner)
    alike = owners.by_last_name.get(route.owner, [])
    return here if here in owners.made or len(alike) != 1 else alike[0]
