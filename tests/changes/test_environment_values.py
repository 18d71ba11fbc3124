"""Origins that a file outside the code gives to the process: one more is written where the others are."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

APP = """\
import os

from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=os.environ.get("PAGES", "").split(","))
"""
KNOWN = {
    "url": "http://localhost:5000/api/items",
    "origin": "http://localhost:3000",
    "method": "GET",
    "credentials": "same-origin",
}


@pytest.mark.parametrize(
    ("path", "text", "line", "by_hand"),
    [
        pytest.param(
            "docker-compose.yml",
            "services:\n  api:\n    build: .\n    environment:\n      PAGES: https://shop.example  # ours\n",
            "      PAGES: https://shop.example,http://localhost:3000  # ours",
            "docker compose up -d",
            id="compose-table",
        ),
        pytest.param(
            "deploy/compose.prod.yaml",
            'services:\n  api:\n    environment:\n      - "PAGES=https://shop.example"\n    tty: true\n',
            '      - "PAGES=https://shop.example,http://localhost:3000"',
            "docker compose up -d",
            id="compose-list",
        ),
        pytest.param(
            "compose.yaml",
            'services:\n  api:\n    environment:\n      - PAGES="http://localhost:3000"\n',
            "      - PAGES=http://localhost:3000",
            "docker compose up -d",
            id="quotes-that-compose-keeps",
        ),
        pytest.param(
            "api.service",
            '[Service]\nEnvironment="A=1" "PAGES=https://shop.example"\nExecStart=/usr/bin/flask run\n',
            'Environment="A=1" "PAGES=https://shop.example,http://localhost:3000"',
            "sudo systemctl daemon-reload && sudo systemctl restart api.service",
            id="systemd",
        ),
        pytest.param(
            "Dockerfile",
            "FROM python:3\nENV A=1 PAGES=https://shop.example\n",
            "ENV A=1 PAGES=https://shop.example,http://localhost:3000",
            "Rebuild the image.",
            id="dockerfile",
        ),
        pytest.param(
            ".env.local",
            "export PAGES='https://shop.example/' # ours\n",
            "export PAGES='https://shop.example/,http://localhost:3000' # ours",
            "restart the app",
            id="dotenv",
        ),
    ],
)
def test_one_more_origin(knowledge: Knowledge, path: str, text: str, line: str, by_hand: str) -> None:
    """The line keeps its quotes and its comment, the code stays, and what has to be run is named."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    files = {"app.py": TextFile("app.py", APP), path: TextFile(path, text)}
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    (change,) = made.changes
    assert (change.path, line in change.after.split("\n")) == (path, True), change.after
    assert any(by_hand in f"{each.text} {each.command}" for each in made.by_hand)
    again = {**files, path: TextFile(path, change.after)}
    assert not plan((knowledge.fixes["set-up-cors"],), facts, again).changes


_HEAD = "from flask import Flask\nfrom flask_cors import CORS\n"
_APP = "app = Flask(__name__)\n"


@pytest.mark.parametrize("value", ["http://localhost:3000/", "http://localhost:3000/,https://a.example"])
def test_what_is_read_as_a_list_is_not_split_again(knowledge: Knowledge, value: str) -> None:
    """A list has no `split` and no `rstrip`."""
    reads = 'config("PAGES", cast=Csv())'
    app = f"{_HEAD}from decouple import Csv, config\nfrom flask_socketio import SocketIO\n{_APP}"
    app += f"SocketIO(app, cors_allowed_origins={reads})\n"
    known = {**KNOWN, "url": "http://localhost:5000/socket.io/?EIO=4"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": TextFile("app.py", app), ".env": TextFile(".env", f"PAGES={value}\n")}
    (change,) = plan((knowledge.fixes["set-socketio-origins"],), facts, files).changes
    after = " ".join(change.after.split())
    assert change.path == ".env" or f'origin.strip().rstrip("/") for origin in {reads}' in after


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(
            _HEAD + f"from environs import Env\nenv = Env()\n{_APP}"
            'CORS(app, origins=env.list("PAGES", default=["https://shop.example"]))\n',
            '*env.list("PAGES", default=["https://shop.example"]), "http://localhost:3000"]',
            id="environs-list",
        ),
        pytest.param(
            _HEAD + f"from decouple import Csv, config\n{_APP}"
            'CORS(app, origins=config("PAGES", default="https://shop.example", cast=Csv()))\n',
            '*config("PAGES", default="https://shop.example", cast=Csv()),',
            id="decouple-csv",
        ),
        pytest.param(
            _HEAD + f'ENV = "production"\n{_APP}'
            'CORS(app, origins=["http://localhost:4000"] if ENV == "x" else ["https://shop.example"])\n',
            '["http://localhost:4000"] if ENV == "x" else [',
            id="the-branch-that-a-comparison-chooses",
        ),
        pytest.param(
            f'{_HEAD}{_APP}CORS(app, resources={{r"/(api|admin)(/.*)?": {{"origins": ["https://a.example"]}}}})\n',
            '{"origins": ["https://a.example", "http://localhost:3000"]}',
            id="the-path-is-one-of-a-group",
        ),
        pytest.param(
            f'{_HEAD}{_APP}ORIGINS = ["https://a.example"]\nORIGINS.append("http://localhost:3000")\n'
            "CORS(app, origins=ORIGINS)\n",
            "",
            id="appended-already",
        ),
        pytest.param(
            f'{_HEAD}{_APP}CORS(app, origins=[r"http://(localhost|127\\.0\\.0\\.1)(:\\d+)?$"])\n',
            "",
            id="a-pattern-with-groups-allows-it-already",
        ),
    ],
)
def test_the_fix_reads_the_code_as_the_facts_do(knowledge: Knowledge, code: str, line: str) -> None:
    """One reader of expressions and one of patterns: what allows the page is left alone, a list stays one."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})
    after = " ".join("".join(change.after for change in made.changes).split())
    assert after.count(" ".join(line.split())) if line else not after, after


_SPLIT = """
def _listed(name: str, default: str = "") -> list[str]:
    return [each.strip() for each in os.environ.get(name, default).split(",") if each.strip()]

