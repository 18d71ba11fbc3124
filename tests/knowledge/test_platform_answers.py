"""Platforms cannot run here: what they answer by themselves is replayed, as far as they document it.

The wizard must know each by its headers (or, where it has a name of its own, by its address), conclude that
Flask had no part in the answer, and hand over what to change on that very platform.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cors_wizard.knowledge_base import Knowledge
from tests.knowledge.harness.replay import diagnose_replayed

pytestmark = pytest.mark.process

PAGE = "https://shop.example"
FLASK = f"HTTP/1.1 200 OK\nServer: gunicorn\nAccess-Control-Allow-Origin: {PAGE}\n\n[]"


@dataclass(frozen=True)
class Answered:
    """One platform's answer, and what the wizard makes of it."""

    id: str
    host: str
    cause: str
    fix: str
    says: tuple[str, ...] = field(default=())
    """What stands in the code of the fix."""
    options: str = ""
    """Its answer to OPTIONS; empty where the request goes out without a preflight."""
    others: str = FLASK

    @property
    def text(self) -> str:
        """What Chromium prints for it."""
        about = "Response to preflight request doesn't pass access control check: " if self.options else ""
        return (
            f"Access to fetch at 'https://{self.host}/api/orders' from origin '{PAGE}' has been blocked by "
            f"CORS policy: {about}No 'Access-Control-Allow-Origin' header is present on the requested "
            "resource."
        )


def load() -> tuple[Answered, ...]:
    """Every answer on file."""
    file = Path(__file__).parent / "data" / "platform_answers.toml"
    raw: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["answers"]
    return tuple(Answered(**{**each, "says": tuple(each["says"])}) for each in raw)


@pytest.mark.parametrize("answered", load(), ids=lambda answered: answered.id)
def test_who_meets_a_platform_is_told_what_to_change_there(answered: Answered, knowledge: Knowledge) -> None:
    """Nothing is asked: the answer, or the address, says which platform it is."""
    replies = {"": answered.others} | ({"OPTIONS": answered.options} if answered.options else {})
    diagnosis = diagnose_replayed(knowledge, answered.text, replies)
    assert diagnosis.cause is not None, diagnosis.step
    assert diagnosis.fix is not None
    assert (diagnosis.cause.id, diagnosis.fix.id) == (answered.cause, answered.fix)
    code = "\n".join(step.code.text for step in diagnosis.fix.steps if step.code)
    assert [text for text in answered.says if text not in code] == []
    assert diagnosis.evidence


def test_every_platform_has_its_answer(knowledge: Knowledge) -> None:
    """No fix for a platform is offered that no replayed answer leads to."""
    # The last is told by the address that a message was redirected to: tests/diagnosis/test_whole_reports.py.
    general = {"let-the-platform-pass-it", "serve-under-one-origin", "let-azure-answer-401"}
    offered = set(knowledge.causes["platform-layer"].fixes) - general
    assert {each.fix for each in load() if each.cause == "platform-layer"} == offered


NGINX_REFUSES = "HTTP/1.1 401 Unauthorized\nServer: nginx\nContent-Type: text/html\n\n<center>nginx</center>"
FLASK_REFUSES = "HTTP/1.1 401 UNAUTHORIZED\nServer: nginx\nContent-Type: text/html; charset=utf-8\n\n<h1>"
BARE = "HTTP/1.1 200 OK\nServer: nginx\nContent-Type: application/json\n\n[]"


@pytest.mark.parametrize(
    ("options", "others", "also", "fix"),
    [
        pytest.param(NGINX_REFUSES, NGINX_REFUSES, (), "let-nginx-pass-options", id="proxy"),
        pytest.param(
            NGINX_REFUSES, BARE, ("cors-not-initialized",), "let-nginx-pass-options", id="and-bare-flask"
        ),
        pytest.param(
            FLASK_REFUSES, FLASK_REFUSES, ("cors-not-initialized",), "answer-preflight-first", id="flask"
        ),
    ],
)
def test_what_a_proxy_refuses_says_nothing_of_flask(
    knowledge: Knowledge, options: str, others: str, also: tuple[str, ...], fix: str
) -> None:
    """Only an answer that Flask wrote shows that CORS is missing there."""
    meets = Answered("nginx", "api.shop.example", "preflight-needs-auth", fix, options=options, others=others)
    diagnosis = diagnose_replayed(knowledge, meets.text, {"OPTIONS": options, "": others})
    assert diagnosis.cause is not None, diagnosis.step
    assert diagnosis.cause.id == "preflight-needs-auth"
    assert tuple(cause.id for cause in diagnosis.also) == also
    assert diagnosis.fix is not None
    assert diagnosis.fix.id == fix


@pytest.mark.parametrize(
    ("status", "page", "cause"),
    [
        pytest.param("401 Unauthorized", "text/html", "proxy-error-response", id="login-of-the-proxy"),
        pytest.param("429 Too Many Requests", "text/html", "proxy-error-response", id="limit-of-the-proxy"),
        pytest.param("429 TOO MANY REQUESTS", "application/json", "rate-limited", id="limit-of-flask"),
    ],
)
def test_who_refused_the_request_itself(knowledge: Knowledge, status: str, page: str, cause: str) -> None:
    """A page of nginx's own blames nginx; what Flask answers without the header lacks CORS."""
    answer = f"HTTP/1.1 {status}\nServer: nginx\nContent-Type: {page}\n\nno"
    meets = Answered("nginx", "api.shop.example", cause, "", others=answer)
    diagnosis = diagnose_replayed(knowledge, meets.text, {"": answer}).without_optional_questions()
    assert diagnosis.cause is not None, diagnosis.step
    assert diagnosis.cause.id == cause
