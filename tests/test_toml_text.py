"""TOML of anybody's making: read as `tomllib` does, but for keys that would take all memory."""

from __future__ import annotations

import tomllib
import tracemalloc

import pytest

from cors_wizard.toml_text import parse_toml

DEEP = "a." * 5_000 + "b"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{DEEP} = 1", id="key"),
        pytest.param(f"[{DEEP}]", id="table"),
        pytest.param(f"[[{DEEP}]]", id="list of tables"),
        pytest.param(f"x = {{ {DEEP} = 1 }}", id="inline table"),
        pytest.param('"a b" . ' * 5_000 + "b = 1", id="quoted"),
        pytest.param("'a' .\t" * 5_000 + "b = 1", id="quoted once"),
        pytest.param(("a" * 70 + ".") * 2_000 + "b = 1", id="long parts"),
        pytest.param("y = 1\n[x]\n  " + DEEP + " = 1", id="in a table"),
    ],
)
def test_a_key_of_many_parts_is_refused(text: str) -> None:
    """Before it takes any memory: `tomllib` would keep 5,000 beginnings of it, 100 MB of them."""
    tracemalloc.start()
    try:
        with pytest.raises(tomllib.TOMLDecodeError, match="more than 100 parts"):
            parse_toml(text)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        "a.b.c = 1",
        "[tool.cors-wizard]\nx = 1",
        'x = "' + "." * 5_000 + '"',
        "x = '" + "Dots. And more. " * 500 + "'",
        'x = ["' + '", "'.join(f"1.{number}.0" for number in range(5_000)) + '"]',
        "\n".join(f"a{number}.b.c = 1" for number in range(500)),
        "x = " + "[" * 50 + "]" * 50,
    ],
)
def test_everything_else_is_read_as_ever(text: str) -> None:
    """Dots in texts, and many short keys, are no deep key."""
    assert parse_toml(text) == tomllib.loads(text)


def test_looking_for_deep_keys_is_linear() -> None:
    """What nearly is one, and never ends in one; quadratic, this would take hours."""
    for text in (
        "a" * 1_000_000 + "." * 200,
        "a." * 99 + "\n" * 1_000_000,
        ("a." * 99 + "!\n") * 5_000,
        '"' * 300_001,
    ):
        with pytest.raises(tomllib.TOMLDecodeError):
            parse_toml(f"{text}!")
