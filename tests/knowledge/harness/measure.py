"""Prints what the browsers print for each proof (or those that are named), and what the wizard makes of it.

    python -m tests.knowledge.harness.measure [PROOF]...

For a new proof, or a new version of a browser: compare the output with the proof's `expect`, and copy it. The
last lines are the way through the tree with the app running: a new cause branches off at one of its nodes.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from tests.browsers.driver import PageRun
from tests.browsers.fixtures import START
from tests.browsers.pages import PageServer
from tests.knowledge.harness.diagnose import diagnose
from tests.knowledge.harness.proof import load_proofs
from tests.knowledge.harness.workbench import Workbench


def console_lines(bench: Workbench, run: PageRun) -> list[str]:
    """The console's lines without stack traces, with the ports of the tale, and any page called `page`."""
    lines = (bench.ports.tale(line.split("\n", 1)[0]) for line in run.console)
    return [re.sub(r"/page-[0-9]+\b", "/page", line) for line in lines]


def way(diagnosis: Diagnosis) -> str:
    """The end of a walk, and every node on the way there with the fact that it settled."""
    end = diagnosis.cause.id if diagnosis.cause else diagnosis.status
    steps = (
        f"{each.node.id} ({each.node.fact}: {each.fact.value if each.fact else 'unknown'})"
        for each in diagnosis.trail
    )
    return "\n#   ".join((*steps, end))


def _walked(bench: Workbench, seen: PageRun) -> str:
    try:
        return way(diagnose(load_knowledge(), bench, "\n".join(seen.console)).diagnosis)
    except AssertionError as failed:
        return str(failed)


def main(names: list[str]) -> None:
    """Measures the proofs with these names, or all."""
    browsers = {engine: start() for engine, start in START.items()}
    with PageServer() as pages:
        for proof in load_proofs():
            if names and proof.id not in names:
                continue
            print(f"\n# {proof.id}\n[expect]")
            with tempfile.TemporaryDirectory() as folder, Workbench(proof, pages, Path(folder)) as bench:
                for engine, browser in browsers.items():
                    lines = console_lines(bench, seen := bench.open_page(browser))
                    shown = "".join(f"    {json.dumps(line, ensure_ascii=False)},\n" for line in lines)
                    print(f"{engine} = [\n{shown}]", flush=True)
                print(f"\n# What the wizard makes of it today:\n#   {_walked(bench, seen)}")
    for browser in browsers.values():
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
