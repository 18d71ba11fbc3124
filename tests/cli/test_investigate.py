"""Scans and probes run until only the user can tell more; the proofs use the same function."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.cli.investigate import investigate
from cors_wizard.decision_tree import Asks, Concluded
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.result import ProbeResult
from cors_wizard.probe.send import send
from cors_wizard.project import ProjectScan, scan_project
from tests.cli import broken_apps
from tests.cli.error_texts import MISSING, PAGE
from tests.probe.serving import flask_server


async def test_scan_and_probes_to_the_end(tmp_path: Path) -> None:
    """Both are used once, every result is announced, and the cause is found."""
    scans: list[Path] = []
    seen: list[ProbeResult] = []

    def scan() -> ProjectScan:
        scans.append(tmp_path)
        return scan_project(tmp_path)

    with flask_server(broken_apps.without_cors()) as api:
        begun = Diagnosis.begin(
            load_knowledge(), MISSING["chromium"].format(url=f"{api}/api/data", page=PAGE)
        )
        ended = await investigate(
            begun.without_optional_questions(),
            sender=send,
            may_probe=lambda url: url == f"{api}/api/data",
            scanner=scan,
            on_result=seen.append,
        )
    assert isinstance(ended.step, Concluded)
    assert scans == [tmp_path]
    assert ended.probe_results is not None
    assert set(seen) == set(ended.probe_results)


async def test_without_consent_nothing_is_sent() -> None:
    """Then a question is open."""
    text = MISSING["chromium"].format(url="http://localhost:5000/api", page=PAGE)
    asked: list[str] = []

    def refuse(url: str) -> bool:
        asked.append(url)
        return False

    ended = await investigate(Diagnosis.begin(load_knowledge(), text), sender=send, may_probe=refuse)
    assert isinstance(ended.step, Asks)
    assert ended.probe_results is None
    assert asked == ["http://localhost:5000/api"]
