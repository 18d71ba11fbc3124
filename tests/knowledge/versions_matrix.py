"""Prints which cause is proven under which versions.

python -m tests.knowledge.versions_matrix               every proof with every fix
python -m tests.knowledge.versions_matrix PROOF...      these proofs alone, and their rows of the summary
python -m tests.knowledge.versions_matrix --readme      writes the README's summary of it
python -m tests.knowledge.versions_matrix --check       tells whether that summary is fresh
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.knowledge_base.version_models import Grid
from tests.browsers.pages import PageServer
from tests.knowledge.harness.environments import Pair, build, grid_of, pairs
from tests.knowledge.harness.matrix import PROVEN, cases_of, run_matrix, take_subject
from tests.knowledge.harness.proof import load_proofs
from tests.knowledge.readme_matrix import Matrix, in_readme, summary, write_readme

_LEGEND = "x proven, . not claimed, ! fails"


def whole_matrix(knowledge: Knowledge, names: Sequence[str] = ()) -> Matrix:
    """Builds what is missing, diagnoses every proof (or those named) once, and runs them under every pair."""
    grid = grid_of(knowledge)
    build(grid)
    with PageServer() as pages, tempfile.TemporaryDirectory() as folder:
        subjects = []
        for proof in load_proofs():
            if proof.in_process and (not names or proof.id in names):
                home = Path(folder) / proof.id
                home.mkdir()
                subjects.append(take_subject(proof, knowledge, pages, home))
        return run_matrix(cases_of(subjects), pairs(grid))


def shown(matrix: Matrix, grid: Grid) -> str:
    """A line for each case and run of Flask versions that agree, a column for each flask-cors; failures."""
    names = case_names(matrix)
    width = max(map(len, names)) + 2
    lines = [f"{'':{width}}{'Flask':<14}" + "".join(f"{version:>7}" for version in grid.flask_cors)]
    for name in names:
        rows = [(flask, "".join(_columns(matrix, grid, name, flask))) for flask in grid.flask]
        for cells, run in itertools.groupby(rows, key=lambda row: row[1]):
            versions = [flask for flask, _ in run]
            span = versions[0] if len(versions) == 1 else f"{versions[0]} - {versions[-1]}"
            lines.append(f"{name:<{width}}{span:<14}{cells}")
    return "\n".join([*lines, _LEGEND, *_failures(matrix)])


def case_names(matrix: Matrix) -> tuple[str, ...]:
    """Every case, as `proof [fix]`."""
    return tuple(next(iter(matrix.values())))


def _columns(matrix: Matrix, grid: Grid, name: str, flask: str) -> Iterator[str]:
    for flask_cors in grid.flask_cors:
        yield f"{_mark(matrix[Pair(flask, flask_cors)][name]):>7}"


def _failures(matrix: Matrix) -> Iterator[str]:
    for pair, cells in matrix.items():
        for name, cell in cells.items():
            if _mark(cell) == "!":
                yield f"{name} under {pair} {cell}"


def _mark(cell: str) -> str:
    return "x" if cell == PROVEN else "!" if cell.startswith("fails") else "."


def main() -> int:
    """Prints the matrix, or writes or checks the README's summary; 1 where something fails or is stale."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("proofs", nargs="*", metavar="PROOF", help="run these alone, and print their rows")
    parser.add_argument("--readme", action="store_true", help="write the summary into the README")
    parser.add_argument("--check", action="store_true", help="compare the summary with the README's")
    arguments = parser.parse_args()
    if arguments.proofs and (arguments.readme or arguments.check):
        parser.error("The README's summary needs every proof.")
    knowledge = load_knowledge()
    matrix = whole_matrix(knowledge, arguments.proofs)
    table = summary(matrix, grid_of(knowledge))
    if arguments.readme:
        write_readme(table)
    if arguments.check:
        print("The README is fresh." if (fresh := in_readme() == table) else "The README is stale.")
        return int(not fresh)
    if arguments.proofs:
        print(table)
    print(shown(matrix, grid_of(knowledge)))
    return int(any(_mark(cell) == "!" for cells in matrix.values() for cell in cells.values()))


if __name__ == "__main__":
    sys.exit(main())
