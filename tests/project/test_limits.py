"""A limit that was reached is said, and nothing is concluded from what was not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code import choose_files
from cors_wizard.flask_code.read_code import read_code
from cors_wizard.project import ProjectScan, scan_project
from cors_wizard.project.folder import Limits
from tests.project.folders import values, write

TOP = "from flask import Flask\nfrom flask_cors import CORS\n"
APP = f"{TOP}app = Flask(__name__)\nCORS(app, resources={{'/api/*': {{'origins': '*'}}}})\n"
PLAIN = "from flask import Flask\napp = Flask(__name__)\n"


def read(folder: Path, **limits: int) -> ProjectScan:
    """A scan within limits of one's own."""
    return scan_project(folder, Limits(**limits))


def test_data_before_the_app_hides_nothing(tmp_path: Path) -> None:
    """30,000 names that sort before the app are looked at, and are not opened."""
    data = tmp_path / "data"
    data.mkdir()
    for number in range(30_000):
        (data / f"{number}.bin").touch()
    write(tmp_path, {"zzz/app.py": APP})
    found = scan_project(tmp_path)
    assert values(found)["resource_patterns"] == ("/api/*",)
    assert found.incomplete == ()


def test_texts_before_the_app_hide_nothing(tmp_path: Path) -> None:
    """Texts of any name are read last."""
    write(tmp_path, {**{f"a{number}.txt": "x" for number in range(60)}, "zzz/app.py": APP})
    found = read(tmp_path, files=50)
    assert values(found)["cors_setup"] == "app"
    assert found.incomplete == ("Read 50 files of 61 and stopped: the folder is large.",)


@pytest.mark.parametrize(
    ("limits", "note"),
    [
        ({"entries": 3}, "Looked at 3 names and stopped: the folder is large."),
        ({"files": 1}, "Read 1 files of 3 and stopped: the folder is large."),
        ({"python_bytes": 100}, "setup_cors.py: is larger than 0 kB and was not read."),
        ({"total_bytes": 90}, "setup_cors.py: was not read, because the files before it were large."),
        ({"depth": 0}, "deep: is nested too deeply and was not read."),
    ],
    ids=["names", "files", "size", "sum", "depth"],
)
def test_nothing_is_concluded_from_what_was_not_read(
    tmp_path: Path, limits: dict[str, int], note: str
) -> None:
    """The CORS setup may be in the part that was left out."""
    setup = f"{TOP}def setup(app):\n    CORS(app)\n" + "#" * 100
    write(tmp_path, {"app.py": PLAIN, "deep/x.py": "x = 1\n", "setup_cors.py": setup, "zz": "", "zzz": ""})
    if "depth" in limits:
        (tmp_path / "setup_cors.py").rename(tmp_path / "deep" / "setup_cors.py")
    found = read(tmp_path, **limits)
    assert note in found.incomplete
    assert note in found.notes
    assert "cors_setup" not in values(found)
    assert values(found)["app_file"] == "app.py"


def test_files_that_make_an_app_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more files than can be parsed those with `Flask(` or `CORS(` are, wherever they sort."""
    monkeypatch.setattr(choose_files, "_MOST_FILES", 10)
    others = [TextFile(f"a{number}.py", "import flask\n") for number in range(50)]
    code = read_code([*others, TextFile("zzz.py", APP)])
    assert [app.file for app in code.code.apps] == ["zzz.py"]
    assert code.incomplete == ("41 Python files about Flask were not read: there are 51.",)
    assert not code.is_whole


def test_a_whole_folder_tells_that_there_is_none(tmp_path: Path) -> None:
    """Where everything was read, absence says something."""
    write(tmp_path, {"app.py": PLAIN})
    found = scan_project(tmp_path)
    assert values(found)["cors_setup"] == "none"
    assert found.incomplete == ()
