"""Nothing that is called proven is wrong, over all proofs, messages and recordings."""

from __future__ import annotations

from collections import Counter

from tests.knowledge.certainty import judged


def test_no_proven_conclusion_is_wrong() -> None:
    """A user may rely on the word, and it is not given out where only text is known."""
    cases = tuple(judged())
    assert [case for case in cases if case.word == "proven" and case.right is False] == []
    words = Counter(case.word for case in cases)
    assert words["proven"] > 50
    assert not [case for case in cases if case.name.startswith("message") and case.word == "proven"]
    labelled = [case.right for case in cases if case.word == "likely" and case.right is not None]
    assert sum(labelled) > 0.9 * len(labelled)
    assert [case for case in cases if case.against] == []
