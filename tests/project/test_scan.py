"""A whole folder: what is read, what is never read, and what becomes of broken files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.project.folders import evidence, scan, values

APP = "from flask import Flask\napp = Flask(__name__)\n"


def test_tells_app_versions_and_proxy_of_an_ordinary_project(tmp_path: Path) -> None:
    """A user who gives the folder is not asked for anything that stands in it."""
    found = scan(
        tmp_path,
        {
            "backend/app.py": """
                from flask import Flask
                from flask_cors import CORS

                app = Flask(__name__)
                CORS(app, origins=["http://localhost:5173"])

                if __name__ == "__main__":
                    app.run(debug=True, port=5050)
                """,
            "backend/requirements.txt": "Flask==3.0.3\nflask-cors==4.0.1\n",
            "frontend/vite.config.ts": "x = {\n  server: { proxy: { '/api': 'http://x' } },\n}\n",
        },
    )
    assert values(found) == {
        "app_file": "backend/app.py",
        "app_style": "module",
        "app_variable": "app",
        "cors_setup": "app",
        "framework": "flask",
        "import_guarded": "no",
        "configured_origins": ("http://localhost:5173",),
        "configured_origins_at": ("backend/app.py:5",),
        "origins_as_written": "yes",
        "run_port": 5050,
        "debug_mode": "yes",
        "flask_version": "3.0.3",
        "flask_cors_version": "4.0.1",
        "proxy": "dev-server",
        "page_tool": "vite",
        "page_usually_at": "http://localhost:5173",
    }
    assert evidence(found, "app_file") == "backend/app.py:4: app = Flask(__name__)"
    assert evidence(found, "flask_cors_version") == "backend/requirements.txt:2: flask-cors==4.0.1"
    assert evidence(found, "proxy").startswith("frontend/vite.config.ts:2: server: { proxy:")
    assert found.notes == ()


def test_nothing_of_the_folder_is_executed_or_imported(tmp_path: Path) -> None:
    """A scan leaves no trace: the folder's code would write a file if any of it ran."""
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').close()\nfrom flask import Flask\napp = Flask(__name__)\n"
    names = ("app.py", "conftest.py", "setup.py", "flask_cors.py", "sitecustomize.py", "flask/__init__.py")
    before = set(sys.modules)
    found = scan(tmp_path, dict.fromkeys(names, code))
    assert values(found)["app_file"] == "app.py"
    assert not mark.exists()
    assert not {"app", "flask", "flask_cors", "sitecustomize"} & (set(sys.modules) - before)


@pytest.mark.parametrize(
    "folder",
    [
        *(
            "node_modules/x",
            ".git",
            "__pycache__",
            "venv/lib/python3.11/site-packages/flask",
            "dist",
            ".hidden",
        ),
        *("lib/site-packages", "api.egg-info"),
    ],
)
def test_does_not_read_other_peoples_code(tmp_path: Path, folder: str) -> None:
    """Installed packages, caches and version control hold no app of the user's."""
    found = scan(tmp_path, {f"{folder}/app.py": APP})
    assert "app_file" not in values(found)


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        pytest.param(
            "app.py",
            "from flask import Flask\nprint 'hello'\n",
            "app.py:2: cannot be read as Python 3",
            id="python-2",
        ),
        pytest.param("app.py", "import flask\ndef (:\n", "app.py:2: cannot be read", id="syntax-error"),
        pytest.param("app.py", b"import flask\0\1\2", "app.py: isn't text", id="binary"),
        pytest.param("app.py", b"#" * 300_001, "app.py: is larger than 300 kB", id="huge"),
        pytest.param("app.py", "flask" + ".a" * 100_000, "app.py: cannot be read", id="deep-attributes"),
        pytest.param("app.py", "flask=" + "-" * 100_000 + "1", "app.py: cannot be read", id="deep-signs"),
        pytest.param("app.py", "flask=" + "(" * 1000, "app.py:1: cannot be read", id="deep-brackets"),
        pytest.param("app.py", 'flask=f"' + "{x}" * 30_000 + '"', "too many braces", id="slow-f-string"),
        pytest.param("app.py", "# flask\n" + "9" * 5000, "app.py:2: cannot be read", id="huge-number"),
        pytest.param("pyproject.toml", "[project\n", "pyproject.toml: is not valid TOML", id="broken-toml"),
        pytest.param("pyproject.toml", "a = " + "[" * 100_000, "is not valid TOML", id="deep-toml"),
        pytest.param("Pipfile", "= 1\n", "Pipfile: is not valid TOML", id="broken-pipfile"),
        pytest.param("Pipfile.lock", "{", "Pipfile.lock: is not valid JSON", id="broken-json"),
        pytest.param("package.json", "[" * 100_000, "package.json: is not valid JSON", id="deep-json"),
    ],
)
def test_a_broken_file_becomes_a_note(tmp_path: Path, name: str, content: str | bytes, note: str) -> None:
    """The user reads which file could not be read and why; what the others say still counts."""
    found = scan(tmp_path, {name: content, "api/server.py": APP})
    assert any(note in one for one in found.notes), found.notes
    assert values(found)["app_file"] == "api/server.py"


