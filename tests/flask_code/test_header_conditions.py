"""Headers that the code sends with some statuses alone."""

from __future__ import annotations

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.header_code.header_conditions import read_header_conditions
from cors_wizard.flask_code.module import Module, parse_module

_HOOK = "@app.after_request\ndef after(response):\n    if {}:\n        response.headers[{}] = 'https://a.example'\n"
_ORIGIN = "'Access-Control-Allow-Origin'"


def _found(test: str, header: str = _ORIGIN) -> list[object]:
    module = parse_module(TextFile("app.py", _HOOK.format(test, header)))
    assert isinstance(module, Module)
    return [fact.value for fact in read_header_conditions([module])]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        pytest.param("response.status_code == 200", ["response.status_code == 200"], id="alone"),
        pytest.param("response.status_code < 300 and origin in OK", ["response.status_code < 300"], id="and"),
        pytest.param("response.status_code == 200 or origin in OK", [], id="or"),
        pytest.param("origin in OK", [], id="origin"),
    ],
)
def test_the_condition(test: str, expected: list[object]) -> None:
    """Where the status alone can keep the header away, it is named as it is written."""
    assert _found(test) == expected


def test_another_header() -> None:
    """Other headers may depend on what they like."""
    assert _found("response.status_code == 200", "'X-A'") == []


@pytest.mark.parametrize("is_above", [True, False])
def test_a_hook_that_leaves_for_some_statuses(*, is_above: bool) -> None:
    """`return response` for errors keeps the header away that is written further down."""
    leaves = "    if response.status_code >= 400:\n        return response\n"
    writes = f"    response.headers[{_ORIGIN}] = '*'\n"
    body = leaves + writes if is_above else writes + leaves
    module = parse_module(TextFile("app.py", f"@app.after_request\ndef after(response):\n{body}"))
    assert isinstance(module, Module)
    assert len([*read_header_conditions([module])]) == is_above
