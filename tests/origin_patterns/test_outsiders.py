"""Patterns and checks: the origins that they let in although nobody meant them; none is ever run."""

from __future__ import annotations

import fnmatch
import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.origin_patterns import OriginCheck, flask_cors_check, outsiders, read_check, takes

WIDE = [
    ("match", r"http://.*\.example\.test", "http://evil.example.test.evil.test"),
    ("match", r"https://shop.example.com$", "https://shopxexample.com"),
    ("match", r"https?://shop\.example\.com", "http://shop.example.com.evil.test"),
    ("match", r"https://.*\.com$", "https://evil.com"),
    ("match", r"^https://.*\.herokuapp\.com$", "https://evil.herokuapp.com"),
    ("match", r"https://\w+\.co\.uk$", "https://evil.co.uk"),
    ("match", r"https://(.+)", "https://evil.test"),
    ("match", r"https://*.shop.example", "https://xshop.example"),
    ("match", r"^https://a\.com$|https://b\.com", "https://b.com.evil.test"),
    ("match", r"https://shop[.]example", "https://shop.example.evil.test"),
    ("match", r"(?i)https://(?P<name>.*)example\.com\Z", "https://evilexample.com"),
    ("search", r"shop\.example$", "https://evilshop.example"),
    ("startswith", "http://localhost", "http://localhost.evil.test"),
    ("endswith", "shop.example", "https://evilshop.example"),
    ("endswith", ".com", "https://evil.com"),
    ("contains", "shop.example", "https://evilshop.example"),
    ("glob", "https://*shop.example", "https://evilshop.example"),
    ("glob", "*shop.example*", "https://evilshop.example.evil.test"),
    ("fullmatch", r".*\.shop\.example.*", "https://evil.shop.example.evil.test"),
    ("match", r".*://shop\.example.*", "https://shop.example.evil.test"),
    ("fullmatch", r"\w+://.*shop\.example", "https://evil.testshop.example"),
    ("any", "", "https://evil.test"),
    ("made", "origin.lstrip('https://') == 'acme.example'", "https://hacme.example"),
    (
        "made",
        "origin.startswith('https:') and origin.lstrip('htps:/') == 'acme.example'",
        "https://hacme.example",
    ),
    ("made", "origin.rstrip('.com') == 'https://acme.example'", "https://acme.examplec"),
    ("made", "urlsplit(origin).netloc.lstrip('www.') == 'acme.example'", "https://www.wacme.example"),
    ("made", "origin.replace('www.', '') == 'https://acme.example'", "https://awww.cme.example"),
    ("made", "origin.split('-')[0] == 'https://acme'", "https://acme-evil.test"),
    ("made", "origin[8:] == 'acme.example'", "http://xacme.example"),
    ("made", "origin.removesuffix('.uk') == 'https://acme.co'", "https://acme.co.uk"),
]
SOUND = [
    ("match", r"^https://[a-z0-9-]+\.example\.com$"),
    ("match", r"https://(www\.)?shop\.example\.com\Z"),
    ("match", r"http://localhost:\d+$"),
    ("match", r"https?://(a|b)\.example\.com(:\d{1,5})?$"),
    ("search", r"^https://shop\.example$"),
    ("fullmatch", r"https://.+\.shop\.example"),
    ("endswith", ".shop.example"),
    ("glob", "https://*.shop.example"),
    ("startswith", "https://shop.example/"),
    ("match", r"https://(?=x)shop\.example"),
    ("made", "origin.removeprefix('https://') == 'acme.example'"),
    ("made", "origin.lstrip('/') == 'https://acme.example'"),
    ("made", "origin.startswith('https:') and urlsplit(origin).hostname == 'acme.example'"),
    ("made", "origin.partition('://')[2] == 'localhost:3000'"),
    ("made", "origin.unknown('x') == 'acme.example'"),
    ("made", "origin.lstrip(x) == 'acme.example'"),
    ("made", "((("),
]


@pytest.mark.parametrize(("kind", "text", "expected"), WIDE)
def test_who_gets_in(kind: str, text: str, expected: str) -> None:
    """An origin that somebody else can own, and that the check really takes."""
    check = read_check(f"app.py:3: {kind} '{text}'")
    assert check is not None
    found = outsiders(check)
    assert expected in [each.origin for each in found]
    for each in found:
        if kind in ("match", "search"):
            assert getattr(re, kind)(text, each.origin)
        if kind == "made":
            assert eval(text, {"origin": each.origin, "urlsplit": urlsplit})
        if kind == "glob":
            assert fnmatch.fnmatch(each.origin, text)


