"""Whose setup a route has: what a blueprint holds, and apps that another file mounts."""

from __future__ import annotations

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.read_code import read_code

_ADMIN = (
    "from flask import Flask\n\n\ndef make():\n    admin = Flask('admin')\n\n"
    "    @admin.get('/users')\n    def users():\n        return []\n\n    return admin\n"
)


@pytest.mark.parametrize(
    "mounting",
    [
        "app = DispatcherMiddleware(front, {'/admin': make()})",
        "app = DispatcherMiddleware(front, mounts={'/admin': make()})",
        "MOUNTS = {'/admin': make()}\napp = DispatcherMiddleware(front, MOUNTS)",
        "back = make()\napp = DispatcherMiddleware(front, {'/admin': back})",
    ],
    ids=["in-place", "keyword", "table", "variable"],
)
def test_an_app_that_another_file_mounts(mounting: str) -> None:
    """The file that mounts it says nothing of Flask."""
    head = "from werkzeug.middleware.dispatcher import DispatcherMiddleware\n\nfrom admin import make\n\n"
    read = read_code([TextFile("admin.py", _ADMIN), TextFile("main.py", f"{head}{mounting}\n")])
    routes = next(fact.value for fact in read.found.facts if fact.name == "routes")
    assert routes == ("/admin/users",)


def test_an_app_that_mounts_another() -> None:
    """The path is the inner app's, though both have one name, and the outer app keeps its own routes."""
    outer = (
        "from flask import Flask\nfrom werkzeug.middleware.dispatcher import DispatcherMiddleware\n\n"
        "from admin import make\n\napp = Flask(__name__)\n"
        "app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {'/admin': make()})\n\n\n"
        "@app.get('/home')\ndef home():\n    return ''\n"
    )
    inner = _ADMIN.replace("admin =", "app =").replace("@admin", "@app").replace("return admin", "return app")
    files = [TextFile("admin.py", inner), TextFile("app.py", outer)]
    routes = {}
    for app in read_code(files).code.apps:
        read = read_code(files, meant=f"{app.file}:{app.line}")
        routes[app.file] = next(fact.value for fact in read.found.facts if fact.name == "routes")
        assert [each.mounted_at for each in read.code.apps if each.is_chosen] == [
            "/admin" if app.file == "admin.py" else ""
        ]
    assert routes == {"admin.py": ("/admin/users",), "app.py": ("/home",)}


@pytest.mark.parametrize(
    "held",
    [
        "api = Api(bp)\nns = Namespace('rooms')\napi.add_namespace(ns)\n\n\n@ns.route('/')\n"
        "class Rooms(Resource):\n    def get(self):\n        return []\n",
        "inner = Blueprint('rooms', __name__, url_prefix='/rooms')\n\n\n@inner.get('/')\n"
        "def rooms():\n    return []\n\n\nbp.register_blueprint(inner)\n",
    ],
    ids=["restx", "nested"],
)
def test_what_a_blueprint_holds_has_its_setup(held: str) -> None:
    """Its hooks see the responses of all that is registered on it."""
    text = (
        "from flask import Blueprint, Flask\nfrom flask_cors import CORS\n"
        "from flask_restx import Api, Namespace, Resource\n\n"
        f"bp = Blueprint('api', __name__, url_prefix='/api')\nCORS(bp)\n{held}\n"
        "app = Flask(__name__)\napp.register_blueprint(bp)\n"
    )
    facts = {fact.name: fact.value for fact in read_code([TextFile("app.py", text)]).found.facts}
    paths = facts["blueprint_paths"]
    assert isinstance(paths, tuple)
    assert "covered /api/rooms/" in paths


@pytest.mark.parametrize(
    "loop",
    [
        "PARTS = {'/v1/users': users, '/v1/bills': bills}\n"
        "for prefix, part in PARTS.items():\n    app.register_blueprint(part, url_prefix=prefix)",
        "for part, at in [(users, 'users'), (bills, 'bills')]:\n"
        "    app.register_blueprint(part, url_prefix=f'/v1/{at}')",
        "for part, at in ((users, 'users'), (bills, 'bills')):\n"
        "    app.register_blueprint(part, url_prefix='/v1/' + at)",
    ],
    ids=["dict", "list", "tuple"],
)
def test_blueprints_that_a_loop_registers_with_their_prefixes(loop: str) -> None:
    """Each has the prefix of its own round."""
    text = (
        "from flask import Blueprint, Flask\n\nusers = Blueprint('users', __name__)\n"
        "bills = Blueprint('bills', __name__)\n\n\n@users.get('/me')\ndef me():\n    return ''\n\n\n"
        "@bills.get('/list')\ndef every():\n    return ''\n\n\napp = Flask(__name__)\n"
    )
    facts = {each.name: each.value for each in read_code([TextFile("app.py", text + loop)]).found.facts}
    assert facts["routes"] == ("/v1/users/me", "/v1/bills/list")
