"""Prints what the browsers print for each proof (or those that are named), with the ports of the tale.

    python -m tests.knowledge.harness.measure [PROOF]...

For a new proof, or a new version of a browser: compare the output with the proof's `expect`, and copy it.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from tests.browsers.driver import PageRun
from tests.browsers.fixtures import START
from tests.browsers.pages import PageServer
from tests.knowledge.harness.proof import load_proofs
from tests.knowledge.harness.workbench import Workbench


def console_lines(bench: Workbench, run: PageRun) -> list[str]:
    """The console's lines without stack traces, with the ports of the tale, and any page called `page`."""
    lines = (bench.ports.tale(line.split("\n", 1)[0]) for line in run.console)
    return [re.sub(r"/page-[0-9]+\b", "/page", line) for line in lines]


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
                    lines = console_lines(bench, bench.open_page(browser))
                    shown = "".join(f"    {json.dumps(line, ensure_ascii=False)},\n" for line in lines)
                    print(f"{engine} = [\n{shown}]", flush=True)
    for browser in browsers.values():
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
