"""What holds for every proof, whatever shows it."""

from __future__ import annotations

import pytest

from tests.knowledge.harness.proof import Proof, load_proofs


@pytest.mark.parametrize("proof", load_proofs(), ids=lambda proof: proof.id)
def test_proof_asks_no_more_than_two_answers(proof: Proof) -> None:
    """Nobody has to answer more than two questions on the way."""
    assert len(proof.answers) <= 2
