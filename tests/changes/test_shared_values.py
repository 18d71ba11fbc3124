"""An address that gives an origin and is used for links, too: what it is elsewhere stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_VIEW = """

@app.route("/items")
def items():
    return []
"""
_APP = f"""from flask import Flask, redirect
from flask_cors import CORS

import config

app = Flask(__name__)
CORS(app, origins={{}})
{_VIEW}"""
_MAILS = """from config import HOME


def mail(token):
    return f"{HOME}reset/{token}"
"""
_LIST = '[config.HOME, "https://b.example"]'


def _made(knowledge: Knowledge, files: Mapping[str, str]) -> dict[str, str]:
    """The files that change, as they become."""
    known = {
        "url": "http://localhost:5000/items",
        "origin": "http://localhost:4200",
        "symptom": "missing-allow-origin",
        "method": "GET",
        "credentials": "omit",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    texts = {path: TextFile(path, text) for path, text in files.items()}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, texts)
    return {each.path: each.after for each in made.changes}


@pytest.mark.parametrize(
    ("home", "given", "becomes"),
    [
        pytest.param(
            "http://localhost:4200/", _LIST, f'{_LIST[:12]}.rstrip("/"){_LIST[12:]}', id="in-a-list"
        ),
        pytest.param("http://localhost:4200/", "config.HOME", 'config.HOME.rstrip("/")', id="alone"),
        pytest.param(
            "https://a.example",
            "config.HOME",
            '[config.HOME, "http://localhost:4200"]',
            id="another-page",
        ),
        pytest.param(
            "localhost:4200/",
            _LIST,
            f'{_LIST[:-1]}, "http://localhost:4200"]',
            id="without-its-scheme",
        ),
    ],
)
@pytest.mark.parametrize("source", ["constant", "variable"])
def test_it_is_corrected_where_cors_uses_it(
    knowledge: Knowledge, home: str, given: str, becomes: str, source: str
) -> None:
    """The file that sets it stays, as the mails need it."""
    files = {"app.py": _APP.format(given), "mails.py": _MAILS, "config.py": f'HOME = "{home}"\n'}
    if source == "variable":
        files |= {"config.py": 'import os\n\nHOME = os.environ["HOME_URL"]\n', ".env": f"HOME_URL={home}\n"}
    assert _made(knowledge, files) == {"app.py": _APP.format(becomes)}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param('\n\ndef there():\n    return redirect(config.HOME + "welcome")\n', id="redirect"),
        pytest.param('\n\napp.jinja_env.globals["home"] = config.HOME\n', id="global"),
    ],
)
def test_other_uses_in_the_same_file(knowledge: Knowledge, other: str) -> None:
    """Wherever it is read."""
    app = _APP.format("config.HOME") + other
    made = _made(knowledge, {"app.py": app, "config.py": 'HOME = "http://localhost:4200/"\n'})
    assert made == {"app.py": app.replace("s=config.HOME", 's=config.HOME.rstrip("/")')}


def test_what_only_cors_uses_is_corrected_where_it_is_written(knowledge: Knowledge) -> None:
    """The wrong text itself goes."""
    files = {"app.py": _APP.format("config.HOME"), "config.py": 'HOME = "http://localhost:4200/"\n'}
    assert _made(knowledge, files) == {"config.py": 'HOME = "http://localhost:4200"\n'}


def test_a_variable_that_another_file_reads(knowledge: Knowledge) -> None:
    """The same variable under another name."""
    app = _APP.format('os.environ["HOME_URL"]').replace("import config\n", "import os\n")
    mails = 'import os\n\nLINK = os.getenv("HOME_URL") + "reset/"\n'
    files = {"app.py": app, "mails.py": mails, ".env": "HOME_URL=http://localhost:3000/\n"}
    made = _made(knowledge, files)
    assert set(made) == {"app.py"}
    assert 'origins=[os.environ["HOME_URL"], "http://localhost:4200"]' in made["app.py"]
