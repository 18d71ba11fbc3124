"""Which paths the CORS setups of blueprints cover, where the app has none of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.cors_setups import Setup
from cors_wizard.flask_code.findings import Route
from cors_wizard.flask_code.owners import Owners

_MOST = 500
_BELOW = "<path:below>"


def blueprint_paths(setups: Sequence[Setup], routes: Sequence[Route], owners: Owners) -> Iterator[Fact]:
    """The fact `blueprint_paths`: rules, and prefixes of blueprints, as `covered /x` or `left-out /x`."""
    if not setups or any(one.kind != "blueprint" for one in setups):
        return
    covered = {one.target.rpartition(".")[2] for one in setups}
    rules = [(route.owner, route.rule) for route in routes]
    for owner, made in owners.made.items():
        if made.kind == "flask.Blueprint":
            rules += [
                (owner[1], f"{prefix.rstrip('/')}/{_BELOW}") for prefix in owners.prefixes(owner) if prefix
            ]
    lines = tuple(f"{'covered' if owner in covered else 'left-out'} {rule}" for owner, rule in rules)
    if lines:
        yield scanned("blueprint_paths", tuple(dict.fromkeys(lines))[:_MOST], setups[0].where, setups[0].says)
