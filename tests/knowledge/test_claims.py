"""What is often said about Flask and CORS, and what every pair of versions really does.

Each row is a claim that the knowledge files contradict or limit, with its row of flask-cors-behaviour.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from cors_wizard.http_exchange import Headers
from cors_wizard.knowledge_base import builtin_folder
from cors_wizard.knowledge_base.conditions import version_in
from cors_wizard.knowledge_base.models import Grid
from tests.knowledge.harness.environments import AT_ONCE, Pair, build, pairs
from tests.knowledge.harness.matrix import RUNNER

GRID = Grid.model_validate(
    tomllib.loads((builtin_folder() / "versions" / "grid.toml").read_text(encoding="utf-8"))["grid"]
)
OURS, FOREIGN = "https://shop.example", "https://foreign.example"

TOP = (
    "from flask import Blueprint, Flask, abort\nfrom flask_cors import CORS, cross_origin\n"
    "app = Flask(__name__)\n"
)
VIEW = "@app.route('/a', methods=['GET', 'POST'])\ndef a():\n    return 'a'\n"
RAISES = "@app.route('/a')\ndef a():\n    raise ValueError\n"
HOOK = "@app.after_request\ndef hook(response):\n    {}\n    return response\n"
STAR = HOOK.format("response.headers['Access-Control-Allow-Origin'] = '*'")
ADDS = HOOK.format("response.headers.add('Access-Control-Allow-Origin', '*')")
LIST = f"CORS(app, origins=['{OURS}', 'https://b.example'], supports_credentials=True)\n"

Wanted = tuple[int, tuple[str, ...]]
"""The status, and every value of Access-Control-Allow-Origin."""


@dataclass(frozen=True)
class Claim:
    """One app, one request, and what comes back under a pair of versions."""

    id: str
    row: str
    """Where it was measured first."""
    source: str
    wanted: Wanted | Callable[[Pair], Wanted]
    origin: str = OURS
    method: str = "GET"
    asks: Mapping[str, str] = field(default_factory=dict)
    """The headers of a CORS-preflight request beside Origin."""
    path: str = "/a"
    debug: bool = False
    says: Mapping[str, str | None] = field(default_factory=dict)
    """Further headers of the answer; None where there must be none."""

    def job(self) -> dict[str, Any]:
        """What the runner is told."""
        url = f"http://localhost{self.path}"
        headers = {"Origin": self.origin, **self.asks}
        question = {"method": self.method, "url": url, "headers": headers, "body": ""}
        return {"id": self.id, "source": self.source, "debug": self.debug, "questions": [question]}


def preflight(method: str = "POST", headers: str = "") -> dict[str, Any]:
    """The fields of a claim about a CORS-preflight request."""
    asked = {"Access-Control-Request-Method": method}
    return {
        "method": "OPTIONS",
        "asks": asked | ({"Access-Control-Request-Headers": headers} if headers else {}),
    }


def automatic_options(pair: Pair) -> Wanted:
    """Only Flask 3.1 reads the setting."""
    return (405, ()) if version_in(pair.flask, ">=3.1") else (200, ())


def general_pattern_wins(pair: Pair) -> Wanted:
    """flask-cors 6.0.0 alone sorts the patterns backwards."""
    return (200, (FOREIGN,)) if pair.flask_cors == "6.0.0" else (200, ())


BY_PATH = (
    f"CORS(app, resources={{'/a/*': {{'origins': '*'}}, '/a/private/*': {{'origins': ['{OURS}']}}}})\n"
    "@app.route('/a/private/x')\ndef x():\n    return 'x'\n"
)
BLUEPRINT = "bp = Blueprint('bp', __name__)\n@bp.route('/a')\ndef a():\n    return 'a'\n"
CLAIMS = (
    Claim("post-only-answers-options", "1.02", TOP + VIEW.replace("'GET', ", ""), (200, ()), **preflight()),
    Claim("echoes-the-origin", "1.20", TOP + "CORS(app)\n" + VIEW, (200, (OURS,))),
    Claim(
        "star-with-credentials-lets-anybody-in",
        "3.03",
        TOP + "CORS(app, origins='*', supports_credentials=True)\n" + VIEW,
        (200, (FOREIGN,)),
        FOREIGN,
        says={"Access-Control-Allow-Credentials": "true"},
    ),
    Claim("after-the-routes", "2.02", TOP + VIEW + "CORS(app)\n", (200, (OURS,))),
    Claim(
        "after-the-blueprint",
        "2.04",
        TOP + BLUEPRINT + "app.register_blueprint(bp)\nCORS(app)\n",
        (200, (OURS,)),
    ),
    Claim(
        "app-opens-what-the-blueprint-refuses",
        "2.24",
        TOP + BLUEPRINT + f"CORS(bp, origins=['{OURS}'])\nCORS(app)\napp.register_blueprint(bp)\n",
        (200, (FOREIGN,)),
        FOREIGN,
    ),
    Claim("error-500-has-the-header", "7.01", TOP + "CORS(app)\n" + RAISES, (500, (OURS,))),
    Claim("error-404-has-the-header", "7.09", TOP + "CORS(app)\n", (404, (OURS,))),
    Claim(
        "error-401-has-the-header",
        "7.07",
        TOP + "CORS(app)\n" + RAISES.replace("raise ValueError", "abort(401)"),
        (401, (OURS,)),
    ),
    Claim("debugger-answers-without-it", "D02", TOP + "CORS(app)\n" + RAISES, (500, ()), debug=True),
    Claim(
        "hook-does-not-help-the-debugger", "D15", TOP + "CORS(app)\n" + STAR + RAISES, (500, ()), debug=True
    ),
    Claim(
        "authorization-needs-no-credentials",
        "10.25",
        TOP + "CORS(app)\n" + VIEW,
        (200, (OURS,)),
        says={"Access-Control-Allow-Headers": "authorization", "Access-Control-Allow-Credentials": None},
        **preflight(headers="authorization"),
    ),
    Claim(
        "any-header-by-default",
        "10.01",
        TOP + "CORS(app)\n" + VIEW,
        (200, (OURS,)),
        says={"Access-Control-Allow-Headers": "x-tenant"},
        **preflight(headers="x-tenant"),
    ),
    Claim(
        "comma-text-is-one-name",
        "10.06",
        TOP + "CORS(app, allow_headers='Content-Type,Authorization')\n" + VIEW,
        (200, (OURS,)),
        says={"Access-Control-Allow-Headers": None},
        **preflight(headers="authorization"),
    ),
    Claim("hook-overrides-the-list", "8.08", TOP + LIST + STAR + VIEW, (200, ("*",)), FOREIGN),
    Claim("hook-doubles-the-header", "8.04", TOP + ADDS + LIST + VIEW, (200, (OURS, "*"))),
    Claim(
        "decorator-above-the-route", "6.03", TOP + VIEW.replace("@app", "@cross_origin()\n@app"), (200, ())
    ),
    Claim(
        "decorator-misses-raised-errors",
        "6.14",
        TOP + RAISES.replace("def", "@cross_origin()\ndef"),
        (500, ()),
    ),
    Claim(
        "glob-lets-strangers-in",
        "4.21",
        TOP + "CORS(app, origins=['http://localhost:*'])\n" + VIEW,
        (200, ("http://localhost.foreign.example",)),
        "http://localhost.foreign.example",
    ),
    Claim("slash-equals-nothing", "4.06", TOP + f"CORS(app, origins=['{OURS}/'])\n" + VIEW, (200, ())),
    Claim(
        "redirect-has-the-header",
        "9.02",
        TOP + "CORS(app)\n" + VIEW.replace("'/a'", "'/a/'"),
        (308, (OURS,)),
        **preflight(),
    ),
    Claim(
        "login-check-meets-options",
        "7.22",
        TOP + "CORS(app)\n@app.before_request\ndef check():\n    abort(401)\n" + VIEW,
        (401, (OURS,)),
        **preflight(),
    ),
    Claim(
        "setting-of-flask-3.1",
        "1.12",
        TOP + "app.config['PROVIDE_AUTOMATIC_OPTIONS'] = False\n" + VIEW,
        automatic_options,
        **preflight(),
    ),
    Claim("patterns-of-6.0.0", "5.30", TOP + BY_PATH, general_pattern_wins, FOREIGN, path="/a/private/x"),
)
FAILING = {
    "star-credentials-and-send-wildcard": TOP
    + "CORS(app, origins='*', supports_credentials=True, send_wildcard=True)\n",
    "flask.cors": "from flask.cors import CORS\n",
    "flask.ext.cors": "from flask.ext.cors import CORS\n",
}
"""What raises as soon as it is loaded: rows 3.05, 14.09, 14.10."""

Answers = Mapping[str, Mapping[str, Any]]


def run(pair: Pair) -> Answers:
    """All claims under one pair, in one process."""
    jobs = [claim.job() for claim in CLAIMS]
    jobs += [{"id": id, "source": source, "debug": False, "questions": []} for id, source in FAILING.items()]
    done = subprocess.run(
        [sys.executable, "-S", str(RUNNER)],
        input=json.dumps(jobs),
        env={**os.environ, "PYTHONPATH": pair.path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return {result["id"]: result for result in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def answers() -> Mapping[Pair, Answers]:
    """What every pair does."""
    build(GRID)
    every = pairs(GRID)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(every, pool.map(run, every), strict=True))


@pytest.mark.versions
@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.id) for claim in CLAIMS])
def test_what_every_version_does(answers: Mapping[Pair, Answers], claim: Claim) -> None:
    """The knowledge says this, where people expect something else."""
    for pair, results in answers.items():
        result = results[claim.id]
        assert result["error"] == "", pair
        (answer,) = result["answers"]
        headers = Headers.of(map(tuple, answer["headers"]))
        wanted = claim.wanted(pair) if callable(claim.wanted) else claim.wanted
        assert (answer["status"], headers.all("Access-Control-Allow-Origin")) == wanted, pair
        assert {name: headers.get(name) for name in claim.says} == dict(claim.says), pair


@pytest.mark.versions
@pytest.mark.parametrize("name", FAILING)
def test_what_no_version_loads(answers: Mapping[Pair, Answers], name: str) -> None:
    """It fails at the start, whatever is installed."""
    assert all(results[name]["error"] for results in answers.values())
