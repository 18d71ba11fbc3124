"""The version table says what real installations do, and every failure in it has a remedy."""

from __future__ import annotations

import pytest

from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.conditions import version_in
from cors_wizard.knowledge_base.version_models import Extension, Installation
from cors_wizard.knowledge_base.version_table import remedy
from tests.knowledge.harness.installations import HERE, try_out
from tests.knowledge.measure_versions import BEFORE, BETWEEN, FILE, SOCKETIO, TALISMAN, on_file, written

KNOWLEDGE = load_knowledge()
TABLE = on_file()
MAIN_PYTHON = "3.11"
"""The Python that everything was measured under."""
SAMPLE: dict[tuple[str, str], tuple[tuple[Extension, str], ...]] = {
    ("1.0.4", "of-its-time"): (("flask-cors", "3.0.8"), ("flask-cors", "6.0.5"), ("flask-talisman", "1.1.0")),
    ("2.2.3", "newest"): (("flask-cors", "3.0.8"), ("flask-cors", "6.0.5")),
    ("2.2.5", "newest"): (("flask-cors", "6.0.5"), ("flask-socketio", "5.7.0")),
    ("3.1.3", "newest"): (
        ("flask-cors", "3.0.7"),
        ("flask-cors", "3.0.8"),
        ("flask-talisman", "1.1.0"),
        ("flask-socketio", "5.6.0"),
        ("flask-socketio", "5.7.0"),
    ),
}
"""What is tried anew; `python -m tests.knowledge.measure_versions --check` tries everything."""


@pytest.mark.versions
@pytest.mark.parametrize(("flask", "packages"), [pytest.param(*each, id="-".join(each)) for each in SAMPLE])
def test_the_table_says_what_happens(flask: str, packages: str) -> None:
    """Installed anew as pinned on file, it does what is on file."""
    base = installation(flask, packages, HERE.version)
    wanted = SAMPLE[flask, packages]
    tried = [(each.outcome, each.error) for each in try_out(HERE, base, wanted)]
    assert tried == [trial_of(base, *each) for each in wanted]


def installation(flask: str, packages: str, python: str) -> Installation:
    """One installation of the table."""
    return next(
        each
        for each in TABLE
        if (each.flask_version, each.packages, each.python_version) == (flask, packages, python)
    )


def trial_of(base: Installation, extension: str, version: str) -> tuple[str, str]:
    """What the table says that a version does."""
    return next(
        (each.outcome, each.error)
        for each in base.trials
        if each.package == extension and version_in(version, each.versions)
    )


def test_the_table_covers_the_grid() -> None:
    """Every Flask of the proofs, with packages of its time and with the newest, and a few between."""
    grid = next(file.grid for file in KNOWLEDGE.versions if file.grid)
    here = [each for each in TABLE if each.python_version == MAIN_PYTHON]
    assert {each.flask_version for each in here if each.packages == "of-its-time"} == set(grid.flask)
    assert {each.flask_version for each in here if each.packages == "newest"} == {*grid.flask, *BETWEEN}
    wanted = [("flask-cors", each) for each in (*BEFORE, *grid.flask_cors)]
    wanted += [("flask-talisman", each) for each in TALISMAN]
    wanted += [("flask-socketio", each) for each in SOCKETIO]
    for base in here:
        assert all(trial_of(base, *each) for each in wanted)


def test_every_flask_cors_since_3_0_8_works_on_flask_3() -> None:
    """No version of it breaks on Flask 3, whatever is said."""
    here = [each for each in TABLE if each.python_version == MAIN_PYTHON]
    three = [each for each in here if each.flask_version.startswith("3.")]
    assert len(three) == 5
    grid = next(file.grid for file in KNOWLEDGE.versions if file.grid)
    assert {trial_of(base, "flask-cors", each)[0] for base in three for each in grid.flask_cors} == {"works"}


def test_old_pythons_cannot_have_the_newest() -> None:
    """Python 3.8 gets neither Flask 3.1 nor flask-cors 6, which need 3.9."""
    assert trial_of(installation("3.0.3", "newest", "3.8"), "flask-cors", "5.0.0")[0] == "works"
    assert trial_of(installation("3.0.3", "newest", "3.8"), "flask-cors", "5.0.1")[0] == "fails-to-install"
    assert trial_of(installation("3.1.3", "newest", "3.8"), "flask-cors", "5.0.0")[0] == "fails-to-install"
    assert trial_of(installation("3.1.3", "newest", "3.9"), "flask-cors", "6.0.5")[0] == "works"


def test_every_failure_has_a_remedy() -> None:
    """Whoever meets one of these errors is told what to do."""
    errors = {trial.error for base in TABLE for trial in base.trials if trial.error}
    assert [each for each in errors if not remedy(KNOWLEDGE, each)] == []


def test_the_file_is_as_the_command_writes_it() -> None:
    """Nobody edited it by hand."""
    assert FILE.read_text(encoding="utf-8") == written(TABLE)
