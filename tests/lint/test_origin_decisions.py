"""How code decides about an Origin: each unsafe way with its line, and sound ones that are close to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project
from tests.lint.test_lint import findings

WIDE, ANY, NULL = "origin-pattern-too-wide", "reflects-any-origin", "allows-null-origin"
TOP = """\
import json, re, sqlite3
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlparse
from flask import Flask, abort, request
app = Flask(__name__)
KNOWN = ["https://app.shop.example", "https://admin.shop.example"]
TEXT = "https://app.shop.example,https://admin.shop.example"
HOSTS = {"app.shop.example"}
db = sqlite3.connect("shop.db")
"""
"""Ten lines in front of each case."""
HOOK = """
@app.after_request
def cors(r):
    origin = request.headers.get("Origin", "")
    if {test}:
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
"""
"""The test is in line 15."""


def hook(test: str) -> str:
    """A hook with this test before it writes the header."""
    return HOOK.replace("{test}", test)


TESTS = [
    # The listed text has the origin in it, not the other way round.
    ("origin and any(known.startswith(origin) for known in KNOWN)", f"{WIDE}:15"),
    ("origin and TEXT.find(origin) >= 0", f"{WIDE}:15"),
    ("origin and TEXT.count(origin)", f"{WIDE}:15"),
    ("origin and any(origin in known for known in KNOWN)", f"{WIDE}:15"),
    ("origin and re.match(origin, 'https://app.shop.example')", f"{WIDE}:15"),
    ("KNOWN.count(origin)", ""),
    ("any(origin == known for known in KNOWN)", ""),
    ("origin in KNOWN", ""),
    # Single labels of the host.
    ('origin.split("//")[-1].split(".")[0] in {"app", "admin"}', f"{WIDE}:15"),
    ('urlparse(origin).hostname.split(".")[0] in ("app",)', f"{WIDE}:15"),
    ('urlparse(origin).hostname.split(".")[1] == "shop"', f"{WIDE}:15"),
    ('origin.split(".")[-2] == "shop"', f"{WIDE}:15"),
    ('urlparse(origin).scheme == "https" and urlparse(origin).hostname in HOSTS', ""),
    ('origin.split(".")[-2:] == ["shop", "example"]', ""),
    # A port says nothing of who serves the page.
    ("urlparse(origin).port == 3000", f"{WIDE}:15"),
    ("urlparse(origin).port in (3000, 5173)", f"{WIDE}:15"),
    ('urlparse(origin).hostname == "localhost" and urlparse(origin).port == 3000', ""),
    # What is cut out of the origin, wherever it is.
    ('origin.replace("www.", "") in KNOWN', f"{WIDE}:15"),
    ('origin.replace("-staging", "") == "https://shop.example"', f"{WIDE}:15"),
    ('origin.rstrip("/") in KNOWN', ""),
    ('origin.replace("//", "//") in KNOWN', ""),
    # What takes off letters, not a beginning or an end.
    ('origin.startswith("https://") and origin.lstrip("https://") in {"acme.example"}', f"{WIDE}:15"),
    ('origin.lstrip("https://") in HOSTS', f"{WIDE}:15"),
    ('origin.strip("htps:/") == "app.shop.example"', f"{WIDE}:15"),
    ('origin.strip("https://") in KNOWN', ""),
    ('origin.rstrip(":3000") in KNOWN', f"{WIDE}:15"),
    ('origin.rstrip(".test") + "x" in KNOWN', ""),
    ('urlparse(origin).netloc.lstrip("www.") in HOSTS', f"{WIDE}:15"),
    ('origin[:5] == "https" and urlparse(origin).netloc.lstrip("www.") in ["a.example"]', f"{WIDE}:15"),
    ('urlparse(origin).scheme == "https" and urlparse(origin).hostname.removeprefix("www.") in HOSTS', ""),
    ('origin.removeprefix("https://") in HOSTS', ""),
    ('origin.removeprefix("https://").removesuffix(":8443") in HOSTS', ""),
    ('origin.removesuffix(".test") in KNOWN', f"{WIDE}:15"),
    ('origin.removeprefix("https://") == "app.shop.example"', ""),
    ('origin.startswith("https://") and origin.replace("https://", "") in HOSTS', ""),
    ('origin.replace("https://", "").replace("www.", "") in HOSTS', f"{WIDE}:15"),
    ('origin.startswith("https://") and origin.split("//")[1] in HOSTS', ""),
    ('origin.split("//")[1] in HOSTS', f"{WIDE}:15"),
    ('origin.partition("://")[2] in HOSTS', f"{WIDE}:15"),
    ('origin.startswith("https://") and origin.partition("://")[2].partition(":")[0] in HOSTS', ""),
    ('origin.split("-")[0] in KNOWN', f"{WIDE}:15"),
    ('origin.startswith("https://") and origin.split("-")[-1] in {"shop.example"}', f"{WIDE}:15"),
    ('origin[8:] in {"shop.example"}', f"{WIDE}:15"),
    ('origin[len("https://"):] == "shop.example"', f"{WIDE}:15"),
    ('origin.startswith("https://") and origin[8:] in HOSTS', ""),
    ('origin[:24] in KNOWN', f"{WIDE}:15"),
    ('origin[:-5] in KNOWN', f"{WIDE}:15"),
    # Two conditions that make one.
    ('origin.startswith("https://app") and origin.endswith(".shop.example")', ""),
    ('origin.startswith("https://") and origin.endswith(".shop.example")', ""),
    ('origin.startswith("https://app.") and origin.endswith("shop.example")', f"{WIDE}:15"),
    # Whatever the text is: something longer passes.
    ('any(origin.startswith(each) for each in app.config["PAGES"])', f"{WIDE}:15"),
    ("origin and request.host in origin", f"{WIDE}:15"),
    ('any(origin == each for each in app.config["PAGES"])', ""),
    ('origin in app.config["PAGES"]', ""),
    ('any(origin.endswith(each) for each in app.config["PAGES"])', ""),
    # A list of those who are kept out lets everyone else in.
    ('origin and origin not in {"https://evil.example", "null"}', f"{ANY}:15"),
    ('(sent := request.headers.get("Origin")) and sent not in {"https://evil.example"}', f"{ANY}:15"),
    ('(sent := request.headers.get("Origin")) and sent in KNOWN', ""),
    ('origin != "https://evil.example"', f"{ANY}:15"),
    ('origin not in ("", None) and origin in KNOWN', ""),
    ('origin != "null" and origin in KNOWN', ""),
    ('origin and origin != "null" and origin.endswith(".shop.example")', "insecure-origin-allowed:15"),
    # All conditions count together: the loose one beside a list lets nobody in.
    ('origin in KNOWN and not origin.endswith(".test")', ""),
    ('origin in KNOWN and origin.endswith("shop.example")', ""),
    ('origin in KNOWN and ".example" in origin', ""),
    ('origin in KNOWN and re.search("app|admin", origin)', ""),
    ('origin in KNOWN and urlparse(origin).hostname.endswith("example")', ""),
    ('origin == "https://app.shop.example" and origin.endswith(".example")', ""),
    ('origin in KNOWN and origin.startswith(app.config["PREFIX"])', ""),
    ('any(origin == known and origin.startswith("https") for known in KNOWN)', ""),
    ('not (origin not in KNOWN or "evil" in origin)', ""),
    ('(origin in KNOWN if request.path != "/" else origin == KNOWN[0]) and "shop" in origin', ""),
    ('origin in KNOWN or (origin.endswith("shop.example") and len(origin) > 20)', f"{WIDE}:15"),
    ('not origin.endswith(".evil.test")', f"{ANY}:15"),
    ('origin and urlparse(origin).scheme == "https"', f"{ANY}:15"),
    ('origin and not origin.startswith("http://")', f"{ANY}:15"),
    ('origin and not re.search(r"evil|bad", origin)', f"{ANY}:15"),
    ('not any(bad in origin for bad in ("evil", "bad"))', f"{ANY}:15"),
    ("len(origin) < 60", f"{ANY}:16"),
    ('origin.count("/") == 2', f"{ANY}:15"),
    ('urlparse(origin).netloc != request.host', ""),
    # Odd ways, each found or left alone as it is.
    ("len(origin) % 2 == 0", f"{ANY}:16"),
    ('origin[-7:] == "example"', f"{WIDE}:15"),
    ('origin[::-1].startswith("elpmaxe")', f"{WIDE}:15"),
    ('set("shop") <= set(origin)', f"{ANY}:15"),
    ('any(map(origin.endswith, ("shop.example", "b.example")))', f"{WIDE}:15"),
    ('("evil" in origin) != ("shop" in origin)', f"{WIDE}:15"),
    ('not (not origin.endswith("shop.example") and "admin" not in origin)', f"{WIDE}:15"),
    ('origin.endswith(("shop.example", "b.example"))', f"{WIDE}:15"),
    ('re.search(r"^https://app.shop.example|localhost$", origin)', f"{WIDE}:15"),
    ('origin.count(".") == 2 and origin.startswith("https://")', f"{ANY}:15"),
    ('(p := urlparse(origin)).scheme == "https" and p.hostname == "app.shop.example" and not p.port', ""),
    ('origin in KNOWN and KNOWN.index(origin) >= 0 and not origin.startswith("http:")', ""),
    ('(origin + "/").startswith(("https://app.shop.example/", "https://admin.shop.example/"))', ""),
    # A table of functions, each called with the origin.
    ('any(ok(origin) for ok in (lambda o: o in KNOWN, lambda o: o.endswith("shop.example")))', f"{WIDE}:15"),
    ('any(ok(origin) for ok in {"a": lambda o: o.endswith("shop.example")}.values())', f"{WIDE}:15"),
    ('any(ok(origin) for ok in {"a": lambda o: o in KNOWN}.values())', ""),
    ('all(ok(origin) for ok in [lambda o: o in KNOWN, lambda o: o.endswith("example")])', ""),
    # A database that compares with a pattern.
    ("db.execute(\"SELECT 1 FROM t WHERE ? LIKE '%' || domain || '%'\", (origin,)).fetchone()", f"{WIDE}:15"),
    ("db.execute('SELECT 1 FROM t WHERE domain LIKE ?', (f'%{origin}%',)).fetchone()", f"{WIDE}:15"),
    ("db.execute('SELECT 1 FROM t WHERE instr(?, domain)', (origin,)).fetchone()", f"{WIDE}:15"),
    ("Tenant.query.filter(Tenant.domain.ilike(f'%{origin}')).first()", f"{WIDE}:15"),
    ("db.execute('SELECT 1 FROM t WHERE origin = ?', (origin,)).fetchone()", ""),
    ("Tenant.query.filter_by(origin=origin).first()", ""),
]  # fmt: skip


@pytest.mark.parametrize(("test", "expected"), TESTS)
def test_one_condition(test: str, expected: str, tmp_path: Path, knowledge: Knowledge) -> None:
    """Nothing more and nothing less."""
    (tmp_path / "app.py").write_text(TOP + HOOK.replace("{test}", test))
    assert [f"{each.rule}:{each.line}" for each in findings(tmp_path, knowledge)] == [expected][
        : bool(expected)
    ]


def test_a_named_example_gets_in(tmp_path: Path, knowledge: Knowledge) -> None:
    """The sentence names an origin that all conditions let through, not only one of them."""
    test = 'origin.endswith("shop.example") and not origin.startswith("https://evil")'
    (tmp_path / "app.py").write_text(TOP + HOOK.replace("{test}", test))
    (found,) = findings(tmp_path, knowledge)
    named = found.detail.removeprefix("it also allows ").removesuffix(".")
    assert (found.rule, named.endswith("shop.example")) == (WIDE, True)
    assert not named.startswith("https://evil")


FUNCTIONS = [
    pytest.param(
        """\
