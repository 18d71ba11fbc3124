"""What message, page code and view tell of the request: parts they settle, parts they leave open."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from cors_wizard.diagnosis.page_request import RequestFindings, read_request
from cors_wizard.diagnosis.page_request.traces import with_traces
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.page_code import DevProxy, PageCall
from cors_wizard.page_code.page_call import Traced
from tests.diagnosis.page_request.calls import call

URL = "http://localhost:5055/api/orders/7"
ORIGIN = "http://localhost:5173"
PUT = call(
    "{base}/orders/{id}", method="PUT", headers=(("Authorization", ""), ("content-type", "application/json"))
)
INCLUDE = call("{base}/orders/{id}", method="PUT", credentials="include", line=9)


@dataclass(frozen=True)
class View:
    """A route, as the reader of Flask code hands it on."""

    rule: str = "/api/orders/<int:i>"
    methods: tuple[str, ...] = ("PUT", "OPTIONS")
    reads_headers: tuple[str, ...] = ()
    reads_json: bool = False
    reads_cookies: bool = False
    needs_auth: str = ""
    where: str = "shop/orders.py:13"
    adds_slash: bool = False


def found(*calls: PageCall, views: tuple[View, ...] = (), **pasted: FactValue) -> RequestFindings:
    """What is found for a pasted message."""
    facts = {"url": URL, "origin": ORIGIN, **pasted}
    told = Facts.of(Fact(name, value, "pasted", f"says {name}") for name, value in facts.items())
    return read_request(told, calls, (), views)


def known(findings: RequestFindings) -> dict[str, FactValue]:
    """What counts as known."""
    parts = ("method", "request_headers", "credentials", "request_mode")
    return {fact.name: fact.value for fact in findings.facts if fact.is_known and fact.name in parts}


def likely(findings: RequestFindings) -> dict[str, FactValue]:
    """What is only assumed, less what is known."""
    every = Facts.of(findings.facts)
    return {fact.name: fact.value for fact in every if not fact.is_known}


def printed(setup: str, symptom: str) -> Facts:
    """What Chromium prints of a request with fetch, and the CORS code of the app."""
    said = f"Access to fetch at '{URL}' from origin '{ORIGIN}' has been blocked"
    return Facts.of(
        [
            Fact("url", URL, "pasted", said),
            Fact("origin", ORIGIN, "pasted", said),
            Fact("symptom", symptom, "pasted", said),
            Fact("cors_setup", setup, "scanned", "app.py:3"),
        ]
    )


GET = call("{base}/orders/7", method="GET", library="fetch")
JSON = call(
    "{base}/orders/7",
    method="POST",
    library="fetch",
    headers=(("content-type", "application/json"),),
    line=9,
)


class TestWhichCall:
    """Of several calls to one URL, what the message tells apart."""

    @pytest.mark.parametrize(
        ("setup", "symptom", "expected"),
        [
            pytest.param("none", "missing-allow-origin", (GET,), id="nothing-answers-a-preflight"),
            pytest.param("app", "missing-allow-origin", (GET, JSON), id="something-may"),
            pytest.param("none", "preflight-missing-allow-origin", (JSON,), id="it-was-the-preflight"),
        ],
    )
    def test_by_its_preflight(self, setup: str, symptom: str, expected: tuple[PageCall, ...]) -> None:
        """Chromium says of a preflight that it was one, and without any CORS code none gets through."""
        assert read_request(printed(setup, symptom), [GET, JSON]).calls == expected

    def test_without_the_preflight_that_every_call_needs(self) -> None:
        """What runs isn't what is written: the headers are open, and all of a call whose method is unsafe."""
        token = call("{base}/orders/7", headers=(("X-Dead", "1"),), credentials="include")
        put = call("{base}/orders/7", method="PUT")
        for written, left in ((token, {"method", "credentials", "request_mode"}), (put, {"request_mode"})):
            findings = read_request(printed("none", "missing-allow-origin"), [written])
            assert known(findings).keys() == left
            assert "names no preflight" in findings.contradictions[0]

    def test_a_header_under_a_condition_may_have_been_missing(self) -> None:
        """A token that is there after a login only doesn't speak against the call."""
        token = call("{base}/orders/7", headers=(("Authorization", ""),), sometimes=("Authorization",))
        findings = read_request(printed("none", "missing-allow-origin"), [token])
        assert (findings.calls, findings.contradictions) == ((token,), ())

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            pytest.param("?page=2", ("{base}/orders/7?page={page}",), id="query"),
            pytest.param("", (), id="none"),
        ],
    )
    def test_by_its_query(self, query: str, expected: tuple[str, ...]) -> None:
        """What the code writes out without a query, the browser sends without one."""
        paged = call("{base}/orders/7?page={page}", method="GET", library="fetch")
        facts = Facts.of([Fact("url", URL + query, "pasted"), Fact("origin", ORIGIN, "pasted")])
        found = read_request(facts, [JSON, paged]).calls
        assert tuple(each.url for each in found) == (expected or (JSON.url, paged.url))

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            pytest.param("?filter=a&page=2", "{base}/orders/7?filter={filter}&page={page}", id="all-names"),
            pytest.param("?page=2", "{base}/orders/7", id="fewer-than-written"),
        ],
    )
    def test_by_the_names_in_its_query(self, query: str, expected: str) -> None:
        """What a call always sends is in the URL; the call that names all of it, made the request."""
        named = call("{base}/orders/7?filter={filter}&page={page}")
        other = call("{base}/orders/7", method="POST", library="axios")
        facts = Facts.of([Fact("url", URL + query, "pasted"), Fact("origin", ORIGIN, "pasted")])
        assert [each.url for each in read_request(facts, [named, other]).calls] == [expected]

    def test_by_the_whole_url_that_chromium_prints(self) -> None:
        """Without a query there, a call that always has one is another."""
        listed = call("{base}/orders/7?page={page}")
        assert read_request(printed("app", "missing-allow-origin"), [listed, JSON]).calls == (JSON,)

    def test_a_method_that_nobody_calls_is_the_last_choice(self) -> None:
        """Of two calls, the one that is in use; alone, an unused one is better than none."""
        unused = call("{base}/orders/7", method="DELETE", is_unused=True)
        facts = Facts.of([Fact("url", URL, "pasted"), Fact("origin", ORIGIN, "pasted")])
        assert read_request(facts, [unused, GET]).calls == (GET,)
        assert read_request(facts, [unused]).calls == (unused,)


