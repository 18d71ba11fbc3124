"""Reads which environment variables files give to the process: `.env`, systemd, Compose, Dockerfile.

Line by line, and nothing is expanded. A value may be a secret: it is handed on only where the code reads it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.configuration.file_names import (
    is_compose,
    is_dockerfile,
    is_dotenv,
    is_example,
    is_gunicorn,
)
from cors_wizard.flask_code.findings import SettingsFile
from cors_wizard.frozen import dataclass

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,99}")
_WORD = r"(?:\"[^\"]{0,5000}\"|'[^']{0,5000}'|\S){1,5000}+"
_PAIR = re.compile(rf"([A-Za-z_][A-Za-z0-9_]{{0,99}})=({_WORD}|)(?:\s+|\Z)")
_OF_THE_PAGE = ("VITE_", "REACT_APP_", "NEXT_PUBLIC_", "VUE_APP_", "NUXT_", "PUBLIC_", "EXPO_PUBLIC_")
_MOST_LINES = 20_000
_LONGEST = 20_000

Kind = Literal["dotenv", "example", "systemd", "compose", "dockerfile", "procfile", "gunicorn", "ini"]


def is_wanted(name: str) -> bool:
    """Whether a file of that name may set variables for the process."""
    return any(test(name) for test, _, _ in _READERS)


def is_of_another_app(path: str, own: str, others: Iterable[str]) -> bool:
    """Whether a file sets variables for the app of another folder: for another service of the project.

    Args:
        path: the file's path.
        own: the file that makes the app in view.
        others: the files that make the project's other apps.
    """
    if not is_wanted(path.rpartition("/")[2]):
        return False
    homes = {other[: other.rfind("/") + 1] for other in others}
    return any(home and path.startswith(home) and not own.startswith(home) for home in homes)


def read_environment_files(files: Sequence[TextFile]) -> tuple[SettingsFile, ...]:
    """Every variable that the files set, the shallow files first, `.env` before the others."""
    found: list[tuple[int, int, SettingsFile]] = []
    for file in files:
        for order, (test, kind, read) in enumerate(_READERS):
            if test(file.name):
                found += [(order, file.depth, one) for one in _settings(file, kind, read)]
                break
    found.sort(key=lambda one: one[:2])
    return tuple(one for _, _, one in found)


def _settings(
    file: TextFile, kind: Kind, read: Callable[[list[str]], Iterator[tuple[int, str, str]]]
) -> Iterator[SettingsFile]:
    is_only_example = is_dotenv(file.name) and is_example(file.name)
    for line, name, value in read(file.lines[:_MOST_LINES]):
        if _NAME.fullmatch(name) and not name.startswith(_OF_THE_PAGE) and len(value) < _LONGEST:
            # What goes on in the next line isn't read: the part that is known may not be taken for all of it.
            value = _elsewhere(name) if value.endswith("\\") else value
            yield SettingsFile(name, value, file.path, line, "example" if is_only_example else kind)


def _elsewhere(name: str) -> str:
    """In place of a value that isn't known here, as one that refers to another."""
    return f"${{{name}}}"


