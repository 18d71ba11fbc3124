"""What a folder of proofs tells: the causes that are shown, and the fixes that are put in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.knowledge_base.proofs import read_proofs


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        pytest.param('cause = "x"', ("",), id="first"),
        pytest.param('fix = "a"', ("a",), id="named"),
        pytest.param('fix = "a"\nanother_way = "b"', ("b",), id="another-way"),
        pytest.param('other_fixes = ["c", "d"]', ("", "c", "d"), id="others"),
        pytest.param('other_fixes = "c"', ("",), id="no-list"),
        pytest.param("played = true", (), id="played"),
        pytest.param("fix = ", ("",), id="no-toml"),
        pytest.param(None, ("",), id="no-file"),
    ],
)
def test_fixes_of_a_proof(tmp_path: Path, text: str | None, fixes: tuple[str, ...]) -> None:
    """The one that is put in place, empty for the cause's first, and those that are tried beside it."""
    (tmp_path / "some-cause--variant").mkdir()
    (tmp_path / "README").touch()
    if text is not None:
        (tmp_path / "some-cause--variant" / "proof.toml").write_text(text, encoding="utf-8")
    assert read_proofs(tmp_path) == {"some-cause--variant": fixes}
