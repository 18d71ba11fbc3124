"""Plans from facts and files alone: what is changed, and what is left alone with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from cors_wizard.changes import ChangeSet
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.page_code.read_page_code import read_page_code

_APP = "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n{}\n"
_URL = "http://localhost:5000/api/items"


def _plan(knowledge: Knowledge, fix: str, files: dict[str, str], **facts: FactValue) -> ChangeSet:
    known = Facts.of([Fact(name, value, "answered") for name, value in facts.items()])
    read = {path: TextFile(path, text) for path, text in files.items()}
    calls = read_page_code([file for path, file in read.items() if not path.endswith(".py")]).calls
    return plan_for((knowledge.fixes[fix],), known, read, calls)


def _after(made: ChangeSet) -> dict[str, str]:
    return {change.path: change.after for change in made.changes}


# The page's origin is not known.


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param(
            'CORS(app, origins="https://a.example,http://localhost:5173")',
            'CORS(app, origins=["https://a.example", "http://localhost:5173"])',
            id="commas",
        ),
        pytest.param(
            'CORS(app, origins=["http://localhost:5173"], methods=["GET"])',
            'CORS(app, origins=["http://localhost:5173"], methods=["GET", "PUT"])',
            id="a-method",
        ),
        pytest.param(
            'CORS(app, origins=["localhost:5173", "https://a.example"], methods=["PUT"])',
            'CORS(app, origins=["http://localhost:5173", "https://a.example"], methods=["PUT"])',
            id="no-scheme",
        ),
        pytest.param(
            'CORS(app, origins=["http://localhost:5173/"])',
            'CORS(app, origins=["http://localhost:5173"])',
            id="a-slash",
        ),
        pytest.param(
            'CORS(app, origins=["localhost:5173", "https://crew.example/shifts"])',
            'CORS(app, origins=["http://localhost:5173", "https://crew.example/shifts"])',
            id="no-scheme",
        ),
    ],
)
def test_what_the_code_lists_is_enough(knowledge: Knowledge, call: str, expected: str) -> None:
    """Firefox does not print the page's origin: a fix that lets nobody new in does not need it."""
    made = _plan(knowledge, "set-up-cors", {"app.py": _APP.format(call)}, url=_URL, method="PUT")
    assert expected in _after(made)["app.py"]
    assert any("The page's origin is not known" in step.text for step in made.by_hand)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param('CORS(app, origins=["http://localhost:5173", "http://localhost:3000"])', id="two"),
        pytest.param('CORS(app, origins=["http://localhost:5173"])', id="allowed-already"),
        pytest.param("CORS(app)", id="everybody"),
        pytest.param('CORS(app, origins=["http://localhost:5000"])', id="the-api-itself"),
    ],
)
def test_which_origin_is_asked_for(knowledge: Knowledge, call: str) -> None:
    """Where the code names none, or several, or has it already, nothing is guessed."""
    made = _plan(knowledge, "set-up-cors", {"app.py": _APP.format(call)}, url=_URL, credentials="include")
    assert not made.changes or "supports_credentials" in made.diff
    unknown = _plan(knowledge, "set-up-cors", {"app.py": _APP.format(call)}, url=_URL, method="GET")
    assert not unknown.changes


def test_no_path_is_guessed(knowledge: Knowledge) -> None:
    """Without a URL, no pattern is added for `/`."""
    app = _APP.format('CORS(app, resources={r"/feed": {"origins": ["http://localhost:8000"]}})')
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, origin="http://localhost:8000")
    assert not made.changes
    assert "--url" in made.problem


def test_patterns_stay_as_they_are(knowledge: Knowledge) -> None:
    """A regular expression beside the page's origin is not escaped once more."""
    app = _APP.format('CORS(app, origins=r"^https://[a-z]+\\.shop\\.example$")')
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=_URL, origin="http://localhost:3000")
    assert r'origins=[r"^https://[a-z]+\.shop\.example$", "http://localhost:3000"]' in _after(made)["app.py"]


