"""What the tests of the knowledge share."""

from __future__ import annotations

import pytest

from cors_wizard.knowledge_base import Knowledge, load_knowledge

pytest.register_assert_rewrite("tests.knowledge.harness.show")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge()
