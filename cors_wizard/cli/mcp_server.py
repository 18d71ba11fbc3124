"""`cors-wizard mcp`: serves diagnose, fix, explain and check to agents and editors."""

from __future__ import annotations

import argparse
import re
from importlib.util import find_spec
from inspect import signature
from typing import TYPE_CHECKING, Any

from cors_wizard import __version__
from cors_wizard.cli import exit_status
from cors_wizard.cli.agent_tools import AgentTools
from cors_wizard.cli.crash import report_crash
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.errors import CorsWizardError, InputError
from cors_wizard.masking import mask_text
from cors_wizard.printable import visible_line

if TYPE_CHECKING:
    from mcp.server import MCPServer

_WRITTEN_BREAK = re.compile(r"\\{1,4}(?:n|x0a)")
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
    server_of(AgentTools(knowledge_from(arguments.knowledge), arguments.probe)).run("stdio")
    return exit_status.FINE


def server_of(tools: AgentTools) -> MCPServer[Any]:
    """The server; whatever goes wrong in a call is said in one harmless sentence."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp_types import ToolAnnotations

    class Server(MCPServer[Any]):
        """The SDK's sentences repeat what was given, as it was given; ours are masked and printable."""

        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
            try:
                # The SDK drops an argument with a misspelled name without a word.
                if unknown := sorted(arguments.keys() - known.get(name, arguments.keys())):
                    raise ToolError from InputError(
                        f"{name} has no argument {', '.join(unknown)[:200]}.",
                        hint=f"It has: {', '.join(sorted(known[name]))}.",
                    )
                return await super().call_tool(name, arguments, context)
            except ToolError as error:
                raise ToolError(_harmless(_sentence(name, error.__cause__))) from None

    given = (tools.diagnose, tools.fix, tools.explain, tools.check)
    known = {tool.__name__: signature(tool).parameters.keys() for tool in given}
    server = Server("cors-wizard", version=__version__, instructions=_INSTRUCTIONS, log_level="CRITICAL")
    for tool in given:
        annotations = ToolAnnotations(read_only_hint=True, open_world_hint=False)
        server.tool(annotations=annotations, structured_output=False)(tool)
    return server


def _harmless(sentence: str) -> str:
    """One masked line; what the sentence quotes has its line breaks written out, where masking needs them."""
    return visible_line(mask_text(_WRITTEN_BREAK.sub("\n", sentence)))


def _sentence(name: str, error: BaseException | None) -> str:
    """What is said of a call that failed; it fails without an error of its own where no tool has the name."""
    if isinstance(error, CorsWizardError):
        return str(error)
    # pydantic's ValidationError: the arguments are not those that the tool takes.
    if errors := getattr(error, "errors", None):
        given = sorted({str(each["loc"][0]) for each in errors() if each["loc"]})
        return f"{name}: these arguments are missing or have the wrong type: {', '.join(given)[:200]}."
    if isinstance(error, Exception):  # A bug: a report in a file, as for every command.
        report_crash(error)
        return f"Something went wrong in the wizard itself ({type(error).__name__})."
    return f"There is no tool {name[:100]}."
