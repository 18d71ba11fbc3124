"""Which names of variables mean one thing."""

from __future__ import annotations

import pytest

from cors_wizard.flask_code.configuration.variable_names import are_alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("CORS_ORIGIN", "CORS_ORIGINS", True),
        ("ALLOWED_ORIGINS", "CORS_ALLOWED_ORIGINS", True),
        ("FRONTEND_URL", "FLASK_FRONTEND_URL", True),
        ("CORS_ORIGINS", "CORS_METHODS", False),
        ("ORIGINS", "ADMIN_ORIGINS", False),
        ("CORS", "CORS", False),
        ("_", "__", False),
    ],
)
def test_names(one: str, other: str, alike: bool) -> None:
    """Number and words like CORS make no difference; the others do."""
    assert are_alike(one, other) is alike
