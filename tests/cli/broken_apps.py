"""Flask apps that are broken in the ways of the three most common error texts."""

from __future__ import annotations

from flask import Flask, Response, abort
from flask.typing import ResponseReturnValue
from flask_cors import CORS

from tests.cli.error_texts import PAGE


def _app() -> Flask:
    app = Flask(__name__)

    @app.route("/api/data", methods=["GET", "PUT"])
    def data() -> dict[str, int]:
        return {"value": 1}

    return app


def without_cors() -> Flask:
    """No CORS set-up at all."""
    return _app()


def other_origin() -> Flask:
    """Another origin is allowed."""
    app = _app()
    CORS(app, origins=["http://localhost:8080"])
    return app


def failing_view() -> Flask:
    """The view raises, and the answer of the debugger has no CORS headers."""
    app = Flask(__name__)
    CORS(app, origins=[PAGE])

    @app.after_request
    def strip(response: Response) -> Response:
        # As the Werkzeug debugger answers: a 500 that no extension has seen.
        if response.status_code == 500:
            response.headers.remove("Access-Control-Allow-Origin")
        return response

    @app.get("/api/data")
    def data() -> ResponseReturnValue:
        raise ValueError("broken")

    return app


def other_route() -> Flask:
    """The route is elsewhere, and what is answered in its place has no CORS headers."""
    app = Flask(__name__)
    app.add_url_rule("/v2/data", view_func=lambda: {"value": 1})
    CORS(app, resources={r"/v2/*": {"origins": PAGE}})
    return app


def token_before_preflight() -> Flask:
    """A token is wanted of the preflight too."""
    app = _app()
    CORS(app, origins=[PAGE])

    @app.before_request
    def check() -> None:
        abort(401)

    return app


def options_refused() -> Flask:
    """The route does not answer OPTIONS."""
    app = Flask(__name__)
    CORS(app, origins=[PAGE])
    app.add_url_rule(
        "/api/data", view_func=lambda: {"value": 1}, methods=["PUT"], provide_automatic_options=False
    )
    return app


def wildcard() -> Flask:
    """`*` is sent to everybody."""
    app = _app()
    CORS(app, send_wildcard=True)
    return app
