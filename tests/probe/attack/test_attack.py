"""The attack against real Flask apps: who gets in past a careless check, and nobody past a sound one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cors_wizard.diagnosis.code_safety import about_code_safety
from cors_wizard.facts import Fact, Facts
from cors_wizard.probe import Findings, findings
from cors_wizard.probe.outcome import outcome
from cors_wizard.probe.run import run_probes
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from tests.probe.attack.setups import PUBLIC, SAFE, UNSAFE, CorsCode, served
from tests.probe.serving import flask_server


def scanned(code: CorsCode, folder: Path) -> Facts:
    """What the scan reads of the code."""
    (folder / "app.py").write_text(code.source)
    return Facts.of(scan_project(folder).facts)


def attacked(code: CorsCode, facts: Facts) -> Findings:
    """The page's request and the strangers', to the real app."""
    with flask_server(served(code)) as api:
        known = facts.replacing(
            Fact("url", f"{api}/api/data", "answered"),
            Fact("origin", code.page, "answered"),
            Fact("method", "GET", "answered"),
            Fact("request_headers", (), "answered"),
            Fact("credentials", code.credentials, "answered"),
        )
        return findings(known, asyncio.run(run_probes(known, send)))


def warned(found: Findings) -> tuple[str, ...]:
    """The ids of what the responses give reason to warn of."""
    return Facts.of(found.facts).items("warnings")


@pytest.mark.parametrize("code", UNSAFE, ids=lambda code: code.id)
def test_who_gets_in(code: CorsCode, tmp_path: Path) -> None:
    """A stranger gets in, is named with its line, and the right caution is raised."""
    found = attacked(code, scanned(code, tmp_path))
    went = outcome(found)
    assert went is not None
    assert went.state == "open-to-others"
    inside = {each.stranger.origin: each for each in went.holes}
    assert code.stranger in inside
    if code.has_line:
        assert inside[code.stranger].by.startswith("app.py:")
    assert set(warned(found)) == set(code.cautions)


@pytest.mark.parametrize("code", UNSAFE, ids=lambda code: code.id)
def test_seen_without_the_code(code: CorsCode) -> None:
    """Somebody gets in where only the server is known: the page's look-alikes find most holes."""
    went = outcome(attacked(code, Facts()))
    assert went is not None
    assert went.holes


@pytest.mark.parametrize("code", [*UNSAFE, *SAFE, *PUBLIC], ids=lambda code: code.id)
def test_cautions_from_code_alone(code: CorsCode, tmp_path: Path) -> None:
    """The scan raises the alarm before anything is sent, and only where there is a reason."""
    facts = scanned(code, tmp_path)
    raised = Facts.of(about_code_safety(facts)).items("code_warnings")
    expected = code.cautions if code.in_code is None else code.in_code
    assert set(raised) == set(expected)


@pytest.mark.parametrize("code", SAFE, ids=lambda code: code.id)
def test_nobody_gets_in(code: CorsCode, tmp_path: Path) -> None:
    """A sound setup raises no alarm."""
    found = attacked(code, scanned(code, tmp_path))
    went = outcome(found)
    assert went is not None
    assert went.passes or code.page == "null"
    assert not went.holes
    assert warned(found) in ((), NULL_PAGE[code.page == "null"])


NULL_PAGE = {False: (), True: ("allows-null-origin",)}


@pytest.mark.parametrize("code", PUBLIC, ids=lambda code: code.id)
def test_public_api(code: CorsCode, tmp_path: Path) -> None:
    """Without cookies any website may read it: a fact, and no alarm."""
    facts = scanned(code, tmp_path)
    with flask_server(served(code)) as api:
        known = facts.replacing(
            Fact("url", f"{api}/api/data", "answered"),
            Fact("origin", code.page, "answered"),
            Fact("method", "GET", "answered"),
            Fact("request_headers", (), "answered"),
            Fact("credentials", "omit", "answered"),
        )
        found = findings(known, asyncio.run(run_probes(known, send)))
    went = outcome(found)
    assert went is not None
    assert went.attack is not None
    assert went.attack.is_public
    assert not went.holes
    assert went.state == "works"
