"""Which interceptors an Angular project provides: a class that nobody provides sees no request."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.sources.comments import without_comments

_PROVIDED = re.compile(
    r"\bprovide\s*:\s*HTTP_INTERCEPTORS\s*,\s*(?:multi\s*:\s*true\s*,\s*)?use(?:Class|Existing)\s*:\s*([\w$]{1,80})"
)
_OF_PACKAGE = re.compile(r"(?<![\w$])((?:Jwt|OAuth|Auth|Msal|Keycloak)\w{0,20}Module)\.forRoot\(")
"""Modules of packages that bring an interceptor which adds Authorization."""
_STARTS = re.compile(rb"\bbootstrap(?:Application|Module)\s*\(")
_IMPORT = re.compile(r"\bimport\s*(?:type\s*)?\{[^}]*\}\s*from\b")


@dataclass(frozen=True)
class Interceptors:
    """The classes that are provided, by name."""

    names: frozenset[str]
    is_open: bool
    """Whether the code may provide others: by a factory, or where the page's start isn't among the files."""

    def has(self, name: str) -> bool:
        """Whether a class may see the page's requests."""
        return self.is_open or name in self.names


def provided_interceptors(codes: Iterable[bytes]) -> Interceptors:
    """What the project's code provides, comments left aside."""
    names: set[str] = set()
    starts = is_open = False
    for code in codes:
        starts = starts or _STARTS.search(code) is not None
        if b"HTTP_INTERCEPTORS" in code or b".forRoot(" in code:
            bare = _IMPORT.sub("", without_comments(code.decode("utf-8", errors="replace")))
            provided = _PROVIDED.findall(bare)
            names |= {*provided, *_OF_PACKAGE.findall(bare)}
            is_open |= bare.count("HTTP_INTERCEPTORS") > len(provided)
    return Interceptors(frozenset(names), is_open or not starts)
