"""Scores pastes whose cause is known: `python -m tests.console.score FILE`, one JSON object on each line.

A line has `id`, `pasted`, and as far as they are known `engine`, `cause`, `also_acceptable` and
`cause_from_text_alone`. The text alone is read; nothing is probed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge

_ENGINES = {"gecko": "firefox", "webkitgtk": "webkit", "blink": "chromium"}
_NOT_TOLD = (None, "", "none-or-unknown")

_REFINED: Mapping[str, Mapping[str, str]] = {
    "not-cors": {
        "frame-or-csp": "a Content-Security-Policy or X-Frame-Options refused it, not CORS",
        "route-method-missing": "CORS passes, and the request itself is answered 405",
        "not-a-browser-test": "the text comes from a program that knows no CORS",
        "invalid-request": "fetch or XMLHttpRequest refused to send it",
    },
}
"""Labels that were given when the list of causes was shorter, with the ids that say the same more finely."""


def main(path: str) -> int:
    """Prints each miss and the score; 0 where nothing was missed."""
    begun = Diagnosis.begin(load_knowledge()).without_probing().without_scanning()
    hits: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row in _rows(Path(path)):
        found = begun.with_text(row["pasted"]).without_optional_questions()
        for what, is_right in _judged(row, found):
            asked[what] += 1
            hits[what] += is_right
            if not is_right:
                candidates = [each.cause.id for each in found.candidates][:3]
                print(f"{row['id']}: {what}: wanted {_wanted(row, what)}, candidates {candidates}")
    for what, count in asked.items():
        print(f"{what}: {hits[what]} of {count}")
    return int(hits != asked)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return (row for row in rows if row.get("pasted"))


def _judged(row: Mapping[str, Any], found: Diagnosis) -> Iterator[tuple[str, bool]]:
    engine = _ENGINES.get(row.get("engine", ""), row.get("engine"))
    if engine not in _NOT_TOLD:
        yield "engine", found.facts.text("engine") == engine
    candidates = [each.cause.id for each in found.candidates]
    if alone := row.get("cause_from_text_alone"):
        yield "leads", bool(set(candidates[:1]) & _agreeing(alone))
    if row.get("cause"):
        acceptable = {row["cause"], *(row.get("also_acceptable") or ())}
        yield (
            "among the candidates",
            bool(set(candidates) & {id for each in acceptable for id in _agreeing(each)}),
        )


def _agreeing(label: str) -> set[str]:
    return {label, *_REFINED.get(label, ())}


def _wanted(row: Mapping[str, Any], what: str) -> object:
    return row.get({"engine": "engine", "leads": "cause_from_text_alone"}.get(what, "cause"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give the file with the pastes.")
    sys.exit(main(sys.argv[1]))
