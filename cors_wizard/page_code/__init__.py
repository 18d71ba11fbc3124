"""Reads the page's JavaScript, TypeScript, JSX, Vue, Svelte, Astro and HTML: what it requests, and how.

Here is what was found; what reads is imported where it is called.
"""

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
