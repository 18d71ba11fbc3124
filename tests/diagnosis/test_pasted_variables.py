"""Variables and Compose files in a paste: whom the app allows, and on which port it is reached."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.pasted_variables import facts_of_containers, facts_of_variables
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge

_LIST = ("http://localhost:5173", "https://shop.example")
_COMPOSE = """services:
  api:
    build: .
    command: flask run --host 0.0.0.0 --port 5000
    ports:
      - "8080:5000"
  web:
    ports: ["3000:80"]
"""


def _told(text: str, *facts: Fact) -> dict[str, object]:
    return {fact.name: fact.value for fact in facts_of_variables(text, Facts.of(facts))}


@pytest.mark.parametrize(
    "text",
    [
        "CORS_ORIGINS=http://localhost:5173,https://shop.example",
        "$ export CORS_ORIGINS='http://localhost:5173, https://shop.example'  # both",
        "    environment:\n      CORS_ORIGINS: http://localhost:5173,https://shop.example/\n",
        "    environment:\n      - CORS_ORIGINS=http://localhost:5173,https://shop.example\n",
        '- name: CORS_ORIGINS\n  value: "http://localhost:5173,https://shop.example"\n',
        'Environment="CORS_ORIGINS=http://localhost:5173,https://shop.example"',
        "ENV CORS_ORIGINS http://localhost:5173,https://shop.example",
        "$env:CORS_ORIGINS = 'http://localhost:5173;https://shop.example'",
    ],
)
def test_a_variable_lists_origins(text: str) -> None:
    """However the shell, Compose, systemd or Kubernetes write it."""
    assert _told(text) == {
        "configured_origins": _LIST,
        "origins_variable": "CORS_ORIGINS",
        "cors_setup": "app",
    }


@pytest.mark.parametrize(
    "text",
    [
        "API_URL=http://localhost:5000",
        "CORS_ENABLED=true",
        "CORS_ORIGINS=$ORIGINS",
        "see CORS_ORIGINS=https://a.b or",
    ],
)
def test_other_lines_list_none(text: str) -> None:
    """An address of another purpose, a switch, another variable, a sentence."""
    assert _told(text) == {}


def test_the_variable_of_the_code_counts_more_than_its_default() -> None:
    """Code beside it names the variable, whatever it is called, and has a default of its own."""
    code = (
        Fact("origins_variable", "FRONTEND_URL", "pasted"),
        Fact("configured_origins", ("http://localhost:8080",), "pasted"),
        Fact("cors_setup", "app", "pasted"),
    )
    told = _told("CORS_ORIGINS=https://other.example\nFRONTEND_URL=http://localhost:5173", *code)
    assert told == {"configured_origins": ("http://localhost:5173",), "origins_variable": "FRONTEND_URL"}
    assert _told("CORS_ORIGINS=https://other.example", *code) == {}


def test_the_ports_of_a_compose_file() -> None:
    """The one that leads to the app, not the page's."""
    text = f"docker-compose.yml\n\n{_COMPOSE}\nGET http://localhost:5000/x net::ERR_CONNECTION_REFUSED"
    told = {fact.name: fact.value for fact in facts_of_containers(text)}
    assert told == {"run_port": 5000, "container_listens": "everywhere", "published_port": 8080}
    assert not [*facts_of_containers("Our services: a shop, and a blog on 8080:5000")]


def test_a_space_behind_a_comma_counts_where_the_code_keeps_it() -> None:
    """`split(",")` keeps it, and flask-cors compares whole origins."""
    text = (
        "ALLOWED_ORIGINS=http://localhost:5173, https://shop.example\n\n"
        'origins = os.getenv("ALLOWED_ORIGINS").split(","){0}\nCORS(app, origins=origins)\n\n'
        "Access to fetch at 'https://api.shop.example/a' from origin 'https://shop.example' has been blocked "
        "by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )
    begun = Diagnosis.begin(load_knowledge()).without_probing().without_scanning()
    facts = begun.with_text(text.replace("{0}", "")).facts
    assert (facts.text("origin_listed"), facts.text("origin_differs")) == ("not-listed", "space")
    kept = begun.with_text(text.replace("{0}", "  # each is given to strip() below")).facts
    assert kept.text("origin_listed") == "listed"
