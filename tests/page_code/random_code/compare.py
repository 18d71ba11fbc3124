"""Compares what Node sent with what the reader says of the same code.

    python -m tests.page_code.random_code.compare FIRST LAST

prints the programs of which something is known that isn't so, and how much of the others is known.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cors_wizard.page_code import PageCall
from cors_wizard.page_code.read_page_code import read_page_code
from tests.page_code.random_code.draw import program
from tests.page_code.snippets import CodeFile

_RUNNER = Path(__file__).with_name("run.mjs")
_LEFT_OUT = {"accept"}
"""The libraries' own Accept needs no leave."""
_HOLE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Outcome:
    """What came of one program."""

    seed: int
    code: str
    wrong: tuple[str, ...]
    idle: tuple[str, ...]
    """The headers that are listed as sent sometimes, and never are."""
    unknown: tuple[str, ...]
    """The parts that the reader leaves open; `call` where it found none."""
    was_sent: bool


def outcomes(seeds: Sequence[int]) -> Iterator[Outcome]:
    """Draws, runs and reads the programs of these seeds."""
    programs = [program(seed) for seed in seeds]
    for seed, made, runs in zip(seeds, programs, _run(programs), strict=True):
        files: Any = made["files"]
        table = CodeFile("package.json", '{"dependencies": {"axios": "1.11.0"}}')
        read = read_page_code([*(CodeFile(path, text) for path, text in files.items()), table])
        sent = [each for run in runs for each in run["sent"]]
        code = "\n".join(f"// {path}\n{text}" for path, text in files.items())
        wrong, idle = against(read.calls, sent), idle_headers(read.calls, sent)
        unknown = tuple(part for call in read.calls for part in call.uncertain)
        is_missed = bool(sent) and not read.calls
        yield Outcome(seed, code, wrong, idle, ("call",) if is_missed else unknown, bool(sent))


def _run(programs: list[dict[str, object]]) -> Any:
    command = ["node", "--no-warnings", "--experimental-vm-modules", str(_RUNNER)]
    done = subprocess.run(command, input=json.dumps(programs), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def against(calls: Sequence[PageCall], sent: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """What is said of the calls and isn't so: a request that none of them describes."""
    wrong: list[str] = []
    for request in sent if calls else ():
        doubts = [list(_against(call, request)) for call in calls]
        if all(doubts):
            wrong += sorted(doubts, key=len)[0]
    return tuple(dict.fromkeys(wrong))


def idle_headers(calls: Sequence[PageCall], sent: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The headers that no request had."""
    matched = [call for call in calls if any(not list(_against(call, each)) for each in sent)]
    seen = {name for request in sent for name in request["headers"]} | _LEFT_OUT
    named = (name.lower() for call in matched if "headers" not in call.uncertain for name, _ in call.headers)
    return tuple(sorted({*named} - seen))


def _against(call: PageCall, request: dict[str, Any]) -> Iterator[str]:
    """What of a call isn't so in a request."""
    if "method" not in call.uncertain and call.method != request["method"]:
        yield f"method {call.method}, sent {request['method']}"
    if "credentials" not in call.uncertain and call.credentials != request["credentials"]:
        yield f"credentials {call.credentials}, sent {request['credentials']}"
    pattern = ".*".join(map(re.escape, _HOLE.split(call.url)))
    if "url" not in call.uncertain and not re.fullmatch(pattern, request["url"]):
        yield f"url {call.url}, sent {request['url']}"
    if "headers" in call.uncertain:
        return
    known = {name.lower(): value for name, value in call.headers}
    for name, value in request["headers"].items():
        if name in _LEFT_OUT:
            continue
        if name not in known:
            yield f"header {name} missing"
        elif known[name] and known[name] != value:
            yield f"header {name} is {known[name]!r}, sent {value!r}"


def main(first: int, last: int) -> None:
    """Prints what is wrong."""
    count: Counter[str] = Counter()
    for start in range(first, last, 100):
        for each in outcomes(range(start, min(start + 100, last))):
            count["programs"] += 1
            count["sent"] += each.was_sent
            count["wrong"] += bool(each.wrong)
            count["idle"] += bool(each.idle)
            count["all known"] += each.was_sent and not each.wrong and not each.unknown
            count.update(f"open: {part}" for part in set(each.unknown))
            if each.wrong:
                print(f"=== {each.seed}", *each.wrong, sep="\n  ")
                print(each.code)
    print(dict(count))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
