"""A fix as changes to the user's own files: texts in, new texts and a unified diff out."""

from cors_wizard.changes.change import ByHand, Change, ChangeSet, Removed

__all__ = ["ByHand", "Change", "ChangeSet", "Removed"]
