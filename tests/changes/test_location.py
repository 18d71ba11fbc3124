"""A cause whose line is in the user's files points to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.changes import Change
from cors_wizard.changes.location import faulty
from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

CASES = [
    pytest.param("a\nCORS(app, origins='*')\n", "a\nCORS(app, origins=['x'])\n", 2, "'*'", id="replaced"),
    pytest.param("a\nCORS(app)\nb\n", "a\nb\n", 2, "CORS(app)", id="removed"),
    pytest.param(
        "from flask import Flask\n\nCORS(app)\n",
        "from flask import Flask, request\n\nCORS(app, a=1)\n",
        3,
        "CORS(app)",
        id="an-import-is-at-no-fault",
    ),
    pytest.param(
        "from flask import request\n\nCORS(app)\n",
        "from flask import Flask, request\n\nCORS(app, a=1)\n",
        3,
        "CORS(app)",
        id="nor-one-that-is-sorted",
    ),
    pytest.param("a\n\n\n@hook\ndef f(): ...\nb\n", "a\nb\n", 4, "@hook", id="below-blank-lines"),
    pytest.param("CORS(app, a=1)\n", "CORS(app, a=1, b=2)\n", 1, "CORS(app, a=1)", id="added-to-the-line"),
    pytest.param(
        "@bp.route('/a/', methods=[str('PUT')])\n",
        "@bp.route('/a/', methods=[str('PUT')], strict_slashes=False)\n",
        1,
        "@bp.route('/a/', methods=[str('PUT')])",
        id="added-to-a-decorator",
    ),
    pytest.param("CORS(\n    app, a=1)\n", "CORS(\n    app, a=1, b=2)\n", 2, "a=1", id="call-begins-above"),
]


@pytest.mark.parametrize(("before", "after", "line", "part"), CASES)
def test_the_faulty_part_is_underlined(before: str, after: str, line: int, part: str) -> None:
    """Line, text and part of it."""
    found = faulty([Change("app.py", "edit", before, after)])
    assert found is not None
    assert (found.path, found.line, found.text[found.start : found.end]) == ("app.py", line, part)
    assert found.drawn()[2].index("^") == found.drawn()[1].index(part)


def test_what_is_only_added_is_nowhere() -> None:
    """A new line has no faulty line before it."""
    assert (
        faulty([Change("app.py", "edit", "a\n", "a\nCORS(app)\n"), Change("new", "create", "", "x")]) is None
    )


def test_the_line_is_that_of_the_first_cause() -> None:
    """What else the request needs may stand in a file whose name comes first."""
    changes = [Change("a.py", "edit", "x\n", "y\n", order=2), Change("b.py", "edit", "u\n", "v\n", order=1)]
    found = faulty(changes)
    assert found is not None
    assert found.path == "b.py"


_HOOK = (
    "from flask import Flask, abort, request\n\napp = Flask(__name__)\n\n\n{}"
    '@app.get("/api/items")\ndef items():\n    return []\n'
)
_CHECK = 'def check():\n    if "Authorization" not in request.headers:\n        abort(401)\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"app.py": _HOOK.format(f"@app.before_request\n{_CHECK}\n\n")}, ("app.py", 9), id="one-file"
        ),
        pytest.param(
            {
                "app.py": _HOOK.format("from auth import check\n\napp.before_request(check)\n\n\n"),
                "auth.py": f"from flask import abort, request\n\n\n{_CHECK}",
            },
            ("auth.py", 6),
            id="imported",
        ),
    ],
)
def test_a_hook_that_refuses_preflights(
    knowledge: Knowledge, files: dict[str, str], expected: tuple[str, int]
) -> None:
    """The line that ends the preflight is at fault, though the change only adds lines above it."""
    known = {"url": "http://localhost:5000/api/items", "origin": "http://localhost:3000", "method": "GET"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    read = {path: TextFile(path, text) for path, text in files.items()}
    made = plan_for((knowledge.fixes["answer-preflight-first"],), facts, read)
    found = faulty(made.changes)
    assert found is not None
    assert (found.path, found.line) == expected
    assert found.text.strip() == "abort(401)"
    (hook,) = [each for each in made.changes if each.path == expected[0]]
    assert 'def check():\n    if request.method == "OPTIONS":\n        return None\n' in hook.after


def test_the_hook_is_at_fault_though_a_later_step_replaces_a_line_above_it(knowledge: Knowledge) -> None:
    """What refuses the preflight is pointed to, not the list that has to change as well."""
    setup = 'from flask_cors import CORS\n\nCORS(app, origins=["http://localhost:8080"])\n\n\n'
    code = _HOOK.format(f"{setup}@app.before_request\n{_CHECK}\n\n")
    known = {"url": "http://localhost:5000/api/items", "origin": "http://localhost:3000", "method": "GET"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    fixes = (knowledge.fixes["answer-preflight-first"],)
    made = plan_for(fixes, facts, {"app.py": TextFile("app.py", code)})
    assert '"http://localhost:3000"' in made.changes[0].after
    found = faulty(made.changes)
    assert found is not None
    assert found.text.strip() == "abort(401)"


def test_no_other_requests_line_is_at_fault() -> None:
    """Where the failed request only needs a new line, a line that goes for another one says nothing of it."""
    own = "a\nstats\nallowed\n"
    change = Change("app.py", "edit", "a\nstats\n", own.replace("a\n", "b\n", 1), own=own)
    assert faulty([change]) is None
    assert faulty([replace(change, own=None)]) is not None


@pytest.mark.parametrize(("read", "changes"), [('request.headers["X-Tenant"]', 0), ("values", 1)])
def test_what_runs_before_every_hook(knowledge: Knowledge, read: str, changes: int) -> None:
    """A hook that answers preflights comes too late for it: its name is said."""
    app = (
        "from flask import Flask, g, request\nfrom flask_cors import CORS\n\n"
        "app = Flask(__name__)\nCORS(app)\n\n\n"
        f"@app.url_value_preprocessor\ndef pull(endpoint, values):\n    g.tenant = {read}\n"
    )
    known = {"origin": "http://localhost:3000", "url": "http://localhost:5000/api/items"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": TextFile("app.py", app)}
    made = plan_for((knowledge.fixes["answer-preflight-first"],), facts, files)
    assert len(made.changes) == changes
    assert changes or any("`pull` in app.py, line 9" in each.text for each in made.by_hand)
