"""What the templates of fixes can say of the user's own API and of what is set in front of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.fixes.quoting import Literal, plain

if TYPE_CHECKING:
    from cors_wizard.facts import Facts

_UNFILLED = re.compile(r"^.*?(?:undefined|null|NaN|\[object(?: |%20)Object\])(?=/)")
"""What is put before the path where a setting of the page was never filled in."""

_ORIGIN = re.compile(r"^[a-z]{2,5}://[^/?#]*", re.IGNORECASE)

_PORT = re.compile(r":([0-9]{1,5})(?![0-9:])")


def network_path_values(facts: Facts) -> dict[str, Literal]:
    """The address of the user's own API on this computer, of a route there, and the lists of a gateway."""
    values = _gateway(facts) | _login(facts) | _refused(facts)
    port = facts.number("run_port")
    if port is None:
        return values
    own = f"http://localhost:{port}"
    started = facts.by_name["run_port"]
    if started.source == "scanned":
        values["started_at"] = plain(started.evidence.partition(": ")[0])
    values["relayed_url"] = f"{own}/from-there"
    if facts.text("base_url") in ("unfilled", "own-page", "dev-server"):
        path = _ORIGIN.sub("", plain(facts.text("url") or ""))
        values["based_url"] = f"{own}{_UNFILLED.sub('', path)}"
    return values


def _login(facts: Facts) -> dict[str, Literal]:
    """The path of a login page on the API's own host."""
    asked = facts.text("url") or ""
    api, page = parse_url(asked), parse_url(facts.text("redirect_url") or "", asked)
    if facts.text("redirect_to_login") != "yes" or api is None or page is None or api.origin != page.origin:
        return {}
    return {"login_path": plain(page.path)}


def _refused(facts: Facts) -> dict[str, Literal]:
    """The port of the address that a development server forwards to."""
    port = _PORT.search(facts.text("refused_address") or "")
    return {"refused_port": int(port[1])} if port else {}


def _gateway(facts: Facts) -> dict[str, Literal]:
    """What a gateway is to allow: the method and headers of the page's request, as far as they are known."""
    sent = (item.partition(":")[0].strip().lower() for item in facts.items("request_headers"))
    names = tuple(dict.fromkeys(plain(name) for name in sent if name))
    values: dict[str, Literal] = {
        "gateway_methods": (plain(facts.text("method") or "GET"),),
        "bucket_methods": (plain(method),) if (method := facts.text("method")) else ("GET", "PUT"),
        "gateway_headers": names or ("content-type",),
    }
    origin = named_origin(facts.text("origin") or "") or ""
    if origin.startswith(("http://", "https://")):
        # API Gateway wants a literal in single quotes.
        values["gateway_origin"] = f"'{origin}'"
    return values
