"""Which process listens on a port of this machine, and since when it runs.

Linux tells it in `/proc`; elsewhere `lsof` and `ps` do. Where neither does, None: nothing rests on it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

from cors_wizard.frozen import dataclass

_PROC = Path("/proc")
_TABLE = _PROC / "net" / "tcp"
_MOST_LSOF = 100
"""Ports that are looked at where each costs a run of `lsof`."""
_LISTEN = "0A"
"""The state of a listening socket in `/proc/net/tcp`."""
_SECONDS = 3.0
_DEMO_SERVER = ("cors_wizard", "demo", "serve.py")


@dataclass(frozen=True)
class Listener:
    """A process that listens."""

    pid: int
    command: str
    """The program and its arguments; empty where it may not be read."""
    started: float | None
    """When the oldest worker of those that share the socket began, in seconds since the epoch."""
    folder: str = ""
    """Its working directory; empty where it may not be read."""
    address: str = ""
    """The address that it listens on, as `127.0.0.1`, or `::` for all; empty where that isn't known."""

    @property
    def is_python(self) -> bool:
        """Whether it looks like a Python program."""
        words = ("python", "flask", "gunicorn", "uwsgi", "waitress", "hypercorn", "uvicorn", "granian")
        return any(word in self.command.lower() for word in words)

    @property
    def reads_files_anew(self) -> bool:
        """Whether it is the demo's server, which loads the app again once its file has changed."""
        return any(Path(word).parts[-3:] == _DEMO_SERVER for word in self.command.split())

    @property
    def reloads(self) -> bool:
        """Whether it was started so that it loads changed code; False where its command doesn't say."""
        return self.reads_files_anew or bool({"--debug", "--reload"} & {*self.command.split()})


def listener_at(port: int, host: str = "") -> Listener | None:
    """Who listens on a port; None where nobody does, or nothing here can tell.

    Args:
        port: of this machine.
        host: by which it is asked: who listens on another address of the machine doesn't get the request.
    """
    if not _TABLE.exists():
        return _from_lsof(port)
    found = _listeners_from_proc(lambda each: each == port).get(port, ())
    if not host:
        return max(found, key=_age, default=None)
    by_address = {each.address: each for each in found}
    firsts = (next(filter(None, map(by_address.get, each)), None) for each in _reached_by(host))
    # A name reaches one address or the other: the older process gets some of the requests, too.
    return min(filter(None, firsts), key=_age, default=None)


def _reached_by(host: str) -> tuple[tuple[str, ...], ...]:
    """For each address that a host of this machine may mean, those whose listener gets it, first to last."""
    address = host.strip("[]")
    if "." in address and address.replace(".", "").isdigit():
        return ((address, "0.0.0.0", "::"),)
    return (("::1", "::"),) if ":" in address else (("::1", "::"), ("127.0.0.1", "0.0.0.0", "::"))


def _age(listener: Listener) -> tuple[float, int]:
    return listener.started or 0, listener.pid


def listeners() -> dict[int, Listener]:
    """Who listens on this machine, by TCP port, lowest first; empty where nothing can tell."""
    if _TABLE.exists():
        every = _listeners_from_proc(lambda _port: True)
        return {port: max(found, key=_age) for port, found in every.items()}
    lines = _printed("lsof", "-nP", "-iTCP", "-sTCP:LISTEN", "-Fn").splitlines()
    named = {line.rpartition(":")[2] for line in lines if line.startswith("n")}
    ports = sorted(int(port) for port in named if port.isdigit())[:_MOST_LSOF]
    return {port: found for port in ports if (found := _from_lsof(port)) is not None}


def _listeners_from_proc(wanted: Callable[[int], bool]) -> dict[int, tuple[Listener, ...]]:
    """Who listens, for each port and address: one look at the open files of every process."""
    sockets = {inode: (port, address) for port, address, inode in _listening_sockets() if wanted(port)}
    pids: dict[str, list[int]] = {}
    for inode, pid in _holders(frozenset(sockets)):
        pids.setdefault(inode, []).append(pid)
    found: dict[tuple[int, str], list[Listener]] = {}
    for inode, holders in pids.items():
        found.setdefault(sockets[inode], []).append(_oldest_worker(holders, sockets[inode][1]))
    # Several sockets for one address share its requests: the oldest of their processes gets some, too.
    oldest = {place: min(each, key=_age) for place, each in sorted(found.items())}
    return {
        port: tuple(each for (at, _), each in oldest.items() if at == port)
        for port in sorted({port for port, _ in oldest})
    }


