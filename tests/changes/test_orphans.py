"""What is left behind where lines go: their comment and their blank lines go with them, and no others."""

from __future__ import annotations

import pytest

from cors_wizard.changes.source_text.orphans import take_out_orphans
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import Workspace
from cors_wizard.facts.found import TextFile


def _without(text: str, gone: str, name: str = "nginx.conf") -> str:
    workspace = Workspace([TextFile(name, text)])
    at = text.index(gone)
    workspace.edit(name, Edit(at, at + len(gone), ""))
    take_out_orphans(workspace)
    return workspace.now[name].text


_HEADER = "    add_header Access-Control-Allow-Origin *;\n"


@pytest.mark.parametrize(
    ("text", "gone", "after"),
    [
        pytest.param(
            "a {\n    x;\n\n    # for the page\n" + _HEADER + "}\n", _HEADER, "a {\n    x;\n}\n", id="last"
        ),
        pytest.param(
            "# for the page\nCORS(app)\n\nx = 1\n",
            "CORS(app)\n",
            "# for the page\n\nx = 1\n",
            id="head-of-file",
        ),
        pytest.param(
            "y = 1\n\n# for the page\nCORS(app)\n\nx = 1\n", "CORS(app)\n", "y = 1\n\nx = 1\n", id="between"
        ),
        pytest.param(
            "y = 1\n\n# for the page\nCORS(app)\nx = 1\n",
            "CORS(app)\n",
            "y = 1\n\n# for the page\nx = 1\n",
            id="of-more",
        ),
        pytest.param(
            "a {\n    # CORS headers\n" + _HEADER + "    add_header X-Frame-Options DENY;\n}\n",
            _HEADER,
            "a {\n    add_header X-Frame-Options DENY;\n}\n",
            id="title",
        ),
        pytest.param(
            "a {\n    # CORS\n" + _HEADER + "    add_header Access-Control-Max-Age 9;\n}\n",
            _HEADER,
            "a {\n    # CORS\n    add_header Access-Control-Max-Age 9;\n}\n",
            id="title-of-more",
        ),
        pytest.param(
            "y = 1\n\n\nCORS(app)\n\n\nx = 1\n", "CORS(app)\n", "y = 1\n\n\nx = 1\n", id="blank-lines"
        ),
        pytest.param(
            "// no-cors because of an error\nfetch(u, {\n  mode: 'no-cors',\n  body,\n});\n",
            "  mode: 'no-cors',\n",
            "fetch(u, {\n  body,\n});\n",
            id="names-what-went",
        ),
        pytest.param(
            "// no-cors, too\nfetch(u, {\n  mode: 'no-cors',\n  body,\n});\ncall(v, 'no-cors');\n",
            "  mode: 'no-cors',\n",
            "// no-cors, too\nfetch(u, {\n  body,\n});\ncall(v, 'no-cors');\n",
            id="still-there",
        ),
    ],
)
def test_comments_and_blank_lines(text: str, gone: str, after: str) -> None:
    """A comment that may be about something else stays."""
    assert _without(text, gone) == after


def test_what_was_moved_keeps_its_comment() -> None:
    """The line is somewhere else now."""
    text = "y = 1\n\n# for the page\nCORS(app)\n\nx = 1\n"
    workspace = Workspace([TextFile("app.txt", text)])
    at = text.index("CORS")
    workspace.edit("app.txt", Edit(at, at + 10, ""), Edit(len(text), len(text), "CORS(app)\n"))
    take_out_orphans(workspace)
    assert workspace.now["app.txt"].text == "y = 1\n\n# for the page\n\nx = 1\nCORS(app)\n"
