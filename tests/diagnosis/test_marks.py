"""What an address or a word shows: the shipped marks, each by an address that users paste."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.marks import marked
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge


def shown(url: str, name: str = "url") -> dict[str, object]:
    """The facts that an address shows."""
    facts = Facts.of([Fact(name, url, "pasted")])
    return {fact.name: fact.value for fact in marked(load_knowledge(), facts)}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param("abc123.execute-api.eu-west-1.amazonaws.com", "aws-gateway", id="api-gateway"),
        pytest.param("abc123.lambda-url.eu-west-1.on.aws", "lambda-url", id="lambda-url"),
        pytest.param("shop.s3.amazonaws.com", "aws", id="bucket"),
        pytest.param("d111.cloudfront.net", "aws", id="cloudfront"),
        pytest.param("shop-abc-ew.a.run.app", "google", id="cloud-run"),
        pytest.param("shop.azurewebsites.net", "azure", id="azure"),
        pytest.param("shop.vercel.app", "vercel", id="vercel"),
        pytest.param("a1b2.ngrok-free.app", "ngrok", id="ngrok"),
        pytest.param("name-5000.app.github.dev", "codespaces", id="codespaces"),
        pytest.param("shop.herokuapp.com", "heroku", id="heroku"),
        pytest.param("shop.onrender.com", "render", id="render"),
        pytest.param("shop.fly.dev", "fly", id="fly"),
        pytest.param("ada.pythonanywhere.com", "pythonanywhere", id="pythonanywhere"),
        pytest.param("evil-herokuapp.com", None, id="only-looks-like-it"),
        pytest.param("a.execute-api.example.com", None, id="not-amazons"),
        pytest.param("localhost", None, id="localhost"),
    ],
)
def test_hosting_by_name(host: str, expected: str | None) -> None:
    """Platforms give away names of their own."""
    assert shown(f"https://{host}/api").get("hosting") == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1/chat/completions",
        "https://cors-anywhere.herokuapp.com/https://api.example.org/x",
        "https://script.google.com/macros/s/AKfy/exec",
        "https://maps.googleapis.com/maps/api/geocode/json",
    ],
)
def test_a_host_of_somebody_else(url: str) -> None:
    """No setting of the user's Flask app changes what these send."""
    assert shown(url)["server_owner"] == "foreign"


def test_a_name_that_only_begins_alike_is_unknown() -> None:
    """Anybody can register such a name."""
    assert shown("https://api.openai.com.example.net/v1") == {}


def test_a_redirect_to_a_sign_in_page() -> None:
    """A private port of Codespaces sends everybody to its login."""
    assert shown("https://github.dev/pf-signin?id=abc", "redirect_url")["platform_answer"] == "codespaces"


def test_words_beside_the_message() -> None:
    """People say which machine they use."""
    found = list(marked(load_knowledge(), Facts(), "I'm on a MacBook Pro"))
    assert [(fact.name, fact.value) for fact in found] == [("platform", "macOS")]
    assert not list(marked(load_knowledge(), Facts(), "MacBooks"))
