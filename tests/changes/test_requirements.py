"""Naming flask-cors where the project names Flask, in each of the forms that projects use."""

from __future__ import annotations

import tomllib

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = "from flask import Flask\n\napp = Flask(__name__)\n"
_KNOWN = Facts.of(
    [
        Fact("url", "http://localhost:5000/api/items", "answered"),
        Fact("origin", "http://localhost:5173", "answered"),
    ]
)


@pytest.mark.parametrize(
    ("path", "before", "after", "command"),
    [
        pytest.param(
            "requirements.txt",
            "flask==3.1.0\ngunicorn\n",
            "flask==3.1.0\nflask-cors\ngunicorn\n",
            "pip install -r requirements.txt",
            id="requirements",
        ),
        pytest.param(
            "requirements/base.txt",
            "Flask>=3\ngunicorn\n",
            "Flask>=3\nflask-cors\ngunicorn\n",
            "pip install -r requirements/base.txt",
            id="requirements-in-a-folder",
        ),
        pytest.param(
            "requirements.txt",
            "# web\nFlask==3.1.3\nFlask-Caching==2.5\nFlask_Limiter==4\n\n# tests\nattrs\n",
            "# web\nFlask==3.1.3\nFlask-Caching==2.5\nflask-cors\nFlask_Limiter==4\n\n# tests\nattrs\n",
            "pip install -r requirements.txt",
            id="in-order",
        ),
        pytest.param(
            "requirements.txt",
            "Flask==3.1.3\nFlask-Login==1\nFlask-Caching==2.5\n",
            "Flask==3.1.3\nflask-cors\nFlask-Login==1\nFlask-Caching==2.5\n",
            "pip install -r requirements.txt",
            id="in-no-order",
        ),
        pytest.param(
            "requirements.txt",
            "gunicorn\n-r base.txt",
            "gunicorn\n-r base.txt\nflask-cors\n",
            "pip install -r requirements.txt",
            id="no-flask-and-no-final-newline",
        ),
        pytest.param(
            "requirements.txt",
            "flask==3.1.0 \\\n    --hash=sha256:aa\ngunicorn\n",
            "flask==3.1.0 \\\n    --hash=sha256:aa\nflask-cors\ngunicorn\n",
            "pip install -r requirements.txt",
            id="hashes",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\ndependencies = [\n    "flask>=3",\n    "gunicorn",\n]\n',
            '[project]\ndependencies = [\n    "flask>=3",\n    "flask-cors",\n    "gunicorn",\n]\n',
            "pip install flask-cors",
            id="pyproject",
        ),
        pytest.param(
            "pyproject.toml",
            "[project]\ndependencies = [\n  'gunicorn',\n  'flask>=3'  # the web\n]\n",
            "[project]\ndependencies = [\n  'gunicorn',\n  'flask>=3',\n  'flask-cors'  # the web\n]\n",
            "pip install flask-cors",
            id="last-with-a-comment",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\ndependencies = [\n  "flask>=3",  # the web\n]\n',
            '[project]\ndependencies = [\n  "flask>=3",  # the web\n  "flask-cors",\n]\n',
            "pip install flask-cors",
            id="a-comment-behind-the-comma",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\ndependencies = ["flask", "gunicorn"]\n\n[tool.uv]\npackage = false\n',
            '[project]\ndependencies = ["flask", "flask-cors", "gunicorn"]\n\n[tool.uv]\npackage = false\n',
            "uv sync",
            id="one-line-uv",
        ),
        pytest.param(
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.11"\nFlask = "^3.0"\n',
            '[tool.poetry.dependencies]\npython = "^3.11"\nFlask = "^3.0"\nflask-cors = "*"\n',
            "poetry lock && poetry install",
            id="poetry",
        ),
        pytest.param(
            "Pipfile",
            '[packages]\nflask = "*"\ngunicorn = "*"\n',
            '[packages]\nflask = "*"\nflask-cors = "*"\ngunicorn = "*"\n',
            "pipenv install",
            id="pipfile",
        ),
        pytest.param(
            "requirements.txt",
            "flask\r\ngunicorn\r\n",
            "flask\r\nflask-cors\r\ngunicorn\r\n",
            "pip install -r requirements.txt",
            id="line-ends-of-windows",
        ),
    ],
)
def test_flask_cors_is_named_beside_flask(
    knowledge: Knowledge, path: str, before: str, after: str, command: str
) -> None:
    """One line more, in the file's own style; TOML stays TOML."""
    files = {name: TextFile(name, text) for name, text in {"app.py": _APP, path: before}.items()}
    made = plan((knowledge.fixes["set-up-cors"],), _KNOWN, files, ())
    assert {change.path: change.after for change in made.changes}[path] == after
    assert command in [step.command for step in made.by_hand]
    if path.endswith(("toml", "Pipfile")):
        tomllib.loads(after)


def test_a_package_that_is_named_is_not_named_again(knowledge: Knowledge) -> None:
    """In whatever spelling, in whatever file."""
    texts = {"app.py": _APP, "requirements.txt": "flask\n", "pyproject.toml": 'x = ["Flask_Cors==6"]\n'}
    files = {name: TextFile(name, text) for name, text in texts.items()}
    made = plan((knowledge.fixes["set-up-cors"],), _KNOWN, files, ())
    assert [change.path for change in made.changes] == ["app.py"]


def test_another_apps_requirements_are_its_own(knowledge: Knowledge) -> None:
    """Of two services in one repository, the one that is changed names what it needs."""
    texts = {
        "orders/app.py": _APP,
        "orders/requirements.txt": "flask\n",
        "users/requirements.txt": "flask\nflask-cors\n",
        "requirements.txt": "pytest\n",
    }
    files = {name: TextFile(name, text) for name, text in texts.items()}
    made = plan((knowledge.fixes["set-up-cors"],), _KNOWN, files, ())
    assert [change.path for change in made.changes] == ["orders/app.py", "orders/requirements.txt"]
