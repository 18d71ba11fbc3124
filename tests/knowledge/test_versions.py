"""What a fix claims: under each of these Flask and flask-cors versions it works, and lets nobody else in."""

from __future__ import annotations

import tomllib

import pytest

from cors_wizard.knowledge_base import builtin_folder, load_knowledge
from cors_wizard.knowledge_base.validation import validated
from cors_wizard.knowledge_base.version_models import Grid
from tests.knowledge.harness.environments import Pair, pairs
from tests.knowledge.harness.matrix import PROVEN
from tests.knowledge.readme_matrix import Matrix, in_readme, summary
from tests.knowledge.test_proxies_over_versions import PROOFS as IN_THE_PROXY
from tests.knowledge.versions_matrix import case_names, whole_matrix

GRID = validated(
    Grid, tomllib.loads((builtin_folder() / "versions" / "grid.toml").read_text(encoding="utf-8"))["grid"]
)


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    """Every proof under every pair."""
    return whole_matrix(load_knowledge())


@pytest.mark.versions
@pytest.mark.parametrize("pair", [pytest.param(pair, id=str(pair)) for pair in pairs(GRID)])
def test_claimed_fixes_work(matrix: Matrix, pair: Pair) -> None:
    """Under this pair every fix that claims it makes the request succeed, and keeps refusing the others."""
    assert {name: cell for name, cell in matrix[pair].items() if cell.startswith("fails")} == {}


@pytest.mark.versions
def test_every_case_is_proven_somewhere(matrix: Matrix) -> None:
    """No proof is left without a version that its fix works with."""
    proven = {name for cells in matrix.values() for name, cell in cells.items() if cell == PROVEN}
    assert proven == set(case_names(matrix))


@pytest.mark.versions
def test_every_fix_that_claims_versions_is_proven(matrix: Matrix) -> None:
    """No fix claims a version of Flask or flask-cors without having been run under it."""
    claiming = {
        fix.id
        for fix in load_knowledge().fixes.values()
        if (fix.flask or fix.flask_cors) and fix.grade != "needs-decision"
    }
    tried = {name.partition("[")[2].rstrip("]") for name in case_names(matrix)}
    assert claiming <= tried | {proof.first_fix(load_knowledge()) for proof in IN_THE_PROXY}


@pytest.mark.versions
def test_the_readme_shows_this_matrix(matrix: Matrix) -> None:
    """Else: python -m tests.knowledge.versions_matrix --readme."""
    assert in_readme() == summary(matrix, GRID)
