"""What libraries were seen to send: code, and the requests that Chromium made of it, method by method.

A file of `measured/` holds cases. A case begins with `=== what it is about | package@version ...`; its code
follows, and after `---` one line for each request that came to a recording server:

    METHOD PATH credentials content-type header,header,...

`-` stands for nothing. `measure.py` wrote them down; `Accept` is left out, since no value here needs leave.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cors_wizard.page_code import PageCall
from cors_wizard.page_code.read_page_code import read_page_code
from tests.page_code.recorder import BROWSERS_OWN, Recorded
from tests.page_code.snippets import CodeFile

FOLDER = Path(__file__).parent / "measured"
API = "http://localhost:5999"
_VALUE = re.compile(r"\{[^{}]*\}|(?<=/)\d+")


@dataclass(frozen=True)
class Measured:
    """Code, the packages that it was run with, and what it sent."""

    title: str
    packages: tuple[str, ...]
    code: str
    sent: tuple[str, ...]

    def read(self) -> tuple[PageCall, ...]:
        """What the reader says."""
        versions = dict(each.rsplit("@", 1) for each in self.packages)
        package = CodeFile("package.json", json.dumps({"dependencies": versions}))
        return read_page_code([CodeFile("src/page.js", self.code.replace("{API}", API)), package]).calls


def cases(path: Path) -> Iterator[Measured]:
    """The cases of a file."""
    for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, rest = block.partition("\n")
        title, _, packages = head.partition(" | ")
        code, _, sent = rest.partition("\n---\n")
        lines = tuple(line for line in sent.splitlines() if line)
        yield Measured(title.strip(), tuple(packages.split()), code, lines)


def packages_of(case: Measured) -> tuple[str, ...]:
    """In the order of their names."""
    return tuple(sorted(case.packages))


def _line(method: str, path: str, is_included: bool, kind: str, names: list[str]) -> str:
    own = sorted(name for name in names if name not in BROWSERS_OWN and not name.startswith("sec-"))
    listed = [name for name in own if name != "content-type"]
    credentials = "include" if is_included else "same-origin"
    return " ".join((method, path, credentials, kind.partition(";")[0] or "-", ",".join(listed) or "-"))


def as_sent(request: Recorded) -> str:
    """A request as the browser sent it."""
    path = _VALUE.sub("*", request.path.partition("?")[0])
    kind = request.headers.get("content-type", "")
    return _line(request.method, path, request.has_cookie, kind, list(request.headers))


def as_read(call: PageCall) -> str:
    """A call of the page's code; what is not settled makes it another line than any that was sent."""
    path = _VALUE.sub("*", call.url.removeprefix(API).partition("?")[0])
    headers = {name.lower(): value for name, value in call.headers}
    kind = headers.get("content-type", "")
    line = _line(call.method, path, call.credentials == "include", kind, list(headers))
    return line + "".join(f" uncertain={part}" for part in call.uncertain)
