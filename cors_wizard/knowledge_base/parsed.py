"""The built-in knowledge files as a build parsed them: reading JSON takes a thirtieth of the time of TOML.

Each table is kept under the hash of the file's bytes, so a file that was edited since is parsed anew.
Imports only the standard library: the build loads this module without its package.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from functools import cache
from pathlib import Path

FILE = "parsed.json"
"""Lies beside this module where a build put it; a checkout that was never installed has none."""


def parsed_text(folder: Path) -> str:
    """What the file says for a folder of knowledge, each table on a line of its own."""
    files = (path.read_bytes() for path in sorted(folder.rglob("*.toml")))
    tables = {_key(raw): tomllib.loads(raw.decode("utf-8")) for raw in files}
    lines = (f"{json.dumps(key)}: {json.dumps(table, ensure_ascii=False)}" for key, table in tables.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def table_of(raw: bytes) -> dict[str, object] | None:
    """The table of a file with these bytes, where the build has parsed it; not to be changed."""
    return _tables().get(_key(raw))


@cache
def _tables() -> dict[str, dict[str, object]]:
    path = Path(__file__).with_name(FILE)
    try:
        tables: dict[str, dict[str, object]] = json.loads(path.read_bytes())
    except (OSError, ValueError):  # It saves time and decides nothing: without it the files are parsed.
        return {}
    return tables


def _key(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
