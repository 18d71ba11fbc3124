"""Reads the page's JavaScript, TypeScript, JSX, Vue, Svelte, Astro and HTML: what it requests, and how.

Here is what was found; what reads is imported where it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cors_wizard.page_code.page_call import (
        BodyKind,
        CallPart,
        Credentials,
        DevProxy,
        Initiator,
        Mode,
        PageCall,
        PageCode,
        PageFile,
        Span,
        SpanName,
    )

__all__ = [
    "BodyKind",
    "CallPart",
    "Credentials",
    "DevProxy",
    "Initiator",
    "Mode",
    "PageCall",
    "PageCode",
    "PageFile",
    "Span",
    "SpanName",
]


def __getattr__(name: str) -> object:
    """What was found is made of many classes, loaded where one is named."""
    if name not in __all__:
        raise AttributeError(name)
    from cors_wizard.page_code import page_call

    return getattr(page_call, name)
