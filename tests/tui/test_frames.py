"""The first painted frame of a screen is its layout: nothing flashes, nothing jumps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.probe.serving import flask_server
from tests.tui.harness import small_api, small_project
from tests.tui.terminal import Terminal, wizard_in_terminal
from tests.tui.test_terminal import PROGRAM, environment_of, message_about


def _frames_with(terminal: Terminal, words: str) -> list[str]:
    """Each different frame that shows these words, in order."""
    return list(dict.fromkeys(frame for frame in terminal.frames if words in frame))


def _rows_of(frames: list[str], *marks: str) -> set[tuple[tuple[int, int], ...]]:
    """Where the marks are (row and column), in each frame."""
    return {tuple(_place(frame, mark) for mark in marks) for frame in frames}


def _place(frame: str, mark: str) -> tuple[int, int]:
    for row, line in enumerate(frame.splitlines()):
        if mark in line:
            return row, line.index(mark)
    return -1, -1


@pytest.mark.process
@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_each_screen_has_one_layout_from_its_first_frame_on(state: Path, columns: int) -> None:
    """Box and result: their fixed parts are where they stay, in every frame that was painted."""
    small_project(Path())
    with (
        flask_server(small_api()) as address,
        wizard_in_terminal(PROGRAM, environment_of(state), columns=columns, lines=30) as (terminal, wait),
    ):
        terminal.takes_updates_whole = True
        terminal.until_shown("What did the browser print?", "Diagnose")
        terminal.paste(message_about(address))
        terminal.until_shown("Page's origin", "http://localhost:3000")
        terminal.type("\r")
        terminal.until_shown("Nothing adds CORS headers to this response", "Apply")
        terminal.type("\x11")
        terminal.until_closed()
        assert wait() == 1
    assert len(terminal.frames) > 3
    box = _frames_with(terminal, "What did the browser print?")
    assert len(_rows_of(box, "What did the browser print?", "     Diagnose     ")) == 1
    result = _frames_with(terminal, "Nothing adds CORS headers to this response")
    assert len(_rows_of(result, "No CORS setup", "app.py ─", "what the browser saw")) == 1
