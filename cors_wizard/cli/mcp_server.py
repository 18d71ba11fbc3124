"""`cors-wizard mcp`: serves diagnose, fix, explain and check to agents and editors."""

from __future__ import annotations

import argparse
import functools
import inspect
from collections.abc import Awaitable, Callable
from importlib.util import find_spec

from cors_wizard import __version__
from cors_wizard.cli import exit_status
from cors_wizard.cli.agent_tools import AgentTools
from cors_wizard.cli.crash import report_crash
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.errors import CorsWizardError, InputError
from cors_wizard.masking import mask_text
from cors_wizard.printable import visible_line

_INSTRUCTIONS = (
    "Finds out why a browser blocks a page's request to a Flask API (CORS) and gives the fix as a diff. "
    "Start with diagnose. Nothing is written, no code of the project is run, and only this machine "
    "is probed, with GET, HEAD and OPTIONS."
)


def run(arguments: argparse.Namespace) -> int:
    """Serves until standard input ends; raises InputError where the extra is not installed."""
    if find_spec("mcp") is None:
        raise InputError(
            "The MCP SDK is not installed.", hint="Install it with: pip install 'cors-wizard[mcp]'."
        )
    from mcp.server import MCPServer
    from mcp_types import ToolAnnotations

    tools = AgentTools(knowledge_from(arguments.knowledge), arguments.probe)
    server = MCPServer("cors-wizard", version=__version__, instructions=_INSTRUCTIONS, log_level="CRITICAL")
    for tool in (tools.diagnose, tools.fix, tools.explain, tools.check):
        described = server.tool(
            annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False), structured_output=False
        )
        described(_told(tool))
    server.run("stdio")
    return exit_status.FINE


def _told(tool: Callable[..., str | Awaitable[str]]) -> Callable[..., Awaitable[str]]:
    """The tool; what goes wrong is said in one harmless sentence."""
    from mcp.server.mcpserver.exceptions import ToolError

    @functools.wraps(tool)
    async def called(**given: object) -> str:
        try:
            text = tool(**given)
            return await text if inspect.isawaitable(text) else text
        except CorsWizardError as error:
            raise ToolError(mask_text(visible_line(str(error)))) from None
        except Exception as error:  # A bug: a report in a file, as for every command.
            report_crash(error)
            raise ToolError(f"Something went wrong in the wizard itself ({type(error).__name__}).") from None

    return called
