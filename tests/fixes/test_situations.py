"""The fix for one's own project: read by the scan, and nothing that the project says already is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from cors_wizard.diagnosis.derived import derived
from cors_wizard.diagnosis.of_this_path import of_this_path
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fixes import TailoredFix, tailor
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from tests.project.folders import scan

TOP = "import os\nfrom flask import Blueprint, Flask\nfrom flask_cors import CORS, cross_origin\n"
APP = f"{TOP}app = Flask(__name__)\n"
ASKED: dict[str, FactValue] = {
    "url": "http://localhost:5000/api/orders",
    "origin": "http://localhost:3000",
    "method": "PUT",
    "request_headers": ("X-Tenant: north",),
    "refused_header": "X-Tenant",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge()


def fix_for(
    knowledge: Knowledge, folder: Path, code: str, cause: str = "header-not-allowed", **more: FactValue
) -> TailoredFix:
    """The fix that is offered first for a project with this code."""
    known = [Fact(name, value, "pasted") for name, value in {**ASKED, **more}.items()]
    facts = of_this_path(Facts.of([*known, *scan(folder, {"app.py": code}).facts]))
    return tailor(knowledge, [knowledge.causes[cause]], facts.also(derived(facts)))[0]


def code_of(fix: TailoredFix) -> str:
    """All its Python."""
    blocks = [step.code for step in fix.steps if step.code]
    return "\n".join(code.text for code in blocks if code.language == "python")


SITUATIONS = [
    pytest.param(
        f"{APP}CORS(app, origins=['https://shop.example', r'^https://.*\\.shop\\.example$', '*'],"
        " expose_headers=['X-Total'], max_age=600, allow_headers=['Content-Type'])\n",
        "set-up-cors",
        [
            r'origins=["^https://.*\\.shop\\.example$", "https://shop.example", "http://localhost:3000"]',
            'expose_headers=["X-Total"]',
            "max_age=600",
            'allow_headers=["Content-Type", "X-Tenant"]',
        ],
        id="call-keeps-what-it-says",
    ),
    pytest.param(
        f"{TOP}def create_app():\n    app = Flask(__name__)\n    CORS(app, max_age=5)\n    return app\n",
        "set-up-cors",
        ["\n    CORS(\n        app,", "        max_age=5,"],
        id="factory-is-indented",
    ),
    pytest.param(
        f"{APP}app.config['CORS_ALLOW_HEADERS'] = ['ETag']\nCORS(app)\n",
        "set-up-cors-in-settings",
        ["app.config.update(", 'CORS_ALLOW_HEADERS=["ETag", "Content-Type", "X-Tenant"]'],
        id="keys-stay-keys",
    ),
    pytest.param(
        f"{APP}class Config:\n    CORS_EXPOSE_HEADERS = 'ETag'\nCORS(app)\n",
        "set-up-cors-in-settings",
        ['    CORS_EXPOSE_HEADERS = ["ETag"]', '    CORS_ORIGINS = ["http://localhost:3000"]'],
        id="keys-of-a-class",
    ),
    pytest.param(
        f"{APP}CORS(app, origins=os.environ['SHOP'].split(','))\n",
        "set-up-cors-from-environment",
        ['os.environ.get("SHOP", "")'],
        id="environment",
    ),
    pytest.param(
        f"{APP}CORS(app, resources=['/api/*', '/v2/*'])\n",
        "set-up-cors-by-path",
        ['resources=["/api/*", "/v2/*"]'],
        id="paths-stay-closed",
    ),
    pytest.param(
        f"{APP}CORS(app, resources=['/v2/*'])\n",
        "set-up-cors-by-path",
        ['resources=["/v2/*", "^/api/.*$"]'],
        id="one-path-more",
    ),
    pytest.param(
        f"{APP}CORS(app, resources={{'/api/*': {{'origins': 'https://a.example'}},"
        " '/open/*': {'origins': 'https://b.example'}})\n",
        "set-up-cors-for-one-path",
        ['"/api/*": {', '"origins": ["https://a.example", "http://localhost:3000"]'],
        id="rules-of-their-own",
    ),
    pytest.param(
        f"{APP}bp = Blueprint('bp', __name__)\nCORS(bp, max_age=7)\napp.register_blueprint(bp)\n",
        "set-up-cors-on-blueprint",
        ["CORS(\n    bp,", "max_age=7"],
        id="blueprint-stays-alone",
    ),
    pytest.param(
        f"{APP}one = Blueprint('one', __name__)\ntwo = Blueprint('two', __name__)\nCORS(two)\n"
        "@app.route('/x')\ndef x(): pass\n",
        "set-up-cors-on-blueprint",
        ["CORS(\n    two,"],
        id="the-blueprint-that-has-it",
    ),
    pytest.param(
        f"{APP}@app.route('/api/orders')\n@cross_origin(allow_headers='ETag')\ndef orders(): pass\n",
        "set-up-cors-on-one-route",
        ["@cross_origin(", 'allow_headers=["ETag", "Content-Type", "X-Tenant"]'],
        id="route-stays-alone",
    ),
]


@pytest.mark.parametrize(("code", "fix", "lines"), SITUATIONS)
def test_the_situation_decides(
    knowledge: Knowledge, tmp_path: Path, code: str, fix: str, lines: list[str]
) -> None:
    """Where CORS is set up already, it is mended there, and opens no more than before but what is needed."""
    found = fix_for(knowledge, tmp_path, code)
    assert found.id == fix
    for line in lines:
        assert line in code_of(found)


def test_nothing_is_opened_to_the_origins_of_another_path(knowledge: Knowledge, tmp_path: Path) -> None:
    """Each path of `resources` keeps a list of its own."""
    other = "{'origins': 'https://b.example', 'allow_headers': 'X-B', 'methods': ['PURGE'], "
    other += "'supports_credentials': True, 'expose_headers': 'X-Out', 'max_age': 7}"
    rules = f"{{'/api/*': {{'origins': 'https://a.example', 'allow_headers': ['X-A']}}, '/open/*': {other}}}"
    code = code_of(fix_for(knowledge, tmp_path, f"{APP}CORS(app, resources={rules})\n"))
    assert '"allow_headers": ["X-A", "Content-Type", "X-Tenant"]' in code
    for foreign in ("b.example", "X-B", "PURGE", "supports_credentials", "X-Out", "max_age"):
        assert foreign not in code


def test_a_path_without_an_entry_takes_nothing_from_the_others(knowledge: Knowledge, tmp_path: Path) -> None:
    """What other paths allow is no model for a new one."""
    rules = "{'/one/*': {'origins': 'https://a.example'}, '/two/*': {'supports_credentials': True}}"
    fix = fix_for(knowledge, tmp_path, f"{APP}CORS(app, resources={rules})\n", "resource-pattern-mismatch")
    assert fix.id == "set-up-cors-for-one-path"
    assert "a.example" not in code_of(fix)
    assert "supports_credentials" not in code_of(fix)


def test_a_set_up_that_never_met_the_app_is_kept(knowledge: Knowledge, tmp_path: Path) -> None:
    """Its author has said already who may read what."""
    code = f"{APP}cors = CORS(resources={{'/api/*': {{'origins': ['https://a.example']}}}}, max_age=5)\n"
    fix = fix_for(knowledge, tmp_path, code, "cors-not-initialized", symptom="missing-allow-origin")
    for line in ('resources=["/api/*"]', '"https://a.example"', "max_age=5"):
        assert line in code_of(fix)


def test_what_a_new_list_leaves_out_is_told(knowledge: Knowledge, tmp_path: Path) -> None:
    """Nothing of the user's goes without a word, and the reason stands beside the code."""
    code = f"{APP}CORS(app, origins=[r'https://.*shop.example', 'shop.example', 'https://a.example'])\n"
    (told,) = [step.code.to_check for step in fix_for(knowledge, tmp_path, code).steps if step.code]
    assert "untrusted origins, or none: https://.*shop.example." in told
    assert "an origin with scheme, host and port: shop.example." in told
    assert "a.example" not in told


