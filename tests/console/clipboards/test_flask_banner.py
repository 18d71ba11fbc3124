"""The port in what Flask prints when it starts."""

from __future__ import annotations

import pytest

from cors_wizard.console.clipboards.flask_banner import read_flask_banner


@pytest.mark.parametrize(
    ("text", "port"),
    [
        (" * Running on http://127.0.0.1:5001", 5001),
        (" * Running on http://localhost:8000 (Press CTRL+C to quit)", 8000),
        ("my flask says Running on http://[::1]:5050", 5050),
        (
            " * Running on all addresses (0.0.0.0)\n * Running on http://127.0.0.1:80\n"
            " * Running on http://172.17.0.2:80",
            80,
        ),
    ],
)
def test_the_port_that_flask_listens_on(text: str, port: int) -> None:
    """Wherever the line is, whatever else of the machine it names."""
    found = read_flask_banner(text)
    assert found is not None
    assert {fact.name: fact.value for fact in found.facts} == {"run_port": port, "app_listens": "yes"}


@pytest.mark.parametrize(
    "text",
    [
        "Running on http://127.0.0.1:5000 and Running on http://127.0.0.1:5001",
        "Running on https://api.example:8443",
        "Running on fumes",
        "* Running on http://127.0.0.1:",
    ],
)
def test_no_port_is_read(text: str) -> None:
    """Of two apps neither is meant, and a public name isn't this machine."""
    assert read_flask_banner(text) is None