def test_a_glob_becomes_a_pattern_in_its_place(knowledge: Knowledge) -> None:
    """`https://*.shop.example` in a list is corrected where it is, and its comment stays."""
    app = _APP.format('CORS(app, origins=[\n    "https://*.shop.example",  # eu., us.\n])')
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=_URL, origin="https://eu.shop.example")
    assert '    r"^https://[a-z0-9-]+\\.shop\\.example$",  # eu., us.\n' in _after(made)["app.py"]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ('if request.path != "/status":', 'if request.path not in ("/status", "/api/items"):'),
        ('if request.path not in ("/a", "/b"):', 'if request.path not in ("/a", "/b", "/api/items"):'),
        (
            'if not request.path.startswith("/status"):',
            'if not request.path.startswith(("/status", "/api/items")):',
        ),
    ],
)
def test_an_early_return_for_other_paths(knowledge: Knowledge, test: str, expected: str) -> None:
    """The hook leaves before it writes the header: the page's path joins those that stay."""
    app = (
        "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.after_request\n"
        f"def add_cors(response):\n    {test}\n        return response\n"
        '    response.headers["Access-Control-Allow-Origin"] = "http://localhost:5173"\n    return response\n'
    )
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=_URL, origin="http://localhost:5173")
    assert _after(made)["app.py"] == app.replace(test, expected)


def test_a_table_of_headers_for_many_views(knowledge: Knowledge) -> None:
    """A dictionary made once holds one origin: a hook names the page's where the page asks."""
    app = (
        "from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n"
        'HEADERS = {"Access-Control-Allow-Origin": "https://admin.example", "X-A": "b"}\n\n\n'
        '@app.get("/api/items")\ndef items():\n    return jsonify([]), 200, HEADERS\n'
    )
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=_URL, origin="http://localhost:5173")
    after = _after(made)["app.py"]
    assert 'HEADERS = {"Access-Control-Allow-Origin": "https://admin.example", "X-A": "b"}' in after
    answers = {}
    for origin in ("http://localhost:5173", "https://admin.example", "https://evil.test"):
        code: dict[str, Any] = {"__name__": "app"}
        exec(after, code)
        response = code["app"].test_client().get("/api/items", headers={"Origin": origin})
        answers[origin] = response.headers["Access-Control-Allow-Origin"]
        assert response.headers["Vary"] == "Origin"
    assert answers.pop("http://localhost:5173") == "http://localhost:5173"
    assert set(answers.values()) == {"https://admin.example"}


def test_every_response_where_a_helper_has_only_some(knowledge: Knowledge) -> None:
    """A helper writes the header, and responses beside it go out without: a hook gives it to those too."""
    app = (
        "from flask import Flask, jsonify\n\napp = Flask(__name__)\nPAGE = 'http://localhost:5173'\n\n\n"
        "def ok(payload):\n    resp = jsonify(payload)\n"
        "    resp.headers['Access-Control-Allow-Origin'] = PAGE\n    return resp\n\n\n"
        "@app.get('/api/items')\ndef items():\n    if ITEMS:\n        return ok(ITEMS)\n"
        "    return jsonify(error='no'), 422\n"
    )
    made = _plan(
        knowledge,
        "set-up-cors",
        {"app.py": app},
        url=_URL,
        origin="http://localhost:5173",
        symptom="missing-allow-origin",
    )
    hook = (
        "@app.after_request\ndef add_missing_headers(response):\n"
        "    response.headers.setdefault('Access-Control-Allow-Origin', PAGE)\n    return response\n"
    )
    assert hook in _after(made)["app.py"]
    assert made.title == "Send the header with every response"


# A helper that the views call.


def _helpers(origin: str) -> dict[str, str]:
    return {
        "app.py": "from flask import Flask, request\nfrom answers import answer\n\napp = Flask(__name__)\n\n"
        "@app.route('/api/items', methods=['POST'])\ndef add():\n    return answer(request.json)\n\n\n"
        "@app.get('/api/shops')\ndef shops():\n    return answer([])\n\n\n"
        "@app.errorhandler(404)\ndef none(error):\n    return answer({}), 404\n",
        "answers.py": "from flask import jsonify\n\n\ndef answer(result):\n    response = jsonify(result)\n"
        f"    response.headers['Access-Control-Allow-Origin'] = '{origin}'\n    return response\n\n\n"
        "def answer_unused(result):\n    response = jsonify(result)\n"
        "    response.headers['Access-Control-Allow-Origin'] = 'http://a.example'\n    return response\n",
    }


_PREFLIGHT: dict[str, FactValue] = {
    "url": _URL,
    "origin": "http://localhost:5173",
    "method": "POST",
    "request_headers": ("content-type",),
    "symptom": "preflight-missing-allow-origin",
}


