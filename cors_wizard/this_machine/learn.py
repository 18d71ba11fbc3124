"""What this machine says about the server, as facts: how old its code is, and who listens on the app's port.

Both faces learn it after every round of probes, so that both come to the same fix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard.errors import CorsWizardError
from cors_wizard.facts import Fact
from cors_wizard.facts.found import clean
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url
from cors_wizard.masking import mask_text
from cors_wizard.this_machine.listening import Listener, listener_at, listeners
from cors_wizard.this_machine.old_code import old_code_fact, runs_code_of, serves_project

if TYPE_CHECKING:
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.project import ProjectScan

_LEARNED = (
    *("changed_since_start", "app_listens", "port_held_by", "port_holder", "listens_on"),
    *("server_folder", "run_port"),
)

_MOST_OF_COMMAND = 60


def learn_from_machine(
    diagnosis: Diagnosis,
    *,
    look: Callable[[ProjectScan, str], Fact | None] = old_code_fact,
    listener: Callable[[int], Listener | None] = listener_at,
    around: Callable[[], Mapping[int, Listener]] = listeners,
) -> Diagnosis:
    """The diagnosis with what this machine shows now; what it showed earlier is forgotten, answers are kept.

    Args:
        diagnosis: after its probes.
        look: says whether the server is older than the project's files.
        listener: says who listens on a port.
        around: says who listens on this machine, by port.
    """
    stale = [name for name in _LEARNED if _was_learned(diagnosis, name)]
    now = replace(diagnosis, given=diagnosis.given.without(*stale)) if stale else diagnosis
    if now.probe_results and now.scan and (age := look(now.scan, now.known.text("url") or "")):
        now = _adding(now, age)
    if now.scan and now.facts.text("reachable") == "refused":
        now = _with_own_port(now, now.scan.folder, around())
    port = now.facts.number("run_port")
    if now.facts.text("other_port") == "yes" and port is not None:
        now = _adding(now, _app_listens(port, listener(port)))
    if now.facts.text("reachable") == "refused":
        now = _with_other_address(now, listener)
    if now.facts.text("takes_and_is_silent") == "yes" or now.facts.text("reachable") == "no-http":
        now = _with_holder(now, listener)
    return _with_folder(now, listener)


def _with_own_port(diagnosis: Diagnosis, project: Path, found: Mapping[int, Listener]) -> Diagnosis:
    """With the port on which the project's app runs, where nobody listens at the page's."""
    ports = [port for port, each in found.items() if serves_project(each, project)]
    if len(ports) != 1:
        return diagnosis
    told = f"process {found[ports[0]].pid} listens on port {ports[0]}"
    return _adding(diagnosis, Fact("run_port", ports[0], "probed", told))


def _with_other_address(diagnosis: Diagnosis, listener: Callable[[int], Listener | None]) -> Diagnosis:
    """With the address on which a program listens at the page's port, where the page's own isn't taken."""
    found = _at_the_url(diagnosis, listener)
    address = found.address if found else ""
    if found is None or not address or address in ("0.0.0.0", "::"):
        return diagnosis
    host = f"[{address}]" if ":" in address else address
    told = f"{_named(found)} listens on {address} alone"
    asked = parse_url(diagnosis.known.text("url") or "")
    where = f"{asked.scheme}://{host}:{asked.port or DEFAULT_PORTS[asked.scheme]}" if asked else host
    return _adding(diagnosis, Fact("listens_on", where, "probed", told))


def _named(found: Listener) -> str:
    told = mask_text(clean(found.command[:_MOST_OF_COMMAND]))
    return f"process {found.pid}{f' ({told})' if told else ''}"


def _with_folder(diagnosis: Diagnosis, listener: Callable[[int], Listener | None]) -> Diagnosis:
    """With the folder in which the server was started, if the project isn't what it runs.

    Where that folder holds an app of its own, only the page's code that was read says something.
    """
    found = _at_the_url(diagnosis, listener)
    if found is None or not found.folder or (diagnosis.scan and runs_code_of(found, diagnosis.scan.folder)):
        return diagnosis
    elsewhere = _adding(diagnosis, Fact("server_folder", clean(found.folder), "probed", _named(found)))
    # A page's server forwards requests to a project that may be anywhere, or gets those that miss the API.
    is_misdirected = diagnosis.facts.text("base_url") in ("unfilled", "own-page", "dev-server")
    is_other_app = diagnosis.scan and not is_misdirected and found.is_python and _has_app(Path(found.folder))
    if not (is_other_app and diagnosis.scan):
        return elsewhere
    return replace(elsewhere, folder_scan=diagnosis.scan.only_page(), may_scan=False)


def _has_app(folder: Path) -> bool:
    from cors_wizard.project import scan_project

    try:
        return bool(scan_project(folder).code.apps)
    except CorsWizardError:
        return False


def _at_the_url(diagnosis: Diagnosis, listener: Callable[[int], Listener | None]) -> Listener | None:
    """Who listens where the page asks; None for a server elsewhere, too."""
    asked = parse_url(diagnosis.known.text("url") or "")
    if asked is None or not is_loopback(asked.host):
        return None
    return listener(asked.port or DEFAULT_PORTS[asked.scheme])


def _with_holder(diagnosis: Diagnosis, listener: Callable[[int], Listener | None]) -> Diagnosis:
    """With the process behind a port of this machine that takes connections and sends no usable response."""
    found = _at_the_url(diagnosis, listener)
    if found is None:
        return diagnosis
    named = _named(found)
    kind = Fact("port_held_by", "python" if found.is_python else "other", "probed", named)
    return _adding(_adding(diagnosis, kind), Fact("port_holder", named, "probed"))


def _was_learned(diagnosis: Diagnosis, name: str) -> bool:
    fact = diagnosis.given.get(name)
    return fact is not None and fact.source == "probed"


def _adding(diagnosis: Diagnosis, fact: Fact) -> Diagnosis:
    """With the fact, unless the user said something else."""
    return diagnosis if fact.name in diagnosis.given else diagnosis.with_given(fact)


def _app_listens(port: int, found: Listener | None) -> Fact:
    is_app = found is not None and found.is_python
    seen = found.command if found is not None else "nothing"
    return Fact("app_listens", "yes" if is_app else "no", "probed", f"on port {port} of this machine: {seen}")
