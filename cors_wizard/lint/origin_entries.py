"""What is wrong with one entry of a list of origins, whatever list it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.origin_patterns import Outsider, flask_cors_check, outsiders

EVERYBODY = frozenset({"*", ".*", "^.*$", ".*$", "^.*", ".+"})
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]{0,40}://[^\s,/]{1,300}")
"""Pages of extensions and of apps: `chrome-extension://...`, `capacitor://localhost`."""


def problems_of_entry(entry: str, *, is_pattern: bool) -> Iterator[tuple[str, str]]:
    """Each rule that the entry breaks, with the sentence.

    Args:
        entry: the text.
        is_pattern: whether it was compiled by the code, so that it is a regular expression whatever it holds.
    """
    if entry in EVERYBODY:
        return
    if entry == "null":
        yield "allows-null-origin", "'null' is the origin of every sandboxed frame and local file."
        return
    check = flask_cors_check(entry)
    if check is None and not is_pattern:
        if why := why_never_sent(entry):
            yield "origin-not-allowed", f"{entry!r} never matches: {why}"
        return
    if entry.startswith(("*", "+", "?")):
        yield (
            "origin-not-allowed",
            f"{entry!r} is not a regular expression: nothing comes before {entry[0]!r}.",
        )
        return
    found = outsiders(check) if check else ()
    if found:
        yield too_wide(entry, found)


def too_wide(pattern: str, found: Sequence[Outsider]) -> tuple[str, str]:
    """The rule about patterns that match others than their author meant, with the first of these."""
    return "origin-pattern-too-wide", f"{pattern!r} also matches {found[0].origin}."


def why_never_sent(entry: str) -> str:
    """Why no browser sends this as an origin; empty where one may."""
    bare = entry.strip()
    if serialize_origin(bare) == bare.lower() != "null" and bare == entry:
        return ""
    if "," in bare or re.search(r"\s", bare):
        return "it is one string; use a list with one origin in each entry."
    if bare != entry:
        return "an origin has no spaces around it."
    if _OTHER_SCHEME.fullmatch(bare):
        return ""
    if "://" not in bare:
        return "an origin begins with its scheme, as in 'https://'."
    if serialize_origin(bare) not in ("null", bare.lower()):
        return "an origin has no path, no slash at the end and no default port."
    return "it is not a valid origin."
