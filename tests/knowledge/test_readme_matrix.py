"""The README's summary of the matrix."""

from __future__ import annotations

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.version_models import Grid
from tests.knowledge.harness.environments import Pair, pairs
from tests.knowledge.harness.matrix import NOT_CLAIMED, PROVEN
from tests.knowledge.readme_matrix import in_readme, summary

GRID = Grid(flask=("2.3.3", "3.0.3"), flask_cors=("3.0.10", "4.0.0", "4.0.1"))


def test_summary() -> None:
    """A row for each cause, a column for each Flask series, the flask-cors series in between."""
    matrix = {pair: {"a [x]": PROVEN, "a--b [y]": NOT_CLAIMED, "c [z]": PROVEN} for pair in pairs(GRID)}
    matrix[Pair("2.3.3", "4.0.0")]["a [x]"] = NOT_CLAIMED
    matrix[Pair("3.0.3", "4.0.1")]["c [z]"] = "fails: it does not start"
    assert summary(matrix, GRID).splitlines()[2:] == ["| `a` | 3 | 3-4 |", "| `c` | 3-4 | fails |"]


def test_nothing_claimed() -> None:
    """An empty cell says so."""
    assert summary({pair: {"a [x]": NOT_CLAIMED} for pair in pairs(GRID)}, GRID).endswith(
        "| `a` | not claimed | not claimed |"
    )


def test_the_readme_has_a_row_for_causes_that_exist() -> None:
    """The whole table is compared where the matrix is run."""
    causes = [line.split("`")[1] for line in in_readme().splitlines()[2:]]
    assert set(causes) <= set(load_knowledge().causes)
    assert causes
