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
        pytest.param("requests.get('/a')\n", (), id="a client's call"),
        pytest.param("@app.route(PATH)\ndef a(): ...\n", (), id="a computed path"),
    ],
)
def test_routes(tmp_path: Path, code: str, routes: tuple[str, ...]) -> None:
    """A path that does not exist can be compared with those that do."""
    (tmp_path / "app.py").write_text(f"from flask import Blueprint, Flask\napp = Flask(__name__)\n{code}")
    facts = {fact.name: fact.value for fact in scan_project(tmp_path).facts}
    assert facts.get("routes", ()) == routes
