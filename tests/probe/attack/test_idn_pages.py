"""Look-alikes of a page with an internationalized host are made of its letters, and of its Punycode text."""

from __future__ import annotations

import unicodedata

import pytest

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.hosts import domain_to_unicode
from cors_wizard.probe.attack.strangers import strangers

CASES = [
    ("https://xn--bcher-kva.example", "bücher.example"),
    ("https://xn--e1afmkfd.xn--p1ai", "пример.рф"),
    ("https://shop.example", "shop.example"),
]


@pytest.mark.parametrize(("page", "shown"), CASES)
def test_twins_look_like_the_page(page: str, shown: str) -> None:
    """A twin has as many letters, one of another script; `www.` is between letters that can be seen."""
    by_kind = {each.kind: each.origin for each in strangers(Facts(), page)}
    twin = domain_to_unicode(by_kind["twin"].removeprefix("https://"))
    differing = [(one, other) for one, other in zip(twin, shown, strict=True) if one != other]
    assert len(differing) == 1
    scripts = {unicodedata.name(letter).partition(" ")[0] for letter in differing[0]}
    assert scripts == {"LATIN", "CYRILLIC"}
    inside = domain_to_unicode(by_kind["inside"].removeprefix("https://"))
    assert inside.replace("www.", "", 1) == shown
    assert all(serialize_origin(by_kind[kind]) == by_kind[kind] for kind in ("twin", "inside"))
    longer = by_kind.get("prefix-in-letters")
    assert longer is None or domain_to_unicode(longer.removeprefix("https://")) == f"evil{shown}"
    assert (longer is None) is shown.isascii()


@pytest.mark.parametrize("domain", ["xn--", "xn--\x80", "xn--99999999", "xn--a-.example", ""])
def test_what_is_no_punycode_is_kept(domain: str) -> None:
    """Nothing raises."""
    assert isinstance(domain_to_unicode(domain), str)
