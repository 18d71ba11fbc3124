"""Local network access: what a page from the internet may request from this network and this machine.

The Fetch standard knows nothing of it; https://wicg.github.io/local-network-access/ does, and Chromium holds
it (`Traits.guards_local_network`). Which pages it refuses what was measured with Chromium 156: the rows of
`tests/fetch_standard/test_local_network.py`.
"""

from __future__ import annotations

from typing import Literal

from cors_wizard.fetch_standard.legs import Leg
from cors_wizard.fetch_standard.trust import address_space_of, is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.fetch_standard.verdict import Stage, Violation
from cors_wizard.http_exchange import AddressSpace

LocalRefusal = Literal["other-address-space", "insecure-page", "permission-denied"]


def server_space(leg: Leg) -> AddressSpace | None:
    """Where this leg's server is; None if nothing shows it."""
    told = leg.exchange.server_address_space
    if told is not None and leg.is_first:
        return told
    return address_space_of(leg.parsed.host) if leg.parsed else None


def page_space(leg: Leg) -> AddressSpace | None:
    """Where the page's server is; None if nothing shows it."""
    page = parse_url(leg.page_origin)
    return leg.exchange.page_address_space or (address_space_of(page.host) if page else None)


def is_secure_context(page_origin: str) -> bool:
    """Whether a page came over HTTPS or from this machine.

    https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    page = parse_url(page_origin)
    return page is not None and (page.scheme == "https" or is_loopback(page.host))


def local_network_refusal(leg: Leg) -> LocalRefusal | None:
    """Why this leg's server may not be reached; None if it may, or if it isn't known where they are.

    https://wicg.github.io/local-network-access/#local-network-request. Chromium guards the step from the
    internet inwards, and not yet the one from this network to this machine.
    """
    declared, space = leg.request.target_address_space, server_space(leg)
    if declared is not None and space is not None and declared != space:
        return "other-address-space"
    if page_space(leg) != "public" or space not in ("local", "loopback"):
        return None
    if not is_secure_context(leg.page_origin):
        return "insecure-page"
    return "permission-denied" if leg.exchange.local_network_permission == "denied" else None


def judge_local_network(leg: Leg) -> Violation | None:
    """The violation of an engine that guards the local network."""
    refusal = local_network_refusal(leg)
    if refusal is None or not leg.traits.guards_local_network:
        return None
    stage: Stage = "request" if leg.is_first else "redirect"
    declared, space = leg.request.target_address_space or "", server_space(leg)
    return Violation("local-network-access", stage, refusal, leg.request.url, got=space, about=declared)
