"""Pasted code with CORS on one blueprint: the routes and prefixes tell whether it has the page's path."""

from __future__ import annotations

import pytest

from tests.diagnosis.text_alone import begun

TWO = """shop = Blueprint("shop", __name__{shop})
admin = Blueprint("admin", __name__{admin})
CORS(shop)
{routes}
app.register_blueprint(shop{shop_registered})
app.register_blueprint(admin{admin_registered})
GET http://localhost:5000/admin/stats is blocked by CORS
"""


def told(**parts: str) -> tuple[str | None, str | None]:
    """The match, and the cause, for the code with these parts."""
    names = ("shop", "admin", "routes", "shop_registered", "admin_registered")
    found = begun().with_text(TWO.format(**{name: parts.get(name, "") for name in names}))
    return found.facts.text("blueprint_match"), found.cause.id if found.cause else None


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"admin": ', url_prefix="/admin"'}, id="prefix"),
        pytest.param({"admin_registered": ', url_prefix="/admin/"'}, id="registered-prefix"),
        pytest.param({"routes": '@admin.route("/admin/stats")\ndef stats(): ...'}, id="route"),
        pytest.param(
            {"routes": '@admin.get("/stats")\ndef stats(): ...', "admin": ', url_prefix="/admin"'},
            id="route-below-a-prefix",
        ),
        pytest.param(
            {
                "routes": '@admin.route("/<name>/stats")\ndef stats(name): ...',
                "shop": ', url_prefix="/admin"',
            },
            id="a-rule-before-a-prefix",
        ),
    ],
)
def test_another_blueprint_has_the_path(parts: dict[str, str]) -> None:
    """Then that one needs the setup."""
    assert told(**parts) == ("not-covered", "blueprint-not-covered")


@pytest.mark.parametrize(
    ("parts", "match"),
    [
        pytest.param({"shop": ', url_prefix="/admin"'}, "covered", id="its-own-prefix"),
        pytest.param(
            {"routes": '@shop.route("/admin/stats")\ndef stats(): ...'}, "covered", id="its-own-route"
        ),
        pytest.param({}, None, id="no-prefix"),
        pytest.param(
            {"shop": ', url_prefix="/admin"', "admin": ', url_prefix="/admin"'}, None, id="the-same-prefix"
        ),
    ],
)
def test_what_covers_the_path_or_is_open_concludes_nothing(parts: dict[str, str], match: str | None) -> None:
    """The blueprint with CORS has it, or nobody can tell."""
    assert told(**parts)[0] == match
    assert told(**parts)[1] != "blueprint-not-covered"
