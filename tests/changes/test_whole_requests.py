"""One round is enough: the route's other methods, the page's other calls, the app that is really served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cors_wizard.changes.goal import Goal, goal_of
from cors_wizard.changes.project import Project
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project

_PAGE = "http://localhost:3000"


def _facts(known: Mapping[str, FactValue]) -> Facts:
    given: dict[str, FactValue] = {"origin": _PAGE, "credentials": "omit", **known}
    return Facts.of([Fact(name, value, "answered") for name, value in given.items()])


def _made(
    knowledge: Knowledge,
    fix: str,
    files: Mapping[str, str],
    known: Mapping[str, FactValue],
    others: Sequence[Goal] = (),
) -> dict[str, str]:
    """The files that change, as they become."""
    texts = {path: TextFile(path, text) for path, text in files.items()}
    made = plan_for((knowledge.fixes[fix],), _facts(known), texts, (), others)
    return {each.path: each.after for each in made.changes}


_SLASHES = """from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/items/", methods=["GET", "POST"])
def items():
    return []


@app.route("/items/<int:key>/", methods=["DELETE"])
def item(key):
    return "", 204


@app.route("/other/")
def other():
    return []
"""


def test_the_slashes_of_the_pages_other_calls(knowledge: Knowledge) -> None:
    """The routes that they meet redirect, too; one that nobody calls stays."""
    known = {"url": "http://localhost:5000/items", "method": "POST", "redirect_kind": "slash"}
    others = [Goal(_PAGE, path="/items/3", method="DELETE")]
    made = _made(knowledge, "accept-both-slashes", {"app.py": _SLASHES}, known, others)["app.py"]
    assert made.count("strict_slashes=False") == 2
    assert '@app.route("/other/")\n' in made


_TWO_APPS = """from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


def create_app():
    app = Flask(__name__)
    from views import bp

    app.register_blueprint(bp, url_prefix="/api")
    return app
"""
_VIEWS = """from flask import Blueprint

bp = Blueprint("bp", __name__)


@bp.get("/games")
def games():
    return []


@bp.post("/games")
def create():
    return {}, 201
"""
_CALLS = """export const games = () => fetch('http://localhost:5000/api/games')
export const create = (name) =>
  fetch('http://localhost:5000/api/games', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  })
"""
_ERROR = (
    "Access to fetch at 'http://localhost:5000/api/games' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)


def test_the_app_that_a_factory_makes_under_the_same_name(knowledge: Knowledge) -> None:
    """The setup of the other one, which nothing is registered on, doesn't reach it."""
    files = {"app.py": _TWO_APPS, "views.py": _VIEWS}
    known = {"url": "http://localhost:5000/api/games", "method": "GET", "symptom": "missing-allow-origin"}
    made = _made(knowledge, "set-up-cors", files, known)["app.py"]
    factory = made.partition("def create_app")[2]
    assert 'CORS(app, origins=["http://localhost:3000"])' in factory
    assert made.count("\n") == _TWO_APPS.count("\n") + 1


def test_no_question_where_every_answer_makes_the_same_change(knowledge: Knowledge, tmp_path: Path) -> None:
    """Two calls of one URL: the steps, which name a method, aren't what is offered."""
    for name, text in {"app.py": _TWO_APPS, "views.py": _VIEWS, "page.js": _CALLS}.items():
        (tmp_path / name).write_text(text)
    given = Facts.of([Fact("status", 200, "answered")])
    begun = Diagnosis.begin(knowledge, _ERROR, given).with_scan(scan_project(tmp_path))
    done = begun.without_probing().without_optional_questions()
    assert done.changes.changes
    assert done.open_request is None


_NGINX = """server {
    location /api/ {
        add_header Access-Control-Allow-Origin "http://localhost:3000";
        proxy_pass http://127.0.0.1:5000;
    }
}
"""
_NO_CORS = """from flask import Flask

app = Flask(__name__)


@app.post("/api/items")
def items():
    return {"error": "empty"}, 422
"""


def test_an_error_status_is_enough_to_know_what_nginx_leaves_out(knowledge: Knowledge) -> None:
    """Nobody has to see the response: without `always` no error has the header."""
    known: dict[str, FactValue] = {
        "url": "http://localhost:8080/api/items",
        "method": "POST",
        "symptom": "missing-allow-origin",
        "status": 422,
        "header_condition": "the status is 2xx or 3xx, since `always` is missing",
    }
    files = {"app.py": _NO_CORS, "nginx.conf": _NGINX}
    made = _made(knowledge, "set-up-cors", files, known)
    assert set(made) == {"nginx.conf"}
    assert made["nginx.conf"] == _NGINX.replace('3000";', '3000" always;')


_CLASS = """from flask import jsonify, make_response, request
from flask.views import MethodView

from headers import share


class Board(MethodView):
    def get(self, key):
        return share(jsonify(key=key), request)

    def put(self, key):
        return share(jsonify(key=key), request)

    def options(self, key):
        return {}
"""
_CLASS_APP = """from flask import Flask

from boards import Board

app = Flask(__name__)
app.add_url_rule("/boards/<int:key>", view_func=Board.as_view("board"))
"""


def test_a_class_of_another_file_is_found() -> None:
    """Its functions say which methods the route takes."""
    files = {"app.py": _CLASS_APP, "boards.py": _CLASS.format('"x"')}
    facts = _facts({"url": "http://localhost:5000/boards/7", "method": "PUT"})
    project = Project({path: TextFile(path, text) for path, text in files.items()}, goal_of(facts))
    assert project.view is not None
    assert project.view.node is not None
    assert (project.view.node.name, project.view.node_module.path) == ("Board", "boards.py")
