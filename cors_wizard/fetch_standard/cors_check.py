"""The CORS check: whether a response may be shared with the page's origin.

Fetch knows one failure only; browsers name six. The names, and which of them a value earns, follow what
Chromium reports for each (`tests/fetch_standard/data/browser_exchanges.jsonl`).
"""

from __future__ import annotations

from cors_wizard.facts import Symptom
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.fetch_standard.verdict import Stage, Violation, ViolationId
from cors_wizard.http_exchange import CredentialsMode, Response

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"

_IDS: dict[Symptom, ViolationId] = {
    "missing-allow-origin": "missing-allow-origin",
    "multiple-allow-origin": "multiple-allow-origin",
    "invalid-allow-origin": "invalid-allow-origin",
    "allow-origin-mismatch": "allow-origin-mismatch",
    "wildcard-origin-not-allowed": "wildcard-with-credentials",
}
_FOR_PREFLIGHT: dict[Symptom, Symptom] = {
    "missing-allow-origin": "preflight-missing-allow-origin",
    "multiple-allow-origin": "preflight-multiple-allow-origin",
    "invalid-allow-origin": "preflight-invalid-allow-origin",
    "allow-origin-mismatch": "preflight-allow-origin-mismatch",
    "wildcard-origin-not-allowed": "preflight-wildcard-origin-not-allowed",
    "invalid-allow-credentials": "preflight-invalid-allow-credentials",
}


def allow_origin_symptom(value: str | None, origin: str, credentials: CredentialsMode) -> Symptom | None:
    """What is wrong with a combined Access-Control-Allow-Origin; None where it allows `origin`.

    https://fetch.spec.whatwg.org/#concept-cors-check, steps 1 to 3
    """
    if value is None:
        return "missing-allow-origin"
    if value == "*":
        return "wildcard-origin-not-allowed" if credentials == "include" else None
    if value == origin:
        return None
    # Chromium calls any value with a blank or a comma several values before it looks at what they are.
    if " " in value or "," in value:
        return "multiple-allow-origin"
    if value != "null" and (":" not in value or parse_url(value) is None):
        return "invalid-allow-origin"
    return "allow-origin-mismatch"


def check_origin(
    response: Response, origin: str, credentials: CredentialsMode, url: str, stage: Stage
) -> tuple[Violation, ...]:
    """The CORS check with every reason to fail it; empty where it is passed.

    https://fetch.spec.whatwg.org/#concept-cors-check

    Args:
        response: what came back from `url`, to the preflight or to the request itself.
        origin: the `Origin` that was sent: the page's, or "null".
        credentials: the request's credentials mode, also where a preflight is checked.
        url: what was requested.
        stage: where the browser would stop.
    """
    allow_origin = response.headers.get(ALLOW_ORIGIN)
    symptom = allow_origin_symptom(allow_origin, origin, credentials)
    found = []
    if symptom is not None:
        found.append(_violation(symptom, _IDS[symptom], response, url, stage, ALLOW_ORIGIN, origin))
    # Steps 4 to 7: Access-Control-Allow-Credentials counts with credentials "include" alone, to the letter.
    allow_credentials = response.headers.get(ALLOW_CREDENTIALS)
    if credentials == "include" and allow_credentials != "true":
        id: ViolationId = (
            "missing-allow-credentials" if allow_credentials is None else "invalid-allow-credentials"
        )
        found.append(
            _violation("invalid-allow-credentials", id, response, url, stage, ALLOW_CREDENTIALS, "true")
        )
    return tuple(found)


def _violation(
    symptom: Symptom, id: ViolationId, response: Response, url: str, stage: Stage, header: str, wanted: str
) -> Violation:
    named = _FOR_PREFLIGHT[symptom] if stage == "preflight" else symptom
    return Violation(named, stage, id, url, header, response.headers.get(header), wanted, response.status)
