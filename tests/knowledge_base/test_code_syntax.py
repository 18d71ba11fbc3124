"""Code blocks of the knowledge: what parses, what does not, and on which line."""

from __future__ import annotations

import pytest

from cors_wizard.knowledge_base.checks.code_syntax import Fault, syntax_fault
from cors_wizard.knowledge_base.models import Language

SOUND: list[tuple[Language, str]] = [
    ("python", "    @app.route('/')\n    def view():\n        return {{ url | x }}\n"),
    (
        "python",
        "CORS(\n    {{ app }},\n    origins={{ allowed_origins }},\n    a={{ with_credentials? }},\n)\n",
    ),
    ("javascript", "const a = `it's ${b}\n`; // don't\n/* ( \" */ f({ \"x\": [1, '\\''] });"),
    ("javascript", "fetch({{ url | x }}, { method: {{ method | GET }} })"),
    ("shell", "# don't (\ncurl -H 'a\\' -H \"it's\" \\\n  $(echo \\() a#b\n"),
    ("nginx", "location / { # it's (\n    add_header X \"a;'b\" always;\n}\n"),
    ("apache", '<Location "/"> # it\'s (\n    Header set X "a;\'b" env=y\n</Location>\n'),
    ("caddy", "http://:80 { # it's (\n    respond `a\"b\\` 405\n}\n"),
    ("yaml", "a: {{ url | x }} # it's (\nb: ['it\\', \"c\"]\n"),
    ("json", '{"a": [{{ url | x }}]}'),
    ("toml", "a = {{ url | x }}\nb = [\n  1]\n"),
    ("text", "anything ( ' \""),
    ("http", "GET / HTTP/1.1 ("),
]
BROKEN: list[tuple[Language, str, int, str]] = [
    ("python", "x = 1\nif x\n", 2, "expected ':'"),
    ("python", "x = '{{ url }}'", 1, ""),
    ("python", "def f():\n    {{ url? }}\n", 2, "expected an indented block"),
    ("python", "\0", 1, "null bytes"),
    ("python", "(" * 5000, 1, ""),
    ("python", "-" * 100_000 + "1", 1, ""),
    ("javascript", "f({\n  a: 1\n", 1, "the bracket { is not closed"),
    ("javascript", "f(1]);", 1, "the bracket ] closes nothing"),
    ("javascript", "const a = 'x\ny'", 1, "the quote ' is not closed"),
    ("javascript", "// {{ url }} is fine\nf(\n'{{ url }}')", 3, "is inside quotes"),
    ("javascript", "/* \n ( */ )", 2, "the bracket ) closes nothing"),
    ("shell", "echo a\necho 'b\n", 2, "the quote ' is not closed"),
    ("shell", 'echo \\\n"{{ url }}"', 2, "is inside quotes"),
    ("nginx", "server {\n  location / {\n  }\n", 1, "the bracket { is not closed"),
    ("apache", 'Header set X "a\nb"\n', 1, 'the quote " is not closed'),
    ("caddy", "http://:80 {\n", 1, "the bracket { is not closed"),
    ("yaml", "a: '{{ url }}'\n", 1, "is inside quotes"),
    ("json", '{"a": 1,\n}', 2, ""),
    ("json", "[" * 200_000, 1, ""),
    ("toml", "a = \n", 1, "Invalid value"),
    ("toml", "a = " + "[" * 5000, 1, "recursion"),
]


@pytest.mark.parametrize(("language", "text"), SOUND)
def test_code_that_parses(language: Language, text: str) -> None:
    """Quotes, comments, placeholders and optional lines disturb nothing."""
    assert syntax_fault(text, language) is None


@pytest.mark.parametrize(("language", "text", "line", "words"), BROKEN)
def test_code_that_does_not_parse(language: Language, text: str, line: int, words: str) -> None:
    """The fault is named with its line."""
    fault = syntax_fault(text, language)
    assert isinstance(fault, Fault)
    assert fault.line == line
    assert words in fault.message
