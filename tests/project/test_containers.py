"""How containers start the app: the port inside, the published one, and whom it answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts import FactValue
from tests.project.folders import evidence, scan, values

NAMES = ("run_port", "container_listens", "published_port")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"Dockerfile": 'CMD ["flask", "run", "--host=0.0.0.0", "--port", "8000"]\n'},
            {"run_port": 8000, "container_listens": "everywhere"},
            id="flask-with-host-and-port",
        ),
        pytest.param(
            {"Dockerfile": "EXPOSE 5000\nCMD flask --app api run\n"},
            {"run_port": 5000, "container_listens": "inside"},
            id="flask-as-it-is",
        ),
        pytest.param(
            {"Dockerfile": "ENV FLASK_RUN_PORT=5050\nENV FLASK_RUN_HOST 0.0.0.0\nCMD flask run\n"},
            {"run_port": 5050, "container_listens": "everywhere"},
            id="flask-by-variables",
        ),
        pytest.param(
            {"Dockerfile.prod": "CMD exec .venv/bin/gunicorn \\\n  -b :8080 \\\n  app:app\n"},
            {"run_port": 8080, "container_listens": "everywhere"},
            id="gunicorn-over-several-lines",
        ),
        pytest.param(
            {"Dockerfile": 'CMD ["gunicorn", "app:app"]\n'},
            {"run_port": 8000, "container_listens": "inside"},
            id="gunicorn-as-it-is",
        ),
        pytest.param({"Dockerfile": "CMD gunicorn -c conf.py app:app\n"}, {}, id="gunicorn-with-settings"),
        pytest.param(
            {"Dockerfile": "RUN pip install \\\n  gunicorn\nCMD python app.py\n"}, {}, id="installed"
        ),
        pytest.param(
            {"Dockerfile": "CMD gunicorn -b 0.0.0.0:$PORT app:app\n"},
            {"container_listens": "everywhere"},
            id="port-by-variable",
        ),
        pytest.param(
            {"api.Dockerfile": "ENTRYPOINT waitress-serve --port=9000 app:app\n"},
            {"run_port": 9000, "container_listens": "everywhere"},
            id="waitress",
        ),
        pytest.param({"Procfile": "web: gunicorn app:app -b :7000\n"}, {"run_port": 7000}, id="procfile"),
        pytest.param({"Procfile": "web: gunicorn app:app\n"}, {}, id="procfile-with-the-port-of-its-runner"),
        pytest.param(
            {
                "Dockerfile": "CMD gunicorn -b 0.0.0.0:8000 app:app\n",
                "docker-compose.yml": (
                    "services:\n  db:\n    ports:\n      - 5432:5432\n"
                    '  api:\n    build: .\n    ports:\n      - "127.0.0.1:8081:8000"\n'
                ),
            },
            {"run_port": 8000, "container_listens": "everywhere", "published_port": 8081},
            id="published-elsewhere",
        ),
        pytest.param(
            {
                "Dockerfile": "CMD gunicorn app:app\n",
                "compose.yaml": (
                    "command:\n  - flask\n  - run\n  - --host\n  - 0.0.0.0\nports: ['80:5000']\n"
                ),
            },
            {"run_port": 5000, "container_listens": "everywhere", "published_port": 80},
            id="compose-overrides",
        ),
        pytest.param({"compose.yml": "ports:\n  - 8000:5000\n"}, {"published_port": 8000}, id="only-one"),
        pytest.param({"compose.yml": "  - 8000:5000\n  - 5432:5432\n"}, {}, id="which-of-two"),
        pytest.param(
            {"compose.yml": "  - 8000:5000-5001\n  - ./a:/b\n# - 1000:2000\n"},
            {"published_port": 8000},
            id="volumes-and-comments",
        ),
        pytest.param({"tests/Dockerfile": "CMD flask run\n"}, {}, id="in-tests"),
    ],
)
def test_what_containers_tell(tmp_path: Path, files: dict[str, str], expected: dict[str, FactValue]) -> None:
    """Ports and addresses are read; nothing is run, and nothing is guessed from a variable."""
    found = values(scan(tmp_path, files))
    assert {name: found[name] for name in NAMES if name in found} == expected


def test_the_code_outranks_the_container(tmp_path: Path) -> None:
    """`python app.py` is how a developer starts it; the container's port is another start."""
    code = "from flask import Flask\napp = Flask(__name__)\napp.run(port=5050)\n"
    found = scan(tmp_path, {"app.py": code, "Dockerfile": "CMD gunicorn -b :8000 app:app\n"})
    assert values(found)["run_port"] == 5050


def test_the_place_is_told(tmp_path: Path) -> None:
    """The user sees which line it was read from."""
    found = scan(tmp_path, {"Dockerfile": "FROM python:3.12\nCMD flask run\n"})
    assert evidence(found, "container_listens") == "Dockerfile:2: CMD flask run"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("FROM python:3.12\nCMD flask run\n", None, id="started"),
        pytest.param("RUN flask db upgrade\n", None, id="run"),
        pytest.param("RUN pip install flask\n", "flask-cors-missing", id="installed"),
        pytest.param("RUN pip install \\\n  flask\n", "flask-cors-missing", id="over-two-lines"),
        pytest.param("RUN pip install flask \\\n  flask-cors\nCMD flask run\n", None, id="with-flask-cors"),
    ],
)
def test_only_what_a_dockerfile_installs_counts(tmp_path: Path, content: str, expected: str | None) -> None:
    """A command that starts Flask is no list of packages in which flask-cors would be missing."""
    code = "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n"
    found = scan(tmp_path, {"app.py": code, "Dockerfile": content})
    assert values(found).get("import_problem") == expected