class TestCalls:
    """The page's code."""

    def test_one_call_tells_all(self) -> None:
        """Method, headers, credentials and mode, with the place."""
        findings = found(PUT, call("{base}/users"))
        assert known(findings) == {
            "method": "PUT",
            "request_headers": ("Authorization", "content-type: application/json"),
            "credentials": "same-origin",
            "request_mode": "cors",
        }
        assert findings.facts[0].evidence == "web/src/api.ts:4"

    def test_what_calls_differ_in_is_not_known(self) -> None:
        """Two calls of one URL: the method is theirs, credentials and headers are one's or the other's."""
        findings = found(PUT, INCLUDE)
        assert known(findings) == {"method": "PUT", "request_mode": "cors"}
        assert likely(findings)["credentials"] == "same-origin"
        assert findings.facts[0].evidence == "web/src/api.ts:4, web/src/api.ts:9"

    @pytest.mark.parametrize(
        ("pasted", "line"),
        [
            ({"method": "GET"}, 20),
            ({"symptom": "preflight-missing-allow-origin"}, 4),
            ({"credentials": "include"}, 9),
            ({"symptom": "wildcard-origin-not-allowed"}, 9),
        ],
    )
    def test_the_message_chooses(self, pasted: dict[str, FactValue], line: int) -> None:
        """Its method, a preflight, its credentials mode leave the calls that can have caused it."""
        get = call("{base}/orders/{id}", line=20)
        one = PUT if line != 9 else INCLUDE
        assert {each.line for each in found(get, one, views=(), **pasted).calls} == {line}

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            pytest.param("at save (http://localhost:5173/src/api.ts?t=17:9:20)", [9], id="a-frame"),
            pytest.param("at save (api.ts:9:20)", [9], id="a-shortened-frame"),
            pytest.param("save@api.ts:4:11", [4], id="a-shortened-frame-of-firefox"),
            pytest.param("api.ts:4  PUT http://localhost:5000/orders/7 net::ERR_FAILED", [4], id="the-edge"),
            pytest.param("at save (http://localhost:5173/assets/index-4f.js:1:2044)", [4, 9], id="a-bundle"),
            pytest.param("at other.ts:9", [4, 9], id="another-file"),
        ],
    )
    def test_a_place_chooses(self, text: str, lines: list[int]) -> None:
        """Of two calls of one URL the one that the stack names; a bundle's lines say nothing."""
        told = Facts.of([Fact("url", URL, "pasted"), Fact("origin", ORIGIN, "pasted")])
        findings = read_request(told, (PUT, INCLUDE), text=text)
        assert [each.line for each in findings.calls] == lines

    def test_a_place_gives_the_url_that_no_message_has(self) -> None:
        """`TypeError: Failed to fetch` with its stack, and a page of several calls."""
        calls = (call(URL, line=3), call("http://localhost:5000/users", line=8))
        text = "TypeError: Failed to fetch\n    at load (http://localhost:5173/src/api.ts:8:10)"
        found = Facts.of(read_request(Facts(), calls, text=text).facts)
        assert found.text("url") == "http://localhost:5000/users"
        assert "url" not in Facts.of(read_request(Facts(), calls).facts)

    def test_a_refused_header_chooses(self) -> None:
        """`Request header field x-tenant is not allowed`: the call without it isn't the one."""
        get = call("{base}/orders/{id}", line=20)
        tenant = call("{base}/orders/{id}", headers=(("X-Tenant", ""),), line=21)
        unclear = call("{base}/orders/{id}", uncertain=("headers",), line=22)
        findings = found(get, tenant, unclear, refused_header="x-tenant")
        assert [each.line for each in findings.calls] == [21, 22]
        assert found(get, refused_header="x-tenant").contradictions == (
            "The request has the header x-tenant; the page's code has GET with fetch (web/src/api.ts:20).",
        )

    @pytest.mark.parametrize(
        ("origin", "is_known"), [("http://localhost:5173", True), ("http://page.example", False)]
    )
    def test_a_header_from_a_cookie_of_another_host(self, origin: str, is_known: bool) -> None:
        """The page may read it or not; a cookie of its own host it can read, whatever the port."""
        token = call("{base}/orders/{id}", headers=(("X-XSRF-TOKEN", ""),), cookie_headers=("X-XSRF-TOKEN",))
        findings = found(token, origin=origin)
        assert ("request_headers" in known(findings)) == is_known
        assert findings.calls[0].headers == token.headers

    def test_a_url_without_an_origin(self) -> None:
        """It is the page's own, or that of the dev server's proxy; otherwise it's only a guess."""
        relative = call("/api/orders/{id}")
        proxy = DevProxy("/api", "http://localhost:5055", "vite.config.js", 4)
        told = Facts.of(Fact(name, value, "pasted") for name, value in {"url": URL, "origin": ORIGIN}.items())
        own = told.replacing(Fact("url", f"{ORIGIN}/api/orders/7", "pasted"))
        assert "method" not in known(read_request(told, (relative,)))
        assert known(read_request(told, (relative,), (proxy,)))["method"] == "GET"
        assert known(read_request(own, (relative,)))["method"] == "GET"

    def test_chromium_names_the_initiator(self) -> None:
        """`Access to XMLHttpRequest at` is no fetch."""
        axios = call("{base}/orders/{id}", initiator="xmlhttprequest", method="PUT", line=30)
        told = Facts.of(
            [
                Fact("url", URL, "pasted", f"Access to XMLHttpRequest at '{URL}' from origin"),
                Fact("x", "", "pasted"),
            ]
        )
        assert read_request(told, (PUT, axios)).calls == (axios,)

    def test_a_message_about_no_call_is_a_contradiction(self) -> None:
        """The method of the message is in no call of that URL: nothing is taken from them."""
        findings = found(PUT, method="DELETE")
        assert known(findings) == {}
        assert findings.contradictions == (
            "The request is a DELETE; the page's code has PUT with fetch (web/src/api.ts:4).",
        )

    def test_a_preflight_that_no_call_explains_leaves_the_headers_open(self) -> None:
        """Something that was not read adds a header."""
        findings = found(call("{base}/orders/{id}"), symptom="preflight-missing-allow-origin")
        assert "request_headers" not in known(findings)
        assert known(findings)["credentials"] == "same-origin"
        assert "needs no preflight" in findings.contradictions[0]

    def test_a_listener_of_upload_progress_explains_a_preflight(self) -> None:
        """Nothing has to add a header to it: such a request is preflighted as it is."""
        upload = call("{base}/orders/{id}", method="POST", body="multipart", forces_preflight=True)
        findings = found(upload, symptom="preflight-missing-allow-origin")
        assert findings.contradictions == ()
        assert known(findings)["request_headers"] == ()

    def test_a_call_whose_url_is_open_is_only_a_guess(self) -> None:
        """`fetch(url)` may be any request."""
        findings = found(call("{url}", method="PATCH"))
        assert known(findings) == {}
        assert likely(findings)["method"] == "PATCH"

    def test_an_open_part_is_not_known(self) -> None:
        """The code adds headers that could not be read."""
        findings = found(call("{base}/orders/{id}", headers=(("X-A", ""),), uncertain=("headers",)))
        assert "request_headers" not in known(findings)
        assert likely(findings)["request_headers"] == ("X-A",)

    def test_a_base_from_another_environment_still_fits(self) -> None:
        """The code's `.env` names localhost, the message the deployed API."""
        findings = found(call("http://localhost:9/orders/{id}", base_variable="VITE_API", method="PUT"))
        assert known(findings)["method"] == "PUT"


