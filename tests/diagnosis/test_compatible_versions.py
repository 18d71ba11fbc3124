"""Whether the versions at hand go together, by the built-in table."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.compatible_versions import fitting
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge, load_knowledge


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge()


def found(knowledge: Knowledge, **values: str) -> dict[str, object]:
    """The facts about versions, by name."""
    facts = Facts.of(Fact(name, value, "scanned", "requirements.txt") for name, value in values.items())
    return {fact.name: fact.value for fact in fitting(knowledge, facts)}


def test_versions_that_do_not_go_together(knowledge: Knowledge) -> None:
    """Flask 2.2.2 with Werkzeug 3: the table knows, and says what mends it."""
    facts = found(knowledge, flask_version="2.2.2", werkzeug_version="3.0.6")
    assert facts["versions_fit"] == "no"
    assert "werkzeug<3" in str(facts["version_remedy"])


@pytest.mark.parametrize(
    "versions",
    [
        pytest.param(
            {"flask_version": "3.1.3", "flask_cors_version": "4.0.0"}, id="old-flask-cors-new-flask"
        ),
        pytest.param({"flask_version": "2.2.5", "werkzeug_version": "2.2.3"}, id="of-one-time"),
        pytest.param({"flask_version": "2.2.2"}, id="werkzeug-unknown"),
    ],
)
def test_versions_that_fit(knowledge: Knowledge, versions: dict[str, str]) -> None:
    """flask-cors 4 works with Flask 3, whatever people say; what is unknown is not held against anybody."""
    assert found(knowledge, **versions) == {"versions_fit": "yes"}


def test_nothing_known(knowledge: Knowledge) -> None:
    """Without a version nothing is said."""
    assert found(knowledge) == {}


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        pytest.param(
            "ImportError: cannot import name 'url_quote' from 'werkzeug.urls' (/x/urls.py)",
            "werkzeug<3",
            id="url-quote",
        ),
        pytest.param(
            "AttributeError: 'Flask' object has no attribute 'before_first_request'",
            "Flask 2.3",
            id="first-request",
        ),
        pytest.param("ImportError: cannot import name 'gone' from 'flask'", "", id="not-in-the-table"),
    ],
)
def test_traceback_is_certain(knowledge: Knowledge, line: str, remedy: str) -> None:
    """A traceback tells more than any list of versions."""
    facts = Facts.of((Fact("log_says", "incompatible-versions", "pasted", line),))
    values = {fact.name: str(fact.value) for fact in fitting(knowledge, facts)}
    assert values["versions_fit"] == "no"
    assert remedy in values.get("version_remedy", "")
    assert bool(remedy) == ("version_remedy" in values)
