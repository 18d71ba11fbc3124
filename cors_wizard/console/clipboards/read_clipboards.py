"""Every clipboard reader laid over one text."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.console.clipboards.copied import Copied
from cors_wizard.console.clipboards.curl import read_curl
from cors_wizard.console.clipboards.flask_lines import read_flask_lines
from cors_wizard.console.clipboards.har import read_har
from cors_wizard.console.clipboards.headers import read_headers
from cors_wizard.console.clipboards.httpie import read_httpie
from cors_wizard.console.clipboards.lone_url import read_lone_url
from cors_wizard.console.clipboards.script_call import read_script_call

_MOST = 500_000
"""Beyond this only a HAR is looked for: nobody copies a longer command, and a log has no more to tell."""

_READERS: tuple[Callable[[str], Copied | None], ...] = (
    read_curl,
    read_httpie,
    read_script_call,
    read_headers,
    read_flask_lines,
    read_lone_url,
)


def read_clipboards(text: str) -> tuple[Copied, ...]:
    """What the text holds beside console messages; the most telling first."""
    har = read_har(text)
    if har:
        return (har,)
    start = text[:_MOST]
    return tuple(found for read in _READERS if (found := read(start)) is not None)
