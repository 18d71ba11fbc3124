"""What probes have to assume about the page's request, as facts that say so.

Such a fact starts a probe and is shown as assumed; whatever else looks a fact up takes it for unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.probe.page_request import PageRequest, read_page_request
from cors_wizard.probe.plan import asked_page

REQUEST_FACTS = ("method", "request_headers", "credentials", "request_mode")
"""The parts of a request that a page chooses, beside its URL."""


def assumptions(facts: Facts) -> tuple[Fact, ...]:
    """A fact with the source `assumed` for each part of the request that nothing shows; a URL is needed."""
    page = read_page_request(facts)
    if page is None:
        return ()
    asked = asked_page(page) or page
    guessed = (Fact(name, value, "assumed", why) for name, value, why in _guesses(asked))
    return tuple(facts.guess(fact.name) or fact for fact in guessed if fact.name not in facts)


def _guesses(page: PageRequest) -> Iterator[tuple[str, FactValue, str]]:
    if page.assumed_origin:
        yield "origin", page.origin, "where development servers usually serve a page"
    if page.assumed_method:
        yield "method", page.request.method, "nothing shows the method"
    if not page.known_headers:
        names = tuple(name for name, _ in page.request.headers)
        yield "request_headers", names, "nothing shows which headers the page adds"
    if page.assumed_credentials:
        yield "credentials", "same-origin", "the default of fetch; nothing shows the page's own"
    yield "request_mode", "cors", "the default of fetch and XMLHttpRequest"
