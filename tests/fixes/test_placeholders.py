"""Filling templates: values as literals, fallbacks marked as guessed, lines of unknown values dropped."""

from __future__ import annotations

import ast
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fixes import fill_code, fill_prose, template_values
from cors_wizard.fixes.quoting import Literal
from cors_wizard.knowledge_base.models import Language
from cors_wizard.knowledge_base.placeholders import BARE_NAMES, DERIVED, LIST_NAMES, placeholders_of
from tests.fixes.test_quoting import LANGUAGES, TEXT

CALL = """\
CORS(
    {{ app | app }},
    origins={{ allowed_origins | https://your-page.example }},
    allow_headers={{ allowed_headers? }},
    supports_credentials={{ with_credentials? }},
)
"""


def test_a_call_with_everything_known() -> None:
    """Names stand bare, lists and booleans as Python writes them; nothing is guessed."""
    values: dict[str, Literal] = {
        "app": "api",
        "allowed_origins": ("http://a.example",),
        "allowed_headers": ("X-A", "X-B"),
        "with_credentials": True,
    }
    filled = fill_code(CALL, values, "python")
    assert filled.text == (
        'CORS(\n    api,\n    origins=["http://a.example"],\n'
        '    allow_headers=["X-A", "X-B"],\n    supports_credentials=True,\n)\n'
    )
    assert filled.guessed == ()


def test_a_call_with_nothing_known() -> None:
    """Fallbacks stand in and are named, but for customary names; lines of optional values are gone."""
    filled = fill_code(CALL, {}, "python")
    assert filled.text == 'CORS(\n    app,\n    origins=["https://your-page.example"],\n)\n'
    assert filled.guessed == ("allowed_origins",)


def test_what_stands_in_for_a_list_is_a_list() -> None:
    """What is a list where it is known is one where it is not: `in` would find parts of a text."""
    known: dict[str, FactValue] = {
        "url": "http://localhost:5000/api",
        "origin": "http://localhost:3000",
        "configured_headers": ("X-A",),
        "configured_methods": ("GET",),
        "configured_exposed": ("X-B",),
        "resource_patterns": ("/api/.*",),
    }
    facts = Facts.of(Fact(name, value, "scanned") for name, value in known.items())
    lists = {name for name, value in template_values(facts).items() if isinstance(value, tuple)}
    derived = lists & DERIVED
    assert derived == LIST_NAMES
    for name in derived:
        assert fill_code(f"X = {{{{ {name} | here }}}}", {}, "python").text == 'X = ["here"]\n'


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        pytest.param(True, True, id="true"),
        pytest.param(False, False, id="false"),
        pytest.param((), False, id="empty-list"),
        pytest.param("", False, id="empty-text"),
        pytest.param("x", True, id="text"),
    ],
)
def test_an_optional_line(value: Literal, stays: bool) -> None:
    """It stays only for a value that says something."""
    text = fill_code("a\n{{ x? }}\nb", {"x": value}, "python").text
    assert (text.count("\n") == 3) is stays


def test_one_unknown_value_drops_a_line_with_two() -> None:
    """Half a line makes no sense."""
    assert fill_code("{{ a? }} {{ b? }}\nc", {"a": 1}, "text").text == "c\n"


@pytest.mark.parametrize(
    ("template", "language", "expected"),
    [
        pytest.param("{{ port | 5000 }}", "python", "5000\n", id="number"),
        pytest.param("{{ url | https://a }}", "javascript", '"https://a"\n', id="text-is-quoted"),
        pytest.param("{{ module | app }}", "shell", "app\n", id="name-stands-bare"),
        pytest.param("{{ url }}", "shell", "your-url\n", id="without-a-fallback-a-stand-in"),
        pytest.param("{{ blueprint }}", "python", "blueprint\n", id="name-without-a-fallback"),
    ],
)
def test_an_unknown_value(template: str, language: Language, expected: str) -> None:
    """Something that says what to put there, and that it was guessed, but for customary names."""
    filled = fill_code(template, {}, language)
    assert filled.text == expected
    assert filled.guessed == tuple(
        each.name for each in placeholders_of(template) if each.name not in BARE_NAMES
    )


@pytest.mark.parametrize(
    ("language", "value"),
    [pytest.param("nginx", "http://a/$b", id="nginx"), pytest.param("shell", "-o/etc/x", id="shell")],
)
def test_a_value_that_cannot_be_written_is_as_good_as_unknown(language: Language, value: str) -> None:
    """The fallback is put in instead, and marked."""
    filled = fill_code("{{ url | http://your.example }}", {"url": value}, language)
    assert value not in filled.text
    assert filled.guessed == ("url",)


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        pytest.param("at {{ url }}.", {"url": "http://a"}, "at `http://a`.", id="value"),
        pytest.param("at {{ url | that URL }}.", {}, "at that URL.", id="fallback-as-prose"),
        pytest.param("at {{ page_url }}.", {}, "at your page url.", id="neither"),
        pytest.param("{{ allowed_origins | no }}", {"allowed_origins": ()}, "no", id="empty-list"),
        pytest.param("{{ x }}", {"x": ("a", "b")}, "`a, b`", id="list"),
        pytest.param("{{ x }}", {"x": "a`b"}, "``a`b``", id="backtick"),
        pytest.param("{{ x }}", {"x": "{{ y }}", "y": "no"}, "`{{ y }}`", id="a-value-is-no-template"),
        pytest.param("{{ x }}", {"x": ""}, "` `", id="empty-text"),
        pytest.param("{{ x | nothing }}", {"x": ""}, "nothing", id="empty-text-with-a-word-for-it"),
    ],
)
def test_prose(template: str, values: dict[str, Literal], expected: str) -> None:
    """Values are code spans; a sentence is whole with or without them."""
    assert fill_prose(template, values) == expected


VALUES = st.dictionaries(
    st.sampled_from(sorted(DERIVED | {"url", "origin"})),
    TEXT | st.booleans() | st.integers() | st.lists(TEXT).map(tuple),
).map(lambda values: {name: value for name, value in values.items() if name not in BARE_NAMES})


@given(VALUES)
def test_python_stays_the_call_that_the_template_wrote(values: dict[str, Literal]) -> None:
    """Whatever is filled in, the code is one call of CORS with the template's own arguments."""
    (statement,) = ast.parse(fill_code(CALL, values, "python").text).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    keywords = [keyword.arg for keyword in statement.value.keywords]
    assert set(keywords) <= {"origins", "allow_headers", "supports_credentials"}
    assert len(statement.value.args) == 1


@given(VALUES)
def test_the_shell_stays_the_command_that_the_template_wrote(values: dict[str, Literal]) -> None:
    """Whatever is filled in, it is one curl."""
    text = fill_code("curl -i -H {{ origin_header | Origin: x }} {{ url | http://x }}", values, "shell").text
    assert shlex.split(text)[:3] == ["curl", "-i", "-H"]
    assert text.count("\n") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@given(values=VALUES, template=st.text() | st.sampled_from([CALL, "{{ url }} {{ url? }} {{ url | x }}"]))
def test_any_template_gives_a_text(language: Language, values: dict[str, Literal], template: str) -> None:
    """No template and no value can stop the wizard."""
    assert fill_code(template, values, language).text.endswith("\n")
    assert isinstance(fill_prose(template, values), str)
