"""`map`: which origin may call which route, seen at a real app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cors_wizard.http_exchange import Headers, Response
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.route_map import MapRow, RouteMap, cell_of
from cors_wizard.report.map_page import map_text
from tests.cli.conftest import Command
from tests.probe.attack.setups import CorsCode, served
from tests.probe.serving import flask_server

PAGE = "http://localhost:3000"
ROUTES = """

@app.get("/items/<int:item>")
def one(item):
    return jsonify(item=item)


@app.delete("/items/<int:item>")
def delete(item):
    raise AssertionError("a map deletes nothing")
"""

SHAPES = [
    pytest.param("CORS(app, origins=['http://localhost:3000'])", "readable", "refused", 0, id="one"),
    pytest.param("", "refused", "refused", 1, id="none"),
    pytest.param("CORS(app)", "readable", "readable", 0, id="public"),
    pytest.param(
        "CORS(app, supports_credentials=True)", "readable-with-cookies", "readable-with-cookies", 1, id="open"
    ),
    pytest.param(
        "CORS(app, origins=['http://localhost:3000'], supports_credentials=True)",
        "readable-with-cookies",
        "refused",
        0,
        id="with-cookies",
    ),
]


@pytest.mark.parametrize(("setup", "page", "stranger", "status"), SHAPES)
def test_who_may_call_what(
    setup: str, page: str, stranger: str, status: int, command: Command, empty_folder: Path
) -> None:
    """Every route and method has a row; nothing is written."""
    code = CorsCode("map", f"{setup}\n{ROUTES}")
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        done = command(
            "map", "--url", api, "--project", str(empty_folder), "--origin", PAGE, "--format", "json"
        )
        text = command("map", "--url", api, "--project", str(empty_folder), "--origin", PAGE)
        markdown = command("map", "--url", api, "--project", str(empty_folder), "--format", "markdown")
    assert done.status == status
    table = json.loads(done.out)
    assert table["origins"][0] == PAGE
    assert {(row["rule"], row["method"]) for row in table["routes"]} == {
        ("/items/<int:item>", "GET"),
        ("/items/<int:item>", "DELETE"),
        ("/api/data", "GET"),
    }
    for row in table["routes"]:
        cells = {cell["origin"]: cell["state"] for cell in row["cells"]}
        assert cells[PAGE] == page
        assert cells["https://cors-wizard.invalid"] == stranger
    assert "DELETE /items/<int:item>" in text.out
    assert markdown.out.startswith("| route |")
    # A tag of HTML outside a code span: it would not be shown.
    assert "| `DELETE /items/<int:item>` |" in markdown.out


PAST_THE_LIST = [
    (
        "CORS(app, origins=['https://shop.example.*'], supports_credentials=True)",
        "https://shop.example.com.evil.test",
    ),
    (
        "CORS(app, origins=[r'https://.*example\\.com$'], supports_credentials=True)",
        "https://evilexample.com",
    ),
    (
        "CORS(app, origins=[r'https?://shop\\.example\\.com$'], supports_credentials=True)",
        "http://shop.example.com",
    ),
    (
        "CORS(app, supports_credentials=True,\n"
        "     origins=['https://www.example.com', r'https://.*other\\.example$'])",
        "https://evilother.example",
    ),
    (
        "CORS(app, resources={r'/items/*': {'origins': r'https://shop.example.com$'}})",
        "https://shopxexample.com",
    ),
]


@pytest.mark.parametrize(("setup", "stranger"), PAST_THE_LIST)
def test_look_alikes_have_a_column(setup: str, stranger: str, command: Command, empty_folder: Path) -> None:
    """Who gets past a list is found, has a column of its own, and its line is named."""
    code = CorsCode("map", f"{setup}\n{ROUTES}")
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        options = (
            "map",
            "--url",
            api,
            "--project",
            str(empty_folder),
            "--origin",
            "https://shop.example.com",
        )
        done = command(*options, "--format", "json")
        text = command(*options)
    assert done.status == 1
    table = json.loads(done.out)
    assert stranger in [each["origin"] for each in table["look_alikes"]]
    assert all(each["by"].startswith("app.py:") for each in table["look_alikes"])
    cells = {cell["origin"]: cell["state"] for row in table["routes"] for cell in row["cells"]}
    assert cells["https://cors-wizard.invalid"] == "refused"
    assert "let in who is not on the list" in text.out


NOBODY = "has no column, and no look-alike got in"
WITHOUT_A_LISTED_PAGE = [
    pytest.param(
        (), r"origins=[r'https://.*\.shop\.example']", "https://evil.shop.example.evil.test", id="no-page"
    ),
    pytest.param(
        ("--origin", "https://other.example"),
        r"origins=[r'https://.*\.shop\.example']",
        "https://evil.shop.example.evil.test",
        id="page-not-listed",
    ),
    pytest.param((), r"origins=[r'https://[a-z]+\.shop\.example$']", NOBODY, id="anchored"),
]


@pytest.mark.parametrize(("page", "setup", "stranger"), WITHOUT_A_LISTED_PAGE)
def test_a_patterns_outsider_is_tried_without_a_page_on_the_list(
    page: tuple[str, ...], setup: str, stranger: str, command: Command, empty_folder: Path
) -> None:
    """What the code's own pattern lets in is asked, though no origin of the table gets in."""
    code = CorsCode("map", f"CORS(app, {setup}, supports_credentials=True)")
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        done = command("map", "--url", api, "--project", str(empty_folder), *page, "--format", "json")
    inside = [each["origin"] for each in json.loads(done.out)["look_alikes"]]
    assert inside == ([] if stranger is NOBODY else [stranger])
    assert done.status == (0 if stranger is NOBODY else 1)


