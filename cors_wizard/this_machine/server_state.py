"""Who serves an address of this machine, and whether it runs the code that the files hold now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from pathlib import Path

from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url
from cors_wizard.flask_code.configuration.file_names import is_dotenv
from cors_wizard.frozen import dataclass
from cors_wizard.this_machine.file_times import FileTimes, file_times
from cors_wizard.this_machine.listening import Listener, listener_at

_CODE = (".py", ".toml", ".cfg", ".ini", ".json", ".yaml", ".yml")
_SLACK = 0.05
"""Seconds by which two clocks of one machine may differ: file times are taken once for each tick."""


@dataclass(frozen=True)
class ServerState:
    """The server's process and the project's files at one moment."""

    is_local: bool = False
    """Whether the address is one of this machine; of another one nothing is known."""
    listener: Listener | None = None
    files: FileTimes = field(default_factory=FileTimes)

    @property
    def stale_file(self) -> str:
        """The file that changed after the server had started; empty where none did or nobody can tell."""
        newest = self.files.newest
        if self.listener is None or self.listener.started is None or newest is None:
            return ""
        if self.listener.reads_files_anew:
            return ""
        return newest[0] if newest[1] > self.listener.started + _SLACK else ""


def look(url: str, folder: Path | None, paths: Iterable[str] = ()) -> ServerState:
    """What is known now of who serves a URL, and of the files of code among `paths`."""
    parsed = parse_url(url)
    files = file_times(folder, filter(_is_code, paths)) if folder else FileTimes()
    if parsed is None or not is_loopback(parsed.host):
        return ServerState(files=files)
    port = parsed.port or DEFAULT_PORTS[parsed.scheme]
    return ServerState(True, listener_at(port, parsed.host), files)


def _is_code(path: str) -> bool:
    return path.endswith(_CODE) or is_dotenv(path.rpartition("/")[2])
