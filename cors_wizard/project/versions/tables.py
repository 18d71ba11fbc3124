"""Looks into parsed TOML and JSON whose shape nobody vouches for."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from cors_wizard.facts.found import TextFile


def parse_toml(file: TextFile) -> Mapping[str, Any] | str:
    """The file's table, or a sentence that says why there is none."""
    try:
        return tomllib.loads(file.text)
    except (ValueError, RecursionError):
        return f"{file.path}: is not valid TOML."


def parse_json(file: TextFile) -> Mapping[str, Any] | str:
    """The file's object, or a sentence that says why there is none."""
    try:
        return table(json.loads(file.text))
    except (ValueError, RecursionError):
        return f"{file.path}: is not valid JSON."


def table(value: object, *keys: str) -> Mapping[str, Any]:
    """The table under these keys; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list; empty where it isn't a list."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def text(value: object) -> str:
    """The text; empty where it is none."""
    return value if isinstance(value, str) else ""
