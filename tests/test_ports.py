"""The ports that tests use."""

from __future__ import annotations

import socket

import pytest

from tests.ports import unused_port


@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")], ids=["ipv4", "ipv6"]
)
def test_nobody_listens_and_the_system_gives_it_to_nobody(family: socket.AddressFamily, address: str) -> None:
    """Neither on this address nor on the other, and no port twice."""
    ports = [unused_port() for _ in range(50)]
    assert len(set(ports)) == 50
    assert max(ports) < 32_768
    for port in ports:
        with socket.socket(family) as client:
            assert client.connect_ex((address, port)) != 0


def test_a_port_that_is_taken_on_one_address_alone_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """`localhost` is both: whoever listens on the other one would respond in the test's place."""
    free = unused_port()
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        taken = other.getsockname()[1]
        monkeypatch.setattr("tests.ports._PORTS", iter([taken, free]))
        assert unused_port() == free