class TestViews:
    """The Flask code."""

    def test_the_only_method_is_the_pages(self) -> None:
        """A route that takes PUT alone is called with PUT."""
        assert known(found(views=(View(),))) == {"method": "PUT"}

    def test_a_refused_method_is_another_one(self) -> None:
        """With 405 the page sends something that the route does not take."""
        assert known(found(views=(View(),), status=405)) == {}

    def test_what_the_view_reads_is_likely_sent(self) -> None:
        """Headers, JSON and cookies that it reads are assumptions with a reason."""
        view = View(reads_headers=("X-CSRF-Token", "User-Agent"), reads_json=True, reads_cookies=True)
        findings = found(views=(view,))
        assert likely(findings)["request_headers"] == ("X-CSRF-Token", "Content-Type")
        assert likely(findings)["credentials"] == "include"

    def test_a_token_is_a_header_and_a_session_a_cookie(self) -> None:
        """`jwt_required` needs Authorization, `login_required` the session's cookie."""
        assert likely(found(views=(View(needs_auth="jwt_required"),)))["request_headers"] == (
            "Authorization",
        )
        assert likely(found(views=(View(needs_auth="login_required"),)))["credentials"] == "include"

    def test_several_methods_leave_it_open(self) -> None:
        """GET and DELETE: the one that needs more is assumed."""
        findings = found(views=(View(methods=("GET", "HEAD", "OPTIONS", "DELETE")),))
        assert known(findings) == {}
        assert likely(findings)["method"] == "DELETE"

    def test_page_and_route_that_differ_are_a_finding(self) -> None:
        """The page sends PUT, the route takes PATCH."""
        findings = found(PUT, views=(View(methods=("PATCH",)),))
        assert known(findings)["method"] == "PUT"
        assert findings.contradictions == (
            "The page sends PUT (web/src/api.ts:4), but the route takes PATCH (shop/orders.py:13).",
        )

    def test_a_route_whose_methods_are_unknown_contradicts_nothing(self) -> None:
        """A class from another package may take anything; what it reads is still said."""
        assert found(PUT, views=(View(methods=()),)).contradictions == ()
        assert found(PUT, views=(View(methods=()), View(methods=("PATCH",)))).contradictions == ()

    def test_a_login_by_cookie_and_a_call_without_cookies(self) -> None:
        """The view asks for the session; the call sends none, and no token either."""
        plain = call("{base}/orders/{id}", method="PUT")
        view = View(needs_auth="login_required")
        assert found(plain, views=(view,)).contradictions == (
            "The route needs a login (login_required, shop/orders.py:13), "
            "but the page's call doesn't send cookies (web/src/api.ts:4).",
        )

    @pytest.mark.parametrize(
        ("page", "view"),
        [
            pytest.param(INCLUDE, View(needs_auth="login_required"), id="cookies are sent"),
            pytest.param(PUT, View(needs_auth="login_required"), id="a token is sent"),
            pytest.param(replace(INCLUDE, credentials=None), View(needs_auth="login_required"), id="open"),
            pytest.param(INCLUDE, View(needs_auth="jwt_required"), id="a token may be in a cookie"),
            pytest.param(
                replace(PUT, headers=(), uncertain=("headers",)),
                View(needs_auth="jwt_required"),
                id="open list",
            ),
            pytest.param(replace(PUT, headers=()), View(reads_cookies=True), id="a cookie that is only read"),
        ],
    )
    def test_a_login_that_the_page_may_pass(self, page: PageCall, view: View) -> None:
        """Nothing is said against what may be right."""
        assert found(page, views=(view,)).contradictions == ()

    def test_a_page_of_the_same_origin_sends_its_cookies(self) -> None:
        """The default mode is enough there."""
        plain = call("{base}/orders/{id}", method="PUT")
        view = View(needs_auth="login_required")
        assert found(plain, views=(view,), origin="http://localhost:5055").contradictions == ()

    def test_a_login_of_flask_httpauth(self) -> None:
        """`@auth.login_required` goes by Authorization, not by a cookie."""
        said = found(
            call("{base}/orders/{id}", method="PUT"), views=(View(needs_auth="auth.login_required"),)
        )
        assert [text.partition(" (")[0] for text in said.contradictions] == ["The route needs a token"]

    def test_a_login_by_token_and_a_call_without_one(self) -> None:
        """`jwt_required`, and neither Authorization nor cookies."""
        plain = call("{base}/orders/{id}", method="PUT")
        assert found(plain, views=(View(needs_auth="jwt_required"),)).contradictions == (
            "The route needs a token (jwt_required, shop/orders.py:13), "
            "but the page's call sends no Authorization header (web/src/api.ts:4).",
        )

    def test_json_that_is_sent_as_text(self) -> None:
        """`JSON.stringify` without a Content-Type: the view can't read it."""
        text = (("Content-Type", "text/plain;charset=UTF-8"),)
        page = call("{base}/orders/{id}", method="PUT", body="json", headers=text)
        assert found(page, views=(View(reads_json=True),)).contradictions == (
            "The route reads JSON (shop/orders.py:13), but the page sends it as text/plain "
            "(web/src/api.ts:4): Flask responds 415 to that.",
        )

    def test_a_header_that_only_the_view_shows(self) -> None:
        """The view reads a header that no call was seen to send: then the list isn't known to be whole."""
        view = View(reads_headers=("X-Farm", "Authorization", "User-Agent", "X-Forwarded-For"))
        findings = found(PUT, views=(view,))
        assert "request_headers" not in known(findings)
        assert likely(findings)["request_headers"] == (
            "Authorization",
            "content-type: application/json",
            "X-Farm",
        )
        assert findings.contradictions == (
            "The route reads the header X-Farm (shop/orders.py:13), "
            "but the page's code doesn't show it (web/src/api.ts:4).",
        )

    def test_one_of_the_calls_shows_the_header(self) -> None:
        """A view serves several calls: a header that one of them sends is no contradiction for the others."""
        with_it = replace(PUT, headers=(*PUT.headers, ("X-Farm", "")), line=9)
        view = View(reads_headers=("X-Farm",))
        assert not found(PUT, with_it, views=(view,)).contradictions
        assert not found(PUT, views=(replace(view, methods=("DELETE",), rule="/other"),)).contradictions


