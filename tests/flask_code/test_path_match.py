"""Patterns of `resources=`: the same answer as flask-cors gives, without running the pattern."""

from __future__ import annotations

import re

import pytest
from flask_cors.core import probably_regex
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.flask_code.routing.path_match import covers, is_pattern
from cors_wizard.flask_code.routing.rule_fits import rule_fits

PATHS = ("/api", "/api/", "/api/x", "/api/v1/x", "/apix", "/other")
MEASURED = [
    ("/api", "100000"),
    ("/api/", "010000"),
    ("/api/*", "111110"),
    ("/api/.*", "011100"),
    ("^/api/.*$", "011100"),
    ("/api*", "111110"),
    ("api/*", "000000"),
    ("*", "111111"),
    ("/*", "111111"),
    ("/api/**", "000000"),
    ("/api/<id>", "000000"),
    ("http://localhost:5000/api/*", "000000"),
]
"""What flask-cors covers, as measured."""


@pytest.mark.parametrize(("pattern", "covered"), MEASURED)
def test_covers_what_flask_cors_covers(pattern: str, covered: str) -> None:
    """Every row of the measured table."""
    assert "".join("01"[bool(covers(pattern, path))] for path in PATHS) == covered


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        pytest.param("/[a-z]+", "/orders", True, id="set"),
        pytest.param("/[^0-9]x", "/1x", False, id="negated-set"),
        pytest.param(r"/v\d+/.*", "/v12/users", True, id="digits"),
        pytest.param(r"/a\.b$", "/axb", False, id="escaped-dot"),
        pytest.param("/orders?$", "/order", True, id="optional"),
        pytest.param("/a.+?$", "/abc", True, id="lazy"),
        pytest.param("/a.b", "/axb", False, id="a-dot-alone-makes-no-pattern"),
        pytest.param("/a+b", "/a+b", True, id="a-plus-alone-makes-no-pattern"),
        pytest.param("/[", "/[", False, id="no-regular-expression"),
        pytest.param("/x\\", "/x", False, id="ends-in-a-backslash"),
        pytest.param("/(a|b)/x", "/b/x", True, id="group"),
        pytest.param("/(a|b)/x", "/c/x", False, id="group-without-it"),
        pytest.param("^/api(/.*)?$", "/api", True, id="group-left-out"),
        pytest.param("^/api(/|$)", "/apix", False, id="end-inside-a-group"),
        pytest.param("^/(?:v1|v2(?:beta)?)/.*", "/v2beta/x", True, id="group-in-a-group"),
        pytest.param(r"/x\d{2}$", "/x123", False, id="count"),
        pytest.param(r"/[\w.-]+$", "/a.b-c", True, id="class-inside-a-set"),
        pytest.param(r"/[^\d]$", "/7", False, id="class-inside-a-negated-set"),
        pytest.param("/(a", "/a", False, id="open-group"),
        pytest.param("/a)", "/a)", False, id="bracket-too-many"),
        pytest.param("/(ab)*", "/ab", None, id="repeated-groups-are-not-read"),
        pytest.param(r"/v\d+/(?!public/).*", "/v1/me", True, id="look-ahead"),
        pytest.param(r"/v\d+/(?!public/).*", "/v12/public/x", False, id="look-ahead-refuses"),
        pytest.param("/(?=api|v1$).*", "/v1", True, id="look-ahead-that-must-follow"),
        pytest.param("^(?!.*secret).*", "/a/secret", False, id="look-ahead-over-all"),
        pytest.param("/(?!(a))b", "/b", None, id="group-in-a-look-ahead-is-not-read"),
        pytest.param("/(?<!a)b", "/b", None, id="look-behind-is-not-read"),
        pytest.param("/" + "(a|b)" * 30, "/a", None, id="too-many-alternatives"),
        pytest.param(r"/\bx", "/x", None, id="other-classes-are-not-read"),
        pytest.param("/a*+", "/a", None, id="possessive"),
    ],
)
def test_reads_the_parts_of_a_pattern(pattern: str, path: str, covered: bool | None) -> None:
    """Sets, repetitions, escapes; None for what it does not read."""
    assert covers(pattern, path) is covered


def test_what_the_code_compiled_is_a_pattern_whatever_it_holds() -> None:
    """`re.compile("/a.b")` takes `/axb`, which the text `/a.b` does not."""
    assert covers("/a.b", "/axb", is_compiled=True) is True


def test_classes_keep_their_case() -> None:
    r"""`\D` is no digit, also where case is ignored."""
    assert covers(r"/X\D$", "/xa", ignore_case=True) is True
    assert covers(r"/X\D$", "/x7", ignore_case=True) is False


@pytest.mark.parametrize(("ignore_case", "covered"), [(True, True), (False, False)])
def test_case_counts_unless_it_is_ignored(ignore_case: bool, covered: bool) -> None:
    """flask-cors before 6.0 ignored it."""
    assert covers("/api/*", "/API/x", ignore_case=ignore_case) is covered


@pytest.mark.filterwarnings("ignore::FutureWarning")
@given(st.text(r"ab/.*+?\^$[]-(|)d2{}=!", max_size=9), st.text("ab/-*2", max_size=6))
def test_agrees_with_python(pattern: str, rest: str) -> None:
    """Wherever it gives an answer, it is that of `re.match`."""
    path, found = f"/{rest}", covers(pattern, f"/{rest}")
    if set(pattern).isdisjoint("*\\]?$^[()") or found is None:
        return
    try:
        expected = re.match(".*" if pattern == "*" else pattern, path) is not None
    except re.error:
        expected = False
    assert found is expected


def test_a_slow_pattern_is_answered_at_once() -> None:
    """Hundreds of repetitions in a row would keep `re` busy for ever."""
    assert covers("/" + "a*" * 200 + "$", "/" + "a" * 2000 + "b") is False


@pytest.mark.parametrize(
    ("rule", "path", "fits", "whatever_the_last_slash"),
    [
        pytest.param("/orders/<int:id>", "/orders/7", True, True, id="variable"),
        pytest.param("/orders/<int:id>", "/orders/", False, False, id="nothing-for-the-variable"),
        pytest.param("/v<version>/orders", "/v2/orders", True, True, id="part-of-a-segment"),
        pytest.param("/v<version>/orders", "/w2/orders", False, False, id="another-part-of-a-segment"),
        pytest.param("/files/<path:name>/info", "/files/a/b/info", True, True, id="path-in-the-middle"),
        pytest.param("/files/<path:name>/info", "/files/a/b", False, False, id="path-without-its-end"),
        pytest.param("/orders/", "/orders", False, True, id="last-slash-of-the-rule"),
        pytest.param("/orders", "/orders/", False, True, id="last-slash-of-the-path"),
        pytest.param("/", "/", True, True, id="root"),
        pytest.param("/", "", False, False, id="a-path-that-nobody-knows"),
        pytest.param("/a.b", "/axb", False, False, id="a-dot-is-a-dot"),
    ],
)
def test_which_paths_a_rule_takes(rule: str, path: str, fits: bool, whatever_the_last_slash: bool) -> None:
    """As Werkzeug matches, and the same where a slash at the end may be missing."""
    assert rule_fits(rule, path) is fits
    assert rule_fits(rule, path, ignore_last_slash=True) is whatever_the_last_slash


def test_a_pattern_is_what_flask_cors_takes_for_one() -> None:
    """Character by character, as `flask_cors.core.probably_regex` decides."""
    for character in map(chr, range(0x20, 0x7F)):
        assert is_pattern(f"a{character}") == probably_regex(f"a{character}"), character
