"""The names that the room gives away: each is there, and a wrong one is an error like any other."""

from __future__ import annotations

import importlib

import pytest

ROOMS = ("fetch_standard", "flask_code", "page_code")


@pytest.mark.parametrize("room", ROOMS)
def test_each_name_is_there_and_no_other(room: str) -> None:
    """Also those that are loaded where they are asked for."""
    package = importlib.import_module(f"cors_wizard.{room}")
    for name in package.__all__:
        assert getattr(package, name).__module__.startswith((f"cors_wizard.{room}", "typing"))
    with pytest.raises(AttributeError):
        package.no_such_name  # noqa: B018  asking is the test
