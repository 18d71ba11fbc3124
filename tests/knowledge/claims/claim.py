"""What a claim is, and the small apps that most of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cors_wizard.knowledge_base.conditions import version_in
from tests.knowledge.harness.environments import Pair

OURS, FOREIGN = "https://shop.example", "https://foreign.example"

TOP = (
    "from flask import Blueprint, Flask, abort, request, session\n"
    "from flask_cors import CORS, cross_origin\n"
    "app = Flask(__name__)\n"
)
VIEW = "@app.route('/a', methods=['GET', 'POST'])\ndef a():\n    return 'a'\n"
RAISES = "@app.route('/a')\ndef a():\n    raise ValueError\n"
HOOK = "@app.after_request\ndef hook(response):\n    {}\n    return response\n"
STAR = HOOK.format("response.headers['Access-Control-Allow-Origin'] = '*'")
ADDS = HOOK.format("response.headers.add('Access-Control-Allow-Origin', '*')")
LIST = f"CORS(app, origins=['{OURS}', 'https://b.example'], supports_credentials=True)\n"

Answered = tuple[int, tuple[str, ...]]
"""The status and every value of Access-Control-Allow-Origin."""
Wanted = Answered | str
"""The status and every value of Access-Control-Allow-Origin; or how the error begins that loading raises."""

ALLOWED: Answered = (200, (OURS,))
LET_IN: Answered = (200, (FOREIGN,))
BARE: Answered = (200, ())
"""Answered, without the header."""


@dataclass(frozen=True)
class Claim:
    """One app, one request, and what comes back under a pair of versions."""

    id: str
    row: str
    """Where it was measured first."""
    source: str
    wanted: Wanted | Callable[[Pair], Wanted]
    origin: str = OURS
    """Empty for a request without Origin."""
    method: str = "GET"
    asks: Mapping[str, str] = field(default_factory=dict)
    """The headers of a CORS-preflight request beside Origin."""
    path: str = "/a"
    debug: bool = False
    says: Mapping[str, str | None] | Callable[[Pair], Mapping[str, str | None]] = field(default_factory=dict)
    """Further headers of the answer; None where there must be none."""

    def job(self) -> dict[str, Any]:
        """What the runner is told."""
        url = f"http://localhost{self.path}"
        headers = {**({"Origin": self.origin} if self.origin else {}), **self.asks}
        question = {"method": self.method, "url": url, "headers": headers, "body": ""}
        return {"id": self.id, "source": self.source, "debug": self.debug, "questions": [question]}

    def wanted_under(self, pair: Pair) -> Wanted:
        """What comes back under these versions."""
        return self.wanted(pair) if callable(self.wanted) else self.wanted

    def says_under(self, pair: Pair) -> Mapping[str, str | None]:
        """What the answer's other headers say under these versions."""
        return dict(self.says(pair) if callable(self.says) else self.says)


def preflight(method: str = "POST", headers: str = "", **more: str) -> dict[str, Any]:
    """The fields of a claim about a CORS-preflight request."""
    asked = {"Access-Control-Request-Method": method, **more}
    return {
        "method": "OPTIONS",
        "asks": asked | ({"Access-Control-Request-Headers": headers} if headers else {}),
    }


def flask(versions: str, then: Wanted, otherwise: Wanted) -> Callable[[Pair], Wanted]:
    """One thing under these Flask versions, another under all others."""
    return lambda pair: then if version_in(pair.flask, versions) else otherwise


def flask_cors(versions: str, then: Wanted, otherwise: Wanted) -> Callable[[Pair], Wanted]:
    """One thing under these flask-cors versions, another under all others."""
    return lambda pair: then if version_in(pair.flask_cors, versions) else otherwise
