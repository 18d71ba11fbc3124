"""Reads a page's files: source in, page calls out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cors_wizard.page_code.page_call import PageCode, PageFiles

_NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


def read_page_code(files: PageFiles, env: Mapping[str, str] = _NO_VARIABLES) -> PageCode:
    """The calls in these files.

    Args:
        env: what the `.env` files set, to resolve `import.meta.env.NAME`, `process.env.NAME` and the like.
    """
    # The parser and all that works with it are loaded only when there is something to read.
    from cors_wizard.page_code.reading import read

    return read(files, env)
