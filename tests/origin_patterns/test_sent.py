"""What code sends for an origin, worked out, beside what the same code really sends; limits that hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from cors_wizard.facts import Facts
from cors_wizard.origin_patterns import outsiders_in_code
from cors_wizard.origin_patterns.sent import SentOrigin, read_sent
from cors_wizard.project import scan_project
from tests.lint.test_origin_decisions import FUNCTIONS, HOOK, TESTS, TOP

ORIGINS = (
    *(
        "https://app.shop.example",
        "https://admin.shop.example",
        "https://shop.example",
        "https://evil.example",
    ),
    *(
        "https://stranger.invalid",
        "http://stranger.invalid",
        "https://x.evil.test",
        "null",
        "https://evil.dev",
    ),
    *("https://app.shop.example.evil.test", "https://evilshop.example", "http://app.shop.example"),
    *("https://app.shop.example.test", "https://app.shop.example-x.test", "https://appxshop.example"),
    *("https://app.shop.example:3000", "https://www.app.shop.example", "https://app.shop.exampl"),
    *("https://app.evil.test", "https://a.example", "https://wa.example", "https://hacme.example"),
)
PATHS = ("/", "/api/x", "/public/x")
CODES = [
    *(pytest.param(HOOK.replace("{test}", test), id=test) for test, _ in TESTS if "db." not in test),
    *(
        pytest.param(str(each.values[0]), id=str(each.id))
        for each in FUNCTIONS
        if "start_response" not in str(each.values[0])  # nothing puts it around the app
    ),
]


@pytest.mark.parametrize("code", CODES)
def test_what_is_worked_out_is_what_is_sent(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is allowed for sure gets in, what is ruled out doesn't, in a real app with this very code."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(TOP + code)
    facts = Facts.of(scan_project(tmp_path).facts)
    sent = [each for line in facts.items("code_sends") if (each := read_sent(line))]
    names: dict[str, object] = {"__name__": "shop"}
    exec(compile(TOP + code, "app.py", "exec"), names)
    app = names["app"]
    assert isinstance(app, Flask)
    for path in PATHS:
        app.add_url_rule(path, f"view-{path}", lambda: "x")
    app.config["PAGES"] = ["https://pages.example"]
    app.config["PREFIX"] = "https://"
    client = app.test_client()
    named = tuple(each.origin for each in outsiders_in_code(facts))
    for origin in dict.fromkeys((*ORIGINS, *named)):
        responses = (client.get(path, headers={"Origin": origin}) for path in PATHS)
        gets_in = origin in [each.headers.get("Access-Control-Allow-Origin") for each in responses]
        assert gets_in or not any(each.allows(origin) for each in sent), origin
        assert not gets_in or not sent or any(each.may_allow(origin) for each in sent), origin


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')",
        "origin.__class__",
        "(origin.join, None)",
        "('x' * 10 ** 9, None)",
        "(origin.replace('h', 'hhhhhhhhhhhhhhhhhhhh' * 99), None)",
        "(" * 900,
        "",
        "((origin, None), 2, 3)",
        "lambda: origin",
        "(open('x'), None)",
    ],
)
def test_what_is_not_understood_is_unknown(text: str) -> None:
    """Nothing but the known operations is done; everything else may be allowed, and is not for sure."""
    sent = SentOrigin(text, "app.py:1")
    assert not sent.allows("https://evil.test")
    assert sent.may_allow("https://evil.test")


@pytest.mark.parametrize(
    ("text", "certain", "possible"),
    [
        ("(origin, None) if either else (None, None)", True, True),
        ("(origin, None) if either and origin == 'https://a.test' else (None, None)", True, True),
        ("(origin, None) if either or origin == 'https://b.test' else (None, None)", False, True),
        ("(origin, None) if unread else (None, None)", False, True),
        ("(origin, None) if unread and origin == 'https://b.test' else (None, None)", False, False),
        ("(origin, None) if origin == 'https://a.test' or unread else (None, None)", True, True),
        ("('https://b.test', None) if unread else (None, None)", False, False),
        ("('*', None)", False, True),
        ("(unread, None)", False, True),
        ("(next((each_o for each_o in ('https://a.test',) if each_o == origin), None), None)", True, True),
        ("({'https://a.test': 'https://a.test'}.get(origin), None)", True, True),
        ("(origin, None) if re.match('(?=x)', origin) is None else (None, None)", False, True),
    ],
)
def test_what_is_sure_and_what_is_possible(text: str, certain: bool, possible: bool) -> None:
    """Conditions about something else may hold; one that isn't read is neither a yes nor a no."""
    sent = read_sent(f"app.py:3: sends '{text}'")
    assert sent is not None
    assert (sent.allows("https://a.test"), sent.may_allow("https://a.test")) == (certain, possible)
