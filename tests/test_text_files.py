"""A file that is named in place of its text, as one is dragged into a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.text_files import file_text, named_file


@pytest.mark.parametrize(
    ("said", "is_named"),
    [
        pytest.param("{folder}/my rec.har", True, id="whole"),
        pytest.param("'{folder}/my rec.har' ", True, id="quoted"),
        pytest.param("{folder}/my\\ rec.har", True, id="dragged"),
        pytest.param("file://{folder}/my%20rec.har", True, id="from-a-file-manager"),
        pytest.param("{folder}/gone.har", False, id="mistyped"),
    ],
)
def test_a_named_file_is_found(tmp_path: Path, said: str, is_named: bool) -> None:
    """However the terminal writes its name; a mistyped name is known as one, too."""
    (tmp_path / "my rec.har").write_text("text")
    found = named_file(said.format(folder=tmp_path))
    assert found is not None
    assert found.is_file() is is_named
    assert not is_named or file_text(found) == "text"


@pytest.mark.parametrize(
    "said", ["/api/orders", "localhost", "example.com", "Failed to fetch", "http://localhost:5000/a.har", ""]
)
def test_other_texts_name_no_file(said: str) -> None:
    """A path of the API, a host and a message stay what they are."""
    assert named_file(said) is None
