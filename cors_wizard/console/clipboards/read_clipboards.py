"""Every clipboard reader laid over one text."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.console.clipboards.copied import Copied
from cors_wizard.console.clipboards.copied_fetch import read_copied_fetch
from cors_wizard.console.clipboards.curl import read_curl
from cors_wizard.console.clipboards.error_object import read_error_object
from cors_wizard.console.clipboards.flask_banner import read_flask_banner
from cors_wizard.console.clipboards.flask_cors_log import read_flask_cors_log
from cors_wizard.console.clipboards.flask_lines import read_flask_lines
from cors_wizard.console.clipboards.framework_lines import read_framework_lines
from cors_wizard.console.clipboards.httpie import read_httpie
from cors_wizard.console.clipboards.lone_url import read_lone_url
from cors_wizard.console.clipboards.package_versions import read_package_versions
from cors_wizard.console.clipboards.printed_request import read_printed_request
from cors_wizard.console.clipboards.request_line import read_request_line
from cors_wizard.console.clipboards.tracker_event import read_tracker_event
from cors_wizard.console.clipboards.wget import read_wget

_MOST = 500_000
"""Nobody copies a longer command, and a log has no more to tell."""

_COMMANDS: tuple[Callable[[str], Copied | None], ...] = (
    read_curl,
    read_wget,
    read_httpie,
    read_printed_request,
    read_copied_fetch,
    read_tracker_event,
    read_error_object,
    read_request_line,
)
_LINES: tuple[Callable[[str], Copied | None], ...] = (
    read_flask_lines,
    read_flask_banner,
    read_flask_cors_log,
    read_framework_lines,
    read_package_versions,
    read_lone_url,
)


def read_clipboards(text: str) -> tuple[Copied, ...]:
    """What the text holds beside console messages; the most telling first."""
    start = text[:_MOST]
    found = (
        *(read(start) for read in _COMMANDS),
        *(read(start) for read in _LINES),
    )
    return tuple(each for each in found if each is not None)
