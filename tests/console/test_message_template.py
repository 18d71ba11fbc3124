"""A template matches what it says, nearest first, and never tries twice."""

from __future__ import annotations

import pytest

from cors_wizard.console.folding import fold
from cors_wizard.console.message_template import MessageTemplate
from cors_wizard.console.template_parts import TemplateError, parse_template


def captures(template: str, text: str) -> list[dict[str, str]]:
    """The values of every match."""
    folded = fold(text)
    return [
        {name: folded.clean[start:end] for name, start, end in match.captures}
        for match in MessageTemplate.compile(template).find(folded)
    ]


@pytest.mark.parametrize(
    ("template", "text", "wanted"),
    [
        pytest.param("at {url} from", "look at http://a/ from", [{"url": "http://a/"}], id="word"),
        pytest.param("at {url} from", "at two words from", [], id="word-holds-no-blank"),
        pytest.param("value '{allow_origin}' is", "value '' is", [{"allow_origin": ""}], id="empty-value"),
        pytest.param("Origin {origin} is not", "Origin is not", [], id="bare-word-is-never-empty"),
        pytest.param("code {status} (", "code 404 (", [{"status": "404"}], id="number"),
        pytest.param("code {status}.", "code (null).", [{"status": "(null)"}], id="no-number"),
        pytest.param("code {status}.", "code four", [], id="not-a-number"),
        pytest.param("a[[ b {status}]] c", "a c", [{}], id="optional-left-out"),
        pytest.param("a[[ b {status}]] c", "a b 7 c", [{"status": "7"}], id="optional-there"),
        pytest.param("[[at {url} ]]it failed", "at http://a/ it failed", [{"url": "http://a/"}], id="before"),
        pytest.param("[[at {url} ]]it failed", "it failed", [{}], id="before-left-out"),
        pytest.param("it failed: {url}", "it failed: http://a/b.", [{"url": "http://a/b"}], id="last-word"),
        pytest.param("it failed: {_why}", "it failed: so\nnext", [{"_why": "so"}], id="rest-of-the-line"),
        pytest.param(
            "{origin} is refused.", '"http://a" is refused', [{"origin": 'http://a"'}], id="first-word"
        ),
        pytest.param(
            "{method} {url} 404 (",
            "x.js:1 GET http://a/ 404 (",
            [{"url": "http://a/", "method": "GET"}],
            id="method",
        ),
        pytest.param("{method} {url} 404 (", "see http://a/ 404 (", [], id="no-method"),
        pytest.param(
            "to {url}.", "to http://a.b.c/d.", [{"url": "http://a.b.c/d"}], id="stop-inside-the-url"
        ),
        pytest.param(
            "is '{allow_origin}'.",
            "is '['http://a']'.",
            [{"allow_origin": "['http://a']"}],
            id="quotes-inside",
        ),
        pytest.param("from '{_a}' to '{_b}'", "from 'x\n\ny' to 'z'", [], id="never-across-a-blank-line"),
        pytest.param("see <{url}> failed", "see <> failed", [], id="only-quotes-hold-nothing"),
        pytest.param(
            "see [[(a) ]]{_why} it went wrong",
            "see (a) b it went wrong",
            [{"_why": "b"}],
            id="nearest-before",
        ),
        pytest.param("a {url} b", "a /1 b a /2 b", [{"url": "/1"}, {"url": "/2"}], id="twice"),
        pytest.param("at {url}", "at Orders.load (", [], id="no-address"),
    ],
)
def test_match(template: str, text: str, wanted: list[dict[str, str]]) -> None:
    """Each kind of part takes what it should and nothing else."""
    assert captures(template, text) == wanted


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{url}", id="no-literal"),
        pytest.param("[[only optional]]", id="all-optional"),
        pytest.param("a {url}{origin}", id="side-by-side"),
        pytest.param("a {url}[[{origin} b]]", id="side-by-side-across-an-edge"),
        pytest.param("a [[b", id="not-closed"),
        pytest.param("a b]]", id="not-opened"),
        pytest.param("a [[]] b", id="empty-optional"),
    ],
)
def test_what_cannot_be_matched_is_refused(template: str) -> None:
    """The author of a knowledge file is told, instead of a user meeting a pattern that never fits."""
    with pytest.raises(TemplateError):
        parse_template(template)


def test_numbers_are_each_places_own() -> None:
    """Where lines differ in numbers alone, what matched once is moved, unless the template has a number."""
    lines = "".join(f"status {number} of http://a/ is bad\n" * 3 for number in (404, 405, 404))
    assert captures("status {status} of {url} is bad", lines) == [
        {"status": status, "url": "http://a/"} for status in ("404", "405", "404") for _ in range(3)
    ]
    assert captures("404 of {url} is bad and", lines.replace("bad", "bad and")) == [{"url": "http://a/"}] * 6
