"""The variable of `.env` that makes the app redirect to HTTPS is read from whatever asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.project import scan_project
from tests.project.folders import write

_HOOK = (
    "import os\nfrom flask import Flask, redirect, request\n{0}\napp = Flask(__name__)\n"
    "@app.before_request\ndef secure():\n    if {1}:\n"
    '        return redirect(request.url.replace("http://", "https://", 1))\n'
)


@pytest.mark.parametrize(
    "by", ["@app.before_request\n{0}", "{0}\napp.before_request(secure)\n"], ids=["@", "call"]
)
def test_a_hook_that_redirects(tmp_path: Path, by: str) -> None:
    """Whether a decorator or a call registers it: the fix finds both."""
    hook = 'def secure():\n    return redirect(request.url.replace("http://", "https://"))\n'
    code = "from flask import Flask, redirect, request\napp = Flask(__name__)\n" + by.format(hook)
    scan = scan_project(write(tmp_path, {"app.py": code}))
    assert {fact.name: fact.value for fact in scan.facts}.get("redirects_to_https") == "yes"


@pytest.mark.parametrize(
    ("code", "env", "name"),
    [
        pytest.param(_HOOK.format("", 'os.getenv("HTTPS") == "1"'), "HTTPS=1", "HTTPS", id="direct"),
        pytest.param(
            _HOOK.format('ON = os.environ.get("SSL")', "ON and True"), "SSL=True", "SSL", id="by-name"
        ),
        pytest.param(_HOOK.format("", 'os.getenv("HTTPS") == "1"'), "HTTPS=0", None, id="off"),
        pytest.param(_HOOK.format("", "not request.is_secure"), "HTTPS=1", None, id="always"),
        pytest.param(
            "import os\nfrom flask import Flask\nfrom flask_talisman import Talisman\napp = Flask(__name__)\n"
            'Talisman(app, force_https=os.getenv("FORCE") == "yes")  # https\n',
            "FORCE=yes",
            "FORCE",
            id="talisman",
        ),
    ],
)
def test_what_switches_the_redirect_on(tmp_path: Path, code: str, env: str, name: str | None) -> None:
    """Only where the file switches it on."""
    scan = scan_project(write(tmp_path, {"app.py": code, ".env": f"{env}\n"}))
    assert {fact.name: fact.value for fact in scan.facts}.get("https_switch") == name
