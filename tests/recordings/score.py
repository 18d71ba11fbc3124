"""What the wizard makes of each fresh recording without a probe: `python -m tests.recordings.score`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.report.as_json import result_line

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class FreshRecording:
    """A text as people have it, and what it shows."""

    id: str
    text: str
    first: str
    url: str = ""
    origin: str = ""
    method: str = ""


def fresh_recordings() -> tuple[FreshRecording, ...]:
    """Every one of them."""
    rows = tomllib.loads((DATA / "fresh.toml").read_text("utf-8"))["recording"]
    more = map(json.loads, (DATA / "more.jsonl").read_text("utf-8").splitlines())
    return tuple(FreshRecording(**{**row, "text": row["text"].lstrip("\n")}) for row in (*rows, *more))


def faults(recording: FreshRecording, knowledge: Knowledge) -> Iterator[str]:
    """Everything in which the wizard differs from what the recording shows."""
    diagnosis = Diagnosis.begin(knowledge, recording.text).without_probing().without_scanning()
    line = result_line(diagnosis.without_optional_questions())
    facts = diagnosis.facts
    yield from _about_outcome(recording, line)
    for name in ("url", "origin", "method"):
        wanted = getattr(recording, name)
        if wanted and facts.text(name) != wanted:
            yield f"{name}: {facts.text(name)!r}"


def _about_outcome(recording: FreshRecording, line: dict[str, object]) -> Iterator[str]:
    first, question = recording.first, line["question"]
    node = question["node"] if isinstance(question, dict) else ""
    if first == "readable" and (line["cause"], line["status"]) != (None, "concluded"):
        yield f"readable: {line['status']}, {line['cause']}, {node}"
    elif first == "not-evidence" and line["cause"] not in (None, "not-a-browser-test"):
        yield f"no evidence: {line['cause']}"
    elif first == "unknown" and line["cause"] is not None:
        yield f"unknown: {line['cause']}"
    elif first not in ("readable", "not-evidence", "unknown"):
        if line["symptom"] != first:
            yield f"symptom: {line['symptom']}"
        if node == "failure-detail" or (not line["candidates"] and line["cause"] is None):
            yield f"nothing concluded: {node}"


def main() -> None:
    """Prints each fault and the score."""
    knowledge, right, recordings = load_knowledge(), 0, fresh_recordings()
    for recording in recordings:
        found = list(faults(recording, knowledge))
        right += not found
        print(f"{recording.id:45} {'; '.join(found) or 'right'}")
    print(f"{right} of {len(recordings)}")


if __name__ == "__main__":
    main()
