"""The pictures: the same every time, and known to be stale when they are."""

from __future__ import annotations

from pathlib import Path

from tests.tui.screenshots import scenes, stale, take
from tests.tui.story import animated, take_story


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


def test_one_frame_of_a_story_is_visible_at_a_time() -> None:
    """From the first moment to the last, and the last frame where nothing is played."""
    frames = [f'<svg viewBox="0 0 9 9"><text>{name}</text></svg>' for name in ("first", "second", "third")]
    picture = animated(frames, (1, 2, 1))
    assert picture.count('<g class="frame') == 3
    assert "@keyframes frame-0 { 0.000% { visibility: visible; } 25.000% { visibility: hidden; } }" in picture
    assert "25.000% { visibility: visible; } 75.000% { visibility: hidden; }" in picture
    assert "75.000% { visibility: visible; } 100.000% { visibility: visible; }" in picture
    assert ".frame-2 { visibility: visible; }" in picture


async def test_the_story_goes_from_the_paste_to_the_proof() -> None:
    """Its frames are the app's own, and all loaded from nowhere."""
    picture = await take_story()
    for words in ("Three&#160;ways", "CORS(app", "Written&#160;to", "Works&#160;as"):
        assert words in picture
    assert "url(" not in picture.replace("url(#", "")


def test_stale_pictures_are_named(tmp_path: Path) -> None:
    """Changed, missing and left over."""
    (tmp_path / "same.svg").write_text("a")
    (tmp_path / "changed.svg").write_text("a")
    (tmp_path / "left-over.svg").write_text("a")
    pictures = {"same.svg": "a", "changed.svg": "b", "missing.svg": "c"}
    assert stale(pictures, tmp_path) == ["changed.svg", "left-over.svg", "missing.svg"]