def test_no_second_call_is_handed_over(knowledge: Knowledge, tmp_path: Path) -> None:
    """Pasted above the line that loads the settings, it would let every page in."""
    code = f"{APP}app.config['CORS_ORIGINS'] = ['https://a.example']\nCORS(app)\n"
    fix = fix_for(knowledge, tmp_path, code, "origin-not-allowed")
    assert fix.id == "set-up-cors-in-settings"
    assert "CORS(app" not in code_of(fix)
    assert any("above it, the keys aren't read" in step.text for step in fix.steps)


def test_what_could_not_be_read_is_told(knowledge: Knowledge, tmp_path: Path) -> None:
    """No list is replaced by a shorter one without a word."""
    code = f"{APP}CORS(app, origins=listed(), max_age=5, **more)\n"
    (told,) = [step.code.to_check for step in fix_for(knowledge, tmp_path, code).steps if step.code]
    assert told == "Computed in your code, so carry over what it says: **more, origins=listed()."


def test_a_variable_is_carried_over_by_itself(knowledge: Knowledge, tmp_path: Path) -> None:
    """The code that reads it takes all that it lists."""
    code = f"import os\n{APP}CORS(app, origins=os.environ['FRONT'].split(','))\n"
    fix = fix_for(knowledge, tmp_path, code, "origin-not-allowed")
    assert fix.id == "set-up-cors-from-environment"
    assert all(not step.code.to_check for step in fix.steps if step.code)


def test_a_decorator_is_mended_where_it_stands(knowledge: Knowledge, tmp_path: Path) -> None:
    """In the view's own file, under the view's own name."""
    view = "@cross_origin()\n@bp.post('/orders')\ndef load(): pass\n"
    code = f"{APP}bp = Blueprint('bp', __name__, url_prefix='/api')\n{view}app.register_blueprint(bp)\n"
    found = code_of(fix_for(knowledge, tmp_path, code, "decorator-order"))
    assert '@bp.route("/orders", methods=' in found
    assert "def load():" in found


