"""The page's request as its changed code sends it: what verify requests after a change of the page. Pure.

A fix may be in the page: another path, no credentials. Nobody sends the request that failed any more then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.page_request.url_fit import HOLE, with_holes
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import is_same_origin

if TYPE_CHECKING:
    from cors_wizard.diagnosis.diagnosis import Diagnosis
    from cors_wizard.page_code import PageCall

_HOLE = re.compile(r"\{[^{}]{0,200}\}")
_MOST_HOLES = 5
_LONGEST = 4_000


def as_sent_now(before: Diagnosis, now: Diagnosis) -> Diagnosis:
    """The diagnosis with the parts of the request that the page's code sends otherwise than before.

    Args:
        before: as it was when the fix was given, with the calls that may have sent the request.
        now: the same problem, with the files as they are now. It comes back as it is where the calls aren't
            found again, where they differ, and where they go to another server: nobody agreed to that one.
    """
    changed = [tuple(_changed(was, call, before.known)) for was, call in _pairs(before, now)]
    if not changed or any(each != changed[0] for each in changed):
        return now
    return replace(now, sent_now=Facts.of(changed[0]))


def _pairs(before: Diagnosis, now: Diagnosis) -> Iterator[tuple[PageCall, PageCall]]:
    """Each call that may have sent the request, with the same call of the files as they are now."""
    if before.scan is None or now.scan is None:
        return
    for call in before.request_findings.calls:
        then = [each for each in before.scan.page_code.calls if each.file == call.file]
        same = [each for each in now.scan.page_code.calls if each.file == call.file]
        place = next(
            (n for n, each in enumerate(then) if each.line == call.line and each.url == call.url), None
        )
        if place is not None and len(then) == len(same):
            yield call, same[place]


def _changed(was: PageCall, call: PageCall, known: Facts) -> Iterator[Fact]:
    where = f"{call.file}:{call.line}"
    url = known.text("url") or ""
    if was.url != call.url and (moved := moved_url(url, was.url, call.url)) and is_same_origin(moved, url):
        yield Fact("url", moved, "scanned", where)
    if call.credentials not in (None, was.credentials):
        yield Fact("credentials", str(call.credentials), "scanned", where)
    if was.mode != call.mode:
        yield Fact("request_mode", call.mode, "scanned", where)
    if call.method and was.method != call.method:
        yield Fact("method", call.method, "scanned", where)


def moved_url(url: str, was: str, now: str) -> str | None:
    """The requested URL, where the code had the pattern `was` and has `now`; None where that isn't settled.

    Args:
        url: what was requested.
        was: as the code had it, with holes: `{API}/orders/{id}`.
        now: as the code has it; its holes are those of before.
    """
    if _HOLE.findall(was) != _HOLE.findall(now):
        return None
    literals, parts = with_holes(was).split(HOLE), with_holes(now).split(HOLE)
    if len(literals) != len(parts) or len(literals) > _MOST_HOLES or len(url) > _LONGEST:
        return None
    asked, mark, query = url.partition("#")[0].partition("?")
    whole = f"{asked}{mark}{query}" if "?" in was else asked
    found = re.fullmatch("(.*?)" + "(.*?)".join(map(re.escape, literals)), whole)
    if found is None:
        return None
    filled = "".join(part for pair in zip(found.groups(), parts, strict=True) for part in pair)
    return filled if "?" in was else f"{filled}{mark}{query}"
