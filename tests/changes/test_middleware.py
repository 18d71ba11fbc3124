"""FastAPI's own CORS middleware: the page is named beside what the project allows already."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

PAGE, OTHER = "http://localhost:5173", "http://localhost:3000"
HEAD = "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n"
ROUTE = '\n\n@app.put("/items")\ndef items():\n    return []\n'
ADD = "app.add_middleware(CORSMiddleware, {})\n"
MORE = 'allow_methods=["*"], allow_headers=["*"], allow_credentials=True'
KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:8000/items",
    "origin": PAGE,
    "method": "PUT",
    "request_headers": ("content-type", "x-tenant"),
    "credentials": "include",
}
PLAIN = "from fastapi import FastAPI\n\napp = FastAPI()\n"
CODES = {
    "a-list": HEAD + "app = FastAPI()\n" + ADD.format(f'allow_origins=["{OTHER}"], {MORE}') + ROUTE,
    "a-constant": HEAD
    + f'PAGES = [\n    "{OTHER}",  # the shop\n]\napp = FastAPI()\n'
    + ADD.format(f"allow_origins=PAGES, {MORE}")
    + ROUTE,
    "with-a-slash": HEAD
    + "app = FastAPI()\n"
    + ADD.format(f'allow_origins=["{OTHER}", "{PAGE}/"], {MORE}')
    + ROUTE,
    "few-options": HEAD + "app = FastAPI()\n" + ADD.format(f'allow_origins=["{OTHER}"]') + ROUTE,
    "lists-that-lack-it": HEAD
    + "app = FastAPI()\n"
    + ADD.format(
        f'allow_origins=["{OTHER}", "{PAGE}"], allow_methods=["GET"], allow_headers=["X-A"], '
        "allow_credentials=False"
    )
    + ROUTE,
    "when-the-app-is-made": HEAD
    + "from starlette.middleware import Middleware\n"
    + f'app = FastAPI(middleware=[Middleware(CORSMiddleware, allow_origins=["{OTHER}"], {MORE})])\n'
    + ROUTE,
}
PREFLIGHT = {
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "content-type,x-tenant",
}


def _client(code: str) -> TestClient:
    space: dict[str, Any] = {}
    exec(compile(code, "main.py", "exec"), space)
    return TestClient(space["app"])


@pytest.mark.parametrize("code", list(CODES.values()), ids=list(CODES))
def test_the_page_is_allowed_and_the_others_stay(knowledge: Knowledge, code: str) -> None:
    """Seen on the real middleware: the page's preflight passes, the other's too, a stranger's doesn't."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    fix = knowledge.fixes["set-up-cors-in-fastapi"]
    made = plan((fix,), facts, {"main.py": TextFile("main.py", code)})
    (change,) = made.changes
    client = _client(change.after)
    for origin, expected in ((PAGE, PAGE), (OTHER, OTHER), ("http://evil.example", None)):
        sent = {"Origin": origin}
        preflight = client.options("/items", headers={**sent, **PREFLIGHT})
        response = client.put("/items", headers=sent)
        assert preflight.headers.get("Access-Control-Allow-Origin") == expected, made.diff
        assert (preflight.status_code == 200) == (expected is not None), preflight.text
        assert response.headers.get("Access-Control-Allow-Origin") == expected
        assert response.headers["Access-Control-Allow-Credentials"] == "true"
    again = {"main.py": TextFile("main.py", change.after)}
    assert not plan((fix,), facts, again).changes


def test_middleware_is_added_where_there_is_none(knowledge: Knowledge) -> None:
    """It allows the page alone."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan(
        (knowledge.fixes["set-up-cors-in-fastapi"],), facts, {"main.py": TextFile("main.py", PLAIN + ROUTE)}
    )
    (change,) = made.changes
    for origin, expected in ((PAGE, PAGE), (OTHER, None)):
        sent = {"Origin": origin, **PREFLIGHT}
        preflight = _client(change.after).options("/items", headers=sent)
        assert preflight.headers.get("Access-Control-Allow-Origin") == expected, made.diff
        assert (preflight.status_code == 200) == (expected is not None)


_CONNEXION = (
    "import connexion\nfrom flask_cors import CORS\n\n\ndef create_app():\n"
    "    cnx = connexion.FlaskApp(__name__)\n{}    cnx.add_api('openapi.yaml')\n    return cnx\n"
)


def test_in_connexion_it_takes_the_place_of_flask_cors(knowledge: Knowledge) -> None:
    """The origins stay; a preflight would never reach flask-cors there."""
    code = _CONNEXION.format(f"    CORS(cnx.app, origins=['{OTHER}'])\n")
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    fix = knowledge.fixes["set-up-cors-in-connexion"]
    made = plan((fix,), facts, {"app.py": TextFile("app.py", code)})
    (change,) = made.changes
    assert "flask_cors" not in change.after
    added = change.after[
        change.after.index("    cnx.add_middleware(") : change.after.index("    cnx.add_api")
    ]
    assert added == (
        "    cnx.add_middleware(\n        CORSMiddleware,\n"
        "        position=MiddlewarePosition.BEFORE_EXCEPTION,\n"
        f"        allow_origins=['{OTHER}', '{PAGE}'],\n"
        "        allow_methods=['*'],\n        allow_headers=['*'],\n        allow_credentials=True,\n    )\n"
    )
    assert not plan((fix,), facts, {"app.py": TextFile("app.py", change.after)}).changes


@pytest.mark.parametrize("given", ["origins=PAGES", "origins=[r'https://.*\\.desk\\.example']"])
def test_what_the_middleware_could_not_say_stays(knowledge: Knowledge, given: str) -> None:
    """Patterns and what isn't known keep flask-cors's call; the steps say what to do."""
    code = "from settings import PAGES\n" + _CONNEXION.format(f"    CORS(cnx.app, {given})\n")
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    fix = knowledge.fixes["set-up-cors-in-connexion"]
    assert not plan((fix,), facts, {"app.py": TextFile("app.py", code)}).changes


def test_everyone_s_star_gives_way_to_the_page_with_credentials(knowledge: Knowledge) -> None:
    """With cookies, such a middleware lets every website read."""
    code = HEAD + "app = FastAPI()\n" + ADD.format(f'allow_origins=["*"], {MORE}') + ROUTE
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors-in-fastapi"],), facts, {"main.py": TextFile("main.py", code)})
    (change,) = made.changes
    sent = _client(change.after).put("/items", headers={"Origin": "http://evil.example"}).headers
    assert "Access-Control-Allow-Origin" not in sent, made.diff


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(ADD.format('allow_origin_regex="https://.*"'), id="a-pattern-alone"),
        pytest.param(ADD.format("allow_origins=pages()"), id="computed"),
    ],
)
def test_what_cannot_be_read_is_left_alone(knowledge: Knowledge, more: str) -> None:
    """Then the steps say what to write."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    code = HEAD + "from pages import pages\napp = FastAPI()\n" + more + ROUTE
    made = plan((knowledge.fixes["set-up-cors-in-fastapi"],), facts, {"main.py": TextFile("main.py", code)})
    assert not made.changes
