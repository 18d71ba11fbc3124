"""How containers and services start the app, and which files of variables they hand to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import scan

_DOCKERFILE = "FROM python:3.12\nCOPY . /app\nCMD gunicorn -b :8000 app:app\n"
_UNIT = "[Service]\nExecStart=/srv/venv/bin/gunicorn app:app\n"


@pytest.mark.parametrize(
    ("files", "ways"),
    [
        pytest.param({"Dockerfile": _DOCKERFILE}, [("container", "gunicorn", ())], id="image"),
        pytest.param(
            {"api/Dockerfile": _DOCKERFILE, "compose.yml": "services:\n  api:\n    build: ./api\n"},
            [("compose", "gunicorn", ()), ("container", "gunicorn", ())],
            id="compose-builds-the-image",
        ),
        pytest.param(
            {"compose.yml": "services:\n  web:\n    image: a\n    command: python -m flask run\n"},
            [("compose", "flask", ())],
            id="compose-has-the-command",
        ),
        pytest.param(
            {
                "compose.yml": "services:\n  db:\n    image: postgres\n    env_file: db.env\n"
                "  web:\n    command: python app.py\n    env_file:\n      - .env\n"
            },
            [("compose", "python", (".env",))],
            id="each-service-has-its-own-file",
        ),
        pytest.param({"api.service": _UNIT}, [("service", "gunicorn", ())], id="unit"),
        pytest.param(
            {"api.service": f"{_UNIT}EnvironmentFile=-/srv/.env\n"},
            [("service", "gunicorn", ("/srv/.env",))],
            id="unit-with-file",
        ),
        pytest.param({"Procfile": "web: gunicorn app:app\n"}, [("procfile", "gunicorn", ())], id="procfile"),
        pytest.param({"Dockerfile": "CMD npm start\n"}, [], id="another-program"),
        pytest.param({"compose.yml": "services:\n  db:\n    image: postgres\n"}, [], id="only-a-database"),
        pytest.param({"compose.yml": "services:\n  web:\n    build: ../../etc\n"}, [], id="image-elsewhere"),
    ],
)
def test_ways(tmp_path: Path, files: dict[str, str], ways: list[tuple[str, str, tuple[str, ...]]]) -> None:
    """Kind, program and files, Compose first."""
    found = scan(tmp_path, files).starts
    assert [(each.kind, each.program, each.gets) for each in found.ways] == ways


@pytest.mark.parametrize(
    ("ignored", "mount", "expected"),
    [
        pytest.param(".env\n", "", True, id="named"),
        pytest.param("# .env\nnode_modules\n", "", False, id="not-named"),
        pytest.param("**/.env*\n", "", True, id="pattern"),
        pytest.param(".env\n", "    volumes:\n      - .:/app\n", False, id="mounted-all-the-same"),
    ],
)
def test_what_stays_out_of_the_image(tmp_path: Path, ignored: str, mount: str, expected: bool) -> None:
    """`.dockerignore` may keep `.env` out; a mounted folder brings it back."""
    compose = f"services:\n  web:\n    build: .\n{mount}"
    files = {"Dockerfile": _DOCKERFILE, ".dockerignore": ignored, "compose.yml": compose}
    assert scan(tmp_path, files).starts.ways[0].has_no_env is expected


@pytest.mark.parametrize(
    ("packages", "expected"),
    [
        pytest.param(("flask-3.0.0",), ".venv", id="lacks-it"),
        pytest.param(("flask-3.0.0", "python_dotenv-1.0.1"), "", id="has-it"),
        pytest.param(("black-24.1.0",), "", id="of-a-tool"),
    ],
)
def test_python_dotenv_in_the_virtual_environment(
    tmp_path: Path, packages: tuple[str, ...], expected: str
) -> None:
    """Told only of an environment that has Flask."""
    site = ".venv/lib/python3.12/site-packages"
    files = {f"{site}/{each}.dist-info/METADATA": "" for each in packages}
    assert scan(tmp_path, {".venv/pyvenv.cfg": "version = 3.12.1\n", **files}).starts.lacks_dotenv == expected
