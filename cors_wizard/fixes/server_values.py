"""Values that follow from what the server answers: its routes, the names of headers, the host for cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.fixes.quoting import Literal, plain

if TYPE_CHECKING:
    from cors_wizard.facts import Facts

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""What a route may be given; HEAD and OPTIONS Flask answers by itself."""


def server_values(facts: Facts) -> dict[str, Literal]:
    """The values, for those that are known."""
    methods = _route_methods(facts)
    values: dict[str, Literal] = {"route_methods": methods, "view_methods": (*methods, "OPTIONS")}
    url = facts.text("url") or ""
    api = named_origin(url.replace("ws", "http", 1) if url.startswith(("ws:", "wss:")) else url) or ""
    page = named_origin(facts.text("origin") or "") or ""
    asked = _path(url) if api.startswith(("http://", "https://")) else facts.text("asked_path")
    if asked:
        values["route_rule"] = next((rule for rule in facts.items("routes") if _is_rule_of(rule, asked)), asked)
    if not api.startswith(("http://", "https://")):
        return values
    values["socketio_url"] = f"{api}/socket.io/?EIO=4&transport=polling"
    if page.startswith(("http://", "https://")):
        port = urlsplit(api).port
        name = urlsplit(page).netloc.rpartition("@")[2].removesuffix(f":{urlsplit(page).port}")
        rest = plain(url.partition("://")[2])
        after = rest[len(rest.split("/")[0]) :]
        values["same_host_url"] = f"{urlsplit(api).scheme}://{name}{f':{port}' if port else ''}{after}"
    return values


def _path(url: str) -> str:
    rest = plain(url.strip()).partition("://")[2]
    slash = rest.find("/")
    return rest[slash:].partition("?")[0].partition("#")[0] if slash >= 0 else "/"


def _is_rule_of(rule: str, path: str) -> bool:
    """Whether a rule of Werkzeug has this path, part by part."""
    rules, parts = rule.split("/"), path.split("/")
    return len(rules) == len(parts) and all(
        one == part or (part and "<" in one) for one, part in zip(rules, parts, strict=True)
    )


def _route_methods(facts: Facts) -> tuple[str, ...]:
    """The methods that the route has now, as `Allow` lists them, and the one that the page uses."""
    wanted = {(facts.text("method") or "GET").upper()}
    shown = set[str]()
    for line in (*facts.items("response_headers"), *facts.items("preflight_headers")):
        name, _, value = line.partition(":")
        if name.strip().lower() == "allow":
            shown |= {method.strip().upper() for method in value.split(",")} & set(_METHODS)
    # A route that says nothing accepts GET, and most that refuse it accept POST: neither may be lost.
    wanted |= shown or {"POST" if wanted == {"GET"} else "GET"}
    usual = tuple(method for method in _METHODS if method in wanted)
    return (*usual, *sorted(wanted - set(_METHODS) - {"HEAD", "OPTIONS"})) or ("GET",)