BESIDE = [
    pytest.param(r"[r'^https://[a-z]+\.example\.com$']", "a host next to the page's", id="sibling"),
    pytest.param(r"[r'^https://shop\.example\.com(:\d+)?$']", "another port of the page's host", id="port"),
]


@pytest.mark.parametrize(("origins", "says"), BESIDE)
def test_the_pages_neighbors_are_told_below(
    origins: str, says: str, command: Command, empty_folder: Path
) -> None:
    """Other hosts and ports of the page's owner that read with cookies: said, and no alarm."""
    code = CorsCode("map", f"CORS(app, origins={origins}, supports_credentials=True)")
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        page = "https://shop.example.com"
        done = command("map", "--url", api, "--project", str(empty_folder), "--origin", page)
    assert done.status == 0
    assert "These get in with the user's cookies, too: check that all are yours." in done.out
    assert says in done.out


LIMITED = """
@app.after_request
def limit(response):
    if request.headers.get("Origin") != "http://localhost:3000":
        response = app.make_response(("slow down", {status}))
    return response

CORS(app, supports_credentials=True)
"""


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_rate_limit_shows_nothing(status: int, command: Command, empty_folder: Path) -> None:
    """What came in the route's place refuses nobody: the cell is not seen."""
    code = CorsCode("map", LIMITED.format(status=status))
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        done = command("map", "--url", api, "--project", str(empty_folder), "--origin", PAGE)
    assert done.status == 3
    assert "refused" not in done.out


def test_a_login_is_said(command: Command, empty_folder: Path) -> None:
    """Who reads a 401 may read what comes after a login: the table shows it, and says what was not seen."""
    setup = "CORS(app, origins=['https://shop.example.com'], supports_credentials=True)\n\n\n"
    code = CorsCode("map", setup + "@app.before_request\ndef login():\n    return 'who?', 401\n")
    (empty_folder / "app.py").write_text(code.source)
    where = ("--project", str(empty_folder), "--origin", "https://shop.example.com")
    with flask_server(served(code)) as api:
        shown = command("map", "--url", api, *where)
        table = command("map", "--url", api, *where, "--format", "json")
    assert "Seen without a login, with status 401: /api/data." in shown.out
    assert json.loads(table.out)["behind_login"] == ["/api/data"]


def test_a_redirect_is_said(command: Command, empty_folder: Path) -> None:
    """What the page gets is what it leads to: a login form, say."""
    setup = "CORS(app, origins=['https://shop.example.com'], supports_credentials=True)\n\n\n"
    hook = "@app.before_request\ndef login():\n    return '', 302, {'Location': '/login'}\n"
    code = CorsCode("map", setup + hook)
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        where = ("--url", api, "--project", str(empty_folder), "--origin", "https://shop.example.com")
        shown = command("map", *where)
    assert "Redirected, and not followed: /api/data." in shown.out


PREFLIGHT_OPEN = """

@app.after_request
def cors(response):
    origin = request.headers.get("Origin", "")
    if request.method == "OPTIONS" or origin == "https://shop.example.com":
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Methods"] = "PUT"
    return response


@app.put("/orders")
def orders():
    return jsonify([])
"""


def test_a_preflight_that_passes_is_no_response_to_read(command: Command, empty_folder: Path) -> None:
    """Any website may send the PUT; what it gets back was not seen, and isn't called readable."""
    code = CorsCode("map", PREFLIGHT_OPEN)
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        where = ("--url", api, "--project", str(empty_folder), "--origin", "https://shop.example.com")
        shown = command("map", *where)
    assert shown.status == 1
    assert "Any website may send 1 of these with the user's cookies: the preflight passes." in shown.out
    assert "may read" not in shown.out


def test_the_page_itself_may_be_turned_away() -> None:
    """A rate limit that has the page's header on it says nothing of the preflight."""
    named = {"Access-Control-Allow-Origin": PAGE, "Access-Control-Allow-Methods": "PUT"}
    request = ProbeRequest("map-0-0", "", "OPTIONS", "http://a.example/")
    states = [
        cell_of(ProbeResult(request, Response(status, Headers.of(named))), PAGE, "PUT")
        for status in (429, 503, 405, 200)
    ]
    assert states == ["not-seen", "not-seen", "refused", "readable"]


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HOLE_IN_ONE_METHOD = """

@app.after_request
def cors(response):
    origin, method = request.headers.get("Origin", ""), request.headers.get("Access-Control-Request-Method")
    if origin == "https://shop.example.com" or (method == "{method}" and {test}):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
    return response


@app.route("/orders", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def orders():
    assert request.method == "GET", "a map writes nothing"
    return jsonify([])
"""


