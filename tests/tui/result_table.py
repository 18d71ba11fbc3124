"""How much of a result is on the first screen, for every proof: python -m tests.tui.result_table

Each proof runs for real; its text, its server and its folder lead to the result that a user sees at 80x24.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.containers import VerticalScroll

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.tui.screens.result import ResultScreen
from cors_wizard.tui.widgets.diff_view import DiffView
from cors_wizard.tui.widgets.folded import Folded
from tests.browsers.pages import PageServer
from tests.knowledge.harness.apply_fix import remove_marks
from tests.knowledge.harness.diagnose import diagnose
from tests.knowledge.harness.proof import Proof, load_proofs
from tests.knowledge.harness.workbench import Workbench
from tests.tui.harness import settle, wizard

SIZE = (80, 24)
LATEST_DIFF, LONGEST, MOST_KEYS = 8, 24, 5
"""What the screens promise: the diff begins by this line, nine of ten results fit, few keys to verified."""
_FRAME_KEYS = 3
"""Enter after the paste, `a`, `v`."""


@dataclass(frozen=True)
class Measured:
    """One result as it is painted."""

    name: str
    diff_line: int | None
    """The line of the screen on which the diff begins, from 1; None where no file changes."""
    length: int
    """Lines of bar, result, next step and keys, as long as nothing is opened."""
    keys: int


def measured(proofs: Sequence[Proof]) -> Iterator[Measured]:
    """Every proof that ends with a cause."""
    knowledge = load_knowledge()
    found = {}
    for proof in proofs:
        with tempfile.TemporaryDirectory() as folder, PageServer() as pages:
            found[proof.id] = _diagnosed(knowledge, Workbench(proof, pages, Path(folder)))
    results = {name: each for name, each in found.items() if each and each[0].cause}
    yield from asyncio.run(_painted(results))


def _diagnosed(knowledge: Knowledge, bench: Workbench) -> tuple[Diagnosis, int] | None:
    lines = bench.proof.expect.get("chromium")
    if not lines:
        return None
    text = "\n".join(map(bench.ports.here, lines)).replace("http://localhost:3000", bench.origin)
    remove_marks(bench.folder)
    with bench:
        ended = diagnose(knowledge, bench, text, reads_folder=True)
    return ended.diagnosis, len(ended.asked)


async def _painted(results: dict[str, tuple[Diagnosis, int]]) -> list[Measured]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        app = wizard(Path(folder) / "state")
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            for name, (diagnosis, asked) in results.items():
                app.show(ResultScreen(diagnosis, app.services))
                await settle(pilot)
                screen = app.screen
                assert isinstance(screen, ResultScreen)
                rows.append(Measured(name, _diff_line(screen), _length(screen), asked + _FRAME_KEYS))
    return rows


def _diff_line(screen: ResultScreen) -> int | None:
    views = screen.query(DiffView)
    return views.first().query("Rows").first().region.y + 1 if views else None


def _length(screen: ResultScreen) -> int:
    page = screen.query_one("#step", VerticalScroll)
    below = list(page.query_children(Folded))
    height = below[0].region.y - page.region.y if below else page.virtual_size.height
    return height + SIZE[1] - page.size.height


def main() -> int:
    """Prints the table; 1 where a promise is broken."""
    rows = sorted(measured(load_proofs()), key=lambda row: row.name)
    print(f"{'proof':56} {'diff begins':>11} {'length':>6} {'keys':>4}")
    for row in rows:
        print(f"{row.name:56} {row.diff_line or '-':>11} {row.length:>6} {row.keys:>4}")
    broken = problems(rows)
    print("\n".join(broken) or "All promises hold.")
    return 1 if broken else 0


def problems(rows: Sequence[Measured]) -> list[str]:
    """Which promise is broken, and by what."""
    late = [f"{row.name}: the diff begins on line {row.diff_line}" for row in rows if _is_late(row)]
    long = [row for row in rows if row.length > LONGEST]
    slow = [f"{row.name}: {row.keys} keys" for row in rows if row.keys > MOST_KEYS]
    if len(long) * 10 > len(rows):
        late.append(f"{len(long)} of {len(rows)} results are longer than {LONGEST} lines")
    return [*late, *slow]


def _is_late(row: Measured) -> bool:
    return row.diff_line is not None and row.diff_line > LATEST_DIFF


if __name__ == "__main__":
    sys.exit(main())