def test_no_preflight_gets_to_a_helper(knowledge: Knowledge) -> None:
    """The helper lets everyone read: the preflight alone is missing, and other routes stay as they are."""
    made = _plan(knowledge, "set-up-cors", _helpers("*"), **_PREFLIGHT)
    added = 'CORS(app, resources={r"/api/items": {"origins": ["http://localhost:5173"]}})'
    assert added.replace('"', "'") in _after(made)["app.py"].replace('"', "'")
    assert "answers.py" not in _after(made)


def test_a_helper_for_another_page_is_named(knowledge: Knowledge) -> None:
    """A header more in the helper wouldn't reach the preflight: nothing is changed, and the place is said."""
    made = _plan(knowledge, "set-up-cors", _helpers("http://localhost:3000"), **_PREFLIGHT)
    assert made.changes == ()
    assert "`answer` in answers.py, line 4" in made.by_hand[0].text
    assert "No preflight of /api/items gets there" in made.by_hand[-1].text


def test_a_route_that_nothing_shows_on_an_app(knowledge: Knowledge) -> None:
    """A namespace is handed on to a function that adds it: the one setup of the app is what decides."""
    files = {
        "app.py": "from flask import Flask\nfrom flask_cors import CORS\nfrom flask_restx import Api\n"
        "from parts import add_all\n\ncors = CORS(origins='http://localhost:3000')\napi = Api()\n\n\n"
        "def create_app():\n    app = Flask(__name__)\n    api.init_app(app)\n    cors.init_app(app)\n"
        "    add_all(api)\n    return app\n",
        "parts.py": "from flask_restx import Namespace, Resource\n\n"
        "items = Namespace('items', path='/api/items')\n\n\n@items.route('')\nclass Items(Resource):\n"
        "    def get(self):\n        return []\n\n\ndef add_all(api):\n    api.add_namespace(items)\n",
    }
    made = _plan(knowledge, "set-up-cors", files, url=_URL, origin="http://localhost:5173", app_file="app.py")
    after = _after(made)["app.py"]
    assert "cors = CORS(origins=['http://localhost:3000', 'http://localhost:5173'])" in after
    assert after.count("init_app(app)") == 2


# Where the origins come from.


def test_the_expression_that_gives_the_origins_is_named(knowledge: Knowledge) -> None:
    """A service of the project's own reads them from who knows where: nothing is replaced."""
    call = "from services import Config\nCORS(app, origins=Config[str].get_value('web.pages'))"
    made = _plan(
        knowledge, "set-up-cors", {"app.py": _APP.format(call)}, url=_URL, origin="http://localhost:5173"
    )
    assert made.changes == ()
    assert [each.text for each in made.by_hand] == [
        "Add http://localhost:5173 to what `Config[str].get_value('web.pages')` gives (app.py, line 6)."
    ]


def test_a_variable_for_one_address_is_corrected(knowledge: Knowledge) -> None:
    """The dev server moved to another port: its line in `.env` changes, and every other byte stays."""
    call = 'CORS(app, origins=[os.environ["FRONTEND_URL"], os.environ["ADMIN_URL"]])'
    environment = "A='x#y'\nFRONTEND_URL=http://localhost:3000\nADMIN_URL=\"https://admin.example\"\n"
    route = "\n\n@app.get('/api/items')\ndef items(): return []"
    files = {"app.py": "import os\n" + _APP.format(call + route), ".env": environment}
    made = _plan(knowledge, "set-up-cors", files, url=_URL, origin="http://localhost:5173")
    assert _after(made) == {".env": environment.replace(":3000", ":5173")}
    assert [each.what for each in made.changes[0].removes] == ["FRONTEND_URL=http://localhost:3000"]


def test_the_list_behind_a_copy(knowledge: Knowledge) -> None:
    """`list(DEFAULTS)` in the settings: the origin goes into the tuple."""
    app = (
        'from flask import Flask\nfrom flask_cors import CORS\n\nDEFAULTS = ("https://hub.example",)\n'
        'app = Flask(__name__)\napp.config["ORIGINS"] = list(DEFAULTS)\n'
        'CORS(app, origins=app.config["ORIGINS"])\n'
    )
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=_URL, origin="http://localhost:4173")
    assert 'DEFAULTS = ("https://hub.example", "http://localhost:4173")' in _after(made)["app.py"]