def test_a_filled_query_hides_no_url() -> None:
    """`?page=${page}` makes no difference to CORS; a hole in the path does."""
    for url, told in (("?page={page}", "http://localhost:5000/a"), ("/{id}", None)):
        call = replace(PUT, url=f"http://localhost:5000/a{url}")
        found = read_request(Facts(), (call,))
        assert Facts.of(found.facts).text("url") == told


def test_without_a_url_the_only_call_is_meant() -> None:
    """`TypeError: Failed to fetch` names none: where the page has one call, it is that one."""
    assert read_request(Facts(), (PUT,)).calls == (PUT,)
    assert read_request(Facts(), (PUT, INCLUDE)).calls == ()


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        pytest.param("http://localhost:5174", {"include"}, id="the-first"),
        pytest.param("http://localhost:5173", {"same-origin"}, id="the-second"),
        pytest.param("http://localhost:3000", {"include", "same-origin"}, id="neither"),
    ],
)
def test_the_page_that_the_message_names(origin: str, expected: set[str]) -> None:
    """Two pages ask for the same: each is served at an origin of its own."""
    url = "http://localhost:5000/api/orders"
    calls = [
        call(url, credentials="include", file="apps/admin/src/api.js"),
        call(url, file="apps/shop/src/api.js"),
    ]
    served = [("apps/admin", "http://localhost:5174"), ("apps/shop", "http://localhost:5173")]
    facts = Facts.of([Fact("url", url, "pasted"), Fact("origin", origin, "pasted")])
    found = read_request(facts, calls, served=served).calls
    assert {each.credentials for each in found} == expected


