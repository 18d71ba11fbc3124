"""What the wizard knows of each proof's and demo's request, from message, page code and view alone.

`python -m tests.knowledge.request_table` prints the table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cors_wizard.demo.cases import CASES, console_text
from cors_wizard.demo.start import write_project
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fetch_standard import preflight_header_names
from cors_wizard.http_exchange import Headers, Request
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.project import ProjectScan, scan_project
from tests.browsers.pages import PageRequest
from tests.knowledge.harness.proof import load_proofs


@dataclass(frozen=True)
class Row:
    """One proof, as one engine tells of it."""

    proof: str
    engine: str
    method: tuple[object, str]
    """What is known, and what the page sends."""
    headers: tuple[object, tuple[str, ...]]
    credentials: tuple[object, str]

    @property
    def is_known(self) -> bool:
        """Whether nothing has to be asked."""
        return None not in (self.method[0], self.headers[0], self.credentials[0])

    @property
    def wrong(self) -> tuple[str, ...]:
        """The parts that are known, and otherwise than they are."""
        # To another origin neither `omit` nor `same-origin` sends cookies.
        known, true = self.credentials
        cookies = (None if known is None else known == "include", true == "include")
        parts = {"method": self.method, "headers": self.headers, "credentials": cookies}
        return tuple(name for name, (known, true) in parts.items() if known is not None and known != true)


@cache
def _knowledge() -> Knowledge:
    return load_knowledge()


@cache
def _scan(folder: Path) -> ProjectScan:
    return scan_project(folder)


def rows() -> Iterator[Row]:
    """A row for each proof and engine that prints something."""
    for proof in load_proofs():
        for engine, lines in proof.expect.items():
            # A page of images, frames or sockets alone sends no request of its own making.
            if (lines or proof.paste) and _scan(proof.folder).page_code.calls:
                text = "\n".join((*lines, *proof.paste))
                yield _row(proof.id, engine, text, _scan(proof.folder), proof.request)


DEMOS = {
    "missing": PageRequest("/api/books"),
    "preflight": PageRequest("/api/notes", headers={"Authorization": "Bearer demo"}),
    "credentials": PageRequest("/api/cart", credentials="include"),
    "nginx": PageRequest("/api/weather"),
}
"""What the page of each demo sends."""


def demo_rows() -> Iterator[Row]:
    """A row for each demo, as the wizard meets it."""
    for name, case in CASES.items():
        with TemporaryDirectory() as folder:
            write_project(case, Path(folder), 5000, 5001)
            scan = scan_project(Path(folder))
        text = console_text(case, f"http://127.0.0.1:5000{case.path}")
        yield _row(f"demo: {name}", "chromium", text, scan, DEMOS[name])


def _row(name: str, engine: str, text: str, scan: ProjectScan, sent: PageRequest) -> Row:
    diagnosis = Diagnosis.begin(_knowledge(), text).with_scan(scan).without_probing()
    seen = diagnosis.request
    names = tuple(str(each) for each in seen.headers.value) if isinstance(seen.headers.value, tuple) else ()
    valued = dict(one.partition(":")[::2] for one in diagnosis.facts.items("request_headers"))
    pairs = [(name, valued.get(name, "").strip() or "x/y") for name in names]
    return Row(
        name,
        engine,
        (seen.method.value if seen.method.is_known else None, sent.method),
        (_unsafe(pairs) if seen.headers.is_known else None, _unsafe([*sent.headers.items()])),
        (seen.credentials.value if seen.credentials.is_known else None, sent.credentials),
    )


def _unsafe(pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    """The names that a preflight lists: those are what a server has to allow."""
    return preflight_header_names(Request("https://api.invalid/", headers=Headers.of(pairs)))


def main() -> None:
    """Prints the table and what it comes to."""
    every = [*rows(), *demo_rows()]
    for row in every:
        mark = "WRONG" if row.wrong else "known" if row.is_known else "open"
        parts = (row.method, row.headers, row.credentials)
        shown = "  ".join(f"{known} / {true}" for known, true in parts)
        sys.stdout.write(f"{mark:6} {row.proof:45} {row.engine:9} {shown}\n")
    known = sum(row.is_known for row in every)
    wrong = sum(bool(row.wrong) for row in every)
    sys.stdout.write(f"{known} of {len(every)} known ({known / len(every):.0%}), {wrong} wrong\n")


if __name__ == "__main__":
    main()
