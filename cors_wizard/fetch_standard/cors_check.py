"""The CORS check: whether a response may be shared with the origin that asked.

Fetch knows one failure only; browsers name six. The names, and which of them a value earns, follow what
Chromium reports for each (`tests/fetch_standard/data/browser_exchanges.jsonl`).
"""

from __future__ import annotations

from cors_wizard.facts import Symptom
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.fetch_standard.verdict import Stage, Violation
from cors_wizard.http_exchange import CredentialsMode, Response

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"

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
        url: what was asked.
        stage: where the browser would stop.
    """
    allow_origin = response.headers.get(ALLOW_ORIGIN)
    symptom = allow_origin_symptom(allow_origin, origin, credentials)
    found = []
    if symptom is not None:
        message = _allow_origin_message(symptom, allow_origin or "", origin)
        found.append(_violation(symptom, message, response, url, stage, ALLOW_ORIGIN, origin))
    # Steps 4 to 7: Access-Control-Allow-Credentials counts with credentials "include" alone, to the letter.
    allow_credentials = response.headers.get(ALLOW_CREDENTIALS)
    if credentials == "include" and allow_credentials != "true":
        said = "is absent" if allow_credentials is None else f"is {allow_credentials!r}"
        message = f"{ALLOW_CREDENTIALS} {said}; a request with credentials needs exactly 'true'."
        found.append(
            _violation("invalid-allow-credentials", message, response, url, stage, ALLOW_CREDENTIALS, "true")
        )
    return tuple(found)


def _violation(
    symptom: Symptom, message: str, response: Response, url: str, stage: Stage, header: str, wanted: str
) -> Violation:
    preflight = stage == "preflight"
    return Violation(
        _FOR_PREFLIGHT[symptom] if preflight else symptom,
        stage,
        f"{'Preflight response: ' if preflight else ''}{message}",
        url,
        header,
        response.headers.get(header),
        wanted,
        response.status,
    )


def _allow_origin_message(symptom: Symptom, value: str, origin: str) -> str:
    match symptom:
        case "missing-allow-origin":
            return f"{ALLOW_ORIGIN} is absent; it must be {origin}."
        case "wildcard-origin-not-allowed":
            return f"{ALLOW_ORIGIN} is '*', which isn't allowed for a request with credentials."
        case "multiple-allow-origin":
            return f"{ALLOW_ORIGIN} has several values, {value!r}; only one is allowed."
        case "invalid-allow-origin":
            return f"{ALLOW_ORIGIN} is {value!r}, which isn't a valid origin."
        case _:
            return f"{ALLOW_ORIGIN} is {value!r}, and the request comes from {origin}."
