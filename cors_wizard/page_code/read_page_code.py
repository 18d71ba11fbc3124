"""Reads a page's files: source in, page calls out."""

from __future__ import annotations

from collections.abc import Mapping

from cors_wizard.page_code.page_call import PageCode, PageFiles


def read_page_code(files: PageFiles, env: Mapping[str, str] = {}) -> PageCode:
    """The calls in these files.

    Args:
        env: what the `.env` files set, to resolve `import.meta.env.NAME`, `process.env.NAME` and the like.
    """
    return PageCode()
