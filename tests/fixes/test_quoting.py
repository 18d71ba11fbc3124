"""Values from outside as literals: whatever they hold, they are read back as they were, and nothing more."""

from __future__ import annotations

import ast
import json
import re
import shlex
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.fixes.quoting import Literal, code_span, plain, quote
from cors_wizard.knowledge_base.models import Language

HOSTILE = [
    "",
    " ",
    '"',
    "'",
    "\\",
    "a'b\"c`d\\",
    '"]); import os; os.system("x") #',
    "'; rm -rf / #",
    "$(id) `id` ${x} $remote_addr",
    "\n\r\t\0\x1b[2J\x7f",
    "\u2028\u2029\u202e\u200b\ufeff",
    "\U0001f600 é ß",
    "\ud800",
    "{{ url }}",
    "</script>",
    "```",
    "*/ //",
]
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(), st.text(alphabet="'\"\\`$;#{}()\n\0\x7f \ud800"))
SENDABLE = TEXT.filter(lambda text: not text.startswith("-"))
LANGUAGES: list[Language] = [
    *("python", "javascript", "shell", "nginx", "apache", "caddy", "yaml", "json", "toml", "text", "http")
]
ODD = set("$%{}\\")
"""What one server or another would read as more than a character."""


@given(TEXT)
def test_python_reads_back_what_was_put_in(text: str) -> None:
    """No origin, header or path can break out of a Python literal."""
    literal = quote(text, "python")
    assert ast.literal_eval(literal) == text
    assert literal.isascii()
    assert literal.isprintable()


@given(st.lists(TEXT).map(tuple))
def test_python_lists(items: tuple[str, ...]) -> None:
    """A list is a list of such literals."""
    assert ast.literal_eval(quote(items, "python")) == list(items)


@given(TEXT)
def test_python_stays_one_expression_inside_a_call(text: str) -> None:
    """Put where the templates put it, the value is still one argument."""
    call = ast.parse(f"CORS(app, origins={quote(text, 'python')})", mode="eval").body
    assert isinstance(call, ast.Call)
    assert isinstance(call.keywords[0].value, ast.Constant)
    assert call.keywords[0].value.value == text


@given(TEXT)
def test_javascript_reads_back_what_was_put_in(text: str) -> None:
    """A JSON text without anything that JavaScript reads otherwise."""
    literal = quote(text, "javascript")
    assert json.loads(literal) == text
    assert "\n" not in literal
    assert literal.isascii()


@given(st.lists(TEXT).map(tuple))
def test_javascript_lists(items: tuple[str, ...]) -> None:
    """A list is a JSON array."""
    assert json.loads(quote(items, "javascript")) == list(items)


