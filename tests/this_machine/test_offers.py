"""What is offered as an answer: from the page's code, the routes, the settings and what listens here."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.project import scan_project
from cors_wizard.this_machine.listening import Listener, listener_at
from cors_wizard.this_machine.offers import (
    no_such_route,
    offers_for,
    seen_here,
    seen_so_far,
    with_page,
    with_routes,
)
from cors_wizard.this_machine.servers import LocalServer, servers_here
from tests.ports import unused_port
from tests.this_machine.processes import CODE, server_of

_APP = """
import os
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=os.environ["FRONTEND_URL"])


@app.get("/api/orders/<int:number>")
def order(number):
    return {}


@app.get("/api/orders")
def orders():
    return []
"""


def _diagnosis(folder: Path, **files: str) -> Diagnosis:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Diagnosis.begin(load_knowledge()).with_scan(scan_project(folder))


def _server(port: int, command: str, folder: str = "") -> LocalServer:
    return LocalServer(port, Listener(1, command, None, folder))


def test_routes_are_offered_on_the_port_of_the_projects_server(tmp_path: Path) -> None:
    """A route without a variable part comes first; a foreign Python server is left out then."""
    told = _diagnosis(tmp_path, app_dot_py=_APP)
    servers = (
        _server(5055, "flask --app app run -p 5055", str(tmp_path)),
        _server(8000, "gunicorn other:app", "/somewhere/else"),
    )
    values = [offer.value for offer in offers_for("url", told, servers)]
    assert values == ["http://localhost:5055/api/orders", "http://localhost:5055/api/orders/1"]


def test_without_a_project_the_servers_own_routes_are_offered(tmp_path: Path) -> None:
    """Nobody's page requests `/` of an API; a folder that holds no app offers nothing better."""
    (tmp_path / "app.py").write_text(_APP)
    servers = with_routes(
        (_server(5055, "flask run", str(tmp_path)), _server(8000, "gunicorn x:app", str(tmp_path / "gone")))
    )
    offers = offers_for("url", Diagnosis.begin(load_knowledge()), servers)
    assert [offer.value for offer in offers] == [
        "http://localhost:5055/api/orders",
        "http://localhost:5055/api/orders/1",
        "http://localhost:8000/",
    ]
    assert offers[0].seen == "app.py:15; flask run listens there"


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("http://localhost:5055/", False),
        ("localhost:5055", False),
        ("http://localhost:5055/api/orders", True),
        ("http://localhost:5055/nowhere", True),
        (
            "Access to fetch at 'http://localhost:5055/' from origin 'http://localhost:3000' has been "
            "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
            "resource.",
            True,
        ),
    ],
)
def test_a_servers_bare_address_is_no_request(tmp_path: Path, text: str, is_kept: bool) -> None:
    """Where the project has no route for it, one is asked for; a message that names it is believed."""
    scan = _diagnosis(tmp_path, app_dot_py=_APP).scan
    assert scan is not None
    told = Diagnosis.begin(load_knowledge(), text).with_scan(scan)
    assert ("url" in told.known) is is_kept
    assert bool(no_such_route(told)) is not is_kept


@pytest.mark.parametrize(
    ("text", "command", "is_page"),
    [
        pytest.param("http://localhost:9009/shop/cart", "python -m http.server 9009", True, id="files"),
        pytest.param("localhost:9009/shop", "node /x/node_modules/.bin/vite --port 9009", True, id="vite"),
        pytest.param("http://localhost:9009/api/cats", "node /x/.bin/vite --port 9009", False, id="proxied"),
        pytest.param("http://localhost:9009/cats", "node server.js", False, id="may-be-an-api"),
        pytest.param("http://localhost:9009/cats", "flask run -p 9009", False, id="flask"),
        pytest.param("http://localhost:9008/cats", "python -m http.server 9009", False, id="other-port"),
        pytest.param("http://localhost:9009/api/orders", "http.server 9009", False, id="a-route"),
    ],
)
def test_the_address_of_a_page_that_is_served_here_is_no_request(
    tmp_path: Path, text: str, command: str, is_page: bool
) -> None:
    """On any port and with a path: what serves it says so; then the API is asked for."""
    told = _diagnosis(tmp_path, app_dot_py=_APP).with_text(text)
    seen = with_page(told, [_server(9009, command)])
    assert seen.known.text("origin") == ("http://localhost:9009" if is_page else None)
    assert ("url" in seen.known) is not is_page


def test_an_address_of_the_answered_origin_is_the_pages(tmp_path: Path) -> None:
    """Unless it is a route of the project, whose server may serve the page, too; a given URL stays."""
    told = _diagnosis(tmp_path, app_dot_py=_APP).with_text("http://localhost:9009/shop")
    page = told.with_given(Fact("origin", "http://localhost:9009", "answered"))
    assert "url" not in page.known
    given = page.with_given(Fact("url", "http://localhost:5000/api/orders", "answered"))
    assert given.known.text("url") == "http://localhost:5000/api/orders"
    route = page.with_text("http://localhost:9009/api/orders")
    assert route.known.text("url") == "http://localhost:9009/api/orders"


def test_a_programs_name_is_cut_between_words() -> None:
    """Half an address would read as another one."""
    assert _server(9009, "python -m http.server 9009 --bind 127.0.0.1").program == (
        "python -m http.server 9009 --bind"
    )


def test_the_urls_own_server_is_not_its_page() -> None:
    """A page on the API's own origin would never see a CORS error."""
    servers = (_server(8080, "python -m http.server 8080"), _server(5173, "node vite"))
    told = Diagnosis.begin(load_knowledge(), "http://localhost:8080/api")
    assert [offer.value for offer in offers_for("origin", told, servers)] == ["http://localhost:5173"]


