"""What is often said about Flask and CORS, and what every pair of versions really does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from cors_wizard.http_exchange import Headers
from cors_wizard.knowledge_base import load_knowledge
from tests.knowledge.claims import CLAIMS, Claim
from tests.knowledge.harness.environments import AT_ONCE, Pair, build, grid_of, pairs
from tests.knowledge.harness.matrix import RUNNER

NO_MODULE = {
    "flask.cors": "from flask.cors import CORS\n",
    "flask.ext.cors": "from flask.ext.cors import CORS\n",
}
"""What no version has."""

Answers = Mapping[str, Mapping[str, Any]]


def run(pair: Pair) -> Answers:
    """All claims under one pair, in one process."""
    jobs = [claim.job() for claim in CLAIMS]
    jobs += [
        {"id": id, "source": source, "debug": False, "questions": []} for id, source in NO_MODULE.items()
    ]
    done = subprocess.run(
        [sys.executable, "-S", "-W", "ignore", str(RUNNER)],
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
    grid = grid_of(load_knowledge())
    build(grid)
    every = pairs(grid)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(every, pool.map(run, every), strict=True))


@pytest.mark.versions
@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.id) for claim in CLAIMS])
def test_what_every_version_does(answers: Mapping[Pair, Answers], claim: Claim) -> None:
    """The knowledge says this, where people expect something else."""
    differing = {}
    for pair, results in answers.items():
        wanted, says = claim.wanted_under(pair), claim.says_under(pair)
        if isinstance(wanted, str):
            if not results[claim.id]["error"].startswith(wanted):
                differing[str(pair)] = results[claim.id]
        elif came_back(results[claim.id], says) != (wanted, says):
            differing[str(pair)] = results[claim.id]
    assert not differing


def came_back(result: Mapping[str, Any], asked: Mapping[str, object]) -> object:
    """What a claim is compared with."""
    if result["error"]:
        return result["error"]
    (answer,) = result["answers"]
    headers = Headers.of(map(tuple, answer["headers"]))
    status = (answer["status"], headers.all("Access-Control-Allow-Origin"))
    return status, {name: headers.get(name) for name in asked}


@pytest.mark.versions
@pytest.mark.parametrize("name", NO_MODULE)
def test_what_no_version_has(answers: Mapping[Pair, Answers], name: str) -> None:
    """The import fails, whatever is installed."""
    assert all("No module named" in results[name]["error"] for results in answers.values())


def test_every_claim_has_an_id_of_its_own() -> None:
    """The knowledge can name each."""
    assert [name for name, count in Counter(claim.id for claim in CLAIMS).items() if count > 1] == []
