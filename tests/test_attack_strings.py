"""One table of attack strings: through every way in, out of every way out, harmless and not obeyed."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.printable import json_text
from cors_wizard.project import scan_project
from cors_wizard.report.as_json import result_line
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_markdown, to_text
from cors_wizard.tui import session
from cors_wizard.tui.restore import to_session
from tests.other_faces import of_a_suite, of_an_agent

ATTACKS = {
    "ansi-clear": "\x1b[2J\x1b[31mred",
    "ansi-title": "\x1b]0;owned\x07",
    "osc-52": "\x1b]52;c;cm0gLXJm\x07",
    "osc-8": "\x1b]8;;http://evil.test\x1b\\here\x1b]8;;\x1b\\",
    "c1-csi": "\x9b2J\x9dtitle\x9c",
    "delete": "a\x7f\x08\x08b",
    "bidi": "\u202egnp.exe\u2066x\u2069",
    "no-width": "a\u200bb\u2060c\ufeff",
    "tags": "\U000e0041\U000e0042",
    "rich-markup": "[bold red]x[/bold red][@click=app.quit]y[/]",
    "markdown": "](http://evil.test) # x\n> y ![z](http://evil.test/z.png)",
    "html": "<script>alert(1)</script><img src=x onerror=y>",
    "back-ticks": "``` x ````` `y`",
    "jinja": "{{ 7 * 7 }}{% raw %}{{ url }}",
    "quotes": "'\"\"\"'''\\\"; rm -rf ~ #",
    "shell": "$(touch owned)`touch owned`;touch owned&&x",
    "nginx": '"; } location / { return 200 $host; } #',
    "path": "../../etc/passwd\n",
    "new-lines": "a\rb\x0bc\x0cd\x85e\u2028f",
}
SENTENCE = "Access to fetch at '{url}' from origin '{origin}' has been blocked by CORS policy: {what}"
MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
_HARMFUL = ("Cc", "Cf", "Cs", "Zl", "Zp")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge()


def outputs(diagnosis: Diagnosis, folder: Path) -> Mapping[str, str]:
    """Every way out."""
    diagnosis = diagnosis.without_probing().without_scanning().without_optional_questions()
    report = build_report(diagnosis)
    session.save(to_session(diagnosis, datetime(2026, 1, 1), "one"), folder)
    return {
        "text": to_text(report, bold=False, verbose=True),
        "brief": to_text(report, bold=False, verbose=False),
        "markdown": to_markdown(report),
        "json": json_text(result_line(diagnosis)),
        "session": (folder / "sessions" / "one.json").read_text(),
    }


def assert_harmless(shown: Mapping[str, str]) -> None:
    """Nothing that a terminal obeys, Markdown without HTML or links of the attacker's, JSON that is JSON."""
    for name, text in shown.items():
        wrong = {char for char in set(text) if char != "\n" and unicodedata.category(char) in _HARMFUL}
        assert not wrong, (name, sorted(map(ascii, wrong)))
    if "json" not in shown:
        return
    json.loads(shown["json"])
    prose = re.sub(r"(?ms)^(`{3,}).*?^\1`*$|(`+)(?!`).*?(?<!`)\2(?!`)", "", shown["markdown"])
    assert "<script" not in prose
    assert "](http://evil.test" not in prose.replace("\\]", "")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_pasted_given_and_answered(knowledge: Knowledge, attack: str, tmp_path: Path) -> None:
    """In the address, the origin, a header's name and value, an option and the text around them."""
    text = SENTENCE.format(url=f"http://localhost:5000/{attack}", origin=f"http://{attack}", what=MISSING)
    headers = f"HTTP/1.1 200 {attack}\nServer: {attack}\nX-{attack}: 1\nAccess-Control-Allow-Origin: {attack}"
    given = [
        Fact(name, (f"X-A: {attack}", attack), "answered")
        for name in (
            "request_headers",
            "response_headers",
            "configured_origins",
            "resource_patterns",
            "routes",
        )
    ]
    given += [Fact(name, attack, "answered") for name in ("origin", "method", "refused_header", "app_file")]
    begun = Diagnosis.begin(knowledge, f"{text}\n{attack}\n{headers}\n")
    assert_harmless(outputs(begun, tmp_path))
    assert_harmless(outputs(Diagnosis.begin(knowledge, attack, Facts.of(given)), tmp_path))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_in_a_projects_files_and_names(knowledge: Knowledge, attack: str, tmp_path: Path) -> None:
    """As a file's name, a comment, a text, a route, a version."""
    folder = tmp_path / "project"
    folder.mkdir()
    name = attack.replace("/", "_").strip("\n")
    code = f"""from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
CORS(app, origins=[{attack!r}, "http://localhost:3000"])  # {attack.splitlines()[0]}
@app.route({f"/api/{attack}"!r})
def view(): return {{}}
"""
    (folder / "app.py").write_text(code, encoding="utf-8")
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    (folder / "requirements.txt").write_text(f"Flask=={attack}\n{attack}\n", encoding="utf-8")
    text = SENTENCE.format(url="http://localhost:5000/api/x", origin="http://localhost:5173", what=MISSING)
    assert_harmless(outputs(Diagnosis.begin(knowledge, text).with_scan(scan_project(folder)), tmp_path))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_given_by_an_agent(attack: str, tmp_path: Path) -> None:
    """As every argument of every tool, and as the name of one."""
    text = SENTENCE.format(url=f"http://localhost:5000/{attack}", origin=f"http://{attack}", what=MISSING)
    told = of_an_agent(text, attack, tmp_path)
    assert_harmless(told)
    assert all("\n" not in said for name, said in told.items() if not said.startswith(("{", "# "))), told


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_in_a_test_suite(attack: str) -> None:
    """As path, origin, method and header of a request, and in what the app responds."""
    told = of_a_suite(attack)
    assert told
    assert_harmless(told)


@pytest.mark.process
def test_a_diff_is_exact_for_programs_and_harmless_for_people(tmp_path: Path) -> None:
    """What git applies is the file's own bytes; what a terminal gets obeys nothing."""
    line = 'CORS(app, origins=["http://localhost:3000"])  # \x1b[2J\u202e'
    code = f"from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n{line}\n"
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    what = (
        "The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3000' "
        "that is not equal to the supplied origin."
    )
    text = SENTENCE.format(url="http://localhost:5000/api/x", origin="http://localhost:5173", what=what)
    (tmp_path / "error.txt").write_text(text)
    told = [
        "--project",
        str(tmp_path),
        "--probe",
        "never",
        "--fact",
        "credentials=omit",
        "--fact",
        "method=GET",
    ]
    command = [sys.executable, "-m", "cors_wizard", "fix", str(tmp_path / "error.txt"), *told]
    exact = subprocess.run(command, capture_output=True).stdout
    assert line.encode() in exact
    master, slave = pty.openpty()
    subprocess.run(command, stdout=slave, stderr=subprocess.DEVNULL)
    os.close(slave)
    shown = os.read(master, 100_000).decode()
    os.close(master)
    assert "\\x1b[2J\\u202e" in shown
    assert "\x1b" not in shown


def test_json_leaves_by_one_function() -> None:
    """`json_text` escapes what a terminal obeys; `map` had a `json.dumps` of its own, which did not."""
    package = Path(__file__).parent.parent / "cors_wizard"
    raw = {path.name for path in package.rglob("*.py") if "ensure_ascii=False" in path.read_text("utf-8")}
    assert raw == {"printable.py", "parsed.py", "schemas.py"}
