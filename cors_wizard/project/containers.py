"""Reads how a container starts the app: on which port in there, and which port leads to it from outside.

Dockerfiles, Docker Compose files and Procfiles are read line by line; no command is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cors_wizard.facts import Fact
from cors_wizard.facts.found import TextFile, place, scanned
from cors_wizard.flask_code.configuration.file_names import (
    is_compose,
    is_dockerfile,
    is_gunicorn,
    is_test_path,
)
from cors_wizard.frozen import dataclass
from cors_wizard.project.proxies.comments import hash_lines
from cors_wizard.project.proxies.compose import published_ports

_PORT = re.compile(r"FLASK_RUN_PORT[=: ]\s?[\"']?([0-9]{2,5})\b")
_HOST = re.compile(r"FLASK_RUN_HOST[=: ]\s?[\"']?([0-9a-z.:]{2,40})")
_BETWEEN = re.compile(r"[\"',=\[\]\\\s]")
_OWN_MACHINE = ("127.0.0.1", "localhost", "[::1]")
_LONGEST_COMMAND = 20
_OF_WEB_SERVERS = (80, 443)
"""The ports of what serves a page or passes requests on, where nothing says that the app has one."""
_BIND_SETTING = re.compile(r"\s{0,8}bind\s{0,8}=\s{0,8}\[?[\"']([^\"'\s]{1,100})[\"']")


@dataclass(frozen=True)
class _Starter:
    """A program that starts an app: the options for its port and its host, and what it does without them."""

    port: tuple[str, ...]
    host: tuple[str, ...]
    usual: int
    is_open: bool = False
    """Whether it listens on all addresses by itself."""


_BIND = ("--bind", "-b")
_STARTERS = {
    "flask": _Starter(("--port", "-p"), ("--host", "-h"), 5000),
    "gunicorn": _Starter(_BIND, _BIND, 8000),
    "hypercorn": _Starter(_BIND, _BIND, 8000),
    "uvicorn": _Starter(("--port",), ("--host",), 8000),
    "waitress-serve": _Starter(("--port", "--listen"), ("--host", "--listen"), 8080, is_open=True),
}


def _goes_on_after_backslash(line: str, after: str) -> bool:
    return line.endswith("\\")


def _goes_on_in_yaml(line: str, after: str) -> bool:
    return bool(after) and not re.match(r"[A-Za-z_.-]{1,60}:(?:\s|$)", after)


_KINDS = {
    "compose": (re.compile(r"(?:command|entrypoint):"), _goes_on_in_yaml),
    "procfile": (re.compile(r"web:"), _goes_on_after_backslash),
    "unit": (re.compile(r"ExecStart="), _goes_on_after_backslash),
    "": (re.compile(r"(?:CMD|ENTRYPOINT)\b"), _goes_on_after_backslash),
}
"""For each kind of file how a line begins that starts the app, and whether the next line belongs to it."""


def is_wanted(name: str) -> bool:
    """Whether a file of that name says how a container or a process is started."""
    return name == "Procfile" or is_dockerfile(name) or is_compose(name) or _is_service(name)


def _is_service(name: str) -> bool:
    """Whether it is a unit of systemd, or gunicorn's own configuration."""
    return name.endswith(".service") or is_gunicorn(name)


def read_containers(files: Sequence[TextFile]) -> tuple[Fact, ...]:
    """The facts `run_port`, `container_listens` and `published_port`; Compose overrides the Dockerfile."""
    wanted = [file for file in files if is_wanted(file.name) and not is_test_path(file.path)]
    wanted.sort(key=lambda file: not is_compose(file.name))
    started = [fact for file in wanted for fact in _of_file(file)]
    inside = next((fact.value for fact in started if fact.name == "run_port"), None)
    published = [each for file in wanted if is_compose(file.name) for each in _published(file)]
    fitting = [
        fact
        for target, fact in published
        if target == inside or (inside is None and not published[1:] and target not in _OF_WEB_SERVERS)
    ]
    return (*started, *fitting[:1])


def _of_file(file: TextFile) -> Iterator[Fact]:
    if is_gunicorn(file.name):
        yield from _of_gunicorn(file)
        return
    port = next((found[1] for line in file.lines if (found := _PORT.search(line))), "")
    host = next((found[1] for line in file.lines if (found := _HOST.search(line))), "")
    for number, command in starting_commands(file):
        words = _BETWEEN.sub(" ", command).split()
        names = [word.rpartition("/")[2] for word in words]
        program = next((name for name in names if name in _STARTERS), "")
        if not program or (program == "flask" and "run" not in names):
            continue
        starter, where = _STARTERS[program], place(file.path, number)
        given, address = _after(words, starter.port), _after(words, starter.host)
        if program == "flask":
            given, address = given or port, address or host
        elif not given and {"-c", "--config"} & set(words):
            return
        # What runs a Procfile sets PORT, which gunicorn takes.
        usual = 0 if file.name == "Procfile" else starter.usual
        if told := _number(given, usual):
            yield scanned("run_port", told, where, command)
        if file.name != "Procfile" and not _is_service(file.name):
            is_open = starter.is_open or (address and not address.startswith(_OWN_MACHINE))
            yield scanned("container_listens", "everywhere" if is_open else "inside", where, command)
        return


def starting_commands(file: TextFile) -> Iterator[tuple[int, str]]:
    """Each line that starts the app, with the lines that go on with it."""
    begins, goes_on = _KINDS[_kind(file.name)]
    lines = list(hash_lines(file.lines))
    for index, (number, line) in enumerate(lines):
        if not begins.match(line):
            continue
        command = [line]
        for _, after in lines[index + 1 : index + _LONGEST_COMMAND]:
            if not goes_on(command[-1], after):
                break
            command.append(after)
        yield number, " ".join(command)


def _kind(name: str) -> str:
    if name.endswith(".service"):
        return "unit"
    return "compose" if is_compose(name) else "procfile" if name == "Procfile" else ""


def _of_gunicorn(file: TextFile) -> Iterator[Fact]:
    """`bind = "0.0.0.0:8000"` in gunicorn.conf.py."""
    for number, line in enumerate(file.lines, start=1):
        found = _BIND_SETTING.match(line)
        if found and (port := _number(found[1], 0)):
            yield scanned("run_port", port, place(file.path, number), line)
            return


def _after(words: list[str], flags: tuple[str, ...]) -> str:
    return next((after for word, after in pairwise(words) if word in flags), "")


def _number(given: str, usual: int) -> int:
    """The port in `8000`, `0.0.0.0:8000` or `:8000`; 0 where a variable or a socket is there."""
    if not given:
        return usual
    number = given.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0


def _published(file: TextFile) -> Iterator[tuple[int, Fact]]:
    """The port inside and the published one, of each `8000:5000` in a list of ports."""
    for number, line in hash_lines(file.lines):
        for inside, outside in published_ports(line):
            yield inside, scanned("published_port", outside, place(file.path, number), line)
