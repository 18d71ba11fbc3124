"""The files that keep a variable from the process: what is changed in each, from the scan to the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project
from tests.project.folders import write

PASTE = (
    "Access to fetch at 'http://localhost:5000/api/orders' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
_ENV = {".env": "ORIGINS=http://localhost:3000\n"}
_CONFIG = 'import os\n\nORIGINS = os.environ.get("ORIGINS", "http://a.example").split(",")\n'
_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\nimport config\n\napp = Flask(__name__)\n"
    "CORS(app, origins=config.ORIGINS)\n"
)
_LOADS = "from dotenv import load_dotenv\n\nload_dotenv()\n\n"
_FINDS = 'from dotenv import find_dotenv, load_dotenv\n\nload_dotenv(find_dotenv("api.env"))\n\n'
_LATE = _APP.replace("import config\n\n", f"import config\n{_LOADS}")
_MAIN = "\nif __name__ == '__main__':\n{}    app.run()\n"
_AS_MAIN = "    from dotenv import load_dotenv\n    load_dotenv()\n"
_EARLY = _APP.replace("import config\n", f"{_LOADS}import config\n")
_SERVICE = "services:\n  db:\n    image: postgres\n  web:\n    build: .\n    ports: ['5000:5000']\n"
_UNIT = "[Service]\nWorkingDirectory=/srv/shop\nExecStart=/srv/venv/bin/gunicorn app:app\n"
_IMAGE = {"Dockerfile": "CMD gunicorn -b :5000 app:app\n"}


@pytest.mark.parametrize(
    ("files", "because", "after"),
    [
        pytest.param(
            {"requirements.txt": "flask\n"},
            "nothing-loads",
            {"app.py": _EARLY, "requirements.txt": "flask\npython-dotenv\n"},
            id="nothing",
        ),
        pytest.param(
            {".env": "", "api.env": _ENV[".env"]},
            "nothing-loads",
            {"app.py": _EARLY.replace(_LOADS, _FINDS)},
            id="nothing-a-file-of-another-name",
        ),
        pytest.param(
            {
                ".env": "",
                "api.env": _ENV[".env"],
                "app.py": _APP.replace("import config", f"{_LOADS[:31]}\nimport config"),
            },
            "nothing-loads",
            {"app.py": _APP.replace("import config", f"{_LOADS[:31]}\n{_FINDS}import config")},
            id="nothing-though-one-of-both-names-is-imported",
        ),
        pytest.param({"app.py": _LATE, **_ENV}, "loaded-too-late", {"app.py": _EARLY}, id="late"),
        pytest.param(
            {"app.py": _APP + _MAIN.format(_AS_MAIN), "Procfile": "web: gunicorn app:app\n"},
            "only-as-main",
            {"app.py": _EARLY + _MAIN.format("")},
            id="main",
        ),
        pytest.param(
            {
                "wsgi.py": f"from app import app\n{_LOADS}".rstrip("\n") + "\n",
                "Procfile": "web: gunicorn wsgi:app\n",
            },
            "loaded-too-late",
            {"wsgi.py": f"{_LOADS}from app import app\n"},
            id="late-in-the-file-that-starts",
        ),
        pytest.param(
            {"app.py": _EARLY.replace("load_dotenv()", 'load_dotenv(".env.production")')},
            "other-file",
            {"app.py": _EARLY.replace("load_dotenv()", 'load_dotenv(".env")')},
            id="other-file",
        ),
        pytest.param(
            {"compose.yml": _SERVICE, **_IMAGE},
            "compose",
            {"compose.yml": _SERVICE.replace("    build", "    env_file: .env\n    build")},
            id="compose",
        ),
        pytest.param(
            {"shop.service": _UNIT},
            "service",
            {"shop.service": _UNIT.replace("Exec", "EnvironmentFile=/srv/shop/.env\nExec")},
            id="unit",
        ),
        pytest.param(
            {".env": "CORS_ORIGIN=http://localhost:3000\n", "app.py": _EARLY},
            "other-name",
            {"config.py": _CONFIG.replace('"ORIGINS"', '"CORS_ORIGIN"')},
            id="other-name",
        ),
        pytest.param(
            {
                ".env": "CORS_ORIGIN=http://localhost:3000\n",
                ".env.example": "ORIGINS=http://localhost:3000\n",
                "app.py": _EARLY,
            },
            "other-name",
            {".env": "ORIGINS=http://localhost:3000\n"},
            id="the-example-has-the-codes-name",
        ),
    ],
)
def test_the_file_that_is_changed(
    knowledge: Knowledge, tmp_path: Path, files: dict[str, str], because: str, after: dict[str, str]
) -> None:
    """Each way of starting has its own remedy."""
    scan = scan_project(write(tmp_path, {"app.py": _APP, "config.py": _CONFIG, **_ENV, **files}))
    facts = Diagnosis.begin(knowledge, PASTE).with_scan(scan).facts
    assert facts.text("unloaded_because") == because
    made = plan((knowledge.fixes["load-the-settings"],), facts, scan.files)
    changed = {change.path: change.after for change in made.changes}
    assert changed == after


_BY_HAND = """import os

