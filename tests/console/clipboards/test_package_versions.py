"""Versions as pip prints them are read; a sentence about a version isn't."""

from __future__ import annotations

import pytest

from cors_wizard.console.clipboards.package_versions import read_package_versions

LISTED = (
    "Package      Version\n------------ -------\nFlask        3.0.3\nFlask-Cors   2.1.2\nWerkzeug     3.0.4\n"
)
FROZEN = "blinker==1.8.2\nFlask==3.0.3\nflask_cors==2.1.2\nWerkzeug==3.0.4"
SHOWN = "Name: Flask-Cors\nVersion: 2.1.2\nSummary: A Flask extension\n\nName: Flask\nVersion: 3.0.3\n"


@pytest.mark.parametrize("text", [LISTED, FROZEN, SHOWN])
def test_versions_are_read(text: str) -> None:
    """A table, requirements, and what `pip show` says of a package."""
    found = read_package_versions(text)
    assert found is not None
    values = {fact.name: fact.value for fact in found.facts}
    assert values["flask_version"] == "3.0.3"
    assert values["flask_cors_version"] == "2.1.2"


@pytest.mark.parametrize("text", ["", "Flask 3 is out", "I use Flask 3.0.3 and Werkzeug", "flask-cors 99"])
def test_a_sentence_is_no_list(text: str) -> None:
    """Prose and anything that isn't a version is left alone."""
    assert read_package_versions(text) is None
