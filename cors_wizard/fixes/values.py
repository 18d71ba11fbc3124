"""What the templates of fixes can say: the facts, and a few values that follow from them."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath

from cors_wizard.facts import NOT_SURE, Facts
from cors_wizard.facts.symptoms import is_preflight_symptom
from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, meant_url, parse_url
from cors_wizard.fixes.allowed_values import allowed_values, usable_origin
from cors_wizard.fixes.network_path_values import network_path_values
from cors_wizard.fixes.quoting import Literal, plain
from cors_wizard.fixes.same_origin_values import same_origin_values
from cors_wizard.fixes.server_values import server_values

_NAMES = (("app", "app_variable"), ("blueprint", "blueprint_variable"), ("socketio", "socketio_variable"))


def template_values(facts: Facts) -> dict[str, Literal]:
    """Every placeholder's value, for those that are known."""
    values: dict[str, Literal] = {
        fact.name: fact.value for fact in facts if fact.is_known and fact.value != NOT_SURE
    }
    values.pop("origin", None)
    if origin := usable_origin(facts.text("origin")):
        values["origin"] = origin
    values |= _names(facts) | _address(facts) | _other_addresses(facts) | _preflight(facts)
    values |= server_values(facts) | network_path_values(facts) | same_origin_values(facts)
    values |= _view(facts, values)
    values |= allowed_values(facts, str(values.get("path_pattern", "")))
    return {name: value for name, value in values.items() if value != ()}


def _names(facts: Facts) -> dict[str, Literal]:
    names: dict[str, Literal] = {}
    for placeholder, fact in _NAMES:
        name = facts.text(fact)
        if name and _is_name(name):
            names[placeholder] = name
    known = facts.text("configured_blueprint") or ""
    if "blueprint" not in names and _covers_the_route(facts) and _is_name(known):
        names["blueprint"] = known
    if module := _module(facts.text("app_file") or ""):
        names["module"] = module
    return names


def _view(facts: Facts, values: Mapping[str, Literal]) -> dict[str, Literal]:
    """The view to decorate: the one that the code decorates if it has the path, else any under that path."""
    rule, path = facts.text("view_rule"), str(values.get("path", ""))
    is_meant = rule is None or "<" in rule or not path or path.rstrip("/").endswith(rule.rstrip("/"))
    if not is_meant or not _is_name(facts.text("view_name") or ""):
        there = values.get("route_rule") or ()
        return {"view_rule": there, "view_name": (), "view_file": (), "owner": (), "view": ()}
    owner = facts.text("route_owner") or ""
    view: dict[str, Literal] = {"view": facts.text("view_name") or ""}
    view["owner"] = owner if _is_name(owner) else values.get("app", ())
    return view if rule else {**view, "view_rule": values.get("route_rule") or ()}


def _module(path: str) -> str:
    """What `flask --app` is given for a file: its name or its package's, and its path in a folder."""
    file = PurePosixPath(path)
    at = file.parent if file.name == "__init__.py" else file
    if not at.name or not all(map(_is_name, at.with_suffix("").parts)):
        return ""
    return str(at) if at.parent.name else at.stem


def _is_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def _covers_the_route(facts: Facts) -> bool:
    """Whether the setup that the code has was seen to reach the route: its answer has a header of CORS."""
    is_missing = (facts.text("symptom") or "").endswith("missing-allow-origin")
    return not is_missing or facts.text("cors_headers_seen") == "for-another-origin"


