"""Code of the view's own for OPTIONS that forgets the helper by which its other responses get the headers."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:5000/items",
    "origin": "http://localhost:3000",
    "method": "PUT",
    "request_headers": ("content-type",),
    "credentials": "same-origin",
    "symptom": "preflight-missing-allow-origin",
}
HELPER = """
def allow(response, sent):
    if sent.headers.get("Origin") in ("http://localhost:3000", "https://a.example"):
        response.headers["Access-Control-Allow-Origin"] = sent.headers["Origin"]
        response.headers["Access-Control-Allow-Methods"] = "GET, PUT"
        response.headers["Access-Control-Allow-Headers"] = "content-type"
    return response
"""
HEAD = "from flask import Flask, Response, jsonify, request\nfrom flask.views import MethodView\n"
CLASS = """

class Items(MethodView):
    def put(self):
        return allow(jsonify(ok=True), request)

    def options(self):
        return {}
"""
FUNCTION = """

@app.route("/items", methods=["PUT", "OPTIONS"])
def items():
    if request.method == "OPTIONS":
        return {}
    return allow(jsonify(ok=True), sent=request)
"""
ADDED = 'app.add_url_rule("/items", view_func=Items.as_view("items"))\n'
APP = "\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"app.py": HEAD + HELPER + APP + CLASS.format("Response(status=204)") + ADDED},
            "        return allow(Response(status=204), request)",
            id="a-class",
        ),
        pytest.param(
            {"app.py": HEAD + HELPER + APP + CLASS.format('"", 204') + ADDED},
            '        return allow(make_response("", 204), request)',
            id="a-tuple",
        ),
        pytest.param(
            {"app.py": HEAD + HELPER + APP + FUNCTION.format('("", 204)')},
            '        return allow(make_response("", 204), sent=request)',
            id="a-branch",
        ),
        pytest.param(
            {
                "app.py": "from flask import Flask\nfrom items import Items\n" + APP + ADDED,
                "items.py": HEAD + "from helpers import allow\n" + CLASS.format("jsonify()"),
                "helpers.py": HELPER.lstrip(),
            },
            "        return allow(jsonify(), request)",
            id="in-other-files",
        ),
    ],
)
def test_the_response_to_options_has_the_headers_too(
    knowledge: Knowledge, files: dict[str, str], expected: str
) -> None:
    """Its status and its body stay, the helper is given what the view gives it elsewhere."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    read = {path: TextFile(path, text) for path, text in files.items()}
    made = plan((knowledge.fixes["set-up-cors"],), facts, read)
    (change,) = made.changes
    assert expected in change.after.splitlines(), made.diff
    again = {**read, change.path: TextFile(change.path, change.after)}
    assert not plan((knowledge.fixes["set-up-cors"],), facts, again).changes


OWN = """
def preflight():
    response = make_response()
    response.headers.add("Access-Control-Allow-Origin", "*")
    response.headers.add("Access-Control-Allow-Headers", "content-type")
    return response


def corsify(response):
    response.headers.add("Access-Control-Allow-Origin", "*")
    return response


def again():
    return preflight()


LISTED = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "content-type"}


@app.route("/items", methods=["POST", "OPTIONS"])
def items():
    if request.method == "OPTIONS":
        return RETURNED
    return corsify(jsonify(ok=True))
"""


@pytest.mark.parametrize(
    "returned", ["preflight()", "again()", '"", 204, LISTED', "Response(headers=LISTED)"]
)
def test_a_response_to_options_with_headers_of_its_own_gets_none_twice(
    knowledge: Knowledge, returned: str
) -> None:
    """`Access-Control-Allow-Origin: *, *` would be blocked, although each of both allows the page."""
    known = {
        **KNOWN,
        "method": "POST",
        "request_headers": ("content-type", "x-api-key"),
        "symptom": "header-disallowed",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    text = HEAD.replace("request", "make_response, request") + APP + OWN.replace("RETURNED", returned)
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", text)})
    for change in made.changes:
        assert f"return {returned}\n" in change.after, made.diff
        assert "x-api-key" in change.after, made.diff
