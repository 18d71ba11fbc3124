"""A hook that stops the preflights of routes which the code opens to other origins."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.knowledge_base import Knowledge
from tests.lint.test_lint import findings

_APP = """from flask import Blueprint, Flask, abort, redirect, request, session
from flask_cors import CORS, cross_origin

app = Flask(__name__)
{setup}


@app.before_request
def check():
    {body}


@app.route("/api/items", methods=["GET", "{method}"])
def items():
    return []
"""
_LOGIN = 'if "user" not in session:\n        abort(401)'
_ALL = 'CORS(app, origins=["https://shop.example"])'


@pytest.mark.parametrize(
    ("setup", "body", "method", "expected"),
    [
        pytest.param(_ALL, _LOGIN, "PUT", "preflight-needs-auth", id="a-login"),
        pytest.param(
            _ALL,
            'if not request.headers.get("X-Tenant"):\n        abort(400)',
            "DELETE",
            "preflight-not-handled",
            id="a-header",
        ),
        pytest.param(
            _ALL,
            'if not session.get("user"):\n        return redirect("/login")',
            "PATCH",
            "preflight-redirected",
            id="a-redirect",
        ),
        pytest.param(_ALL, _LOGIN, "POST", "", id="needs-no-preflight"),
        pytest.param("", _LOGIN, "PUT", "", id="not-for-other-origins"),
        pytest.param('CORS(app, resources={"/public/*": {}})', _LOGIN, "PUT", "", id="opens-another-path"),
        pytest.param(
            'CORS(app, resources={"/api/*": {}})', _LOGIN, "PUT", "preflight-needs-auth", id="opens-this-path"
        ),
        pytest.param(
            _ALL,
            f'if request.method == "OPTIONS":\n        return None\n    {_LOGIN}',
            "PUT",
            "",
            id="lets-options-pass",
        ),
    ],
)
def test_hooks(
    setup: str, body: str, method: str, expected: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Named with the line that ends it; never where no page of another origin is let in."""
    code = _APP.format(setup=setup, body=body, method=method)
    (tmp_path / "app.py").write_text(code)
    found = [each for each in findings(tmp_path, knowledge) if each.rule.startswith("preflight-")]
    assert [each.rule for each in found] == [expected] * bool(expected)
    for each in found:
        assert code.split("\n")[each.line - 1].strip() in (
            "abort(401)",
            "abort(400)",
            'return redirect("/login")',
        )
        assert method in each.detail
