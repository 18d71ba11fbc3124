"""`cors-wizard mcp`: the SDK's own client over standard input and output, against the real command."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask
from mcp import Client, StdioServerParameters
from mcp_types import TextContent

import cors_wizard
from cors_wizard.cli import mcp_server
from cors_wizard.cli.agent_tools import AgentTools
from cors_wizard.cli.mcp_server import server_of
from cors_wizard.errors import CorsWizardError, InputError
from tests.cli import broken_apps
from tests.cli.conftest import Command, load_once
from tests.cli.error_texts import PAGE
from tests.probe.serving import flask_server

ROOT = Path(cors_wizard.__file__).parent.parent
CODE = """\
from flask import Flask

app = Flask(__name__)


@app.route("/api/data")
def data():
    return {}
"""


@asynccontextmanager
async def served(*options: str) -> AsyncIterator[Client]:
    """The command as an agent starts it, and a client that is connected to it."""
    words = ["-m", "cors_wizard", "mcp", *options]
    started = StdioServerParameters(command=sys.executable, args=words, env={"PYTHONPATH": str(ROOT)})
    async with Client(started) as client:
        yield client


async def called(client: Client, tool: str, **given: Any) -> tuple[str, bool]:
    """The text that a tool gives, and whether it is an error."""
    result = await client.call_tool(tool, given)
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text, bool(result.is_error)


def paste(api: str) -> str:
    """What Chromium prints where the app has no CORS setup."""
    return (
        f"Access to fetch at '{api}/api/data' from origin '{PAGE}' has been blocked by CORS policy: "
        "No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )


@pytest.mark.process
async def test_an_agent_walks_from_the_error_to_the_diff(empty_folder: Path) -> None:
    """Every tool in one session; nothing is written, and errors are one sentence."""
    (empty_folder / "app.py").write_text(CODE)
    folder = str(empty_folder)
    api: str
    with flask_server(broken_apps.without_cors()) as api:
        async with served() as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == {"diagnose", "fix", "explain", "check"}
            assert all(tool.description and tool.annotations for tool in tools.values())
            text, failed = await called(client, "diagnose", text=paste(api), project=folder)
            found = json.loads(text)
            assert (found["cause"], found["certainty"], failed) == ("cors-not-initialized", "proven", False)
            jsonschema.validate(found, json.loads((ROOT / "schema" / "diagnose.json").read_text()))
            question = json.loads((await called(client, "fix", text=paste(api), project=folder))[0])
            jsonschema.validate(question, json.loads((ROOT / "schema" / "fix.json").read_text()))
            assert (question["diff"], question["question"]["answer_with"]) == (
                "",
                ["--fact credentials=include"],
            )
            assert "What does your page send?" in question["problem"]
            facts = {"method": "GET", "credentials": "omit", "request_headers": []}
            text, failed = await called(client, "fix", text=paste(api), project=folder, facts=facts)
            fixed = json.loads(text)
            jsonschema.validate(fixed, json.loads((ROOT / "schema" / "fix.json").read_text()))
            assert "+CORS(app" in fixed["diff"]
            assert (await called(client, "explain", cause=found["cause"]))[0].startswith("# ")
            text, failed = await called(client, "check", url=f"{api}/api/data", origin=PAGE)
            assert (json.loads(text)["readable"], failed) == (False, False)
            text, failed = await called(client, "explain", cause="no\x1b[31mcause")
            assert failed
            assert "Unknown cause" in text
            assert "\x1b" not in text
    assert (empty_folder / "app.py").read_text() == CODE
    assert [path.name for path in empty_folder.iterdir()] == ["app.py"]


@pytest.mark.parametrize("policy", ["auto", "never"])
@pytest.mark.parametrize(
    "url", ["https://api.example/data", "http://192.0.2.1/", "http://localhost.evil.example/"]
)
def test_no_other_machine_is_probed(policy: Any, url: str) -> None:
    """There is nobody to ask; with `never`, this machine isn't probed either."""
    tools = AgentTools(load_once(), policy)
    with pytest.raises(InputError, match="Only servers on this machine"):
        asyncio.run(tools.check(url, PAGE))
    found = json.loads(asyncio.run(tools.diagnose(facts={"url": url, "origin": PAGE})))
    assert found["verdict"] is None


def test_never_probes_nothing() -> None:
    """The API that listens gets no request."""
    seen: list[str] = []
    app = Flask(__name__)
    app.before_request(lambda: seen.append("request"))
    with flask_server(app) as api:
        tools = AgentTools(load_once(), "never")
        asyncio.run(tools.diagnose(paste(api)))
        with pytest.raises(InputError):
            asyncio.run(tools.check(f"{api}/", PAGE))
    assert not seen


