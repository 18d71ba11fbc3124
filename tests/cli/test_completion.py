"""The script of each shell, loaded into the real one.

bash is part of every system that runs these tests; zsh and fish are tested where they are.
"""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cors_wizard.cli.completion import cause_ids
from cors_wizard.cli.help_texts import SHELLS
from cors_wizard.knowledge_base import load_knowledge
from tests.cli.conftest import Command

INSTALLED = [shell for shell in SHELLS if shutil.which(shell)]

BASH = """\
source "$1"
words=($2)
[[ $2 == *" " ]] && words+=("")
COMP_WORDS=("${words[@]}")
COMP_CWORD=$((${#words[@]} - 1))
complete -p cors-wizard > /dev/null || exit 1
function=$(complete -p cors-wizard | sed 's/.*-F \\([^ ]*\\).*/\\1/')
$function cors-wizard "${words[COMP_CWORD]}" "${words[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def in_bash(script: Path, line: str) -> str:
    """What bash would offer after this line: its own function, called as bash calls it."""
    return _output(["bash", "--norc", "-c", BASH, "bash", str(script), line])


def in_fish(script: Path, line: str) -> str:
    """What fish offers, by its own `complete -C`."""
    command = 'source $argv[1]; complete -C "$argv[2]"'
    return _output(["fish", "--no-config", "-c", command, str(script), line])


def in_zsh(script: Path, line: str) -> str:
    """What an interactive zsh shows after the line and a tab."""
    functions = script.parent / "zfunc"
    functions.mkdir()
    shutil.copy(script, functions / "_cors-wizard")
    # The word is written in two parts, so that the echo of the line is not taken for its output.
    start = (
        f"fpath=({functions} $fpath); autoload -U compinit; compinit -u -d {functions}/dump; print lo\\aded\n"
    )
    process, terminal = pty.fork()
    if process == 0:
        os.environ["TERM"] = "dumb"
        os.execvp("zsh", ["zsh", "-f", "-i"])
    try:
        os.write(terminal, start.encode())
        _read_until(terminal, b"loaded")
        os.write(terminal, f"{line}\t\t".encode())
        return _read_until(terminal, None)
    finally:
        os.write(terminal, b"\x03\nexit\n")
        os.close(terminal)
        os.waitpid(process, 0)


def _read_until(terminal: int, end: bytes | None) -> str:
    """What a terminal shows until a text comes, or until it has been quiet for a second."""
    shown = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        is_ready, _, _ = select.select([terminal], [], [], 60 if end or not shown else 1)
        if not is_ready:
            break
        shown += os.read(terminal, 65536)
        if end and end in shown:
            break
    return shown.decode(errors="replace")


def _output(words: list[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


OFFERED: dict[str, Callable[[Path, str], str]] = {"bash": in_bash, "zsh": in_zsh, "fish": in_fish}
ROWS = [
    pytest.param("cors-wizard li", "lint", id="command"),
    pytest.param("cors-wizard lint --form", "--format", id="option"),
    pytest.param("cors-wizard check --format ju", "junit", id="value"),
    pytest.param("cors-wizard explain cors-not-i", "cors-not-initialized", id="cause"),
    pytest.param("cors-wizard knowledge sche", "schema", id="command-of-a-command"),
    pytest.param("cors-wizard diagnose err", "error-of-today.txt", id="file"),
]


@pytest.fixture
def script(command: Command, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The script as the command writes it."""
    path = tmp_path / "completion"
    path.write_text(command("completion", request.getfixturevalue("shell")).out)
    return path


@pytest.mark.parametrize(("line", "offered"), ROWS)
@pytest.mark.parametrize("shell", INSTALLED)
def test_what_the_shell_offers(shell: str, line: str, offered: str, script: Path, empty_folder: Path) -> None:
    """Commands, options, values, ids of causes and files."""
    (empty_folder / "error-of-today.txt").write_text("")
    assert offered in OFFERED[shell](script, line)


def test_bash_is_there() -> None:
    """The one that is loaded for real on every machine."""
    assert "bash" in INSTALLED


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_names_every_command(shell: str, command: Command) -> None:
    """Also of a shell that is not installed here."""
    done = command("completion", shell)
    assert done.status == 0
    for name in (
        "diagnose",
        "fix",
        "check",
        "map",
        "lint",
        "judge",
        "explain",
        "knowledge",
        "completion",
        "mcp",
    ):
        assert name in done.out


def test_the_causes_are_those_of_the_knowledge() -> None:
    """Read from the names of the files alone."""
    assert set(cause_ids()) == set(load_knowledge().causes)


def test_another_shell_is_refused_in_one_sentence(command: Command) -> None:
    """With the shells that there are."""
    done = command("completion", "cmd")
    assert done.status == 2
    assert "bash" in done.err
    assert len(done.err.splitlines()) == 1