@pytest.mark.parametrize(
    ("target", "base", "expected"),
    [
        pytest.param("/localhost:5055/", "{API_URL}", {"X-A", "traceparent"}, id="a-pattern-that-fits"),
        pytest.param("http://localhost:5055/api", "{API_URL}", {"X-A", "traceparent"}, id="an-address"),
        pytest.param("https://api.example", "{API_URL}", {"X-A"}, id="another-address"),
    ],
)
def test_what_a_monitoring_library_marks(target: str, base: str, expected: set[str]) -> None:
    """Where the code leaves the address open, the requested one tells whether it is marked."""
    sent = call(
        f"{base}/orders/{{id}}", headers=(("X-A", ""),), traced=(Traced(("traceparent",), (target,)),)
    )
    (fact,) = (each for each in found(sent).facts if each.name == "request_headers")
    assert isinstance(fact.value, tuple)
    assert (set(fact.value), fact.is_known) == (expected, True)


def test_a_mark_on_another_address_stays_open() -> None:
    """Of the calls to another base nobody knows whether they are marked."""
    other = call("{OTHER}/x", traced=(Traced(("traceparent",), ("example",)),))
    facts = Facts.of([Fact("url", "http://localhost:1/y", "pasted")])
    (settled,) = with_traces([other], facts)
    assert settled.uncertain == ("headers",)


