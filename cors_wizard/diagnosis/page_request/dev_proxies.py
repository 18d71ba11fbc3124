"""Whether a call names the API's address, where its neighbors go through the dev server's proxy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.page_request.from_calls import places, takes
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.routing.rule_fits import rule_fits

if TYPE_CHECKING:
    from cors_wizard.page_code import DevProxy, PageCall


def about_bypassed(
    facts: Facts, made: Sequence[PageCall], calls: Sequence[PageCall], proxies: Sequence[DevProxy]
) -> Iterator[Fact]:
    """The fact `proxy_bypassed`: the proxy passes the path on as it is, and no CORS setup was meant."""
    url = parse_url(facts.text("url") or "")
    if url is None or not made or facts.text("cors_setup") != "none":
        return
    routes = facts.items("routes")
    for proxy in proxies:
        package = proxy.file.rpartition("/")[0]
        if serialize_origin(proxy.target) != url.origin or not takes(proxy, url.path):
            continue
        ours = [each for each in calls if each.file.startswith(f"{package}/" if package else "")]
        # A route that has the path of such a call shows that the proxy leaves paths as they are.
        relative = [
            each
            for each in ours
            if each.url.startswith("/") and not each.url.startswith("//") and takes(proxy, each.url)
            if any(rule_fits(route, each.url.partition("?")[0]) for route in routes)
        ]
        if relative and all(each in ours and not each.url.startswith("/") for each in made):
            yield Fact("proxy_bypassed", "yes", "scanned", places(relative))
            return
