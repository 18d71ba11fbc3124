"""What a browser refuses to ask at all: blocked ports, and plain HTTP from a page that came over HTTPS."""

from __future__ import annotations

import ipaddress

from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.http_exchange import AddressSpace

# fmt: off
_BAD_PORTS = frozenset({
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512,
    513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719,
    1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
    10080,
})
# fmt: on
_SHARED = ipaddress.ip_network("100.64.0.0/10")


def is_bad_port(url: ParsedUrl) -> bool:
    """Whether browsers block this port, which belongs to another protocol.

    https://fetch.spec.whatwg.org/#port-blocking
    """
    return url.is_http and url.port in _BAD_PORTS


def is_loopback(host: str) -> bool:
    """Whether a serialized host is this machine.

    https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy, steps 4 and 5
    """
    name = host.removesuffix(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def address_space_of(host: str) -> AddressSpace | None:
    """The address space of a serialized host; None for a name that may be anywhere.

    https://wicg.github.io/local-network-access/#ip-address-space-section
    """
    if is_loopback(host):
        return "loopback"
    address = _address(host)
    if address is None:
        return "local" if host.removesuffix(".").endswith(".local") else None
    return "local" if address.is_private or address.is_link_local or address in _SHARED else "public"


def is_local(host: str) -> bool:
    """Whether a serialized host is this machine or surely one of this network."""
    return address_space_of(host) in ("local", "loopback")


def is_mixed_content(page_origin: str, url: ParsedUrl) -> bool:
    """Whether a secure page requests something over plain HTTP from another machine.

    https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
    """
    return asks_plain_http_from_secure_page(page_origin, url) and not is_loopback(url.host)


def asks_plain_http_from_secure_page(page_origin: str, url: ParsedUrl) -> bool:
    """Whether the page came over HTTPS and the request goes over plain HTTP."""
    return page_origin.startswith("https://") and url.scheme == "http"


def is_address(host: str) -> bool:
    """Whether a serialized host is an IP address."""
    return _address(host) is not None


def is_public_name(page_origin: str) -> bool:
    """Whether a page's origin looks as if it came from the public internet."""
    page = parse_url(page_origin)
    return page is not None and page.is_http and "." in page.host and not is_local(page.host)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if not host or not (host[0].isdigit() or host[0] == "["):
        return None
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