@given(st.lists(TEXT, min_size=1).map(tuple))
def test_toml_reads_back_what_was_put_in(items: tuple[str, ...]) -> None:
    """A TOML value; what TOML cannot hold is shown as an escape."""
    read = tomllib.loads(f"one = {quote(items[0], 'toml')}\nall = {quote(items, 'toml')}")
    shown = [re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", item) for item in items]
    assert read == {"one": shown[0], "all": shown}


@given(SENDABLE)
def test_the_shell_reads_one_argument(text: str) -> None:
    """One word, nothing run, and control characters shown instead of sent to the terminal."""
    literal = quote(text, "shell")
    assert shlex.split(f"curl {literal} -i") == ["curl", plain(text), "-i"]
    assert "\n" not in literal


@given(st.lists(SENDABLE).map(tuple))
def test_the_shell_reads_a_list_as_its_words(items: tuple[str, ...]) -> None:
    """Each item is one argument."""
    assert shlex.split(quote(items, "shell")) == [plain(item) for item in items]


@pytest.mark.parametrize("text", ["-o/etc/passwd", "--config=x", "-"])
def test_the_shell_gets_no_option_from_outside(text: str) -> None:
    """An address that begins with a hyphen is not handed to curl as an option."""
    with pytest.raises(ValueError, match="option"):
        quote(text, "shell")


def read_nginx(literal: str) -> str:
    """What nginx makes of a quoted string (ngx_conf_read_token): `\\\\` and `\\"` are unescaped."""
    assert literal[0] == literal[-1] == '"'
    inner = literal[1:-1]
    assert not re.search(r'(?<!\\)(\\\\)*"', inner), "the string ends early"
    return re.sub(r'\\([\\"])', r"\1", inner)


@given(TEXT.filter(lambda text: "$" not in text))
def test_nginx_reads_one_string(text: str) -> None:
    """One quoted string on one line."""
    literal = quote(text, "nginx")
    assert read_nginx(literal) == plain(text)
    assert "\n" not in literal


@pytest.mark.parametrize("value", ["$host", "a$b", ("a", "$b")])
def test_nginx_gets_no_variable_from_outside(value: Literal) -> None:
    """nginx has no way to escape a dollar sign, so there is no such literal."""
    with pytest.raises(ValueError, match="dollar"):
        quote(value, "nginx")


@given(TEXT.filter(lambda text: not set("$%") & set(text)))
def test_apache_reads_one_string(text: str) -> None:
    """Apache unescapes what nginx does, in one quoted argument."""
    assert read_nginx(quote(text, "apache")) == plain(text)


@given(TEXT.filter(lambda text: not ODD & set(text)))
def test_caddy_reads_one_string(text: str) -> None:
    """In a Caddyfile nothing but the quote itself is escaped (caddyconfig/caddyfile/lexer.go)."""
    literal = quote(text, "caddy")
    assert literal[0] == literal[-1] == '"'
    inner = literal[1:-1]
    assert not re.search(r'(?<!\\)"', inner), "the string ends early"
    assert inner.replace('\\"', '"') == plain(text)


@pytest.mark.parametrize(
    ("value", "language"),
    [
        pytest.param("${HOME}", "apache", id="apache-variable"),
        pytest.param("%{ENV:X}e", "apache", id="apache-format"),
        pytest.param(("a", "$b"), "apache", id="apache-list"),
        pytest.param("{env.HOME}", "caddy", id="caddy-placeholder"),
        pytest.param('a\\"', "caddy", id="caddy-escape"),
        pytest.param(("a", "{b}"), "caddy", id="caddy-list"),
    ],
)
def test_servers_get_no_variable_from_outside(value: Literal, language: Language) -> None:
    """What would be expanded there has no literal, and the template's fallback stands instead."""
    with pytest.raises(ValueError, match=r"variable|no way"):
        quote(value, language)


@given(st.lists(TEXT).map(tuple))
def test_json_lists(items: tuple[str, ...]) -> None:
    """A JSON array."""
    assert json.loads(quote(items, "json")) == list(items)


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=SENDABLE.filter(lambda text: not ODD & set(text)))
def test_every_literal_is_one_line(language: Language, text: str) -> None:
    """No value adds a line to a file."""
    assert len(quote(text, language).splitlines()) <= 1


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        pytest.param(True, "python", "True", id="python-true"),
        pytest.param(False, "python", "False", id="python-false"),
        pytest.param(True, "javascript", "true", id="javascript-true"),
        pytest.param(True, "nginx", '"true"', id="nginx-true"),
        pytest.param(True, "text", "yes", id="text-true"),
        pytest.param(8080, "python", "8080", id="number"),
        pytest.param(("GET", "PUT"), "nginx", '"GET, PUT"', id="nginx-list"),
        pytest.param(("GET", "PUT"), "http", "GET, PUT", id="http-list"),
        pytest.param(("GET", "PUT"), "apache", '"GET, PUT"', id="apache-list"),
        pytest.param(("GET", "PUT"), "caddy", '"GET, PUT"', id="caddy-list"),
        pytest.param(("GET", "PUT"), "yaml", '["GET", "PUT"]', id="yaml-list"),
        pytest.param(True, "yaml", "true", id="yaml-true"),
        pytest.param("'a'", "yaml", "\"'a'\"", id="yaml-quotes"),
        pytest.param(("GET", "PUT"), "text", "GET, PUT", id="text-list"),
        pytest.param("http://localhost:3000", "python", '"http://localhost:3000"', id="python-text"),
        pytest.param("http://localhost:3000", "shell", "http://localhost:3000", id="shell-text"),
        pytest.param("é\n", "python", '"\\xe9\\n"'.replace("\\n", "\\x0a"), id="python-escapes"),
    ],
)
def test_what_a_reader_sees(value: Literal, language: Language, expected: str) -> None:
    """The literals look as somebody would write them."""
    assert quote(value, language) == expected


