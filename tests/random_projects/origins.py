"""The ways in which people write their list of origins."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random

from tests.random_projects.source import Source

_Writer = Callable[[Source, Sequence[str]], str]


def written(random: Random, source: Source, origins: Sequence[str]) -> str:
    """An expression that gives these origins, in the module `source`; what it needs is added there."""
    return random.choice(_WRITERS)(source, origins)


def _literal(source: Source, origins: Sequence[str]) -> str:
    del source
    return repr(list(origins))


def _double_quoted(source: Source, origins: Sequence[str]) -> str:
    del source
    return json.dumps(list(origins))


def _constant(source: Source, origins: Sequence[str]) -> str:
    lines = "".join(f'    "{each}",\n' for each in origins)
    source.define(f"ALLOWED_ORIGINS = [\n{lines}]")
    return "ALLOWED_ORIGINS"


def _split_default(source: Source, origins: Sequence[str]) -> str:
    source.need("import os")
    source.define(f'ORIGINS = os.environ.get("CORS_ORIGINS", "{",".join(origins)}").split(",")')
    return "ORIGINS"


def _stripped(source: Source, origins: Sequence[str]) -> str:
    source.need("import os")
    source.define(f'_given = os.getenv("FRONTEND_ORIGINS", "{", ".join(origins)}")')
    return '[each.strip() for each in _given.split(",") if each.strip()]'


def _in_config(source: Source, origins: Sequence[str]) -> str:
    """A class of settings in a module beside it."""
    attribute = f"    CORS_ORIGINS_LIST = {json.dumps(list(origins))}\n"
    source.beside("config.py", f"class Config:\n    DEBUG = False\n{attribute}")
    source.need(f"from {source.package}config import Config")
    return "Config.CORS_ORIGINS_LIST"


def _in_module(source: Source, origins: Sequence[str]) -> str:
    source.beside("settings.py", f"FRONTENDS = {tuple(origins)!r}\n")
    source.need(f"from {source.package}settings import FRONTENDS")
    return "list(FRONTENDS)"


def _one_by_one(source: Source, origins: Sequence[str]) -> str:
    names = [f"FRONTEND_{number}" for number, _ in enumerate(origins, 1)]
    for name, origin in zip(names, origins, strict=True):
        source.define(f'{name} = "{origin}"')
    return f"[{', '.join(names)}]"


def _from_environment_file(source: Source, origins: Sequence[str]) -> str:
    """`.env`, read by python-dotenv when `flask run` starts."""
    source.at_top(".env", f"ORIGINS={','.join(origins)}\n")
    source.need("import os")
    return 'os.environ["ORIGINS"].split(",")'


_WRITERS: tuple[_Writer, ...] = (
    *(_literal, _double_quoted, _constant, _split_default, _stripped),
    *(_in_config, _in_module, _one_by_one, _from_environment_file),
)
