"""Which lists, guards and decorators get the page's origin, and which stay as they are."""

from __future__ import annotations

import pytest

from cors_wizard.changes import ChangeSet
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

PAGE = "http://localhost:5173"
KNOWN = {
    "url": "http://localhost:5000/api/items",
    "origin": PAGE,
    "method": "GET",
    "symptom": "missing-allow-origin",
}
VIEW = '@app.route("/api/items")\ndef items():\n    return jsonify([])\n'
CALL = (
    "from flask import Flask, jsonify\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    f"CORS(app, {{}})\n\n\n{VIEW}"
)
HOOK = f"""from flask import Flask, jsonify, request

app = Flask(__name__)


@app.after_request
def allow(response):
    origin = request.headers.get("Origin", "")
    if origin {{}}:
        response.headers["Access-Control-Allow-Origin"] = origin
    return response


{VIEW}"""
DECORATOR = """from functools import wraps

from flask import Flask, jsonify, make_response, request

app = Flask(__name__)


def allow(*origins):
    def decorate(view):
        @wraps(view)
        def made(*args, **kwargs):
            response = make_response(view(*args, **kwargs))
            origin = request.headers.get("Origin", "")
            if origin in origins:
                response.headers["Access-Control-Allow-Origin"] = origin
            return response

        return made

    return decorate


@app.route("/api/items")
@allow({})
def items():
    return jsonify([])
"""


def planned(knowledge: Knowledge, code: str, **more: str) -> ChangeSet:
    """The change that lets the page through, for what else is known."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**KNOWN, **more}.items()])
    return plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})


def after(knowledge: Knowledge, code: str, **more: str) -> str:
    """The file as the change leaves it; empty where nothing is changed."""
    return "".join(change.after for change in planned(knowledge, code, **more).changes)


@pytest.mark.parametrize("star", ["*", ".*"])
def test_what_a_list_has_beside_a_star_stays(knowledge: Knowledge, star: str) -> None:
    """With credentials the star goes, by its own name; the other origins stay, and are named."""
    code = CALL.format(f'origins=["{star}", "https://shop.example"]')
    made = planned(knowledge, code, credentials="include", symptom="wildcard-origin-not-allowed")
    (change,) = made.changes
    wanted = f'origins=["https://shop.example", "{PAGE}"], supports_credentials=True'
    assert change.after == CALL.format(wanted)
    assert change.keeps == ("origin https://shop.example",)
    assert [each.what for each in change.removes] == [f'origins "{star}"']


def test_a_list_keeps_its_own_quotes(knowledge: Knowledge) -> None:
    """Whatever quotes most of the file has."""
    code = CALL.format("origins=['https://shop.example']")
    assert after(knowledge, code) == CALL.format(f"origins=['https://shop.example', '{PAGE}']")


def test_a_call_is_a_list_where_its_name_says_so(knowledge: Knowledge) -> None:
    """`load_origins()` may be spread; what `load_origin()` gives is not known."""
    many, one = (CALL.format(f"origins={name}()") for name in ("load_origins", "load_origin"))
    assert after(knowledge, many) == CALL.format(f'origins=[*load_origins(), "{PAGE}"]')
    assert after(knowledge, one) == ""


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param("", ', expose_headers=["X-Total"]', id="not-given"),
        pytest.param(", expose_headers=None", ', expose_headers=["X-Total"]', id="none"),
        pytest.param(', expose_headers=["ETag"]', ', expose_headers=["ETag", "X-Total"]', id="one-more"),
    ],
)
def test_a_header_is_exposed_beside_others(knowledge: Knowledge, given: str, wanted: str) -> None:
    """What the option lists already stays."""
    made = after(
        knowledge,
        CALL.format(f'origins=["{PAGE}"]{given}'),
        unread_header="X-Total",
        symptom="unsafe-header-read",
    )
    assert made == CALL.format(f'origins=["{PAGE}"]{wanted}')


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        pytest.param('== "https://shop.example"', f'in ("https://shop.example", "{PAGE}")', id="another"),
        pytest.param(f'== "{PAGE}/"', f'== "{PAGE}"', id="meant-and-never-equal"),
    ],
)
def test_a_comparison_gets_the_page(knowledge: Knowledge, test: str, wanted: str) -> None:
    """Beside the other origin, or in place of one that means it."""
    assert after(knowledge, HOOK.format(test)) == HOOK.format(wanted)


def test_a_comparison_with_the_page_stays(knowledge: Knowledge) -> None:
    """Something else is wrong, and nothing is written twice."""
    assert after(knowledge, HOOK.format(f'== "{PAGE}"')) == ""


def test_a_decorator_is_given_the_page_once(knowledge: Knowledge) -> None:
    """One more argument for the view's own decorator; where it is there, nothing changes."""
    given = f'"https://shop.example", "{PAGE}"'
    assert after(knowledge, DECORATOR.format('"https://shop.example"')) == DECORATOR.format(given)
    assert after(knowledge, DECORATOR.format(given)) == ""