from dotenv import load_dotenv
from flask import Flask

load_dotenv()
app = Flask(__name__)
PAGE = os.environ.get("PAGE", "http://localhost:4000")

@app.get("/api/orders")
def orders(): return {}

@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = PAGE
    return response
"""


@pytest.mark.parametrize(
    ("files", "old", "new"),
    [
        pytest.param({".env": "PAGES=http://localhost:3000\n"}, '"PAGE"', '"PAGES"', id="other-name"),
        pytest.param(
            {
                ".env.dev": "PAGE=http://localhost:3000\n",
                "app.py": _BY_HAND.replace("env()", 'env(".env.prod")'),
            },
            ".env.prod",
            ".env.dev",
            id="other-file",
        ),
        pytest.param(
            {
                ".env": "",
                "api.env": "PAGE=http://localhost:3000\n",
                "app.py": _BY_HAND.replace("from dotenv import load_dotenv\n", "").replace(
                    "\nload_dotenv()", ""
                ),
            },
            "from flask import Flask\n",
            f"from flask import Flask\n\n{_FINDS}".rstrip("\n") + "\n",
            id="nothing-loads",
        ),
    ],
)
def test_the_default_that_goes_is_told(
    knowledge: Knowledge, tmp_path: Path, files: dict[str, str], old: str, new: str
) -> None:
    """The page at the code's default loses its access, since the variable is set from now on."""
    code = files.get("app.py", _BY_HAND)
    scan = scan_project(write(tmp_path, {"app.py": code, **files}))
    told = (
        f"{PASTE.partition('No ')[0]}The 'Access-Control-Allow-Origin' header has a value "
        "'http://localhost:4000' that is not equal to the supplied origin."
    )
    diagnosis = Diagnosis.begin(knowledge, told).with_scan(scan).without_probing()
    (made,) = diagnosis.without_optional_questions().changes.changes
    assert made.after == code.replace(old, new)
    assert "PAGE=http://localhost:4000" in [each.what for each in made.removes]


def test_a_call_that_needs_what_is_made_below_stays(knowledge: Knowledge, tmp_path: Path) -> None:
    """`load_dotenv(BASE / ".env")` with `BASE` of the file itself isn't moved above it."""
    app = _LATE.replace("load_dotenv()", 'BASE = "."\nload_dotenv(BASE)')
    scan = scan_project(write(tmp_path, {"app.py": app, "config.py": _CONFIG, **_ENV}))
    facts = Diagnosis.begin(knowledge, PASTE).with_scan(scan).facts
    assert facts.text("unloaded_because") == "loaded-too-late"
    assert not plan((knowledge.fixes["load-the-settings"],), facts, scan.files).changes


