"""What redirects do to origins, credentials in URLs and preflights, after web-platform-tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request, Response
from tests.fetch_standard.build import API, OTHER, PAGE, answer
from tests.fetch_standard.test_web_platform_requests import CASES as REQUEST_CASES
from tests.fetch_standard.test_web_platform_responses import CASES as RESPONSE_CASES
from tests.fetch_standard.test_web_platform_responses import EXPOSED
from tests.fetch_standard.web_platform import Case, params

HOSTS = {"local": PAGE, "remote": API, "remote2": OTHER}
MISSING, MISMATCH = "missing-allow-origin", "allow-origin-mismatch"

FIRST_AND_SECOND = [
    ("local", "*", "remote", "*", None),
    ("local", "*", "remote", "origin", None),
    ("local", "*", "remote", "null", MISMATCH),
    ("local", "*", "remote", "none", MISSING),
    ("local", "origin", "remote", "*", None),
    ("local", "origin", "remote", "origin", None),
    ("local", "origin", "remote", "null", MISMATCH),
    ("local", "origin", "remote", "none", MISSING),
    ("local", "null", "remote", "*", None),
    ("local", "none", "remote", "*", None),
    ("remote", "*", "local", "*", None),
    ("remote", "*", "local", "origin", MISMATCH),
    ("remote", "*", "local", "null", None),
    ("remote", "*", "local", "none", MISSING),
    ("remote", "origin", "local", "*", None),
    ("remote", "origin", "local", "origin", MISMATCH),
    ("remote", "origin", "local", "null", None),
    ("remote", "origin", "local", "none", MISSING),
    ("remote", "null", "local", "*", MISMATCH),
    ("remote", "none", "local", "*", MISSING),
    ("remote", "*", "remote", "*", None),
    ("remote", "*", "remote", "origin", None),
    ("remote", "*", "remote", "null", MISMATCH),
    ("remote", "*", "remote", "none", MISSING),
    ("remote", "origin", "remote", "*", None),
    ("remote", "origin", "remote", "origin", None),
    ("remote", "origin", "remote", "null", MISMATCH),
    ("remote", "origin", "remote", "none", MISSING),
    ("remote", "null", "remote", "*", MISMATCH),
    ("remote", "none", "remote", "*", MISSING),
    ("remote", "*", "remote2", "*", None),
    ("remote", "*", "remote2", "origin", MISMATCH),
    ("remote", "*", "remote2", "null", None),
    ("remote", "*", "remote2", "none", MISSING),
    ("remote", "origin", "remote2", "*", None),
    ("remote", "origin", "remote2", "origin", MISMATCH),
    ("remote", "origin", "remote2", "null", None),
    ("remote", "origin", "remote2", "none", MISSING),
    ("remote", "null", "remote2", "*", MISMATCH),
    ("remote", "none", "remote2", "*", MISSING),
    ("remote", "*", "remote", API, MISMATCH),
    ("remote", "*", "remote2", API, MISMATCH),
    ("remote", API, "remote", "*", MISMATCH),
    ("local", "none", "local", "none", None),
]

USER_INFO = [("user:password@", True), ("user:@", True), (":password@", True), ("@", False), ("", False)]
PATHS = [("local", "remote"), ("remote", "local"), ("remote", "remote"), ("remote", "remote2")]


def _allow(what: str) -> tuple[tuple[str, str], ...]:
    if what == "none":
        return ()
    return (("Access-Control-Allow-Origin", PAGE if what == "origin" else what),)


def redirected(
    first: str, second: str, status: int = 302, user_info: str = "", allow: tuple[str, str] = ("*", "*")
) -> Exchange:
    """A request that is redirected once."""
    target = f"{HOSTS[second].replace('://', f'://{user_info}')}/second"
    response = answer(status, ("Location", target), *_allow(allow[0]))
    hop = Hop(target, answer(200, *_allow(allow[1])))
    return Exchange(PAGE, Request(f"{HOSTS[first]}/first"), None, response, (hop,))


def cases() -> Iterator[Case]:
    """Every redirect of this file."""
    for first, allow, second, then, symptom in FIRST_AND_SECOND:
        exchange = redirected(first, second, allow=(allow, then))
        what = f"{first} ({allow}) to {second} ({then})"
        yield Case("cors/redirect-origin.htm", "redirect", what, exchange, symptom)
    for status in (301, 302, 303, 307, 308):
        for first, second in PATHS:
            for user_info, refused in USER_INFO:
                exchange = redirected(first, second, status, user_info)
                file = "fetch/api/cors/cors-redirect-credentials.any.js"
                what = f"{status} {first} to {user_info}{second}"
                symptom = "redirect-contains-credentials" if refused else None
                yield Case(file, "redirect", what, exchange, symptom)
    yield from _preflights()


def _preflights() -> Iterator[Case]:
    file = "cors/redirect-preflight-2.htm"
    request = Request(f"{PAGE}/first", headers=Headers.of({"Custom-Header": "admin"}))
    for headers, symptom in (("", "header-disallowed"), ("custom-header", None), ("*", None)):
        preflight = answer(200, *_allow("*"), ("Access-Control-Allow-Headers", headers))
        exchange = _with_preflight(request, preflight)
        yield Case(file, "redirect", f"allows {headers!r}", exchange, symptom)
    authorized = Request(f"{PAGE}/first", headers=Headers.of({"Authorization": "x"}))
    exchange = _with_preflight(authorized, answer(200, *_allow("*")))
    yield Case(
        "fetch/api/credentials/authentication-redirection.any.js", "redirect", "dropped", exchange, None
    )


def _with_preflight(request: Request, preflight: Response) -> Exchange:
    target = f"{API}/second"
    hop = Hop(target, answer(200, *_allow("*")), preflight)
    return Exchange(PAGE, request, None, answer(302, ("Location", target)), (hop,))


CASES = list(cases())


@pytest.mark.parametrize("case", params(CASES))
def test_first_reason_for_a_refusal(case: Case) -> None:
    """The first violation, or that there is none."""
    violations = judge(case.exchange).violations
    assert (violations[0].symptom if violations else None) == case.expected


def test_the_tables_are_as_large_as_promised() -> None:
    """At least 300 cases after web-platform-tests, none twice."""
    every = [*REQUEST_CASES, *RESPONSE_CASES, *EXPOSED, *CASES]
    assert len(every) >= 300
    assert len({(case.file, case.what) for case in every}) == len(every)