@pytest.mark.parametrize("method", METHODS[1:])
@pytest.mark.parametrize(
    ("test", "stranger"),
    [
        ("origin", "https://cors-wizard.invalid"),
        ("origin.endswith('example.com')", "https://evilexample.com"),
    ],
)
def test_every_method_of_a_view_has_a_row(
    test: str, stranger: str, method: str, command: Command, empty_folder: Path
) -> None:
    """Who gets in with one method alone is found, whichever of the view's methods that is."""
    code = CorsCode("map", HOLE_IN_ONE_METHOD.format(method=method, test=test))
    (empty_folder / "app.py").write_text(code.source)
    options = ("--project", str(empty_folder), "--origin", "https://shop.example.com", "--format", "json")
    with flask_server(served(code)) as api:
        done = command("map", "--url", api, *options)
    table = json.loads(done.out)
    rows = [row for row in table["routes"] if row["rule"] == "/orders"]
    assert [row["method"] for row in rows] == [*METHODS]
    allowed = {
        row["method"]
        for row in rows
        for cell in row["cells"]
        if cell["origin"] == stranger and cell["state"] == "readable-with-cookies"
    }
    assert (done.status, allowed, table["left_out"]) == (1, {method}, 0)


def test_what_a_map_leaves_out_is_counted(command: Command, empty_folder: Path) -> None:
    """A row for GET and for one other method of each route comes before any third method."""
    views = (
        f"@app.route('/r{n}', methods=['GET', 'POST', 'PUT', 'DELETE'])\ndef r{n}():\n    return 'x'\n"
        for n in range(40)
    )
    code = CorsCode("map", "\n".join(views))
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        options = ("map", "--url", api, "--project", str(empty_folder))
        table = json.loads(command(*options, "--format", "json").out)
        text = command(*options)
    asked = [(row["rule"], row["method"]) for row in table["routes"]]
    assert len(asked) + table["left_out"] == 40 * 4 + 1
    assert {("/r0", "GET"), ("/r29", "GET"), ("/r29", "POST")} <= {*asked}
    assert (
        f"{table['left_out']} more methods of routes were not asked: a map has at most 120 rows." in text.out
    )


def test_before_and_after(command: Command, empty_folder: Path) -> None:
    """An earlier map beside the present one: what changed is in the cell, and counted."""
    before = empty_folder / "before.json"
    outputs = []
    for setup in ("CORS(app, supports_credentials=True)", f"CORS(app, origins=['{PAGE}'])"):
        code = CorsCode("map", f"{setup}\n{ROUTES}")
        (empty_folder / "app.py").write_text(code.source)
        with flask_server(served(code)) as api:
            options = ("map", "--url", api, "--project", str(empty_folder), "--origin", PAGE)
            if not before.exists():
                before.write_text(command(*options, "--format", "json").out)
            else:
                outputs = [
                    command(*options, "--before", str(before), "--format", format)
                    for format in ("text", "markdown", "json")
                ]
    assert "with cookies -> refused" in outputs[0].out
    assert "9 cells changed." in outputs[0].out
    assert "Not in the earlier map" not in outputs[0].out
    assert "| with cookies -> readable |" in outputs[1].out
    first = json.loads(outputs[2].out)["routes"][0]["cells"][0]
    assert (first["before"], first["state"]) == ("readable-with-cookies", "readable")


def test_an_origin_that_the_earlier_map_lacks() -> None:
    """It has no cell to compare with, so it is named."""
    found = RouteMap((PAGE, "http://b.example"), (MapRow("/a", "GET", "", ("readable", "readable")),))
    shown = map_text(found, {("/a", "GET", PAGE): "readable"})
    assert "0 cells changed.\nNot in the earlier map: http://b.example." in shown


@pytest.mark.parametrize("text", ["", "[]", '{"routes": 1}', '{"routes": [1]}', "[" * 5_000, "{"])
def test_what_is_no_map(text: str, command: Command, empty_folder: Path) -> None:
    """One sentence, and how to write one."""
    (empty_folder / "app.py").write_text(CorsCode("map", "").source)
    (empty_folder / "before.json").write_text(text)
    options = ("map", "--url", "http://127.0.0.1:9", "--project", str(empty_folder))
    done = command(*options, "--before", str(empty_folder / "before.json"))
    assert done.status == 2
    assert "--format json > before.json" in done.err


def test_nothing_listens(command: Command, empty_folder: Path) -> None:
    """Then nothing was seen, and nothing is said of it."""
    (empty_folder / "app.py").write_text(CorsCode("map", "").source)
    done = command("map", "--url", "http://127.0.0.1:9", "--project", str(empty_folder))
    assert done.status == 3
    assert "not seen" in done.out


def test_what_is_missing_is_said(command: Command, empty_folder: Path) -> None:
    """Without an address, or without routes, there is no table."""
    assert command("map").status == 2
    (empty_folder / "app.py").write_text("import flask\n")
    assert command("map", "--url", "http://127.0.0.1:9", "--project", str(empty_folder)).status == 2
