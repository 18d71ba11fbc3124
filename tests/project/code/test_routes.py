"""The routes of the code: paths with the prefixes of their blueprints."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.project import scan_project


@pytest.mark.parametrize(
    ("code", "routes"),
    [
        pytest.param("@app.route('/a')\ndef a(): ...\n", ("/a",), id="route"),
        pytest.param("@app.get('/a/<int:id>')\ndef a(): ...\n", ("/a/<int:id>",), id="converter"),
        pytest.param("app.add_url_rule('/a', view_func=a)\n", ("/a",), id="add_url_rule"),
        pytest.param(
            "bp = Blueprint('bp', __name__, url_prefix='/v1')\n@bp.post('/a')\ndef a(): ...\n",
            ("/v1/a",),
            id="prefix of the blueprint",
        ),
        pytest.param(
            "bp = Blueprint('bp', __name__, url_prefix='/v1')\n@bp.route('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp, url_prefix='/api/v2/')\n",
            ("/api/v2/a",),
            id="prefix of the registration wins",
        ),
        pytest.param(
            "outer = Blueprint('outer', __name__, url_prefix='/api')\n"
            "inner = Blueprint('inner', __name__, url_prefix='/v1')\n@inner.route('/a')\ndef a(): ...\n"
            "outer.register_blueprint(inner)\napp.register_blueprint(outer)\n",
            ("/api/v1/a",),
            id="nested blueprints",
        ),
        pytest.param(
            "one = Blueprint('one', __name__, url_prefix='/1')\n"
            "two = Blueprint('two', __name__, url_prefix='/2')\n"
            "@one.route('/a')\ndef a(): ...\none.register_blueprint(two)\ntwo.register_blueprint(one)\n",
            ("/2/1/a",),
            id="blueprints in a circle",
        ),
        pytest.param("requests.get('/a')\n", (), id="a client's call"),
        pytest.param("@app.route(PATH)\ndef a(): ...\n", (), id="a computed path"),
    ],
)
def test_routes(tmp_path: Path, code: str, routes: tuple[str, ...]) -> None:
    """A path that does not exist can be compared with those that do."""
    (tmp_path / "app.py").write_text(f"from flask import Blueprint, Flask\napp = Flask(__name__)\n{code}")
    facts = {fact.name: fact.value for fact in scan_project(tmp_path).facts}
    assert facts.get("routes", ()) == routes


@pytest.mark.parametrize(
    ("code", "variable"),
    [
        pytest.param(
            "app.register_blueprint(outer)\nouter.register_blueprint(inner)\n", "outer", id="nested"
        ),
        pytest.param(
            "app.register_blueprint(outer)\napp.register_blueprint(inner)\n", None, id="side by side"
        ),
    ],
)
def test_the_blueprint_around_the_others(tmp_path: Path, code: str, variable: str | None) -> None:
    """CORS on a blueprint covers those that are nested in it."""
    top = (
        "from flask import Blueprint, Flask\napp = Flask(__name__)\nouter = Blueprint('outer', __name__)\n"
        "inner = Blueprint('inner', __name__)\n@inner.route('/a')\ndef a(): ...\n"
    )
    (tmp_path / "app.py").write_text(top + code)
    facts = {fact.name: fact.value for fact in scan_project(tmp_path).facts}
    assert facts.get("blueprint_variable") == variable
