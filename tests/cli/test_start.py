"""What a command costs: nothing that it does not need is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cors_wizard import __version__
from tests.cli.conftest import Command

pytestmark = pytest.mark.process
HEAVY = ("textual", "httpx", "pydantic")

RUNS = [
    pytest.param(["--version"], HEAVY, id="version"),
    pytest.param(["--help"], HEAVY, id="help"),
    pytest.param(["diagnose", "--help"], HEAVY, id="help-of-a-command"),
    pytest.param(["diagnose", "--probe", "never"], ("textual", "httpx"), id="diagnose-without-probes"),
    pytest.param(["diagnose", "--url", "http://127.0.0.1:9/"], ("textual",), id="diagnose-with-probes"),
    pytest.param(["explain"], ("textual", "httpx"), id="explain"),
    pytest.param(["judge"], ("textual", "httpx"), id="judge"),
    pytest.param([], ("textual", "httpx", "pydantic"), id="wizard-without-terminal"),
]

WATCHED = """
import atexit, sys
atexit.register(lambda: print("|", *sorted(set(sys.modules) & set(sys.argv[1].split(",")))))
from cors_wizard.cli.main import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize(("arguments", "absent"), RUNS)
def test_imports_no_more_than_it_needs(
    arguments: list[str], absent: tuple[str, ...], empty_folder: Path
) -> None:
    """These packages are not in sys.modules at the end."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, ",".join(absent), *arguments],
        input=b"TypeError: Failed to fetch",
        capture_output=True,
        timeout=120,
        cwd=empty_folder,
    )
    assert done.stdout.decode().splitlines()[-1].strip() == "|"


def test_version(command: Command) -> None:
    """The version that the package has."""
    done = command("--version")
    assert (done.status, done.out) == (0, f"cors-wizard {__version__}\n")


@pytest.mark.parametrize("name", ["diagnose", "check", "judge", "explain", "knowledge"])
def test_help_of_every_command(name: str, command: Command) -> None:
    """Help is data: it goes to standard output, and nothing is wrong."""
    done = command(name, "--help")
    assert done.status == 0
    assert done.out.startswith(f"usage: cors-wizard {name}")


def test_a_start_looks_for_no_garbage(empty_folder: Path) -> None:
    """Nearly all that a start makes is kept: looking for garbage among it took a tenth of the time."""
    code = (
        "import atexit, gc, sys; atexit.register(lambda: print(gc.get_stats()[0]['collections']));"
        "sys.argv = ['cors-wizard', 'diagnose', '--probe', 'never'];"
        "before = gc.get_stats()[0]['collections'];"
        "from cors_wizard.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="TypeError: Failed to fetch",
        capture_output=True,
        text=True,
        cwd=empty_folder,
        timeout=120,
    )
    # A hundred and more with Python's own threshold; what was loaded before `main` is looked at as ever.
    assert int(done.stdout.splitlines()[-1]) < 60
