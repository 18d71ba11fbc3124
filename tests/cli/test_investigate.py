"""Scans and probes run until only the user can tell more; the proofs use the same function."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from cors_wizard.cli.investigate import investigate, without_waiting
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


def test_what_sends_nothing_ends_alike_with_a_loop_and_without() -> None:
    """The command goes without the loop where no probe may be sent."""
    text = "Access to fetch at 'http://127.0.0.1:9/a' from origin 'http://a.example' has been blocked"

    def investigation() -> Coroutine[Any, Any, Diagnosis]:
        begun = Diagnosis.begin(load_knowledge(), text)
        return investigate(begun, sender=send, may_probe=lambda _url: False)

    assert without_waiting(investigation()) == asyncio.run(investigation())


async def test_without_a_loop_nothing_is_waited_for() -> None:
    """It would never come back: that is a bug, and said at once."""

    async def waits() -> Diagnosis:
        await asyncio.sleep(1)
        raise AssertionError

    with pytest.raises(RuntimeError, match="waited"):
        without_waiting(waits())