def test_a_page_that_writes_is_probed_with_safe_methods() -> None:
    """The page's own DELETE is never sent."""
    seen: list[str] = []
    app = Flask(__name__)

    @app.route("/api/data", methods=["GET", "DELETE"])
    def data() -> dict[str, str]:
        return {}

    @app.before_request
    def note() -> None:
        from flask import request

        seen.append(request.method)

    tools = AgentTools(load_once(), "auto")
    with flask_server(app) as api:
        asyncio.run(tools.check(f"{api}/api/data", PAGE, "DELETE", ["X-Tenant: a"], True))
        asyncio.run(tools.fix(paste(api), {"method": "DELETE"}))
    assert seen
    assert set(seen) <= {"GET", "HEAD", "OPTIONS"}


CALLS: list[Any] = [
    pytest.param(lambda tools: tools.diagnose(), "nothing to diagnose", id="nothing"),
    pytest.param(lambda tools: tools.diagnose("x" * 20_000_001), "longer than 20 MB", id="huge"),
    pytest.param(lambda tools: tools.diagnose("", {"nonsense": "1"}), "nonsense", id="unknown-fact"),
    pytest.param(
        lambda tools: tools.fix("", {"origin": PAGE}, way="none"), "is not a way to fix", id="unknown-way"
    ),
    pytest.param(lambda tools: tools.diagnose("CORS", project="/nowhere"), "nowhere", id="no-folder"),
    pytest.param(lambda tools: tools.check("ftp://localhost/", PAGE), "isn't the URL", id="no-url"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "says"), CALLS)
def test_wrong_use_is_one_sentence(call: Callable[[AgentTools], Awaitable[str]], says: str) -> None:
    """An error of the user's, never a crash."""

    async def run() -> str:
        return await call(AgentTools(load_once(), "never"))

    with pytest.raises(CorsWizardError, match=says):
        asyncio.run(run())


WRONG_CALLS: list[Any] = [
    pytest.param("nope\x1b[31m", {}, "There is no tool nope\\x1b[31m.", id="tool"),
    pytest.param("explain", {"id": "x"}, "explain has no argument id. It has: cause.", id="argument"),
    pytest.param(
        "diagnose",
        {"text": ["Authorization: Bearer abcdefghijklmnop"]},
        "diagnose: these arguments are missing or have the wrong type: text.",
        id="type",
    ),
    pytest.param(
        "check",
        {"url": "http://localhost/"},
        "check: these arguments are missing or have the wrong type: origin.",
        id="missing",
    ),
]


@pytest.mark.parametrize(("tool", "given", "says"), WRONG_CALLS)
async def test_a_wrong_call_is_one_sentence_that_repeats_no_value(
    tool: str, given: dict[str, Any], says: str
) -> None:
    """Over the protocol, within one process."""
    async with Client(server_of(AgentTools(load_once(), "never"))) as client:
        assert await called(client, tool, **given) == (says, True)


async def test_a_bug_is_one_sentence_and_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of what was given is told."""
    tools = AgentTools(load_once(), "never")
    reported: list[BaseException] = []
    monkeypatch.setattr(mcp_server, "report_crash", reported.append)

    def explain(self: AgentTools, cause: str = "") -> str:
        raise KeyError(cause)

    monkeypatch.setattr(AgentTools, "explain", explain)
    async with Client(server_of(tools)) as client:
        said = await called(client, "explain", cause="Bearer abcdefghijklmnop")
    assert said == ("Something went wrong in the wizard itself (KeyError).", True)
    assert [type(error) for error in reported] == [KeyError]


def test_secrets_are_masked() -> None:
    """In what an agent is told, as everywhere."""
    text = f"{paste('http://localhost:5000')}\nAuthorization: Bearer eyJhbGciOiJIUzI1NiJ9.abcdefghijklmnop.q"
    out = asyncio.run(AgentTools(load_once(), "never").diagnose(text))
    assert "abcdefghijklmnop" not in out


def test_without_the_extra_one_sentence_says_how_to_install_it(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in an environment without the SDK."""
    monkeypatch.setitem(sys.modules, "mcp", None)
    done = command("mcp")
    assert done.status == 2
    assert done.err.splitlines() == [
        "cors-wizard: The MCP SDK is not installed. Install it with: pip install 'cors-wizard[mcp]'."
    ]


@pytest.mark.process
def test_it_ends_with_its_input() -> None:
    """No process is left behind, and nothing but protocol is written."""
    done = subprocess.run(
        [sys.executable, "-m", "cors_wizard", "mcp"],
        input="",
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
