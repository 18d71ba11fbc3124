"""The pictures: the same every time, and known to be stale when they are."""

from __future__ import annotations

from pathlib import Path

from tests.tui.screenshots import scenes, stale, take


async def test_a_picture_is_the_same_every_time() -> None:
    """Nothing of the day, the machine or a port shows in it."""
    scene = next(scene for scene in scenes() if scene.name == "result-80x24")
    assert await take(scene) == await take(scene)


async def test_a_picture_loads_nothing() -> None:
    """It looks the same where nothing may be loaded, and in viewers that drop spaces."""
    picture = await take(next(scene for scene in scenes() if scene.name == "paste-80x24"))
    assert "url(" not in picture.replace("url(#", "")
    assert picture.count("<text ") == picture.count('<text xml:space="preserve" ')
    assert "Fira" not in picture


def test_stale_pictures_are_named(tmp_path: Path) -> None:
    """Changed, missing and left over."""
    (tmp_path / "same.svg").write_text("a")
    (tmp_path / "changed.svg").write_text("a")
    (tmp_path / "left-over.svg").write_text("a")
    pictures = {"same.svg": "a", "changed.svg": "b", "missing.svg": "c"}
    assert stale(pictures, tmp_path) == ["changed.svg", "left-over.svg", "missing.svg"]
