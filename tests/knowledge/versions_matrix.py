"""Prints which cause is proven under which versions.

python -m tests.knowledge.versions_matrix
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cors_wizard.knowledge_base import Knowledge, builtin_folder, load_knowledge
from cors_wizard.knowledge_base.models import Grid
from tests.browsers.pages import PageServer
from tests.knowledge.harness.environments import Pair, build, pairs
from tests.knowledge.harness.matrix import PROVEN, run_matrix, take_subject
from tests.knowledge.harness.proof import load_proofs

Matrix = Mapping[Pair, Mapping[str, str]]

_LEGEND = "  x proven   . not claimed   ! fails"


def grid_of(knowledge: Knowledge) -> Grid:
    """The one grid that the knowledge files declare."""
    return next(file.grid for file in knowledge.versions if file.grid is not None)


def whole_matrix(knowledge: Knowledge) -> Matrix:
    """Builds what is missing, diagnoses every proof once, and runs them all under every pair."""
    grid = grid_of(knowledge)
    build(grid)
    with PageServer() as pages, tempfile.TemporaryDirectory() as folder:
        subjects = []
        for proof in load_proofs():
            if proof.in_process:
                home = Path(folder) / proof.id
                home.mkdir()
                subjects.append(take_subject(proof, knowledge, pages, home))
        return run_matrix(subjects, pairs(grid))


def shown(matrix: Matrix, grid: Grid) -> str:
    """One line for each proof and Flask, one column for each flask-cors; what fails is told below."""
    names = list(next(iter(matrix.values())))
    lines = [f"{'':44}" + "".join(f"{version:>8}" for version in grid.flask_cors)]
    for name in names:
        for flask in grid.flask:
            cells = (matrix[Pair(flask, flask_cors)][name] for flask_cors in grid.flask_cors)
            lines.append(f"{name:<37}{flask:<7}" + "".join(f"{_mark(cell):>8}" for cell in cells))
    fails = [
        f"  {name} under {pair}: {cell}"
        for pair, cells in matrix.items()
        for name, cell in cells.items()
        if _mark(cell) == "!"
    ]
    return "\n".join([*lines, _LEGEND, *fails])


def _mark(cell: str) -> str:
    return "x" if cell == PROVEN else "!" if cell.startswith("fails") else "."


def main() -> int:
    """Prints the matrix; 1 where something fails."""
    knowledge = load_knowledge(builtin_folder())
    matrix = whole_matrix(knowledge)
    print(shown(matrix, grid_of(knowledge)))
    return int(any(_mark(cell) == "!" for cells in matrix.values() for cell in cells.values()))


if __name__ == "__main__":
    sys.exit(main())
