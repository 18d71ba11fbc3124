"""Which command opens the user's editor at a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.tui.editor import editor_command, has_window

FILE = Path("/home/me/shop/app.py")


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        pytest.param({"EDITOR": "vim"}, ("vim", "+7", str(FILE)), id="vim"),
        pytest.param({"EDITOR": "nano -l"}, ("nano", "-l", "+7", str(FILE)), id="with-an-option"),
        pytest.param({"VISUAL": "code -w", "EDITOR": "vi"}, ("code", "-w", "-g", f"{FILE}:7"), id="code"),
        pytest.param({"EDITOR": "/opt/idea"}, ("/opt/idea", "--line", "7", str(FILE)), id="idea"),
        pytest.param({"EDITOR": "hx"}, ("hx", f"{FILE}:7"), id="helix"),
        pytest.param({"EDITOR": "my-editor"}, ("my-editor", str(FILE)), id="unknown-without-a-line"),
        pytest.param({}, (), id="none"),
        pytest.param({"EDITOR": "vim 'open"}, (), id="open-quote"),
    ],
)
def test_the_editor_opens_at_the_line(environment: dict[str, str], command: tuple[str, ...]) -> None:
    """VISUAL comes before EDITOR; a line is only given where the editor takes one."""
    assert editor_command(environment, FILE, 7) == command


def test_an_editor_with_a_window_leaves_the_terminal_alone() -> None:
    """The wizard goes on beside it."""
    assert has_window(("code", "-g", "x"))
    assert not has_window(("vim", "x"))
    assert not has_window(())
