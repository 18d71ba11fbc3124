"""Fixes in the settings of a proxy: they hold whatever Flask stands behind it, the oldest and the newest."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from cors_wizard.fetch_standard import judge
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from tests.browsers.pages import PageServer
from tests.knowledge.harness.diagnose import diagnose
from tests.knowledge.harness.environments import Pair, build, grid_of, pairs
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read
from tests.knowledge.harness.proof import load_proofs
from tests.knowledge.harness.servers import Server
from tests.knowledge.harness.workbench import Workbench

RUNNER = Path(__file__).parent / "harness" / "wsgi_servers.py"
GRID = grid_of(load_knowledge())
PAIRS = (pairs(GRID)[0], pairs(GRID)[-1])
IN_THE_PROXY = (
    "preflight-needs-auth",
    "preflight-not-handled",
    "proxy-error-response",
    "proxy-strips-headers",
)
PROOFS = tuple(proof for proof in load_proofs() if proof.proxies and proof.cause in IN_THE_PROXY)
"""Those that are mended in the proxy alone: the app is never touched."""


@contextmanager
def benches(pair: Pair, pages: PageServer, folder: Path) -> Iterator[list[Workbench]]:
    """Each proof behind its proxy, all apps served by one process under this pair."""
    with ExitStack() as stack:
        made = []
        for proof in PROOFS:
            home = folder / proof.id
            home.mkdir()
            made.append(Workbench(proof, pages, home, serves_app=False))
        jobs = [{"source": bench.sources()["app.py"], "port": bench.ports.flask} for bench in made]
        file = folder / "jobs.json"
        file.write_text(json.dumps(jobs), encoding="utf-8")
        server = Server(
            [sys.executable, "-S", str(RUNNER), str(file)], folder, "Running on", {"PYTHONPATH": pair.path}
        )
        stack.callback(server.close)
        assert server.is_up, server.printed
        yield [stack.enter_context(bench) for bench in made]


@pytest.mark.versions
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_fixes_in_the_proxy(
    pair: Pair, page_server: PageServer, knowledge: Knowledge, tmp_path: Path
) -> None:
    """Before, the page is refused; after, it reads the answer, and nobody who only looks like it does."""
    build(GRID)
    with benches(pair, page_server, tmp_path) as made:
        for bench in made:
            before = exchange_over_http(bench.request, bench.origin)
            assert not judge(before).readable, bench.proof.id
            mend(bench, knowledge)
            after = exchange_over_http(bench.request, bench.origin)
            assert judge(after).violations == (), bench.proof.id
            assert after.response is not None
            assert after.response.status == bench.proof.status_after, bench.proof.id
            others = look_alikes(bench.origin).values()
            taken = [exchange_over_http(bench.request, origin) for origin in others]
            assert [each.page_origin for each in taken if may_read(each)] == [], bench.proof.id


def mend(bench: Workbench, knowledge: Knowledge) -> None:
    """The fix as the wizard hands it over; the app's own code stays as it is."""
    text = "\n".join(map(bench.ports.here, bench.proof.expect["chromium"]))
    diagnosis = diagnose(knowledge, bench, text).diagnosis
    assert diagnosis.cause is not None, bench.proof.id
    assert diagnosis.cause.id == bench.proof.cause
    assert diagnosis.fix is not None
    app = bench.sources()["app.py"]
    bench.mend(diagnosis.fix)
    assert bench.sources()["app.py"] == app


def test_every_such_fix_claims_every_flask(knowledge: Knowledge) -> None:
    """What is run here is claimed, and what claims it is run."""
    run = {proof.first_fix(knowledge) for proof in PROOFS}
    assert {knowledge.fixes[fix].flask for fix in run} == {">=1.0,<3.2"}
