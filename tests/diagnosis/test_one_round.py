"""One round: what the page's other requests need is changed along with the failed one's cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

PAGE = "http://localhost:5173"
UPLOADS = """\
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 20 * 1024 * 1024
CORS(app, origins=["http://localhost:5173"], methods=["GET", "POST"])


@app.route("/api/files", methods=["POST", "DELETE"])
def files():
    return []
"""
NGINX = """\
server {
    listen 8080;
    location / {
        proxy_pass http://127.0.0.1:5000;
    }
}
"""
UPLOAD_PAGE = """\
const url = "http://localhost:8080/api/files";
export const send = (form) => fetch(url, {method: "POST", body: form});
export const clear = () => fetch(url, {method: "DELETE"});
"""
TOO_LARGE = (
    f"Access to fetch at 'http://localhost:8080/api/files' from origin '{PAGE}' has been blocked by CORS "
    "policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    "POST http://localhost:8080/api/files net::ERR_FAILED 413 (Request Entity Too Large)"
)
CHAT = """\
from flask import Flask
from flask_cors import CORS
from flask_socketio import SocketIO

app = Flask(__name__)
CORS(app, resources={r"/api/*": {"origins": ["https://chat.example"]}})
socketio = SocketIO(app, cors_allowed_origins=["https://chat.example"])


@app.get("/api/rooms")
def rooms():
    return []
"""
CHAT_PAGE = """\
import { io } from "socket.io-client";
export const socket = io("http://localhost:5000");
export const rooms = () => fetch("http://localhost:5000/api/rooms");
"""
NO_SOCKET = (
    "Access to XMLHttpRequest at 'http://localhost:5000/socket.io/?EIO=4&transport=polling&t=Pk3x1' from "
    f"origin '{PAGE}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on "
    "the requested resource."
)

LOGIN = """\
from flask import Blueprint, Flask, abort, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:5173"])
bp = Blueprint("files", __name__, url_prefix="/api")


@app.before_request
def require_login():
    if request.blueprint and "Authorization" not in request.headers:
        abort(401)


@bp.route("/files/", methods=["DELETE"])
def files():
    return []


app.register_blueprint(bp)
"""
REDIRECTED = (
    f"Access to fetch at 'http://localhost:8080/api/files' from origin '{PAGE}' has been blocked by "
    "CORS policy: Response to preflight request doesn't pass access control check: "
    "Redirect is not allowed for a preflight request."
)


def lines_of(folder: Path, files: Mapping[str, str], text: str) -> list[str]:
    """The lines that the change to these files adds, where nothing may be sent."""
    for name, content in files.items():
        (folder / name).write_text(content)
    begun = replace(Diagnosis.begin(load_knowledge(), text), may_probe=False).without_optional_questions()
    changes = begun.with_scan(scan_project(folder)).changes
    lines = [line for change in changes.changes for line in change.diff.splitlines()]
    return [line[1:].strip() for line in lines if line.startswith("+")]


@pytest.mark.parametrize(
    ("files", "text", "added"),
    [
        pytest.param(
            {"app.py": UPLOADS, "nginx.conf": NGINX, "page.js": UPLOAD_PAGE},
            TOO_LARGE,
            ["client_max_body_size", '"DELETE"'],
            id="a-proxys-limit-and-a-method",
        ),
        pytest.param(
            {"app.py": CHAT, "page.js": CHAT_PAGE},
            NO_SOCKET,
            [
                f'cors_allowed_origins=["https://chat.example", "{PAGE}"]',
                f'["https://chat.example", "{PAGE}"]}}',
            ],
            id="socketio-and-a-route",
        ),
        pytest.param(
            {"app.py": LOGIN, "page.js": UPLOAD_PAGE},
            REDIRECTED,
            ["strict_slashes=False", 'if request.method == "OPTIONS":'],
            id="a-login-behind-the-slash",
        ),
    ],
)
def test_another_room_is_changed_in_the_same_round(
    files: Mapping[str, str], text: str, added: list[str], tmp_path: Path
) -> None:
    """Wherever the failed request's own cause is."""
    lines = lines_of(tmp_path, files, text)
    assert all(any(each in line for line in lines) for each in added), lines


def test_who_is_let_in_stays_where_a_proxys_limit_is_raised(tmp_path: Path) -> None:
    """A list of origins without the page is no part of that: lists alone are lengthened."""
    files = {
        "app.py": UPLOADS.replace(PAGE, "https://shop.example"),
        "nginx.conf": NGINX,
        "page.js": UPLOAD_PAGE,
    }
    lines = lines_of(tmp_path, files, TOO_LARGE)
    assert any("client_max_body_size" in line for line in lines)
    assert not any("shop.example" in line for line in lines)