@pytest.mark.parametrize(("mode", "line"), [("development", 3), ("production", 1)])
def test_a_list_that_is_longer_here(knowledge: Knowledge, mode: str, line: int) -> None:
    """What is added for development takes a page of this machine, where that is what runs."""
    code = (
        'PAGES = ["https://shop.example"]\nif os.environ.get("MODE") == "development":\n'
        '    PAGES += ["http://localhost:3000"]\n\n'
    )
    app = "import os\n\n" + code + _APP.format("CORS(app, origins=PAGES)")
    files = {"app.py": app, ".env": f"MODE={mode}\n"}
    made = _plan(knowledge, "set-up-cors", files, url=_URL, origin="http://localhost:5173")
    assert '"http://localhost:5173"]' in _after(made)["app.py"].splitlines()[line + 1]


@pytest.mark.parametrize(("on", "off"), [("1", "0"), ("true", "false"), ("True", "False"), ("YES", "NO")])
def test_https_is_switched_off_here(knowledge: Knowledge, on: str, off: str) -> None:
    """The line of `.env` says the opposite, spelled alike; the hook stays for where the app is deployed."""
    files = {
        "app.py": _APP.format('CORS(app, origins=["http://localhost:5173"])'),
        ".env": f"A=1\nHTTPS={on} # x\n",
    }
    origin = "http://localhost:5173"
    made = _plan(knowledge, "switch-https-off-here", files, url=_URL, origin=origin, https_switch="HTTPS")
    assert _after(made) == {".env": f"A=1\nHTTPS={off} # x\n"}


# The page's own code.


def test_a_method_in_lower_case(knowledge: Knowledge) -> None:
    """`patch` is not PATCH for a browser; the page is changed, not the server."""
    page = f'fetch("{_URL}", {{ method: "patch" }});\nfetch("{_URL}", {{ method: "get" }});\n'
    app = _APP.format('CORS(app, origins=["http://localhost:5173"], methods=["GET", "PATCH"])')
    made = _plan(
        knowledge,
        "write-the-method-in-capitals",
        {"app.py": app, "web/api.js": page},
        url=_URL,
        method="patch",
        origin="http://localhost:5173",
    )
    assert _after(made) == {"web/api.js": page.replace('"patch"', '"PATCH"')}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param("(U, { mode: 'no-cors' });", "(U);", id="alone"),
        pytest.param("(U, {\n  mode: 'no-cors', // quick\n});", "(U);", id="alone-on-lines"),
        pytest.param("(U, { mode: 'no-cors', body });", "(U, { body });", id="first"),
        pytest.param("(U, { body, mode: 'no-cors' });", "(U, { body });", id="last"),
        pytest.param("(U, { body, mode: 'no-cors', cache });", "(U, { body, cache });", id="between"),
        pytest.param(
            "(U, {\n  body,\n  mode: 'no-cors', // quick\n  cache,\n});",
            "(U, {\n  body,\n  cache,\n});",
            id="line",
        ),
        pytest.param("(U, {\n  body,\n  mode: 'no-cors'\n});", "(U, {\n  body\n});", id="last-line"),
        pytest.param(
            "(U, {\n  body, // {\n  mode: 'no-cors' });",
            "(U, {\n  body, // {\n  mode: 'cors' });",
            id="after-a-comment",
        ),
    ],
)
def test_the_mode_goes_with_its_comma(knowledge: Knowledge, call: str, expected: str) -> None:
    """Without it the mode is `cors`; the object keeps its style, and an empty one goes."""
    page = f'const body = "", cache = "default";\nfetch{call}\n'.replace("U", f'"{_URL}"')
    app = _APP.format('CORS(app, origins=["http://localhost:5173"])')
    made = _plan(
        knowledge,
        "ask-with-cors",
        {"app.py": app, "web/api.js": page},
        url=_URL,
        origin="http://localhost:5173",
    )
    assert _after(made) == {
        "web/api.js": page.replace(call.replace("U", f'"{_URL}"'), expected.replace("U", f'"{_URL}"'))
    }


def test_a_header_of_a_shared_instance(knowledge: Knowledge) -> None:
    """It goes from the file that sets it, with its line and the comment behind it."""
    instance = (
        "import axios from 'axios'\n\nexport default axios.create({\n  baseURL: 'http://localhost:5000',\n"
        "  headers: {\n    'X-Page': '1',\n    'Access-Control-Allow-Origin': '*', // cors?\n  },\n})\n"
    )
    page = "import http from './http'\n\nhttp.get('/api/items')\n"
    made = _plan(
        knowledge,
        "send-no-cors-headers",
        {"app.py": _APP.format("CORS(app)"), "web/http.js": instance, "web/list.js": page},
        url=_URL,
    )
    line = "    'Access-Control-Allow-Origin': '*', // cors?\n"
    assert _after(made) == {"web/http.js": instance.replace(line, "")}


