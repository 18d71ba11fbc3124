"""Who may be probed: this machine at once, others after a yes."""

from __future__ import annotations

import io
import sys

import pytest

from cors_wizard.cli.consent import ProbeConsent, ProbePolicy

HERE = "http://localhost:5000/api"
THERE = "https://api.example/data"

POLICIES = [
    ("auto", HERE, True),
    ("auto", "http://127.0.0.1:5000/", True),
    ("auto", "http://[::1]:5000/", True),
    ("auto", "http://api.localhost/", True),
    ("auto", THERE, False),
    ("auto", "http://localhost.evil.example/", False),
    ("auto", "http://192.168.1.4:5000/", False),
    ("auto", "", False),
    ("ask", HERE, False),
    ("never", HERE, False),
    ("always", THERE, True),
]


@pytest.mark.parametrize(
    ("policy", "url", "allowed"), [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in POLICIES]
)
def test_without_anybody_to_ask(policy: ProbePolicy, url: str, allowed: bool) -> None:
    """Only what the policy allows by itself."""
    assert ProbeConsent(policy)(url) is allowed


@pytest.mark.parametrize(("typed", "allowed"), [("y\n", True), ("YES\n", True), ("\n", False), ("", False)])
def test_with_somebody_to_ask(typed: str, allowed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A yes holds for the host, and is asked for once."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    consent = ProbeConsent("auto", can_ask=True)
    assert consent(THERE) is allowed
    assert consent(f"{THERE}/more") is allowed


def test_the_question_names_the_server_that_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A backslash ends the host, whatever the rest looks like."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert not ProbeConsent("auto", can_ask=True)("http://evil.invalid\\@localhost:5000/api")
    assert "May http://evil.invalid/" in capsys.readouterr().err
