"""Whether a path of a log is that of a URL, also where somebody masked parts of the URL before pasting it."""

from __future__ import annotations

import re

_MASK = re.compile(r"[\[\]<>{}\u2026]|\*\*|\.\.\.|(?i:xxx)")
"""What people put in place of what is nobody's business: `[ID]`, `<client>`, `{id}`, `***`, `xxx`."""


def is_path_of(url: str, path: str) -> bool:
    """Whether a URL without its scheme has this path; a masked segment may have been any one."""
    host, slash, rest = url.partition("/")
    if not slash or _MASK.search(path):
        return False
    asked, logged = rest.split("/"), path.removeprefix("/").split("/")
    if asked == logged:
        return bool(host)
    told = [each == other for each, other in zip(asked, logged, strict=False) if not _MASK.search(each)]
    return len(asked) == len(logged) and all(told) and any(told)
