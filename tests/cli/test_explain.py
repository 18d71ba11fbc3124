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
    assert "## Why the browser refuses" in markdown.out


def test_bold_only_on_a_terminal(command: Command) -> None:
    """A pipe or a file gets no escape sequence."""
    assert "\x1b" not in command("explain").out