_OLD = "http://localhost:5000/api/v1/items"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("web/.env", "VITE_API=http://localhost:5000/api/v1\n", "/api/v2\n", id="env"),
        pytest.param("web/a.js", f'fetch("{_OLD}");\n', "/api/v2/items", id="call"),
        pytest.param(
            "web/a.js", "const base = '/api/v1'; fetch(HOST + base + '/items');\n", "'/api/v2'", id="base"
        ),
        pytest.param(
            "web/a.js", "// /api/v1\nfetch(`${HOST}/api/v1/items`);\n", "T}/api/v2/items", id="template"
        ),
        pytest.param("web/.env.production", "VITE_API=https://a.example/api/v1\n", "", id="another-host"),
    ],
)
def test_a_path_that_begins_otherwise(knowledge: Knowledge, path: str, text: str, expected: str) -> None:
    """The page's base or call gets the beginning of the routes; other hosts and comments stay."""
    app = _APP.format('CORS(app)\n\n@app.get("/api/v2/items")\ndef items(): return []')
    files = {"app.py": app, path: text}
    made = _plan(knowledge, "call-the-route", files, url=_OLD, nearest_route="/api/v2/items")
    assert set(_after(made)) == ({path} if expected else set())
    assert expected in _after(made).get(path, "")


@pytest.mark.parametrize(
    ("path", "rule", "text", "expected"),
    [
        pytest.param(
            "/items",
            "/api/v1/items",
            'fetch("http://localhost:5000" + "/items"); fetch("/itemsets");\n',
            'fetch("http://localhost:5000" + "/api/v1/items"); fetch("/itemsets");\n',
            id="no-beginning",
        ),
        pytest.param(
            "/items/7",
            "/api/items/<int:item>",
            "const id = 7;\nfetch(`http://localhost:5000/items/${id}`);\n",
            "const id = 7;\nfetch(`http://localhost:5000/api/items/${id}`);\n",
            id="a-variable-part",
        ),
        pytest.param(
            "/api/items",
            "/items",
            'const base = "http://localhost:5000/api"; fetch(`${base}/items`);\n',
            'const base = "http://localhost:5000"; fetch(`${base}/items`);\n',
            id="too-much",
        ),
        pytest.param(
            "/api/items",
            "/api/v1/items",
            'export const environment = { api: "http://localhost:5000/api" };\n',
            'export const environment = { api: "http://localhost:5000/api/v1" };\n',
            id="no-version",
        ),
        pytest.param(
            "/other/items",
            "/api/items",
            'fetch("http://localhost:5000/other/items"); fetch("http://localhost:5000/other/sets");\n',
            'fetch("http://localhost:5000/api/items"); fetch("http://localhost:5000/other/sets");\n',
            id="others-begin-so",
        ),
    ],
)
def test_a_path_without_its_beginning(
    knowledge: Knowledge, path: str, rule: str, text: str, expected: str
) -> None:
    """The call gets the beginning that its route has; a base that is wrong for all of them is corrected."""
    app = _APP.format(
        f'CORS(app)\n\n@app.get("{rule}")\n@app.get("/other/sets")\ndef items(item=0): return []'
    )
    files = {"app.py": app, "web/a.js": text}
    url = f"http://localhost:5000{path}"
    made = _plan(knowledge, "call-the-route", files, url=url, nearest_route=rule)
    assert _after(made) == {"web/a.js": expected}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param("`${BASE}${PREFIX}/items`", "`${BASE}/items`", id="template"),
        pytest.param("BASE + PREFIX + '/items'", "BASE + '/items'", id="sum"),
        pytest.param("BASE + '/api/items'", "BASE + '/items'", id="written-out"),
    ],
)
def test_a_beginning_that_is_there_twice(knowledge: Knowledge, call: str, expected: str) -> None:
    """The base ends in it already; a variable that holds nothing else goes from the call."""
    page = "const BASE = 'http://localhost:5000/api';\nconst PREFIX = '/api';\nfetch(URL);\n"
    files = {
        "app.py": _APP.format('CORS(app)\n\n@app.get("/api/items")\ndef items(): return []'),
        "web/a.js": page.replace("URL", call),
    }
    url = "http://localhost:5000/api/api/items"
    made = _plan(knowledge, "call-the-route", files, url=url, nearest_route="/api/items")
    assert _after(made) == {"web/a.js": page.replace("URL", expected)}