@pytest.mark.parametrize(
    ("exposed", "fix", "line"),
    [
        pytest.param("", "expose-header", 'CORS_EXPOSE_HEADERS"] = ["X-Total"]', id="none-yet"),
        pytest.param(
            ", expose_headers=['ETag']", "set-up-cors", 'expose_headers=["ETag", "X-Total"]', id="in-the-call"
        ),
    ],
)
def test_a_header_more_is_exposed(
    knowledge: Knowledge, tmp_path: Path, exposed: str, fix: str, line: str
) -> None:
    """A key would not be read where the call has the option: the call wins."""
    code = f"{APP}CORS(app, origins=['http://localhost:3000']{exposed})\n"
    found = fix_for(knowledge, tmp_path, code, "expose-headers", unread_header="X-Total")
    assert found.id == fix
    assert line in code_of(found)


def test_extensions_are_spoken_of(knowledge: Knowledge, tmp_path: Path) -> None:
    """Who uses Socket.IO or Flask-RESTful is told what `CORS(app)` covers there."""
    code = f"{APP}from flask_socketio import SocketIO\nfrom flask_restful import Api\n"
    texts = " ".join(step.text for step in fix_for(knowledge, tmp_path, code, "cors-not-initialized").steps)
    assert "cors_allowed_origins" in texts
    assert "Flask-RESTful" in texts


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        pytest.param(
            f"{APP}from flask_socketio import SocketIO\nCORS(app, origins=['https://a.example'])\n"
            "sio = SocketIO(app, cors_allowed_origins=['https://b.example'])\n",
            ["sio = SocketIO(\n    app,", '["https://b.example", "http://localhost:3000"]'],
            id="its-own-list-is-kept",
        ),
        pytest.param(
            f"{TOP}from flask_socketio import SocketIO\nsio = SocketIO()\n"
            "def create_app():\n    app = Flask(__name__)\n    sio.init_app(app)\n    return app\n",
            ["    sio.init_app(\n        app,"],
            id="factory",
        ),
    ],
)
def test_socketio_has_a_list_of_its_own(
    knowledge: Knowledge, tmp_path: Path, code: str, lines: list[str]
) -> None:
    """What flask-cors allows is not let into Socket.IO, and the other way round."""
    found = code_of(fix_for(knowledge, tmp_path, code, "socketio-origins"))
    for line in lines:
        assert line in found
    assert "a.example" not in found


def test_another_blueprint_is_not_named(knowledge: Knowledge, tmp_path: Path) -> None:
    """Where the route's blueprint has no CORS, that of the one that has it is no use."""
    code = f"{APP}one = Blueprint('one', __name__)\ntwo = Blueprint('two', __name__)\nCORS(two)\n"
    facts = [Fact("symptom", "missing-allow-origin", "pasted"), *scan(tmp_path, {"app.py": code}).facts]
    fixes = tailor(knowledge, [knowledge.causes["blueprint-not-covered"]], Facts.of(facts))
    (fix,) = [each for each in fixes if each.id == "set-up-cors-on-blueprint"]
    assert "CORS(\n    bp," in code_of(fix)


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        pytest.param("https://a.example", True, id="blanks-and-a-slash"),
        pytest.param("https://c.example", True, id="the-last"),
        pytest.param("https://xb.example", False, id="what-a-star-would-let-in"),
        pytest.param("null", False, id="null"),
        pytest.param("https://foreign.example", False, id="foreign"),
    ],
)
def test_an_untidy_variable_lets_no_stranger_in(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, origin: str, is_let_in: bool
) -> None:
    """The code that reads the variable, run as it is copied, with all that people write into one."""
    monkeypatch.setenv("CORS_ORIGINS", " https://a.example/ ,https://*.b.example,*,null,,https://c.example")
    fixes = tailor(knowledge, [knowledge.causes["cors-not-initialized"]], Facts())
    (fix,) = [each for each in fixes if each.id == "set-up-cors-from-environment"]
    app = Flask("shop")
    exec(code_of(fix), {"app": app})
    answer = app.test_client().get("/", headers={"Origin": origin})
    assert answer.headers.get("Access-Control-Allow-Origin") == (origin if is_let_in else None)


def test_a_container_is_asked_on_its_published_port(knowledge: Knowledge, tmp_path: Path) -> None:
    """With Docker Compose no second Flask is started: the page asks where the container is published."""
    files = {
        "Dockerfile": "CMD flask run --port 8000\n",
        "compose.yml": "services:\n  api:\n    ports:\n      - 8080:8000\n",
    }
    facts = Facts.of([Fact("url", "http://localhost:5000/api?a=1", "pasted"), *scan(tmp_path, files).facts])
    fix = tailor(knowledge, [knowledge.causes["server-unreachable"]], facts)[0]
    blocks = "".join(step.code.text for step in fix.steps if step.code)
    assert '"run", "--host", "0.0.0.0", "--port", "8000"]' in blocks
    assert 'const url = "http://localhost:8080/api?a=1";' in blocks
    assert "curl -i 'http://localhost:8080/api?a=1'" in blocks
    assert "--port 5000" not in blocks
