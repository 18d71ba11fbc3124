"""What knowledge files may name is what there is."""

from __future__ import annotations

from typing import get_args

from cors_wizard.changes.operations import OPERATIONS
from cors_wizard.knowledge_base.models import Operation


def test_every_operation_has_its_function() -> None:
    """No file can name an operation that nobody carries out, and none is out of reach."""
    assert set(OPERATIONS) == set(get_args(Operation))
