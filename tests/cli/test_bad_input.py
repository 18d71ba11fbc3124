"""Whatever is wrong with the input, the answer is one clear sentence with its remedy, and exit status 2."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cors_wizard import text_files
from tests.cli.conftest import Command

TEXT = "TypeError: Failed to fetch"

ARGUMENTS = [
    pytest.param(["diagnose", "missing.txt"], "The file missing.txt doesn't exist.", id="missing-file"),
    pytest.param(["diagnose", "folder"], "folder is a folder.", id="folder-as-file"),
    pytest.param(["diagnose", "x\x1b[31m"], "The file x\\x1b[31m doesn't exist.", id="hostile-file-name"),
    pytest.param(
        ["diagnose", "--url", "orders/api"], "isn't the URL of a web server.", id="url-without-scheme"
    ),
    pytest.param(["diagnose", "--url", "http://"], "isn't the URL of a web server.", id="url-without-host"),
    pytest.param(["diagnose", "--url", "http://[::1"], "isn't the URL of a web server.", id="url-half-ipv6"),
    pytest.param(["diagnose", "--url", "http://a b/"], "isn't the URL of a web server.", id="url-with-blank"),
    pytest.param(["diagnose", "--url", "http://a:99999/"], "isn't the URL of a web server.", id="url-port"),
    pytest.param(["diagnose", "--url", ""], "isn't the URL of a web server.", id="url-empty"),
    pytest.param(["diagnose", "--url", "http://a/" + "\x1b[2J"], "isn't the URL", id="url-hostile"),
    pytest.param(["diagnose", "--origin", "shop"], "isn't an origin.", id="origin"),
    pytest.param(
        ["diagnose", "--origin", r"https://shop\.example"], "isn't an origin.", id="origin-as-a-pattern"
    ),
    pytest.param(["diagnose", "--fact", "colour=red"], "Unknown fact 'colour'.", id="unknown-fact"),
    pytest.param(["diagnose", "--fact", "status=many"], "The fact status cannot be", id="no-number"),
    pytest.param(["diagnose", "--fact", "credentials=yes"], "Give one of: omit, same-origin", id="no-choice"),
    pytest.param(
        ["diagnose", "--fact", "method"], "isn't a fact. Give it as NAME=VALUE", id="fact-without-value"
    ),
    pytest.param(["diagnose", "--fact", "url=nonsense"], "isn't the URL of a web server.", id="url-as-fact"),
    pytest.param(
        ["diagnose", "--fact", f"method={'X' * 20_001}"], "The fact method is too long.", id="long-fact"
    ),
    pytest.param(["diagnose", "--project", "missing"], "The folder missing does not exist.", id="project"),
    pytest.param(["diagnose", "--knowledge", "missing"], "There is no knowledge folder", id="knowledge"),
    pytest.param(
        ["explain", "--knowledge", "a" * 300], "cannot be read: File name too long", id="knowledge-long"
    ),
    pytest.param(["diagnose", "--knowledge", "broken"], "causes/odd.toml", id="broken-knowledge"),
    pytest.param(["diagnose", "--output", "taken.md"], "taken.md exists already", id="output-exists"),
    pytest.param(["diagnose", "--output", "folder"], "folder is a folder", id="output-folder"),
    pytest.param(["diagnose", "--output", "a/b.md"], "There is no folder a.", id="output-nowhere"),
    pytest.param(["diagnose", "--format", "xml"], "Argument --format: invalid choice", id="format"),
    pytest.param(["--them", "light"], "Unknown option --them (did you mean --theme?)", id="option-first"),
    pytest.param(["--colour=light"], "Unknown option --colour", id="option-and-value"),
    pytest.param(["--theme", "x"], "Argument --theme: invalid choice: 'x'", id="theme"),
    pytest.param(["diagnose", "--nonsense"], "Unrecognized arguments: --nonsense", id="option"),
    pytest.param(["diagnose", "--jsonl", "file.txt"], "--jsonl reads standard input", id="jsonl-file"),
    pytest.param(["frobnicate"], "invalid choice: 'frobnicate'", id="command"),
    pytest.param(["explain", "cors-not-initialised"], "Did you mean cors-not-initialized?", id="cause"),
    pytest.param(["explain", "zzz"], "Run cors-wizard explain for the list.", id="cause-far-off"),
    pytest.param(["knowledge"], "required: ACTION", id="knowledge-without-action"),
    pytest.param(["knowledge", "schema", "zzz"], "There is no kind 'zzz'.", id="schema"),
    pytest.param(["knowledge", "check", "--knowledge", "broken"], "causes/odd.toml", id="check"),
    pytest.param(["knowledge", "check", "--proofs", "missing"], "cannot be read", id="proofs"),
    pytest.param(["check", "nonsense", "--origin", "http://a"], "isn't the URL", id="check-url"),
    pytest.param(["check", "http://a/", "--origin", "b"], "isn't an origin.", id="check-origin"),
    pytest.param(["check", "http://a/"], "The page's origin is missing", id="check-without-origin"),
    pytest.param(
        ["check", "http://a/", "--origin", "null", "--method", "A B"], "cannot use the method", id="method"
    ),
    pytest.param(
        ["check", "http://a/", "--origin", "null", "--header", "a b"], "is not a valid header.", id="header"
    ),
    pytest.param(["judge", "missing.jsonl"], "doesn't exist", id="judge-file"),
    pytest.param(["--error", "missing.txt"], "no terminal", id="wizard-without-terminal"),
    pytest.param([], "Run it in a terminal, or run cors-wizard diagnose", id="no-terminal"),
]


@pytest.fixture(autouse=True)
def files(empty_folder: Path) -> Path:
    """What the table names."""
    (empty_folder / "folder").mkdir()
    (empty_folder / "taken.md").write_text("mine")
    (empty_folder / "broken" / "causes").mkdir(parents=True)
    (empty_folder / "broken" / "causes" / "odd.toml").write_text("id = 'odd'\ncolour = 'red'\n")
    return empty_folder


@pytest.mark.parametrize(("arguments", "sentence"), ARGUMENTS)
def test_one_sentence_and_a_remedy(
    arguments: list[str], sentence: str, command: Command, files: Path
) -> None:
    """Nothing on standard output, no traceback, nothing overwritten."""
    done = command(*arguments, stdin=TEXT)
    assert done.status == 2
    assert done.out == ""
    assert sentence in done.err
    assert done.err.startswith("cors-wizard: ")
    assert "Traceback" not in done.err
    assert all(char.isprintable() or char == "\n" for char in done.err)
    assert (files / "taken.md").read_text() == "mine"


INPUTS = [
    pytest.param(b"", "the text is empty", id="empty"),
    pytest.param(b" \n\t\n", "the text is empty", id="blank"),
]


@pytest.mark.parametrize(("stdin", "sentence"), INPUTS)
def test_nothing_to_diagnose(stdin: bytes, sentence: str, command: Command) -> None:
    """Without text and facts there is nothing to do."""
    done = command("diagnose", stdin=stdin)
    assert done.status == 2
    assert sentence in done.err


ODD = [
    pytest.param(b"\x00\x01\x02" * 100, id="control-bytes"),
    pytest.param(b"\xff\xfe\xfa\xfb", id="half-utf-16"),
    pytest.param("No 'Access-Control-Allow-Origin' header".encode("utf-16"), id="utf-16"),
    pytest.param(b"\xc3\x28 \xf0\x28\x8c\x28", id="no-utf-8"),
    pytest.param(b"\xef\xbb\xbfTypeError: Failed to fetch", id="byte-order-mark"),
    pytest.param(os.urandom(10_000), id="noise"),
    pytest.param(b"{" * 100_000, id="deep-json"),
    pytest.param(b"a" * 1_000_000, id="one-long-line"),
]


@pytest.mark.parametrize("stdin", ODD)
def test_any_bytes_are_an_answer(stdin: bytes, process: Command) -> None:
    """Bytes that are no text are no reason to fall over."""
    done = process("diagnose", "--probe", "never", stdin=stdin)
    assert done.status in (0, 1, 3)
    assert "Traceback" not in done.err
    assert all(char.isprintable() or char == "\n" for char in done.out)


def test_text_that_is_too_long(command: Command) -> None:
    """The limit is told, and what to do."""
    done = command("diagnose", stdin=b"x" * (text_files.LARGEST_TEXT + 1))
    assert done.status == 2
    assert done.err == (
        "cors-wizard: The text is longer than 20 MB. Cut it down to the lines around the error.\n"
    )


def test_unreadable_file(process: Command, files: Path) -> None:
    """A file that cannot be read is told with the reason."""
    done = process("diagnose", "/proc/self/mem")
    assert done.status == 2
    assert "cannot be read" in done.err


def test_closed_pipe(files: Path) -> None:
    """Whoever reads the output may stop at any time."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "cors_wizard", "explain", "cors-not-initialized"],
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@contextmanager
def ctrl_c_is_heard() -> Iterator[None]:
    """Started programs get the signal as those of a terminal do."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_interrupted(files: Path) -> None:
    """Ctrl-C ends with one line."""
    # A job in the background ignores it, and so would the command that it starts.
    with (
        ctrl_c_is_heard(),
        subprocess.Popen(
            [sys.executable, "-m", "cors_wizard", "diagnose", "--jsonl"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running,
    ):
        assert running.stdin
        assert running.stdout
        running.stdin.write(b'{"text": "TypeError: Failed to fetch"}\n')
        running.stdin.flush()
        # The first answer shows that it waits for the next line now.
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=120)
    assert (running.returncode, err) == (130, b"cors-wizard: Stopped.\n")