RELATIVE = call("/api/me", method="GET", library="fetch", line=3)
WHOLE = call(URL, method="PUT", library="fetch", line=12)


@pytest.mark.parametrize(
    ("calls", "target", "setup", "routes", "expected"),
    [
        pytest.param((RELATIVE, WHOLE), "http://localhost:5055", "none", ("/api/me",), True, id="one-slip"),
        pytest.param(
            (RELATIVE, WHOLE), "http://localhost:5055", "app", ("/api/me",), False, id="cors-is-meant"
        ),
        pytest.param((WHOLE,), "http://localhost:5055", "none", ("/api/me",), False, id="all-alike"),
        pytest.param(
            (RELATIVE, WHOLE), "http://localhost:9", "none", ("/api/me",), False, id="another-target"
        ),
        pytest.param((RELATIVE, WHOLE), "http://localhost:5055", "none", ("/me",), False, id="rewritten"),
    ],
)
def test_a_call_past_the_dev_proxy(
    calls: tuple[PageCall, ...], target: str, setup: str, routes: tuple[str, ...], expected: bool
) -> None:
    """The neighbors go through the proxy, whose paths are the API's own, and nobody set CORS up."""
    given: dict[str, FactValue] = {"url": URL, "origin": ORIGIN, "cors_setup": setup, "routes": routes}
    told = Facts.of(Fact(name, value, "scanned") for name, value in given.items())
    proxy = DevProxy("/api", target, "package.json", 1)
    names = {fact.name for fact in read_request(told, calls, (proxy,)).facts}
    assert ("proxy_bypassed" in names) == expected


