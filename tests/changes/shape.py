"""Projects as people write them, each with the page's request that fails there (shapes/*.txt)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browsers.pages import PageRequest

_FOLDER = Path(__file__).parent / "shapes"


@dataclass(frozen=True)
class Shape:
    """One project, and the request of its page."""

    name: str
    files: Mapping[str, str]
    path: str
    origin: str = "http://localhost:3000"
    method: str = "GET"
    headers: tuple[str, ...] = ()
    credentials: bool = False
    exposes: str = ""
    run: str = "app:app"
    run_with: str = ""
    """A script that serves by itself, in place of `flask run`."""
    env: Mapping[str, str] = field(default_factory=dict)
    other: tuple[str, ...] = ()
    """Paths that must behave as before."""
    paste: str = ""
    """What was pasted, where it is not what a browser prints."""
    crlf: bool = False
    starts: bool = True
    again: bool = True
    """Whether the fixed code alone shows that nothing is left to do; else only a new response does."""
    dotenv: bool = False

    def request(self, port: int) -> PageRequest:
        """What the page sends."""
        pairs = (each.partition(":") for each in self.headers)
        headers = {name: value.strip() for name, _, value in pairs}
        is_json = any("json" in value for value in headers.values())
        return PageRequest(
            f"http://localhost:{port}{self.path}",
            self.method,
            headers,
            "include" if self.credentials else "same-origin",
            "{}" if is_json else None,
        )

    def write(self, folder: Path) -> None:
        """Put the files into a folder."""
        for path, text in self.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes((text.replace("\n", "\r\n") if self.crlf else text).encode())


def load_shapes() -> tuple[Shape, ...]:
    """Every shape, file by file."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.txt"))]
    return tuple(
        _shape(part) for text in texts for part in re.split(r"^##### ", text, flags=re.MULTILINE)[1:]
    )


def _shape(text: str) -> Shape:
    head, *files = re.split(r"^=== ", text, flags=re.MULTILINE)
    name, _, settings = head.partition("\n")
    given: dict[str, Any] = tomllib.loads(settings)
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    return Shape(name.strip(), dict(map(_file, files)), **given)


def _file(text: str) -> tuple[str, str]:
    path, _, content = text.partition("\n")
    return path.strip(), content
