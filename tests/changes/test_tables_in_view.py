"""Headers that a view returns as a table, where the preflight never gets: one setup in their place."""

from __future__ import annotations

import pytest

from cors_wizard.changes import ChangeSet
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_HEAD = """from flask import Flask
from flask_restful import Api, Resource

app = Flask(__name__)
api = Api(app)


class Items(Resource):
    def get(self):
        return [], 200, {"Access-Control-Allow-Origin": "https://a.example"}

    def put(self):
        return {}, 200, {}


api.add_resource(Items, "/items")
"""
_OWN = '{"Access-Control-Allow-Origin": "https://a.example"}'


def _made(knowledge: Knowledge, source: str, **known: str) -> ChangeSet:
    given = {
        "url": "http://localhost:5000/items",
        "origin": "http://localhost:3000",
        "method": "PUT",
        "credentials": "omit",
        "symptom": "preflight-missing-allow-origin",
        **known,
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    return plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", source)})


@pytest.mark.parametrize(
    ("table", "rest"),
    [
        pytest.param(_OWN, "", id="alone"),
        pytest.param(f'{_OWN[:-1]}, "ETag": "7"}}', ', {"ETag": "7"}', id="beside-another"),
        pytest.param(
            f'{_OWN[:-1]}, "Access-Control-Allow-Credentials": "true"}}', "", id="with-its-credentials"
        ),
        pytest.param(
            f'{_OWN[:-1]}, "ETag": "7", "Access-Control-Allow-Credentials": "true"}}',
            ', {"ETag": "7"}',
            id="with-its-credentials-beside-another",
        ),
    ],
)
def test_the_tables_give_way_to_one_setup(knowledge: Knowledge, table: str, rest: str) -> None:
    """Whom they let in stays, and flask-cors responds to the preflights."""
    made = _made(knowledge, _HEAD.replace("200, {}", f"200, {table}")).changes[0]
    assert "return [], 200\n" in made.after
    assert f"return {{}}, 200{rest}\n" in made.after
    assert '{r"/items": {"origins": ["http://localhost:3000", "https://a.example"]}}' in made.after
    assert made.removes


@pytest.mark.parametrize(
    "table",
    [
        pytest.param('{"Access-Control-Allow-Origin": chosen()}', id="a-value-that-is-not-written"),
        pytest.param(f'{_OWN[:-1]}, "Access-Control-Max-Age": "60"}}', id="more-than-a-setup-gives"),
        pytest.param('[("Access-Control-Allow-Origin", "https://a.example")]', id="pairs"),
    ],
)
def test_what_is_not_written_out_stays(knowledge: Knowledge, table: str) -> None:
    """It isn't known whom it lets in, or what else it is for."""
    assert not _made(knowledge, _HEAD.replace("200, {}", f"200, {table}")).changes


def test_a_line_that_cannot_be_broken_stays_long(knowledge: Knowledge) -> None:
    """A tuple behind `return` has no brackets to break it in; the change is offered as it is."""
    known = {"symptom": "wildcard-origin-not-allowed", "credentials": "include", "method": "GET"}
    made = _made(
        knowledge, _HEAD.replace("200, {}", f"200, {_OWN}").replace("https://a.example", "*"), **known
    )
    assert '"Access-Control-Allow-Credentials": "true"' in made.changes[0].after
