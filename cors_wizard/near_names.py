"""Suggests what was meant by a name that doesn't exist."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.6


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The question with the most similar name that exists; empty where none is similar."""
    from difflib import get_close_matches  # Nobody waits for it who misspells nothing.

    close = get_close_matches(name[:100], list(known), 1, _ALIKE)
    return f"Did you mean {close[0]}?" if close else ""
