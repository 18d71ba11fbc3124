"""A log's path belongs to the URL in the browser's message, also where parts of the URL were masked."""

from __future__ import annotations

import pytest

from cors_wizard.console.group_messages import is_path_of


@pytest.mark.parametrize(
    ("url", "path", "belongs"),
    [
        pytest.param("localhost:5000/api/orders", "/api/orders", True, id="same"),
        pytest.param("localhost:5000/api/orders", "/orders", False, id="only-its-end"),
        pytest.param("localhost:5000/api/orders?page=2", "/api/orders", False, id="another-query"),
        pytest.param("localhost:5000", "/api", False, id="no-path"),
        pytest.param("[app].example.com/orders/[id]", "/orders/8817", True, id="brackets"),
        pytest.param("api.example.com/orders/***/lines", "/orders/8817/lines", True, id="stars"),
        pytest.param("api.example.com/orders/XXX", "/orders/8817", True, id="letters"),
        pytest.param("api.example.com/orders/{id}", "/carts/8817", False, id="another-part-differs"),
        pytest.param("api.example.com/[id]", "/8817", False, id="nothing-but-a-mask-tells-nothing"),
        pytest.param("api.example.com/orders/[id]/lines", "/orders/8817", False, id="another-depth"),
        pytest.param("api.example.com/orders/8817", "/orders/[id]", False, id="masked-log"),
        pytest.param("", "/orders", False, id="no-url"),
    ],
)
def test_which_path_belongs(url: str, path: str, belongs: bool) -> None:
    """A log line and a message about one request are read together, those about two are not."""
    assert is_path_of(url, path) is belongs