def test_a_setup_stays_below_main_with_the_app_that_is_made_there(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    """`python local.py` runs both: the page is only missing from the list."""
    write(
        tmp_path,
        {
            "local.py": (
                "import os\nfrom flask_cors import CORS\nfrom shop import create_app\n\n"
                "if __name__ == '__main__':\n    app = create_app()\n"
                '    origins = os.environ.get("ORIGINS", "http://localhost:1").split(",")\n'
                "    CORS(app, origins=origins)\n    app.run()\n"
            ),
            "shop/__init__.py": (
                "from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n"
                '    @app.post("/upload")\n    def upload(): return {}\n    return app\n'
            ),
        },
    )
    told = (
        "Access to fetch at 'http://localhost:5000/upload' from origin 'http://localhost:3000' has been "
        "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
        "resource.\nPOST http://localhost:5000/upload net::ERR_FAILED"
    )
    diagnosis = Diagnosis.begin(knowledge, told).with_scan(scan_project(tmp_path))
    diagnosis = diagnosis.without_probing().without_optional_questions()
    (made,) = diagnosis.changes.changes
    assert made.path == "local.py"
    assert (
        '    origins = [*os.environ.get("ORIGINS", "http://localhost:1").split(","), "http://loc'
        in made.after
    )


@pytest.mark.parametrize(
    ("policy", "allowed", "loads"),
    [
        pytest.param("none", (), True, id="nothing-allowed"),
        pytest.param("echoes", ("http://localhost:8080",), False, id="what-the-file-says"),
        pytest.param("", (), False, id="not-seen"),
    ],
)
def test_a_page_that_the_unloaded_file_lacks(
    knowledge: Knowledge, tmp_path: Path, policy: str, allowed: tuple[str, ...], loads: bool
) -> None:
    """One more origin in a file helps only where the process gets it: what the server allows shows that."""
    env = {".env": "ORIGINS=http://localhost:8080\n"}
    scan = scan_project(write(tmp_path, {"app.py": _APP, "config.py": _CONFIG, **env}))
    seen = [Fact("origin_policy", policy, "probed"), Fact("allowed_origins_seen", allowed, "probed")]
    facts = Diagnosis.begin(knowledge, PASTE).with_scan(scan).facts.also(seen if policy else [])
    made = plan((knowledge.fixes["set-up-cors"],), facts, scan.files)
    changed = {change.path: change.after for change in made.changes}
    assert changed[".env"] == "ORIGINS=http://localhost:8080,http://localhost:3000\n"
    assert changed.get("app.py") == (_EARLY if loads else None)
    assert any("gets ORIGINS" in step.text for step in made.by_hand) is not bool(policy)


def test_a_redirect_shows_nothing_of_the_unloaded_file(knowledge: Knowledge, tmp_path: Path) -> None:
    """Flask adds the slash of a route before any view's setup runs: no response of the list was seen."""
    env = {".env": "ORIGINS=http://localhost:8080\n"}
    scan = scan_project(write(tmp_path, {"app.py": _APP, "config.py": _CONFIG, **env}))
    seen = [Fact("origin_policy", "none", "probed"), Fact("slash_redirect", "yes", "probed")]
    facts = Diagnosis.begin(knowledge, PASTE).with_scan(scan).facts.also(seen)
    made = plan((knowledge.fixes["set-up-cors"],), facts, scan.files)
    assert {change.path for change in made.changes} == {".env"}
    assert any("gets ORIGINS" in step.text for step in made.by_hand)


def test_settings_that_cannot_be_read_keep_their_origins(knowledge: Knowledge, tmp_path: Path) -> None:
    """A server that chooses origins has a list somewhere: it is named, and not overridden."""
    code = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'app.config.from_envvar("API_SETTINGS")\nCORS(app)\n\n\n'
        '@app.get("/api/items")\ndef items():\n    return {}\n'
    )
    scan = scan_project(write(tmp_path, {"app.py": code}))
    facts = Diagnosis.begin(knowledge, PASTE).with_scan(scan).facts
    for policy, is_changed in (("selected", False), ("wildcard", True)):
        known = facts.also([Fact("origin_policy", policy, "probed")])
        made = plan((knowledge.fixes["set-up-cors"],), known, scan.files)
        said = [
            step.text
            for step in made.by_hand
            if "`app.config['CORS_ORIGINS']` gives (app.py, line 5)" in step.text
        ]
        assert bool(said) is not is_changed
        assert bool(made.changes) in (False, is_changed)


def test_errors_without_the_header_get_the_views_helper(knowledge: Knowledge, tmp_path: Path) -> None:
    """A view that adds the header to its success alone adds it to its errors as well."""
    code = (
        "from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n"
        "def allow(response):\n    response.headers['Access-Control-Allow-Origin'] = '*'\n"
        "    return response\n\n\n"
        "@app.get('/api/items')\ndef items():\n    try:\n        return allow(jsonify([])), 200\n"
        "    except ValueError:\n        return jsonify(error='x'), 409\n"
    )
    told = (
        "Access to fetch at 'http://localhost:5000/api/items' from origin 'http://localhost:3000' has been "
        "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
        "resource.\nGET http://localhost:5000/api/items net::ERR_FAILED 409 (CONFLICT)"
    )
    scan = scan_project(write(tmp_path, {"app.py": code}))
    facts = Diagnosis.begin(knowledge, told).with_scan(scan).facts
    assert facts.text("view_is_silent") == "yes"
    (made,) = plan((knowledge.fixes["set-up-cors"],), facts, scan.files).changes
    assert "        return allow(jsonify(error='x')), 409\n" in made.after


def test_a_file_that_load_dotenv_would_not_find_gets_no_call(knowledge: Knowledge, tmp_path: Path) -> None:
    """python-dotenv looks in the code's folder and above it, never in a folder below."""
    files = {"app.py": _APP, "config.py": _CONFIG, "deploy/api.env": _ENV[".env"]}
    scan = scan_project(write(tmp_path, files))
    facts = Diagnosis.begin(knowledge, PASTE).with_scan(scan).facts
    assert facts.text("unloaded_because") == "nothing-loads"
    assert not plan((knowledge.fixes["load-the-settings"],), facts, scan.files).changes
