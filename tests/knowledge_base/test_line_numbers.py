"""The line that a complaint names is the one where the key stands."""

from __future__ import annotations

import pytest

from cors_wizard.knowledge_base.line_numbers import first_content_line, line_of

TEXT = """\
# id = "in a comment"
id = "x"
answers.first = 1

[choices]
"quoted" = "a"
text = '''
title = "inside a string"
[[steps]]
'''

[[steps]]
text = "one [ { ' "
when = { a = [
    "b", # ]
    "c",
], d = "e" }
code = "f"

[[steps]]
[steps.code]
text = \"""
begin \\\""" [
\"""
language = "python"
[[steps.code.lines]]
n = 1
[[steps.code.lines]]
n = 2

[after]
"a b" = 1
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        pytest.param(("id",), 2, id="top"),
        pytest.param(("answers", "first"), 3, id="dotted-key"),
        pytest.param(("choices",), 5, id="table"),
        pytest.param(("choices", "quoted"), 6, id="quoted-key"),
        pytest.param(("choices", "text"), 7, id="long-string"),
        pytest.param(("title",), 0, id="nothing-inside-a-string-is-a-key"),
        pytest.param(("steps", 0), 12, id="first-item"),
        pytest.param(("steps", 0, "when"), 14, id="inline-table"),
        pytest.param(("steps", 0, "when", "a", 1), 14, id="deeper-than-what-is-known"),
        pytest.param(("steps", 0, "code"), 18, id="after-a-value-over-several-lines"),
        pytest.param(("steps", 1), 20, id="second-item"),
        pytest.param(("steps", 1, "code", "text"), 22, id="table-in-an-item"),
        pytest.param(("steps", 1, "code", "language"), 25, id="after-an-escaped-quote"),
        pytest.param(("steps", 1, "code", "lines", 1, "n"), 29, id="items-in-an-item"),
        pytest.param(("steps", 1, "code", "missing"), 21, id="a-missing-key-is-where-its-table-is"),
        pytest.param(("after", "a b"), 32, id="blank-in-a-quoted-key"),
        pytest.param((), 0, id="the-whole-file"),
    ],
)
def test_line_of(keys: tuple[str | int, ...], line: int) -> None:
    """Keys are found in any of TOML's spellings."""
    assert line_of(TEXT, *keys) == line


def test_the_first_line_of_a_string() -> None:
    """A string that opens at a line's end begins on the next one."""
    assert first_content_line(TEXT, "choices", "text") == 8
    assert first_content_line(TEXT, "id") == 2
    assert first_content_line(TEXT, "nope") == 0
