"""What follows about the way between page and Flask: addresses, redirects, caches, what the browser said."""

from __future__ import annotations

import pytest

from cors_wizard.decision_tree import Asks
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.derived import derived
from cors_wizard.diagnosis.derived_network_path import cache_trace
from cors_wizard.diagnosis.derived_redirects import redirect_leads
from cors_wizard.facts import Fact, Facts, FactValue, Source
from cors_wizard.knowledge_base import load_knowledge

API = "https://api.example.com/users"


def facts(source: Source = "pasted", /, **values: FactValue) -> Facts:
    """Facts of one source."""
    return Facts.of(Fact(name, value, source, "a line") for name, value in values.items())


def follows(name: str, known: Facts, before: Facts | None = None) -> FactValue | None:
    """The value of the derived fact of that name."""
    return next((fact.value for fact in derived(known, before) if fact.name == name), None)


@pytest.mark.parametrize(
    ("url", "origin", "expected"),
    [
        pytest.param(API, "https://app.example.com", "fits", id="another-host"),
        pytest.param("undefined/api", "https://app.example.com", "unfilled", id="relative-undefined"),
        pytest.param("http://localhost:3000/undefined/api", "", "unfilled", id="undefined-in-the-path"),
        pytest.param("http://undefined/api", "", "unfilled", id="undefined-host"),
        pytest.param("https://a.example/[object Object]/x", "", "unfilled", id="an-object"),
        pytest.param("https://a.example/${API}/x", "", "unfilled", id="template-that-was-none"),
        pytest.param("https://a.example/undefinedness", "", "fits", id="only-a-part-of-a-word"),
        pytest.param("https://a.example/x?next=/undefined/y", "", "fits", id="in-the-query"),
        pytest.param("http://localhost:3000/api", "http://localhost:3000", "own-page", id="own-page"),
        pytest.param("http://localhost:5000/api", "https://app.example.com", "this-computer", id="deployed"),
        pytest.param("http://localhost:5000/api", "http://localhost:3000", "fits", id="in-development"),
        pytest.param("/api/users", "https://app.example.com", "fits", id="relative"),
    ],
)
def test_beginning_of_the_url(url: str, origin: str, expected: str) -> None:
    """A URL that leads to the wrong place is known by itself and the page's origin."""
    known = facts(url=url, origin=origin) if origin else facts(url=url)
    assert follows("base_url", known) == expected


def test_an_objection_proves_that_the_request_was_cross_origin() -> None:
    """Where a browser refused an answer for CORS, the page did not ask itself, whatever names were pasted."""
    known = facts(url="http://a.example/x", origin="http://a.example", symptom="wildcard-origin-not-allowed")
    assert follows("base_url", known) == "fits"


def test_a_local_api_that_answers_is_meant() -> None:
    """Where something answers on the visitor's computer, somebody runs it there on purpose."""
    known = facts(url="http://localhost:5000/api", origin="https://app.example.com", reachable="answered")
    assert follows("base_url", known) == "fits"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://localhost:5000/", "this-computer", id="localhost"),
        pytest.param("http://192.168.1.7:5000/", "local-network", id="private-address"),
        pytest.param("http://backend:5000/", "local-network", id="name-without-a-dot"),
        pytest.param(API, "elsewhere", id="name"),
        pytest.param("/api/users", None, id="relative"),
    ],
)
def test_place_of_the_api(url: str, expected: str | None) -> None:
    """Whether the API is near decides whose it can be."""
    assert follows("api_place", facts(url=url)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(API, "no-slash", id="without"),
        pytest.param(f"{API}/", "slash", id="with"),
        pytest.param(f"{API}/?page=2", "slash", id="ahead-of-a-query"),
        pytest.param("https://api.example.com/", "no-slash", id="root"),
    ],
)
def test_end_of_the_path(url: str, expected: str) -> None:
    """A slash at the end is what Flask's own redirect adds; the root has one anyway."""
    assert follows("path_end", facts(url=url)) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param(f"{API}/", "nearby", id="slash"),
        pytest.param("https://api.example.com/login", "nearby", id="path"),
        pytest.param(API, "to-itself", id="itself"),
        pytest.param("http://api.example.com/users/", "down-to-http", id="http"),
        pytest.param("https://api.example.com:5000/users/", "inside", id="inner-port"),
        pytest.param("http://backend/users/", "inside", id="inner-name"),
        pytest.param("http://127.0.0.1:5000/users/", "inside", id="inner-address"),
        pytest.param("https://login.example.com/", "elsewhere", id="another-host"),
        pytest.param("http://*****/users", "elsewhere", id="masked"),
        pytest.param("::", "elsewhere", id="no-url"),
    ],
)
def test_redirect_leads(target: str, expected: str) -> None:
    """A redirect to http, to itself or to an inner address tells that Flask does not know its own."""
    assert redirect_leads(API, target) == expected


