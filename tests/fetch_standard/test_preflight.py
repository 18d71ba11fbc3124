"""The preflight: when, why, what is asked, and every reason why the answer does not do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.fetch_standard import judge, preflight_header_names, preflight_reasons
from cors_wizard.http_exchange import CredentialsMode, Exchange, Request, Response
from tests.fetch_standard.build import PAGE, allowed, answer, asked, exchanged, permitted

JSON = ("Content-Type", "application/json")


@pytest.mark.parametrize(
    ("request_", "page", "names"),
    [
        pytest.param(asked(), PAGE, (), id="plain"),
        pytest.param(asked("PUT"), PAGE, ("PUT",), id="method"),
        pytest.param(asked("PUT", JSON), PAGE, ("PUT", "content-type"), id="method-and-header"),
        pytest.param(asked("POST", JSON, ("X-A", "1")), PAGE, ("content-type", "x-a"), id="headers"),
        pytest.param(replace(asked(), use_cors_preflight=True), PAGE, ("",), id="upload"),
        pytest.param(asked("PUT", url=f"{PAGE}/data"), PAGE, (), id="same-origin"),
        pytest.param(asked("PUT", url="/data"), PAGE, (), id="relative"),
        pytest.param(asked("PUT"), "null", ("PUT",), id="opaque-page"),
        pytest.param(replace(asked("POST", JSON), mode="no-cors"), PAGE, (), id="no-cors"),
        pytest.param(asked("GET", ("Cookie", "a")), PAGE, (), id="ignored-header"),
    ],
)
def test_reasons(request_: Request, page: str, names: tuple[str, ...]) -> None:
    """One for each thing that makes the preflight necessary, in the page's order."""
    reasons = preflight_reasons(request_, page)
    assert tuple(reason.name for reason in reasons) == names


def test_credentials_alone_ask_for_no_preflight() -> None:
    """Cookies travel with a plain request as well."""
    assert preflight_reasons(replace(asked(), credentials="include"), PAGE) == ()


def test_names_are_sorted_and_lower_cased() -> None:
    """What Access-Control-Request-Headers lists."""
    request = asked("POST", ("X-B", "1"), JSON, ("x-a", "1"), ("Accept", "*/*"), ("X-A", "2"))
    assert preflight_header_names(request) == ("content-type", "x-a", "x-b")
    assert judge(exchanged(request)).preflight_headers == ("content-type", "x-a", "x-b")


def test_no_names_without_a_preflight() -> None:
    """A same-origin request lists nothing."""
    assert judge(exchanged(asked("POST", JSON, url="/data"))).preflight_headers == ()


UNSAFE = (("X-B", "1"), ("X-A", "1"))


@pytest.mark.parametrize(
    ("response", "credentials", "symptoms"),
    [
        pytest.param(permitted("PUT", "x-a, x-b"), "include", [], id="good"),
        pytest.param(permitted("*", "*"), "omit", [], id="stars"),
        pytest.param(
            permitted("*", "*"),
            "include",
            ["method-disallowed", "header-disallowed", "header-disallowed"],
            id="literal-stars",
        ),
        pytest.param(
            answer(404),
            "include",
            [
                "preflight-missing-allow-origin",
                "preflight-invalid-allow-credentials",
                "preflight-invalid-status",
                "method-disallowed",
                "header-disallowed",
                "header-disallowed",
            ],
            id="everything",
        ),
        pytest.param(
            answer(308, ("Location", "/data/")),
            "omit",
            [
                "preflight-disallowed-redirect",
                "preflight-missing-allow-origin",
                "method-disallowed",
                "header-disallowed",
                "header-disallowed",
            ],
            id="redirect",
        ),
        pytest.param(
            permitted("PUT, X Y", "x-a; x-b"),
            "omit",
            ["invalid-allow-methods", "invalid-allow-headers"],
            id="lists",
        ),
        pytest.param(
            permitted("X Y", "x-b"), "omit", ["invalid-allow-methods", "header-disallowed"], id="one-list"
        ),
        pytest.param(
            permitted("GET", "x-a x-b"),
            "omit",
            ["invalid-allow-headers", "method-disallowed"],
            id="other-list",
        ),
    ],
)
def test_every_reason(response: Response, credentials: CredentialsMode, symptoms: list[str]) -> None:
    """https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7, in the order of Chromium."""
    request = asked("PUT", *UNSAFE, credentials=credentials)
    verdict = judge(exchanged(request, preflight=response))
    assert [violation.symptom for violation in verdict.violations] == symptoms
    assert {violation.stage for violation in verdict.violations} <= {"preflight"}


def test_violations_name_what_was_refused() -> None:
    """The refused method and each refused header, in the page's order."""
    request = asked("PUT", *UNSAFE)
    found = judge(exchanged(request, preflight=permitted("GET, POST", "x-c"))).violations
    assert [(violation.wanted, violation.got) for violation in found] == [
        ("PUT", "GET, POST"),
        ("x-b", "x-c"),
        ("x-a", "x-c"),
    ]
    assert [violation.header for violation in found][:2] == [
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers",
    ]


def test_upload_listener_permits_no_method() -> None:
    """Step 7.3 of the CORS-preflight fetch would let PUT pass here; no engine does, nor do we."""
    request = replace(asked("PUT"), use_cors_preflight=True)
    assert not judge(exchanged(request, preflight=permitted())).readable
    assert judge(exchanged(replace(request, method="POST"), preflight=permitted())).readable


def test_preflight_response_that_no_browser_would_have_asked_for_is_not_judged() -> None:
    """A plain GET does not fail for a bad answer to OPTIONS."""
    assert judge(Exchange(PAGE, asked(), answer(404), allowed())).readable
