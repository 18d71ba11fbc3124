"""The CORS check: every reason, with what was said and what would have been right."""

from __future__ import annotations

import pytest

from cors_wizard.exchange_words import sentence
from cors_wizard.fetch_standard.cors_check import check_origin
from cors_wizard.fetch_standard.verdict import Stage
from cors_wizard.http_exchange import CredentialsMode
from tests.fetch_standard.build import API, PAGE, Pairs, answer

ORIGIN = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"


@pytest.mark.parametrize(
    ("pairs", "credentials", "symptoms"),
    [
        pytest.param((), "same-origin", ("missing-allow-origin",), id="nothing"),
        pytest.param(
            (),
            "include",
            ("missing-allow-origin", "invalid-allow-credentials"),
            id="nothing-with-credentials",
        ),
        pytest.param(((ORIGIN, "*"),), "omit", (), id="star"),
        pytest.param(
            ((ORIGIN, "*"), (CREDENTIALS, "true")),
            "include",
            ("wildcard-origin-not-allowed",),
            id="star-include",
        ),
        pytest.param(
            ((ORIGIN, "*"),),
            "include",
            ("wildcard-origin-not-allowed", "invalid-allow-credentials"),
            id="star-include-without-permission",
        ),
        pytest.param(((ORIGIN, PAGE),), "include", ("invalid-allow-credentials",), id="only-credentials"),
        pytest.param(((ORIGIN, PAGE), (CREDENTIALS, "true")), "include", (), id="both"),
        pytest.param(((ORIGIN, PAGE), (CREDENTIALS, "no")), "same-origin", (), id="credentials-do-not-count"),
        pytest.param(((ORIGIN, PAGE), (ORIGIN, PAGE)), "omit", ("multiple-allow-origin",), id="twice"),
        pytest.param(((ORIGIN, "None"),), "omit", ("invalid-allow-origin",), id="none"),
        pytest.param(((ORIGIN, f"{PAGE}/"),), "omit", ("allow-origin-mismatch",), id="slash"),
    ],
)
def test_every_reason(pairs: Pairs, credentials: CredentialsMode, symptoms: tuple[str, ...]) -> None:
    """https://fetch.spec.whatwg.org/#concept-cors-check, and all that is wrong at once."""
    found = check_origin(answer(200, *pairs), PAGE, credentials, API, "response")
    assert tuple(violation.symptom for violation in found) == symptoms


@pytest.mark.parametrize("stage", ["preflight", "response", "redirect"])
def test_violation_says_where_and_what(stage: Stage) -> None:
    """A violation carries the header, what it said, what was wanted, and the status."""
    (found,) = check_origin(answer(404, (ORIGIN, "a"), (ORIGIN, "b")), PAGE, "omit", API, stage)
    expected = "preflight-multiple-allow-origin" if stage == "preflight" else "multiple-allow-origin"
    assert (found.symptom, found.stage, found.url, found.status) == (expected, stage, API, 404)
    assert (found.header, found.got, found.wanted) == (ORIGIN, "a, b", PAGE)
    assert sentence(found).startswith("Preflight response: ") is (stage == "preflight")


def test_absent_credentials_header_is_said_to_be_absent() -> None:
    """An absent header is none, an empty one is empty."""
    (absent,) = check_origin(answer(200, (ORIGIN, PAGE)), PAGE, "include", API, "response")
    (empty,) = check_origin(answer(200, (ORIGIN, PAGE), (CREDENTIALS, "")), PAGE, "include", API, "response")
    assert (absent.got, absent.wanted, empty.got) == (None, "true", "")
    assert "absent" in sentence(absent)
    assert "''" in sentence(empty)


def test_opaque_origin_is_allowed_by_its_word() -> None:
    """A page without an origin is allowed by "null", and by "*"."""
    for value in ("null", "*"):
        assert not check_origin(answer(200, (ORIGIN, value)), "null", "omit", API, "response")
    assert check_origin(answer(200, (ORIGIN, PAGE)), "null", "omit", API, "response")