def test_claims_no_missing_setup_where_a_file_could_not_be_read(tmp_path: Path) -> None:
    """The file with the syntax error may be the one that sets CORS up."""
    found = scan(tmp_path, {"app.py": APP, "ext.py": "from flask_cors import CORS\nCORS(app\n"})
    assert "cors_setup" not in values(found)
    assert "import_problem" not in values(found)
    tests_only = scan(tmp_path, {"ext.py": "", "tests/test_app.py": "import flask\nprint 1\n"})
    assert values(tests_only)["cors_setup"] == "none"


def test_says_at_most_a_hundred_notes(tmp_path: Path) -> None:
    """A folder full of broken files does not flood the screen."""
    found = scan(tmp_path, {f"m{number}.py": "import flask (" for number in range(150)})
    assert len(found.notes) == 101
    assert found.notes[-1] == "There are 51 more notes like these."


def test_names_with_control_characters_reach_no_terminal(tmp_path: Path) -> None:
    """Whatever a file or a line is called, facts and notes are printable single lines."""
    hostile = "a\x1b[31m\u202e\n.py"
    line = "app = Flask(__name__)  # \x1b]0;title\x07 \u202e"
    found = scan(tmp_path, {hostile: f"from flask import Flask\n{line}\n", "b\x1b.py": "flask ("})
    for text in (*found.notes, *(fact.evidence for fact in found.facts), *map(str, values(found).values())):
        assert text.isprintable(), repr(text)
    assert values(found)["app_file"] == "a\\x1b[31m\\u202e .py"


_WORDS = st.sampled_from(
    [
        *(
            "from flask import Flask\n",
            "from flask_cors import CORS as C\n",
            "import flask_cors as fc\n",
            "\n",
        ),
        *(
            "app = Flask(__name__)\n",
            "C(app, origins=[",
            "'http://a'",
            "])",
            "(",
            ")",
            "[",
            "{",
            "}",
            ":",
            "=",
            ",",
        ),
        *(
            "def f(app):\n",
            "    C(app)\n",
            "@fc.cross_origin()\n",
            "os.environ['X'].split(',')",
            "if x:\n",
            "\0",
        ),
        *(
            "app.run(port=",
            "int(",
            "'",
            '"""',
            "#",
            "\\",
            "**x",
            "*",
            "app.config['CORS_ORIGINS'] = ",
            "lambda: ",
        ),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200), st.lists(_WORDS, max_size=25).map(lambda words: "".join(words).encode())
    )
)
def test_no_bytes_in_any_file_raise(tmp_path: Path, content: bytes) -> None:
    """Whatever a file holds, the scan ends with facts and notes."""
    names = (
        "app.py",
        "requirements.txt",
        "pyproject.toml",
        "Pipfile.lock",
        "uv.lock",
        "nginx.conf",
        "Caddyfile",
    )
    others = (
        "docker-compose.yml",
        "vite.config.js",
        "package.json",
        ".flaskenv",
        ".venv/pyvenv.cfg",
        "Dockerfile",
    )
    scan(tmp_path, dict.fromkeys((*names, *others), content))
