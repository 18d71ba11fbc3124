"""The page of the version table: for the versions at hand, and all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.knowledge_base import Knowledge
from cors_wizard.knowledge_base.version_table import Versions
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.versions_page import versions_page


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        pytest.param(
            {"flask": "3.0", "flask-cors": "3.0.8"},
            ("flask-cors works", "CVE-2024-6839", "only the newest series"),
            id="old-flask-cors-on-3",
        ),
        pytest.param({"flask": "2.2.2", "flask-cors": "4.0.0"}, ("url_quote", "werkzeug<3"), id="url-quote"),
        pytest.param(
            {"flask": "3.1.3", "flask-socketio": "5.6.0"},
            ("has no setter", "Flask-SocketIO to 5.6.1"),
            id="socketio",
        ),
        pytest.param({"flask": "3.1"}, ("Name flask-cors's version too",), id="flask-alone"),
        pytest.param(
            {"flask-cors": "6.0.0"},
            ("Name Flask's version too", "the general one wins"),
            id="flask-cors-alone",
        ),
        pytest.param({"flask": "4.0", "flask-cors": "9.0"}, ("This pair was not tried",), id="untried"),
        pytest.param(
            {"flask": "3.0", "flask-cors": "6.0.5", "python": "3.8"},
            ("cannot be installed",),
            id="old-python",
        ),
    ],
)
def test_these_versions(versions: Versions, told: tuple[str, ...], knowledge: Knowledge) -> None:
    """What happens with them, and what mends it."""
    page = " ".join(render_markdown(versions_page(knowledge, versions)).split())
    assert [each for each in told if each not in page] == []


def test_all_versions(knowledge: Knowledge) -> None:
    """Every kind of failure once, every change, every weakness."""
    page = " ".join(render_markdown(versions_page(knowledge, {})).split())
    files = knowledge.versions
    assert all(each.text in page for file in files for each in file.behaviors)
    assert all(each.id in page for file in files for each in file.advisories)
    errors = {trial.error for file in files for base in file.measured for trial in base.trials}
    assert all(page.count(error) >= 1 for error in errors)
    assert "Flask itself cannot be imported" in page


def test_without_a_table(knowledge: Knowledge) -> None:
    """A knowledge base without versions still has a page."""
    page = render_markdown(versions_page(replace(knowledge, versions=()), {}))
    assert page.startswith("# Versions")
