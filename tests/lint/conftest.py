"""The built-in knowledge, read once for all tests of the lint room."""

from __future__ import annotations

import pytest

from cors_wizard.knowledge_base import Knowledge, load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge()
