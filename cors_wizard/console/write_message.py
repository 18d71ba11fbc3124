"""A template filled with values: the text that an engine prints."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.template_parts import Literal, Optional, Placeholder, parse_template

_USUAL = {"_kind": "fetch"}
"""What stands for a nameless placeholder when the caller does not care."""


def write_message(
    pattern: MessagePattern, values: Mapping[str, str], saying: Collection[str] = ()
) -> str | None:
    """The text of a message, or None if a required value is missing.

    An optional part is written when it has placeholders and every one has a value that is not empty; of two
    parts that would write the same value, only the first is.

    Args:
        pattern: the message.
        values: what stands for its placeholders.
        saying: the optional parts without a placeholder that are written too, less the blanks around them.
    """
    known = {**_USUAL, **values}
    written: list[str] = []
    used: set[str] = set()
    for part in parse_template(pattern.template):
        if isinstance(part, Optional):
            if _literal(part).strip() in saying:
                written.append(_literal(part))
            names = {piece.name for piece in part.parts if isinstance(piece, Placeholder)}
            if names and not names & used and all(map(known.get, names)):
                written += [_text(piece, known) for piece in part.parts]
                used |= names
        elif isinstance(part, Placeholder) and part.name not in known:
            return None
        else:
            written.append(_text(part, known))
            used |= {part.name} if isinstance(part, Placeholder) else set()
    return "".join(written)


def _literal(part: Optional) -> str:
    return "".join(piece.text for piece in part.parts if isinstance(piece, Literal))


def _text(part: Literal | Placeholder, known: Mapping[str, str]) -> str:
    return known[part.name] if isinstance(part, Placeholder) else part.text