def _of_dotenv(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Of lines that set the same, the last counts."""
    yield from {one[1]: one for one in _lines_of_dotenv(lines)}.values()


def _lines_of_dotenv(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    following = enumerate(lines, start=1)
    for number, line in following:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if not equals or name.startswith("#"):
            continue
        value, quote = value.strip(), value.strip()[:1]
        if quote in ("'", '"') and not _closes(value[1:], quote):
            end = next((at for at in range(number, len(lines)) if _closes(lines[at], quote)), None)
            if end is None:
                yield number, name.strip(), _elsewhere(name.strip())
                continue
            value = "\n".join((value, *lines[number : end + 1]))
            deque(islice(following, end + 1 - number), maxlen=0)
        yield number, name.strip(), _unquoted(value)


def _closes(text: str, quote: str) -> bool:
    """Whether a quotation ends in a text."""
    return quote in text.replace(f"\\{quote}", "")


def _of_shell(name: str, value: str) -> str:
    """A word without its quotes; not known where they are opened here and closed elsewhere, or amid it."""
    bare = value[1:-1] if len(value) > 1 and value[0] == value[-1] in "'\"" else value
    return _elsewhere(name) if "'" in bare or '"' in bare else bare


def _unquoted(value: str) -> str:
    """A value without its quotes, or without a comment behind it."""
    if value[:1] in ("'", '"'):
        return value[1:].partition(value[0])[0]
    return value.partition(" #")[0].rstrip()


def _of_unit(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """`Environment="A=1" B=2` of a systemd unit."""
    for number, line in enumerate(lines, start=1):
        key, _, rest = line.strip().partition("=")
        if key == "Environment":
            for part in re.findall(_WORD, rest):
                name, _, value = (part[1:-1] if part[0] in "'\"" else part).partition("=")
                yield number, name, _of_shell(name, value)


def _of_compose(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """`environment:` as a list or a table; of what goes over several lines, or is elsewhere, the name."""
    depth: int | None = None
    filled = [each for each in enumerate(lines, start=1) if each[1].strip() and each[1].strip()[0] != "#"]
    for (number, line), (_, behind) in zip(filled, (*filled[1:], (0, "")), strict=False):
        text, indent = line.strip(), _indent(line)
        if depth is not None and indent <= depth and not (indent == depth and text.startswith("-")):
            depth = None
        if text == "environment:":
            depth = indent
        elif depth is not None:
            # In a list, quotes around the whole entry are YAML's; those behind `=` are part of the value.
            is_item = text.startswith("-")
            entry = _unquoted(text[1:].strip()) if is_item else text
            name, has, value = entry.partition("=" if is_item else ":")
            name, value = name.strip().strip("\"'"), value.strip()
            # A name alone is passed on from where Compose runs.
            given = value if is_item else _unquoted(value)
            is_whole = _indent(behind) <= indent and not text.strip("- ").startswith(("&", "*"))
            is_here = has and value and is_whole and (is_item or value[0] not in "&*!|>")
            yield number, name, given if is_here else _elsewhere(name)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _of_dockerfile(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """`ENV A=1 B=2` and `ENV A 1`, over lines that end with a backslash."""
    goes_on = False
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        is_env = text.upper().startswith("ENV ")
        if is_env or goes_on:
            body = text[4:].strip() if is_env else text
            pairs = [(found[1], _of_shell(found[1], found[2])) for found in _PAIR.finditer(body)]
            name, _, value = body.partition(" ")
            pairs = pairs or ([(name, value.strip())] if is_env else [])
            yield from ((number, key, given) for key, given in pairs)
            goes_on = text.endswith("\\")


def _of_procfile(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """`web: A=1 gunicorn app:app`."""
    for number, line in enumerate(lines, start=1):
        command, place = line.partition(":")[2].strip(), 0
        while pair := _PAIR.match(command, place):
            yield number, pair[1], _of_shell(pair[1], pair[2])
            place = pair.end()


def _of_gunicorn(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """The texts of `raw_env = ["A=1"]`."""
    is_inside = False
    for number, (line, behind) in enumerate(zip(lines, (*lines[1:], ""), strict=True), start=1):
        is_inside = is_inside or bool(re.match(r"\s{0,8}raw_env\s{0,8}=", line))
        if is_inside:
            for found in re.finditer(r"([\"'])([A-Za-z_]\w{0,99})=([^\"']{0,5000})\1", line):
                # Python joins texts that have nothing between them.
                is_whole = (line[found.end() :].strip() or behind.strip()).startswith((",", "]", ")"))
                yield number, found[2], found[3] if is_whole else _elsewhere(found[2])
            is_inside = not line.rstrip().endswith(("]", ")"))


def _of_ini(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """The section `[settings]` of decouple's settings.ini."""
    is_inside = False
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text.startswith("["):
            is_inside = text == "[settings]"
        elif is_inside and not text.startswith(("#", ";")):
            name, equals, value = text.partition("=")
            if equals:
                yield number, name.strip(), value.strip()


_LinesReader = Callable[[list[str]], Iterator[tuple[int, str, str]]]
_READERS: tuple[tuple[Callable[[str], bool], Kind, _LinesReader], ...] = (
    (is_dotenv, "dotenv", _of_dotenv),
    (lambda name: name.endswith(".service"), "systemd", _of_unit),
    (is_compose, "compose", _of_compose),
    (is_dockerfile, "dockerfile", _of_dockerfile),
    (lambda name: name == "Procfile", "procfile", _of_procfile),
    (is_gunicorn, "gunicorn", _of_gunicorn),
    (lambda name: name == "settings.ini", "ini", _of_ini),
)


def in_effect(settings: Sequence[SettingsFile]) -> Mapping[str, str]:
    """The values that the process has as far as the files tell, without those that refer to another."""
    known: dict[str, str] = {}
    for one in settings:
        if one.kind != "example" and "$" not in one.value:
            known.setdefault(one.name, one.value)
    return known


@dataclass(frozen=True)
class EnvironmentFile:
    """A file of variables that a systemd unit or Compose names, with the place where it does."""

    name: str
    path: str
    line: int


_NAMED = re.compile(r"^\s{0,40}(?:EnvironmentFile=-?|env_file:\s{0,9}|-\s{1,9})(\S{1,300})")


def named_environment_files(files: Sequence[TextFile]) -> tuple[EnvironmentFile, ...]:
    """Each `EnvironmentFile=` of a unit and `env_file:` of Compose."""
    found: list[EnvironmentFile] = []
    for file in files:
        if not (file.name.endswith(".service") or is_compose(file.name)):
            continue
        is_inside = False
        for number, line in enumerate(file.lines[:_MOST_LINES], start=1):
            text = line.strip()
            is_list = is_inside and text.startswith("-")
            is_inside = text == "env_file:" or is_list
            match = _NAMED.match(line) if is_list or not text.startswith("-") else None
            if match:
                found.append(EnvironmentFile(match[1].strip("\"'"), file.path, number))
    return tuple(found)
