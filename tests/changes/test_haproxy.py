"""HAProxy's file: the lines that stand in a preflight's or a header's way, and nothing else."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'CORS(app, origins=["http://localhost:5173"])\n'
)
_FILE = (
    "frontend web\n    bind :8080\n    default_backend api\n\nbackend api\n    # for the shop\n"
    "{}    http-response set-header X-Frame-Options DENY\n    server flask 127.0.0.1:5000 check\n"
)
_KNOWN = Facts.of(
    [
        Fact("url", "http://localhost:8080/api", "answered"),
        Fact("origin", "http://localhost:5173", "answered"),
    ]
)
_SENDS = '    http-response set-header Access-Control-Allow-Origin "*"\n'
_ADDS = _SENDS.replace("set-header", "add-header")
_LOGIN = "    http-request auth realm shop unless { http_auth(staff) }\n"
_METHODS = "    http-request deny if !{ method GET POST }\n"


def _planned(knowledge: Knowledge, fix: str, lines: str) -> tuple[str, list[str], str]:
    """The file after the change, the commands by hand, and why there is no change."""
    texts = {"app.py": _APP, "haproxy.cfg": _FILE.format(lines)}
    files = {name: TextFile(name, text) for name, text in texts.items()}
    made = plan((knowledge.fixes[fix],), _KNOWN, files, ())
    after = {change.path: change.after for change in made.changes}
    return after.get("haproxy.cfg", ""), [step.command for step in made.by_hand], made.problem


@pytest.mark.parametrize(
    ("fix", "before", "after"),
    [
        pytest.param("keep-flasks-headers", _SENDS, "", id="sets"),
        pytest.param("keep-flasks-headers", _ADDS, "", id="adds"),
        pytest.param(
            "let-the-headers-through",
            "    http-response del-header Access-Control-Allow-Origin\n",
            "",
            id="deletes",
        ),
        pytest.param("let-the-headers-through", "    http-request del-header Origin\n", "", id="origin"),
        pytest.param(
            "let-the-proxy-pass-options", _LOGIN, f"{_LOGIN.rstrip()} || METH_OPTIONS\n", id="login"
        ),
        pytest.param(
            "let-the-proxy-pass-options", _METHODS, f"{_METHODS.rstrip()} !METH_OPTIONS\n", id="methods"
        ),
        pytest.param(
            "let-the-proxy-pass-options", "    http-request deny if METH_OPTIONS\n", "", id="refuses"
        ),
        pytest.param(
            "let-the-proxy-pass-options",
            "    http-request return status 204 if { method OPTIONS }\n",
            "",
            id="responds",
        ),
    ],
)
def test_the_line_in_the_way(knowledge: Knowledge, fix: str, before: str, after: str) -> None:
    """The other lines stay, and HAProxy is to be reloaded."""
    made, commands, problem = _planned(knowledge, fix, before)
    assert made == _FILE.format(after), problem
    assert commands == ["sudo systemctl reload haproxy"]


def test_a_condition_with_alternatives_is_left_to_the_user(knowledge: Knowledge) -> None:
    """What is added behind `a || b` would hold for `b` alone."""
    line = "    http-request deny if { path_beg /staff } || !{ method GET }\n"
    made, _, problem = _planned(knowledge, "let-the-proxy-pass-options", line)
    assert made == ""
    assert problem


_PLAIN_APP = _APP.partition("CORS(app")[0].replace("from flask_cors import CORS\n", "")
_BACK = "    http-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m found }\n"
_SET_BY_NAME = "    http-request set-var(txn.o) req.hdr(origin) if known\n"
_RETURN = (
    "    http-request return status 204 hdr Access-Control-Allow-Origin {} "
    'hdr Access-Control-Allow-Methods "GET, POST" if METH_OPTIONS\n'
)


@pytest.mark.parametrize(
    ("lines", "known", "after"),
    [
        pytest.param(
            f"    acl known hdr(origin) -i https://shop.example\n{_SET_BY_NAME}{_BACK}",
            {"symptom": "missing-allow-origin"},
            f"    acl known hdr(origin) -i https://shop.example http://localhost:5173\n{_SET_BY_NAME}{_BACK}",
            id="one-more-name",
        ),
        pytest.param(
            f"    acl known hdr_end(origin) .shop.example\n{_SET_BY_NAME}{_BACK}",
            {"symptom": "missing-allow-origin"},
            "    acl known hdr_end(origin) .shop.example\n    acl known hdr(origin) http://localhost:5173\n"
            f"{_SET_BY_NAME}{_BACK}",
            id="beside-a-pattern",
        ),
        pytest.param(
            _RETURN.format('"https://shop.example"'),
            {"symptom": "preflight-allow-origin-mismatch"},
            "",
            id="its-own-response-to-preflights",
        ),
        pytest.param(
            "    http-request replace-path /api(/.*) \\1\n",
            {"symptom": "missing-allow-origin"},
            "    http-request replace-path /api(/.*) \\1\n",
            id="another-line-stays",
        ),
    ],
)
def test_an_app_without_cors(knowledge: Knowledge, lines: str, known: dict[str, str], after: str) -> None:
    """Whom HAProxy chooses stay chosen; what it responds itself goes, and Flask sends the headers."""
    facts = Facts.of(
        [*_KNOWN.by_name.values(), *(Fact(name, value, "pasted") for name, value in known.items())]
    )
    files = {
        "app.py": TextFile("app.py", _PLAIN_APP),
        "haproxy.cfg": TextFile("haproxy.cfg", _FILE.format(lines)),
    }
    made = plan((knowledge.fixes["set-up-cors"],), facts, files, ())
    texts = {name: file.text for name, file in files.items()} | {
        change.path: change.after for change in made.changes
    }
    assert texts["haproxy.cfg"] == _FILE.format(after), made.problem
    assert ("CORS(" in texts["app.py"]) is ("acl" not in lines)


@pytest.mark.parametrize(
    ("line", "added"),
    [
        ("deny unless METH_GET || METH_POST", " || { method PATCH } || METH_OPTIONS"),
        ("deny if !METH_GET !METH_POST", " !{ method PATCH } !METH_OPTIONS"),
        ("deny unless METH_GET || { method PATCH }", " || METH_OPTIONS"),
        ("auth realm shop unless { http_auth(staff) }", " || METH_OPTIONS"),
    ],
)
def test_the_pages_own_method(knowledge: Knowledge, line: str, added: str) -> None:
    """A list of methods that leaves OPTIONS out gets the page's, too; nobody passes a login by it."""
    facts = Facts.of([*_KNOWN.by_name.values(), Fact("method", "PATCH", "pasted")])
    file = TextFile("haproxy.cfg", _FILE.format(f"    http-request {line}\n"))
    files = {"app.py": TextFile("app.py", _APP), "haproxy.cfg": file}
    made = plan((knowledge.fixes["let-the-proxy-pass-options"],), facts, files, ())
    after = {change.path: change.after for change in made.changes}
    assert after["haproxy.cfg"] == _FILE.format(f"    http-request {line}{added}\n"), made.problem
