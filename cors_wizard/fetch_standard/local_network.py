"""Local network access: what a page from the internet may request from this network and this machine.

The Fetch standard knows nothing of it; https://wicg.github.io/local-network-access/ does, and Chromium holds
it (`Traits.guards_local_network`). Which pages it refuses what was measured with Chromium 156: the rows of
`tests/fetch_standard/test_local_network.py`.
"""

from __future__ import annotations

from typing import Literal

from cors_wizard.fetch_standard.hops import JudgedHop
from cors_wizard.fetch_standard.trust import address_space_of, is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.fetch_standard.verdict import Stage, Violation
from cors_wizard.http_exchange import AddressSpace

LocalRefusal = Literal["other-address-space", "insecure-page", "permission-denied"]


def server_space(hop: JudgedHop) -> AddressSpace | None:
    """Where this hop's server is; None if nothing shows it."""
    told = hop.exchange.server_address_space
    if told is not None and hop.is_first:
        return told
    return address_space_of(hop.parsed.host) if hop.parsed else None


def page_space(hop: JudgedHop) -> AddressSpace | None:
    """Where the page's server is; None if nothing shows it."""
    page = parse_url(hop.page_origin)
    return hop.exchange.page_address_space or (address_space_of(page.host) if page else None)


def is_secure_context(page_origin: str) -> bool:
    """Whether a page came over HTTPS or from this machine.

    https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    page = parse_url(page_origin)
    return page is not None and (page.scheme == "https" or is_loopback(page.host))


def local_network_refusal(hop: JudgedHop) -> LocalRefusal | None:
    """Why this hop's server may not be reached; None if it may, or if it isn't known where they are.

    https://wicg.github.io/local-network-access/#local-network-request. Chromium guards the step from the
    internet inwards, and not yet the one from this network to this machine.
    """
    declared, space = hop.request.target_address_space, server_space(hop)
    if declared is not None and space is not None and declared != space:
        return "other-address-space"
    if page_space(hop) != "public" or space not in ("local", "loopback"):
        return None
    if not is_secure_context(hop.page_origin):
        return "insecure-page"
    return "permission-denied" if hop.exchange.local_network_permission == "denied" else None


def judge_local_network(hop: JudgedHop) -> Violation | None:
    """The violation of an engine that guards the local network."""
    refusal = local_network_refusal(hop)
    if refusal is None or not hop.traits.guards_local_network:
        return None
    stage: Stage = "request" if hop.is_first else "redirect"
    declared, space = hop.request.target_address_space or "", server_space(hop)
    return Violation("local-network-access", stage, refusal, hop.request.url, got=space, about=declared)
