"""The call at the place that a pasted text names: a stack frame, or the right edge of the console. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cors_wizard.page_code import PageCall

_PLACE = re.compile(
    r"([\w.@()-]{1,100}\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?))(?:\?[\w=.&%-]{0,60})?:(\d{1,6})\b"
)
"""`orders.js:12`, `api.ts?t=17:12:9`; what a URL or a path has before it makes no difference."""

_FUNCTION = re.compile(r".*[(@]")

Place = tuple[str, int]
"""A file's name without its folder, and a line."""


@lru_cache(maxsize=2)  # Each failing request of a paste asks for those of the whole text.
def places_in(text: str) -> frozenset[Place]:
    """Every place of page code that the text names."""
    named = [(found[1], int(found[2])) for found in _PLACE.finditer(text)]
    # Consoles shorten an address to the file's name: `at save (api.js:6:10)`, `save@api.js:6:10`.
    bare = [(_FUNCTION.sub("", name), line) for name, line in named]
    return frozenset((*named, *bare))


def calls_at(calls: Sequence[PageCall], places: frozenset[Place]) -> tuple[PageCall, ...]:
    """The calls that stand at one of the places; all of them where none does, since builds move lines."""
    there = tuple(call for call in calls if (call.file.rpartition("/")[2], call.line) in places)
    return there or tuple(calls)
