"""How a paste says that the app is started: a variable with origins, a Compose file's ports. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.diagnosis.pasted_settings import as_pasted
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile

_ORIGIN = r"https?://[^\s,;\"'#]{1,200}"
_VALUE = rf"[\"']?(?P<value>\*|{_ORIGIN}(?:[,;][ ]?{_ORIGIN}){{0,30}}),?[\"']?[ \t]*(?:#[^\n]{{0,200}})?$"
_SET = re.compile(
    r"^[ \t>|$-]{0,40}(?:export[ ]|set[ ]|ENV[ ]|-e[ ]|\$env:|Environment=)?[\"']?"
    rf"(?P<name>[A-Z][A-Z0-9_]{{2,60}})[\"']?[ \t]{{0,20}}[:= ][ \t]{{0,20}}{_VALUE}",
    re.MULTILINE,
)
_NAMED = re.compile(
    r"^[ \t>-]{0,40}name:[ ]?[\"']?(?P<name>[A-Z][A-Z0-9_]{2,60})[\"']?[ \t\r]{0,20}\n"
    rf"[ \t>]{{0,40}}value:[ ]?{_VALUE}",
    re.MULTILINE,
)
"""How Kubernetes and Render write it."""
_SPLIT = re.compile(r"\.split\([\"'],[\"']\)")
"""Keeps a space behind a comma, and a slash at an origin's end."""
_FOR_ORIGINS = re.compile(r"ORIGIN|CORS")
_SERVICES = re.compile(r"^services:[ \t]*\n(?:[ \t]+[^\n]*\n?|[ \t]*\n|[a-z]+:[^\n]*\n?)+", re.MULTILINE)
_LISTENS_INSIDE = re.compile(r"Running on https?://(?:127\.0\.0\.1|localhost):([0-9]{2,5})")
_LISTENS_OUTSIDE = re.compile(r"Running on (?:all addresses|https?://(?!127\.0\.0\.1|localhost))")
"""What Flask prints at its start, in a container as elsewhere."""
_OF_CONTAINERS = ("run_port", "published_port", "container_listens")


def facts_of_variables(prose: str, told: Facts) -> Iterator[Fact]:
    """The origins of a variable, which count more than a default in the code beside it.

    Args:
        prose: the text without its messages.
        told: what they and the code in it tell.
    """
    wanted = told.text("origins_variable")
    for found in (*_SET.finditer(prose), *_NAMED.finditer(prose)):
        name = found["name"]
        if name == wanted or (
            wanted is None and "configured_origins" not in told and _FOR_ORIGINS.search(name)
        ):
            parts = re.split(r"[,;]", found["value"])
            is_as_written = _SPLIT.search(prose) and "strip(" not in prose
            origins = tuple(each if is_as_written else each.strip().rstrip("/") for each in parts)
            evidence = " ".join(found[0].split())
            yield Fact("configured_origins", origins, "pasted", evidence)
            yield Fact("origins_variable", name, "pasted", evidence)
            if "cors_setup" not in told:
                # Somebody reads a variable of that name, wherever the code is.
                yield Fact("cors_setup", "app", "pasted", evidence)
            return


def facts_of_containers(prose: str) -> Iterator[Fact]:
    """The ports of a Compose file, by the reader of a folder."""
    if services := _SERVICES.search(prose):
        # Only here: most texts hold no such file.
        from cors_wizard.project.containers import read_containers

        for fact in read_containers([TextFile("docker-compose.yml", services[0])]):
            if fact.name in _OF_CONTAINERS:
                yield as_pasted(fact)
        inside = _LISTENS_INSIDE.search(prose)
        # A server of that port beside the containers needs none of their ports.
        is_theirs = inside and re.search(rf"\b{inside[1]}\b", services[0])
        if is_theirs and not _LISTENS_OUTSIDE.search(prose):
            yield Fact("container_listens", "inside", "pasted", "Running on http://127.0.0.1")
