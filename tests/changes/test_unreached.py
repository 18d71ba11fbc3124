"""A setup that the app never reaches is not in force: it is moved, or one is added that runs."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5173"
_HEAD = "import os\n\nfrom flask import Flask\nfrom flask_cors import CORS\n\n\n"
_SETUP = f'CORS(app, origins=["{_PAGE}"])'
_ROUTE = "\n\n@app.put('/items')\ndef items(): return []\n"
_TEST = 'if not os.environ.get("TOKEN"):\n        # nothing to protect\n        return app'


def _factory(*lines: str) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    route = "    @app.put('/items')\n    def items(): return []\n"
    end = "    return app\n\n\napp = create_app()\n"
    return f"{_HEAD}def create_app():\n    app = Flask(__name__)\n{route}{body}{end}"


@pytest.mark.parametrize(
    ("code", "is_moved"),
    [
        pytest.param(_factory(_TEST, "start_metrics(app)", _SETUP), True, id="early-return"),
        pytest.param(_factory("return app", _SETUP), True, id="dead-code"),
        pytest.param(
            _factory(_TEST, f'pages = ["{_PAGE}"]', "CORS(app, origins=pages)"),
            False,
            id="needs-what-is-between",
        ),
        pytest.param(
            f"{_HEAD}app = Flask(__name__)\n\n\ndef set_up():\n    {_SETUP}\n{_ROUTE}", False, id="uncalled"
        ),
        pytest.param(
            f"{_HEAD}app = Flask(__name__)\n{_ROUTE}\n\ndef serve(port):\n    {_SETUP}\n"
            "    app.run(port=port)\n"
            '\n\ndef main():\n    serve(80)\n\n\nif __name__ == "__main__":\n    main()\n',
            True,
            id="for-the-main-program",
        ),
        pytest.param(
            f"{_HEAD}app = Flask(__name__)\n{_ROUTE}\n\ndef serve(pages):\n"
            "    CORS(app, origins=pages)\n    app.run()\n"
            f'\n\nif __name__ == "__main__":\n    serve(["{_PAGE}"])\n',
            False,
            id="for-the-main-program-alone",
        ),
        pytest.param(
            f"{_HEAD}app = Flask(__name__)\n{_ROUTE}\n\n"
            f'if __name__ == "__main__":\n    app.run()\n\n{_SETUP}\n',
            True,
            id="below-the-server",
        ),
        pytest.param(
            f"{_HEAD}app = Flask(__name__)\nif False:\n    {_SETUP}\n{_ROUTE}", False, id="if-false"
        ),
    ],
)
def test_the_setup_comes_to_where_it_runs(knowledge: Knowledge, code: str, is_moved: bool) -> None:
    """The page's method among it: one round is enough."""
    given = {
        "url": "http://localhost:5000/items",
        "origin": _PAGE,
        "method": "PUT",
        "symptom": "preflight-missing-allow-origin",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})
    after = {each.path: each.after for each in made.changes}.get("app.py", "")
    assert after, made.problem
    assert _is_in_force(after)
    assert (after.count("CORS(app") == 1) is is_moved or "if False" in code
    assert bool(made.changes[0].removes) is is_moved or "if False" in code


def _is_in_force(code: str) -> bool:
    """Whether the app really sends the header, where the variable isn't set."""
    space: dict[str, Any] = {"__name__": "shop", "start_metrics": lambda app: None}
    exec(compile(code, "app.py", "exec"), space)
    app = space["app"]
    asked = {"Origin": _PAGE, "Access-Control-Request-Method": "PUT"}
    response = app.test_client().options("/items", headers=asked)
    return bool(response.headers.get("Access-Control-Allow-Origin") == _PAGE)


def test_of_two_branches_the_one_that_ran_is_changed(knowledge: Knowledge) -> None:
    """Production's setup would have sent the header: the response without one comes from the other."""
    code = _factory(
        'if mode == "development":',
        '    CORS(app, resources={r"/api/*": {"origins": "*"}})',
        "else:",
        '    CORS(app, resources={r"/items": {"origins": "*"}})',
    ).replace("create_app()", "create_app(mode)", 1)
    given = {"url": "http://localhost:5000/items", "origin": _PAGE, "symptom": "missing-allow-origin"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})
    after = made.changes[0].after
    assert '    CORS(app, resources={r"/items": {"origins": "*"}})\n' in after
    assert after.index(_PAGE) < after.index("else:")


def test_what_an_import_alone_names_is_not_called(knowledge: Knowledge) -> None:
    """And what is called stays as it is."""
    called = f"{_HEAD}app = Flask(__name__)\n\n\ndef set_up():\n    {_SETUP}\n\n\nset_up()\n{_ROUTE}"
    given = {"url": "http://localhost:5000/items", "origin": _PAGE, "method": "PUT"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", called)})
    assert not made.changes
    assert ast.parse(called)
