"""Makes hostile inputs out of good ones, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

ODD = (
    *(
        "\x00",
        "\x1b[2J",
        "\x1b]52;c;eA==\x07",
        "\x9b31m",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\x7f",
        "\r",
        "\u2028",
        "\ud800",
    ),
    *(
        "[red]",
        "[/]",
        "{{ url }}",
        "{% x %}",
        "`",
        "```",
        "<script>",
        "](http://a)",
        "$(id)",
        "';--",
        '"""',
        "'''",
        "\\",
    ),
    *(
        "(" * 300,
        "[" * 300,
        "{" * 300,
        '{"a":' * 300,
        "a" * 5000,
        "9" * 400,
        "NaN",
        "1e999",
        "-0",
        "null",
        "true",
    ),
    *(
        "http://",
        "https://(.+)",
        "http://[::1",
        "//",
        "://",
        "@",
        "%00",
        "%",
        "*",
        ".*",
        "localhost:99999",
        "é",
        "😀",
    ),
    *(
        "\n" * 50,
        " " * 500,
        "\t",
        "def f(): yield\n",
        "CORS(app, **x)",
        "c = [c, c]\n",
        "import *",
        "lambda: 0",
        "=",
        ":",
    ),
)


def mutated(seed: str, dice: random.Random, odd: Sequence[str] = ODD) -> str:
    """The text after a few of: something odd put in, a piece cut out, doubled, moved, or a letter changed."""
    text = seed
    for _ in range(dice.randint(1, 6)):
        change = dice.choice(_CHANGES)
        text = change(text, dice, odd)[:200_000]
    return text


def _put_in(text: str, dice: random.Random, odd: Sequence[str]) -> str:
    at = dice.randint(0, len(text))
    return text[:at] + dice.choice(odd) + text[at:]


def _cut(text: str, dice: random.Random, odd: Sequence[str]) -> str:
    start = dice.randint(0, len(text))
    return text[:start] + text[start + dice.randint(0, 40) :]


def _double(text: str, dice: random.Random, odd: Sequence[str]) -> str:
    start = dice.randint(0, len(text))
    piece = text[start : start + dice.randint(0, 200)]
    return text[:start] + piece * dice.choice((2, 2, 30)) + text[start:]


def _move(text: str, dice: random.Random, odd: Sequence[str]) -> str:
    start, end = sorted((dice.randint(0, len(text)), dice.randint(0, len(text))))
    rest = text[:start] + text[end:]
    at = dice.randint(0, len(rest))
    return rest[:at] + text[start:end] + rest[at:]


def _change(text: str, dice: random.Random, odd: Sequence[str]) -> str:
    if not text:
        return text
    at = dice.randrange(len(text))
    return text[:at] + chr(dice.choice((dice.randrange(128), dice.randrange(0x3000)))) + text[at + 1 :]


_CHANGES: tuple[Callable[[str, random.Random, Sequence[str]], str], ...] = (
    _put_in,
    _put_in,
    _cut,
    _double,
    _move,
    _change,
)
