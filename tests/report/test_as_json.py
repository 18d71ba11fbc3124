"""The result line has every key of the design, with values that other programs can rely on."""

from __future__ import annotations

import json

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report.as_json import result_line
from cors_wizard.report.verdict_json import verdict_line
from tests.report.conftest import Begin, Repair, refusal

RESULT_KEYS = {
    "schema_version",
    "id",
    "status",
    "messages",
    "symptom",
    "facts",
    "cause",
    "candidates",
    "also",
    "question",
    "fix",
    "verdict",
}
VERDICT_KEYS = {
    "id",
    "readable",
    "readable_in",
    "lost_cookies",
    "preflight",
    "violations",
    "console",
    "exposed_headers",
    "warnings",
}


def test_concluded(repair: Repair) -> None:
    """A cause, with the fix as it is to be copied and the verdict behind it."""
    line = result_line(repair.before, "case-1")
    assert line.keys() >= RESULT_KEYS
    assert line["schema_version"] == 1
    assert line["id"] == "case-1"
    assert line["status"] == "concluded"
    assert line["symptom"] == "missing-allow-origin"
    assert line["cause"] == "cors-not-initialized"
    assert isinstance(line["question"], dict)
    assert line["question"]["answer_with"] == ["--fact credentials=include"]
    plain = json.loads(json.dumps(line))
    assert plain["trail"][0] == "recorded"
    assert plain["candidates"][0]["cause"] == "cors-not-initialized"
    assert plain["messages"][0].keys() == {*("engine", "symptom", "text", "line", "count", "certainty")}
    assert plain["facts"]["origin"]["value"] == "http://localhost:3000"
    assert plain["facts"]["status"] == {**plain["facts"]["status"], "value": 200, "source": "probed"}
    assert plain["fix"]["steps"]
    codes = [step["code"] for step in plain["fix"]["steps"] if step["code"]]
    assert all(code.keys() == {"language", "filename", "text"} for code in codes)
    assert plain["verdict"].keys() == VERDICT_KEYS
    assert plain["verdict"]["console"].keys() == {"chromium", "firefox", "webkit"}


def test_no_secret_is_told(repair: Repair) -> None:
    """The token in the pasted URL is masked in every value."""
    assert "hunter2" not in json.dumps(result_line(repair.before))


def test_open_question(begin: Begin) -> None:
    """A question with the values that answer it, and no fix yet."""
    line = json.loads(json.dumps(result_line(begin(refusal("http://localhost:5000/api")))))
    assert line["status"] == "question"
    assert line["cause"] is None
    assert line["fix"] is None
    assert line["verdict"] is None
    assert line["question"]["node"] == "status"
    assert "500" in line["question"]["options"]
    assert len(line["question"]["labels"]) == len(line["question"]["options"])
    assert len(line["candidates"]) > 1
    assert {each["rare"] for each in line["candidates"]} == {False, True}


def test_nothing_recognized(begin: Begin) -> None:
    """Every key is there, also where there is nothing to say."""
    line = result_line(begin("hello"))
    assert line.keys() >= RESULT_KEYS
    assert line["symptom"] is None
    assert line["messages"] == []


def test_verdict(knowledge: Knowledge) -> None:
    """Every violation in order, and what each engine prints."""
    exchange = Exchange(
        "https://shop.example",
        Request("https://api.example/a", "PUT", credentials="include"),
        Response(204, Headers.of({"Access-Control-Allow-Origin": "*"})),
        Response(200),
        id="7",
    )
    line = json.loads(json.dumps(verdict_line(exchange, judge(exchange), knowledge)))
    assert line.keys() == VERDICT_KEYS
    assert line["readable"] is False
    assert line["preflight"].keys() == {"needed", "reasons", "request_headers", "remembered"}
    assert line["preflight"]["needed"] is True
    assert line["preflight"]["remembered"] is None
    assert line["readable_in"] == {"chromium": False, "firefox": False, "webkit": False}
    assert [(each["symptom"], each["stage"]) for each in line["violations"]] == [
        ("preflight-wildcard-origin-not-allowed", "preflight"),
        ("preflight-invalid-allow-credentials", "preflight"),
        ("method-disallowed", "preflight"),
        ("missing-allow-origin", "response"),
        ("invalid-allow-credentials", "response"),
    ]
    assert "wildcard" in line["console"]["chromium"]


def test_for_how_long_a_preflight_is_remembered(knowledge: Knowledge) -> None:
    """Each engine has a limit of its own."""
    age = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT"}
    preflight = Response(204, Headers.of({**age, "Access-Control-Max-Age": "100000"}))
    request = Request("https://api.example/a", "PUT", credentials="omit")
    exchange = Exchange("https://shop.example", request, preflight)
    line = verdict_line(exchange, judge(exchange), knowledge)
    assert line["preflight"] == {
        "needed": True,
        "reasons": ["The method PUT isn't GET, HEAD or POST."],
        "request_headers": [],
        "remembered": {"chromium": 7200, "firefox": 86400, "webkit": 600},
    }


def test_what_was_not_read_is_told(begin: Begin) -> None:
    """Words behind the limit were not read, and nothing may be concluded from that."""
    assert result_line(begin("x " * 10))["incomplete"] == []
    assert "200,000" in str(result_line(begin("x " * 150_000))["incomplete"])
