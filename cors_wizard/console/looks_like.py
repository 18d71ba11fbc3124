"""A text that holds no known message: what it seems to be, and what to paste instead."""

from __future__ import annotations

_REMEDY = "Paste the red lines of the browser's console (F12, Console) that begin with the blocked request."


def looks_like(text: str) -> str:
    """One or two sentences about a text that nothing was recognised in."""
    if not text.strip():
        return f"Nothing is pasted yet. {_REMEDY}"
    return f"This is no message that we know. {_REMEDY}"
