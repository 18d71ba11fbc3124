"""A project with several apps: the one that the page asks is read and changed, not the likeliest."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project
from tests.project.folders import write

_APP = """\
from flask import Flask

app = Flask(__name__)


@app.get("/{name}/<int:number>")
def one(number):
    return {{}}


if __name__ == "__main__":
    app.run(port={port})
"""
_FACTORY = """\
from flask import Flask

from .views import blueprint


def create_app():
    app = Flask(__name__)
    app.register_blueprint(blueprint, url_prefix="/bills")
    return app
"""
_VIEWS = """\
from flask import Blueprint

blueprint = Blueprint("bills", __name__)


@blueprint.get("/<int:number>")
def one(number):
    return {}
"""
FILES = {
    "orders/app.py": _APP.format(name="orders", port=5001),
    "users/app.py": _APP.format(name="users", port=5002),
    "bills/__init__.py": _FACTORY,
    "bills/views.py": _VIEWS,
    "bills/.flaskenv": "FLASK_RUN_PORT=5003\n",
    "tests/test_bills.py": _APP.format(name="probe", port=5009),
}
_MESSAGE = (
    "Access to fetch at '{url}' from origin 'http://localhost:3000' has been blocked by CORS policy: "
    "No 'Access-Control-Allow-Origin' header is present on the requested resource."
)


def diagnosed(folder: Path, url: str) -> Diagnosis:
    """The message of that URL, with the folder read and nothing sent."""
    scan = scan_project(write(folder, FILES))
    return Diagnosis.begin(load_knowledge(), _MESSAGE.format(url=url)).with_scan(scan).without_probing()


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        pytest.param("http://localhost:5002/users/7", "users/app.py", id="path-and-port"),
        pytest.param("http://localhost:5001/users/7", "users/app.py", id="path-at-the-wrong-port"),
        pytest.param("https://api.shop.example/bills/1", "bills/__init__.py", id="path-of-a-blueprint"),
        pytest.param("http://localhost:5002/nowhere", "users/app.py", id="port-alone"),
        pytest.param("http://localhost:5003/nowhere", "bills/__init__.py", id="port-in-flaskenv"),
        pytest.param("https://api.example:5002/nowhere", "orders/app.py", id="other-machine"),
        pytest.param("http://localhost:5009/probe/1", "orders/app.py", id="no-app-of-a-test"),
    ],
)
def test_the_url_says_which_app_is_meant(tmp_path: Path, url: str, meant: str) -> None:
    """Its path first, then its port; where neither tells, the likeliest app is kept."""
    told = diagnosed(tmp_path, url)
    assert told.facts.text("app_file") == meant


def test_the_change_is_in_the_app_that_is_meant(tmp_path: Path) -> None:
    """And its routes and port are what everything else rests on."""
    told = diagnosed(tmp_path, "http://localhost:5002/users/7").answer("status", "200")
    assert told.cause is not None
    assert [change.path for change in told.changes.changes if change.path.endswith(".py")] == ["users/app.py"]
    assert told.facts.number("run_port") == 5002
    assert told.facts.items("routes") == ("/users/<int:number>",)


def test_a_url_that_is_told_later_counts(tmp_path: Path) -> None:
    """The folder is read before somebody is asked for the URL."""
    scan = scan_project(write(tmp_path, FILES))
    told = Diagnosis.begin(load_knowledge(), "").with_scan(scan)
    assert told.facts.text("app_file") == "orders/app.py"
    later = told.with_given(Fact("url", "http://localhost:5002/users/1", "answered"))
    assert later.facts.text("app_file") == "users/app.py"


@pytest.mark.parametrize("url", ["'http://localhost:5002/users/7'", "`http://localhost:5002/users/${id}`"])
def test_the_pages_code_says_it_too(tmp_path: Path, url: str) -> None:
    """WebKit's message names no URL; the one call of the page does."""
    page = {"web/api.js": f"export const load = (id) => fetch({url})\n"}
    text = "Origin http://localhost:3000 is not allowed by Access-Control-Allow-Origin. Status code: 200"
    scan = scan_project(write(tmp_path, {**FILES, **page}))
    told = Diagnosis.begin(load_knowledge(), text).with_scan(scan).without_probing()
    assert told.facts.text("app_file") == "users/app.py"


_LISTED = """\
import {kind}
from pathlib import Path

from flask import Flask
from flask_cors import CORS

CONFIG = {kind}.loads(Path(__file__).with_name("config.{end}").read_text())
app = Flask(__name__)
CORS(app, origins=CONFIG["origins"])


@app.get("/{name}/<int:number>")
def one(number):
    return {{}}
"""


@pytest.mark.parametrize(("kind", "end", "sign"), [("json", "json", ":"), ("tomllib", "toml", "=")])
def test_each_service_has_its_own_file(tmp_path: Path, kind: str, end: str, sign: str) -> None:
    """Of two files with one name the app reads the one beside it, and that is changed."""
    files = {}
    for name in ("orders", "users"):
        files[f"{name}/app.py"] = _LISTED.format(name=name, kind=kind, end=end)
        listed = f'origins {sign} ["https://{name}.example"]\n'
        files[f"{name}/config.{end}"] = (
            "{" + listed.replace("origins", '"origins"') + "}" if sign == ":" else listed
        )
    scan = scan_project(write(tmp_path, files))
    text = _MESSAGE.format(url="http://localhost:5002/users/7")
    told = Diagnosis.begin(load_knowledge(), text).with_scan(scan).without_probing()
    assert told.facts.items("configured_origins") == ("https://users.example",)
    assert [change.path for change in told.changes.changes] == [f"users/config.{end}"]


def test_another_services_variables_are_not_its_own(tmp_path: Path) -> None:
    """What `.env` of the other service sets is neither read for this one nor changed."""
    setup = (
        "import os\n\nfrom flask_cors import CORS\n{app}\n"
        'CORS(app, origins=os.environ["ORIGINS"].split(","))\n'
    )
    files = {
        f"{name}/app.py": setup.format(app=_APP.format(name=name, port=port)) for name, port in _PORTS.items()
    }
    files["orders/.env"] = "ORIGINS=https://orders.example\n"
    scan = scan_project(write(tmp_path, files))
    for name, listed in (("orders", ("https://orders.example",)), ("users", ())):
        text = _MESSAGE.format(url=f"http://localhost:{_PORTS[name]}/{name}/7")
        told = Diagnosis.begin(load_knowledge(), text).with_scan(scan).without_probing()
        assert told.facts.items("configured_origins") == listed
        assert told.scan is not None
        assert ("orders/.env" in told.scan.files) is (name == "orders")


_PORTS = {"orders": 5001, "users": 5002}


def test_two_apps_in_one_file(tmp_path: Path) -> None:
    """The app that has the route is meant; a setup of the other one doesn't let the page in."""
    both = (
        "from flask import Flask\nfrom flask_cors import CORS\n\n"
        "catalog = Flask('catalog')\norders = Flask('orders')\n"
        "CORS(catalog, origins=['http://localhost:3000'])\n\n\n"
        "@catalog.get('/items')\ndef items():\n    return []\n\n\n"
        "@orders.get('/basket')\ndef basket():\n    return []\n"
    )
    scan = scan_project(write(tmp_path, {"services.py": both}))
    for path, variable, alone in (("items", "catalog", "allows"), ("basket", "orders", "decides")):
        text = _MESSAGE.format(url=f"http://localhost:5000/{path}")
        told = Diagnosis.begin(load_knowledge(), text).with_scan(scan).without_probing()
        assert told.facts.text("app_variable") == variable
        assert told.facts.text("code_alone") == alone
