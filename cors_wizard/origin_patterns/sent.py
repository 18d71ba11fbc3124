"""What code sends for one origin: its whole decision is worked out, as it was written over `origin`.

Nothing of the code is run: only the operations of `sent_values` are known, patterns are followed by
`matching`, and what is unknown stays so (`flask_code.origin_sent` writes the expressions).
"""

from __future__ import annotations

import ast
import re
from functools import cached_property

from cors_wizard.frozen import dataclass
from cors_wizard.origin_patterns.sent_values import is_unknown
from cors_wizard.origin_patterns.sent_ways import outcomes, parsed

_LEAST_PORT = 80
_LINE = re.compile(r"(?P<place>[^'\n]{1,300}?): sends '(?P<text>[^\n]{0,6000})'")


@dataclass(frozen=True)
class SentOrigin:
    """What one function sends."""

    text: str
    """A pair over `origin`: the origin that is allowed, and the header about credentials."""
    place: str
    """`path:line`."""

    def may_allow(self, origin: str) -> bool:
        """Whether nothing rules out that this origin is allowed."""
        return any(
            is_unknown(sent) or sent in ("*", origin) for sent, _ in self._ways(origin, is_certain=False)
        )

    def allows(self, origin: str) -> bool:
        """Whether it is allowed by name, whatever else the request has to have."""
        return any(sent == origin for sent, _ in self._ways(origin, is_certain=True))

    def allows_with_cookies(self, origin: str) -> bool:
        """The same with credentials, as far as this function decides on them."""
        ways = self._ways(origin, is_certain=True)
        return any(sent == origin and (said == "true" or not self.decides_on_cookies) for sent, said in ways)

    def keeps_out(self, origin: str) -> bool:
        """Whether it is sent no header for sure."""
        return all(sent is None for sent, _ in self._ways(origin, is_certain=False))

    @cached_property
    def decides_on_cookies(self) -> bool:
        """Whether it writes the header about credentials, too."""
        tree = parsed(self.text)
        pairs = (each for each in ast.walk(tree) if isinstance(each, ast.Tuple)) if tree is not None else ()
        return any(
            isinstance(each, ast.Constant) and each.value == "true"
            for pair in pairs
            for each in pair.elts[1:2]
        )

    @property
    def looks_at_origin(self) -> bool:
        """Whether the origin that was sent has a part in it."""
        tree = parsed(self.text)
        return tree is not None and any(
            isinstance(each, ast.Name) and each.id == "origin" for each in ast.walk(tree)
        )

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that are compared with, and the numbers of ports."""
        tree = parsed(self.text)
        nodes = ast.walk(tree) if tree is not None else ()
        found = (each.value for each in nodes if isinstance(each, ast.Constant))
        texts = (str(each) if isinstance(each, int) and each >= _LEAST_PORT else each for each in found)
        return tuple(dict.fromkeys(each for each in texts if isinstance(each, str)))

    def _ways(self, origin: str, *, is_certain: bool) -> tuple[tuple[object, object], ...]:
        return outcomes(self.text, origin, is_certain)


def read_sent(line: str) -> SentOrigin | None:
    """A line of the fact `code_sends`; None for anything else."""
    found = _LINE.fullmatch(line)
    return SentOrigin(found["text"], found["place"]) if found else None
