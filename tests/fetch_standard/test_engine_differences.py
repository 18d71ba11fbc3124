"""Each engine's own order and refusals, against what each did.

Rows without a scenario of the browsers' table were measured by `tests.differential` with Chromium 156 and
Firefox ESR 153; the ids are the evidence that `engine_differences` names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from cors_wizard.fetch_standard import Engine, judge, judge_in
from cors_wizard.fetch_standard.engine_differences import STANDARD, TRAITS
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request, Response
from tests.fetch_standard.browser_exchanges import all_rows, read_exchange
from tests.fetch_standard.build import API, OTHER, PAGE, Pairs, allowed, answer, asked, exchanged, permitted

ROWS = {row["id"]: row for row in all_rows()}
ORIGIN, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
BAD = answer(200, (ORIGIN, "bad"))

FIRST: list[tuple[str, Engine, str]] = [
    ("preflight-404-fetch", "chromium", "preflight-missing-allow-origin"),
    ("preflight-404-fetch", "firefox", "preflight-missing-allow-origin"),
    ("preflight-404-fetch", "webkit", "preflight-invalid-status"),
    ("preflight-500-fetch", "webkit", "preflight-invalid-status"),
    ("preflight-413-fetch", "webkit", "preflight-invalid-status"),
    ("flask-before-request-auth-no-cors-fetch", "webkit", "preflight-invalid-status"),
    ("redirect-after-preflight-same-origin-404-fetch", "webkit", "preflight-invalid-status"),
    ("redirect-after-preflight-other-origin-fetch", "webkit", "preflight-missing-allow-origin"),
    ("preflight-401-with-acao-fetch", "firefox", "preflight-invalid-status"),
    ("preflight-redirect-301-fetch", "chromium", "preflight-disallowed-redirect"),
    ("preflight-redirect-301-fetch", "firefox", "preflight-missing-allow-origin"),
    ("preflight-redirect-301-fetch", "webkit", "preflight-disallowed-redirect"),
    ("preflight-redirect-301-with-acao-fetch", "firefox", "preflight-disallowed-redirect"),
    ("acam-invalid-semicolon-fetch", "webkit", "invalid-allow-methods"),
    ("no-acao-get-404-fetch", "webkit", "missing-allow-origin"),
    ("mixed-content-localhost-fetch", "webkit", "mixed-content"),
    ("zero-port-fetch", "firefox", "network-failure"),
    ("zero-port-fetch", "webkit", "network-failure"),
]
"""What the first line of each engine's console says, read by hand."""


@pytest.mark.parametrize(
    ("row", "engine", "symptom"), [pytest.param(*case, id=f"{case[0]}-{case[1]}") for case in FIRST]
)
def test_first_reason_of_an_engine(row: str, engine: Engine, symptom: str) -> None:
    """Each engine stops at another reason where several hold."""
    assert judge_in(read_exchange(ROWS[row]), engine).violations[0].symptom == symptom


@pytest.mark.parametrize(
    ("engine", "name"), [("chromium", "sentry-trace"), ("firefox", "baggage"), ("webkit", "sentry-trace")]
)
def test_first_refused_header(engine: Engine, name: str) -> None:
    """Firefox goes by name, the others by the page's order."""
    verdict = judge_in(read_exchange(ROWS["baggage-sentry-trace-fetch"]), engine)
    assert verdict.violations[0].wanted == name


def redirected(
    *hosts: str,
    method: str = "GET",
    header: tuple[str, str] = ("X-A", "1"),
    status: int = 302,
    preflight: Response | None = None,
    last: Response | None = None,
) -> Exchange:
    """A request with a header that goes over these hosts; the last has this preflight response."""
    good = answer(
        204, (ORIGIN, "*"), ("Access-Control-Allow-Methods", method), ("Access-Control-Allow-Headers", "*")
    )
    urls = [f"{host}/{number}" for number, host in enumerate(hosts)]
    answers = [answer(status, (ORIGIN, "*"), ("Location", url)) for url in urls[1:]]
    answers.append(last or answer(200, (ORIGIN, "*")))
    hops = [Hop(url, response, good) for url, response in zip(urls[1:], answers[1:], strict=True)]
    hops[-1] = Hop(urls[-1], answers[-1], preflight or BAD)
    request = Request(urls[0], method, Headers.of([header] if header[0] else []), "omit")
    return Exchange(PAGE, request, good, answers[0], tuple(hops))


