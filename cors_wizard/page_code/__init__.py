"""Reads the page's JavaScript, TypeScript, JSX, Vue, Svelte, Astro and HTML: what it requests, and how."""

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
from cors_wizard.page_code.page_files import is_page_file
from cors_wizard.page_code.read_page_code import read_page_code

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
    "is_page_file",
    "read_page_code",
]