"""


@pytest.mark.parametrize(
    ("settings", "origins", "given", "expected"),
    [
        pytest.param(
            _SPLIT + "\n@dataclass\nclass Settings:\n"
            '    pages: list[str] = field(default_factory=lambda: _listed("PAGES", "http://a.example"))\n'
            "\n\nsettings = Settings()\n",
            "settings.pages",
            "https://shop.example",
            "https://shop.example,http://localhost:3000",
            id="dataclass",
        ),
        pytest.param(
            _SPLIT.replace("name: str, ", "").replace("get(name", 'get("PAGES"'),
            "_listed()",
            "https://shop.example, http://b.example",
            "https://shop.example, http://b.example, http://localhost:3000",
            id="helper",
        ),
        pytest.param(
            "\nclass Settings(BaseSettings):\n    pages: list[str] = []\n\n\nsettings = Settings()\n",
            "settings.pages",
            '["https://shop.example"]',
            '["https://shop.example","http://localhost:3000"]',
            id="pydantic",
        ),
        pytest.param(
            "\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='PAG')\n\n"
            "    es: list[str]\n\n\nsettings = Settings()\n",
            "settings.es",
            '["https://shop.example"]',
            '["https://shop.example","http://localhost:3000"]',
            id="pydantic-prefix",
        ),
        pytest.param(
            "\nclass Settings(BaseSettings):\n"
            "    es: list[str] = Field([], alias='pages')\n\n\nsettings = Settings()\n",
            "settings.es",
            '["https://shop.example"]',
            '["https://shop.example","http://localhost:3000"]',
            id="pydantic-alias",
        ),
    ],
)
def test_a_list_that_goes_through_code(
    knowledge: Knowledge, settings: str, origins: str, given: str, expected: str
) -> None:
    """The variable's own line is changed, whatever function or class hands its value on."""
    head = "import os\nfrom dataclasses import dataclass, field\nfrom pydantic_settings import BaseSettings\n"
    code = f"{head}{_HEAD}{settings}{_APP}CORS(app, origins={origins})\n"
    files = {"app.py": TextFile("app.py", code), ".env": TextFile(".env", f"PAGES={given}\n")}
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert {each.path: each.after for each in made.changes} == {".env": f"PAGES={expected}\n"}, made.problem


@pytest.mark.parametrize(
    ("setup", "given", "expected"),
    [
        pytest.param(
            'CORS(app, origins=app.config["CORS_ORIGINS"])',
            '["https://shop.example"]',
            '["https://shop.example","http://localhost:3000"]',
            id="json",
        ),
        pytest.param(
            'CORS(app, origins=app.config["CORS_ORIGINS"].split(","))',
            "https://shop.example",
            "https://shop.example,http://localhost:3000",
            id="split",
        ),
        pytest.param(
            "CORS(app)",
            '["https://shop.example"]',
            '["https://shop.example","http://localhost:3000"]',
            id="by-flask-cors-itself",
        ),
        pytest.param("CORS(app)", "http://localhost:3000/", "http://localhost:3000", id="one-with-a-slash"),
        pytest.param(
            "CORS(app)",
            "https://shop.example",
            '["https://shop.example", "http://localhost:3000"]',
            id="one-other",
        ),
    ],
)
def test_a_prefixed_variable(knowledge: Knowledge, setup: str, given: str, expected: str) -> None:
    """`from_prefixed_env()` hands it to `app.config` without its prefix."""
    head = "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    code = f"{head}app.config.from_prefixed_env()\n{setup}\n"
    files = {"app.py": TextFile("app.py", code), ".env": TextFile(".env", f"FLASK_CORS_ORIGINS={given}\n")}
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert {each.path: each.after for each in made.changes} == {".env": f"FLASK_CORS_ORIGINS={expected}\n"}


