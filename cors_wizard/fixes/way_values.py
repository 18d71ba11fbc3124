"""What the templates of fixes can say of the user's own API: its address, where the code tells the port."""

from __future__ import annotations

import re

from cors_wizard.facts import Facts
from cors_wizard.fixes.quoting import Literal, plain

_UNFILLED = re.compile(r"^.*?(?:undefined|null|NaN|\[object(?: |%20)Object\])(?=/)")
"""What stands in front of the path where a setting of the page was never filled in."""

_ORIGIN = re.compile(r"^[a-z]{2,5}://[^/?#]*", re.IGNORECASE)


def way_values(facts: Facts) -> dict[str, Literal]:
    """The address of the user's own API on this computer, and of a route there that asks for the page."""
    port = facts.number("run_port")
    if port is None:
        return {}
    own = f"http://localhost:{port}"
    values: dict[str, Literal] = {"relayed_url": f"{own}/from-there"}
    if facts.text("base_url") in ("unfilled", "own-page"):
        path = _ORIGIN.sub("", plain(facts.text("url") or ""))
        values["based_url"] = f"{own}{_UNFILLED.sub('', path)}"
    return values
