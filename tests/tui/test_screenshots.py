"""The pictures: the same every time, and known to be stale when they are."""

from __future__ import annotations

from pathlib import Path

from tests.tui.screenshots import scenes, stale, take


async def test_a_picture_is_the_same_every_time() -> None:
    """Nothing of the day, the machine or a port shows in it."""
    scene = next(scene for scene in scenes() if scene.name == "result-80x24")
    assert await take(scene) == await take(scene)


def test_stale_pictures_are_named(tmp_path: Path) -> None:
    """Changed, missing and left over."""
    (tmp_path / "same.svg").write_text("a")
    (tmp_path / "changed.svg").write_text("a")
    (tmp_path / "left-over.svg").write_text("a")
    pictures = {"same.svg": "a", "changed.svg": "b", "missing.svg": "c"}
    assert stale(pictures, tmp_path) == ["changed.svg", "left-over.svg", "missing.svg"]
