"""The matrix of proofs as the README shows it: a row for each cause, a column for each Flask series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cors_wizard.knowledge_base.version_models import Grid
from tests.knowledge.harness.environments import Pair
from tests.knowledge.harness.matrix import NOT_CLAIMED, PROVEN

README = Path(__file__).parents[2] / "README.md"
BEGIN = "<!-- matrix: written by `python -m tests.knowledge.versions_matrix --readme` -->"
END = "<!-- matrix ends -->"

Matrix = Mapping[Pair, Mapping[str, str]]
"""For each pair and case (`proof [fix]`): proven, not claimed, or how it fails."""


def summary(matrix: Matrix, grid: Grid) -> str:
    """The table in Markdown; a cell holds the flask-cors series under which everything claimed is proven."""
    heads = ["cause", *(f"Flask {_series(flask)}" for flask in grid.flask)]
    rows = [[f"`{cause}`", *cells] for cause, cells in _rows(matrix, grid)]
    return "\n".join(["| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *rows)])


def _rows(matrix: Matrix, grid: Grid) -> Iterable[tuple[str, list[str]]]:
    cases = sorted(next(iter(matrix.values())))
    causes = dict.fromkeys(case.partition(" [")[0].partition("--")[0] for case in cases)
    for cause in causes:
        mine = [case for case in cases if case.partition(" [")[0].partition("--")[0] == cause]
        yield cause, [_cell(matrix, grid, flask, mine) for flask in grid.flask]


def _cell(matrix: Matrix, grid: Grid, flask: str, cases: Sequence[str]) -> str:
    """The series in which each version proves at least one case of the cause, and none fails."""
    proven: dict[str, bool] = {}
    for version in grid.flask_cors:
        states = {matrix[Pair(flask, version)][case] for case in cases}
        if states - {PROVEN, NOT_CLAIMED}:
            return "fails"
        proven[version.split(".")[0]] = proven.get(version.split(".")[0], True) and PROVEN in states
    return _span([major for major, holds in proven.items() if holds], len(proven))


def _span(majors: Sequence[str], every: int) -> str:
    if len(majors) == every:
        return f"{majors[0]}-{majors[-1]}"
    return ", ".join(majors) or "not claimed"


def _series(version: str) -> str:
    return ".".join(version.split(".")[:2])


def in_readme() -> str:
    """The table that the README shows now."""
    return README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def write_readme(table: str) -> None:
    """Puts the table between its markers."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")
