"""What Flask itself responds with the statuses that the fixes of `not-cors` and `server-error` speak of."""

from __future__ import annotations

from http.server import SimpleHTTPRequestHandler

import pytest
from flask import Flask, Response, abort, jsonify, request, session


@pytest.fixture
def app() -> Flask:
    """Views that read what browsers often get wrong."""
    made = Flask(__name__)
    made.config["MAX_CONTENT_LENGTH"] = 100

    @made.post("/json")
    def json_view() -> Response:
        return jsonify(request.get_json())

    @made.post("/form")
    def form_view() -> str:
        return request.form["name"]

    @made.get("/items/")
    def items() -> str:
        return "items"

    return made


@pytest.mark.parametrize(
    ("path", "body", "content_type", "status"),
    [
        pytest.param("/json", '{"name": "x"}', "application/json", 200, id="valid"),
        pytest.param("/json", '{"name": "x"}', "text/plain", 415, id="a-string-without-its-type"),
        pytest.param("/json", "name=x", "application/json", 400, id="no-json"),
        pytest.param("/form", "other=x", "application/x-www-form-urlencoded", 400, id="a-missing-field"),
        pytest.param("/json", '"' + "x" * 200 + '"', "application/json", 413, id="too-large"),
        pytest.param("/nothing", "", "text/plain", 404, id="no-such-route"),
        pytest.param("/items/", "", "text/plain", 405, id="no-such-method"),
    ],
)
def test_a_request_gets_the_status(app: Flask, path: str, body: str, content_type: str, status: int) -> None:
    """The sentence of the fix says what Flask does."""
    response = app.test_client().post(path, data=body, content_type=content_type)
    assert response.status_code == status


@pytest.mark.parametrize(("lets_pass", "status"), [(False, 500), (True, 200)])
def test_a_hook_that_reads_the_login_fails_the_preflight(app: Flask, lets_pass: bool, status: int) -> None:
    """What a preflight never has raises in the hook; returning first lets it through."""
    app.secret_key = "for this test alone"

    @app.before_request
    def load_user() -> None:
        if lets_pass and request.method == "OPTIONS":
            return
        if not session["user"]:
            abort(401)

    app.testing = False
    assert app.test_client().options("/items/").status_code == status


@pytest.mark.parametrize("status", [406, 409, 410, 412, 501])
def test_only_a_view_decides_on_these(app: Flask, status: int) -> None:
    """Flask sends them where a view aborts with them, and never by itself."""
    app.add_url_rule("/decides", view_func=lambda: abort(status))
    assert app.test_client().get("/decides", headers={"Accept": "image/png"}).status_code == status
    assert (
        app.test_client().get("/items/", headers={"Accept": "image/png", "If-Match": '"x"'}).status_code
        == 200
    )


def test_the_server_of_plain_files_implements_no_post() -> None:
    """Python's own server of files responds with 501 to what isn't GET or HEAD."""
    assert not hasattr(SimpleHTTPRequestHandler, "do_POST")
    assert {each for each in dir(SimpleHTTPRequestHandler) if each.startswith("do_")} == {"do_GET", "do_HEAD"}
