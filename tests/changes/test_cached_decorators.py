"""A cache keeps no header that is for one page: `@cross_origin` comes above the decorator that caches."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5173"
_CROSS = f'@cross_origin(origins=["http://localhost:3000", "{_PAGE}"])\n'
_HEAD = (
    "from flask import Flask\nfrom flask_caching import Cache\nfrom flask_cors import cross_origin\n\n"
    "app = Flask(__name__)\ncache = Cache(app)\n\n\n@app.get('/items')\n"
)
_VIEW = "def items():\n    return []\n"


@pytest.mark.parametrize(
    ("above", "is_moved"),
    [
        pytest.param("@cache.cached(timeout=60)\n", True, id="cached"),
        pytest.param("@login_required\n@cache.memoize()\n", True, id="memoize"),
        pytest.param("@uncached\n@login_required\n", False, id="no-cache"),
    ],
)
def test_the_cache_is_below(knowledge: Knowledge, above: str, is_moved: bool) -> None:
    known = {
        "url": "http://localhost:5000/items",
        "origin": _PAGE,
        "method": "GET",
        "symptom": "allow-origin-mismatch",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    before = f"{_HEAD}{above}{_CROSS}{_VIEW}"
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", before)})
    after = f"{_HEAD}{_CROSS}{above}{_VIEW}"
    assert [each.after for each in made.changes] == ([after] if is_moved else [])
