"""Blocks of nginx, Caddy and Apache, as the facts and the changes read them."""

from __future__ import annotations

import pytest

from cors_wizard.project.proxies.blocks import around, blocks, ends, sections


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("server {\nlocation / {\na b;\n}\n}", {(2, 4), (1, 5)}, id="nested"),
        pytest.param("location / { proxy_pass http://a; }", {(1, 1)}, id="one-line"),
        pytest.param("if ($a) {\nx y;\n} else {\nz y;\n}", {(1, 3), (3, 5)}, id="else"),
        pytest.param("location / {\n# }\nx y;\n}", {(1, 4)}, id="comment"),
        pytest.param('location / {\nreturn 200 "}";\n}', {(1, 3)}, id="quoted"),
        pytest.param("location / {\nadd_header A '{';\n}", {(1, 3)}, id="quoted-opening"),
        pytest.param("location / {\nset $a ${b}c#d;\n}", {(1, 3)}, id="variable"),
        pytest.param("location / {\nx y;", {(1, 3)}, id="open"),
        pytest.param("}\nlocation / {\n}", {(2, 3)}, id="closed-too-often"),
    ],
)
def test_blocks_in_braces(text: str, expected: set[tuple[int, int]]) -> None:
    """Comments, quotes and names open and close nothing."""
    assert {(each.first, each.last) for each in blocks(text.split("\n"))} == expected


def test_the_innermost_comes_first() -> None:
    """The block that a line opens isn't around it; the one that it closes is."""
    lines = ["server {", "location / {", "a b;", "} location /b {", "}", "}"]
    found = {at: [each.first for each in around(blocks(lines), at)] for at in range(1, 7)}
    assert found == {1: [], 2: [1], 3: [2, 1], 4: [2, 1], 5: [4, 1], 6: [1]}
    assert ends(lines) == {1: 6, 2: 4, 4: 5}


def test_apache_sections() -> None:
    """Comments are none."""
    lines = ["<VirtualHost *:80>", "# <Location /b>", "<Location /a>", "</Location>", "</VirtualHost>"]
    assert [(each.first, each.last) for each in sections(lines)] == [(3, 4), (1, 5)]
