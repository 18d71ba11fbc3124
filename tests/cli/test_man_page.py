"""The manual page: made from the help texts, fresh, and readable by the programs that show it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from cors_wizard.cli.arguments import build_parser
from cors_wizard.cli.man_page import man_page

PAGE = Path(__file__).parent.parent.parent / "docs" / "man" / "cors-wizard.1"


def test_it_is_fresh() -> None:
    """`python -m cors_wizard.cli.man_page > docs/man/cors-wizard.1` writes what is there."""
    assert PAGE.read_text() == man_page(build_parser())


def test_no_text_is_taken_for_a_request() -> None:
    """Every line that begins with a dot is one of ours."""
    requests = {line.split()[0] for line in PAGE.read_text().splitlines() if line.startswith((".", "'"))}
    assert requests <= {'.\\"', ".TH", ".SH", ".SS", ".B", ".TP", ".PP", ".nf", ".fi"}


def test_groff_reads_it_without_a_complaint() -> None:
    """As `man` shows it; where groff is not installed, its own macros cannot be tried."""
    groff = shutil.which("groff")
    if groff is None:
        return
    done = subprocess.run(
        [groff, "-man", "-ww", "-Tutf8", "-P-c", str(PAGE)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    text = re.sub(".\x08", "", done.stdout).lower()  # Bold is a letter struck twice.
    for said in ("--origin", "diagnose", "exit status", "cors-wizard fix error.txt | git apply"):
        assert said in text