_EDGES = (0x00, 0x1F, 0x20, 0x7E, 0x7F, 0x9F, 0xFF, 0x100, 0xD800, 0xDFFF, 0xFFFF, 0x10000)
_SHOWN = ("\\x00", "\\x1f", " ", "~", "\\x7f", "\\x9f", "\xff", "\u0100")
_ESCAPED = ("\\ud800", "\\udfff", "\\uffff", "\U00010000")
_AS_TEXT = (*_SHOWN, *_ESCAPED)
_IN_QUOTES = tuple(each.replace("\\", "\\\\") for each in _AS_TEXT)
_JSON_ABOVE = ("\\ud800", "\\udfff", "\\uffff", "\\ud800\\udc00")
_TOML = ("\\u0000", "\\u001f", " ", "~", "\\u007f", "\\u009f", "\\u00ff", "\\u0100")
_TOML_ABOVE = ("\\\\ud800", "\\\\udfff", "\\uffff", "\\U00010000")
_PYTHON = ("\\x00", "\\x1f", " ", "~", "\\x7f", "\\x9f", "\\xff", "\\u0100")
_PYTHON_ABOVE = ("\\ud800", "\\udfff", "\\uffff", "\\U00010000")
WRITTEN: dict[Language, tuple[str, ...]] = {
    "python": (*_PYTHON, *_PYTHON_ABOVE),
    "javascript": (*_TOML, *_JSON_ABOVE),
    "json": (*_TOML, *_JSON_ABOVE),
    "toml": (*_TOML, *_TOML_ABOVE),
    "yaml": (*_TOML, *_TOML_ABOVE),
    "nginx": _IN_QUOTES,
    "apache": _IN_QUOTES,
    "text": _AS_TEXT,
    "http": _AS_TEXT,
}


@pytest.mark.parametrize("language", WRITTEN)
def test_each_boundary_of_the_code_points(language: Language) -> None:
    """What each language writes for the characters at both ends of every range."""
    quoted = '"{}"' if language not in ("text", "http") else "{}"
    assert [quote(chr(code), language) for code in _EDGES] == [
        quoted.format(each) for each in WRITTEN[language]
    ]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        pytest.param("a", "`a`", id="none"),
        pytest.param("a`b", "``a`b``", id="one"),
        pytest.param("a`b```c``d", "````a`b```c``d````", id="the-longest-run-counts"),
        pytest.param("`", "`` ` ``", id="at-both-ends"),
        pytest.param("", "` `", id="nothing"),
    ],
)
def test_the_fence_of_a_code_span(text: str, span: str) -> None:
    """One backtick more than the longest run inside, and no more than that."""
    assert code_span(text) == span


@given(TEXT)
def test_plain_text_is_printable(text: str) -> None:
    """Nothing that is shown can write to the terminal or turn the direction of reading."""
    assert plain(text).isprintable()


@given(TEXT)
def test_prose_cannot_leave_its_code_span(text: str) -> None:
    """It opens and closes with a run of backticks that stands nowhere inside (CommonMark, "Code spans")."""
    span = code_span(text)
    opening = re.match("`+", span)
    assert opening is not None
    fence = opening[0]
    inside = span[len(fence) : -len(fence)]
    assert span.endswith(fence)
    assert inside
    assert not inside.startswith("`")
    assert not inside.endswith("`")
    assert fence not in re.findall("`+", inside)
    assert inside.strip(" ") == plain(text).strip(" ")