def test_a_beginning_that_other_routes_have(knowledge: Knowledge) -> None:
    """`/api/v1` is still there for others, whose calls come from the same base."""
    app = _APP.format(
        'CORS(app)\n\n@app.get("/api/v2/items")\n@app.get("/api/v1/users")\ndef items(): return []'
    )
    files = {"app.py": app, "web/.env": "VITE_API=http://localhost:5000/api/v1\n"}
    assert not _plan(knowledge, "call-the-route", files, url=_OLD, nearest_route="/api/v2/items").changes


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ('if request.path == "/status":', 'if request.path in ("/status", "/api/items"):'),
        ('if request.endpoint in ("status", "health"):', 'if request.endpoint in ("status", "health"):'),
    ],
)
def test_a_path_is_no_origin(knowledge: Knowledge, test: str, expected: str) -> None:
    """A hook that serves some paths: the page's path may join them, and its origin never does."""
    app = (
        'from flask import Flask, request\n\napp = Flask(__name__)\nALLOWED = ("https://hive.example",)\n\n\n'
        f"@app.after_request\ndef add_cors(response):\n    {test}\n"
        '        origin = request.headers.get("Origin")\n        if origin in ALLOWED:\n'
        '            response.headers["Access-Control-Allow-Origin"] = origin\n    return response\n'
    )
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=_URL, origin="http://localhost:5173")
    assert expected in _after(made).get("app.py", app)


def test_a_variable_path_is_not_frozen(knowledge: Knowledge) -> None:
    """`/items/7` among the hook's paths would leave every other number out."""
    app = (
        "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.after_request\n"
        'def add_cors(response):\n    if request.path == "/status":\n'
        '        response.headers["Access-Control-Allow-Origin"] = "http://localhost:5173"\n'
        '    return response\n\n\n@app.get("/items/<int:number>")\ndef item(number):\n    return {}\n'
    )
    url = "http://localhost:5000/items/7"
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=url, origin="http://localhost:5173")
    assert "/items/7" not in _after(made).get("app.py", app)


def test_the_port_of_the_page(knowledge: Knowledge) -> None:
    """The page calls the port that Flask listens on; longer ports, comments and server code stay."""
    page = (
        '// const SERVER = "http://localhost:5099";\nconst SERVER = "http://localhost:5099";\n'
        'const OTHER = "http://localhost:50990";\nfetch(SERVER + "/move");\n'
    )
    app = _APP.format('CORS(app, origins=["http://localhost:5173"])')
    made = _plan(
        knowledge,
        "call-flasks-port",
        {"app.py": app, "web/api.js": page, "web/.env": "VITE_API=http://localhost:5099\n"},
        url="http://localhost:5099/move",
        run_port=5123,
    )
    changed = page.replace(
        '\nconst SERVER = "http://localhost:5099"', '\nconst SERVER = "http://localhost:5123"'
    )
    assert _after(made) == {"web/api.js": changed, "web/.env": "VITE_API=http://localhost:5123\n"}
    assert not any("origin is not known" in step.text for step in made.by_hand)


# The proxy.


def test_nginx_no_longer_answers_preflights(knowledge: Knowledge) -> None:
    """The block that returns 204 goes, with its comment; the rest of the file stays."""
    block = "      # preflights\n      if ($request_method = OPTIONS) {\n        return 204;\n      }\n"
    conf = "server {\n    location / {\n" + block + "      proxy_pass http://127.0.0.1:5000;\n    }\n}\n"
    app = _APP.format('CORS(app, origins=["http://localhost:5173"])')
    files = {"app.py": app, "nginx.conf": conf}
    made = _plan(knowledge, "let-nginx-pass-options", files, url=_URL, origin="http://localhost:5173")
    assert _after(made) == {"nginx.conf": conf.replace(block, "")}


