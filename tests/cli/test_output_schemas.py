"""The published schemas name every key that the commands write."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import jsonschema

from cors_wizard.http_exchange import Exchange, Request
from cors_wizard.probe.outcome import State
from cors_wizard.probe.route_map import CellState
from tests.cli.conftest import Command
from tests.cli.test_check_several import PAGE, shop
from tests.fetch_standard.browser_exchanges import all_rows
from tests.probe.serving import flask_server

DATA = Path(__file__).parent / "data"
SCHEMA = Path(__file__).parent.parent.parent / "schema"


def schema(name: str) -> dict[str, Any]:
    """One published schema."""
    read: dict[str, Any] = json.loads((SCHEMA / f"{name}.json").read_text())
    return read


def test_check(command: Command) -> None:
    """Every key of a real line, and every state."""
    with flask_server(shop()) as api:
        done = command("check", f"{api}/api/data", "--origin", PAGE, "--format", "json")
    keys = schema("check")["$defs"]["checked"]["properties"]
    assert set(json.loads(done.out)) == set(keys)
    assert set(keys["state"]["enum"]) == set(get_args(State))


def test_map() -> None:
    """Every state of a cell."""
    cell = schema("map")["properties"]["routes"]["items"]["properties"]["cells"]["items"]
    assert set(cell["properties"]["state"]["enum"]) == set(get_args(CellState))


def test_judge(command: Command, empty_folder: Path) -> None:
    """Every line of the table of verdicts and of real recordings has the schema's keys and no other."""
    read = schema("judge")
    exchange = read["$defs"]["exchange"]["properties"]
    assert set(exchange) == {each.name for each in fields(Exchange)} - {"stand_in"}
    assert set(exchange["request"]["properties"]) == {each.name for each in fields(Request)}
    rows = list(all_rows())
    reading = jsonschema.Draft202012Validator({**read["$defs"]["exchange"], "$defs": read["$defs"]})
    for row in (each for each in rows if each["request"].get("mode") != "no cors"):
        reading.validate(row)
    (empty_folder / "table.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    done = [command("judge", "table.jsonl")]
    done += [command("judge", str(file)) for file in sorted(DATA.glob("*.har"))]
    lines = [json.loads(line) for each in done for line in each.out.splitlines()]
    assert len(lines) > len(rows) > 100
    validator = jsonschema.Draft202012Validator(read)
    for line in lines:
        validator.validate(line)
        assert set(line) == set(read["properties"])
        assert set(line["preflight"]) == set(read["properties"]["preflight"]["properties"])
        violation = set(read["properties"]["violations"]["items"]["properties"])
        assert all(set(each) == violation for each in line["violations"])
