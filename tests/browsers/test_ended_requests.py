"""Requests that end inside the browser: what it says of them is read, and no CORS setting is blamed."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from tests.browsers.driver import Browser
from tests.browsers.pages import PageServer

_SETTLE = ".catch((error) => settle({readable: false, status: 0, error: String(error)}));"
_ENDED = [
    pytest.param(
        'fetch("/", {signal: AbortSignal.abort()})',
        {"chromium": "canceled", "firefox": "canceled"},
        id="canceled",
    ),
    pytest.param(
        'fetch("/none", {cache: "only-if-cached", mode: "same-origin"})',
        {"chromium": "no-cached-copy", "firefox": None},
        id="only-if-cached",
    ),
]


@pytest.mark.browser
@pytest.mark.parametrize(("call", "ended"), _ENDED)
def test_what_the_browser_says_of_it_is_read(
    browser: Browser, page_server: PageServer, call: str, ended: dict[str, str | None]
) -> None:
    """The console's lines and the script's error, pasted together; Firefox says of some no more than that."""
    run = browser.run(page_server.page(page_server.new_origin(), call + _SETTLE))
    pasted = "\n".join((*run.console, str(run.result["error"])))
    found = Diagnosis.begin(load_knowledge(), pasted).without_probing().without_scanning()
    assert found.facts.text("request_ended") == ended[browser.engine]
    assert (found.cause.id if found.cause else None) == ("not-cors" if ended[browser.engine] else None)
