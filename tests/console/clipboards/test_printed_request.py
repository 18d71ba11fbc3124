"""The line that the console script prints is read: all of the request, and nothing that isn't there."""

from __future__ import annotations

import pytest

from cors_wizard.console.clipboards.printed_request import read_printed_request
from cors_wizard.facts import FactValue

LINE = (
    'VM12:5 cors-wizard request: {"page":"http://localhost:5173","method":"put",'
    '"url":"http://localhost:5000/api","headers":["authorization","x-tenant"],"credentials":"include","mode":"cors"}'
)


def read(text: str) -> dict[str, FactValue]:
    """The facts, by name."""
    found = read_printed_request(text)
    return {fact.name: fact.value for fact in found.facts} if found else {}


def test_all_of_it_is_read() -> None:
    """Method, names, credentials, mode, URL and page."""
    assert read(LINE) == {
        "url": "http://localhost:5000/api",
        "origin": "http://localhost:5173",
        "method": "PUT",
        "request_headers": ("authorization", "x-tenant"),
        "credentials": "include",
        "request_mode": "cors",
    }


def test_no_headers_are_a_known_list() -> None:
    """An empty list says that the code adds none."""
    assert read('cors-wizard request: {"method":"GET","headers":[]}') == {
        "method": "GET",
        "request_headers": (),
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cors-wizard request: {broken}",
        "cors-wizard request: {" + "[" * 5000 + "}",
        "{}",
        '{"method":"GET"}',
    ],
)
def test_anything_else_is_not(text: str) -> None:
    """Broken JSON and other lines give nothing."""
    assert read(text) == {}


def test_values_that_cannot_be_are_left_out() -> None:
    """Hostile JSON has other types."""
    line = 'cors-wizard request: {"method":7,"url":[],"headers":[1,"x-a"],"credentials":"all","mode":null}'
    assert read(line) == {"request_headers": ("x-a",)}
