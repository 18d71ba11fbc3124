"""What Flask-SocketIO takes for its own page behind a proxy: `Host` and `X-Forwarded-Proto` decide."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import pytest
from flask import Flask
from werkzeug.test import Client

POLLING = "/socket.io/?EIO=4&transport=polling"


@pytest.mark.parametrize(
    ("told_by_the_proxy", "status"),
    [
        pytest.param({}, 400, id="nothing"),
        pytest.param({"Host": "shop.example"}, 400, id="host-alone"),
        pytest.param({"Host": "shop.example", "X-Forwarded-Proto": "https"}, 200, id="host-and-scheme"),
    ],
)
def test_its_own_page_is_foreign_without_the_proxys_word(
    told_by_the_proxy: Mapping[str, str], status: int
) -> None:
    """A page of the same origin gets 400 behind a proxy that hands on neither host nor scheme."""
    app = Flask(__name__)
    # It has no type hints.
    import_module("flask_socketio").SocketIO(app, async_mode="threading")
    headers = {"Origin": "https://shop.example", "Host": "127.0.0.1:5000", **told_by_the_proxy}
    answer = Client(app.wsgi_app).get(POLLING, headers=headers, base_url=f"http://{headers['Host']}")
    assert answer.status_code == status