def test_without_a_server_flasks_own_port_is_offered_and_said_so(tmp_path: Path) -> None:
    """The user sees at once that nothing runs."""
    offers = offers_for("url", _diagnosis(tmp_path, app_dot_py=_APP), ())
    assert offers[0].value == "http://localhost:5000/api/orders"
    assert "nothing listens there now" in offers[0].seen


def test_the_pages_own_call_comes_first(tmp_path: Path) -> None:
    """What the page's code requests needs no guess."""
    call = 'fetch("http://localhost:5055/api/orders?all=1")\n'
    told = _diagnosis(tmp_path, app_dot_py=_APP, static__app_dot_js=call)
    assert offers_for("url", told, ())[0].value == "http://localhost:5055/api/orders?all=1"
    filled = "fetch(`http://localhost:5055/api/orders/${order.id}?at=${now}`)\n"
    told = _diagnosis(tmp_path, app_dot_py=_APP, static__app_dot_js=filled)
    assert offers_for("url", told, ())[0].value == "http://localhost:5055/api/orders/1"
    unknown = "fetch(`http://${host}/api/orders/${order.id}`)\n"
    told = _diagnosis(tmp_path, app_dot_py=_APP, static__app_dot_js=unknown)
    assert "listens there now" in offers_for("url", told, ())[0].seen


def test_origins_come_from_what_runs_and_from_the_settings(tmp_path: Path) -> None:
    """Each once, with where it was seen."""
    told = _diagnosis(tmp_path, app_dot_py=_APP, _dot_env="FRONTEND_URL=http://localhost:4000\n")
    servers = (_server(5173, "node /x/node_modules/.bin/vite"), _server(4000, "node server.js"))
    offers = {offer.value: offer.seen for offer in offers_for("origin", told, servers)}
    assert list(offers) == ["http://localhost:5173", "http://localhost:4000"]
    assert "vite" in offers["http://localhost:5173"]


def test_origins_of_a_hand_written_check_and_of_an_unread_file_are_offered(tmp_path: Path) -> None:
    """A page of this machine, not the address of another service, and never the API itself."""
    app = (
        "import os\nfrom flask import Flask, request\n\napp = Flask(__name__)\n"
        'PAGES, HOOK = os.environ["PAGES"], os.environ["HOOK"]\n\n\n@app.after_request\n'
        'def cors(response):\n    if request.headers.get("Origin") in ("http://localhost:3000",):\n'
        '        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]\n'
        "    return response\n"
    )
    env = "PAGES=http://localhost:5173 , http://localhost:5000\nHOOK=https://hooks.example\n"
    scan = _diagnosis(tmp_path, app_dot_py=app, _dot_env=env).scan
    assert scan is not None
    told = Diagnosis.begin(load_knowledge(), "http://localhost:5000/api").with_scan(scan)
    offers = {offer.value: offer.seen for offer in offers_for("origin", told, ())}
    assert offers == {"http://localhost:3000": "app.py:10", "http://localhost:5173": ".env:1: PAGES"}


def test_what_was_tried_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    """The page's code names the request: nobody else would know which one the question is about."""
    _diagnosis(tmp_path, app_dot_py=_APP, page_dot_js='fetch("http://localhost:7103/a");\n')
    begun = Diagnosis.begin(load_knowledge(), "TypeError: Failed to fetch").with_scan(scan_project(tmp_path))
    assert seen_so_far(begun, ()).startswith("This is about http://localhost:7103/a, which ")
    request = ProbeRequest("request", "the request itself", "GET", "http://localhost:7103/a")
    refused = begun.with_probe_results((ProbeResult(request, failure="refused"),))
    assert seen_so_far(refused, ()).endswith("requests: nothing listens there.")


@pytest.mark.parametrize("name", ["symptom", "method"])
def test_other_facts_have_no_offers(tmp_path: Path, name: str) -> None:
    """Only addresses can be seen here."""
    assert offers_for(name, _diagnosis(tmp_path, app_dot_py=_APP), ()) == ()


def test_what_runs_is_said_in_one_sentence(tmp_path: Path) -> None:
    """With the project's own server named as such."""
    told = _diagnosis(tmp_path, app_dot_py=_APP)
    server = _server(5055, "/venv/bin/python /venv/bin/flask --app app run", str(tmp_path))
    assert seen_here(told, (server,)) == (
        "Running on this machine: port 5055 (flask --app app run, this project). The project has 2 routes."
    )
    others = tuple(_server(port, "flask run", "/somewhere/else") for port in range(5001, 5006))
    assert "this project" in seen_here(told, (*others, server))
    assert seen_here(told, ()).startswith("No Python server is listening")
    assert seen_here(Diagnosis.begin(load_knowledge()), ()) == ""
    snippet = _server(40000, "python -u -c import sys;exec('x')")
    assert "40000" not in seen_here(told, (snippet,))


def test_a_secret_on_a_command_line_is_not_shown() -> None:
    """Command lines are shown to whoever looks over the shoulder."""
    assert "hunter2secret" not in _server(5000, "flask run --password=hunter2secret").program


def test_a_real_server_is_found(tmp_path: Path) -> None:
    """By its port, program and folder, without a request to it."""
    (tmp_path / "app.py").write_text(CODE)
    port = unused_port()
    with server_of(tmp_path, port) as server:
        server.flask()
        found = {each.port: each for each in servers_here()}
        assert port in found, f"{server.state}; by its port alone: {listener_at(port)}"
        assert found[port].may_be_flask
        assert found[port].is_of(tmp_path)
    assert port not in {each.port for each in servers_here()}
