"""How long reading takes, as ratios: linear in the length, and no slower for a line made to hurt.

`python benchmarks/read_console.py` prints and judges, and leaves with 1 where a goal is missed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from heapq import nlargest

from cors_wizard.console.folding import fold
from cors_wizard.console.message_template import MessageTemplate
from cors_wizard.console.pattern import MessagePattern
from cors_wizard.knowledge_base import load_knowledge

_MESSAGE = (
    "Access to fetch at 'http://localhost:5000/api/orders' from origin 'http://localhost:5173' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    "GET http://localhost:5000/api/orders net::ERR_FAILED 200 (OK)\n"
)
_NOISE = (
    "cart.js:{0} [HMR] module http://localhost:5173/static/cart-{0}.js was updated in {0} ms, nothing else\n"
)
_MILLION = 1_000_000
_SUSPECTS = 8


def main() -> int:
    """Measure, print, judge."""
    knowledge = load_knowledge()
    reader = knowledge.reader
    small, large = _log(_MILLION), _log(10 * _MILLION)
    one = _seconds(lambda: reader.read(_MESSAGE), 200)
    one_megabyte, ten_megabytes = (
        _seconds(lambda: reader.read(small), 3),
        _seconds(lambda: reader.read(large), 2),
    )
    worst, name = _worst_line(tuple(knowledge.patterns.values()))
    goals = [
        ("one message, in milliseconds", one * 1000, 1.0),
        ("10 MB log, in seconds", ten_megabytes, 2.0),
        ("10 MB log against 1 MB log", ten_megabytes / one_megabyte, 12.0),
        (f"adversarial line of 1 MB against an innocent one, worst pattern ({name})", worst, 3.0),
    ]
    for what, measured, goal in goals:
        print(f"{'ok  ' if measured <= goal else 'MISS'} {measured:7.2f} (goal {goal:g})  {what}")
    return int(any(measured > goal for _, measured, goal in goals))


def _log(length: int) -> str:
    """A console log of that length: noise, with a refused request on every hundredth line."""
    lines: list[str] = []
    size = count = 0
    while size < length:
        line = _MESSAGE if count % 100 == 0 else _NOISE.format(count)
        lines.append(line)
        size += len(line)
        count += 1
    return "".join(lines)


def _worst_line(patterns: tuple[MessagePattern, ...]) -> tuple[float, str]:
    """The largest ratio of any pattern: its hardest line against an innocent line, folding included."""
    innocent = "word http://localhost:5173/some/path and 'more' words " * (_MILLION // 53)
    ordinary = partial(_search, MessageTemplate.compile(patterns[0].template), innocent)
    searches = (
        (partial(_search, template, line), pattern.id)
        for pattern in patterns
        for template in [MessageTemplate.compile(pattern.template)]
        for line in _adversarial_lines(template)
    )
    slowest = nlargest(_SUSPECTS, searches, key=lambda each: _seconds(each[0], 1))
    # Something else may have held the processor meanwhile: both kinds are measured again, side by side.
    return max((_seconds(search, 5) / _seconds(ordinary, 5), name) for search, name in slowest)


def _adversarial_lines(template: MessageTemplate) -> Iterator[str]:
    """Lines that nearly match everywhere: the anchor again and again, alone, glued, and cut short."""
    anchor = template.anchor
    for unit in (anchor, f"x{anchor}' y "):
        yield (unit * (_MILLION // len(unit) + 1))[:_MILLION]


def _search(template: MessageTemplate, text: str) -> int:
    return sum(1 for _ in template.find(fold(text)))


def _seconds(work: Callable[[], object], rounds: int) -> float:
    """The least time of several rounds, in seconds of this process's own processor time."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return max(min(times), 1e-6)


if __name__ == "__main__":
    sys.exit(main())
