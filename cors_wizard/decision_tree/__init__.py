"""The decision tree: what is needed next, what was concluded, and what is still possible."""

from cors_wizard.decision_tree.candidates import Candidate, candidates
from cors_wizard.decision_tree.certainty import Certainty, certainty_of
from cors_wizard.decision_tree.walk import (
    Asks,
    Concluded,
    Contradicted,
    NeedsProbe,
    NeedsScan,
    NextStep,
    Stopped,
    TrailStep,
    Walk,
    walk,
)

__all__ = [
    "Asks",
    "Candidate",
    "Certainty",
    "Concluded",
    "Contradicted",
    "NeedsProbe",
    "NeedsScan",
    "NextStep",
    "Stopped",
    "TrailStep",
    "Walk",
    "candidates",
    "certainty_of",
    "walk",
]
