"""The rows of the table: what is measured against what, and the goal."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from benchmarks import page_code, read_console, verify, windows
from benchmarks.measuring import function, megabytes_of_a_scan, process, ratio, seconds
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project
from tests.fetch_standard.browser_exchanges import browser_exchanges

_SENTENCE = read_console._MESSAGE.split("\n")[0]
_PYDANTIC = "import pydantic\nclass Model(pydantic.BaseModel):\n    number: int\nModel(number=1)"
_MILLION = 1_000_000


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    goal: float
    measure: Callable[[], float]


_RESPONDED = (0, 1, 3)
"""Statuses of a command that did its work: nothing wrong, a problem, an open question."""


def _command(*words: str, text: str = "") -> Callable[[], float]:
    """A command against importing pydantic with one model."""
    ours = process(["-m", "cors_wizard", *words], text, _RESPONDED)
    return lambda: ratio(ours, process(["-c", _PYDANTIC]))


def _lines(count: int) -> str:
    """The browsers' table again and again, each exchange with a path and an id of its own."""
    table = [row.exchange for row in browser_exchanges()]
    return "".join(_line(table[number % len(table)], number) for number in range(count))


def _line(exchange: Exchange, number: int) -> str:
    raw = {key: value for key, value in asdict(exchange).items() if key not in ("id", "stand_in")}
    raw["request"]["url"] = f"{'/'.join(exchange.request.url.split('/')[:3])}/items/{number}"
    return json.dumps({"id": number, **_without_pairs(raw)}) + "\n"


def _without_pairs(raw: dict[str, object]) -> dict[str, object]:
    """Header lists as `judge` reads them, and nothing that is not given."""
    found: dict[str, object] = {}
    for key, value in raw.items():
        if isinstance(value, dict):
            value = value["pairs"] if set(value) == {"pairs"} else _without_pairs(value)
        if isinstance(value, (list, tuple)) and key == "redirects":
            value = [_without_pairs(each) for each in value]
        if value is not None and value != "":
            found[key] = value
    return found


def _judge_against_its_function() -> float:
    exchanges = [row.exchange for row in browser_exchanges()]
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name, "small.jsonl"), Path(name, "large.jsonl")
        small.write_text(_lines(2_000))
        large.write_text(_lines(12_000))
        words = ["-m", "cors_wizard", "judge"]
        few, many = (process([*words, str(path)], "", _RESPONDED) for path in (small, large))
        # The difference of the two is 10,000 exchanges without the start of the process.
        base = function(lambda: [judge(exchanges[number % len(exchanges)]) for number in range(10_000)])
        return ratio(lambda: many() - few(), base, rounds=3)


@cache
def _many_files() -> tempfile.TemporaryDirectory[str]:
    """A folder with 100,000 files, the app in the last of its folders."""
    kept = tempfile.TemporaryDirectory()
    for number in range(100_000):
        folder = Path(kept.name, f"data{number // 100:04}")
        if number % 100 == 0:
            folder.mkdir()
        (folder / f"{number}.{'txt' if number % 2 else 'json'}").touch()
    app = Path(kept.name, "zz", "app.py")
    app.parent.mkdir()
    app.write_text("from flask import Flask\napp = Flask(__name__)\n")
    return kept


def _scan(folder: Path) -> float:
    return seconds(function(lambda: scan_project(folder)), rounds=2)


_VIEW = """from flask import Blueprint
b{0} = Blueprint('b{0}', __name__)

@b{0}.get('/{0}')
def view():
    return ''
"""


def _own_files() -> float:
    """3,000 files of Python and 5,000 of the page in one folder."""
    with tempfile.TemporaryDirectory() as name:
        files = [(f"api/m{number}.py", _VIEW.format(number)) for number in range(2_999)]
        files += [("api/app.py", "from flask import Flask\napp = Flask(__name__)\n")]
        files += [(f"web/{each.path}", each.text) for each in page_code._project(5_000, 100)]
        for path, text in files:
            file = Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return _scan(Path(name))


_BLUEPRINT = """from flask import Blueprint, request
b{0} = Blueprint("b{0}", __name__, url_prefix="/v{0}")

@b{0}.get("/items")
def items():
    return []

@b{0}.route("/items", methods=["POST", "DELETE"])
def write():
    return request.get_json()
"""


def _fix_of_twenty_files() -> float:
    """The change for a project with a setup for another page and a blueprint in each of 19 files."""
    with tempfile.TemporaryDirectory() as name:
        app = ["from flask import Flask", "from flask_cors import CORS", "app = Flask(__name__)"]
        app.append("CORS(app, origins=['https://shop.example'])")
        for number in range(19):
            Path(name, f"v{number}.py").write_text(_BLUEPRINT.format(number))
            app += [f"from v{number} import b{number}", f"app.register_blueprint(b{number})"]
        Path(name, "app.py").write_text("\n".join(app) + "\n")
        words = ("fix", "-", "--probe", "never", "--project", name, "--fact", "credentials=omit")
        return _command(*words, text=_SENTENCE.replace("/api/orders", "/v3/items"))()


def _paste(text: Callable[[], str]) -> Callable[[], float]:
    def measured() -> float:
        pasted, reader = text(), load_knowledge().reader
        return seconds(function(lambda: reader.read(pasted)), rounds=2)

    return measured


def _access_log() -> str:
    line = '127.0.0.1 - - [29/Nov/2026 10:00:{:02}] "GET /api/orders/{} HTTP/1.1" 200 -\n'
    return "".join(line.format(number % 60, number) for number in range(10 * _MILLION // 75))


def _distinct_errors() -> str:
    return "".join(
        _SENTENCE.replace("/orders", f"/o/{number}") + "\n" for number in range(10 * _MILLION // 190)
    )


ROWS = (
    Row("`--version` against importing pydantic", 0.5, _command("--version")),
    Row("`explain CAUSE` against importing pydantic", 1.3, _command("explain", "cors-not-initialized")),
    Row(
        "`diagnose` of a sentence against importing pydantic",
        2.5,
        _command("diagnose", "-", "--probe", "never", text=_SENTENCE),
    ),
    Row("`fix` in a project of 20 files against importing pydantic", 20.0, _fix_of_twenty_files),
    Row("first paint against a one-widget application", 1.3, windows.first_paint),
    Row("knowledge ready against a one-widget application", 2.3, windows.knowledge_ready),
    Row(
        "`judge` against the function (8,000 a second where that does 25,000)",
        3.1,
        _judge_against_its_function,
    ),
    Row("100,000 files, in seconds", 2.0, lambda: _scan(Path(_many_files().name))),
    Row("100,000 files, in MB", 200.0, lambda: megabytes_of_a_scan(Path(_many_files().name))),
    Row("3,000 files of Python and 5,000 of the page, in seconds", 3.0, _own_files),
    Row("10 MB of a console log, in seconds", 2.0, _paste(lambda: read_console._log(10 * _MILLION))),
    Row("10 MB of an access log, in seconds", 2.0, _paste(_access_log)),
    Row("10 MB of distinct errors, in seconds", 2.0, _paste(_distinct_errors)),
    Row(
        "10 MB of one error repeated, in seconds",
        2.0,
        _paste(lambda: (_SENTENCE + "\n") * (10 * _MILLION // 200)),
    ),
    Row("verify with 100 ms of latency against its longest chain", 1.5, verify.against_the_chain),
    Row("10 MB in one line, in seconds", 2.0, _paste(lambda: "x" * 10 * _MILLION)),
)
