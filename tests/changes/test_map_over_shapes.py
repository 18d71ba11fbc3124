"""Who may call what over projects as people write them: before the wizard's own fix, and after it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cors_wizard.changes.write import apply
from cors_wizard.facts import Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe.requests import FOREIGN_ORIGIN
from cors_wizard.probe.route_map import RouteMap, map_origins
from cors_wizard.probe.run_map import run_map
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from tests.changes.test_regression_over_shapes import CHOSEN
from tests.changes.test_shapes import SHAPES, diagnosed, running
from tests.knowledge.harness.exchanges import exchange_over_http
from tests.ports import unused_port

_READS = ("readable", "readable-with-cookies")


def mapped(folder: Path, origin: str, port: int) -> RouteMap:
    """The map of the running project."""
    scan = scan_project(folder)
    facts = Facts.of(scan.facts)
    origins = map_origins(origin, facts)
    return asyncio.run(run_map(scan.code.routes, f"http://127.0.0.1:{port}", origins, facts, send))


def readers(found: RouteMap, origin: str) -> set[str]:
    """The rules that an origin may read."""
    at = found.origins.index(origin)
    return {row.rule for row in found.rows if row.cells[at] in _READS}


@pytest.mark.process
@pytest.mark.parametrize("name", CHOSEN)
def test_the_page_gains_a_route_and_strangers_none(name: str, knowledge: Knowledge, tmp_path: Path) -> None:
    """Every route of the code has a row before and after; only the page reads more after the fix."""
    shape = next(each for each in SHAPES if each.name == name)
    folder = tmp_path / "project"
    folder.mkdir()
    shape.write(folder)
    port = unused_port()
    request = shape.request(port)
    with running(shape, folder, port):
        taken = exchange_over_http(request, shape.origin)
        before = mapped(folder, shape.origin, port)
        made = diagnosed(shape, knowledge, folder, request, taken).changes
    apply(made, folder, tmp_path / "state")
    with running(shape, folder, port):
        after = mapped(folder, shape.origin, port)
    assert {row.rule for row in before.rows} == {row.rule for row in after.rows} != set()
    assert readers(after, shape.origin)
    assert readers(before, shape.origin) <= readers(after, shape.origin)
    for stranger in (FOREIGN_ORIGIN, "null"):
        assert readers(after, stranger) <= readers(before, stranger)
    assert not after.let_in
