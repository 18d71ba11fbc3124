"""Flask-Limiter no longer counts preflights; what it counts else stays."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_LIMITER = (
    "from flask_limiter import Limiter\nfrom flask_limiter.util import get_remote_address\n\n"
    'limiter = Limiter(get_remote_address, default_limits=["5 per minute"])\n'
)
_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\nfrom limits import limiter\n\n"
    'app = Flask(__name__)\nlimiter.init_app(app)\nCORS(app, origins=["http://localhost:5173"])\n\n\n'
    '@app.get("/search")\ndef search():\n    return []\n'
)
_FILTER = '\n\n@limiter.request_filter\ndef is_preflight():\n    return request.method == "OPTIONS"\n'


@pytest.mark.parametrize("is_there", [False, True])
def test_preflights_are_not_counted(knowledge: Knowledge, is_there: bool) -> None:
    """Once: a filter that is there already is enough."""
    before = f"from flask import request\n{_LIMITER}" + (_FILTER if is_there else "")
    known = {"url": "http://localhost:5000/search", "origin": "http://localhost:5173", "method": "GET"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"app.py": TextFile("app.py", _APP), "limits.py": TextFile("limits.py", before)}
    made = plan_for((knowledge.fixes["let-the-limiter-send-headers"],), facts, files)
    after = {each.path: each.after for each in made.changes}
    assert after == ({} if is_there else {"limits.py": before + _FILTER})
