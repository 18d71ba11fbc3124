"""How far it is to every conclusion, and how much a user is asked on the way."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.figures import Figure, tree_figures
from tests.knowledge_base.sound import SOUND, edited, write


def test_the_ways_of_a_small_tree(tmp_path: Path) -> None:
    """The shortest path and the most questions, nearest conclusion first."""
    assert tree_figures(load_knowledge(write(tmp_path))) == (
        Figure("stop:not-cors", ("objection",), 1),
        Figure("cause:cors-not-initialized", ("objection", "started"), 3),
        Figure("cause:server-error", ("objection", "status"), 2),
    )


def test_a_fact_is_asked_for_once(tmp_path: Path) -> None:
    """A second question about a fact that nobody could tell is not put again."""
    again = SOUND["nodes/started.toml"].replace('"how_started"', '"status"')
    again = (
        again[: again.index("[choices]")]
        + '[[answers]]\nwhen = "*"\nlabel = "x"\ngoto = "cause:cors-not-initialized"\n'
    )
    figures = tree_figures(
        load_knowledge(write(tmp_path, edited("nodes/started.toml", SOUND["nodes/started.toml"], again)))
    )
    assert {figure.conclusion: figure.most_questions for figure in figures}["cause:cors-not-initialized"] == 2
