"""Which answers browsers refuse, and for which reason first, after web-platform-tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import CredentialsMode
from tests.fetch_standard.build import API, PAGE, allowed, answer, asked, exchanged, permitted
from tests.fetch_standard.web_platform import Case, params

HOST = PAGE.removeprefix("https://")
MULTIPLE, INVALID, MISMATCH = "multiple-allow-origin", "invalid-allow-origin", "allow-origin-mismatch"

ALLOW_ORIGIN: list[tuple[str, str | None]] = [
    ("*", None),
    (" *  ", None),
    ("\t*", None),
    (PAGE, None),
    (f" {PAGE}", None),
    (f" {PAGE}   \t ", None),
    (f"\t{PAGE}", None),
    (f"https://sub.{HOST}", MISMATCH),
    (f"//{HOST}", INVALID),
    (f"://{HOST}", INVALID),
    (f"ftp://{HOST}", MISMATCH),
    (f"https:://{HOST}", INVALID),
    (f"https:/{HOST}", MISMATCH),
    (f"https:{HOST}", MISMATCH),
    (HOST, INVALID),
    (f"{HOST}:443", MISMATCH),
    (f"{PAGE}?", MISMATCH),
    (f"{PAGE}/", MISMATCH),
    (f"{PAGE} /", MULTIPLE),
    (f"{PAGE}#", MISMATCH),
    (f"{PAGE}%23", INVALID),
    (f"{PAGE}:443", MISMATCH),
    (f"{PAGE}:80", MISMATCH),
    (f"{PAGE}:port", INVALID),
    (f"{PAGE}:70000", INVALID),
    (f"{PAGE}, *", MULTIPLE),
    (f"{PAGE},", MULTIPLE),
    (PAGE.upper(), MISMATCH),
    (f"HTTPS://{HOST}", MISMATCH),
    ("-", INVALID),
    ("**", INVALID),
    ("'*'", INVALID),
    ('"*"', INVALID),
    (f'"{PAGE}"', INVALID),
    ("* *", MULTIPLE),
    ("* null", MULTIPLE),
    ("*https://*", INVALID),
    (f"*{PAGE}", INVALID),
    (f"* {PAGE}", MULTIPLE),
    (f"*, {PAGE}", MULTIPLE),
    (f"null {PAGE}", MULTIPLE),
    ("http://example.net", MISMATCH),
    (f"http://{HOST}", MISMATCH),
    ("null", MISMATCH),
    ("NULL", INVALID),
    ("null *", MULTIPLE),
    ("", INVALID),
    (f"{PAGE}/cors/origin.htm", MISMATCH),
    (API, MISMATCH),
    ("example", INVALID),
    (".example", INVALID),
    ("*.example", INVALID),
    ("https://example", MISMATCH),
    ("https://.example", MISMATCH),
    ("https://*.example", MISMATCH),
    ("https://", INVALID),
    ("true", INVALID),
    ("undefined", INVALID),
    ("localhost:3000", MISMATCH),
]

TWO_ALLOW_ORIGINS = [
    ("", "*"),
    ("*", ""),
    ("*", "*"),
    ("", PAGE),
    ("*", PAGE),
    (PAGE, "*"),
    (PAGE, PAGE),
    (PAGE, "https://other.example"),
    ("", ""),
]

ALLOW_CREDENTIALS: list[tuple[str | None, str | None]] = [
    ("true", None),
    (" true ", None),
    ("TRUE", "invalid-allow-credentials"),
    ("True", "invalid-allow-credentials"),
    ('"true"', "invalid-allow-credentials"),
    ("false", "invalid-allow-credentials"),
    ("1", "invalid-allow-credentials"),
    ("0", "invalid-allow-credentials"),
    ("true, true", "invalid-allow-credentials"),
    ("", "invalid-allow-credentials"),
    (None, "invalid-allow-credentials"),
]

Star = tuple[str | None, bool, str, str, str, str]
STAR: list[Star] = [
    (None, False, "get", "x-test", "GET", "X-Test"),
    (None, False, "*", "x-test", "SUPER", "X-Test"),
    (None, False, "*", "*", "OK", "X-Test"),
    ("method-disallowed", True, "*", "*", "OK", "X-Test"),
    ("method-disallowed", True, "*", "", "PUT", ""),
    (None, True, "PUT", "*", "PUT", ""),
    ("header-disallowed", True, "get", "*", "GET", "X-Test"),
    ("header-disallowed", True, "*", "*", "GET", "X-Test"),
    (None, True, "*", "*", "*", "*"),
    ("method-disallowed", True, "put", "*", "PUT", ""),
    ("method-disallowed", False, "put", "*", "PUT", ""),
    ("method-disallowed", False, "PATCH", "*", "patch", ""),
    (None, False, "PUT", "", "put", ""),
    (None, False, "*", "*", "GET", "Authorization"),
    ("header-disallowed", True, "*", "*", "GET", "Authorization"),
    (None, True, "", "authorization", "GET", "Authorization"),
    (None, False, "", "x-a, X-TEST", "GET", "X-Test"),
    (None, False, "", ",x-a, ,,X-TeST, ", "GET", "X-Test"),
    ("header-disallowed", False, "", "X_Test", "GET", "X-Test"),
    ("invalid-allow-headers", False, "", "X-Test; X-A", "GET", "X-Test"),
    ("invalid-allow-headers", False, "", "header name with space", "GET", "X-Test"),
    ("invalid-allow-methods", False, "Bad method name", "X-Test", "GET", "X-Test"),
    ("invalid-allow-methods", False, "['PUT']", "", "PUT", ""),
]

STATUSES = [*range(200, 209), 226, 299, 300, 304, 305, 306, *range(400, 406), 413, 429, *range(500, 506), 599]
REDIRECTS = [301, 302, 303, 307, 308]

EXPOSE = [
    ("BB-8", True),
    ("bb-8", True),
    ("a, bb-8", True),
    (",,bb-8 ,", True),
    ("\tbb-8\t", True),
    ("*", True),
    ("*, x", True),
    ("bb-8,,@#$#%%&^&^*()()11!", False),
    ("bb-8, no no", False),
    ("@#$#%%&^&^*()()11!,bb-8", False),
    ("bb-8;", False),
    ("bb-8;bb-8", False),
    ('"bb-8"', False),
    ("bb-8\x0b", False),
    ("", False),
    ("bb_8", False),
]


def cases() -> Iterator[Case]:
    """Every refusal of this file."""
    for value, symptom in ALLOW_ORIGIN:
        exchange = exchanged(asked(), answer(200, ("Access-Control-Allow-Origin", value)))
        yield Case("cors/origin.htm", "check", value, exchange, symptom)
    for pair in TWO_ALLOW_ORIGINS:
        lines = [("Access-Control-Allow-Origin", value) for value in pair]
        yield Case(
            "cors/origin.htm", "check", f"two: {pair}", exchanged(asked(), answer(200, *lines)), MULTIPLE
        )
    for credential, symptom in ALLOW_CREDENTIALS:
        origin = ("Access-Control-Allow-Origin", PAGE)
        line = () if credential is None else (("Access-Control-Allow-Credentials", credential),)
        exchange = exchanged(asked(credentials="include"), answer(200, origin, *line))
        yield Case("cors/credentials-flag.htm", "check", str(credential), exchange, symptom)
    for refusal, credentials, methods, headers, method, header in STAR:
        mode: CredentialsMode = "include" if credentials else "omit"
        request = asked(method, *(((header, "1"),) if header else ()), credentials=mode)
        exchange = exchanged(request, preflight=permitted(methods, headers))
        what = f"{method} {header} against {methods} {headers} {mode}"
        yield Case("fetch/api/cors/cors-preflight-star.any.js", "preflight", what, exchange, refusal)
    yield from _statuses()


def _statuses() -> Iterator[Case]:
    status_file = "fetch/api/cors/cors-preflight-status.any.js"
    request = asked("GET", ("X-Force-Preflight", ""))
    for status in STATUSES:
        exchange = exchanged(request, preflight=permitted("", "x-force-preflight", status=status))
        symptom = None if status < 300 else "preflight-invalid-status"
        yield Case(status_file, "preflight", str(status), exchange, symptom)
        readable = exchanged(asked(), allowed(status=status))
        yield Case("cors/status-async.htm", "check", f"response {status}", readable, None)
    for status in REDIRECTS:
        exchange = exchanged(request, preflight=permitted("", "x-force-preflight", status=status))
        yield Case(status_file, "preflight", f"{status} bare", exchange, "preflight-invalid-status")
        preflight = allowed(("Location", "/elsewhere"), status=status)
        exchange = exchanged(request, preflight=preflight)
        file = "fetch/api/cors/cors-preflight-redirect.any.js"
        yield Case(file, "preflight", str(status), exchange, "preflight-disallowed-redirect")


CASES = list(cases())


@pytest.mark.parametrize("case", params(CASES))
def test_first_reason_for_a_refusal(case: Case) -> None:
    """The first violation, or that there is none."""
    violations = judge(case.exchange).violations
    assert (violations[0].symptom if violations else None) == case.expected


EXPOSED = [
    Case(
        "cors/access-control-expose-headers-parsing.window.js",
        "exposed",
        value,
        exchanged(asked(), allowed(("Access-Control-Expose-Headers", value), ("BB-8", "hey"))),
        exposed,
    )
    for value, exposed in EXPOSE
]


@pytest.mark.parametrize("case", params(EXPOSED))
def test_header_is_exposed(case: Case) -> None:
    """Whether the page's code can read the header BB-8."""
    assert ("bb-8" in judge(case.exchange).exposed_headers) is case.expected
