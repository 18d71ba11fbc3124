"""What the tests of changes share."""

from __future__ import annotations

from tests.cli.conftest import command
from tests.knowledge.conftest import knowledge

__all__ = ["command", "knowledge"]