WSGI = """class Cors:
    def __init__(self, app, allow):
        self.app, self.seen = app, 0
        self.allow = {made}

    def __call__(self, environ, start_response):
        origin = environ.get("HTTP_ORIGIN")
        if origin not in self.allow:
            return self.app(environ, start_response)
        extra = [("Access-Control-Allow-Origin", origin), ("Vary", "Origin")]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            extra += [("Access-Control-Allow-Methods", "GET, PUT")]

        def start(status, headers, exc_info=None):
            return start_response(status, headers + extra, exc_info)

        return self.app(environ, start)


app.wsgi_app = Cors(app.wsgi_app, allow=["https://shop.example"{page}])
"""


@pytest.mark.parametrize("made", ["set(allow)", "frozenset(allow)", "allow"])
def test_a_middleware_is_given_the_page(knowledge: Knowledge, made: str) -> None:
    """Where its list comes from; its tables of headers stay as they are."""
    head = f"from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n{VIEW}\n\n"
    before, wanted = (head + WSGI.format(made=made, page=page) for page in ("", f', "{PAGE}"'))
    assert after(knowledge, before) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param('"https://*.shop.example"', r'r"^https://[a-z0-9-]+\.shop\.example$"', id="text"),
        pytest.param('["https://*.shop.example"]', r'[r"^https://[a-z0-9-]+\.shop\.example$"]', id="list"),
    ],
)
def test_a_glob_that_means_the_page_is_all_that_changes(
    knowledge: Knowledge, given: str, wanted: str
) -> None:
    """It isn't kept, and the page isn't named beside it."""
    made = planned(knowledge, CALL.format(f"origins={given}"), origin="https://a.shop.example")
    (change,) = made.changes
    assert (change.after, change.keeps) == (CALL.format(f"origins={wanted}"), ())
    assert made.compared is not None
    assert any("shop" in pattern for _, pattern in made.compared.patterns)


@pytest.mark.parametrize("start", ["app.run(port=5000)", "socketio.run(app)", "serve(app, port=80)"])
def test_a_setup_below_the_server_moves_above_it(knowledge: Knowledge, start: str) -> None:
    """It let nobody in so far, so it lets in the page alone."""
    head = CALL.partition("CORS(app")[0]
    before = f"{head}\n\n{VIEW}\n\n{start}\nCORS(app)\n"
    wanted = f'{head}\n\n{VIEW}\n\nCORS(app, origins=["{PAGE}"])\n\n{start}\n'
    assert after(knowledge, before) == wanted
    assert after(knowledge, before, symptom="allow-origin-mismatch") == ""


REST = """from flask import Flask
from flask_restful import Api, Resource
from flask_restful.utils import cors

app = Flask(__name__)
api = Api(app)


class Items(Resource):
    decorators = [cors.crossdomain(origin="*", {})]

    def put(self):
        return []


api.add_resource(Items, "/api/items")
"""


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param('headers=["Accept"]', 'headers=["Accept", "X-Shop"]', id="one-more"),
        pytest.param("max_age=60", 'max_age=60, headers=["X-Shop"]', id="not-given"),
        pytest.param('headers="Accept"', 'headers="Accept, X-Shop"', id="text"),
        pytest.param(
            'methods=["GET"], headers=["X-Shop"]', 'methods=["GET", "PUT"], headers=["X-Shop"]', id="method"
        ),
    ],
)
def test_the_decorator_of_flask_restful(knowledge: Knowledge, given: str, wanted: str) -> None:
    """Its lists get what the preflight lacked; no CORS setup is added beside it."""
    facts = Facts.of(
        [
            *(
                Fact(name, value, "answered")
                for name, value in KNOWN.items()
                if name not in ("method", "symptom")
            ),
            Fact("method", "PUT", "answered"),
            Fact("symptom", "method-disallowed" if "methods" in given else "header-disallowed", "answered"),
            Fact("request_headers", ("X-Shop: 1",), "answered"),
        ]
    )
    files = {"app.py": TextFile("app.py", REST.format(given))}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, files)
    assert [each.after for each in made.changes] == [REST.format(wanted)], made.problem