ok = lambda o: o.endswith("shop.example")

@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if ok(origin):
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        f"{WIDE}:16",
        id="a-lambda",
    ),
    pytest.param(
        """\
CHECKS = {"own": lambda o: o in KNOWN, "partner": lambda o: o.endswith("partner.example")}

@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if any(ok(origin) for ok in CHECKS.values()):
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        f"{WIDE}:16",
        id="a-table-of-lambdas",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    host = origin.split("://")[-1]
    while host.count(".") > 1:
        host = host.partition(".")[2]
    if host == "shop.example":
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="a-while-loop",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    tenant = {"https://app.shop.example": 1}.get(origin)
    allow = origin if tenant else None
    if allow and allow.endswith("example"):
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="a-table-and-a-loose-test",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if origin in KNOWN:
        if not origin.startswith("http://"):
            if ".example" in origin:
                r.headers["Access-Control-Allow-Origin"] = origin
                r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="nested-conditions",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if origin.endswith(".evil.test"):
        return r
    if not origin.endswith("example"):
        return r
    if origin not in KNOWN:
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
    r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="early-returns",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if request.path.startswith("/public"):
        r.headers["Access-Control-Allow-Origin"] = origin
    elif origin in KNOWN and origin.startswith("https"):
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="everyone-without-cookies-a-list-with-them",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    for known in KNOWN:
        if origin == known and "shop" in origin:
            break
    else:
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
    r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="a-loop-that-looks-for-it",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    is_known = False
    for known in KNOWN:
        is_known = is_known or origin.endswith(known.partition(".")[2])
    if is_known:
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        f"{WIDE}:16",
        id="a-loop-that-collects",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if origin in ('https://evil.example', 'null'):
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
    r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        f"{ANY}:14",
        id="block-list-that-leaves",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if origin not in KNOWN:
        return r
    r.headers["Access-Control-Allow-Origin"] = origin
    r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="allow-list-that-leaves",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if origin and origin not in KNOWN:
        abort(403)
    r.headers["Access-Control-Allow-Origin"] = origin
    r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="allow-list-that-aborts",
    ),
    pytest.param(
        """\
def allowed(origin):
    if origin == 'https://evil.example':
        return False
    return True
"""
        + hook("allowed(origin)"),
        f"{ANY}:12",
        id="a-helper-that-allows-the-rest",
    ),
    pytest.param(
        """\
def allowed(origin):
    try:
        return {'https://app.shop.example': True}[origin]
    except KeyError:
        return True
"""
        + hook("allowed(origin)"),
        f"{ANY}:20",
        id="a-helper-that-allows-what-fails",
    ),
    pytest.param(
        """\
def allowed(origin):
    try:
        return {'https://app.shop.example': True}[origin]
    except KeyError:
        return request.path.startswith('/api/')
"""
        + hook("allowed(origin)"),
        f"{ANY}:20",
        id="a-helper-that-asks-for-something-else",
    ),
    pytest.param(
        """\
def allowed(origin):
    return origin not in ('https://evil.example',)
"""
        + hook("allowed(origin)"),
        f"{ANY}:12",
        id="a-helper-with-a-block-list",
    ),
    pytest.param(
        """\
def allowed(origin):
    if not origin:
        return False
    if origin in KNOWN:
        return True
    return False
"""
        + hook("allowed(origin)"),
        "",
        id="a-helper-that-refuses-the-rest",
    ),
    pytest.param(
        """\
def allowed(origin):
    try:
        return origin in KNOWN
    except TypeError:
        return False
"""
        + hook("allowed(origin)"),
        "",
        id="a-helper-that-refuses-what-fails",
    ),
    pytest.param(
        """\
def foreign(origin):
    return origin not in KNOWN
"""
        + hook("not foreign(origin)"),
        "",
        id="a-helper-that-is-negated",
    ),
    pytest.param(
        """\
decided = {}

@app.after_request
def cors(r):
    origin = request.headers.get("Origin", "")
    if request.path not in decided:
        decided[request.path] = origin in KNOWN
    if decided[request.path]:
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        f"{ANY}:19",
        id="a-decision-that-is-kept",
    ),
    pytest.param(
        """\
decided = {}

@app.after_request
def cors(r):
    origin = request.headers.get("Origin", "")
    if origin not in decided:
        decided[origin] = origin in KNOWN
    if decided[origin]:
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
        "",
        id="a-decision-that-is-kept-for-its-origin",
    ),
    pytest.param(
        """\
@lru_cache
def allowed():
    return request.headers.get('Origin') in KNOWN
"""
        + hook("allowed()"),
        f"{ANY}:19",
        id="a-function-that-is-kept",
    ),
    pytest.param(
        """\
@lru_cache
def allowed(origin):
    return origin in KNOWN
"""
        + hook("allowed(origin)"),
        "",
        id="a-function-that-is-kept-for-its-origin",
    ),
    pytest.param(
        r"""PATTERNS = [
    r'https://app\.shop\.example',
    r'https://partner.example',
]
"""
        + hook("any(re.fullmatch(p, origin) for p in PATTERNS)"),
        f"{WIDE}:13",
        id="a-list-of-patterns",
    ),
    pytest.param(
        """\
@app.after_request
def cors(r):
    origin = request.headers.get('Origin', '')
    if request.path.startswith('/public/'):
        r.headers['Access-Control-Allow-Origin'] = '*'
    elif origin in KNOWN:
        r.headers['Access-Control-Allow-Origin'] = origin
        r.headers['Access-Control-Allow-Credentials'] = 'true'
    return r
""",
        "",
        id="a-star-in-another-branch",
    ),
    *(
        pytest.param(
            """
@app.before_request
def no_null():
    if request.headers.get('Origin') == 'null':
        """
            + refusal
            + """
@app.after_request
def cors(r):
    if (origin := request.headers.get('Origin')) in KNOWN:
        r.headers['Access-Control-Allow-Origin'] = origin
        r.headers['Access-Control-Allow-Credentials'] = 'true'
    return r
""",
            "",
            id=f"null-is-refused-{number}",
        )
        for number, refusal in enumerate(("abort(403)", "return 'no', 403", "raise Forbidden"))
    ),
    *(
        pytest.param(
            f"""
class AllowOrigin:
    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            origin = environ.get("HTTP_ORIGIN")
            if origin:
                {added}
            return start_response(status, headers, exc_info)
        return self.wsgi_app(environ, start)
@app.after_request
def session_headers(r):
    r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
""",
            f"{ANY}:17",
            id=f"a-middleware-{number}",
        )
        for number, added in enumerate(
            (
                'headers = [*headers, ("Access-Control-Allow-Origin", origin)]',
                'headers = headers + [("Access-Control-Allow-Origin", origin)]',
                'headers.append(("Access-Control-Allow-Origin", origin))',
            )
        )
    ),
]


WRITES = """
        r.headers["Access-Control-Allow-Origin"] = origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
"""
TRIED = [
    # What raises for an origin that isn't listed decides.
    ("Site(origin)", ""),
    ("site = Site(origin)", ""),
    ("validate(origin)", ""),
    ("HOSTS_BY_SITE[origin]", ""),
    ("KNOWN.index(origin)", ""),
    # What raises for none of them does not.
    ("print(origin)", f"{ANY}:17"),
    ("json.loads(request.data)", f"{ANY}:17"),
]


@pytest.mark.parametrize(("tried", "expected"), TRIED)
def test_what_raises_decides(tried: str, expected: str, tmp_path: Path, knowledge: Knowledge) -> None:
    """In the body of a `try`, a value that nobody uses can still keep an origin out."""
    hook = "\n@app.after_request\ndef cors(r):\n    origin = request.headers.get('Origin', '')\n"
    hook += "    try:\n        "
    code = f"{TOP}{hook}{tried}{WRITES}    except (KeyError, ValueError):\n        pass\n    return r\n"
    code += "\n\nclass Site(enum.Enum):\n    APP = KNOWN[0]\n\n\nHOSTS_BY_SITE = {KNOWN[0]: 1}\n"
    (tmp_path / "app.py").write_text(code)
    assert [f"{each.rule}:{each.line}" for each in findings(tmp_path, knowledge)] == [expected][
        : bool(expected)
    ]


@pytest.mark.parametrize(("code", "expected"), FUNCTIONS)
def test_whole_functions(code: str, expected: str, tmp_path: Path, knowledge: Knowledge) -> None:
    """Nothing more and nothing less."""
    (tmp_path / "app.py").write_text(TOP + code)
    assert [f"{each.rule}:{each.line}" for each in findings(tmp_path, knowledge)] == [expected][
        : bool(expected)
    ]


LOADED = [
    'json.loads(Path(__file__).with_name("origins.json").read_text())["origins"]',
    'json.loads(Path("data/origins.json").read_text())["origins"]',
    'json.load(open("origins.json"))["origins"]',
    'json.loads((Path(__file__).parent / "origins.json").read_text(encoding="utf-8")).get("origins", [])',
    'json.load((Path(__file__).parent / "origins.json").open())["origins"]',
    'json.loads(open(os.path.join(os.path.dirname(__file__), "origins.json")).read())["origins"]',
]  # fmt: skip
START = """\
import json, os
from pathlib import Path
from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
"""


@pytest.mark.parametrize("expression", LOADED)
def test_origins_from_a_file(expression: str, tmp_path: Path, knowledge: Knowledge) -> None:
    """What a JSON file lists is what the code lists."""
    code = f"{START}ORIGINS = {expression}\nCORS(app, origins=ORIGINS, supports_credentials=True)\n"
    (tmp_path / "app.py").write_text(code)
    file = tmp_path / ("data/origins.json" if "data/" in expression else "origins.json")
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"origins": ["https://app.shop.example"]}')
    assert findings(tmp_path, knowledge) == ()
    file.write_text('{"origins": ["https://app.shop.example", "null", "https://.*\\\\.shop.example"]}')
    found = findings(tmp_path, knowledge)
    assert {(each.rule, each.path) for each in found} == {(NULL, "app.py"), (WIDE, "app.py")}
    assert {each.line for each in found} <= {6, 7}


def test_origins_from_an_opened_file(tmp_path: Path, knowledge: Knowledge) -> None:
    """With `with`."""
    opened = "with open('allowed_origins.json') as file:\n    ORIGINS = json.load(file)\n"
    code = f"{START}{opened}CORS(app, origins=ORIGINS)\n"
    (tmp_path / "app.py").write_text(code)
    (tmp_path / "allowed_origins.json").write_text('["null"]')
    assert [each.rule for each in findings(tmp_path, knowledge)] == [NULL]


def test_too_many_conditions_are_said(tmp_path: Path) -> None:
    """The limit is no reason for silence."""
    one = "    if origin in ('https://a.example',):\n        return r\n"
    one += "    r.headers['Access-Control-Allow-Origin'] = origin\n"
    hook = "@app.after_request\ndef cors(r):\n    origin = request.headers.get('Origin')\n"
    (tmp_path / "app.py").write_text(f"{TOP}{hook}{one * 300}    return r\n")
    assert "Some expressions are too large to be followed." in scan_project(tmp_path).incomplete
    (tmp_path / "app.py").write_text(f"{TOP}{hook}{one * 20}    return r\n")
    assert scan_project(tmp_path).incomplete == ()
