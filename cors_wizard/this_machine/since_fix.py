"""What happened on this machine since a fix was given: files that changed, a process that is older."""

from __future__ import annotations

from cors_wizard.diagnosis.since_fix import SinceFix
from cors_wizard.facts.found import clean
from cors_wizard.printable import one_line
from cors_wizard.project import ProjectScan
from cors_wizard.this_machine.old_code import serves_project, stale_sentence
from cors_wizard.this_machine.server_state import ServerState, look


def look_at(scan: ProjectScan | None, url: str) -> ServerState:
    """The server's process and the files of the project now."""
    return look(url, scan.folder, scan.files) if scan else look(url, None)


def since_fix(then: ProjectScan | None, now: ProjectScan | None, state: ServerState) -> SinceFix:
    """What changed between two scans, and whether the server that is seen now is younger."""
    changed = _changed(then, now)
    is_ours = bool(state.listener and now and serves_project(state.listener, now.folder))
    is_stale = bool(state.stale_file and is_ours and changed)
    restarted = bool(is_ours and state.listener and state.listener.started and not state.stale_file)
    return SinceFix(changed, stale_sentence(state) if is_stale else "", restarted, _process(state))


def _process(state: ServerState) -> str:
    listener = state.listener
    return clean(f"process {listener.pid} ({one_line(listener.command, 60)})") if listener else ""


def _changed(then: ProjectScan | None, now: ProjectScan | None) -> tuple[str, ...] | None:
    if then is None or now is None or not (then.files or now.files):
        return None
    paths = dict.fromkeys((*now.files, *then.files))
    return tuple(path for path in paths if _text(then, path) != _text(now, path))


def _text(scan: ProjectScan, path: str) -> str | None:
    file = scan.files.get(path)
    return file.raw if file else None
