"""A redirect that the proxy sends by itself, past which the server behind it responds."""

from __future__ import annotations

import pytest

from cors_wizard.http_exchange import Headers, Response
from cors_wizard.probe.layers import layer_differences
from cors_wizard.probe.result import ProbeRequest, ProbeResult

_SENDS = {"Access-Control-Allow-Origin": "*"}


def _result(id: str, status: int, headers: dict[str, str]) -> ProbeResult:
    request = ProbeRequest(id, "the request", "GET", "http://localhost:8080/api")
    return ProbeResult(request, Response(status, Headers(tuple(headers.items()))))


@pytest.mark.parametrize(
    ("status", "headers", "says"),
    [
        (301, {"Location": "http://www.shop.example/api"}, ["status", "Location"]),
        (200, {}, ["Access-Control-Allow-Origin"]),
    ],
    ids=["redirect", "removed"],
)
def test_nothing_is_removed_from_it(status: int, headers: dict[str, str], says: list[str]) -> None:
    """The proxy never had Flask's response to remove a header from."""
    results = (_result("request", status, headers), _result("direct-request", 200, _SENDS))
    assert [each.header for each in layer_differences(results)] == says
