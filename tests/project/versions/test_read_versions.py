"""Versions of Python, Flask, Werkzeug and flask-cors, wherever a project writes them down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import Files, evidence, scan, values

SITE = ".venv/lib/python3.11/site-packages"
LOCK = (
    '[[package]]\nname = "flask-cors"\nversion = "5.0.1"\n\n[[package]]\nname = "blinker"\nversion = "1.9"\n'
)
PIPFILE_LOCK = (
    '{"_meta": {"requires": {"python_version": "3.10"}},\n "default": {"flask": {"version": "==2.3.3"}},\n'
    ' "develop": {"werkzeug": {"version": "==2.3.7"}}}\n'
)
CASES = [
    pytest.param(
        {"requirements.txt": "Flask==2.2.5\n"}, "flask_version", "2.2.5", "requirements.txt:1: Flask==2.2.5"
    ),
    pytest.param(
        {"requirements/base.txt": "# x\n\nFlask_Cors [x] == 3.0.10 ; python_version > '3' # y\n"},
        "flask_cors_version",
        "3.0.10",
        "requirements/base.txt:3: Flask_Cors[x]==3.0.10",
    ),
    pytest.param(
        {"dev-requirements.txt": "werkzeug===2.0.3 --hash=sha256:0\n"},
        "werkzeug_version",
        "2.0.3",
        "dev-requirements.txt:1",
    ),
    pytest.param({"constraints.txt": "Flask==1.1.4\n"}, "flask_version", "1.1.4", "constraints.txt:1"),
    pytest.param(
        {"pyproject.toml": '[project]\ndependencies = [\n"six", "flask-cors==6.0.1",\n"Flask==3.1.0"]\n'},
        "flask_version",
        "3.1.0",
        "pyproject.toml:4: Flask==3.1.0",
    ),
    pytest.param(
        {"pyproject.toml": '[project.optional-dependencies]\nweb = ["flask==3.1.0"]\n'},
        "flask_version",
        "3.1.0",
        "pyproject.toml:2",
    ),
    pytest.param(
        {"pyproject.toml": '[dependency-groups]\nweb = ["flask==3.1.0", {include-group = "x"}]\n'},
        "flask_version",
        "3.1.0",
        "pyproject.toml:2",
    ),
    pytest.param(
        {"pyproject.toml": '[tool.poetry.dependencies]\nFlask = "2.3.3"\nFlask-Cors = {version = "4.0.0"}\n'},
        "flask_cors_version",
        "4.0.0",
        "pyproject.toml:3: Flask-Cors 4.0.0",
    ),
    pytest.param(
        {"pyproject.toml": '[tool.poetry.group.web.dependencies]\nflask = "2.3.3"\n'},
        "flask_version",
        "2.3.3",
        "pyproject.toml:2",
    ),
    pytest.param({"Pipfile": '[packages]\nflask = "==2.3.3"\n'}, "flask_version", "2.3.3", "Pipfile:2"),
    pytest.param({"Pipfile": '[requires]\npython_version = "3.9"\n'}, "python_version", "3.9", "Pipfile:2"),
    pytest.param({"Pipfile.lock": PIPFILE_LOCK}, "flask_version", "2.3.3", "Pipfile.lock:2"),
    pytest.param({"Pipfile.lock": PIPFILE_LOCK}, "werkzeug_version", "2.3.7", "Pipfile.lock:3"),
    pytest.param({"Pipfile.lock": PIPFILE_LOCK}, "python_version", "3.10", "Pipfile.lock:1"),
    *(
        pytest.param({name: LOCK}, "flask_cors_version", "5.0.1", f"{name}:3: flask-cors 5.0.1")
        for name in ("poetry.lock", "uv.lock", "pdm.lock")
    ),
    pytest.param(
        {f"{SITE}/Flask_Cors-3.0.10.dist-info/": b"", f"{SITE}/flask_cors/": b""},
        "flask_cors_version",
        "3.0.10",
        f"{SITE}/Flask_Cors-3.0.10.dist-info: flask-cors 3.0.10 is installed",
    ),
    pytest.param(
        {f"{SITE}/Flask-1.0-py3.6.egg-info/": b""}, "flask_version", "1.0", f"{SITE}/Flask-1.0-py3.6"
    ),
    pytest.param(
        {"env/Lib/site-packages/werkzeug-3.1.0.dist-info/": b""},
        "werkzeug_version",
        "3.1.0",
        "env/Lib/site-packages",
    ),
    pytest.param(
        {"my/pyvenv.cfg": "home = /usr\nversion = 3.12.1\n"}, "python_version", "3.12.1", "my/pyvenv.cfg:2"
    ),
    pytest.param(
        {"my/pyvenv.cfg": "version_info = 3.12.1.final.0\n"}, "python_version", "3.12.1", "my/pyvenv.cfg:1"
    ),
    pytest.param({".python-version": "3.11.4\n"}, "python_version", "3.11.4", ".python-version:1"),
    pytest.param({"runtime.txt": "python-3.10.2\n"}, "python_version", "3.10.2", "runtime.txt:1"),
    pytest.param(
        {"Dockerfile": "# x\nFROM python:3.9-slim AS web\n"},
        "python_version",
        "3.9",
        "Dockerfile:2: FROM python:3.9-slim",
    ),
]


@pytest.mark.parametrize(("files", "name", "version", "where"), CASES)
def test_reads_an_exact_version(tmp_path: Path, files: Files, name: str, version: str, where: str) -> None:
    """The version is known, with the line that says so."""
    found = scan(tmp_path, files)
    assert values(found)[name] == version
    assert evidence(found, name).startswith(where)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        pytest.param(
            "Flask>=2.0,<3", "requirements.txt:1: Flask>=2.0,<3 names no exact version.", id="range"
        ),
        pytest.param("flask==2.*", "requirements.txt:1: flask==2.* names no exact version.", id="wildcard"),
        pytest.param("flask~=2.0", "requirements.txt:1: flask~=2.0 names no exact version.", id="compatible"),
        pytest.param("flask", "requirements.txt:1: flask names no exact version.", id="bare"),
        pytest.param(
            "flask-cors @ https://x.example/flask-cors-1.0.zip",
            "requirements.txt:1: flask-cors@https://x.example/flask-cors-1.0.zip names no exact version.",
            id="address",
        ),
        pytest.param(
            "-e git+https://x.example/corydolphin/flask-cors.git@main#egg=Flask-Cors",
            "requirements.txt:1: -e git+https://x.example/corydolphin/flask-cors.git@main#egg=Flask-Cors "
            "names no exact version.",
            id="repository",
        ),
    ],
)
def test_a_range_is_no_version(tmp_path: Path, line: str, note: str) -> None:
    """What is asked for is said, and not taken for what is there."""
    found = scan(tmp_path, {"requirements.txt": line + "\n"})
    assert not {name for name in values(found) if name.endswith("_version")}
    assert note in found.notes


@pytest.mark.parametrize(
    "line",
    ["flask-login==0.6.3", "Flask_RESTful==0.3.10", "-r base.txt", "# flask==1.0", "", "==1", "./wheels"],
)
def test_other_packages_are_not_taken_for_ours(tmp_path: Path, line: str) -> None:
    """A name that only begins alike is another package."""
    assert values(scan(tmp_path, {"requirements.txt": line + "\n"})) == {}


def test_other_packages_installed_are_not_taken_for_ours(tmp_path: Path) -> None:
    """Only our packages are looked for, and only where packages are installed."""
    files: Files = {
        f"{SITE}/flask_login-0.6.3.dist-info/": b"",
        f"{SITE}/flask_login/": b"",
        ".venv/lib/other/site-packages/flask-9.9.dist-info/": b"",
        "pyproject.toml": '[tool.poetry.dependencies]\npython = "3.11"\nflask-login = "0.6.3"\n',
    }
    assert values(scan(tmp_path, files)) == {}


def test_installed_outranks_lock_and_requirement(tmp_path: Path) -> None:
    """What is there counts; that something else was asked for is said."""
    files: Files = {
        f"{SITE}/flask_cors-4.0.1.dist-info/": b"",
        "poetry.lock": LOCK + '[[package]]\nname = "Flask"\nversion = "3.1.0"\n',
        "requirements.txt": "flask-cors==3.0.10\nflask==2.0.0\n",
    }
    found = scan(tmp_path, files)
    assert values(found)["flask_cors_version"] == "4.0.1"
    assert values(found)["flask_version"] == "3.1.0"
    assert "requirements.txt:1: asks for flask-cors==3.0.10, but 4.0.1 is installed." in found.notes


def test_the_environment_says_which_python_runs(tmp_path: Path) -> None:
    """A shorter number elsewhere is no contradiction."""
    found = scan(tmp_path, {".venv/pyvenv.cfg": "version = 3.12.1\n", ".python-version": "3.12\n"})
    assert values(found) == {"python_version": "3.12.1"}
    assert not [note for note in found.notes if "python" in note.lower() and "Flask app" not in note]


def test_the_environment_with_flask_is_the_one_that_runs_it(tmp_path: Path) -> None:
    """Environments of other tools in the folder do not count."""
    files: Files = {
        ".venv/lib/python3.9/site-packages/werkzeug-1.0.dist-info/": b"",
        ".venv/pyvenv.cfg": "version = 3.9.0\n",
        "backend/venv/lib/python3.12/site-packages/flask-3.1.0.dist-info/": b"",
        "backend/venv/pyvenv.cfg": "version = 3.12.0\n",
    }
    assert values(scan(tmp_path, files)) == {"flask_version": "3.1.0", "python_version": "3.12.0"}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"pyproject.toml": "project = 1\n[tool]\npoetry = []\n"}, id="no-tables"),
        pytest.param({"pyproject.toml": "[project]\ndependencies = {a = 1}\n"}, id="no-list"),
        pytest.param({"pyproject.toml": "[tool.poetry.dependencies]\nflask = 3\n"}, id="number"),
        pytest.param({"Pipfile.lock": '{"default": [1], "_meta": null}'}, id="no-objects"),
        pytest.param({"Pipfile.lock": '{"default": {"flask": {"version": {}}}}'}, id="no-text"),
        pytest.param({"Pipfile.lock": "[1, 2]"}, id="list"),
        pytest.param({"uv.lock": 'version = 1\nname = "flask"\n[x]\nversion = "3.0"\n'}, id="other-table"),
        pytest.param({"requirements.txt": f"flask=={'9' * 100}\n"}, id="endless"),
        pytest.param({"runtime.txt": "python-x\n", ".python-version": "system\n"}, id="no-number"),
        pytest.param({"notes.txt": "flask==3.0.0\n"}, id="any-text-file"),
    ],
)
def test_unexpected_shapes_give_no_version(tmp_path: Path, files: Files) -> None:
    """A file of the right name and the wrong content tells no version."""
    assert values(scan(tmp_path, files)).keys() <= {"framework"}
