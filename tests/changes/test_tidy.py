"""The code that a change leaves: lines that fit, no import without a use."""

from __future__ import annotations

import ast

import pytest

from cors_wizard.changes.source_text.editing import inserted
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.source_text.tidy import tidy
from cors_wizard.changes.workspace import Workspace
from cors_wizard.facts.found import TextFile

IMPORTS = "import os\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n"
SHORT = "CORS(app)\n"
PAGES = ", ".join(f'"https://page{number}.example"' for number in range(3))
LONG = f"CORS(app, origins=[{PAGES}], supports_credentials=True)\n"
BROKEN = f"CORS(\n    app,\n    origins=[{PAGES}],\n    supports_credentials=True,\n)\n"
IN_TABS = "".join(f"\t{line}\n" for line in BROKEN.replace("    ", "\t").splitlines())


def tidied(before: str, after: str, **others: str) -> str:
    """A file that was changed from one text to another, tidied."""
    files = [TextFile("app.py", before), *(TextFile(path, text) for path, text in others.items())]
    workspace = Workspace(files)
    workspace.edit("app.py", Edit(0, len(before), after))
    tidy(workspace)
    return workspace.now["app.py"].text


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(SHORT, LONG, BROKEN, id="call"),
        pytest.param(SHORT, f"if 1:\n\t{LONG}", f"if 1:\n{IN_TABS}", id="tabs"),
        pytest.param(f"# {'x' * 120}\n", f"# {'x' * 120}\n{LONG}", f"# {'x' * 120}\n{LONG}", id="long-file"),
        pytest.param(
            LONG, LONG.replace("/page0", "/the-page0"), LONG.replace("/page0", "/the-page0"), id="few-more"
        ),
        pytest.param(LONG, LONG.replace("app,", f"app, {'methods=[]'}, max_age=600,"), None, id="many-more"),
        pytest.param(LONG, f"{LONG}x = 1\n", f"{LONG}x = 1\n", id="long-before"),
        pytest.param(SHORT, f"x = f'{{CORS({PAGES})}}'\n", f"x = f'{{CORS({PAGES})}}'\n", id="in-a-text"),
        pytest.param(SHORT, f"x = [y for y in ({PAGES})]\n", None, id="comprehension"),
        pytest.param(
            SHORT,
            f"if {'a' * 60} == 1 and request.headers.get({'b' * 30!r}) == 2:\n    x = 1\n",
            f"if (\n    {'a' * 60} == 1\n    and request.headers.get({'b' * 30!r}) == 2\n):\n    x = 1\n",
            id="condition",
        ),
    ],
)
def test_a_line_that_became_too_long(before: str, after: str, expected: str | None) -> None:
    """It is broken as a formatter does; one that was long before stays."""
    found = tidied(before, after)
    assert found == expected if expected else max(map(len, found.splitlines())) <= 100


def test_the_length_that_the_project_sets() -> None:
    """As in its formatter's settings."""
    wide = {"pyproject.toml": "[tool.ruff]\nline-length = 140\n"}
    assert tidied(SHORT, LONG, **wide) == LONG


@pytest.mark.parametrize(
    ("used", "left", "expected"),
    [
        pytest.param(
            "os.environ\n", "", IMPORTS.removeprefix("import os\n\n").replace(", request", ""), id="all"
        ),
        pytest.param("os.environ\n", "# os\n", IMPORTS.replace(", request", "") + "# os\n", id="mentioned"),
        pytest.param("", "", IMPORTS.replace(", request", ""), id="unused-before"),
    ],
)
def test_an_import_for_lines_that_are_gone(used: str, left: str, expected: str) -> None:
    """What only they used goes with them; what nothing used before stays."""
    assert tidied(f"{IMPORTS}{used}request\n", IMPORTS + left) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            'a = [\n    "x",  # why\n]\n', 'a = [\n    "x",  # why\n    "y",\n    "z",\n]\n', id="each"
        ),
        pytest.param('a = ["x"]\n', 'a = ["x", "y", "z"]\n', id="one-line"),
        pytest.param(
            'a = [\n    "w", "x",\n]\n', 'a = [\n    "w", "x", "y", "z",\n]\n', id="several-in-a-line"
        ),
    ],
)
def test_more_elements_are_written_as_those_that_are_there(before: str, after: str) -> None:
    """A list with a line for each keeps a line for each."""
    workspace = Workspace([TextFile("app.py", before)])
    source = workspace.now["app.py"]
    statement = source.tree.body[0]
    assert isinstance(statement, ast.Assign)
    assert isinstance(statement.value, ast.List)
    close = source.span(statement.value)[1] - 1
    workspace.edit("app.py", inserted(source, statement.value.elts, close, '"y"', '"z"'))
    assert workspace.now["app.py"].text == after
