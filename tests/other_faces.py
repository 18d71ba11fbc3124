"""What agents and test suites are told: by every tool of `cors-wizard mcp`, and by `cors_client`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import TextContent

from cors_wizard.cli.agent_tools import AgentTools
from cors_wizard.cli.mcp_server import server_of
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.pytest_plugin import CorsClient


@cache
def _server() -> Any:
    return server_of(AgentTools(load_knowledge(), "never"))


async def _called(tool: str, given: Mapping[str, Any]) -> str:
    try:
        (content,) = (await _server().call_tool(tool, dict(given))).content
    except ToolError as error:
        return str(error)
    assert isinstance(content, TextContent)
    return content.text


def of_an_agent(text: str, odd: str, folder: Path) -> Mapping[str, str]:
    """What each tool gives: for the text, and with something odd as every argument, a name and a type.

    Args:
        folder: the project, unless the odd text is one.
    """
    read = {"text": text, "project": str(folder)}

    async def all_of_them() -> dict[str, str]:
        calls: dict[str, tuple[str, dict[str, Any]]] = {
            "diagnose": ("diagnose", read),
            "fix": ("fix", {**read, "way": odd}),
            "facts": ("diagnose", {**read, "facts": {"url": odd, odd: odd}}),
            "headers": ("fix", {**read, "facts": {"request_headers": [odd, f"X-A: {odd}"]}}),
            "project": ("diagnose", {"text": text, "project": odd}),
            "explain": ("explain", {"cause": odd}),
            "check": ("check", {"url": f"http://localhost:1/{odd}", "origin": odd, "headers": [odd]}),
            "type": ("diagnose", {"text": [odd], "facts": {odd: {odd: [odd]}}}),
            "argument": ("explain", {odd: odd}),
            "tool": (odd, {odd: odd}),
        }
        return {f"mcp {name}": await _called(*call) for name, call in calls.items()}

    return asyncio.run(all_of_them())


def of_a_suite(odd: str) -> Mapping[str, str]:
    """What failed assertions say, with something odd in the request and in what the app responds."""
    header = _one_line(odd.encode("utf-8", "replace").decode("latin-1"))

    app = Flask("suite")

    @app.route("/<path:any>", methods=["GET", "PUT", "OPTIONS"])
    def echo(any: str) -> Response:
        names = ("Allow-Origin", "Allow-Methods", "Allow-Headers", "Allow-Credentials", "Expose-Headers")
        said = {f"Access-Control-{name}": header for name in names}
        return Response("", 302 if "away" in any else 200, {**said, "Location": f"//elsewhere.test/{header}"})

    return {f"cors_client {name}": said for name, said in _failures(app, odd)}


def _failures(app: Flask, odd: str) -> Iterator[tuple[str, str]]:
    line = _one_line(odd)
    requests = (("GET", f"/{odd}"), ("PUT", f"/x?y={odd}"), ("GET", f"/away/{odd}"), (line, "/x"))
    for origin in (line, "http://localhost:3000"):
        for method, path in requests:
            headers = {"X-A": line}
            page = CorsClient(app, origin)
            for judged in ("assert_readable", "assert_refused"):
                try:
                    getattr(page.request(path, method, headers=headers, credentials="include"), judged)()
                except ValueError:
                    pass  # What is no path, or what Werkzeug puts into no request.
                except pytest.fail.Exception as failed:
                    yield f"{origin!r} {method!r} {path!r} {judged}", str(failed)


def _one_line(text: str) -> str:
    """Werkzeug refuses line breaks in headers."""
    return " ".join(text.splitlines())
