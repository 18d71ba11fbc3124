"""What the elements of a page change: `v-model`, `bind:value`, `[(ngModel)]`, `@click="method = 'PUT'"`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_MODEL = re.compile(
    r"\b(?:v-model(?:[:.][\w.:-]{1,40})?|x-model(?:\.[\w.]{1,40})?)\s*=\s*[\"']\s*([\w$.\[\]]{1,100})"
    r"|\bbind:(?:value|checked|group|files)\s*=\s*\{\s*([\w$.\[\]]{1,100})"
    r"|\[\(\w{1,30}\)\]\s*=\s*[\"']\s*([\w$.\[\]]{1,100})"
)
_HANDLER = re.compile(
    r"(?:(?<=\s)@[\w.:-]{1,40}|\bv-on:[\w.:-]{1,40}|(?<=\s)\(\w{1,30}\)|\bon:?\w{1,30}(?:\|\w{1,30})*)\s*=\s*"
    r"(?:\"([^\"]{1,300})\"|'([^']{1,300})'|\{([^\n]{1,300}))"
)
_SETS = re.compile(r"(?<![\w$.\]])([\w$][\w$.]{0,100})\s*=(?![=>])")
_SHORT = re.compile(r"\bbind:(value|checked|group|files)(?=[\s/>])")
_EACH = re.compile(
    r"\b(?:v-for|x-for)\s*=\s*[\"']\s*\(?\s*([\w$]{1,60})[^\"']{0,60}?\s(?:in|of)\s+([\w$.]{1,100})"
    r"|\{#each\s+([\w$.]{1,100})\s+as\s+([\w$]{1,60})"
    r"|(?:@for\s*\(|\*ngFor\s*=\s*[\"']\s*let\s)\s*([\w$]{1,60})\s+of\s+([\w$.]{1,100})"
)


def bound_paths(texts: Iterable[str]) -> frozenset[str]:
    """The variables and members that what a person enters goes to: `method`, `request.headers`."""
    return frozenset(path for text in texts for path in _of_text(text))


def _of_text(text: str) -> Iterator[str]:
    for handler in _HANDLER.finditer(text):
        for found in _SETS.finditer(handler[1] or handler[2] or handler[3]):
            yield found[1].removeprefix("this.").removesuffix(".value")
    if not ("model" in text or "bind:" in text or "[(" in text):
        return
    lists: dict[str, str] = {}
    for each in _EACH.finditer(text):
        name, of = (each[4], each[3]) if each[4] else (each[1] or each[5], each[2] or each[6])
        lists[name] = of
    for found in _MODEL.finditer(text):
        path = (found[1] or found[2] or found[3]).partition("[")[0].rstrip(".")
        # What is bound in an item is bound in the list.
        yield lists.get(path.partition(".")[0], path).removeprefix("this.")
    for found in _SHORT.finditer(text):
        yield found[1]
