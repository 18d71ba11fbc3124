"""The knowledge files as models: frozen, and every unknown key is an error.

Each file under `knowledge/` is of one of seven kinds: console messages, nodes (of the decision
tree), causes and stops (its ends), fixes (ways to fix that causes name), cautions (what is unsafe although
nothing fails) and versions. Beside them `cause-ids.toml` lists the ids that are taken for good,
and `symptom-causes.toml` says which causes a message of each symptom leaves possible.
"""

from cors_wizard.knowledge_base.models.causes import (
    Cause,
    CauseIds,
    Caution,
    Contradiction,
    Contradictions,
    Evidence,
    Myth,
)
from cors_wizard.knowledge_base.models.fixes import Code, FileChange, Fix, Link, Operation, SharedStep, Step
from cors_wizard.knowledge_base.models.messages import Meanings, Message, MessageFile, SymptomCauses
from cors_wizard.knowledge_base.models.nodes import Answer, NextTry, Node, Stop
from cors_wizard.knowledge_base.models.words import (
    EndGoto,
    Engine,
    FactName,
    Goto,
    Grade,
    Id,
    Language,
    Layer,
    Model,
    Patterns,
    Prose,
    Provider,
    Role,
    Sentence,
    Shown,
    When,
)

__all__ = [
    "Answer",
    "Cause",
    "CauseIds",
    "Caution",
    "Code",
    "Contradiction",
    "Contradictions",
    "EndGoto",
    "Engine",
    "Evidence",
    "FactName",
    "FileChange",
    "Fix",
    "Goto",
    "Grade",
    "Id",
    "Language",
    "Layer",
    "Link",
    "Meanings",
    "Message",
    "MessageFile",
    "Model",
    "Myth",
    "NextTry",
    "Node",
    "Operation",
    "Patterns",
    "Prose",
    "Provider",
    "Role",
    "Sentence",
    "SharedStep",
    "Shown",
    "Step",
    "Stop",
    "SymptomCauses",
    "When",
]
