"""Which files of the page's code are found, and which settings they get."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.errors import FileError
from cors_wizard.facts.found import TextFile
from cors_wizard.project import scan_pages, scan_project
from cors_wizard.project.page_files import settings_of
from tests.project.folders import write


def test_the_page_is_found_in_the_project_and_beside_it(tmp_path: Path) -> None:
    """In a folder of the project, and in one with a usual name beside it; packages and builds are not."""
    write(
        tmp_path,
        {
            "api/app.py": "import flask",
            "api/static/page.js": "",
            "api/node_modules/axios/index.js": "",
            "frontend/src/api.ts": "",
            "frontend/dist/bundle.js": "",
            "other/src/api.ts": "",
        },
    )
    scan = scan_project(tmp_path / "api")
    assert set(scan.page_files) == {"static/page.js", "../frontend/src/api.ts"}


def test_any_other_folder_is_given(tmp_path: Path) -> None:
    """`--page DIR`, with a Flask project or without one."""
    write(tmp_path, {"api/app.py": "import flask", "other/src/api.ts": ""})
    other = tmp_path / "other"
    name = f"{other}/src/api.ts"
    assert set(scan_project(tmp_path / "api", pages=[other]).page_files) == {name}
    assert set(scan_pages([other]).page_files) == {name}
    with pytest.raises(FileError):
        scan_pages([tmp_path / "nowhere"])


def test_a_link_beside_the_project_is_not_followed(tmp_path: Path) -> None:
    """What a link points to may be anybody's."""
    write(tmp_path, {"api/app.py": "import flask", "elsewhere/secret.js": ""})
    (tmp_path / "web").symlink_to(tmp_path / "elsewhere")
    assert scan_project(tmp_path / "api").page_files == {}


def test_settings_are_those_of_development() -> None:
    """Of two files that set one name, the one that a dev server uses."""
    files = [
        TextFile(".env", 'VITE_API="https://api.example"\nexport A=1 # why'),
        TextFile(".env.development", "VITE_API=http://localhost:5000"),
        TextFile(".env.example", "VITE_OTHER=http://localhost:1\nnot a name=2"),
    ]
    assert settings_of(files) == {
        "VITE_API": "http://localhost:5000",
        "A": "1",
        "VITE_OTHER": "http://localhost:1",
    }
