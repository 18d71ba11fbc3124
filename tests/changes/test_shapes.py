"""Projects as people write them: the fix is applied literally, the app restarted, real requests are sent.

The diffs are on file in `diffs/`, for a reviewer to read; `--snapshot-update` writes them anew.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cors_wizard.changes import ChangeSet
from cors_wizard.changes.plan import plan
from cors_wizard.changes.write import apply, undo
from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import judge, serialize_origin
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from cors_wizard.report.browser_texts import browser_texts
from tests.browsers.pages import PageRequest
from tests.changes.shape import Shape, load_shapes
from tests.changes.titles import untrue_titles
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.knowledge.harness.servers import Server
from tests.ports import unused_port

SHAPES = load_shapes()
DIFFS = Path(__file__).parent / "diffs"


@contextmanager
def running(shape: Shape, folder: Path, port: int) -> Iterator[Server]:
    """The project's server, as its author starts it."""
    command = [sys.executable, "-m", "flask", "--app", shape.run, "run", "--port", str(port)]
    if shape.run_with:
        command = [sys.executable, shape.run_with]
    server = Server(command, folder, "Running on", {**shape.env, "PORT": str(port)})
    try:
        assert server.is_up, "\n".join(server.printed)
        yield server
    finally:
        server.close()


@pytest.fixture
def on_file(request: pytest.FixtureRequest) -> Callable[[Shape, str], str]:
    """What was written for a shape; written anew where the tests are run to do so."""

    def read(shape: Shape, text: str) -> str:
        file = DIFFS / f"{shape.name}.diff"
        if request.config.option.update_snapshots:
            file.write_text(text, encoding="utf-8")
        return file.read_text(encoding="utf-8")

    return read


@pytest.mark.process
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_fix_makes_the_page_work_and_nothing_else(
    shape: Shape, knowledge: Knowledge, on_file: Callable[[Shape, str], str], tmp_path: Path
) -> None:
    """It fails; the fix is applied; it passes, strangers do not, and other routes are as before."""
    folder, state = tmp_path / "project", tmp_path / "state"
    folder.mkdir()
    shape.write(folder)
    before = _bytes(folder)
    port = unused_port()
    request = shape.request(port)
    if shape.starts:
        with running(shape, folder, port):
            taken = exchange_over_http(request, shape.origin)
            elsewhere = _elsewhere(shape, port)
            assert shape.exposes or not judge(taken).readable
            diagnosis = diagnosed(shape, knowledge, folder, request, taken)
    else:
        elsewhere = []
        diagnosis = diagnosed(shape, knowledge, folder, request, None)
    made = diagnosis.changes
    assert made.changes, f"{diagnosis.cause and diagnosis.cause.id}: {made.problem}"
    assert not untrue_titles(made.title, made.changes), (made.title, made.diff)
    assert on_file(shape, _for_a_reviewer(diagnosis)) == _for_a_reviewer(diagnosis)
    apply(made, folder, state)
    again = _planned_again(diagnosis, knowledge, folder)
    assert not (shape.again and again.changes), again.diff
    with running(shape, folder, port):
        _check(shape, request, elsewhere, made.diff)
    ways = [way for way in diagnosis.ways if way.changes.changes]
    assert len({way.changes.diff for way in ways}) == len(ways)
    assert not [way.title for way in ways if untrue_titles(way.title, way.changes.changes)]
    undo(folder, state)
    assert _bytes(folder) == before
    for way in (way for way in ways if way.changes.diff != made.diff):
        apply(way.changes, folder, state)
        with running(shape, folder, port):
            _check(shape, request, elsewhere, way.changes.diff)
        undo(folder, state)


def _check(shape: Shape, request: PageRequest, elsewhere: object, diff: str) -> None:
    """The page's request passes, strangers' do not, and other routes are as before."""
    assert judge(exchange_over_http(request, shape.origin)).readable, diff
    # By chance the server's own port makes one of them its own origin.
    for stranger in {*look_alikes(shape.origin).values()} - {serialize_origin(request.url)}:
        assert not may_read(exchange_over_http(request, stranger)), (stranger, diff)
    port = urlsplit(request.url).port
    assert not shape.starts or _elsewhere(shape, port or 0) == elsewhere, diff


def _for_a_reviewer(diagnosis: Diagnosis) -> str:
    """The diff as it is offered, below what is said of it."""
    made = diagnosis.changes
    notes = [f"{diagnosis.cause.title if diagnosis.cause else ''}: {made.title}", ""]
    for change in made.changes:
        notes += [f"{change.path} keeps: {each}" for each in change.keeps]
        notes += [f"{change.path} removes: {each.what}: {each.why}" for each in change.removes]
    notes += [f"by hand: {each.text} {each.command}".rstrip() for each in made.by_hand]
    return "\n".join(notes).rstrip() + "\n\n" + made.diff.replace("\r", "")


def test_no_diff_is_left_of_a_shape_that_went() -> None:
    """One file for each shape."""
    assert {path.stem for path in DIFFS.iterdir()} == {shape.name for shape in SHAPES}


def diagnosed(
    shape: Shape, knowledge: Knowledge, folder: Path, request: PageRequest, taken: Exchange | None
) -> Diagnosis:
    """The diagnosis of what the browser prints, with the project read and the server asked."""
    text = shape.paste
    if taken is not None and not text:
        text = browser_texts(judge(taken), taken, knowledge)["chromium"] or ""
    facts = [
        Fact("url", request.url, "answered"),
        Fact("origin", shape.origin, "answered"),
        Fact("method", shape.method, "answered"),
        Fact("credentials", request.credentials, "answered"),
    ]
    if shape.headers:
        facts.append(Fact("request_headers", shape.headers, "answered"))
    if shape.exposes:
        facts += [
            Fact("unread_header", shape.exposes, "answered"),
            Fact("symptom", "unsafe-header-read", "answered"),
        ]
    begun = Diagnosis.begin(knowledge, text, Facts.of(facts)).without_optional_questions()
    return asyncio.run(
        investigate(
            begun,
            sender=send,
            may_probe=lambda _url: shape.starts,
            scanner=partial(scan_project, folder),
        )
    )


def _planned_again(diagnosis: Diagnosis, knowledge: Knowledge, folder: Path) -> ChangeSet:
    """The same fix over the files that it has changed."""
    scan = scan_project(folder)
    files = {**scan.page_files, **scan.files}
    fix = knowledge.fixes[diagnosis.changes.fix]
    return plan((fix,), diagnosis.facts, files, scan.page_code.calls)


def _elsewhere(shape: Shape, port: int) -> list[tuple[str, str, object, object]]:
    """What other paths allow to whom."""
    found: list[tuple[str, str, object, object]] = []
    for path in shape.other:
        for origin in (shape.origin, "https://shop.example", "https://evil.test"):
            taken = exchange_over_http(PageRequest(f"http://localhost:{port}{path}"), origin)
            headers = taken.response.headers if taken.response else None
            names = ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")
            values = [headers.get(name) if headers else None for name in names]
            found.append((path, origin, values[0], values[1]))
    return found


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
