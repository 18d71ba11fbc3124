"""What we know, as validated data: models of the knowledge files, their loader and their cross-check."""

from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.load import builtin_proofs, load_knowledge, read_knowledge
from cors_wizard.knowledge_base.models import Cause, Fix, Node, Step
from cors_wizard.shipped import builtin_folder

__all__ = [
    "Cause",
    "Fix",
    "Knowledge",
    "Node",
    "Step",
    "builtin_folder",
    "builtin_proofs",
    "load_knowledge",
    "read_knowledge",
]