def allows(origin: str) -> Response:
    """A preflight response for this origin."""
    return answer(
        204, (ORIGIN, origin), ("Access-Control-Allow-Methods", "PUT"), ("Access-Control-Allow-Headers", "*")
    )


JSON = ("Content-Type", "application/json")
AUTHORIZED = ("Authorization", "x")

NO_HEADER = ("", "")
FROM_NULL = answer(200, (ORIGIN, "null"))


def put(*hosts: str, preflight: Response, last: Response | None = None) -> Exchange:
    """A PUT that is redirected as it is."""
    return redirected(*hosts, method="PUT", status=307, preflight=preflight, last=last)


def turned_into_get(*hosts: str, method: str = "PUT", header: tuple[str, str] = NO_HEADER) -> Exchange:
    """A request that a 303 turns into a plain GET, with a preflight response that allows nothing."""
    return redirected(*hosts, method=method, header=header, status=303)


WITH_USER = OTHER.replace("://", "://ana@")


def lingering(*hosts: str, first: Response | None = None) -> Exchange:
    """A redirected request in credentials mode "same-origin", answered without leave for credentials."""
    exchange = redirected(*hosts, header=NO_HEADER, preflight=allows("*"))
    first = first or exchange.response
    request = replace(exchange.request, credentials="same-origin")
    return replace(exchange, request=request, response=first)


REDIRECTS = [
    ("standard", redirected(API, API, preflight=allows("*")), True, True),
    ("preflight-from-the-page", put(API, OTHER, preflight=allows("null")), True, False),
    ("preflight-from-the-page-2", put(API, OTHER, preflight=allows(PAGE), last=FROM_NULL), False, True),
    ("preflight-back-at-the-page", put(API, PAGE, preflight=allows("bad")), False, True),
    ("preflight-that-sticks", turned_into_get(API, API, method="POST", header=JSON), True, False),
    ("preflight-that-sticks-to-a-method", turned_into_get(API, API), True, False),
    ("preflight-that-sticks-elsewhere", redirected(API, OTHER, method="POST", header=JSON), True, False),
    ("preflight-that-sticks-from-the-page", redirected(PAGE, API, header=AUTHORIZED), True, False),
    ("preflight-that-does-not-stick", turned_into_get(PAGE, API), True, True),
    ("preflight-that-sticks-twice", turned_into_get(API, API, API), True, False),
    ("user-info-at-home", redirected(PAGE, PAGE.replace("://", "://ana@")), False, True),
    ("client-hints-lost", redirected(API, API, header=("DPR", "x")), True, False),
    ("client-hints-lost-elsewhere", redirected(PAGE, OTHER, header=("ECT", "x")), True, False),
    ("client-hints-kept", redirected(API, PAGE, header=("Width", "x")), False, False),
    ("save-data-kept", redirected(API, API, header=("Save-Data", "x")), False, False),
]


@pytest.mark.parametrize(
    ("exchange", "chromium", "firefox"), [pytest.param(*case[1:], id=case[0]) for case in REDIRECTS]
)
def test_after_redirects(exchange: Exchange, chromium: bool, firefox: bool) -> None:
    """What Chromium and Firefox made of redirects on which they differ."""
    assert judge_in(exchange, "chromium").readable is chromium
    assert judge_in(exchange, "firefox").readable is firefox


# fmt: off
HINTS = [
    *((name, value, safe) for name in ("DPR", "Downlink", "Device-Memory") for value, safe in (
        ("1", True), ("1.5", True), ("007", True), ("0", True), ("-1", False), ("1.", False),
        (".5", False), ("1e3", False), ("", False), ("x", False))),
    *((name, value, safe) for name in ("Width", "Viewport-Width", "RTT") for value, safe in (
        ("1", True), ("99999999999", True), ("1.5", False), ("-1", False), ("", False))),
    ("Save-Data", "on", True), ("Save-Data", "ON", True), ("Save-Data", "off", False),
    ("ECT", "4g", True), ("ECT", "slow-2g", True), ("ECT", "SLOW-2G", False), ("ECT", "5g", False),
    ("Intervention", "<https://x>", True), ("Intervention", "a" * 128, True),
    ("Intervention", "a" * 129, False), ("User-Agent", "x", True), ("X-User-Agent", "x", False),
]
# fmt: on


