"""Values that could answer a question on an address: from the project, its settings and what listens here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.page_request.from_calls import example_url
from cors_wizard.errors import CorsWizardError
from cors_wizard.facts import DECLARED, Fact
from cors_wizard.fetch_standard import is_same_origin, serialize_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.origin_patterns.in_code import entries_in_code
from cors_wizard.project import ProjectScan
from cors_wizard.this_machine.servers import LocalServer, PathSeen

MOST_OFFERS = 6
_MOST_ROUTES, _FEW_ROUTES = 4, 2
"""Of one server, and of each of several."""
_MOST_READ = 6
"""Folders of servers that are read for their routes."""
_VARIABLE_PART = re.compile(r"<[^<>]{0,200}>")
_FLASK_PORT = 5000


@dataclass(frozen=True)
class Offer:
    """One value, and where it was seen."""

    value: str
    seen: str


def offers_for(name: str, diagnosis: Diagnosis, servers: Sequence[LocalServer]) -> tuple[Offer, ...]:
    """What could be the value of `url` or `origin`, likeliest first; nothing for other facts."""
    found: Iterable[Offer] = ()
    if name == "url":
        found = _urls(diagnosis.scan, servers)
    elif name == "origin":
        found = _origins(diagnosis, servers)
    # The first mention of a value is the one that says most.
    distinct: dict[str, Offer] = {}
    for offer in found:
        distinct.setdefault(offer.value, offer)
    return tuple(distinct.values())[:MOST_OFFERS]


def with_page(diagnosis: Diagnosis, servers: Sequence[LocalServer]) -> Diagnosis:
    """With the page's origin, where the text is nothing but the address of a page that a tool serves here."""
    url = parse_url(diagnosis.known.text("url") or "")
    if url is None or "origin" in diagnosis.known or not is_loopback(url.host) or _is_api(url.path):
        return diagnosis
    port = url.port or DEFAULT_PORTS[url.scheme]
    for server in servers:
        if server.port == port and server.serves_nothing_else:
            seen = f"{server.program} listens on port {port}"
            named = diagnosis.with_given(Fact("origin", url.origin, "probed", seen))
            return named if named.names_the_page else diagnosis
    return diagnosis


def _is_api(path: str) -> bool:
    """Whether it is a path that a page's tool forwards or serves as an API itself."""
    return "api" in path.lower().split("/")


def seen_so_far(diagnosis: Diagnosis, servers: Sequence[LocalServer], *, has_offers: bool = False) -> str:
    """What was found before anybody was asked, in a sentence or two; empty where it is shown elsewhere.

    Args:
        diagnosis: where it stands.
        servers: what listens on this machine.
        has_offers: whether the question offers what runs there as its answers.
    """
    url = diagnosis.known.get("url")
    if url is None:
        return "" if has_offers else seen_here(diagnosis, servers)
    asked = mask_text(url.shown)
    if url.source == "scanned":
        asked = f"{asked}, which {url.evidence.partition(': ')[0]} requests"
    if diagnosis.probe_results is None:
        return f"This is about {asked}." if url.source == "scanned" else ""
    tried = f"Tried {asked}"
    reachable, status = diagnosis.facts.text("reachable"), diagnosis.facts.get("status")
    if reachable == "answered":
        return f"{tried}: status {status.shown}." if status else ""
    went = DECLARED["reachable"].words.get(reachable or "", "")
    return f"{tried}: {went[:1].lower()}{went[1:]}." if went else ""


def seen_here(diagnosis: Diagnosis, servers: Sequence[LocalServer]) -> str:
    """What listens on this machine, in one sentence; empty where nothing does that could matter."""
    folder = diagnosis.scan.folder if diagnosis.scan else None
    own = [server for server in servers if folder and server.is_of(folder)]
    parts = []
    for server in (*own, *(each for each in servers if each not in own)):
        if server.may_be_flask or server.serves_a_page:
            ours = ", this project" if server in own else ""
            parts.append(f"port {server.port} ({server.program}{ours})")
    routes = len({route.rule for route in diagnosis.scan.code.routes}) if diagnosis.scan else 0
    told = f"Running on this machine: {', '.join(parts[:4])}." if parts else ""
    known = f"The project has {routes} route{'s' if routes != 1 else ''}." if routes else ""
    if not told and routes:
        told = "No Python server is listening on this machine now."
    return f"{told} {known}".strip()


def no_such_route(diagnosis: Diagnosis) -> str:
    """Why the pasted address alone is not enough, in one sentence; empty where it is."""
    return "The project has no route for /." if diagnosis.names_only_the_server else ""


