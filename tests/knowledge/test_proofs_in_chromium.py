"""Every cause for real in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.knowledge_base import Knowledge
from tests.browsers.driver import Browser
from tests.browsers.pages import PageServer
from tests.knowledge.harness.proof import Proof
from tests.knowledge.harness.show import show, shown_in


@pytest.mark.browser
@pytest.mark.parametrize("browser", ["chromium"], indirect=True)
@pytest.mark.parametrize("proof", shown_in("chromium"), ids=lambda proof: proof.id)
def test_fix_makes_the_browsers_request_succeed(
    proof: Proof, browser: Browser, page_server: PageServer, knowledge: Knowledge, tmp_path: Path
) -> None:
    """It fails as Chromium says, it is recognized, the fix is put in place, it works."""
    show(proof, browser, page_server, knowledge, tmp_path)