@pytest.mark.parametrize(("name", "value", "safe"), HINTS)
def test_headers_that_chromium_alone_lets_pass(name: str, value: str, safe: bool) -> None:
    """Evidence "client-hints" and "user-agent": no preflight in Chromium, one in Firefox."""
    exchange = exchanged(asked("GET", (name, value)), preflight=BAD)
    assert judge_in(exchange, "chromium").preflight_needed is not safe
    assert judge_in(exchange, "firefox").preflight_needed
    assert judge(exchange).preflight_needed


WEBKIT_REDIRECTS = [
    (
        "delete-becomes-get",
        redirected(API, OTHER, method="DELETE", status=308, preflight=allows("null")),
        True,
    ),
    ("delete-at-home", redirected(API, API, method="DELETE", status=308, preflight=allows("*")), False),
    ("preflight-that-sticks", turned_into_get(API, API), False),
    ("lingering-credentials", lingering(PAGE, API, OTHER), False),
    ("lingering-no-second-redirect", lingering(PAGE, API), True),
    ("lingering-not-from-elsewhere", lingering(API, OTHER, PAGE), True),
    ("user-info-from-home", redirected(PAGE, WITH_USER, header=NO_HEADER), False),
    ("lingering-not-at-home", lingering(PAGE, PAGE, API), True),
]


@pytest.mark.parametrize(
    ("exchange", "readable"), [pytest.param(*case[1:], id=case[0]) for case in WEBKIT_REDIRECTS]
)
def test_redirects_in_webkit(exchange: Exchange, readable: bool) -> None:
    """What WebKitGTK made of redirects on which the standard says otherwise; seeds 1 to 8 drew them."""
    assert judge_in(exchange, "webkit").readable is readable


def test_where_lingering_credentials_count() -> None:
    """WebKit asks for the next preflight before it looks at the redirect once more."""
    exchange = lingering(PAGE, API, OTHER)
    assert judge(exchange).readable
    found = judge_in(exchange, "webkit").violations
    assert [violation.symptom for violation in found] == [
        "wildcard-origin-not-allowed",
        "invalid-allow-credentials",
    ]
    assert {violation.url for violation in found} == {f"{API}/1"}


@pytest.mark.parametrize(
    ("exchange", "symptom"),
    [
        pytest.param(redirected(PAGE, WITH_USER), "preflight-invalid-allow-origin", id="from-home"),
        pytest.param(redirected(API, WITH_USER), "redirect-contains-credentials", id="from-elsewhere"),
    ],
)
def test_where_webkit_meets_a_user_name(exchange: Exchange, symptom: str) -> None:
    """Evidence "user-info-from-home": the preflight comes first where the page's own server redirected."""
    assert judge_in(exchange, "webkit").violations[0].symptom == symptom
    assert judge(exchange).violations[0].symptom == "redirect-contains-credentials"


def test_user_name_at_home() -> None:
    """Evidence "user-info-at-home": Chromium's XMLHttpRequest follows what its fetch() does not."""
    exchange = redirected(PAGE, PAGE.replace("://", "://ana@"))
    by_xhr = replace(exchange, request=replace(exchange.request, initiator_type="xmlhttprequest"))
    assert not judge_in(exchange, "chromium").readable
    assert judge_in(by_xhr, "chromium").readable


@pytest.mark.parametrize(
    ("headers", "first"),
    [
        pytest.param(("X-B", "Pragma"), "pragma", id="known-first"),
        pytest.param(("X-B", "X-A"), "x-b", id="both-invented"),
        pytest.param(("Pragma", "If-None-Match"), "pragma", id="both-known"),
    ],
)
def test_refused_header_that_webkit_meets_first(headers: tuple[str, ...], first: str) -> None:
    """Names that WebKit knows come before those that pages invent, each in the page's order."""
    request = asked("GET", *((name, "x") for name in headers))
    found = judge_in(exchanged(request, preflight=permitted()), "webkit").violations
    assert found[0].wanted == first