_OF_API = """from flask import Flask
from flask_restful import Api
from flask_restful.utils import cors

from items import Items

app = Flask(__name__)
api = Api(app, decorators=[cors.crossdomain(origin="https://shop.example"{})])
api.add_resource(Items, "/api/items")
"""
_ITEMS = (
    "from flask_restful import Resource\n\n\nclass Items(Resource):\n    def get(self):\n        return []\n"
)


@pytest.mark.parametrize("given", ["", ", credentials=False", ", credentials=True"])
def test_its_credentials(knowledge: Knowledge, given: str) -> None:
    """Where the `Api` is, which may be in another file than the resource."""
    known = {**KNOWN, "origin": "https://shop.example", "method": "GET", "credentials": "include"}
    known["symptom"] = "invalid-allow-credentials"
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": _OF_API.format(given), "items.py": _ITEMS}
    read = {path: TextFile(path, text) for path, text in files.items()}
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, read)
    after = [] if "True" in given else [_OF_API.format(", credentials=True")]
    assert [each.after for each in made.changes] == after, made.problem


@pytest.mark.parametrize("given", ["", ", []", ', ["https://c.example"]'])
def test_a_setting_that_get_reads(knowledge: Knowledge, given: str) -> None:
    """The page joins the list of the setting, not the call."""
    config = 'class Config:\n    PAGES = ["https://b.example"]\n\n\n'
    source = CALL.format(f'origins=app.config.get("PAGES"{given})')
    source = source.replace(
        "app = Flask(__name__)\n", "app = Flask(__name__)\napp.config.from_object(Config)\n"
    )
    source = source.replace("app = Flask", f"{config}app = Flask", 1)
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", source)})
    (change,) = made.changes
    assert f'PAGES = ["https://b.example", "{PAGE}"]' in change.after
    assert f'app.config.get("PAGES"{given})' in change.after


_HOOK = """from flask import Flask, request

{}


class Pages:
    METHODS = ("GET", "POST")

    def __init__(self, app):
        app.after_request(self.share)

    def share(self, response):
        if request.headers.get("Origin") == "https://shop.example":
            response.headers["Access-Control-Allow-Origin"] = "https://shop.example"
            response.headers["Access-Control-Allow-Methods"] = ", ".join({})
        return response


app = Flask(__name__)
Pages(app)


@app.route("/api/items", methods={})
def items():
    return []
"""


@pytest.mark.parametrize(
    ("above", "joined", "methods", "old", "new"),
    [
        pytest.param("", "self.METHODS", '["DELETE"]', '"POST")', '"POST", "DELETE")', id="of-a-class"),
        pytest.param("", '["GET"]', '["DELETE"]', '["GET"]', '["GET", "DELETE"]', id="there"),
        pytest.param(
            'M = {"GET"}', "sorted(M)", '["DELETE"]', '{"GET"}', '{"GET", "DELETE"}', id="sorted-set"
        ),
        pytest.param('M = ["GET"]', "M", 'M + ["DELETE"]', "join(M)", 'join([*M, "DELETE"])', id="shared"),
    ],
)
def test_names_that_a_hook_joins(
    knowledge: Knowledge, above: str, joined: str, methods: str, old: str, new: str
) -> None:
    """The list gets one more, where nothing else uses it."""
    known = {**KNOWN, "origin": "https://shop.example", "method": "DELETE", "symptom": "method-disallowed"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    before = _HOOK.format(above, joined, methods)
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", before)})
    assert [each.after for each in made.changes] == [before.replace(old, new)], made.problem
