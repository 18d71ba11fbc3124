"""The request is the page's own, end to end: a real API, the page's code beside it, no question."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.orders import FILES
from tests.probe.serving import flask_server
from tests.project.folders import write

PAGE = "http://localhost:5173"
PASTE = (
    "Access to XMLHttpRequest at '{api}/api/orders/7' from origin 'http://localhost:5173' has been blocked "
    "by CORS policy: Response to preflight request doesn't pass access control check: No "
    "'Access-Control-Allow-Origin' header is present on the requested resource."
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project, as a user has it on disk."""
    return write(tmp_path / "orders", FILES)


@pytest.fixture
def api(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The broken API, running; the page's code names its address."""
    monkeypatch.setenv("FRONTEND_URL", f"{PAGE}/")
    monkeypatch.syspath_prepend(str(project))
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        monkeypatch.delitem(sys.modules, name)
    with flask_server(import_module("shop").create_app()) as base:
        source = project / "web" / "src" / "api.ts"
        source.write_text(
            source.read_text(encoding="utf-8").replace("http://localhost:5055", base), encoding="utf-8"
        )
        yield base


def diagnosed(command: Command, project: Path, api: str, *options: str) -> dict[str, object]:
    """The result line."""
    told = ("diagnose", "-", "--project", str(project), "--format", "json", *options)
    line: dict[str, object] = json.loads(command(*told, stdin=PASTE.format(api=api)).out)
    return line


def part(line: dict[str, object], name: str) -> tuple[object, object]:
    """Value and source of one part of the request."""
    request = line["request"]
    assert isinstance(request, dict)
    return request[name]["value"], request[name]["source"]


def test_all_of_the_request_is_read(command: Command, project: Path, api: str) -> None:
    """Method, headers and credentials from the page's code, each with its source; nothing is asked."""
    line = diagnosed(command, project, api)
    assert part(line, "method") == ("PUT", "scanned")
    assert part(line, "headers") == (["Authorization", "X-Tenant", "Content-Type"], "scanned")
    assert part(line, "credentials") == ("include", "scanned")
    assert line["question"] is None
    assert "supports_credentials" in json.dumps(line["changes"])


def test_without_the_pages_code_it_is_asked_once(command: Command, project: Path, api: str) -> None:
    """What is left is one question, and the options that it names answer it."""
    shutil.rmtree(project / "web")
    line = diagnosed(command, project, api)
    assert part(line, "method") == ("PUT", "scanned")
    assert part(line, "credentials")[1] == "assumed"
    question = line["question"]
    assert isinstance(question, dict)
    assert question["node"] == "page-request"
    assert "--fact credentials=include" in question["answer_with"]
    headers = ("--fact", "request_headers=Authorization,X-Tenant,Content-Type")
    answered = diagnosed(command, project, api, *headers, "--fact", "credentials=include")
    assert answered["question"] is None
    assert part(answered, "credentials") == ("include", "answered")


def test_no_fix_for_a_guess(command: Command, project: Path, api: str) -> None:
    """`fix` ends with status 3 and the option that answers what its diff depends on."""
    shutil.rmtree(project / "web")
    done = command("fix", "-", "--project", str(project), stdin=PASTE.format(api=api))
    assert done.status == 3
    assert done.out == ""
    assert "--fact credentials=include" in done.err


def test_a_page_elsewhere_is_given(command: Command, project: Path, api: str, tmp_path: Path) -> None:
    """`--page DIR`."""
    elsewhere = tmp_path / "shop-frontend"
    shutil.move(project / "web", elsewhere)
    line = diagnosed(command, project, api, "--page", str(elsewhere))
    assert part(line, "credentials") == ("include", "scanned")


def test_a_method_that_the_route_lacks_is_a_finding(command: Command, project: Path, api: str) -> None:
    """The page sends PATCH, the route takes PUT: both places are named."""
    source = project / "web" / "src" / "api.ts"
    source.write_text(source.read_text(encoding="utf-8").replace("api.put(", "api.patch("), encoding="utf-8")
    request = diagnosed(command, project, api)["request"]
    assert isinstance(request, dict)
    assert any("sends PATCH" in note and "takes PUT" in note for note in request["notes"])


def test_a_mode_in_the_code_is_known(command: Command, project: Path, api: str) -> None:
    """`mode: 'no-cors'` in the page's code is no question."""
    source = project / "web" / "src" / "api.ts"
    source.write_text(f"fetch('{api}/api/orders/7', {{ mode: 'no-cors' }});\n", encoding="utf-8")
    text = f"GET {api}/api/orders/7 net::ERR_FAILED"
    done = command("diagnose", "-", "--project", str(project), "--format", "json", stdin=text)
    assert part(json.loads(done.out), "mode") == ("no-cors", "scanned")