def test_two_content_types() -> None:
    """Evidence "two-content-types": Chromium and WebKit join two values; joined, safe ones may be unsafe."""
    twice = asked("POST", ("Content-Type", "text/plain"), ("content-type", "text/plain"))
    assert judge_in(exchanged(twice), "chromium").preflight_needed
    assert judge_in(exchanged(twice), "webkit").preflight_needed
    assert not judge_in(exchanged(twice), "firefox").preflight_needed


def test_two_content_types_of_which_one_hides() -> None:
    """What comes after a parameter is lost when the values are joined."""
    hidden = asked("POST", ("Content-Type", "text/plain;x"), ("content-type", "text/html"))
    assert not judge_in(exchanged(hidden), "webkit").preflight_needed
    assert judge_in(exchanged(hidden), "firefox").preflight_needed


@pytest.mark.parametrize(
    ("pairs", "readable"),
    [
        pytest.param(((CREDENTIALS, "true"), (CREDENTIALS, "")), True, id="empty-lines"),
        pytest.param(((CREDENTIALS, ""), (CREDENTIALS, "true")), True, id="empty-line-first"),
        pytest.param(((CREDENTIALS, "true"), (CREDENTIALS, "true")), False, id="twice"),
        pytest.param(((CREDENTIALS, ""),), False, id="only-empty"),
        pytest.param(((ORIGIN, ""), (CREDENTIALS, "true")), False, id="empty-allow-origin"),
    ],
)
def test_empty_lines(pairs: Pairs, readable: bool) -> None:
    """Firefox skips an empty second Access-Control-Allow-Credentials, but no Access-Control-Allow-Origin."""
    hop = Hop(f"{API}/b", answer(200, (ORIGIN, PAGE), *pairs), allowed())
    request = asked(credentials="include")
    first = answer(302, (ORIGIN, PAGE), *pairs, ("Location", hop.url))
    for exchange in (
        exchanged(request, answer(200, (ORIGIN, PAGE), *pairs)),
        Exchange(PAGE, request, None, first, (hop,)),
    ):
        assert judge_in(exchange, "firefox").readable is readable
        assert not judge_in(exchange, "chromium").readable


def test_an_empty_line_is_still_a_header() -> None:
    """Where it is the only one the page can see it."""
    exchange = exchanged(asked(url="/data"), answer(200, (CREDENTIALS, "")))
    assert judge_in(exchange, "firefox").exposed_headers == (CREDENTIALS.lower(),)


@pytest.mark.parametrize(
    ("engine", "symptoms"),
    [
        ("chromium", ["invalid-allow-headers", "method-disallowed"]),
        ("firefox", ["method-disallowed", "invalid-allow-headers"]),
        ("webkit", ["invalid-allow-headers", "method-disallowed"]),
    ],
)
def test_order_of_the_lists(engine: Engine, symptoms: list[str]) -> None:
    """Evidence "method-before-headers": Firefox is done with the methods before it reads the headers."""
    exchange = exchanged(asked("PUT", ("X-A", "1")), preflight=permitted("GET", "x-a; x-b"))
    assert [violation.symptom for violation in judge_in(exchange, engine).violations] == symptoms


@pytest.mark.parametrize("engine", get_args(Engine))
def test_nothing_is_lost_in_another_order(engine: Engine) -> None:
    """Every engine has all violations, the preflight's before the response's."""
    request = asked("PUT", ("X-B", "1"), ("X-A", "1"), credentials="include")
    exchange = exchanged(request, answer(500), answer(404))
    ordered = judge_in(exchange, engine).violations
    assert sorted(map(repr, ordered)) == sorted(map(repr, judge(exchange).violations))
    assert [violation.stage for violation in ordered] == ["preflight"] * 6 + ["response"] * 2


SAFE_IN = [
    ("many-safelisted-bytes", (("Accept-Language", "a" * 128),) * 9, "firefox"),
    ("range-without-case", (("Range", "Bytes=0-"),), "webkit"),
]


@pytest.mark.parametrize(("headers", "engine"), [pytest.param(*case[1:], id=case[0]) for case in SAFE_IN])
def test_safelisted_in_one_engine(headers: tuple[tuple[str, str], ...], engine: Engine) -> None:
    """No preflight there, one in the others and by the standard."""
    exchange = exchanged(asked("GET", *headers), preflight=permitted())
    needing = {one for one in get_args(Engine) if judge_in(exchange, one).preflight_needed}
    assert needing == set(get_args(Engine)) - {engine}
    assert judge(exchange).preflight_needed


