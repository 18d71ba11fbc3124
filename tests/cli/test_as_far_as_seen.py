"""No "works" rests on an assumption: what nothing shows of the request is named beside the sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.probe.attack.setups import CorsCode, served
from tests.probe.serving import flask_server

PAGE = "http://localhost:3000"
MESSAGE = (
    "Access to fetch at '{api}/api/data' from origin 'http://localhost:3000' has been blocked by CORS "
    "policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
)
ALL = {"method": "GET", "credentials": "omit", "request_headers": ""}


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        ("", ""),
        ("request_headers", "headers (none)"),
        ("method", "method (GET)"),
        ("credentials", "credentials mode (no cookies)"),
    ],
)
def test_what_was_assumed_is_named(left_out: str, named: str, command: Command, empty_folder: Path) -> None:
    """A fixed server and an old message: it works for sure only where the whole request is known."""
    code = CorsCode("fixed", f"CORS(app, origins=['{PAGE}'])")
    (empty_folder / "app.py").write_text(code.source)
    given = [f"{name}={value}" for name, value in ALL.items() if name != left_out]
    facts = [part for each in given for part in ("--fact", each)]
    with flask_server(served(code)) as api:
        (empty_folder / "error.txt").write_text(MESSAGE.format(api=api))
        done = command(
            "diagnose",
            str(empty_folder / "error.txt"),
            "--project",
            str(empty_folder),
            *facts,
            "--probe",
            "auto",
        )
    shown = " ".join(done.out.split())
    assert ("Works for your page" in shown) is not bool(left_out)
    assert ("Works as far as seen for your page" in shown) is bool(left_out)
    assert named in shown
