"""Which lists, guards and decorators get the page's origin, and which stay as they are."""

from __future__ import annotations

import pytest

from cors_wizard.changes import ChangeSet
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

PAGE = "http://localhost:5173"
KNOWN = {
    "url": "http://localhost:5000/api/items",
    "origin": PAGE,
    "method": "GET",
    "symptom": "missing-allow-origin",
}
VIEW = '@app.route("/api/items")\ndef items():\n    return jsonify([])\n'
CALL = (
    "from flask import Flask, jsonify\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    f"CORS(app, {{}})\n\n\n{VIEW}"
)
HOOK = f"""from flask import Flask, jsonify, request

app = Flask(__name__)


@app.after_request
def allow(response):
    origin = request.headers.get("Origin", "")
    if origin {{}}:
        response.headers["Access-Control-Allow-Origin"] = origin
    return response


{VIEW}"""
DECORATOR = """from functools import wraps

from flask import Flask, jsonify, make_response, request

app = Flask(__name__)


def allow(*origins):
    def decorate(view):
        @wraps(view)
        def made(*args, **kwargs):
            response = make_response(view(*args, **kwargs))
            origin = request.headers.get("Origin", "")
            if origin in origins:
                response.headers["Access-Control-Allow-Origin"] = origin
            return response

        return made

    return decorate


@app.route("/api/items")
@allow({})
def items():
    return jsonify([])
"""


def planned(knowledge: Knowledge, code: str, **more: str) -> ChangeSet:
    """The change that lets the page through, for what else is known."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**KNOWN, **more}.items()])
    return plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})


def after(knowledge: Knowledge, code: str, **more: str) -> str:
    """The file as the change leaves it; empty where nothing is changed."""
    return "".join(change.after for change in planned(knowledge, code, **more).changes)


@pytest.mark.parametrize("star", ["*", ".*"])
def test_what_a_list_has_beside_a_star_stays(knowledge: Knowledge, star: str) -> None:
    """With credentials the star goes, by its own name; the other origins stay, and are named."""
    code = CALL.format(f'origins=["{star}", "https://shop.example"]')
    made = planned(knowledge, code, credentials="include", symptom="wildcard-origin-not-allowed")
    (change,) = made.changes
    wanted = f'origins=["https://shop.example", "{PAGE}"], supports_credentials=True'
    assert change.after == CALL.format(wanted)
    assert change.keeps == ("origin https://shop.example",)
    assert [each.what for each in change.removes] == [f'origins "{star}"']


def test_a_list_keeps_its_own_quotes(knowledge: Knowledge) -> None:
    """Whatever quotes most of the file has."""
    code = CALL.format("origins=['https://shop.example']")
    assert after(knowledge, code) == CALL.format(f"origins=['https://shop.example', '{PAGE}']")


def test_a_call_is_a_list_where_its_name_says_so(knowledge: Knowledge) -> None:
    """`load_origins()` may be spread; what `load_origin()` gives is not known."""
    many, one = (CALL.format(f"origins={name}()") for name in ("load_origins", "load_origin"))
    assert after(knowledge, many) == CALL.format(f'origins=[*load_origins(), "{PAGE}"]')
    assert after(knowledge, one) == ""


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param("", ', expose_headers=["X-Total"]', id="not-given"),
        pytest.param(", expose_headers=None", ', expose_headers=["X-Total"]', id="none"),
        pytest.param(', expose_headers=["ETag"]', ', expose_headers=["ETag", "X-Total"]', id="one-more"),
    ],
)
def test_a_header_is_exposed_beside_others(knowledge: Knowledge, given: str, wanted: str) -> None:
    """What the option lists already stays."""
    made = after(
        knowledge,
        CALL.format(f'origins=["{PAGE}"]{given}'),
        unread_header="X-Total",
        symptom="unsafe-header-read",
    )
    assert made == CALL.format(f'origins=["{PAGE}"]{wanted}')


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        pytest.param('== "https://shop.example"', f'in ("https://shop.example", "{PAGE}")', id="another"),
        pytest.param(f'== "{PAGE}/"', f'== "{PAGE}"', id="meant-and-never-equal"),
    ],
)
def test_a_comparison_gets_the_page(knowledge: Knowledge, test: str, wanted: str) -> None:
    """Beside the other origin, or in place of one that means it."""
    assert after(knowledge, HOOK.format(test)) == HOOK.format(wanted)


def test_a_comparison_with_the_page_stays(knowledge: Knowledge) -> None:
    """Something else is wrong, and nothing is written twice."""
    assert after(knowledge, HOOK.format(f'== "{PAGE}"')) == ""


def test_a_decorator_is_given_the_page_once(knowledge: Knowledge) -> None:
    """One more argument for the view's own decorator; where it is there, nothing changes."""
    given = f'"https://shop.example", "{PAGE}"'
    assert after(knowledge, DECORATOR.format('"https://shop.example"')) == DECORATOR.format(given)
    assert after(knowledge, DECORATOR.format(given)) == ""
