"""What a script finds around it: the browser's names, the environment's variables, the libraries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from cors_wizard.page_code.evaluation import builtin_objects, builtin_strings
from cors_wizard.page_code.evaluation.follow import Follower
from cors_wizard.page_code.evaluation.members import READ
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import Object, Text, Unknown, Value, text
from cors_wizard.page_code.libraries.axios import axios
from cors_wizard.page_code.libraries.fetch import fetch_names
from cors_wizard.page_code.libraries.web import web_names

# Reading them registers what they read.
READERS = (builtin_strings,)

_NO_VERSIONS: Mapping[str, str] = MappingProxyType({})
_PAGE_OBJECTS = ("window", "globalThis", "self", "global")


class Surroundings:
    """The names of one reading: libraries keep settings, so that every reading has its own."""

    def __init__(self, env: Mapping[str, str], versions: Mapping[str, str] = _NO_VERSIONS) -> None:
        self.follower: Follower | None = None
        self.environment = Object(
            {name: Text((value,) if value else (), name) for name, value in env.items()}, kind="environment"
        )
        self.names: dict[str, Value] = {
            **builtin_objects.object_names(),
            **web_names(),
            **fetch_names(),
            "process": Object({"env": self.environment}, is_open=True),
            "location": _location(),
        }
        self.axios = axios(sends_token_across=not is_at_least(versions.get("axios", ""), (1, 6, 2)))
        self.names["axios"] = self.axios
        page = Object(self.names, is_open=True, kind="page")
        self.names |= dict.fromkeys(_PAGE_OBJECTS, page)
        self._packages: dict[str, Callable[[], Object]] = {
            "axios": lambda: self.axios,
            "lodash": builtin_objects.merging,
            "lodash-es": builtin_objects.merging,
            "deepmerge": builtin_objects.merging,
        }
        self._made: dict[str, Object] = {}

    def package(self, specifier: str) -> Object | None:
        """The library of that name, made when it is first imported."""
        if specifier not in self._made and specifier in self._packages:
            self._made[specifier] = self._packages[specifier]()
        return self._made.get(specifier)


def is_at_least(version: str, wanted: tuple[int, ...]) -> bool:
    """Whether a version (or a range's beginning: `^1.7.2`) is that one or later."""
    numbers = tuple(int(number) for number in re.findall(r"\d{1,6}", version)[:3])
    return bool(numbers) and numbers >= wanted


def _location() -> Object:
    """The page's own address: what begins with its origin is relative."""
    return Object({"origin": text("")}, is_open=True, kind="location")


def _of_environment(run: Run, value: Object, name: str) -> Value:
    return Unknown(name, variable=name)


READ["environment"] = _of_environment