def _address(facts: Facts) -> dict[str, Literal]:
    url = facts.text("url") or ""
    api = named_origin(url) or ""
    address = parse_url(plain(url))
    if address is None or not address.is_http:
        path = facts.text("asked_path")
        return (
            {"path": path, "plain_path": path, "app_path": path, "path_pattern": _path_pattern(path)}
            if path
            else {}
        )
    port = address.port or DEFAULT_PORTS[address.scheme]
    bracketed, path = address.host, address.path
    host = bracketed.strip("[]")
    query = f"?{address.query}" if address.query else ""
    other = port + 1 if port < 65535 else port - 1
    app_path = facts.text("path_behind") or path
    values: dict[str, Literal] = {
        "api_origin": api,
        "path": path,
        "plain_path": path,
        "app_path": app_path,
        "path_pattern": _path_pattern(app_path),
        "host": host,
        "port": port,
        "other_port": other,
        "moved_url": f"{address.scheme}://{bracketed}:5001{path}{query}",
        "other_url": f"{address.scheme}://{bracketed}:{other}{path}{query}",
        "plain_url": f"{api}{path}",
        "loopback_url": f"{address.scheme}://localhost:{port}{path}{query}",
    }
    values["reached_url"] = facts.text("url") or ""
    if published := facts.number("published_port"):
        values["published_url"] = values["reached_url"] = f"http://localhost:{published}{path}{query}"
    if nearest := _nearest(path, facts.items("routes")):
        values["nearest_url"] = f"{api}{nearest[0]}{query}"
    return values


def _other_addresses(facts: Facts) -> dict[str, Literal]:
    """The URL as it was meant, and the same over the other scheme."""
    url = plain((facts.text("url") or "").strip())
    scheme, _, rest = url.partition("://")
    values: dict[str, Literal] = {}
    if scheme.lower() in ("http", "https") and rest:
        values = {"http_url": f"http://{rest}", "https_url": f"https://{rest}"}
    if meant := meant_url(url):
        values["whole_url"] = meant
    return values


def _nearest(path: str, routes: tuple[str, ...]) -> list[str]:
    """The route most like the path: one that ends in it (a prefix was forgotten), else the closest one."""
    fixed = [route for route in routes if "<" not in route and route not in ("/", path)]
    ending = [route for route in fixed if route.endswith(path) or path.endswith(route)]
    as_deep = [route for route in fixed if _depth(route) == _depth(path)]
    return ending[:1] or get_close_matches(path, as_deep, n=1, cutoff=0.7)


def _depth(path: str) -> int:
    return path.strip("/").count("/")


def _path_pattern(path: str) -> str:
    """A regular expression for the path's first segment and all below it; a lone segment for itself."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"^/{re.escape(first)}/.*$" if rest else f"^/{re.escape(first)}$"


def _preflight(facts: Facts) -> dict[str, Literal]:
    """What curl sends for the browser's CORS-preflight request, header line by header line."""
    method = facts.text("method") or facts.text("refused_method")
    refused = (facts.text("refused_header") or "").lower()
    names = sorted({*_asked_headers(facts), *((refused,) if refused else ())})
    values: dict[str, Literal] = {
        "preflight_method": method or "GET",
        "method_header": f"Access-Control-Request-Method: {method or _likely_method(facts)}",
    }
    if names:
        values["headers_header"] = f"Access-Control-Request-Headers: {','.join(names)}"
        values["preflight_names"] = ", ".join(names)
    origin = facts.text("origin")
    if sent := usable_origin(origin) or (origin if origin == "null" else None):
        values["origin_header"] = f"Origin: {sent}"
    return values


def _likely_method(facts: Facts) -> str:
    """What probes assume of a request whose method nothing shows: a plain GET has no preflight."""
    guess = facts.guess("method")
    if guess and isinstance(guess.value, str) and guess.value != NOT_SURE:
        return guess.value
    return "POST" if is_preflight_symptom(facts.text("symptom")) else "GET"


def _asked_headers(facts: Facts) -> list[str]:
    """The headers that the browser asks for."""
    pairs = [item.partition(":") for item in facts.items("request_headers")]
    if not pairs:
        return []
    # Only now: a page of knowledge knows no request.
    from cors_wizard.fetch_standard import preflight_header_names
    from cors_wizard.http_exchange import Headers, Request

    headers = Headers.of([(name.strip(), value.strip()) for name, _, value in pairs])
    return list(preflight_header_names(Request(url="", headers=headers)))
