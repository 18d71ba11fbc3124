"""What code makes of an origin before it compares it, followed forwards and backwards; it is never run.

It is written as Python writes it: `origin.lstrip('https://').rstrip('/') == 'shop.example'`, perhaps with
`origin.startswith('https:') and` in front.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from cors_wizard.frozen import dataclass

_MOST = 400
"""Texts that are kept on the way back, after each step."""
_LONGEST = 300
_SECURE = "https:"
_SCHEMES = ("https://", "http://")
_STRIPS = {"strip": "both", "lstrip": "start", "rstrip": "end"}
_SAME = ("lower", "casefold")
_CUTS = ("split", "rsplit", "partition", "rpartition")
_HOSTS = ("netloc", "hostname")
_BEFORE = ("https:", "http:", "https", "http", "https://evil", "https://x", "evil")
_AFTER = ("evil.test", "evil", "8443")

Backwards = Callable[[str], Iterator[str]]


@dataclass(frozen=True)
class Step:
    """One thing that is done to a text."""

    forwards: Callable[[str], str | None]
    """What it makes of a text; None where Python would raise."""
    backwards: Backwards
    """Some of the texts of which it may make this one; each is to be tried."""


@dataclass(frozen=True)
class Made:
    """The steps from an origin to the text that is compared."""

    steps: tuple[Step, ...]
    text: str
    is_secure: bool
    """Whether the origin must begin with `https:`, too."""

    def takes(self, origin: str) -> bool:
        """Whether it comes to the text."""
        return self.made_of(origin) == self.text and (not self.is_secure or origin.startswith(_SECURE))

    def made_of(self, origin: str) -> str | None:
        """What it comes to; None where Python would raise."""
        made: str | None = origin
        for step in self.steps:
            made = None if made is None else step.forwards(made)
        return made

    def origins(self) -> Iterator[str]:
        """Texts that come to it."""
        wanted = [self.text]
        for step in reversed(self.steps):
            before = (each for one in wanted for each in step.backwards(one) if step.forwards(each) == one)
            wanted = list(islice(dict.fromkeys(each for each in before if len(each) <= _LONGEST), _MOST))
        return filter(self.takes, wanted)


def read_made(text: str) -> Made | None:
    """What a check of the kind `made` says; None where a step is unknown."""
    try:
        written: ast.expr = ast.parse(text.lower(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    is_secure = isinstance(written, ast.BoolOp)
    if isinstance(written, ast.BoolOp):
        written = written.values[-1]
    if not isinstance(written, ast.Compare) or not isinstance(written.comparators[0], ast.Constant):
        return None
    steps, listed = _steps(written.left), written.comparators[0].value
    return Made(steps, listed, is_secure) if steps and isinstance(listed, str) else None


def _steps(made: ast.expr) -> tuple[Step, ...]:
    """The steps to an expression, the first one first; empty where one is unknown."""
    found: list[Step] = []
    while not isinstance(made, ast.Name):
        step, before = _step(made)
        if step is None or before is None:
            return ()
        found.append(step)
        made = before
    return tuple(reversed(found))


def _step(made: ast.expr) -> tuple[Step | None, ast.expr | None]:
    """The last step to an expression, and what it is done to."""
    if isinstance(made, ast.Attribute) and isinstance(made.value, ast.Call) and made.value.args:
        return (_host(made.attr) if made.attr in _HOSTS else None), made.value.args[0]
    if isinstance(made, ast.Subscript) and isinstance(made.slice, ast.Slice):
        return _slice(_constant(made.slice.lower), _constant(made.slice.upper)), made.value
    if isinstance(made, ast.Subscript) and isinstance(made.value, ast.Call):
        cut = made.value
        if isinstance(cut.func, ast.Attribute) and cut.func.attr in _CUTS:
            return _cut(cut.func.attr, [*map(_constant, cut.args)], _constant(made.slice)), cut.func.value
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute):
        return _method(made.func.attr, [*map(_constant, made.args)]), made.func.value
    return None, None


def _constant(written: ast.expr | None) -> str | int | None:
    try:
        value = ast.literal_eval(written) if written is not None else None
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, str | int) and abs(len(str(value))) <= _LONGEST else None


def _method(name: str, given: list[str | int | None]) -> Step | None:
    texts = [each for each in given if isinstance(each, str)]
    if name in _SAME and not given:
        return Step(str.lower, lambda wanted: iter((wanted,)))
    if len(texts) != len(given):
        return None
    if name in _STRIPS and len(texts) < 2:
        return _strip(_STRIPS[name], texts[0] if texts else " \t\n")
    if name == "replace" and len(texts) == 2 and texts[0]:
        return Step(lambda text: text.replace(texts[0], texts[1]), lambda wanted: _put_back(wanted, *texts))
    if name == "removeprefix" and len(texts) == 1:
        return Step(
            lambda text: text.removeprefix(texts[0]), lambda wanted: iter((texts[0] + wanted, wanted))
        )
    if name == "removesuffix" and len(texts) == 1:
        return Step(
            lambda text: text.removesuffix(texts[0]), lambda wanted: iter((wanted + texts[0], wanted))
        )
    return None


def _strip(ends: str, chars: str) -> Step:
    """It takes off letters, not a beginning: those of "https://" are all of "http://", too."""

    def forwards(text: str) -> str:
        text = text.lstrip(chars) if ends != "end" else text
        return text.rstrip(chars) if ends != "start" else text

    def backwards(wanted: str) -> Iterator[str]:
        yield wanted
        heads = [chars, *(each for each in _SCHEMES if set(each) <= set(chars))]
        letters = [*dict.fromkeys(each for each in chars if each.isalnum())]
        if ends != "end":
            yield from (head + wanted for head in heads)
            yield from (head + each + wanted for each in letters for head in (*heads, ""))
        if ends != "start":
            yield from (wanted + each + tail for each in letters for tail in ("", chars))
            yield wanted + chars
        if ends == "both":
            yield from (head + wanted + each for each in letters for head in heads)

    return Step(forwards, backwards)


def _put_back(wanted: str, gone: str, put: str) -> Iterator[str]:
    """What is replaced, at each of the places where it may have been."""
    places = (at for at in range(len(wanted) + 1) if wanted.startswith(put, at))
    yield from (f"{wanted[:at]}{gone}{wanted[at + len(put) :]}" for at in places)
    yield wanted


def _cut(name: str, given: list[str | int | None], at: str | int | None) -> Step | None:
    """One of the parts between separators."""
    separator = given[0] if given else None
    times = given[1] if len(given) > 1 else None
    if not isinstance(separator, str) or not separator or not isinstance(at, int) or abs(at) > 9:
        return None
    if isinstance(times, str) or (len(given) > 1 and times is None):
        return None

    def forwards(text: str) -> str | None:
        if name.endswith("partition"):
            parts = list(getattr(text, name)(separator))
        else:
            parts = getattr(text, name)(separator, -1 if times is None else times)
        return parts[at] if -len(parts) <= at < len(parts) else None

    number = at // 2 if name.endswith("partition") and at >= 0 else at

    def backwards(wanted: str) -> Iterator[str]:
        yield wanted
        before = [""] if number == 0 else [f"{each}{separator}" for each in _BEFORE]
        if number > 1:
            before = [each + f"evil{separator}" * (number - 1) for each in before]
        if number < -1:
            after = [f"{separator}{each}" + f"{separator}evil" * (-number - 2) for each in _AFTER]
        else:
            after = ["", *(f"{separator}{each}" for each in _AFTER)]
        yield from (head + wanted + tail for head in (*before, "") for tail in after)

    return Step(forwards, backwards)


def _slice(first: str | int | None, last: str | int | None) -> Step | None:
    if isinstance(first, str) or isinstance(last, str) or (first is None and last is None):
        return None

    def backwards(wanted: str) -> Iterator[str]:
        heads = (
            [f"{each}{'x' * _LONGEST}"[:first] for each in _SCHEMES]
            if (first or 0) > 0
            else ["", "https://evil"]
        )
        gone = -last if last is not None and last < 0 else 0
        tails = ["x" * gone, (".test" + "x" * gone)[:gone], (":" + "8" * gone)[:gone]]
        if last is None or last > 0:
            tails = ["", ".evil.test", "x.evil.test"] if last is not None else [""]
        yield from (head + wanted + tail for head in heads for tail in dict.fromkeys(tails))

    return Step(lambda text: text[first:last], backwards)


def _host(name: str) -> Step:
    def forwards(text: str) -> str | None:
        try:
            return getattr(urlsplit(text), name) or ""
        except ValueError:
            return None

    def backwards(wanted: str) -> Iterator[str]:
        ports = ("", ":8443") if name == "hostname" else ("",)
        yield from (head + wanted + port for head in _SCHEMES for port in ports)

    return Step(forwards, backwards)