def _urls(scan: ProjectScan | None, servers: Sequence[LocalServer]) -> Iterator[Offer]:
    calls = scan.page_code.calls if scan else ()
    for call in calls:
        if url := example_url(call):
            yield Offer(url, f"{call.file}:{call.line} requests it")
    may_be = [server for server in servers if server.may_be_flask]
    likely = [server for server in may_be if scan and server.is_of(scan.folder)] or may_be
    paths = paths_of(scan)
    if not paths:
        most = _MOST_ROUTES if len(likely) == 1 else _FEW_ROUTES
        for server in likely:
            yield from _of_server(server, server.paths[:most] or (("/", ""),))
        return
    for server in likely[:2]:
        yield from _of_server(server, paths[:_MOST_ROUTES])
    for path, where in () if likely else paths[:_MOST_ROUTES]:
        yield Offer(f"http://localhost:{_FLASK_PORT}{path}", f"{where}; nothing listens there now")


def _of_server(server: LocalServer, paths: Iterable[PathSeen]) -> Iterator[Offer]:
    for path, where in paths:
        seen = f"{where}; " if where else ""
        yield Offer(f"http://localhost:{server.port}{path}", f"{seen}{server.program} listens there")


def paths_of(scan: ProjectScan | None) -> tuple[PathSeen, ...]:
    """A path of each route and where it is written; those that need no made-up value come first."""
    routes = scan.code.routes if scan else ()
    made_up = {_VARIABLE_PART.sub("1", each.rule) for each in routes if "<" in each.rule}
    paths = {_VARIABLE_PART.sub("1", each.rule): each.where for each in reversed(routes)}
    return tuple(sorted(reversed(paths.items()), key=lambda each: each[0] in made_up))


def with_routes(servers: Sequence[LocalServer]) -> tuple[LocalServer, ...]:
    """The servers; those that may be Flask with the routes of the folder in which they were started."""
    likely = [each for each in servers if each.may_be_flask][:_MOST_READ]
    return tuple(
        replace(each, paths=_paths_in(each.listener.folder)) if each in likely else each for each in servers
    )


def _paths_in(folder: str) -> tuple[PathSeen, ...]:
    from cors_wizard.project import scan_project

    if not folder or Path(folder) in (Path.home(), Path(folder).parent):
        return ()
    try:
        scan = scan_project(Path(folder))
    except CorsWizardError:
        return ()
    # Of several apps, nothing shows which one runs there.
    return paths_of(scan) if len(scan.code.apps) == 1 else ()


def _origins(diagnosis: Diagnosis, servers: Sequence[LocalServer]) -> Iterator[Offer]:
    if served := diagnosis.facts.get("page_served_at"):
        yield from _named(str(served.value), served.evidence.partition(": ")[0])
    for server in servers:
        page = f"http://localhost:{server.port}"
        if server.serves_a_page and not is_same_origin(page, _api(diagnosis)):
            yield Offer(page, f"{server.program} listens there")
    # What the code lists already is hardly the page that is refused.
    if usual := diagnosis.facts.text("page_usually_at"):
        yield Offer(usual, f"where {diagnosis.facts.text('page_tool')} serves the page by default")
    configured = diagnosis.facts.get("configured_origins")
    # The place is enough: the line's text would say the value a second time.
    place = configured.evidence.partition(": ")[0] if configured else ""
    for value in diagnosis.facts.items("configured_origins"):
        yield from _named(value, place)
    for check in entries_in_code(diagnosis.facts):
        if check.kind == "is":
            yield from _named(check.text, check.place.partition(": ")[0])
    for setting in diagnosis.scan.code.environment.settings if diagnosis.scan else ():
        for value in setting.value.split(","):
            # A page of this machine is likely; another address in the settings is anybody's.
            url = parse_url(value.strip())
            if url and is_loopback(url.host) and not is_same_origin(value.strip(), _api(diagnosis)):
                yield from _named(value.strip(), f"{setting.where}: {setting.name}")


def _api(diagnosis: Diagnosis) -> str:
    return diagnosis.facts.text("url") or "null"


def _named(value: str, where: str) -> Iterator[Offer]:
    """An origin that code or settings name; nothing where it is a pattern, or a URL of something else."""
    parsed = parse_url(value)
    if parsed and parsed.is_http and parsed.host and parsed.path in ("", "/") and "*" not in value:
        yield Offer(serialize_origin(value), where)
