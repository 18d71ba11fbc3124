"""Where a proxy's settings hand a URL on to, and the path that the app gets then."""

from __future__ import annotations

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, ParsedUrl, parse_url
from cors_wizard.flask_code.routing.rule_fits import rule_fits


def handed_on(url: str, facts: Facts) -> str:
    """The same URL at the server behind the proxy, where the project's settings name it; empty elsewhere.

    Only of an address of this machine: that of another may be handed on to somewhere else.
    """
    asked = parse_url(url)
    return _handed_on(asked, facts) if asked is not None and is_loopback(asked.host) else ""


def upstream_of(url: str, facts: Facts) -> str:
    """The address that the project's settings hand a URL on to; empty where they name none."""
    asked = parse_url(url)
    behind = parse_url(_handed_on(asked, facts)) if asked is not None else None
    return behind.origin if behind is not None else ""


def path_in_app(url: str, facts: Facts) -> str:
    """The URL's path as the app gets it; empty for what is not a URL.

    A proxy may put a path of its own in place of its location's prefix. That is taken to happen where no
    route of the code has the whole path, and one has what is left of it.
    """
    asked = parse_url(url)
    if asked is None:
        return ""
    behind = _path_behind(asked, facts)
    return behind if not _has_route(asked.path, facts) and _has_route(behind, facts) else asked.path


def asked_at_proxy(url: str, facts: Facts) -> str:
    """The URL that leads to a path of the app, where the proxy that listens there changes paths."""
    asked = parse_url(url)
    listens = {line.rpartition(": ")[2] for line in facts.items("proxy_listens")}
    if asked is None or str(asked.port or DEFAULT_PORTS.get(asked.scheme)) not in listens:
        return url
    entries = [line.partition(" -> ")[::2] for line in facts.items("proxy_paths")]
    if (
        any(asked.path.startswith(prefix) for prefix, _ in entries)
        and _path_behind(asked, facts) == asked.path
    ):
        return url
    fitting = ((prefix, path) for prefix, path in entries if asked.path.startswith(path))
    moved = (parse_url(f"{asked.origin}{prefix}{asked.rest[len(path) :]}") for prefix, path in fitting)
    leading = (each.href for each in moved if each is not None and _path_behind(each, facts) == asked.path)
    return next(leading, url)


def cuts_path(url: str, facts: Facts) -> bool:
    """Whether a proxy's settings leave the app a path that it has no route for, of one that it has."""
    asked = parse_url(url)
    if asked is None:
        return False
    return _has_route(asked.path, facts) and not _has_route(_path_behind(asked, facts), facts)


def _has_route(path: str, facts: Facts) -> bool:
    return any(rule_fits(rule, path, ignore_last_slash=True) for rule in facts.items("routes"))


def _path_behind(asked: ParsedUrl, facts: Facts) -> str:
    """The path that the settings hand on; of a URL of Flask's own port the whole one."""
    upstreams = [parse_url(line.partition(" -> ")[2]) for line in facts.items("proxied_to")]
    if any(each is not None and each.port is not None and each.port == asked.port for each in upstreams):
        return asked.path
    entries = (line.partition(" -> ") for line in facts.items("proxy_paths"))
    fitting = [(prefix, path) for prefix, _, path in entries if asked.path.startswith(prefix)]
    prefix, path = max(fitting, key=lambda each: len(each[0]), default=("", ""))
    return path + asked.path[len(prefix) :]


def _handed_on(asked: ParsedUrl, facts: Facts) -> str:
    entries = (line.partition(": ")[2].partition(" -> ") for line in facts.items("proxied_to"))
    fitting = [(prefix, target) for prefix, _, target in entries if asked.path.startswith(prefix)]
    for prefix, target in sorted(fitting, key=lambda each: -len(each[0]))[:1]:
        behind = parse_url(target)
        # `localhost` and 127.0.0.1 are one machine: the port shows whether it is the proxy itself.
        if behind is not None and (behind.scheme, behind.port) != (asked.scheme, asked.port):
            # With a path of its own the address takes the place of the location's prefix.
            has_path = target != behind.origin
            return target + asked.rest[len(prefix) :] if has_path else behind.origin + asked.rest
    return ""
