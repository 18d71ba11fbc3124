"""How the app is started in containers and services, as far as that decides which `.env` files it gets.

Files are read line by line; no command is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.configuration.environment_files import named_environment_files
from cors_wizard.flask_code.configuration.file_names import is_compose, is_dockerfile, is_test_path
from cors_wizard.frozen import dataclass
from cors_wizard.project.containers import starting_commands
from cors_wizard.project.proxies.comments import hash_lines
from cors_wizard.project.proxies.compose import Service, published_ports, services
from cors_wizard.project.starters import Given, read_given
from cors_wizard.project.versions import Versions

StartKind = Literal["compose", "container", "service", "procfile"]

IGNORING = ".dockerignore"
_SERVERS = frozenset(
    ("gunicorn", "uwsgi", "waitress-serve", "hypercorn", "uvicorn", "granian", "flask", "cheroot")
)
_BETWEEN = re.compile(r"[\"',=\[\]\\\s]")
_CONTEXT = re.compile(r"(?:build|context):\s{1,9}[\"']?([^\s\"'#]{1,200})")
_NAMED_DOCKERFILE = re.compile(r"dockerfile:\s{1,9}[\"']?([^\s\"'#]{1,200})")
_MOUNT = re.compile(r"-\s{1,9}[\"']?\.{1,2}/?[\w./-]{0,100}:/")
_NO_ENV = re.compile(r"/?(?:\*\*/)?(?:\.env\*?|\*\.env|\.\*)")


@dataclass(frozen=True)
class Start:
    """One way in which a file starts the app."""

    kind: StartKind
    program: str
    """`gunicorn`, `flask`, `python`, ..."""
    path: str
    line: int
    gets: tuple[str, ...] = ()
    """The files of variables that it is given."""
    has_no_env: bool = False
    """Whether `.env` stays out of the image."""

    @property
    def where(self) -> str:
        """`path:line`."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Starts:
    """Everything that the folder tells of how the app is started."""

    ways: tuple[Start, ...] = ()
    """Compose first, since what it sets counts more than the image."""
    lacks_dotenv: str = ""
    """The virtual environment with Flask in it and without python-dotenv."""
    asks_for_dotenv: bool = False
    """Whether the project asks for python-dotenv, which `flask run` loads `.env` with."""
    given: Given = Given()
    """What else may start the app, as far as it gives variables or loads files of them."""
    published: tuple[int, ...] = ()
    """The ports at which Compose publishes services."""


def read_starts(files: Sequence[TextFile], versions: Versions) -> Starts:
    """How the app is started."""
    wanted = [file for file in files if not is_test_path(file.path)]
    images = {file.path: file for file in wanted if is_dockerfile(file.name)}
    keeps_out = any(map(_keeps_out_env, (file for file in wanted if file.name == IGNORING)))
    composed = [way for file in wanted if is_compose(file.name) for way in _composed(file, images, keeps_out)]
    others = [way for file in wanted if not is_compose(file.name) for way in _alone(file, keeps_out)]
    order: tuple[StartKind, ...] = ("container", "service", "procfile")
    others.sort(key=lambda way: order.index(way.kind))
    published = tuple(
        outside
        for file in wanted
        if is_compose(file.name)
        for _, line in hash_lines(file.lines)
        for _, outside in published_ports(line)
    )
    return Starts(
        (*composed, *others), _lacking(versions), _asks_for_dotenv(wanted), read_given(wanted), published
    )


def _lacking(versions: Versions) -> str:
    having = [each for each in versions.environments if "flask" in each.installed]
    can_tell = having and not any(each.sees_system_packages or each.has_dotenv for each in having)
    return having[0].path if can_tell else ""


def _asks_for_dotenv(files: Sequence[TextFile]) -> bool:
    listing = (file for file in files if file.name.endswith((".txt", ".in", ".toml", ".lock", "Pipfile")))
    return any("python-dotenv" in file.text.lower() for file in listing)


def _keeps_out_env(file: TextFile) -> bool:
    return any(_NO_ENV.fullmatch(line.strip()) for line in file.lines)


def program_of(command: str) -> str:
    """The program in a command that starts an app; empty where none of ours is."""
    names = [word.rpartition("/")[2] for word in _BETWEEN.sub(" ", command).split()]
    found = next((name for name in names if name in _SERVERS), "")
    if found == "flask":
        return "flask" if "run" in names else ""
    runs_script = any(re.fullmatch(r"python[\d.]*", name) for name in names)
    return found or ("python" if runs_script and any(name.endswith(".py") for name in names) else "")


def _alone(file: TextFile, keeps_out: bool) -> Iterator[Start]:
    """A Dockerfile, a unit of systemd, a Procfile."""
    kind = _kind(file)
    if kind is None:
        return
    gets = tuple(each.name for each in named_environment_files([file]))
    for number, command in starting_commands(file):
        if program := program_of(command):
            yield Start(kind, program, file.path, number, gets, kind == "container" and keeps_out)
            return


def _kind(file: TextFile) -> StartKind | None:
    if is_dockerfile(file.name):
        return "container"
    if file.name.endswith(".service"):
        return "service"
    return "procfile" if file.name == "Procfile" else None


def _composed(file: TextFile, images: Mapping[str, TextFile], keeps_out: bool) -> Iterator[Start]:
    """Each service of Compose that starts the app, by its own command or by that of its image."""
    commands = dict(starting_commands(file))
    named = named_environment_files([file])
    for service in services(file):
        numbers = [number for number, _ in service.lines]
        own = next((commands[number] for number in numbers if number in commands), "")
        program = program_of(own) if own else _program_of_image(service, file, images)
        if not program:
            continue
        gets = tuple(each.name for each in named if numbers[0] <= each.line <= numbers[-1])
        is_mounted = any(_MOUNT.match(text) for _, text in service.lines)
        yield Start("compose", program, file.path, numbers[0], gets, keeps_out and not is_mounted)


def _program_of_image(service: Service, file: TextFile, images: Mapping[str, TextFile]) -> str:
    context = service.found(_CONTEXT)
    if not context:
        return ""
    folder = file.path.rpartition("/")[0]
    name = service.found(_NAMED_DOCKERFILE) or "Dockerfile"
    parts = [part for part in f"{folder}/{context}/{name}".split("/") if part not in ("", ".")]
    image = images.get("/".join(parts))
    commands = starting_commands(image) if image else ()
    return next((program for _, command in commands if (program := program_of(command))), "")
