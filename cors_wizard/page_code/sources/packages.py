"""Which packages a page is made with, and in which versions: `package.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cors_wizard.page_code.page_call import PageFile

_TABLES = ("dependencies", "devDependencies", "peerDependencies")


def is_package_file(path: str) -> bool:
    """Whether a file names packages."""
    return path.rpartition("/")[2] == "package.json"


def parsed(file: PageFile) -> dict[str, Any]:
    """What a `package.json` holds; nothing where it can't be read."""
    try:
        content = json.loads(file.text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def versions(files: Iterable[PageFile]) -> dict[str, str]:
    """Every package that is named, with the version that is asked for."""
    found: dict[str, str] = {}
    for file in files:
        content = parsed(file)
        for name in _TABLES:
            table = content.get(name)
            for package, version in table.items() if isinstance(table, dict) else ():
                if isinstance(version, str):
                    found.setdefault(package, version)
    return found