def test_letters_beyond_ascii() -> None:
    """Firefox alone asks leave for them."""
    exchange = exchanged(asked("GET", ("Accept", "caf\u00e9")), preflight=BAD)
    assert [judge_in(exchange, one).preflight_needed for one in get_args(Engine)] == [False, True, False]
    assert not judge(exchange).preflight_needed


@pytest.mark.parametrize(
    ("listed", "shown"),
    [("*, x y", True), (", *, x y", True), ("x y, *", False), ("X-Total, x y", False), ("*", True)],
)
def test_wildcard_before_what_is_no_header_name(listed: str, shown: bool) -> None:
    """Firefox has read the wildcard when it finds what is wrong."""
    response = allowed(("X-Total", "42"), ("Access-Control-Expose-Headers", listed))
    exchange = exchanged(asked(), response)
    assert ("x-total" in judge_in(exchange, "firefox").exposed_headers) is shown
    assert ("x-total" in judge_in(exchange, "chromium").exposed_headers) is (listed == "*")


@pytest.mark.parametrize(
    ("location", "first_in"),
    [
        pytest.param("http://[", {"chromium", "firefox"}, id="no-url"),
        pytest.param("data:,x", {"firefox"}, id="data"),
        pytest.param("ftp://ftp.example/", {"webkit"}, id="ftp"),
        pytest.param("mailto:ana@example.com", set(), id="mailto"),
    ],
)
def test_impossible_redirects(location: str, first_in: set[Engine]) -> None:
    """Where an engine finds that a redirect leads nowhere before it looks at the CORS headers beside it."""
    exchange = exchanged(asked(), answer(302, ("Location", location)))
    found = {one: judge_in(exchange, one).violations for one in get_args(Engine)}
    assert {one for one, violations in found.items() if violations[0].stage == "redirect"} == first_in
    assert {len(violations) for violations in found.values()} == {2}


def test_preflight_before_mixed_content() -> None:
    """WebKit asks a server over plain HTTP for leave before it refuses to go there from a page over HTTPS."""
    exchange = redirected(API, OTHER.replace("https:", "http:"))
    found = [each.symptom for each in judge_in(exchange, "webkit").violations]
    assert found == ["preflight-invalid-allow-origin", "header-disallowed", "mixed-content"]
    assert judge_in(exchange, "chromium").violations[0].symptom == "mixed-content"


def test_redirect_without_location() -> None:
    """In redirect mode "error" its status is enough for the standard and Firefox, and not for the others."""
    request = replace(asked(), redirect="error")
    found = judge_in(exchanged(request, allowed(status=307)), "firefox").violations
    assert [violation.symptom for violation in found] == ["redirect-blocked"]
    assert judge(exchanged(request, allowed(status=307))).violations == found
    assert all(
        judge_in(exchanged(request, allowed(status=307)), one).readable for one in ("chromium", "webkit")
    )
    assert judge(exchanged(request, allowed(status=304))).readable
    manual = exchanged(replace(request, redirect="manual"), allowed(status=307))
    assert not any(judge_in(manual, one).readable for one in get_args(Engine))


def test_every_engine_has_evidence() -> None:
    """Each piece of evidence is a scenario of the browsers' table, or an id of this file."""
    here = {case[0] for case in (*REDIRECTS, *WEBKIT_REDIRECTS)} | {
        "refused-header-order",
        "client-hints",
        "empty-lines",
        "impossible-redirects",
        "letters-beyond-ascii",
        "preflight-before-mixed-content",
        "many-safelisted-bytes",
        "range-without-case",
        "redirect-without-location",
        "wildcard-before-invalid",
        "method-before-headers",
        "two-content-types",
        "user-agent",
    }
    known = here | {row["scenario"] for row in ROWS.values()}
    assert list(TRAITS) == list(get_args(Engine))
    for traits in TRAITS.values():
        assert traits.evidence
        assert set(traits.evidence) <= known
    assert not STANDARD.evidence


def test_a_refused_exchange_is_readable_nowhere() -> None:
    """What the preflight refuses is refused by all."""
    exchange = exchanged(asked("PUT"), preflight=permitted("GET"))
    assert not any(judge_in(exchange, engine).readable for engine in get_args(Engine))
