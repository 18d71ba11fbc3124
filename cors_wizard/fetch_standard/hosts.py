"""Hosts of URLs: domains in Punycode, IPv4 and IPv6 addresses in one form each.

https://url.spec.whatwg.org/#host-parsing
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata

LONGEST_DOMAIN = 1000
"""No domain is longer than 253 characters; what comes from a paste may be, and is not worth the work."""

_FORBIDDEN_IN_DOMAIN = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")
_IPV4_LAST_PART = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_OTHER_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": ".", "\u00ad": None, "\u200b": None})


def parse_host(text: str) -> str | None:
    """A host in its serialized form, or None on failure (URL, "host parser" for special URLs)."""
    if text.startswith("["):
        return _parse_ipv6(text[1:-1]) if text.endswith("]") else None
    decoded = _percent_decode(text)
    domain = "" if "\ufffd" in decoded else domain_to_ascii(decoded)
    if not domain or len(domain) > LONGEST_DOMAIN or _FORBIDDEN_IN_DOMAIN.search(domain):
        return None
    # URL, "ends-in-a-number checker": of several dots at the end only the last does not count.
    last = domain.removesuffix(".").rpartition(".")[2]
    if _IPV4_LAST_PART.fullmatch(last):
        return _parse_ipv4(domain)
    return domain


def domain_to_ascii(domain: str) -> str:
    """A domain in lower case and Punycode (UTS 46, non-transitional, less its check of code points)."""
    if domain.isascii() or len(domain) > LONGEST_DOMAIN:
        return domain.lower()
    mapped = "".join(letter.lower() for letter in domain.translate(_OTHER_DOTS))
    labels = unicodedata.normalize("NFKC", mapped).translate(_OTHER_DOTS).split(".")
    return ".".join(label if label.isascii() else _to_punycode(label) for label in labels)


def _to_punycode(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")


def domain_to_unicode(domain: str) -> str:
    """A domain as people read it, its Punycode decoded; a label that can't be is kept."""
    return ".".join(map(_from_punycode, domain.split(".")))


def _from_punycode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label


def _percent_decode(text: str) -> str:
    if "%" not in text:
        return text
    as_bytes = re.sub(
        rb"%([0-9A-Fa-f]{2})",
        lambda found: bytes([int(found.group(1), 16)]),
        text.encode("utf-8", "replace"),
    )
    return as_bytes.decode("utf-8", "replace")


def _parse_ipv6(text: str) -> str | None:
    """URL, "IPv6 parser" and "IPv6 serializer"."""
    if "%" in text:
        return None
    try:
        packed = ipaddress.IPv6Address(text).packed
    except ValueError:
        return None
    groups = [f"{int.from_bytes(packed[i : i + 2], 'big'):x}" for i in range(0, 16, 2)]
    start, length = _longest_run_of_zeros(groups)
    if length < 2:
        return f"[{':'.join(groups)}]"
    return f"[{':'.join(groups[:start])}::{':'.join(groups[start + length :])}]"


def _longest_run_of_zeros(groups: list[str]) -> tuple[int, int]:
    best, length, position = 0, 0, 0
    while position < len(groups):
        end = position
        while end < len(groups) and groups[end] == "0":
            end += 1
        if end - position > length:
            best, length = position, end - position
        position = end + 1
    return best, length


def _parse_ipv4(domain: str) -> str | None:
    """URL, "IPv4 parser": up to four parts, each decimal, octal or hexadecimal."""
    parts = domain.removesuffix(".").split(".")
    numbers = [_ipv4_number(part) for part in parts]
    if len(parts) > 4 or any(number is None for number in numbers):
        return None
    values = [number for number in numbers if number is not None]
    if any(value > 255 for value in values[:-1]) or values[-1] >= 256 ** (5 - len(values)):
        return None
    address = values[-1] + sum(value << (8 * (3 - place)) for place, value in enumerate(values[:-1]))
    return str(ipaddress.IPv4Address(address))


def _ipv4_number(part: str) -> int | None:
    if part[:2].lower() == "0x":
        digits, base, allowed = part[2:] or "0", 16, r"[0-9A-Fa-f]{1,40}"
    elif len(part) > 1 and part[0] == "0":
        digits, base, allowed = part[1:], 8, r"[0-7]{1,40}"
    else:
        digits, base, allowed = part, 10, r"[0-9]{1,40}"
    return int(digits, base) if re.fullmatch(allowed, digits) else None
