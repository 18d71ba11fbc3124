"""A missing `Vary: Origin`: said where the header names the page that asked and a cache may keep it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.probe.attack.setups import CorsCode, served
from tests.probe.serving import flask_server

PAGE = "https://shop.example"
TWO = '{"https://shop.example", "https://admin.example"}'
HOOK = """
@app.after_request
def cors(response):
    origin = request.headers.get("Origin", "")
    if origin in %s:
        response.headers["Access-Control-Allow-Origin"] = origin
    %s
    return response
"""
CACHED = 'response.headers["Cache-Control"] = "public, max-age=600"'
CASES = [
    pytest.param(HOOK % (TWO, CACHED), True, True, id="two-cached"),
    pytest.param(HOOK % (TWO, "pass"), True, False, id="two-nothing-said-of-caching"),
    pytest.param(HOOK % (TWO, 'response.headers["Cache-Control"] = "no-store"'), False, False, id="no-store"),
    pytest.param(HOOK % (TWO, f'{CACHED}; response.headers["Vary"] = "Origin"'), False, False, id="varies"),
    pytest.param(HOOK % ('{"https://shop.example"}', CACHED), False, False, id="one-fixed-origin"),
    pytest.param("CORS(app, origins=['https://shop.example', 'https://b.example'])", False, False, id="both"),
]


@pytest.mark.parametrize(("setup", "is_seen", "is_in_code"), CASES)
def test_every_face_says_it(
    setup: str, is_seen: bool, is_in_code: bool, command: Command, empty_folder: Path
) -> None:
    """`check` with the header that it measured, `map` with the route, `lint` with the line."""
    code = CorsCode("vary", setup)
    (empty_folder / "app.py").write_text(code.source)
    where = ("--project", str(empty_folder), "--origin", PAGE)
    with flask_server(served(code)) as api:
        check = command("check", f"{api}/api/data", *where, "--format", "json")
        table = command("map", "--url", api, *where, "--format", "json")
        shown = command("map", "--url", api, *where)
    lint = command("lint", str(empty_folder), "--format", "json")
    cautions = [each for each in json.loads(check.out)["cautions"] if each["id"] == "vary-missing"]
    assert [each["text"].rpartition("no `Vary: Origin`: ")[2][:27] for each in cautions] == [
        "`Access-Control-Allow-Origi"
    ] * is_seen
    assert json.loads(table.out)["without_vary"] == ["/api/data"] * is_seen
    assert ("`Vary: Origin` is missing" in shown.out) is is_seen
    found = [each for each in json.loads(lint.out)["findings"] if each["rule"] == "vary-missing"]
    assert [each["level"] for each in found] == ["warning"] * is_in_code
    assert (check.status, table.status, lint.status) == (0, 0, 0)
