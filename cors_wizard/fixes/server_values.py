"""Values that follow from what the server answers: its routes, the names of headers, the host for cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.fixes.allowed_values import plain_origins
from cors_wizard.fixes.quoting import Literal, plain

if TYPE_CHECKING:
    from cors_wizard.facts import Facts

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""What a route may be given; HEAD and OPTIONS Flask answers by itself."""

_METHOD_NOT_ALLOWED = 405


def server_values(facts: Facts) -> dict[str, Literal]:
    """The values, for those that are known."""
    sent = _sent_methods(facts)
    values: dict[str, Literal] = {"view_methods": (*_ordered(sent | _shown_methods(facts)), "OPTIONS")}
    known = facts.get("method")
    # Of a method that the route refuses nothing may be assumed: the usual ones are there already.
    if (known and known.source != "assumed") or facts.number("status") != _METHOD_NOT_ALLOWED:
        values["route_methods"] = _ordered(sent | _kept_methods(facts))
    values |= _to_serve(facts)
    if called := named_origin(facts.text("proxy_calls") or ""):
        values["upstream"] = called
    url = facts.text("url") or ""
    api = named_origin(url.replace("ws", "http", 1) if url.startswith(("ws:", "wss:")) else url) or ""
    page = named_origin(facts.text("origin") or "") or ""
    asked = _path(url) if api.startswith(("http://", "https://")) else facts.text("asked_path")
    if asked:
        values["route_rule"] = next(
            (rule for rule in facts.items("routes") if _is_rule_of(rule, asked)), asked
        )
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


def _to_serve(facts: Facts) -> dict[str, Literal]:
    """An origin of this machine that the server allows already: a page without one can be served there."""
    allowed = (facts.text("allow_origin") or "", *facts.items("configured_origins"))
    for each in allowed:
        origin = parse_url(named_origin(each) or "")
        if origin is not None and origin.scheme == "http" and is_loopback(origin.host) and origin.port:
            return {
                "serve_origin": origin.origin,
                "serve_origins": (origin.origin,),
                "serve_port": origin.port,
            }
    kept = plain_origins(facts.items("configured_origins"))
    return {"serve_origins": (*kept, "http://localhost:3000")} if kept else {}


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


def _sent_methods(facts: Facts) -> set[str]:
    return {(facts.text("method") or "GET").upper()} - {"HEAD", "OPTIONS"}


def _shown_methods(facts: Facts) -> set[str]:
    """The methods that the route has now, as its code or `Allow` lists them."""
    lines = (line.partition(":") for line in _header_lines(facts))
    allowed = (value for name, _, value in lines if name.strip().lower() == "allow")
    listed = {method.strip().upper() for value in allowed for method in value.split(",")}
    return (listed | {*facts.items("route_takes")}) & {*_METHODS}


def _header_lines(facts: Facts) -> tuple[str, ...]:
    return (*facts.items("response_headers"), *facts.items("preflight_headers"))


def _kept_methods(facts: Facts) -> set[str]:
    """What the route has beside the method that it refuses: what it shows, else the usual one."""
    shown = _shown_methods(facts)
    if shown or "method" not in facts or facts.number("status") != _METHOD_NOT_ALLOWED:
        return shown
    return {"POST"} if _sent_methods(facts) == {"GET"} else {"GET"}


def _ordered(methods: set[str]) -> tuple[str, ...]:
    usual = tuple(method for method in _METHODS if method in methods)
    return (*usual, *sorted(methods - {*_METHODS})) or ("GET",)