@pytest.mark.parametrize(
    ("asked", "target", "expected"),
    [
        pytest.param("http://localhost:5000/a", "http://localhost:5001/b", "elsewhere", id="another-port"),
        pytest.param("http://localhost:5000/a", "https://localhost:5000/a", "nearby", id="to-https"),
        pytest.param("http://localhost:5000/a", "http://127.0.0.1:5001/b", "elsewhere", id="other-name"),
    ],
)
def test_redirect_on_ones_own_computer(asked: str, target: str, expected: str) -> None:
    """On one's own computer another port is another program, not what stands behind a proxy."""
    assert redirect_leads(asked, target) == expected


def test_preflight_is_refused_for_the_slash_alone() -> None:
    """A preflight's redirect that adds a slash stays one, even where it changes the scheme too."""
    known = facts(url=API, redirect_url="http://api.example.com/users/")
    assert follows("redirect_leads", known) == "down-to-http"
    preflight = known.also(facts(symptom="preflight-disallowed-redirect"))
    assert follows("redirect_leads", preflight) == "nearby"


def test_only_the_browser_tells_that_it_followed() -> None:
    """A redirect that a probe met need not be the one of the page's request."""
    printed = facts(url=API, redirect_url="https://login.example.com/")
    assert follows("followed_redirect", printed) == "yes"
    assert follows("followed_redirect", printed.also(facts("probed", redirect_url=API)), printed) == "yes"
    asked = facts(url=API)
    probed = asked.also(facts("probed", redirect_url="https://login.example.com/"))
    assert follows("followed_redirect", probed, asked) is None


@pytest.mark.parametrize(
    ("engine", "allowed", "expected"),
    [
        pytest.param("firefox", "https://app.example.com", "yes", id="own-origin-does-not-match"),
        pytest.param("firefox", "https://b.example.com", None, id="another-origin"),
        pytest.param("chromium", "https://app.example.com", None, id="chromium-names-redirects"),
    ],
)
def test_own_origin_that_does_not_match(engine: str, allowed: str, expected: str | None) -> None:
    """The page's own origin is refused only where the request's became null, after a second host."""
    known = facts(
        url=API,
        origin="https://app.example.com",
        allow_origin=allowed,
        symptom="allow-origin-mismatch",
        engine=engine,
    )
    assert follows("followed_redirect", known) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({"age": "30"}, "shared-cache", id="age"),
        pytest.param({"age": "0"}, "none", id="no-age"),
        pytest.param({"x-cache": "Hit from cloudfront"}, "shared-cache", id="cloudfront"),
        pytest.param({"x-cache": "Miss from cloudfront"}, "none", id="miss"),
        pytest.param({"cf-cache-status": "HIT"}, "shared-cache", id="cloudflare"),
        pytest.param({"cf-cache-status": "DYNAMIC"}, "none", id="cloudflare-uncached"),
        pytest.param({"x-cache": "white"}, "none", id="part-of-a-word"),
        pytest.param({"cache-control": "public, max-age=600"}, "storable", id="max-age"),
        pytest.param({"cache-control": "max-age=0"}, "none", id="max-age-zero"),
        pytest.param({"cache-control": "no-store, max-age=600"}, "none", id="no-store"),
        pytest.param({"cache-control": "max-age=600", "vary": "Cookie, origin"}, "none", id="vary"),
        pytest.param({"cache-control": "max-age=600", "vary": "Cookie"}, "storable", id="varies-otherwise"),
        pytest.param({}, "none", id="nothing"),
    ],
)
def test_cache_trace(headers: dict[str, str], expected: str) -> None:
    """An answer out of a cache says so; one that may be kept for other origins lacks `Vary: Origin`."""
    assert cache_trace(headers) == expected


def test_kept_preflight() -> None:
    """Where the preflight's lists are refused, how long a browser keeps them matters."""
    lines = ("Access-Control-Max-Age: 600",)
    assert (
        follows("cache_trace", facts(symptom="method-disallowed", preflight_headers=lines))
        == "preflight-kept"
    )
    assert follows("cache_trace", facts(symptom="method-disallowed", preflight_headers=())) == "none"


