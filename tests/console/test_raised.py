"""The line of the user's own code that raised, and the error, from a traceback as people paste it."""

from __future__ import annotations

import pytest

from cors_wizard.console.raised import raised_in
from tests.console.known import reader

_TRACEBACK = """Traceback (most recent call last):
  File "/venv/lib/python3.11/site-packages/flask/app.py", line 1511, in wsgi_app
    response = self.full_dispatch_request()
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/home/me/shop/views/orders.py", line 27, in save
    return jsonify(load(data["name"]))
  File "/venv/lib/python3.11/site-packages/requests/models.py", line 974, in json
    raise RequestsJSONDecodeError(e.msg, e.doc, e.pos)
requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
127.0.0.1 - - [30/Nov/2026 09:12:44] "POST /api/profile HTTP/1.1" 500 -
"""
_AT, _ERROR = (
    "views/orders.py:27",
    "requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
)


def _raised(text: str) -> list[tuple[str, str]]:
    return [(fact.name, fact.shown) for fact in raised_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_TRACEBACK, id="plain"),
        pytest.param(
            _TRACEBACK.replace("/home/me/shop/", "C:\\shop\\").replace("views/", "views\\"),
            id="windows",
        ),
        pytest.param("".join(f"api-1  | {line}\n" for line in _TRACEBACK.split("\n")), id="compose"),
        pytest.param(
            "".join(
                f"Nov 30 09:12:4{n % 10} web gunicorn[7]: {line}\n"
                for n, line in enumerate(_TRACEBACK.split("\n"))
            ),
            id="journald",
        ),
        pytest.param(f"{_TRACEBACK.replace('27', '5')}\n{_TRACEBACK}", id="the-last-of-two"),
        pytest.param(_TRACEBACK.replace("\n", "\r\n"), id="crlf"),
    ],
)
def test_the_own_line_and_the_error(text: str) -> None:
    """Frames of libraries are passed over; the error is the last one's."""
    assert _raised(text) == [("raised_at", _AT), ("raised", _ERROR)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("KeyError: 'name'", id="no-traceback"),
        pytest.param(_TRACEBACK.replace("/home/me/shop/", "/usr/lib/python3.11/"), id="libraries-alone"),
        pytest.param(_TRACEBACK[: _TRACEBACK.index("requests.exceptions")], id="cut-off"),
        pytest.param("Traceback (most recent call last):\n" * 50_000, id="endless"),
    ],
)
def test_nothing_is_made_up(text: str) -> None:
    """Without a frame of the user's own, or without its end, nothing is said."""
    assert _raised(text) == []


def test_secrets_in_an_error_are_masked() -> None:
    """What raises is often the value that it raises about."""
    text = _TRACEBACK.replace("Expecting value", "https://a.example/?access_token=hunter2hunter2hunter2")
    assert "hunter2" not in str(_raised(text))


def test_it_is_read_beside_the_browsers_line() -> None:
    """The diagnosis has both."""
    text = (
        "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:3000' has been blocked "
        "by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    )
    facts = reader().read(text + _TRACEBACK).facts
    assert (facts.text("raised_at"), facts.text("raised")) == (_AT, _ERROR)
