"""Whole pastes with what has to be read from each and what may be concluded.

`python -m tests.diagnosis.pastes` prints the score. The texts lie in `data/pastes/`, a JSON object on each
line: `read` names what has to be read; `may_conclude` the causes that count as right; `decided` says
whether the text alone has to end in one of them. A text of `negatives.jsonl` isn't about CORS and may
conclude at most what its `tolerable` names. Nothing is probed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cors_wizard.report.as_json import result_line
from tests.diagnosis.text_alone import begun

PASTES = Path(__file__).parent / "data" / "pastes"
NEGATIVES = "negatives"
NO_REFUSAL = "not-cors"
_NAMES = {
    "status": ("status", "preflight_status", "handshake_status", "logged_status"),
    "method": ("method", "refused_method"),
}
_ENGINES = {"safari": "webkit", "chrome": "chromium", "edge": "chromium"}


@dataclass(frozen=True)
class Paste:
    """One text and what is expected of it."""

    id: str
    kind: str
    text: str
    may_conclude: tuple[str, ...]
    read: Mapping[str, str | int]
    decided: bool
    must_not: tuple[str, ...]

    @property
    def is_negative(self) -> bool:
        """Whether the text isn't about CORS at all."""
        return self.kind == NEGATIVES


@dataclass(frozen=True)
class Told:
    """What the wizard said about a paste."""

    paste: Paste
    line: Mapping[str, Any]

    @property
    def concluded(self) -> str | None:
        """The cause, where one is concluded; that the text isn't about CORS counts as one."""
        is_other = self.line["status"] == NO_REFUSAL
        return self.line["cause"] or (NO_REFUSAL if is_other else None)

    @property
    def leads(self) -> str | None:
        """The likeliest cause."""
        candidates = self.line["candidates"]
        return candidates[0]["cause"] if candidates else self.concluded

    @property
    def is_right(self) -> bool:
        """Whether what is concluded may be."""
        return self.concluded in self.paste.may_conclude or self.line["status"] in self.paste.may_conclude

    def faults(self) -> Iterator[str]:
        """What differs from what is expected, a few words each."""
        if self.paste.is_negative:
            if self.concluded not in (None, *self.paste.may_conclude):
                yield f"concludes {self.concluded}"
            return
        wanted = self.paste.read.items()
        yield from (f"does not read {name}" for name, value in wanted if not self._reads(name, value))
        if self.paste.decided and not self.is_right:
            yield "concludes another" if self.concluded else "concludes nothing"
        if not self._leads_well():
            yield f"leads with {self.leads or 'nothing'}"
        if forbidden := {self.concluded, *self.line["also"]} & {*self.paste.must_not}:
            yield f"concludes {', '.join(sorted(map(str, forbidden)))}"
        if self.is_wrong and not self.paste.decided:
            yield f"is sure of {self.concluded}"

    @property
    def is_wrong(self) -> bool:
        """Whether a conclusion that is called proven or likely may not be drawn."""
        is_sure = self.line["certainty"] != "guess"
        return bool(self.concluded and self.paste.may_conclude and is_sure and not self.is_right)

    def _leads_well(self) -> bool:
        may = self.paste.may_conclude
        return self.leads in may or (not may and self.leads is None) or self.line["status"] in may

    def _reads(self, name: str, wanted: str | int) -> bool:
        facts = {key: fact for key, fact in self.line["facts"].items() if fact["source"] != "assumed"}
        if name == "engine":
            found = [
                *(each["engine"] for each in self.line["messages"]),
                *_values(facts, "engine", "browser"),
            ]
            return _engine(wanted) in map(_engine, found)
        if name == "header":
            return (
                str(wanted).lower()
                in json.dumps([facts[key]["value"] for key in facts if "header" in key]).lower()
            )
        return _plain(wanted) in map(_plain, _values(facts, *_NAMES.get(name, (name,))))


def _values(facts: Mapping[str, Any], *names: str) -> list[object]:
    return [facts[name]["value"] for name in names if name in facts]


def _engine(value: object) -> str:
    return _ENGINES.get(str(value).lower(), str(value).lower())


def _plain(value: object) -> str:
    """As it is compared: a fragment, a slash at the end and the case of letters say nothing here."""
    text = str(value).strip().lower()
    is_url = "://" in text
    return (urlsplit(text)._replace(fragment="").geturl() if is_url else text).rstrip("/")


@cache
def pastes() -> tuple[Paste, ...]:
    """Every paste, the negative ones last."""
    files = sorted(PASTES.glob("*.jsonl"), key=lambda file: (file.stem == NEGATIVES, file.stem))
    return tuple(_paste(file.stem, json.loads(line)) for file in files for line in _lines(file))


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _paste(stem: str, row: Mapping[str, Any]) -> Paste:
    is_negative = stem == NEGATIVES
    may = (NO_REFUSAL, *row.get("tolerable", ())) if is_negative else tuple(row["may_conclude"])
    kind = NEGATIVES if is_negative else row["kind"]
    read, must_not = row.get("read", {}), tuple(row.get("must_not", ()))
    return Paste(row["id"], kind, row["text"], may, read, row.get("decided", False), must_not)


@cache
def _line(text: str) -> dict[str, Any]:
    return result_line(begun().with_text(text))


def told(paste: Paste) -> Told:
    """What is said of a paste when there is only its text to go by."""
    return Told(paste, _line(paste.text))


def main() -> int:
    """Prints each fault, the pastes of each kind without one, and how often each word was right."""
    kinds: Counter[str] = Counter()
    good: Counter[str] = Counter()
    words: Counter[tuple[str, bool]] = Counter()
    for each in map(told, pastes()):
        faults = tuple(each.faults())
        kinds[each.paste.kind] += 1
        good[each.paste.kind] += not faults
        if each.line["certainty"] and not each.paste.is_negative:
            words[each.line["certainty"], each.is_right] += 1
        if faults:
            print(f"{each.paste.id}: {'; '.join(faults)}")
    for kind, count in kinds.items():
        print(f"{kind:20} {good[kind]:4} of {count}")
    for word in ("proven", "likely", "guess"):
        print(f"{word:20} right {words[word, True]} of {words[word, True] + words[word, False]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
