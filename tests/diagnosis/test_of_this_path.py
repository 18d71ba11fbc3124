"""Settings of one path of `resources=` are those of the path that the page asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.of_this_path import of_this_path
from cors_wizard.facts import Fact, Facts, FactValue, Source
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

SETTINGS = (
    *("/a/*: configured_origins: https://a.example", "/a/*: configured_max_age: 5"),
    *("/b/*: configured_credentials: yes", "/b/*: configured_headers: X-B", "/b/*: configured_max_age: x"),
)
MERGED: dict[str, FactValue] = {
    "configured_origins": ("https://a.example", "https://z.example"),
    "configured_headers": ("X-B", "X-Z"),
    "configured_credentials": "yes",
}


def narrowed(path: str, rules: str = "of-their-own", source: Source = "scanned") -> dict[str, FactValue]:
    """What counts for a path."""
    facts: dict[str, FactValue] = {
        "url": f"http://api.example{path}",
        "resource_rules": rules,
        "resource_patterns": ("/a/*", "/b/*"),
        "resource_settings": SETTINGS,
    }
    known = [Fact(name, value, "scanned") for name, value in facts.items()]
    merged = [Fact(name, value, source) for name, value in MERGED.items()]
    found = of_this_path(Facts.of([*known, *merged]))
    return {fact.name: fact.value for fact in found if fact.name.startswith("configured_")}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "/a/x",
            {"configured_origins": ("https://a.example",), "configured_max_age": 5},
            id="one-entry",
        ),
        pytest.param(
            "/b/x", {"configured_credentials": "yes", "configured_headers": ("X-B",)}, id="another-entry"
        ),
        pytest.param("/c/x", {}, id="no-entry"),
    ],
)
def test_the_entry_of_the_path_counts(path: str, expected: dict[str, FactValue]) -> None:
    """And of no other path."""
    assert narrowed(path) == expected


def test_equal_entries_are_one_setting() -> None:
    """One call can stand for all of them."""
    assert narrowed("/a/x", rules="alike") == MERGED


def test_what_the_user_said_stays() -> None:
    """The code is narrowed, not what somebody told."""
    assert narrowed("/c/x", source="answered") == MERGED


_TWO_BLUEPRINTS = """
from flask import Blueprint, Flask
from flask_cors import CORS, cross_origin

accounts = Blueprint("accounts", __name__, url_prefix="/api/accounts")
orders = Blueprint("orders", __name__, url_prefix="/api/orders")
CORS(accounts, origins=["http://localhost:5173"], supports_credentials=True)
CORS(orders, origins=["http://localhost:5173"])


@accounts.route("/me")
def me():
    return {}


@orders.route("/list")
def list_orders():
    return []


@orders.route("/mine")
@cross_origin(origins=["http://localhost:5173"], supports_credentials=True)
def my_orders():
    return []


app = Flask(__name__)
app.register_blueprint(accounts)
app.register_blueprint(orders)
"""
_NO_CREDENTIALS = (
    "Access to fetch at 'http://localhost:5000/api/{path}' from origin 'http://localhost:5173' has been "
    "blocked by CORS policy: The value of the 'Access-Control-Allow-Credentials' header in the response is "
    "'' which must be 'true' when the request's credentials mode is 'include'."
)


@pytest.mark.parametrize(
    ("path", "allowed"), [("orders/list", None), ("orders/mine", "yes"), ("accounts/me", "yes")]
)
def test_credentials_are_those_of_the_paths_own_setup(path: str, allowed: str | None, tmp_path: Path) -> None:
    """A blueprint or a view that allows them says nothing of another one."""
    (tmp_path / "app.py").write_text(_TWO_BLUEPRINTS)
    begun = Diagnosis.begin(load_knowledge(), _NO_CREDENTIALS.format(path=path))
    told = begun.with_scan(scan_project(tmp_path)).without_probing()
    assert told.facts.text("configured_credentials") == allowed
    if allowed is None:
        assert told.cause is not None
        assert told.cause.id == "credentials-not-allowed"
        assert (
            '+CORS(orders, origins=["http://localhost:5173"], supports_credentials=True)' in told.changes.diff
        )
    else:
        assert told.cause is None


_ONE_VIEW = (
    "Access to fetch at 'http://localhost:5000/api/orders/{path}' from origin 'https://desk.example' has "
    "been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
    "resource."
)


def test_a_blueprints_view_has_the_list_of_its_own_decorator(tmp_path: Path) -> None:
    """The blueprint's prefix is a part of the path; what another view allows says nothing of this one."""
    code = _TWO_BLUEPRINTS.replace("CORS(accounts", "# ").replace("CORS(orders", "# ")
    other = '@orders.route("/all")\n@cross_origin(origins=["https://desk.example"])\ndef every(): ...\n'
    (tmp_path / "app.py").write_text(code.replace("app = Flask", f"{other}\n\napp = Flask"))
    words = {}
    for path in ("mine", "all"):
        begun = Diagnosis.begin(load_knowledge(), _ONE_VIEW.format(path=path))
        told = begun.with_scan(scan_project(tmp_path)).without_probing()
        words[path] = told.facts.text("origin_listed"), told.facts.text("code_alone")
    assert words == {"mine": ("not-listed", "decides"), "all": ("listed", "allows")}
