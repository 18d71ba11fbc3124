"""One table, three faces: each setup of `setups.toml` as the attack, `lint` and `map` see it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from flask import Flask

from cors_wizard.facts import Facts
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.route_map import RouteMap, map_origins
from cors_wizard.probe.run import OnResult, Sender
from cors_wizard.probe.run_map import run_map
from cors_wizard.project import scan_project
from tests.lint.test_lint import findings
from tests.probe.attack.setups import SAFE, UNSAFE, CorsCode, served

API = "http://localhost"


def _sender(app: Flask) -> Sender:
    client = app.test_client()

    async def sends(
        requests: tuple[ProbeRequest, ...], *, on_result: OnResult | None = None
    ) -> tuple[ProbeResult, ...]:
        return tuple(map(answered, requests))

    def answered(request: ProbeRequest) -> ProbeResult:
        came = client.open(request.url, method=request.method, headers=list(request.headers))
        return ProbeResult(request, Response(came.status_code, Headers.of(came.headers.to_wsgi_list())))

    return sends


def _mapped(code: CorsCode, folder: Path) -> RouteMap:
    scan = scan_project(folder)
    facts = Facts.of(scan.facts)
    origins = map_origins(code.page, facts)
    sender = _sender(served(code))
    return asyncio.run(run_map(scan.code.routes, API, origins, facts, sender, page=code.page))


@pytest.mark.parametrize("code", UNSAFE, ids=lambda code: code.id)
def test_an_unsafe_setup(code: CorsCode, tmp_path: Path, knowledge: Knowledge) -> None:
    """lint names what the code alone shows; map lets somebody in who should stay out."""
    (tmp_path / "app.py").write_text(code.source)
    expected = set(code.cautions if code.in_code is None else code.in_code)
    assert expected - {"insecure-origin-allowed"} <= {each.rule for each in findings(tmp_path, knowledge)}
    table = _mapped(code, tmp_path)
    assert table.open_with_cookies or table.let_in


@pytest.mark.parametrize("code", SAFE, ids=lambda code: code.id)
def test_a_safe_setup(code: CorsCode, tmp_path: Path, knowledge: Knowledge) -> None:
    """No alarm of either."""
    (tmp_path / "app.py").write_text(code.source)
    rules = {each.rule for each in findings(tmp_path, knowledge) if each.level == "error"}
    # A page without an origin of its own is safe for that page alone, which no code shows.
    assert rules <= ({"allows-null-origin"} if code.page == "null" else set())
    table = _mapped(code, tmp_path)
    assert not table.open_with_cookies
    assert not table.let_in
