"""The requests that `check` is to make: of the command line, or several of a TOML file."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, cast

from cors_wizard.cli.streams import read_text, visible
from cors_wizard.errors import InputError
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fetch_standard.methods import is_forbidden_method, is_token
from cors_wizard.fetch_standard.typed import checked_origin, checked_url
from cors_wizard.fetch_standard.urls import absolute, parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.toml_text import parse_toml

Expected = Literal["allowed", "refused"]
MOST_REQUESTS = 100
CONFIG_FILE = "pyproject.toml"
_TABLE = "cors-wizard"
_KEYS = ("name", "url", "origin", "method", "headers", "credentials", "expected")
_SHAPE = "Give [[tool.cors-wizard.requests]] tables with url, origin, method, headers, credentials, expected."


@dataclass(frozen=True)
class CheckRequest:
    """One request and what should come of it."""

    url: str
    origin: str
    method: str = "GET"
    headers: tuple[str, ...] = ()
    """Each as `Name` or `Name: value`."""
    credentials: bool = False
    expected: Expected = "allowed"
    name: str = ""

    @property
    def title(self) -> str:
        """How it is called where there are several."""
        return self.name or f"{self.method} {self.url} from {self.origin}"

    @property
    def facts(self) -> Facts:
        """What it says of the page's request."""
        given: dict[str, FactValue] = {
            "url": self.url,
            "origin": self.origin,
            "method": self.method,
            "request_headers": self.headers,
            "credentials": "include" if self.credentials else "same-origin",
        }
        return Facts.of(Fact(name, value, "answered", "an option") for name, value in given.items())


def requested(arguments: argparse.Namespace) -> tuple[CheckRequest, ...]:
    """What to check; raises InputError and FileError."""
    config: Path | None = arguments.config
    if arguments.url is None:
        return _of_file(config or Path(CONFIG_FILE), is_named=config is not None)
    if config is not None:
        raise InputError("Both a URL and --config were given.", hint="Give one of them.")
    if arguments.origin is None:
        raise InputError(
            "The page's origin is missing.", hint="Give it with --origin, as http://localhost:3000."
        )
    given = arguments
    return (check_request(given.url, given.origin, given.method, given.header, given.credentials),)


def check_request(
    url: str, origin: str, method: str, headers: Iterable[str], credentials: bool
) -> CheckRequest:
    """One request, each part of it checked; raises InputError."""
    return CheckRequest(
        checked_check_url(url),
        checked_origin(origin),
        _method(method),
        tuple(map(_header, headers)),
        credentials,
    )


def checked_check_url(text: str) -> str:
    """A URL that fetch() takes; raises InputError."""
    url = checked_url(text)
    parsed = parse_url(url)
    if parsed is not None and parsed.has_credentials:
        hint = "Leave them out; what needs them takes an Authorization header."
        raise InputError("fetch() rejects a URL with a user name or password in it.", hint=hint)
    return url


def _of_file(path: Path, *, is_named: bool) -> tuple[CheckRequest, ...]:
    if not is_named and not path.is_file():
        raise InputError(
            "No URL was given, and this folder has no pyproject.toml.",
            hint="Give a URL and --origin, or a file with requests by --config.",
        )
    shown = visible(str(path))
    try:
        table = parse_toml(read_text(str(path)))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{shown} is not valid TOML: {visible(str(error))}.", hint="Correct it.") from error
    except RecursionError as error:
        raise InputError(f"{shown} is nested too deeply.", hint=_SHAPE) from error
    found = tuple(_requests(_own_table(table), shown))
    if not found:
        raise InputError(f"{shown} has no requests to check.", hint=_SHAPE)
    if len(found) > MOST_REQUESTS:
        raise InputError(f"{shown} has more than {MOST_REQUESTS} requests.", hint="Split the file.")
    return found


def _own_table(table: Mapping[str, object]) -> Mapping[str, object]:
    """`[tool.cors-wizard]`; in a file of our own its keys may also be at the top."""
    tool = table.get("tool")
    own = tool.get(_TABLE) if isinstance(tool, dict) else None
    if isinstance(own, dict):
        return own
    return table if "requests" in table or "url" in table else {}


def _requests(own: Mapping[str, object], shown: str) -> Iterator[CheckRequest]:
    common = {key: value for key, value in own.items() if key in _KEYS}
    listed = own.get("requests")
    if listed is None:
        yield from (_request(common, 1, shown),) if common else ()
        return
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise InputError(f"{shown}: `requests` is not a list of tables.", hint=_SHAPE)
    base = common.get("url")
    for number, each in enumerate(listed, 1):
        entry = {**common, **each}
        if isinstance(base, str) and isinstance(entry.get("url"), str):
            entry["url"] = absolute(cast(str, entry["url"]), base)
        yield _request(entry, number, shown)


def _request(entry: Mapping[str, object], number: int, shown: str) -> CheckRequest:
    where = f"{shown}, request {number}"
    for key in entry:
        if key not in _KEYS:
            raise InputError(
                f"{where}: there is no key '{visible(key[:60])}'.", hint=f"The keys are: {', '.join(_KEYS)}."
            )
    for key in ("url", "origin"):
        if key not in entry:
            raise InputError(f"{where}: `{key}` is missing.", hint=_SHAPE)
    try:
        return CheckRequest(
            checked_check_url(_text(entry, "url")),
            checked_origin(_text(entry, "origin")),
            _method(_text(entry, "method", "GET")),
            tuple(map(_header, _headers(entry.get("headers", [])))),
            _switch(entry.get("credentials", False)),
            _expected(_text(entry, "expected", "allowed")),
            _text(entry, "name", ""),
        )
    except InputError as error:
        raise InputError(f"{where}: {error.message}", hint=error.hint) from error


def _text(entry: Mapping[str, object], key: str, otherwise: str = "") -> str:
    value = entry.get(key, otherwise)
    if not isinstance(value, str):
        raise InputError(f"`{key}` isn't a string.", hint=_SHAPE)
    return value


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("include", "same-origin", "omit"):
        return value == "include"
    raise InputError(
        "`credentials` is neither true nor false.", hint="Give true where the page sends cookies."
    )


def _expected(value: str) -> Expected:
    if value not in ("allowed", "refused"):
        raise InputError("`expected` must be allowed or refused.", hint="Give one of the two.")
    return cast(Expected, value)


def _headers(value: object) -> list[str]:
    if isinstance(value, dict):
        value = [f"{name}: {each}" for name, each in value.items()]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise InputError(
            "`headers` isn't a list of strings.", hint='Give such as ["X-Tenant", "X-Api-Key: 1"].'
        )
    return value


def _method(name: str) -> str:
    if not is_token(name) or is_forbidden_method(name):
        raise InputError(
            f"Pages cannot use the method '{visible(name[:100])}'.", hint="Give one such as GET or PUT."
        )
    return name


def _header(line: str) -> str:
    name = line.partition(":")[0].strip()
    if not is_token(name):
        raise InputError(
            f"'{visible(line[:100])}' is not a valid header.",
            hint="Give NAME or 'NAME: VALUE', as X-Api-Key.",
        )
    return line.strip()
