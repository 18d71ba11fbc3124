"""How much a user is asked on the way to every conclusion."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.figures import most_questions
from tests.knowledge_base.sound import SOUND, edited, write


def test_the_ways_of_a_small_tree(tmp_path: Path) -> None:
    """Of all ways to a conclusion the one with the most questions."""
    assert most_questions(load_knowledge(write(tmp_path))) == {
        "stop:not-cors": 1,
        "cause:cors-not-initialized": 3,
        "cause:server-error": 2,
    }


def test_a_fact_is_asked_for_once(tmp_path: Path) -> None:
    """A second question about a fact that nobody could tell is not put again."""
    again = SOUND["nodes/started.toml"].replace('"how_started"', '"status"')
    again = (
        again[: again.index("[choices]")]
        + '[[answers]]\nwhen = "*"\nlabel = "x"\ngoto = "cause:cors-not-initialized"\n'
    )
    files = edited("nodes/started.toml", SOUND["nodes/started.toml"], again)
    assert most_questions(load_knowledge(write(tmp_path, files)))["cause:cors-not-initialized"] == 2