@pytest.mark.parametrize("path", ["app.py", "settings/dev.py", "defaults.py"])
def test_a_setting_with_a_type(knowledge: Knowledge, path: str) -> None:
    """The list of a class or module is changed, however the setting is written and the file is called."""
    setting = 'CORS_ORIGINS: list[str] = ["https://shop.example"]'
    app = "from flask import Flask\nfrom flask_cors import CORS\n\n\n{}app = Flask(__name__)\nCORS(app)\n"
    texts = {"app.py": app.format(f"class Config:\n    {setting}\n\n\n" if path == "app.py" else "")}
    if path != "app.py":
        texts[path] = f"{setting}\n"
    files = {name: TextFile(name, text) for name, text in texts.items()}
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert [change.path for change in made.changes] == [path]
    assert '["https://shop.example", "http://localhost:3000"]' in made.changes[0].after


@pytest.mark.parametrize(
    ("setting", "after"),
    [
        pytest.param(
            'env.list("PAGES", default=[])', "http://localhost:8080,http://localhost:3000", id="environs"
        ),
        pytest.param('env("PAGES").split(",")', "http://localhost:8080,http://localhost:3000", id="split"),
        pytest.param('env.str("PAGES")', "http://localhost:3000", id="one-address"),
    ],
)
def test_a_list_with_one_address(knowledge: Knowledge, setting: str, after: str) -> None:
    """Another dev server joins it; only what can be one address alone is corrected."""
    head = _HEAD.replace("from flask_cors", "from environs import Env\nfrom flask_cors")
    app = f'{head}\nenv = Env()\nenv.read_env()\n{_APP}app.config["CORS_ORIGINS"] = {setting}\nCORS(app)\n'
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    texts = {"app.py": app, ".env": "PAGES=http://localhost:8080\n"}
    files = {path: TextFile(path, text) for path, text in texts.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert [(each.path, each.after) for each in made.changes] == [(".env", f"PAGES={after}\n")]


def test_a_file_that_is_loaded_too_late(knowledge: Knowledge) -> None:
    """The line in `.env` helps nobody while the code reads the variable first: it is loaded above that."""
    view = (
        "import os\n\nfrom flask import Blueprint\nfrom flask_cors import CORS\n\n"
        'bp = Blueprint("b", __name__)\n'
        'CORS(bp, origins=os.environ.get("PAGES", "").split(","))\n\n\n'
        '@bp.route("/api/items")\ndef items():\n    return []\n'
    )
    app = (
        "from dotenv import load_dotenv\nfrom flask import Flask\n\nfrom views import bp\n\nload_dotenv()\n"
        "app = Flask(__name__)\napp.register_blueprint(bp)\n"
    )
    texts = {"views.py": view, "app.py": app, ".env": "PAGES=https://shop.example\n"}
    files = {path: TextFile(path, text) for path, text in texts.items()}
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    after = {each.path: each.after for each in made.changes}
    assert after[".env"] == "PAGES=https://shop.example,http://localhost:3000\n"
    assert after["app.py"].index("load_dotenv()") < after["app.py"].index("from views import bp")
    assert after["app.py"].count("load_dotenv()") == 1


@pytest.mark.parametrize(
    ("reads", "given", "expected"),
    [
        pytest.param(
            '.split(";")', "https://a.example;https://b.example", "{};http://localhost:3000", id=";"
        ),
        pytest.param(
            ".split()", "'https://a.example https://b.example'", "{} http://localhost:3000", id="blank"
        ),
        pytest.param(
            '.split(",")', "https://old.example\nPAGES=https://a.example", "{},http://localhost:3000"
        ),
    ],
)
def test_the_line_is_changed_as_the_code_reads_it(
    knowledge: Knowledge, reads: str, given: str, expected: str
) -> None:
    """With the sign between two origins that the code looks for; of two lines the last counts."""
    code = APP.replace('.get("PAGES", "").split(",")', f'["PAGES"]{reads}')
    files = {"app.py": TextFile("app.py", code), ".env": TextFile(".env", f"PAGES={given}\n")}
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    quote = "'" if "'" in given else ""
    after = expected.format(given.strip("'"))
    assert {each.path: each.after for each in made.changes} == {".env": f"PAGES={quote}{after}{quote}\n"}


@pytest.mark.parametrize(
    ("reads", "changed"),
    [
        ("[each.strip() for each in os.environ['HEADERS'].split(',')]", ".env"),
        ("os.environ['HEADERS'].split(', ')", ".env"),
        ("[*os.environ['HEADERS'].split(', '), 'X-Own']", "app.py"),
    ],
)
def test_headers_that_a_file_lists(knowledge: Knowledge, reads: str, changed: str) -> None:
    """What the page sends joins the others where they are; what comes from elsewhere too stays there."""
    app = APP.replace(
        'os.environ.get("PAGES", "").split(",")', f'["http://localhost:3000"], allow_headers={reads}'
    )
    known: dict[str, FactValue] = {
        **KNOWN,
        "request_headers": ("X-Request-Id: 1",),
        "symptom": "header-disallowed",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    texts = {"app.py": app, ".env": "HEADERS=Content-Type, Authorization\n"}
    files = {path: TextFile(path, text) for path, text in texts.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert [each.path for each in made.changes] == [changed]
    if changed == ".env":
        assert made.changes[0].after == "HEADERS=Content-Type, Authorization, X-Request-Id\n"
