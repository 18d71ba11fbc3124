"""Measures anew what libraries send: runs each case of `measured/` in Chromium, and writes down what came.

    python -m tests.page_code.measure FOLDER [WORD]

FOLDER is where npm puts the packages (none of them is part of this project); WORD picks the cases by title.
It needs npm, the network and Chromium, so that no test runs it: the tests read what it wrote.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.browsers.chromium import Chromium
from tests.browsers.driver import Browser
from tests.page_code.measured_cases import FOLDER, Measured, as_sent, cases, packages_of
from tests.page_code.recorder import LIBRARIES, Recorder

_BUNDLER = "esbuild@0.28"
_PAGE = """<!doctype html><body><script>
addEventListener('unhandledrejection', (event) => event.preventDefault());
window.outcome = new Promise((done) => setTimeout(done, 400))
  .then(() => fetch('/recorded?{number}'))
  .then((response) => response.json());
</script><script src="/case.js"></script>"""


def main(folder: Path, word: str) -> None:
    """Every file of cases, written again where its libraries send something else now."""
    with Recorder() as recorder:
        browser = Chromium()
        try:
            for path in sorted(FOLDER.glob("*.txt")):
                blocks = [_measured(case, folder, recorder, browser, word) for case in cases(path)]
                path.write_text("\n".join(blocks), encoding="utf-8")
        finally:
            browser.close()


def _measured(case: Measured, folder: Path, recorder: Recorder, browser: Browser, word: str) -> str:
    lines = case.sent
    if re.search(word, case.title):
        script = _bundle(case, folder, recorder.api)
        LIBRARIES["/case.js"] = script
        page = recorder.serve(_PAGE.replace("{number}", str(len(case.sent) or 8)))
        browser.run(page)
        lines = tuple(sorted(map(as_sent, recorder.requests())))
    head = f"=== {case.title} | {' '.join(case.packages)}"
    return "\n".join([head, case.code.strip("\n"), "---", *lines, ""])


def _bundle(case: Measured, folder: Path, api: str) -> Path:
    own = folder / re.sub(r"[^\w.@]+", "-", " ".join(packages_of(case)))
    own.mkdir(parents=True, exist_ok=True)
    if not (own / "node_modules").exists():
        (own / "package.json").write_text("{}")
        options = ("--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps")
        subprocess.run(["npm", "install", *options, *case.packages, _BUNDLER], cwd=own, check=True)
    (own / "case.js").write_text(case.code.replace("{API}", api), encoding="utf-8")
    made = own / "made.js"
    options = ("--bundle", "--format=iife", "--log-level=error", '--define:process.env.NODE_ENV="production"')
    subprocess.run(
        [own / "node_modules/.bin/esbuild", "case.js", *options, f"--outfile={made}"], cwd=own, check=True
    )
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2] if len(sys.argv) > 2 else "")
