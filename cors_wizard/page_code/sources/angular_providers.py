"""Which interceptors an Angular project provides: a class that nobody provides sees no request."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cors_wizard.frozen import dataclass

_PROVIDED = re.compile(
    rb"\bprovide\s*:\s*HTTP_INTERCEPTORS\s*,\s*(?:multi\s*:\s*true\s*,\s*)?use(?:Class|Existing)\s*:\s*([\w$]{1,80})"
)
_OF_PACKAGE = re.compile(rb"(?<![\w$])((?:Jwt|OAuth|Auth|Msal|Keycloak)\w{0,20}Module)\.forRoot\(")
"""Modules of packages that bring an interceptor which adds Authorization."""
_STARTS = re.compile(rb"\bbootstrap(?:Application|Module)\s*\(")
_COMMENT = re.compile(rb"/\*.*?\*/|^[ \t]*//[^\n]*", re.DOTALL | re.MULTILINE)
_IMPORT = re.compile(rb"\bimport\s*(?:type\s*)?\{[^}]*\}\s*from\b")


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
    names: set[bytes] = set()
    starts = is_open = False
    for code in codes:
        starts = starts or _STARTS.search(code) is not None
        if b"HTTP_INTERCEPTORS" in code or b".forRoot(" in code:
            bare = _IMPORT.sub(b"", _COMMENT.sub(b"", code))
            provided = _PROVIDED.findall(bare)
            names |= {*provided, *_OF_PACKAGE.findall(bare)}
            is_open |= bare.count(b"HTTP_INTERCEPTORS") > len(provided)
    found = frozenset(name.decode("utf-8", errors="replace") for name in names)
    return Interceptors(found, is_open or not starts)
