"""A setting that a `.env` file holds and that nothing seen in the code loads from there."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts
from cors_wizard.flask_code import FlaskCode


def unloaded_setting(facts: Facts, code: FlaskCode) -> Iterator[Fact]:
    """The variable of the origins, where only `.env` sets it and the code loads no such file.

    `flask run` loads it where python-dotenv is installed: so this decides nothing by itself. It explains why
    a server refuses what code and file together would allow.
    """
    environment = code.environment
    name = facts.text("origins_variable")
    if environment.loads_dotenv or not name:
        return
    setting = environment.setting(name)
    others = [
        each for each in environment.settings if each.name == name and each.kind not in ("dotenv", "example")
    ]
    if setting is not None and setting.kind == "dotenv" and not others:
        yield Fact("unloaded_setting", name, "scanned", f"{setting.where}: {name}")
