"""A text that holds no known message: what it seems to be, and what to paste instead."""

from __future__ import annotations

import re
from collections.abc import Callable

from cors_wizard.console.clipboards.lone_url import A_PAGE, is_lone_url
from cors_wizard.printable import in_words

_UNKNOWN = "We don't recognize this message."
_INSTEAD = "Paste the red lines of the browser's console (F12, then Console) that name the blocked request."
_ENOUGH = (
    "The wizard can request it as your page would. The red lines of the browser's console (F12, then "
    "Console) say more."
)
_FRAME = re.compile(
    r"\s{0,40}(?:at .{1,2000}:[0-9]{1,7}(?::[0-9]{1,7})?\)?|.{0,500}@.{1,500}:[0-9]{1,7}:[0-9]{1,7})"
)
_READ_FOR_A_GUESS = 20_000


def looks_like(text: str, found: tuple[str, ...]) -> str:
    """One or two sentences about a text that no console message was recognized in.

    Args:
        found: what else was recognized in it, in words.
    """
    start = text[:_READ_FOR_A_GUESS].strip()
    if not start:
        return f"There is nothing to read yet. {_INSTEAD}"
    if is_lone_url(found):
        return f"This is {found[0]}. {_ENOUGH}"
    if found == (A_PAGE,):
        return f"This is {A_PAGE}. Diagnose looks for the API that the page requests, and asks."
    if found:
        what = in_words(found)
        return f"This is {what}. Its facts are noted, but the browser's message isn't in it. {_INSTEAD}"
    guess = next((says for fits, says in _GUESSES if fits(start)), None)
    return f"{guess or _UNKNOWN} {_INSTEAD}"


def _is_traceback(text: str) -> bool:
    return "Traceback (most recent call last)" in text or '  File "' in text


def _is_html(text: str) -> bool:
    return text[:300].lower().lstrip().startswith(("<!doctype", "<html", "<head", "<body"))


def _is_json(text: str) -> bool:
    return text[0] in "{[" and text[-1] in "}]" and '"' in text


def _is_stack(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(bool(_FRAME.fullmatch(line)) for line in lines) * 2 > len(lines)


def _is_garbled(text: str) -> bool:
    return sum(not (character.isprintable() or character.isspace()) for character in text) * 10 > len(text)


def _speaks_of_cors(text: str) -> bool:
    lower = text.lower()
    return "cors" in lower or "access-control" in lower or "cross-origin" in lower


_GUESSES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_is_garbled, "This isn't text; it may be a file or a picture."),
    (
        _is_traceback,
        "This is a Python traceback with an error that we don't recognize. If an app fails, browsers often "
        "report a CORS error.",
    ),
    (_is_html, "This is HTML, perhaps an error page that came instead of the API's response."),
    (_is_stack, "This is a stack trace without the line that says what went wrong."),
    (_is_json, "This is JSON, but it isn't a HAR and has no browser message in it."),
    (_speaks_of_cors, "This mentions CORS, but it isn't the browser's own message."),
)
