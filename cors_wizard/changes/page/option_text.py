"""Adds an option to the text of a page's call, or takes one out."""

from __future__ import annotations

import re

from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.page_code import PageCall, Span, SpanName

_BODIED = frozenset({"POST", "PUT", "PATCH"})


def _at(source: Source, span: Span) -> tuple[int, int]:
    """The characters of a span that is counted in bytes."""
    content = source.text.encode()
    return len(content[: span.start].decode()), len(content[: span.end].decode())


def written_in(call: PageCall, source: Source, part: SpanName) -> tuple[int, int] | None:
    """Where a part of the call is written in this file; None where it isn't."""
    span = call.span(part)
    return _at(source, span) if span is not None and span.file == source.path else None


def add_option(call: PageCall, source: Source, text: str, *, may_have_some: bool = True) -> Edit | None:
    """One more option in the object that the call gets, or a new object."""
    if may_have_some and (options := written_in(call, source, "options")):
        start, end = options
        said = source.text[start:end]
        if not (said.startswith("{") and said.endswith("}")):
            return None
        if not said[1:-1].strip():
            return Edit(start, end, f"{{ {text} }}")
        lead = re.match(r"\{(\s*)", said)
        return Edit(start + 1, start + 1, f"{(lead and lead[1]) or ' '}{text},")
    if (place := written_in(call, source, "sent")) is None:
        return None
    start, end = place
    said = source.text[start:end]
    if not said.endswith(")"):
        return None
    needs_body = call.library == "axios" and call.method in _BODIED and call.body in ("none", "unknown")
    body = ", null" if needs_body and said.count(",") == 0 else ""
    return Edit(end - 1, end - 1, f"{body}, {{ {text} }}")


def without_pair(text: str, start: int, end: int, name: str) -> Edit | None:
    """Take `NAME: VALUE` out of its object; None where the value isn't part of such a pair."""
    key = re.search(rf"""([{{,])([ \t\r\n]*)(["']?){name}\3\s*:\s*$""", text[:start])
    after = re.match(r"([ \t]*,)?([ \t]*//[^\r\n]*)?\s*(\})?", text[end:])
    if key is None or after is None or not (after[1] or after[3]):
        return None
    first, line = key.end(1), text.rfind("\n", 0, key.start()) + 1
    if "\n" in key[2] and re.search(r"(?<!:)//", text[line:first]):
        return None
    if key[1] == "{" and after[3]:
        return _without_object(text, first - 1, end + after.end())
    # A comment at the end of the option's own line speaks of the option.
    last = after.end(2) if after[2] and "\n" in key[2] else after.end(1)
    if after[3] and not after[1]:
        return Edit(first - (key[1] == ","), end + max(last, 0), "")
    return Edit(first, end + last, "")


def _without_object(text: str, start: int, end: int) -> Edit:
    """Take out an object that has become empty, with the comma before it where it is an argument."""
    before = re.search(r",\s*$", text[:start])
    closes = re.match(r"\s*,?\s*\)", text[end:])
    return Edit(before.start(), end, "") if before and closes else Edit(start, end, "{}")
