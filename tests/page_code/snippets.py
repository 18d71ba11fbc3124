"""The table: snippets as people write them, each with the calls that must be found in it, and no others.

A file of `snippets/` holds cases. A case begins with `=== what it is about`; its code follows, more files
after `@@ path` (`@@ .env` sets variables), and after `---` one line for each call:

    METHOD URL credentials body header,header,... library line [name=value ...]

`-` stands for nothing, `?` for credentials that the code doesn't settle. A case that names a header sent
only under a condition (`sometimes=`) on one of its lines names all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cors_wizard.page_code import PageCall, PageCode
from cors_wizard.page_code.read_page_code import read_page_code

FOLDER = Path(__file__).parent / "snippets"
_FIRST_FILE = "page.js"


@dataclass(frozen=True)
class CodeFile:
    """A file of a case."""

    path: str
    text: str


@dataclass(frozen=True)
class Case:
    """A snippet and what is in it."""

    name: str
    files: tuple[CodeFile, ...]
    expected: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)

    def read(self) -> PageCode:
        """What the reader says."""
        return read_page_code(self.files, self.env)


def cases(name: str = "*") -> Iterator[Case]:
    """Every case of the table."""
    for path in sorted(FOLDER.glob(f"{name}.txt")):
        for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = block.partition("\n")
            yield _case(f"{path.stem}: {title.strip()}", rest)


def _case(name: str, block: str) -> Case:
    code, _, expected = ("\n" + block).rpartition("\n---\n")
    files: list[CodeFile] = []
    env: dict[str, str] = {}
    for part in re.split(r"^@@ ", f"@@ {_FIRST_FILE}\n{code.removeprefix(chr(10))}", flags=re.MULTILINE)[1:]:
        path, _, text = part.partition("\n")
        if path.strip() == ".env":
            env |= dict(line.split("=", 1) for line in text.split() if "=" in line)
        elif text.strip():
            files.append(CodeFile(path.strip(), text))
    lines = tuple(line.strip() for line in expected.splitlines() if line.strip())
    return Case(name, tuple(files), lines, env)


def in_short(call: PageCall, first_file: str, *, marks_conditions: bool = True) -> str:
    """A call as the table writes it."""
    names = ",".join(sorted(name.lower() for name, _ in call.headers)) or "-"
    line = str(call.line) if call.file == first_file else f"{call.file}:{call.line}"
    parts = [
        call.method or "-",
        call.url or "-",
        call.credentials or "?",
        call.body,
        names,
        call.library,
        line,
    ]
    if call.mode != "cors":
        parts.append(f"mode={call.mode}")
    if call.base_variable:
        parts.append(f"base={call.base_variable}")
    if call.forces_preflight:
        parts.append("preflight=forced")
    if call.sometimes and marks_conditions:
        parts.append("sometimes=" + ",".join(name.lower() for name in call.sometimes))
    if call.uncertain:
        parts.append("uncertain=" + ",".join(call.uncertain))
    return " ".join(parts)


def found_in(case: Case) -> tuple[str, ...]:
    """What was found, as the table writes it."""
    first = case.files[0].path if case.files else _FIRST_FILE
    marks = any("sometimes=" in line for line in case.expected)
    return tuple(in_short(call, first, marks_conditions=marks) for call in case.read().calls)
