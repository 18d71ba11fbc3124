"""Text made harmless for Markdown and terminals: no HTML, links, control characters or broken fences."""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encode

from cors_wizard.fixes.quoting import code_span, plain
from cors_wizard.report.code_spans import spans

_BLOCK_START = re.compile(
    r"^([ ]{0,12}(?:(?:[-*]|[0-9]{1,9}[.)])[ ]{1,8}){0,8})(#|>|~~~|\+[ ]|=+[ ]*$|-+[ ]*$)", re.MULTILINE
)
"""What would begin a heading, a quotation, a fence, or underline a heading; also inside list items."""
_SPECIAL = str.maketrans({"<": "&lt;", "[": "\\[", "]": "\\]", "`": "\\`", "|": "\\|"})
_URL_SAFE = ":/?#@!$&'*+,;=%~-._"


def lines_of(text: str) -> list[str]:
    """The text's lines with control and invisible characters as escapes; tabs become blanks."""
    unified = text.replace("\r\n", "\n").expandtabs(4)
    return [plain(line) for line in unified.rstrip("\n").split("\n")]


def markdown_prose(text: str) -> str:
    """Inline text as Markdown: emphasis, lists and code spans stay, all else is shown as it is written."""
    return "".join(
        code_span(piece) if is_code else _escaped_prose(piece)
        for piece, is_code in spans("\n".join(lines_of(text)))
    )


def terminal_prose(text: str) -> str:
    """Inline text for a terminal: without the asterisks of emphasis, code spans as they are."""
    return "".join(
        code_span(piece) if is_code else _STRONG.sub(r"\1", piece)
        for piece, is_code in spans("\n".join(lines_of(text)))
    )


_STRONG = re.compile(r"\*\*([^*\n]{1,200})\*\*")


def _escaped_prose(text: str) -> str:
    return _BLOCK_START.sub(r"\1\\\2", text.translate(_SPECIAL))


def fence_for(lines: list[str]) -> str:
    """A fence longer than any run of backticks in the lines."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    return "`" * max(3, longest + 1)


def info_string(text: str) -> str:
    """The language behind a fence: letters alone."""
    return re.sub(r"[^a-z]", "", text.lower())[:20]


def safe_url(url: str) -> str:
    """A URL that cannot end the link that it is in."""
    return percent_encode(url, safe=_URL_SAFE, errors="replace")


def command_text(text: str) -> str:
    """A message as workflow commands take it."""
    return xml_text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """A property of a workflow command: its file, its title."""
    return command_text(text).replace(":", "%3A").replace(",", "%2C")


def xml_text(text: str) -> str:
    """Without what XML 1.0 and terminals do not take, and without secrets."""
    from cors_wizard.masking import mask_text  # A page of knowledge has none.

    return "".join(char if char.isprintable() or char == "\n" else "?" for char in mask_text(text))
