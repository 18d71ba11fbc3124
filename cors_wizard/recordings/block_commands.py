"""The command above a block of headers: curl, wget or HTTPie says what was sent."""

from __future__ import annotations

import re
from collections.abc import Callable

from cors_wizard.console.clipboards.curl import curl_call
from cors_wizard.console.clipboards.httpie import httpie_call
from cors_wizard.console.clipboards.wget import wget_call
from cors_wizard.recordings.draft import Draft
from cors_wizard.recordings.panel_lines import PanelLine

_COMMANDS: tuple[
    tuple[re.Pattern[str], Callable[[str], tuple[str, str, list[tuple[str, str]]] | None]], ...
] = (
    (re.compile(r"(?:[$>#%`] ?|PS [^>\n]{0,200}> ?)?curl(?:\.exe)?[ \t]"), curl_call),
    (re.compile(r"(?:[$>#%`] ?)?wget[ \t]"), wget_call),
    (re.compile(r"(?:[$>#%`] ?)?(?:https?|xhs?)[ \t]"), httpie_call),
)
_FILTER = re.compile(r"\|\s{0,5}(?:e?grep|rg|findstr|select-string|sls|head|awk|sed)\b", re.IGNORECASE)


def read_command(text: str, line: PanelLine) -> tuple[int, Draft | None] | None:
    """Where the command ends that begins at a line, and its exchange if it can be read; else None."""
    for begins, call_of in _COMMANDS:
        if begins.match(line.text):
            command, end = _whole(text, line)
            call = call_of(command)
            if call is None:
                return end, None
            url, method, headers = call
            general = {"url": url if "://" in url else f"http://{url}", "method": method}
            draft = Draft(request=headers, general=general, by_command=True)
            draft.is_filtered = bool(_FILTER.search(command))
            return end, draft
    return None


def _whole(text: str, line: PanelLine) -> tuple[str, int]:
    """A command that may go on over lines, and where it ends."""
    end = line.end
    while text[line.start : end].rstrip().endswith(("\\", "^", "`")) and end < len(text):
        following = text.find("\n", end + 1)
        end = len(text) if following < 0 else following
    return text[line.start : end], end
