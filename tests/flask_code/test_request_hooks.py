"""Which hooks before the request may refuse a preflight."""

from __future__ import annotations

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.module import Module, parse_module
from cors_wizard.flask_code.request_hooks import read_hooks


def _found(text: str) -> list[object]:
    module = parse_module(TextFile("app.py", text))
    assert isinstance(module, Module)
    return [fact.value for fact in read_hooks([module], frozenset({"app"}))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@app.before_request\ndef guard():\n    abort(401)\n", id="abort"),
        pytest.param("@app.before_request\ndef guard():\n    return redirect('/login')\n", id="redirect"),
        pytest.param("@app.before_request\nasync def guard():\n    raise Unauthorized\n", id="async"),
        pytest.param("def guard():\n    verify_jwt()\n\napp.before_request(guard)\n", id="registered"),
        pytest.param("@bp.before_app_request\ndef guard():\n    return '', 401\n", id="of-the-app"),
        pytest.param("@app.before_request\ndef guard():\n    g.t = request.headers['X-T']\n", id="key-error"),
    ],
)
def test_refuses(text: str) -> None:
    """A login, a header that no preflight has: each fails for OPTIONS too."""
    assert _found(text) == ["guard"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@app.before_request\ndef guard():\n    g.start = time()\n", id="only-notes"),
        pytest.param(
            "@app.before_request\ndef guard():\n    if request.method == 'OPTIONS':\n        return\n"
            "    abort(401)\n",
            id="lets-options-pass",
        ),
        pytest.param("@bp.before_request\ndef guard():\n    abort(401)\n", id="of-a-blueprint"),
        pytest.param("@app.after_request\ndef guard(r):\n    abort(401)\n", id="after"),
    ],
)
def test_lets_it_pass(text: str) -> None:
    """What refuses nothing, or not everywhere, is not named."""
    assert _found(text) == []
