"""Code and nothing else: what cannot work in it is concluded, and correct code concludes nothing."""

from __future__ import annotations

import pytest

from tests.diagnosis.text_alone import begun

HEAD = "from flask import Flask\nfrom flask_cors import CORS, cross_origin\n\napp = Flask(__name__)\n"
VIEW = '@app.route("/api/v1/books")\ndef books():\n    return []\n'
CALL = '\n// the page runs on http://localhost:3000\nfetch("http://localhost:5000/api/v1/books")\n'
HAND = (
    "@app.after_request\ndef add(response):\n"
    '    response.headers["Access-Control-Allow-Origin"] = "*"\n    return response\n\n'
)


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (
            HEAD + 'CORS(app, resources={r"/api/v2/*": {"origins": "*"}})\n' + VIEW + CALL,
            "resource-pattern-mismatch",
        ),
        (HEAD + "@cross_origin()\n" + VIEW + CALL, "decorator-order"),
        (HEAD.replace("app =", "cors = CORS()\napp =") + VIEW + CALL, "cors-not-initialized"),
        (HEAD.replace("flask_cors", "flask.ext.cors") + "CORS(app)\n" + VIEW + CALL, "wrong-import"),
        (HEAD + 'CORS(app, origins=["http://localhost:5173"])\n' + VIEW + CALL, "origin-not-allowed"),
        (HEAD + 'CORS(app, origins=["http://localhost:3000/"])\n' + VIEW + CALL, "origin-not-allowed"),
        (
            HEAD + "CORS(app)\n" + VIEW + CALL.replace("http://localhost:5000", "localhost:5000"),
            "bad-request-url",
        ),
        (
            "from fastapi import FastAPI\nfrom flask_cors import CORS\n\napp = FastAPI()\nCORS(app)\n",
            "other-framework",
        ),
        (
            HEAD + HAND + VIEW + CALL.replace('")', '", {credentials: "include"})'),
            "wildcard-with-credentials",
        ),
        ('fetch("/api/books", {mode: "no-cors"}).then(r => r.json())', "no-cors-mode"),
        (
            'axios.get("http://localhost:5000/books", {headers: {"Access-Control-Allow-Origin": "*"}})',
            "client-sets-cors-header",
        ),
        (
            HEAD.replace("flask_cors import CORS, cross_origin", "flask_socketio import SocketIO")
            + "socketio = SocketIO(app)\n# the page runs on http://localhost:3000\n",
            "socketio-origins",
        ),
        (
            'CORS(app, origins=["http://localhost:5173"])\n'
            'fetch("http://localhost:5000/books")  // from http://localhost:3000',
            "origin-not-allowed",
        ),
    ],
)
def test_code_that_cannot_work(code: str, cause: str) -> None:
    told = begun().with_text(code)
    assert told.cause is not None
    assert (told.cause.id, told.certainty) == (cause, "likely")


@pytest.mark.parametrize(
    "code",
    [
        HEAD + "CORS(app)\n" + VIEW + CALL,
        HEAD + 'CORS(app, origins=["http://localhost:3000"])\n' + VIEW + CALL,
        HEAD + 'CORS(app, resources={r"/api/*": {"origins": "*"}})\n' + VIEW + CALL,
        HEAD + '@app.route("/api/v1/books")\n@cross_origin()\ndef books():\n    return []\n' + CALL,
        HEAD + 'CORS(app, resources={r"/api/v2/*": {"origins": "*"}})\n' + VIEW,
    ],
)
def test_correct_code_concludes_nothing(code: str) -> None:
    assert begun().with_text(code).cause is None
