"""What the user types becomes a fact, or one clear sentence."""

from __future__ import annotations

import pytest

from cors_wizard.errors import InputError
from cors_wizard.facts import DECLARED, FactValue
from cors_wizard.tui.fact_input import read_value


@pytest.mark.parametrize(
    ("name", "typed", "wanted"),
    [
        pytest.param("url", " http://localhost:5000/x ", "http://localhost:5000/x", id="url"),
        pytest.param("origin", "http://localhost:3000/p?x=1", "http://localhost:3000", id="origin-of-a-page"),
        pytest.param("origin", "HTTP://LocalHost:80", "http://localhost", id="origin-in-its-one-form"),
        pytest.param("url", "localhost:5000", "http://localhost:5000", id="url-as-it-is-spoken"),
        pytest.param("origin", "localhost:5173", "http://localhost:5173", id="origin-as-it-is-spoken"),
        pytest.param("origin", "null", "null", id="opaque-origin"),
        pytest.param("origin", "file:///home/me/index.html", "null", id="origin-of-a-file"),
        pytest.param("status", "404", 404, id="number"),
        pytest.param("request_headers", "X-A: 1, X-B", ("X-A: 1", "X-B"), id="list"),
    ],
)
def test_read_value(name: str, typed: str, wanted: FactValue) -> None:
    """The value in the form that the facts have."""
    assert read_value(DECLARED[name], typed) == wanted


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        pytest.param("url", "", id="nothing"),
        pytest.param("url", "api/items", id="no-scheme"),
        pytest.param("url", "http://", id="no-host"),
        pytest.param("url", "http://a b/", id="blank-inside"),
        pytest.param("url", "http://localhost:99999/", id="port-too-large"),
        pytest.param("url", "ftp://localhost/", id="another-scheme"),
        pytest.param("url", "http://[::1/", id="broken-address"),
        pytest.param("origin", "my shop", id="origin-without-scheme"),
        pytest.param("status", "many", id="no-number"),
        pytest.param("url", "http://localhost/" + "x" * 9000, id="far-too-long"),
    ],
)
def test_bad_values_are_refused(name: str, typed: str) -> None:
    """Message and hint are there."""
    with pytest.raises(InputError) as refused:
        read_value(DECLARED[name], typed)
    assert refused.value.message
    assert refused.value.hint


def test_a_page_is_shown_how_a_page_is_written() -> None:
    """The example is of the kind that was asked for."""
    with pytest.raises(InputError) as refused:
        read_value(DECLARED["origin"], "localhost 3000")
    assert "http://localhost:3000." in refused.value.hint
