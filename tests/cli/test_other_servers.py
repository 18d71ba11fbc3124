"""Servers that are not Flask: which headers for which request, and never Flask code.

A real Node server and a real FastAPI app; the headers of the fix are then sent by them, and the page passes.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cors_wizard.fetch_standard import judge
from tests.browsers.pages import PageRequest
from tests.cli.conftest import Command
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.ports import unused_port

PAGE = "http://localhost:5173"
NODE = """
const http = require('http');
const headers = JSON.parse(process.argv[3]);
http.createServer((request, response) => {
  const fixed = request.headers.origin === 'http://localhost:5173' ? headers : {};
  const preflight = request.method === 'OPTIONS';
  const status = preflight ? (Object.keys(headers).length ? 204 : 404) : 200;
  response.writeHead(status, {'X-Powered-By': 'Express', 'Content-Type': 'application/json', ...fixed});
  response.end(preflight ? '' : '{}');
}).listen(Number(process.argv[2]), '127.0.0.1');
"""
FASTAPI = """
import json, sys
import uvicorn
from fastapi import FastAPI, Request, Response
app = FastAPI()
headers = json.loads(sys.argv[2])

@app.put("/api/orders")
def orders():
    return {}

@app.middleware("http")
async def allow(request: Request, call_next):
    is_page = request.headers.get("origin") == "http://localhost:5173"
    preflight = headers and request.method == "OPTIONS"
    response = Response(status_code=204) if preflight else await call_next(request)
    for name, value in (headers.items() if is_page else ()):
        response.headers[name] = value
    return response

uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""


@contextmanager
def served(words: list[str], headers: dict[str, str]) -> Iterator[str]:
    """The server on a free port, with these headers in its responses to the page."""
    port = unused_port()
    process = subprocess.Popen([*words, str(port), json.dumps(headers)])
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("The server did not start.")


def diagnosed(command: Command, api: str, *more: str) -> dict[str, Any]:
    """The result for a PUT with a header and cookies."""
    facts = ("method=PUT", "request_headers=X-Tenant, Content-Type: application/json", "credentials=include")
    given = [word for fact in facts for word in ("--fact", fact)]
    done = command(
        "diagnose", "--url", f"{api}/api/orders", "--origin", PAGE, "--format", "json", *given, *more
    )
    found: dict[str, Any] = json.loads(done.out)
    return found


def headers_of(result: dict[str, Any]) -> dict[str, str]:
    """The headers of the fix's blocks, as somebody would copy them."""
    blocks = [step["code"]["text"] for step in result["fix"]["steps"] if step["code"]]
    return dict(re.findall(r"^([A-Za-z-]+): (.+)$", "\n".join(blocks), re.MULTILINE))


def passes(api: str) -> bool:
    """Whether the page's own request passes, and nobody else's."""
    names = {"X-Tenant": "a", "Content-Type": "application/json"}
    request = PageRequest(f"{api}/api/orders", "PUT", names, "include", "{}")
    others = look_alikes(PAGE).values()
    return judge(exchange_over_http(request, PAGE)).readable and not any(
        may_read(exchange_over_http(request, other)) for other in others
    )


@pytest.mark.process
def test_a_node_server(command: Command, tmp_path: Path) -> None:
    """The headers of the fix, sent by the server, let the page pass and nobody else."""
    node = shutil.which("node")
    script = tmp_path / "server.js"
    script.write_text(NODE)
    assert node, "This test runs a server that is written for Node."
    with served([node, str(script)], {}) as api:
        assert not passes(api)
        result = diagnosed(command, api)
    assert result["cause"] == "other-framework"
    assert result["changes"] == []
    assert not {"flask", "python"} & set(re.findall("[a-z]+", json.dumps(result["fix"]["steps"]).lower()))
    with served([node, str(script)], headers_of(result)) as api:
        assert passes(api)


@pytest.mark.process
def test_a_fastapi_app(command: Command, empty_folder: Path) -> None:
    """Its own middleware in the fix and in its file, and nothing of Flask's."""
    app = empty_folder / "main.py"
    app.write_text(FASTAPI)
    with served([sys.executable, str(app)], {}) as api:
        assert not passes(api)
        result = diagnosed(command, api, "--project", ".")
    assert result["cause"] == "other-framework"
    code = "\n".join(step["code"]["text"] for step in result["fix"]["steps"] if step["code"])
    (change,) = result["changes"]
    for each in (code, change["diff"]):
        assert "CORSMiddleware" in each
        assert "flask_cors" not in each.replace("remove flask_cors", "")
    (empty_folder / "fix.diff").write_text(change["diff"])
    subprocess.run(["git", "apply", "fix.diff"], check=True, cwd=empty_folder)
    with served([sys.executable, str(app)], {}) as api:
        assert passes(api)


@pytest.mark.process
def test_a_flask_project_whose_port_another_server_has(command: Command, empty_folder: Path) -> None:
    """Then the port is the problem, not the framework."""
    node = shutil.which("node")
    (empty_folder / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    (empty_folder / "server.js").write_text(NODE)
    assert node
    with served([node, "server.js"], {}) as api:
        assert diagnosed(command, api, "--project", ".")["cause"] == "port-taken"
