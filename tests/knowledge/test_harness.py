"""The harness of the proofs: fixes are pasted as they stand, and look-alikes are no relatives."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from cors_wizard.fixes import TailoredCode, TailoredFix, TailoredStep
from tests.browsers.pages import PageRequest, PageServer
from tests.knowledge.harness.apply_fix import CannotApply, mended, paste
from tests.knowledge.harness.exchanges import exchange_over_http, look_alikes, may_read, questions
from tests.knowledge.harness.proof import Ports, load_proofs
from tests.knowledge.harness.workbench import Workbench
from tests.knowledge.harness.wsgi_runner import do, load
from tests.probe.serving import flask_server

SOURCE = "a = 1\n# fix: from here\nb = 2\n# fix: to here\nc = 3\n"
PROOF = next(proof for proof in load_proofs() if proof.id == "server-error")


def fix_with(*codes: TailoredCode) -> TailoredFix:
    """A fix of these blocks."""
    steps = tuple(TailoredStep("Do it.", code) for code in codes)
    return TailoredFix("some-fix", "A fix", steps, "Nothing.", "paste-as-it-is")


def test_code_is_pasted_as_it_stands() -> None:
    """What stood between the marks is replaced, and nothing else is touched."""
    assert paste(SOURCE, "fix", ["    x = 9\n", "y = 8\n"]) == "a = 1\n    x = 9\ny = 8\nc = 3\n"


def test_unknown_place_is_told() -> None:
    """A proof without the mark fails with its name."""
    with pytest.raises(CannotApply, match="marked 'elsewhere'"):
        paste(SOURCE, "elsewhere", [])


@pytest.mark.parametrize(
    ("code", "script"),
    [
        pytest.param('const url = "http://localhost:5001/x";\n', None, id="address"),
        pytest.param(
            'fetch("http://localhost:5001/x");\n', 'fetch("http://localhost:5001/x");\n', id="whole-script"
        ),
    ],
)
def test_client_code_changes_the_page(code: str, script: str | None) -> None:
    """An address goes in place of the page's own; other code in place of the whole script."""
    fix = fix_with(TailoredCode("javascript", "", code))
    result = mended(PROOF, fix, {"app.py": SOURCE}, PageRequest("http://localhost:5000/x"))
    assert result.request.url == "http://localhost:5001/x"
    assert result.script == script


def test_files_beside_the_app_are_copied(tmp_path: Path) -> None:
    """Packages, templates and static files are part of a broken app; what plays another part is not."""
    proof, bench = tmp_path / "proof", tmp_path / "bench"
    bench.mkdir()
    for name in ("app.py", "proof.toml", "shop/views.py", "edited/app.py"):
        (proof / name).parent.mkdir(parents=True, exist_ok=True)
        (proof / name).write_text("port = 5000\n")
    (proof / "static").mkdir()
    (proof / "static" / "logo.png").write_bytes(b"\x89PNG")
    with PageServer() as pages:
        work = Workbench(replace(PROOF, folder=proof), pages, bench)
    copied = {str(path.relative_to(bench)) for path in bench.rglob("*") if path.is_file()}
    assert copied == {"app.py", "shop/views.py", "static/logo.png"}
    assert work.sources() == dict.fromkeys(("app.py", "shop/views.py"), f"port = {work.ports.flask}\n")


def test_ports_are_those_of_the_run() -> None:
    """The ports that people use stand for free ones, there and back."""
    ports = Ports(page=41000, flask=42000, nginx=43000)
    text = "http://localhost:3000 :5000 :5001 :8080 50001"
    assert ports.here(text) == "http://localhost:41000 :42000 :42001 :43000 50001"
    assert ports.tale(ports.here(text)) == text


def test_no_look_alike_is_the_page() -> None:
    """Nobody who only looks like the page is the page."""
    origin = "http://localhost:3000"
    assert origin not in look_alikes(origin).values()
    assert len(set(look_alikes(origin).values())) == len(look_alikes(origin))


@pytest.mark.parametrize(
    ("opened", "let_in"),
    [
        pytest.param('["http://localhost:3000"]', set(), id="one-origin"),
        pytest.param('[r"http://localhost:3000.*"]', {"suffix-after-port", "longer-port"}, id="open-end"),
        pytest.param('[r"https?://localhost:3000"]', {"another-scheme"}, id="any-scheme"),
        pytest.param(
            '[r"http://.*localhost:3000"]', {"prefix", "prefix-with-hyphen", "subdomain"}, id="open-beginning"
        ),
        pytest.param('["http://localhost:3000", "null"]', {"null"}, id="null"),
        pytest.param('"*"', set(look_alikes("http://localhost:3000")), id="everybody"),
    ],
)
def test_what_is_too_open_is_seen(opened: str, let_in: set[str]) -> None:
    """A fix that lets in more than the page would fail its proof."""
    source = (
        "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n"
        f"CORS(app, origins={opened})\n@app.route('/x')\ndef x():\n    return 'x'\n"
    )
    with flask_server(load(source, False)) as base:
        request = PageRequest(f"{base}/x")
        others = look_alikes("http://localhost:3000").items()
        seen = {what for what, origin in others if may_read(exchange_over_http(request, origin))}
    assert let_in <= seen
    assert bool(seen) is bool(let_in)


def test_preflight_is_asked_before_the_request() -> None:
    """What a browser sends for a POST of JSON: the preflight with its names, then the request."""
    request = PageRequest("http://localhost:5000/x", "POST", {"Content-Type": "application/json"}, body="{}")
    preflight, actual = questions(request, "http://localhost:3000")
    assert preflight.method == "OPTIONS"
    assert preflight.headers["Access-Control-Request-Headers"] == "content-type"
    assert (actual.method, actual.body) == ("POST", "{}")


def test_app_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong import is a result, not a crash of the runner."""
    monkeypatch.setitem(sys.modules, "app", ModuleType("app"))
    job = {"id": "x", "source": "from flask.cors import CORS", "debug": False, "questions": []}
    assert do(job)["error"] == "ModuleNotFoundError: No module named 'flask.cors'"