def _oldest_worker(holders: list[int], address: str) -> Listener:
    # A reloader's child and a main process's workers serve, and share the parent's socket.
    parents = {_parent(pid) for pid in holders}
    workers = [pid for pid in holders if pid not in parents] or holders
    # A worker that is forked from a process which had loaded the app runs that one's code, however new it is.
    workers = [pid for pid in holders if pid in parents and _loads_the_app(_command(pid))] or workers
    times = {pid: started for pid in workers if (started := _started(pid)) is not None}
    pid = min(times, key=lambda each: (times[each], each)) if times else max(workers)
    return Listener(pid, _command(pid), times.get(pid), _folder(pid), address)


def _loads_the_app(command: str) -> bool:
    """Whether a main process loads the app before it forks its workers: `gunicorn --preload`, and uWSGI."""
    words = command.split()
    is_uwsgi = any(Path(word).name == "uwsgi" for word in words[:2])
    return "--preload" in words or (is_uwsgi and not {"--lazy-apps", "--lazy"} & {*words})


def _listening_sockets() -> Iterator[tuple[int, str, str]]:
    """Port, address and inode of each socket that listens."""
    for name in ("tcp", "tcp6"):
        for line in _text(_PROC / "net" / name).splitlines()[1:]:
            parts = line.split()
            if len(parts) > 9 and parts[3] == _LISTEN:
                address, _, port = parts[1].rpartition(":")
                yield int(port, 16), _address(address), parts[9]


def _address(told: str) -> str:
    """The kernel writes an address as words in the machine's own order."""
    words = (bytes.fromhex(told[at : at + 8]) for at in range(0, len(told), 8))
    return str(ip_address(b"".join(word[::-1] if sys.byteorder == "little" else word for word in words)))


def _holders(inodes: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Inode and process of each handle on these sockets."""
    if not inodes:
        return
    wanted = {f"socket:[{inode}]": inode for inode in inodes}
    for process in _PROC.iterdir():
        if process.name.isdigit():
            for name in wanted.keys() & set(_open_files(process)):
                yield wanted[name], int(process.name)


def _open_files(process: Path) -> Iterator[str]:
    try:
        handles = list((process / "fd").iterdir())
    except OSError:
        return  # it has ended, or belongs to somebody else
    for handle in handles:
        try:
            yield os.readlink(handle)
        except OSError:
            continue


def _stat(pid: int) -> list[str]:
    """The fields of `/proc/PID/stat` from the third on; the name in brackets may hold anything."""
    return _text(_PROC / str(pid) / "stat").rpartition(")")[2].split()


def _parent(pid: int) -> int | None:
    fields = _stat(pid)
    return int(fields[1]) if len(fields) > 1 else None


def _started(pid: int) -> float | None:
    """Field 22 of `/proc/PID/stat`, ticks after boot."""
    fields = _stat(pid)
    boot = next(
        (line.split()[1] for line in _text(_PROC / "stat").splitlines() if line.startswith("btime ")), ""
    )
    if len(fields) < 20 or not boot:
        return None
    ticks = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return _boot_time(float(boot)) + ticks


def _boot_time(coarse: float) -> float:
    """`btime` has whole seconds; the time since boot has more, where it agrees."""
    uptime = _text(_PROC / "uptime").split()
    exact = time.time() - float(uptime[0]) if uptime else coarse
    return exact if abs(exact - coarse) < 2 else coarse


def _command(pid: int) -> str:
    return _text(_PROC / str(pid) / "cmdline").replace("\0", " ").strip()[:500]


def _folder(pid: int) -> str:
    try:
        return os.readlink(_PROC / str(pid) / "cwd")
    except OSError:
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def _from_lsof(port: int) -> Listener | None:
    pids = _printed("lsof", "-nP", "-t", f"-iTCP:{port}", "-sTCP:LISTEN").split()
    if not pids or not pids[-1].isdigit():
        return None
    pid = int(pids[-1])
    age = _printed("ps", "-o", "etime=", "-p", str(pid)).strip()
    seconds = seconds_of(age)
    command = _printed("ps", "-o", "command=", "-p", str(pid)).strip()[:500]
    return Listener(pid, command, None if seconds is None else time.time() - seconds)


def seconds_of(age: str) -> int | None:
    """The `etime` of `ps`, `[[days-]hours:]minutes:seconds`, in seconds; None for anything else."""
    days, dash, clock = age.rpartition("-")
    parts = clock.split(":")
    if not all(part.isdigit() for part in parts) or (dash and not days.isdigit()) or not 2 <= len(parts) <= 3:
        return None
    hours, minutes, seconds = (0, *map(int, parts))[-3:]
    return ((int(days or 0) * 24 + hours) * 60 + minutes) * 60 + seconds


def _printed(program: str, *arguments: str) -> str:
    found = shutil.which(program)
    if found is None:
        return ""
    import subprocess  # Only where a program is asked.

    try:
        done = subprocess.run([found, *arguments], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")
