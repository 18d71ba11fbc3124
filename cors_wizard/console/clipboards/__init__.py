"""The other things that people have in their clipboard; each gives its facts, secrets masked."""

from cors_wizard.console.clipboards.copied import Copied
from cors_wizard.console.clipboards.read_clipboards import read_clipboards

__all__ = ["Copied", "read_clipboards"]
