"""What the lists of origins tell: whether the page is on them, what is most like it, what is no pattern."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.derived_origins import about_origins
from cors_wizard.facts import Fact, Facts, FactValue


def about(**known: FactValue) -> dict[str, FactValue]:
    """What follows."""
    facts = Facts.of(Fact(name, value, "scanned") for name, value in known.items())
    return {fact.name: fact.value for fact in about_origins(facts)}


@pytest.mark.parametrize(
    ("listed", "differs"),
    [
        pytest.param("http://localhost:3000/", "slash", id="slash"),
        pytest.param("http://localhost:3000/app", "path", id="path"),
        pytest.param("localhost:3000", "no-scheme", id="no-scheme"),
        pytest.param("https://localhost:3000", "scheme", id="scheme"),
        pytest.param("http://localhost:5173", "port", id="port"),
        pytest.param("http://127.0.0.1:3000", "name-of-this-computer", id="loopback"),
        pytest.param("http://localhost:3000", None, id="the-same"),
        pytest.param("https://127.0.0.1:5173", None, id="all-of-it"),
        pytest.param("https://shop.example", None, id="stranger"),
        pytest.param("http://localhost:*", None, id="pattern"),
        pytest.param("http://[", None, id="broken"),
    ],
)
def test_what_keeps_an_entry_from_being_the_pages(listed: str, differs: str | None) -> None:
    """The one thing to change, where it is one thing."""
    found = about(origin="http://localhost:3000", configured_origins=("https://other.example", listed))
    assert found.get("origin_differs") == differs
    assert found.get("near_origin") == (listed if differs else None)


@pytest.mark.parametrize(
    ("own", "app", "left_out"),
    [
        pytest.param("http://localhost:5173", "http://localhost:3000", "yes", id="left-out"),
        pytest.param("http://localhost:3000", "http://localhost:5173", None, id="by-the-app-alone"),
        pytest.param("http://localhost:5173", "http://localhost:5173", None, id="by-both"),
        pytest.param("*", "http://localhost:3000", None, id="everyone"),
    ],
)
def test_a_decorator_leaves_out_whom_the_app_lists(own: str, app: str, left_out: str | None) -> None:
    """Another method of the path passes by the app's setup."""
    decorated = (f"/scores | a.py:3: {own}",)
    known = {"origin": "http://localhost:3000", "url": "http://localhost:5000/scores"}
    found = about(**known, configured_origins=(app,), decorated_origins=decorated)
    assert found.get("left_out_of_list") == left_out


def test_the_apps_list_leaves_out_a_page_whose_preflight_other_code_lets_pass() -> None:
    """Code of the project responds to OPTIONS, and flask-cors's list holds for the rest."""
    known = {"origin": "http://localhost:3000", "cors_setup": "app", "own_header_at": "app.py:9"}
    found = about(**known, configured_origins=("http://localhost:1",))
    assert found.get("left_out_of_list") == "yes"


def test_what_the_server_showed_will_do() -> None:
    """Without the code, the origins that it was seen to allow."""
    found = about(origin="http://localhost:3000", allowed_origins_seen=("http://localhost:5173",))
    assert found["near_origin"] == "http://localhost:5173"


