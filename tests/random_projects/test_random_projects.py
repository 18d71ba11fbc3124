"""Projects that nobody wrote a case for: the command fixes them in one round, and changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.random_projects.draw import project
from tests.random_projects.run import run

_SEEDS = (23, 54, 82, 113)
"""A few of them; `python -m tests.random_projects --seeds 0-199` runs as many as one likes."""


@pytest.mark.process
@pytest.mark.parametrize("seed", _SEEDS)
def test_one_round_fixes_it(seed: int, tmp_path: Path) -> None:
    """The page's request passes, no stranger gains anything, other routes stay as they were, undo works."""
    outcome = run(project(seed), tmp_path / "project")
    assert outcome.is_right, (outcome.verdict, outcome.printed, outcome.diff)