def test_what_every_call_sends_for_sure_is_known_where_the_list_is_open() -> None:
    """Names that hang on a condition, or on a cookie, are not among them."""
    first = call(
        "{base}/orders/7",
        headers=(("X-Build", "1"), ("X-Page", "a"), ("Authorization", ""), ("X-XSRF-TOKEN", "")),
        sometimes=("Authorization",),
        cookie_headers=("X-XSRF-TOKEN",),
        uncertain=("headers",),
    )
    second = call("{base}/orders/7", headers=(("x-build", "1"),), line=9)
    for calls, expected in (((first,), ("X-Build", "X-Page")), ((first, second), ("X-Build",))):
        facts = Facts.of(found(*calls).facts)
        assert facts.items("certain_headers") == expected
        assert facts.items("sometimes_headers") == ("Authorization", "X-XSRF-TOKEN")
        assert "request_headers" not in known(found(*calls))


def _said_of(kind: str) -> Facts:
    """What Chromium prints of what an element or a script requests."""
    said = f"Access to {kind} at '{URL}' from origin '{ORIGIN}' has been blocked"
    values = (("symptom", "missing-allow-origin"), ("url", URL), ("origin", ORIGIN))
    return Facts.of(Fact(name, value, "pasted", said) for name, value in values)


@pytest.mark.parametrize(
    ("kind", "credentials"),
    [
        ("font", {"credentials": "same-origin"}),
        ("image", {}),
        ("script", {}),
        ("CSS stylesheet", {}),
        ("video", {}),
    ],
)
def test_what_an_element_loads_is_a_plain_get(kind: str, credentials: dict[str, str]) -> None:
    """No code of the page chooses method and headers of a font or an image."""
    expected = {"method": "GET", "request_headers": (), "request_mode": "cors", **credentials}
    assert known(read_request(_said_of(kind), ())) == expected


@pytest.mark.parametrize("kind", ["fetch", "XMLHttpRequest", "resource"])
def test_what_a_script_sends_is_open(kind: str) -> None:
    """The same sentence says nothing of method and headers there."""
    assert known(read_request(_said_of(kind), ())) == {"request_mode": "cors"}
