"""What the versions at hand do otherwise than others stands in the evidence of the cause that it concerns."""

from __future__ import annotations

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, FactValue
from cors_wizard.knowledge_base import load_knowledge

TEXT = (
    "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:3000' has been blocked by "
    "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)


KNOWLEDGE = load_knowledge()


def evidence(**versions: FactValue) -> str:
    """The evidence that a 500 is the cause, with these versions."""
    given = (Fact(name, value, "scanned") for name, value in versions.items())
    diagnosis = Diagnosis.begin(KNOWLEDGE, TEXT).with_given(Fact("status", 500, "answered"), *given)
    diagnosis = diagnosis.without_probing().without_scanning().without_optional_questions()
    assert diagnosis.cause is not None
    return "\n".join(diagnosis.evidence)


def test_old_versions_are_told() -> None:
    """With the name and number of the package."""
    assert "Flask 1.0.4: A view that raises" in evidence(flask_version="1.0.4")


def test_only_what_concerns_the_project_is_told() -> None:
    """A habit of a version is no evidence where the code gives no occasion for it."""
    what = "flask-cors 5.0.1: A pattern that isn't a valid regular expression"
    assert what not in evidence(flask_cors_version="5.0.1")
    assert what in evidence(flask_cors_version="5.0.1", configured_origins=("*.shop.example",))


def test_others_are_not() -> None:
    """Nothing is said of versions that do as all do."""
    assert "Flask 3" not in evidence(flask_version="3.1.3", flask_cors_version="6.0.5")
    assert "flask-cors 6" not in evidence(flask_version="3.1.3", flask_cors_version="6.0.5")
