"""`explain`: the page of a cause, or the list of all."""

from __future__ import annotations

import pytest

from cors_wizard.knowledge_base import load_knowledge
from tests.cli.conftest import Command


def test_list(command: Command) -> None:
    """Every cause by its id."""
    done = command("explain")
    assert done.status == 0
    assert all(f"`{name}`" in done.out for name in load_knowledge().causes)


@pytest.mark.parametrize("name", sorted(load_knowledge().causes))
def test_page(name: str, command: Command) -> None:
    """The page in the terminal and as Markdown."""
    text, markdown = command("explain", name), command("explain", name, "--format", "markdown")
    assert (text.status, markdown.status) == (0, 0)
    assert f"`{name}`" in text.out
    assert "## Why the browser blocks it" in markdown.out


def test_bold_only_on_a_terminal(command: Command) -> None:
    """A pipe or a file gets no escape sequence."""
    assert "\x1b" not in command("explain").out


def test_versions(command: Command) -> None:
    """What works with what; with versions, what happens there."""
    every = command("explain", "versions")
    assert every.status == 0
    assert "CVE-2024-6839" in every.out
    mine = command("explain", "versions", "flask==3.0", "Flask_Cors=3.0.8", "--format", "markdown")
    assert mine.status == 0
    assert mine.out.startswith("# Flask 3.0, flask-cors 3.0.8\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("versions", "django==5.0"), "names no version", id="another-package"),
        pytest.param(("versions", "flask"), "flask==3.0", id="no-version"),
        pytest.param(("versions", "flask==\x1b[31m"), "names no version", id="hostile"),
        pytest.param(("cors-not-initialized", "flask==3.0"), "Give one cause", id="a-cause-with-a-version"),
        pytest.param(("version",), "Did you mean versions?", id="nearly"),
    ],
)
def test_versions_that_say_nothing(arguments: tuple[str, ...], told: str, command: Command) -> None:
    """One sentence with the remedy."""
    done = command("explain", *arguments)
    assert done.status == 2
    assert told in done.err
    assert "\x1b" not in done.err
