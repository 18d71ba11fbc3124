"""Placeholders that stay empty, code that does not parse, examples that are misread: refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge_base.broken import (
    CHROMIUM,
    MEND_THE_VIEW,
    NOT_INITIALIZED,
    SERVER_ERROR,
    SET_UP,
    STATUS,
    Broken,
    assert_refused,
)

TEMPLATES = [
    pytest.param(
        Broken(SERVER_ERROR, "{{ status }}", "{{ statos }}", "Unknown placeholder statos.", "text"),
        id="unknown-placeholder-in-prose",
    ),
    pytest.param(
        Broken(
            MEND_THE_VIEW, "{{ status }}", "{{ statos | 1 }}", "Unknown placeholder statos.", "text = '''"
        ),
        id="unknown-placeholder-in-code",
    ),
    pytest.param(
        Broken(SERVER_ERROR, "{{ status }}", "{{status}}", "doesn't begin a placeholder", "text"),
        id="misspelt-placeholder",
    ),
    pytest.param(
        Broken(
            SERVER_ERROR, "{{ status }}", "`abort({{ status }})`", "A placeholder is inside backticks", "text"
        ),
        id="placeholder-in-a-code-span",
    ),
    pytest.param(
        Broken(SET_UP, "| app }}", "| my app }}", "my app isn't a Python name", "text = '''"),
        id="fallback-that-is-no-name",
    ),
    pytest.param(
        Broken(
            MEND_THE_VIEW,
            "{{ url | https://your-api.example }}",
            "{{ url }}",
            "Not every path to here settles url.",
            "text = '''",
        ),
        id="fix-needs-a-fact-that-no-path-settles",
    ),
    pytest.param(
        Broken(SET_UP, "{{ app | app }}", "{{ app }}", "Not every path to here settles app.", "text = '''"),
        id="fix-needs-a-derived-value",
    ),
    pytest.param(
        Broken(
            NOT_INITIALIZED,
            '["set-up-cors"]',
            '["set-up-cors", "mend-the-view"]',
            "Not every path to here settles status.",
            "text = '''",
            MEND_THE_VIEW,
        ),
        id="fix-needs-what-only-one-of-its-causes-settles",
    ),
    pytest.param(
        Broken(
            SET_UP,
            "{{ app | app }}",
            "{{ cors_setup }}",
            "Not every path to here settles cors_setup.",
            "text = '''",
        ),
        id="step-whose-condition-holds-for-the-unknown",
    ),
    pytest.param(
        Broken(
            STATUS,
            "{{ url | https://your-api.example }}",
            "{{ url }}",
            "Not every path to here settles url.",
            "command",
        ),
        id="command-needs-a-fact-that-no-path-settles",
    ),
    pytest.param(
        Broken(
            SET_UP,
            "    {{ app | app }},\n",
            "    {{ app | app }}\n",
            "This python does not parse",
            "    {{ app",
        ),
        id="python-that-does-not-parse",
    ),
    pytest.param(
        Broken(
            SET_UP,
            "allow_headers={{ allowed_headers? }}",
            "allow_headers=(\n {{ allowed_headers? }}\n",
            "This python does not parse",
            "CORS(",
        ),
        id="python-that-does-not-parse-without-its-optional-line",
    ),
    pytest.param(
        Broken(SET_UP, "origins={{", 'origins="{{', "This python does not parse", "    origins="),
        id="python-placeholder-inside-quotes",
    ),
    pytest.param(
        Broken(
            MEND_THE_VIEW,
            "curl -i {{ url | https://your-api.example }}",
            "curl 'it",
            "the quote ' is not closed",
            "curl",
        ),
        id="shell-with-an-open-quote",
    ),
    pytest.param(
        Broken(MEND_THE_VIEW, "echo {{ status }}", 'echo "{{ status }}"', "is inside quotes", "echo"),
        id="shell-placeholder-inside-quotes",
    ),
    pytest.param(
        Broken(STATUS, "curl -i {{", "curl -i $({{", "the bracket ( is not closed", "command"),
        id="command-with-an-open-bracket",
    ),
    pytest.param(
        Broken(
            NOT_INITIALIZED, "Flask(__name__)", "Flask(__name__", "This python does not parse", "app = Flask"
        ),
        id="wrong-code-that-does-not-parse-either",
    ),
]


NET_ERROR = '[[messages]]\nid = "chromium-net-error"'
THIEF = """\
[[messages]]
id = "thief"
symptom = "csp"
template = "Access to '{url}' from origin '{origin}' was blocked: No header is present. {_more}"
examples = ["Access to 'http://z.example' from origin 'http://b' was blocked: No header is present."]

"""

EXAMPLES = [
    pytest.param(
        Broken(
            CHROMIUM,
            'x net::ERR_FAILED 500"',
            'x net::ERR_SOMETHING 500"',
            "Example 1 is not matched",
            'examples = ["GET',
        ),
        id="example-that-its-template-does-not-match",
    ),
    pytest.param(
        Broken(
            CHROMIUM,
            NET_ERROR,
            THIEF + NET_ERROR,
            "Example 1 is taken by chromium-missing.",
            "examples = [\"Access to 'http://z",
        ),
        id="example-that-another-template-takes",
    ),
    pytest.param(
        Broken(
            CHROMIUM,
            'is present."]',
            'is present.\\nGET http://a.example/x net::ERR_FAILED 500"]',
            "Example 1 is also read as chromium-net-error.",
            'examples = ["Access',
        ),
        id="example-that-another-template-takes-too",
    ),
    pytest.param(
        Broken(
            CHROMIUM,
            'ERR_FAILED 500"]',
            'ERR_FAILED 500\\nGET http://c.example/x net::ERR_FAILED 500"]',
            "Example 1 is read 2 times.",
            'examples = ["GET',
        ),
        id="example-with-two-messages",
    ),
]


@pytest.mark.parametrize("broken", [*TEMPLATES, *EXAMPLES])
def test_a_broken_folder_is_refused(tmp_path: Path, broken: Broken) -> None:
    """An author reads which file and line is wrong, and what to do."""
    assert_refused(tmp_path, broken)