def test_what_helps_every_page_needs_no_origin(knowledge: Knowledge) -> None:
    """Firefox doesn't name the page: the login check lets OPTIONS pass all the same, and the rest is said."""
    app = (
        "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.after_request\n"
        "def cors(response):\n"
        '    response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]\n'
        "    return response\n\n\n@app.before_request\n"
        'def login():\n    if not request.headers.get("Authorization"):\n        return "no", 401\n'
    )
    made = _plan(knowledge, "answer-preflight-first", {"app.py": app}, url=_URL, method="PUT")
    assert 'request.method == "OPTIONS"' in _after(made)["app.py"]
    assert [step.text for step in made.by_hand if "--origin" in step.text]


@pytest.mark.parametrize(
    ("host", "is_changed"), [("localhost", True), ("127.0.0.1", True), ("api.example", False)]
)
def test_plain_http_is_for_this_machine_alone(knowledge: Knowledge, host: str, is_changed: bool) -> None:
    """Over a network, a page isn't told to give up https."""
    files = {"page.js": f"fetch('https://{host}:5000/api/items')\n"}
    made = _plan(
        knowledge,
        "ask-over-http",
        files,
        url=f"https://{host}:5000/api/items",
        origin="http://localhost:3000",
    )
    assert bool(made.changes) is is_changed


def test_an_object_that_is_made_below_the_app_is_bound_below_both(knowledge: Knowledge) -> None:
    """Its name means nothing further up."""
    app = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n\n\n"
        '@app.route("/api/items")\ndef items():\n    return []\n\n\ncors = CORS()\n'
    )
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=_URL, origin="http://localhost:5173")
    expected = 'cors = CORS()\ncors.init_app(app, origins=["http://localhost:5173"])\n'
    assert _after(made)["app.py"].endswith(expected)


@pytest.mark.parametrize(
    ("usual", "is_changed"), [("http://localhost:5173", True), ("http://localhost:4200", False)]
)
def test_a_page_of_the_project_is_where_its_tool_serves_it(
    knowledge: Knowledge, usual: str, *, is_changed: bool
) -> None:
    """An origin that the code names at another port is hardly the page's: then it is asked for."""
    app = _APP.format('CORS(app, origins=["http://localhost:5173/"])')
    known = {"page_tool": "vite", "page_usually_at": usual}
    made = _plan(knowledge, "set-up-cors", {"app.py": app}, url=_URL, method="PUT", **known)
    assert bool(made.changes) is is_changed
    if not is_changed:
        assert made.problem.endswith(f"Give it with --origin. By default vite serves a page at {usual}.")


def test_origins_under_a_misspelled_name_are_kept(knowledge: Knowledge) -> None:
    """Who wrote `origin=[...]` means to let these in, and nobody else."""
    app = _APP.format('CORS(app, origin=["https://shop.example"])')
    known = {"url": _URL, "origin": "http://localhost:5173", "credentials": "include"}
    after = _after(_plan(knowledge, "set-up-cors", {"app.py": app}, **known))["app.py"]
    assert 'origins=["https://shop.example", "http://localhost:5173"]' in after
    assert "origin=" not in after


def test_a_list_without_a_name_is_given_one(knowledge: Knowledge) -> None:
    """`cross_origin` takes options by name alone: what else it is given, it ignores."""
    view = (
        '\n\n@app.route("/api/items")\n@cross_origin(["https://shop.example"])\ndef items():\n    return []\n'
    )
    app = _APP.format(view).replace("import CORS", "import cross_origin")
    known = {"url": _URL, "origin": "http://localhost:5173", "credentials": "include"}
    after = _after(_plan(knowledge, "set-up-cors-on-one-route", {"app.py": app}, **known))["app.py"]
    assert 'origins=["https://shop.example", "http://localhost:5173"]' in after


@pytest.mark.parametrize(
    "body",
    [
        'CORS(app, origins=["https://a.example"])\n',
        "@app.after_request\ndef share(response):\n"
        "    response.headers['Access-Control-Allow-Origin'] = 'https://a.example'\n    return response\n",
    ],
    ids=["flask-cors", "by-hand"],
)
def test_a_file_that_is_not_utf_8(knowledge: Knowledge, body: str) -> None:
    """It could not be written as it was: that is said, and nothing of what the code would show."""
    file = TextFile("app.py", _APP.format(f"# M\ufffdnchen\n{body}"), is_exact=False)
    known = Facts.of([Fact("origin", "http://localhost:5173", "answered"), Fact("url", _URL, "answered")])
    made = plan_for((knowledge.fixes["set-up-cors"],), known, {"app.py": file})
    assert not made.changes
    assert made.problem.startswith("app.py isn't UTF-8 text")