@pytest.mark.parametrize(
    ("origin", "listed", "expected"),
    [
        pytest.param("http://a.example", ("http://a.example",), "listed", id="listed"),
        pytest.param("http://a.example", ("http://b.example",), "not-listed", id="not-listed"),
        pytest.param("http://a.example", ("*",), "listed", id="everybody"),
        pytest.param("", ("*",), "listed", id="everybody-whoever-asks"),
        pytest.param("", ("http://a.example",), None, id="nobody-knows-who-asks"),
        pytest.param("http://a.example", ("http://.*",), "listed", id="pattern"),
        pytest.param("https://a.b.example", ("https://*.b.example",), "not-listed", id="glob-for-pattern"),
        pytest.param("http://a.example", ("http://b.example", r"http://(?!a)\w+"), None, id="unreadable"),
        pytest.param("http://a.example", ("http://a.example/shop",), "not-listed", id="with-a-path"),
    ],
)
def test_whether_the_page_is_on_the_list(origin: str, listed: tuple[str, ...], expected: str | None) -> None:
    """As flask-cors compares; unknown where an entry can't be followed."""
    known: dict[str, FactValue] = {"origin": origin} if origin else {}
    assert about(configured_origins=listed, **known).get("origin_listed") == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({"configured_origins": ("*.a.example",)}, "not-known", id="version-unknown"),
        pytest.param(
            {"resource_patterns": ("/api/**",), "flask_cors_version": "5.0.1"}, "fails-requests", id="5.0.1"
        ),
        pytest.param(
            {"configured_origins": ("*.a.example",), "flask_cors_version": "6.0.3"},
            "never-matches",
            id="6.0.3",
        ),
        pytest.param(
            {"configured_origins": ("*.a.example",), "flask_cors_version": "6.0.5"}, "stops-start", id="6.0.5"
        ),
        pytest.param({"configured_origins": ("*",), "resource_patterns": ("/api/*",)}, None, id="sound"),
    ],
)
def test_a_pattern_that_is_none(known: dict[str, FactValue], expected: str | None) -> None:
    """What it does depends on the version."""
    assert about(**known).get("broken_pattern") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [pytest.param("/stamps/4", "not-listed", id="its-own"), pytest.param("/stamps", "listed", id="the-apps")],
)
def test_a_decorator_has_the_last_word(path: str, expected: str) -> None:
    """`@cross_origin` on the view of the URL wins over the list of the app."""
    found = about(
        origin="http://localhost:3000",
        url=f"http://localhost:5000{path}",
        configured_origins=("http://localhost:3000",),
        decorated_origins=("/stamps/<int:no> | app.py:9: https://partner.example",),
    )
    assert found["origin_listed"] == expected


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param("http://localhost:3000/app", "not-listed", id="path"),
        pytest.param("localhost:3000", "not-listed", id="no-scheme"),
        pytest.param("http://localhost:3000", "listed", id="the-same"),
        pytest.param("HTTP://localhost:3000", None, id="another-case"),
        pytest.param(r"http://localhost:\d+", "listed", id="pattern"),
        pytest.param(r"https://\w+\.shop", "not-listed", id="another-pattern"),
    ],
)
def test_what_can_never_be_the_page_is_not_listed(listed: str, expected: str | None) -> None:
    """What differs by case alone is left open: versions differ."""
    assert (
        about(origin="http://localhost:3000", configured_origins=(listed,)).get("origin_listed") == expected
    )


@pytest.mark.parametrize(
    ("symptom", "method", "expected"),
    [
        ("missing-allow-origin", "POST", "yes"),
        ("missing-allow-origin", "GET", None),
        ("preflight-missing-allow-origin", "POST", None),
        ("allow-origin-mismatch", "POST", None),
    ],
)
def test_the_view_is_silent(symptom: str, method: str, expected: str | None) -> None:
    """Only for the response that lacks the header, and only with the page's own method."""
    silent = {"silent_responses": ("POST /scores/<int:id>",), "silent_preflights": ("/others",)}
    found = about(url="http://localhost:5000/scores/3", symptom=symptom, method=method, **silent)
    assert found.get("view_is_silent") == expected


@pytest.mark.parametrize(
    ("page", "expected"), [("http://localhost:3000", "yes"), ("http://localhost:5173", None)]
)
def test_credentials_for_those_on_the_list(page: str, expected: str | None) -> None:
    """What lets in a page that the setup leaves out isn't this setup: it may be a proxy."""
    known: dict[str, FactValue] = {
        "origin": page,
        "cors_setup": "app",
        "configured_origins": ("http://localhost:3000",),
        "configured_credentials": "yes",
    }
    facts = Facts.of(Fact(name, value, "scanned") for name, value in known.items())
    assert facts.also(about_origins(facts)).text("credentials_in_call") == expected