@pytest.mark.parametrize(("kind", "text"), SOUND)
def test_nobody_gets_in(kind: str, text: str) -> None:
    """A check that ends where it should, or that cannot be told, names nobody."""
    check = read_check(f"app.py:3: {kind} '{text}'")
    assert check is not None
    assert outsiders(check) == ()


@given(st.text(alphabet=r"abc.*+?()[]{}|^$\d,12:/-", max_size=60))
def test_any_pattern_ends(pattern: str) -> None:
    """Whatever is written there is read in bounded time, and what is found is matched by it."""
    for each in outsiders(OriginCheck("search", pattern)):
        assert each.origin.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "pattern", ["(a*)*" * 90, "(" * 400, "(?:" * 11 + "x{0}" + "){12}" * 11, "[a-z]{0,99}" * 40, "|" * 400]
)
def test_hostile_patterns_end(pattern: str) -> None:
    """Neither depth nor counts make it slow; the pattern is never run."""
    assert len(outsiders(OriginCheck("search", pattern[:500]))) <= 2


def test_a_check_is_written_and_read_back() -> None:
    """A fact's line holds a check whole, quote marks too."""
    check = OriginCheck("match", "a'b", "app.py:1")
    assert read_check(str(check)) == check
    assert read_check("nonsense") is None
    assert read_check("app.py:1: guess 'x'") is None


def test_what_flask_cors_reads_as_a_pattern() -> None:
    """A plain origin and `*` are compared as they are."""
    assert flask_cors_check("https://shop.example") is None
    assert flask_cors_check("*") is None
    assert flask_cors_check("https://a+b.example") is None
    assert flask_cors_check(r"https://.*\.shop\.example") is not None


@given(
    st.text(alphabet=r"ab.*+?()[]|^$/:-", max_size=14),
    st.text(alphabet="ab./:-", max_size=8),
    st.sampled_from(["match", "search", "fullmatch"]),
)
def test_who_is_taken_as_python_would(pattern: str, text: str, kind: str) -> None:
    """Following the pattern at all positions comes to what running it does, where it can be read."""
    try:
        expected = getattr(re, kind)(pattern, text) is not None
    except (re.error, FutureWarning):
        return
    if not any(sign in pattern for sign in ("(?", "$", "[", "*+", "++", "?+")):
        assert takes(OriginCheck(kind, pattern), text) is expected  # type: ignore[arg-type]  # drawn


_STEPS = [
    *(
        f".{name}({chars!r})"
        for name in ("strip", "lstrip", "rstrip")
        for chars in ("https://", "w.", "/", ".com")
    ),
    *(
        f".{name}('://'){at}"
        for name in ("split", "partition", "rpartition")
        for at in ("[0]", "[1]", "[2]", "[-1]")
    ),
    *(f".{name}('.', 1){at}" for name in ("split", "rsplit") for at in ("[0]", "[1]", "[-1]", "[-2]")),
    *(".replace('www.', '')", ".replace('-', '.')", ".removeprefix('https://')", ".removesuffix(':3000')"),
    *("[8:]", "[:-5]", "[:12]", "[-7:]", "[3:9]", ".lower()"),
]


@given(
    st.lists(st.sampled_from(_STEPS), min_size=1, max_size=3).map("".join),
    st.sampled_from(["a.test", "https://a.test", "www.a.test", "a", ""]),
    st.sampled_from(["https://a.test", "http://www.a.test:3000", "https://b-a.test.com", "null", ""]),
)
def test_what_is_made_is_what_python_makes(steps: str, listed: str, origin: str) -> None:
    """Followed forwards as Python does it; whoever is found on the way back really comes to it."""
    text = f"origin{steps} == {listed!r}"

    def runs(sent: str) -> bool:
        try:
            return bool(eval(text, {"origin": sent}))
        except IndexError:
            return False

    check = OriginCheck("made", text)
    assert takes(check, origin) is runs(origin)
    assert all(runs(each.origin) for each in outsiders(check))


def test_other_checks_take_what_they_look_for() -> None:
    """Equality, parts of a text, and lines that cannot be read."""
    assert takes(OriginCheck("is", "null"), "null")
    assert takes(OriginCheck("within", "https://shop.example,https://b.example"), "https://shop.exam")
    assert not takes(OriginCheck("within", "https://shop.example"), "https://shop.example.evil.test")
    assert not takes(OriginCheck("guard", ""), "https://shop.example")
    assert takes(OriginCheck("glob", "https://*.example"), "https://a.example")
    assert not takes(OriginCheck("search", "(((a*)*)*)*b" * 40), "a" * 290)
