"""What is about CORS and beside flask-cors: cookies, a proxy's settings, FastAPI, an `http` twin."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.knowledge_base import Knowledge
from tests.lint.test_lint import findings

APP = """\
import os
from flask import Flask, make_response, request
app = Flask(__name__)
"""
"""Three lines in front of each case."""
OPEN = 'from flask_cors import CORS; CORS(app, origins=["https://shop.example"], supports_credentials=True)\n'
TWIN = OPEN.replace('["https://shop.example"]', r'r"^https?://shop\.example$"')
HOOK = """
@app.after_request
def cors(r):
    origin = request.headers.get("Origin", "")
    if {test}:
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
        r.headers["Vary"] = "Origin"
    return r
"""
STAR = """
from {module} import CORSMiddleware
app.add_middleware(CORSMiddleware, {options})
"""
ECHO = """@app.get("/x")
def x():
    r = make_response("x")
    r.headers["Access-Control-Allow-Origin"] = {origin}
    r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
"""
SET_COOKIE = """@app.post("/in")
def login():
    r = make_response("x")
    r.set_cookie("token", "1", samesite="None"{secure})
    return r
"""
FASTAPI, STARLETTE = "fastapi.middleware.cors", "starlette.middleware.cors"


def _starlette(module: str, options: str) -> dict[str, str]:
    head = f"from {module.partition('.')[0]} import *\napp = object()"
    return {"app.py": APP + OPEN, "api.py": head + STAR.format(module=module, options=options)}


def _nginx(inner: str, code: str = OPEN) -> dict[str, str]:
    site = f"server {{\n location / {{\n{inner}\n  proxy_pass http://127.0.0.1:5000;\n }}\n}}\n"
    return {"app.py": APP + code, "nginx.conf": site}


CASES = [
    # The process's environment is not a request's.
    (
        {"app.py": APP + ECHO.format(origin='request.environ.get("HTTP_ORIGIN", "*")')},
        "reflects-any-origin app.py:7",
    ),
    ({"app.py": APP + ECHO.format(origin='request.environ["HTTP_ORIGIN"]')}, "reflects-any-origin app.py:7"),
    # Cookies.
    ({"app.py": APP + 'app.config["SESSION_COOKIE_SAMESITE"] = "None"\n'}, "cookie-not-sent app.py:4"),
    (
        {
            "app.py": APP
            + 'app.config.update(SESSION_COOKIE_SAMESITE="None",\n SESSION_COOKIE_SECURE=False)\n'
        },
        "cookie-not-sent app.py:4",
    ),
    ({"app.py": APP + 'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)\n'}, ""),
    (
        {"app.py": APP + 'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=make())\n'},
        "",
    ),
    ({"app.py": APP + 'app.config["REMEMBER_COOKIE_SAMESITE"] = "None"\n'}, "cookie-not-sent app.py:4"),
    ({"app.py": APP + 'app.config["SESSION_COOKIE_PARTITIONED"] = True\n'}, "cookie-not-sent app.py:4"),
    ({"app.py": APP + 'app.config["SESSION_COOKIE_DOMAIN"] = ".github.io"\n'}, "cookie-not-sent app.py:4"),
    ({"app.py": APP + 'app.config["SESSION_COOKIE_DOMAIN"] = ".shop.example"\n'}, ""),
    ({"app.py": APP + 'app.config["SESSION_COOKIE_SAMESITE"] = "Lax"\n'}, ""),
    ({"app.py": APP + SET_COOKIE.format(secure="")}, "cookie-not-sent app.py:7"),
    ({"app.py": APP + SET_COOKIE.format(secure=", secure=False")}, "cookie-not-sent app.py:7"),
    ({"app.py": APP + SET_COOKIE.format(secure=", secure=True")}, ""),
    ({"app.py": APP + SET_COOKIE.format(secure=", secure=not app.debug")}, ""),
    ({"app.py": APP + SET_COOKIE.format(secure=", **OPTIONS")}, ""),
    # Starlette sends the origin back by name where a cookie came.
    (_starlette(FASTAPI, "allow_origins=['*'], allow_credentials=True"), "reflects-any-origin api.py:4"),
    (_starlette(STARLETTE, "allow_origins=['null']"), "allows-null-origin api.py:4"),
    (
        _starlette(STARLETTE, r"allow_origin_regex=r'https://.*shop\.example'"),
        "origin-pattern-too-wide api.py:4",
    ),
    (_starlette(STARLETTE, r"allow_origin_regex=r'https://[a-z]+\.shop\.example'"), ""),
    (_starlette(FASTAPI, "allow_origins=['*']"), ""),
    (_starlette(FASTAPI, "allow_origins=['https://shop.example'], allow_credentials=True"), ""),
    # The same host over plain HTTP.
    (
        {"app.py": APP + OPEN.replace("[", '["http://shop.example", ')},
        "insecure-origin-allowed app.py:4 warning",
    ),
    ({"app.py": APP + OPEN.replace("[", '["http://shop.example", ').replace("True", "False")}, ""),
    ({"app.py": APP + OPEN.replace("[", '["http://localhost:5173", "https://localhost:5173", ')}, ""),
    ({"app.py": APP + TWIN}, "insecure-origin-allowed app.py:4 warning"),
    ({"app.py": APP + TWIN.replace("True", "False")}, ""),
    ({"app.py": APP + TWIN.replace(r"shop\.example", "localhost")}, ""),
    ({"app.py": APP + TWIN.replace("https?", "https")}, ""),
    (
        {"app.py": APP + HOOK.format(test='origin.endswith(".shop.example")')},
        "insecure-origin-allowed app.py:8 warning",
    ),
    (
        {
            "app.py": APP
            + HOOK.format(test='origin.startswith("https://") and origin.endswith(".shop.example")')
        },
        "",
    ),
    ({"app.py": APP + HOOK.format(test='origin == "https://shop.example"')}, ""),
    # The page's address is as much anybody's as its origin.
    (
        {"app.py": APP + ECHO.format(origin="'/'.join(request.referrer.split('/')[:3])")},
        "reflects-any-origin app.py:7",
    ),
    # nginx.
    (_nginx("if ($request_method = OPTIONS) {\n return 405;\n}"), "preflight-not-handled nginx.conf:3"),
    (_nginx("limit_except GET POST {\n deny all;\n}"), "preflight-not-handled nginx.conf:3"),
    (_nginx("limit_except GET POST {\n deny all;\n}", ""), ""),
    (
        _nginx(
            "add_header Access-Control-Allow-Origin https://shop.example always;\n"
            "if ($request_method = OPTIONS) {\n return 204;\n}",
            "",
        ),
        "",
    ),
    (
        _nginx("add_header Access-Control-Allow-Origin https://shop.example;", ""),
        "cors-not-initialized nginx.conf:3 warning",
    ),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_what_is_beside(files: dict[str, str], expected: str, tmp_path: Path, knowledge: Knowledge) -> None:
    """Rule, place and level; nothing more where nothing is said."""
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    found = [
        f"{each.rule} {each.where}{'' if each.level == 'error' else ' warning'}"
        for each in findings(tmp_path, knowledge)
    ]
    assert found == ([expected] if expected else [])
