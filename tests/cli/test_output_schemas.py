"""The published schemas name every key that the commands write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from cors_wizard.probe.outcome import State
from cors_wizard.probe.route_map import CellState
from tests.cli.conftest import Command
from tests.cli.test_check_several import PAGE, shop
from tests.probe.serving import flask_server

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
