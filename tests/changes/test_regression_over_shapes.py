"""The generated test over projects as people write them: red before the wizard's own fix, green after it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cors_wizard.changes.regression_test import regression_test
from cors_wizard.changes.write import apply
from cors_wizard.knowledge_base import Knowledge
from tests.changes.shape import Shape
from tests.changes.test_shapes import SHAPES, diagnosed, running
from tests.knowledge.harness.exchanges import exchange_over_http
from tests.ports import unused_port

CHOSEN = (
    *("hook-star-credentials", "hook-in-factory-options-route", "slash-redirect", "from-mapping"),
    *("decorator-without-brackets", "if-else-cors", "a-path-beside-an-open-one", "resource-literal"),
    *("env-default", "ipv6-origin", "imported-never-called", "bound-to-other-app"),
)


def run(folder: Path, shape: Shape) -> int:
    """The exit status of pytest on the file that was written."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_cors.py"],
        cwd=folder,
        capture_output=True,
        env={**os.environ, **shape.env},
        timeout=120,
        check=False,
    )
    return done.returncode


@pytest.mark.process
@pytest.mark.parametrize("name", CHOSEN)
def test_red_before_the_fix_and_green_after_it(name: str, knowledge: Knowledge, tmp_path: Path) -> None:
    """Written beside the project's files, run on both."""
    shape = next(each for each in SHAPES if each.name == name)
    folder = tmp_path / "project"
    folder.mkdir()
    shape.write(folder)
    port = unused_port()
    request = shape.request(port)
    with running(shape, folder, port):
        taken = exchange_over_http(request, shape.origin)
        diagnosis = diagnosed(shape, knowledge, folder, request, taken)
    assert diagnosis.scan is not None
    made = regression_test(diagnosis.facts, diagnosis.scan.code, diagnosis.scan.files)
    (change,) = made.changes
    target = folder / change.path
    target.parent.mkdir(exist_ok=True)
    target.write_text(change.after)
    assert run(folder, shape) == 1
    apply(diagnosis.changes, folder, tmp_path / "state")
    assert run(folder, shape) == 0
