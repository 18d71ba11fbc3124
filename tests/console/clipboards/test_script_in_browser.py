"""The script that users paste into the console prints of a failing request what the page sent."""

from __future__ import annotations

import pytest

from cors_wizard.console.clipboards.printed_request import read_printed_request
from cors_wizard.knowledge_base import load_knowledge
from tests.browsers.driver import Browser
from tests.browsers.pages import PageRequest, PageServer

_REQUESTS = [
    PageRequest("/orders", "PUT", {"X-Tenant": "acme", "Authorization": "Bearer of-ada"}, "include", "{}"),
    PageRequest("/orders"),
    PageRequest("/orders", "PATCH", {"X-Tenant": "acme"}, "include", "{}", api="xhr"),
]


@pytest.mark.browser
@pytest.mark.parametrize("request_", _REQUESTS, ids=lambda each: f"{each.api}-{each.method}")
def test_the_script_prints_the_request(
    request_: PageRequest, chromium: Browser, page_server: PageServer
) -> None:
    """Method, names of headers without their values, credentials, URL and page."""
    page, api = page_server.new_origin(), page_server.new_origin()
    script = load_knowledge().nodes["page-request"].script
    # The driver of Firefox takes errors alone from its console.
    ran = chromium.run(page_server.page(page, f"{script}\n{request_.at(api).script()}"))
    assert ran.result["readable"] is False
    assert "of-ada" not in "".join(ran.console)
    read = read_printed_request("\n".join(ran.console))
    assert read is not None
    found = {fact.name: fact.value for fact in read.facts}
    names = found.pop("request_headers")
    assert isinstance(names, tuple)
    assert {str(name).lower() for name in names} - {"content-type"} == {
        name.lower() for name in request_.headers
    }
    assert found == {
        "url": f"{api}/orders",
        "origin": page,
        "method": request_.method,
        "credentials": request_.credentials,
        "request_mode": "cors",
    }
