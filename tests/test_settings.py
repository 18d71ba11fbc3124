"""The user's settings: read by both faces, checked in full, written by the window alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cors_wizard.errors import FileError
from cors_wizard.settings import Settings, read_settings, write_theme


def test_without_a_file_nothing_is_chosen(tmp_path: Path) -> None:
    """Nor where a file stands in place of the folder."""
    assert read_settings(tmp_path / "config.toml") == Settings()
    (tmp_path / "file").write_text("")
    assert read_settings(tmp_path / "file" / "config.toml") == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Four texts."""
    file = tmp_path / "config.toml"
    file.write_text('theme = "light"\nprobe = "ask"\neditor = "vim"\npage = "~/web"\n')
    assert read_settings(file) == Settings("light", "ask", "vim", "~/web")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"\ntheme = 'pink'", "line 2: theme must be one of", id="unknown-theme"),
        pytest.param(b"probe = 'always'", "probe must be one of", id="unknown-probe"),
        pytest.param(b"page = 7", "page must be text in quotes", id="no-text"),
        pytest.param(b"theme = 3", "theme must be one of dark", id="no-text-of-a-list"),
        pytest.param(
            b"theme = 3\nwombat = true\n", "1: theme must be .* line 2: 'wombat' isn't", id="several-faults"
        ),
        pytest.param(b"colour = 'red'", "'colour' isn't a setting", id="unknown-setting"),
        pytest.param(b"theme = ", "line 1 isn't valid TOML", id="broken"),
        pytest.param(b"# mine\n\ntheme = light", "line 3 isn't valid TOML: 'theme = light'", id="no-quotes"),
        pytest.param(b"\xff\xfe", "valid TOML", id="no-utf-8"),
        pytest.param(b"a = " + b"[" * 50_000, "valid TOML", id="deep"),
        pytest.param(b"a." * 20_000 + b"b = 1", "valid TOML", id="deep key"),
        pytest.param(b"#" * 200_000, "too large", id="huge"),
        pytest.param(b"'\x1b[31m' = 1", "valid TOML", id="hostile"),
    ],
)
def test_a_broken_file_is_told_in_one_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    """With what is wrong and what to do."""
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    with pytest.raises(FileError, match=reason) as caught:
        read_settings(file)
    assert str(caught.value).isprintable()


def test_a_theme_is_written_and_the_rest_stays(tmp_path: Path) -> None:
    """Comments and other settings of the user included."""
    file = tmp_path / "new" / "config.toml"
    write_theme(file, "light")
    assert read_settings(file).theme == "light"
    file.write_text('# mine\nprobe = "ask"  # always\ntheme = "light"\n')
    write_theme(file, "dark")
    assert file.read_text() == '# mine\nprobe = "ask"  # always\ntheme = "dark"\n'
    assert [each.name for each in file.parent.iterdir()] == ["config.toml"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nor a folder read."""
    os.mkfifo(tmp_path / "config.toml")
    (tmp_path / "folder").mkdir()
    for name in ("config.toml", "folder"):
        with pytest.raises(FileError, match="a regular file"):
            read_settings(tmp_path / name)
