"""Looking up versions: the nearest installation that was tried, and what is known of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.knowledge_base.version_models import Package
from cors_wizard.knowledge_base.version_table import (
    advisories,
    behaviors,
    fact_of,
    grid,
    nearest,
    remedy,
    trials,
    unsupported,
)

TRIED = ["2.2.3", "2.2.5", "3.0.3", "10.0.1"]
KNOWLEDGE = load_knowledge()
EMPTY = replace(KNOWLEDGE, versions=())


@pytest.mark.parametrize(
    ("version", "found"),
    [
        pytest.param("2.2.5", "2.2.5", id="the-same"),
        pytest.param("2.2.4", "2.2.5", id="the-next"),
        pytest.param("2.2.0", "2.2.3", id="the-next-of-several"),
        pytest.param("3.0.9", "3.0.3", id="newer-than-any"),
        pytest.param("3.0", "3.0.3", id="a-series"),
        pytest.param("10.0.0", "10.0.1", id="by-number"),
        pytest.param("3.2.0", "", id="another-series"),
        pytest.param("", "", id="none"),
    ],
)
def test_nearest(version: str, found: str) -> None:
    """A version stands for the next one of its series that was tried."""
    assert nearest(version, TRIED) == found


def outcomes(**versions: str) -> set[tuple[str, str]]:
    """How each kind of installation fares with these versions."""
    return {(base.packages, trial.outcome) for base, trial in trials(KNOWLEDGE, packages(versions))}


def packages(versions: dict[str, str]) -> dict[Package, str]:
    """The versions by the packages' names."""
    named: dict[str, Package] = {
        "flask": "flask",
        "flask_cors": "flask-cors",
        "flask_socketio": "flask-socketio",
        "python": "python",
    }
    return {named[name]: version for name, version in versions.items()}


def test_trials() -> None:
    """Both kinds of installation are told; another Python has its own."""
    assert outcomes(flask="2.2.2", flask_cors="4.0.0") == {
        ("of-its-time", "works"),
        ("newest", "fails-to-import"),
    }
    assert outcomes(flask="3.0.3", flask_cors="6.0.2", python="3.8") == {("newest", "fails-to-install")}
    assert outcomes(flask="3.1.3", flask_socketio="5.6.0") == {
        ("of-its-time", "fails-to-answer"),
        ("newest", "fails-to-answer"),
    }
    assert outcomes(flask_cors="6.0.2") == set()


def test_what_is_known() -> None:
    """Behaviors, weaknesses and support of the versions at hand, and of no others."""
    old: dict[Package, str] = {"flask": "1.0.4", "flask-cors": "4.0.1"}
    assert "private-network-allowed-by-default" in {each.id for each in behaviors(KNOWLEDGE, old)}
    assert {"CVE-2024-6221", "CVE-2024-6839"} <= {each.id for each in advisories(KNOWLEDGE, old)}
    assert {each.package for each in unsupported(KNOWLEDGE, old)} == {"flask"}
    new: dict[Package, str] = {"flask": "3.1.3", "flask-cors": "6.0.5", "python": "3.13"}
    assert advisories(KNOWLEDGE, new) == ()
    assert unsupported(KNOWLEDGE, new) == ()


def test_remedy() -> None:
    """By the error that is printed."""
    assert "werkzeug<3" in remedy(
        KNOWLEDGE, "ImportError: cannot import name 'url_quote' from 'werkzeug.urls'"
    )
    assert remedy(KNOWLEDGE, "") == remedy(KNOWLEDGE, "ImportError: something else") == ""


@pytest.mark.parametrize("package", ["flask", "flask-cors"])
def test_fact_of(package: Package) -> None:
    """The fact that holds a package's version is declared."""
    assert fact_of(package) in {"flask_version", "flask_cors_version"}


def test_without_a_table() -> None:
    """A team's own knowledge need not have one."""
    empty: Knowledge = EMPTY
    assert grid(empty) is None
    assert grid(KNOWLEDGE) is not None
    assert list(trials(empty, {"flask": "3.0"})) == []
