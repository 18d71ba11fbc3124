"""What each browser prints for the three errors, with `{url}`, `{page}` and `{status}` to fill in."""

from __future__ import annotations

import tomllib
from pathlib import Path

PAGE = "http://localhost:3000"

_TEXTS = tomllib.loads((Path(__file__).parent / "data" / "error_texts.toml").read_text("utf-8"))

MISSING: dict[str, str] = _TEXTS["missing"]
PREFLIGHT: dict[str, str] = _TEXTS["preflight"]
WILDCARD: dict[str, str] = _TEXTS["wildcard"]
