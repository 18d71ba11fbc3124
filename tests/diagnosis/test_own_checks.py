"""A hook that checks the Origin by itself: list and origin are compared, wherever the code is in a paste."""

from __future__ import annotations

from typing import Any

import pytest

from cors_wizard.report.as_json import result_line
from tests.diagnosis.text_alone import begun

MESSAGE = (
    "Access to fetch at 'http://localhost:5000/api/x' from origin 'http://localhost:3000' has been blocked "
    "by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
HOOK = """@app.after_request
def cors(resp):
    origin = request.headers.get("Origin", "")
    {test}:
        {then}
{rest}    return resp
"""
WRITE = 'resp.headers["Access-Control-Allow-Origin"] = origin'


def hook(test: str, then: str = WRITE, rest: str = "") -> str:
    """A hook with this test, and what it does then."""
    return HOOK.format(test=test, then=then, rest=f"    {rest}\n" if rest else "")


def told(text: str) -> dict[str, Any]:
    """The result line of a text."""
    return result_line(begun().with_text(text))


NOT_LISTED = [
    pytest.param(hook('if any(host in origin for host in ["shop.example", "localhost:8080"])'), id="any"),
    pytest.param(hook('if origin in ["https://shop.example"]'), id="list"),
    pytest.param(hook('if origin and origin in ["https://shop.example"]'), id="and-list"),
    pytest.param(hook('if origin.endswith(".shop.example")'), id="endswith"),
    pytest.param(hook('if re.match(r"https://.*[.]shop[.]example", origin)'), id="pattern"),
    pytest.param(hook('if not origin.endswith(".shop.example")', "return resp", WRITE), id="left-before"),
    pytest.param(hook('if origin not in ["https://shop.example"]', "return resp", WRITE), id="not-in"),
    pytest.param(hook('if origin in ["https://shop.example"] and "http" in origin'), id="list-and-loose"),
    pytest.param(
        hook('if origin.startswith("http://") and origin in {"https://shop.example"}'), id="loose-and-list"
    ),
    pytest.param(
        hook('if not (origin not in {"https://a.test"} or not origin.endswith(":3000"))'), id="not-or"
    ),
]
OPEN = [
    pytest.param(hook('if any(host in origin for host in ["shop.example", "localhost:3000"])'), id="listed"),
    pytest.param(hook('if "evil" in origin', "return resp", WRITE), id="barred"),
    pytest.param(hook('if "evil" not in origin'), id="not-barred"),
    pytest.param(hook("if is_ours(origin)"), id="helper"),
    pytest.param(hook("if any(is_ours(origin, host) for host in HOSTS)"), id="unknown-list"),
    pytest.param(hook('if origin == "https://shop.example" or request.args.get("all")'), id="or-something"),
    pytest.param(
        hook('if origin == "https://shop.example"', WRITE, WRITE.replace("origin", '"*"')), id="also-a-star"
    ),
]


@pytest.mark.parametrize("around", ["{code}\n{message}", "{message}\nmy hook is\n{code}\nwhat is wrong?"])
@pytest.mark.parametrize("code", NOT_LISTED)
def test_the_page_is_not_among_what_the_hook_allows(code: str, around: str) -> None:
    """Then nothing is asked."""
    line = told(around.format(code=code, message=MESSAGE))
    assert (line["cause"], line["certainty"]) == ("origin-not-allowed", "likely")


@pytest.mark.parametrize("code", OPEN)
def test_what_the_hook_does_with_the_page_is_open(code: str) -> None:
    """It allows the page, or can't be followed, or lists whom it bars."""
    line = told(f"{code}\n{MESSAGE}")
    assert line["cause"] != "origin-not-allowed"
    assert "origin_listed" not in line["facts"] or line["facts"]["origin_listed"]["value"] == "listed"


def test_a_hook_beside_prose_keeps_its_check() -> None:
    """What is written behind a check isn't taken for what is written in any case."""
    line = told(f"{hook('if origin in ALLOWED')}\nThis is what I have, and still:\n{MESSAGE}")
    assert not any(": any " in each for each in line["facts"]["origin_checks"]["value"])
