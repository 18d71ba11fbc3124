"""Setups in a loop, in the file of one server, in a helper of two apps; names that are almost right."""

from __future__ import annotations

import pytest

from cors_wizard.changes.checks import broken_file
from cors_wizard.changes.plan import plan
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import Workspace
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:5000/files/",
    "origin": "http://localhost:5173",
    "method": "GET",
    "credentials": "same-origin",
    "symptom": "missing-allow-origin",
}
_BLUEPRINT = (
    'from flask import Blueprint\n\n{0} = Blueprint("{0}", __name__)\n\n\n'
    '@{0}.get("/")\ndef index():\n    return ""\n'
)
_TWO = {"users.py": _BLUEPRINT.format("users"), "files.py": _BLUEPRINT.format("files")}
_LOOP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\n"
    "from files import files\nfrom users import users\n\n"
    'app = Flask(__name__)\nfor each in (users,):\n{}    CORS(each, origins=["http://localhost:5173"])\n'
    'app.register_blueprint(users, url_prefix="/users")\napp.register_blueprint(files, url_prefix="/files")\n'
)
_FACTORY = 'from flask import Flask\n\n\ndef create_app():\n    app = Flask("shop")\n    return app\n'
_WSGI = (
    "from flask_cors import CORS\n\nfrom shop import create_app\n\napplication = create_app()\n"
    'CORS(application, origins=["https://shop.example", "http://localhost:5173"])\n'
)
_HOOK = (
    "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.after_request\ndef allow(resp):\n"
    '    resp.headers["Access-Control-Allow-Origin"] = "http://localhost:5173"\n'
    '    resp.headers["Access-Control-Allow-Headers"] = request.headers.get("{}", "")\n    return resp\n\n\n'
    '@app.get("/files/")\ndef files():\n    return ""\n'
)
_HELPER = (
    "from flask import Flask\nfrom flask_cors import CORS\n\n"
    "from files import files\nfrom users import users\n\n\n"
    "def allow(app, pages):\n    CORS(app, origins=pages)\n\n\n"
    'def make_public():\n    app = Flask("public")\n    allow(app, ["http://localhost:3000"])\n'
    '    app.register_blueprint(users, url_prefix="/users")\n    return app\n\n\n'
    'def make_admin():\n    app = Flask("admin")\n    allow(app, ["http://localhost:4000"])\n'
    '    app.register_blueprint(files, url_prefix="/files")\n    return app\n'
)


def _changed(knowledge: Knowledge, files: dict[str, str], **known: FactValue) -> dict[str, str]:
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**_KNOWN, **known}.items()])
    every = {path: TextFile(path, text) for path, text in files.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, every)
    return {change.path: change.after for change in made.changes}


def test_one_more_blueprint_in_a_loop(knowledge: Knowledge) -> None:
    """The blueprint that the loop leaves out is put into its list."""
    after = _changed(knowledge, {"app.py": _LOOP.format(""), **_TWO})
    assert after == {"app.py": _LOOP.format("").replace("(users,)", "(users, files)")}


def test_a_loop_that_registers_too_stays(knowledge: Knowledge) -> None:
    """Nothing is registered twice."""
    loop = _LOOP.format("    app.register_blueprint(each)\n").replace("app.register_blueprint(users", "# (")
    after = _changed(knowledge, {"app.py": loop, **_TWO})
    assert "app.py" not in after
    assert 'CORS(files, origins=["http://localhost:5173"])' in after["files.py"]


def test_a_setup_of_one_server_moves_into_the_factory(knowledge: Knowledge) -> None:
    """`flask run` doesn't run `wsgi.py`."""
    after = _changed(knowledge, {"shop.py": _FACTORY, "wsgi.py": _WSGI})
    assert 'CORS(app, origins=["https://shop.example", "http://localhost:5173"])' in after["shop.py"]
    assert "CORS" not in after["wsgi.py"]
    assert "application = create_app()" in after["wsgi.py"]


def test_a_setup_stays_where_the_app_is_imported_from(knowledge: Knowledge) -> None:
    """What other files import runs in every start."""
    files = {"shop.py": _FACTORY, "wsgi.py": _WSGI, "run.py": "from wsgi import application\n"}
    assert _changed(knowledge, files) == {}


def test_the_name_of_a_header_is_corrected(knowledge: Knowledge) -> None:
    """`Access-Control-Request-Header` is nothing that a browser sends."""
    header: dict[str, FactValue] = {"request_headers": ("X-Token: 1",), "symptom": "header-disallowed"}
    wrong, right = (_HOOK.format(f"Access-Control-Request-Header{each}") for each in ("", "s"))
    assert _changed(knowledge, {"app.py": wrong}, **header) == {"app.py": right}


@pytest.mark.parametrize(("url", "port"), [("users", 3000), ("files", 4000)])
def test_a_helper_of_two_apps(knowledge: Knowledge, url: str, port: int) -> None:
    """The page is added to what the factory of its own app gives the helper."""
    known = {"url": f"http://localhost:5000/{url}/", "app_file": "app.py"}
    after = _changed(knowledge, {"app.py": _HELPER, **_TWO}, **known)
    old, new = f'["http://localhost:{port}"]', f'["http://localhost:{port}", "http://localhost:5173"]'
    assert after == {"app.py": _HELPER.replace(old, new)}


_MAKES = (
    "from flask import Flask\nfrom flask_cors import CORS\n\nfrom files import files\n\n\n"
    "def _make(name, pages):\n    app = Flask(name)\n    CORS(app, origins=pages.split())\n"
    "    return app\n\n\n"
    'def make_public():\n    app = _make("public", "http://localhost:3000")\n'
    '    @app.get("/news/")\n    def news():\n        return ""\n    return app\n\n\n'
    'def make_admin():\n    app = _make("admin", "http://localhost:4000")\n'
    '    app.register_blueprint(files, url_prefix="/files")\n    return app\n'
)


@pytest.mark.parametrize(("url", "port"), [("news", 3000), ("files", 4000)])
def test_a_helper_that_makes_two_apps(knowledge: Knowledge, url: str, port: int) -> None:
    """What one app gives it, as a text that it splits, is changed; the other app opens to nobody."""
    files = {"app.py": _MAKES, "files.py": _TWO["files.py"]}
    after = _changed(knowledge, files, url=f"http://localhost:5000/{url}/", app_file="app.py")
    old = f'"http://localhost:{port}"'
    assert after == {"app.py": _MAKES.replace(old, old[:-1] + ' http://localhost:5173"')}


def test_a_change_that_unbinds_a_name_is_broken() -> None:
    """It would stop the app with a NameError."""
    text = "if page := input():\n    print(page)\n"
    workspace = Workspace([TextFile("app.py", text)])
    workspace.edit("app.py", Edit(0, len(text), "print(page)\n"))
    assert broken_file(workspace) == "app.py"


def test_a_setup_of_the_main_program_moves_into_the_factory_beside_it(knowledge: Knowledge) -> None:
    """`flask run` calls the factory, and never comes to the lines below `if __name__`."""
    own = 'CORS(site, origins=["http://localhost:5173"])'
    head = "from flask import Flask\nfrom flask_cors import CORS\n\n\ndef create_app():\n"
    made = (
        '    app = Flask("shop")\n{}    return app\n\n\nif __name__ == "__main__":\n    site = create_app()\n'
    )
    made += "{}"
    runs = "    site.run()\n"
    after = _changed(knowledge, {"app.py": head + made.format("", f"    {own}\n{runs}")})
    assert after == {"app.py": head + made.format(f"    {own.replace('site', 'app')}\n", runs)}
