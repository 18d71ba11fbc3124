"""Reads the one variable that the origins come from out of the project's `.env`; no other line is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, TextFile, scanned
from cors_wizard.flask_code.running import FLASK_ENVIRONMENT_FILES


def origins_in_environment(found: Found, files: Sequence[TextFile]) -> Found:
    """The origins that the variable lists, where the code names one variable and a file sets it."""
    names = [fact.value for fact in found.facts if fact.name == "origins_variable"]
    is_known = any(fact.name == "configured_origins" for fact in found.facts)
    if is_known or len(names) != 1:
        return Found()
    return Found(tuple(_set(str(names[0]), files))[:1])


def _set(variable: str, files: Sequence[TextFile]) -> Iterator[Fact]:
    for file in files:
        for number, line in enumerate(file.lines if file.name in FLASK_ENVIRONMENT_FILES else (), start=1):
            key, _, value = line.strip().removeprefix("export ").partition("=")
            parts = (part.strip() for part in value.strip().strip("\"'").split(","))
            origins = tuple(part for part in parts if part)
            if key.strip() == variable and origins:
                where = f"{file.path}:{number}"
                yield scanned("configured_origins", origins, where, f"{variable}={value.strip()}")
