"""Whether a call goes past the page's own dev server, which forwards such paths to the API. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url

if TYPE_CHECKING:
    from cors_wizard.page_code import DevProxy, PageCall


def facts_of_proxies(
    matched: Sequence[PageCall], calls: Sequence[PageCall], proxies: Sequence[DevProxy], facts: Facts
) -> Iterator[Fact]:
    """The fact `past_dev_proxy`, where other calls of the page leave it to the dev server."""
    url = parse_url(facts.text("url") or "")
    if url is None or not is_loopback(url.host) or not any(_is_whole(each.url) for each in matched):
        return
    through = [each for each in proxies if _goes_to(each, url)]
    others = [each for each in calls if each not in matched and each.url.startswith("/")]
    if through and others:
        yield Fact("past_dev_proxy", "yes", "scanned", f"{through[0].file}:{through[0].line}")


def _is_whole(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _goes_to(proxy: DevProxy, url: ParsedUrl) -> bool:
    """Whether a rule takes the path, and sends it to the program that the URL names."""
    target = parse_url(proxy.target)
    begins = re.sub(r"^\^|[(*].*$", "", proxy.path).rstrip("/")
    takes = url.path == begins or url.path.startswith(f"{begins}/")
    return target is not None and is_loopback(target.host) and target.port == url.port and takes
