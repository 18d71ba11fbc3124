"""Views whose own code for OPTIONS sends no CORS header, where their other responses have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import scan, values

HEAD = "from flask import Flask, jsonify, make_response, request\nfrom flask.views import MethodView\n"
HELPER = (
    "\n\ndef allow(response):\n    response.headers['Access-Control-Allow-Origin'] = 'https://a.example'\n"
    "    return response\n\n\ndef allow_all(response):\n    return allow(response)\n\n\n"
    "app = Flask(__name__)\n"
)
CLASS = (
    "\n\nclass Items(MethodView):\n    def get(self):\n        return allow(jsonify(1))\n\n"
    "    def options(self):\n        {}\n\n\napp.add_url_rule('/items', view_func=Items.as_view('items'))\n"
)
VIEW = (
    "\n\n@app.route('/items', methods=['GET', 'OPTIONS'])\ndef items():\n"
    "    if request.method == 'OPTIONS':\n        {}\n    return allow(jsonify(1))\n"
)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param(CLASS.format("return make_response('', 204)"), ("/items",), id="a-class"),
        pytest.param(VIEW.format("return '', 204"), ("/items",), id="a-branch"),
        pytest.param(CLASS.format("return allow(make_response('', 204))"), None, id="by-the-helper"),
        pytest.param(VIEW.format("return allow_all(make_response())"), None, id="by-a-helper-of-it"),
        pytest.param(
            VIEW.format(
                "response = make_response()\n        response.headers['Access-Control-Allow-Origin'] = '*'\n"
                "        return response"
            ),
            None,
            id="by-itself",
        ),
        pytest.param(
            VIEW.format("return '', 204") + "\n\napp.after_request(allow)\n", None, id="a-hook-by-a-call"
        ),
        pytest.param(
            VIEW.format("return '', 204") + "\n\n@app.after_request\ndef all(r):\n    return allow(r)\n",
            None,
            id="a-hook",
        ),
        pytest.param(
            VIEW.format("return '', 204").replace("\ndef items", "\n@allowed\ndef items"),
            None,
            id="decorated",
        ),
        pytest.param(
            VIEW.format("return '', 204") + "\napp.wsgi_app = around(app.wsgi_app)\n",
            None,
            id="around-the-app",
        ),
        pytest.param(
            "\n\n@app.get('/items')\ndef items():\n    return allow(jsonify(1))\n", None, id="no-code"
        ),
        pytest.param(
            "from flask_cors import CORS\nCORS(app)\n" + VIEW.format("return '', 204"), None, id="flask-cors"
        ),
    ],
)
def test_silent_preflights(tmp_path: Path, code: str, found: tuple[str, ...] | None) -> None:
    """Whatever else may add the header speaks against it."""
    assert values(scan(tmp_path, {"app.py": HEAD + HELPER + code})).get("silent_preflights") == found


OPTIONS_ALONE = "    response = make_response()\n    response.headers['Access-Control-Allow-Origin'] = '*'\n"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param(
            "\n\n@app.route('/a', methods=['POST', 'OPTIONS'])\n"
            "def a():\n    if request.method == 'OPTIONS':\n"
            "        return allow(make_response())\n    return jsonify(1)\n",
            ("POST /a",),
            id="a-branch",
        ),
        pytest.param(
            f"\n\n@app.route('/a', methods=['OPTIONS'])\ndef pre():\n{OPTIONS_ALONE}    return response\n"
            "\n\n@app.post('/a')\ndef a():\n    return jsonify(1)\n",
            ("POST /a",),
            id="a-route-for-options",
        ),
        pytest.param(
            CLASS.replace("allow(jsonify(1))", "jsonify(1)").format("return allow('')"), ("GET /items",)
        ),
        pytest.param(VIEW.format("return allow(make_response())"), None, id="both"),
        pytest.param(
            "\n\n@app.post('/a')\ndef a():\n    return jsonify(1)\n\n\napp.after_request(allow)\n",
            None,
            id="a-hook",
        ),
        pytest.param(
            "\n\n@app.post('/a')\n@allowed\ndef a():\n    return jsonify(1)\n", None, id="decorated"
        ),
    ],
)
def test_silent_responses(tmp_path: Path, code: str, found: tuple[str, ...] | None) -> None:
    """The header is in the code, and not for this route's own response."""
    assert values(scan(tmp_path, {"app.py": HEAD + HELPER + code})).get("silent_responses") == found
