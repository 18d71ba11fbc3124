"""What the tests of changes share."""

from __future__ import annotations

import pytest

from cors_wizard.knowledge_base import Knowledge, load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge()