def test_failed_request_shows_nothing_of_caches() -> None:
    """Where no answer was refused, no cache is to blame."""
    known = facts(symptom="network-failure", response_headers=("Age: 30",))
    assert follows("cache_trace", known) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"symptom": "missing-allow-origin", "status": 502}, 502, id="response"),
        pytest.param({"symptom": "missing-allow-origin", "status": 500}, None, id="flask-itself"),
        pytest.param(
            {"symptom": "preflight-failed", "preflight_status": 413, "status": 502}, 413, id="preflight"
        ),
        pytest.param({"symptom": "missing-allow-origin", "status": 524}, 524, id="cloudflare"),
    ],
)
def test_status_of_a_proxy(values: dict[str, FactValue], expected: int | None) -> None:
    """The status that something in front of Flask answered with, of the response that was refused."""
    assert follows("proxy_status", facts(**values)) == expected


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param(("https://app.example.com",), "listed", id="listed"),
        pytest.param(("https://b.example.com",), "not-listed", id="not-listed"),
        pytest.param((r"https://.*\.example\.com",), "listed", id="a-pattern"),
    ],
)
def test_origin_in_the_code(listed: tuple[str, ...], expected: str | None) -> None:
    """Whether the code allows the page's origin, as far as it is written plainly."""
    known = facts("scanned", configured_origins=listed, origin="https://app.example.com")
    assert follows("origin_listed", known) == expected


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        pytest.param("service-worker", "service-worker", id="service-worker"),
        pytest.param("private-window", "extension", id="private-window"),
        pytest.param("nothing", None, id="nothing"),
    ],
)
def test_what_the_user_saw_in_the_browser(detail: str, expected: str | None) -> None:
    """The answer to one question names what got in between."""
    assert follows("blocked_by", facts("answered", failure_detail=detail)) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param("https://api.example.com/login?next=/users", "yes", id="login"),
        pytest.param("https://api.example.com/auth/sign-in", "yes", id="sign-in"),
        pytest.param("https://login.example.net/oauth2/authorize", "yes", id="identity-provider"),
        pytest.param("https://api.example.com/users/", "no", id="slash"),
        pytest.param("https://api.example.com/blogging/1", "no", id="another-word"),
        pytest.param("::", "no", id="no-url"),
    ],
)
def test_redirect_to_a_login(target: str, expected: str) -> None:
    """A login check that redirects is told from a missing slash."""
    assert follows("redirect_to_login", facts(url=API, redirect_url=target)) == expected


@pytest.mark.parametrize(
    ("port", "reachable", "expected"),
    [
        pytest.param(5123, "refused", "yes", id="another-port"),
        pytest.param(5000, "refused", "no", id="the-same"),
        pytest.param(5123, "answered", "no", id="something-answers"),
    ],
)
def test_the_page_calls_another_port(port: int, reachable: str, expected: str) -> None:
    """Where nothing listens, the app may be on the port that its code names."""
    known = facts(url="http://localhost:5000/move", run_port=port, reachable=reachable)
    assert follows("other_port", known) == expected


@pytest.mark.parametrize(("method", "expected"), [("patch", "lower"), ("PATCH", "upper"), ("Patch", "lower")])
def test_the_case_of_a_method(method: str, expected: str) -> None:
    """Browsers leave `patch` as it is."""
    assert follows("method_case", facts(method=method)) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({"redirect_url": "https://api.example.com/login?next=/users"}, "yes", id="login-page"),
        pytest.param({"status": 401}, "yes", id="401"),
        pytest.param({"status": 401, "request_headers": ("Authorization: Bearer x",)}, None, id="token"),
        pytest.param({"status": 401, "credentials": "include"}, None, id="sends-them"),
        pytest.param({"status": 401, "credentials": "omit"}, None, id="on-purpose"),
        pytest.param({"status": 200}, None, id="let-in"),
        pytest.param({"status": 401, "symptom": "preflight-invalid-status"}, None, id="preflight"),
    ],
)
def test_a_call_without_the_cookies_of_its_neighbors(
    known: dict[str, FactValue], expected: str | None
) -> None:
    """A login turned it away, and the page's other calls to this API send cookies."""
    given: dict[str, FactValue] = {
        "url": API,
        "credentials": "same-origin",
        "page_credentials": "include",
        **known,
    }
    assert follows("cookie_left_out", facts("scanned", **given)) == expected
    assert (
        follows(
            "cookie_left_out", facts("scanned", **{k: v for k, v in given.items() if k != "page_credentials"})
        )
        is None
    )


@pytest.mark.parametrize(("listens", "asked"), [("yes", None), ("no", "log_says")])
def test_nobody_looks_for_an_error_in_the_terminal_of_an_app_that_runs(
    listens: str, asked: str | None
) -> None:
    """Where it listens on another port, it has started."""
    text = "GET http://localhost:5573/api/items net::ERR_CONNECTION_REFUSED"
    told = Diagnosis.begin(load_knowledge(), text, Facts.of([Fact("app_listens", listens, "probed")]))
    step = told.without_scanning().without_probing().step
    assert (step.node.fact if isinstance(step, Asks) else None) == asked
