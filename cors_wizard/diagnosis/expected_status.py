"""Which status of a response the page's code is made for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile

_LOOKS_FOR_401 = re.compile(r"\bstatus\b[^\n]{0,40}\b401\b|\b401\b[^\n]{0,40}\bstatus\b|\bcase\s{1,9}401\b")


def expected_status(facts: Facts, files: Mapping[str, TextFile]) -> Iterator[Fact]:
    """The fact `page_expects_401`: the file that makes the call compares a status with 401."""
    call = facts.get("credentials")
    if call is None or call.source != "scanned":
        return
    path = call.evidence.partition(":")[0]
    file = files.get(path)
    if file is not None and (found := _LOOKS_FOR_401.search(file.text)):
        line = file.text.count("\n", 0, found.start()) + 1
        yield Fact("page_expects_401", "yes", "scanned", f"{path}:{line}")
