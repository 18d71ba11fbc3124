"""Who wrote a refusal: Flask, or what stands in front of it."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.derived import derived
from cors_wizard.diagnosis.writers import written_by
from cors_wizard.facts import Fact, Facts

FLASK_PAGE = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("status", "server", "page", "expected"),
    [
        pytest.param(405, "nginx/1.22.1", "text/html", "proxy", id="nginx"),
        pytest.param(405, "nginx", FLASK_PAGE, "flask", id="flask-behind-nginx"),
        pytest.param(401, "nginx", "application/json", "flask", id="json-behind-nginx"),
        pytest.param(405, "Apache/2.4.62 (Debian)", "text/html; charset=iso-8859-1", "proxy", id="apache"),
        pytest.param(405, "Apache/2.4.62", FLASK_PAGE, "flask", id="mod-wsgi"),
        pytest.param(405, "Werkzeug/3.1.3 Python/3.12", FLASK_PAGE, "flask", id="werkzeug"),
        pytest.param(401, "Caddy", "", "proxy", id="caddy"),
        pytest.param(401, "Caddy, gunicorn", "", "flask", id="flask-behind-caddy"),
        pytest.param(403, "", "text/plain", "", id="nobody-says"),
        pytest.param(403, "cloudflare", "text/html", "", id="unknown-pages"),
        pytest.param(200, "nginx", "text/html", "", id="success"),
    ],
)
def test_who_wrote_it(status: int, server: str, page: str, expected: str) -> None:
    """The name is on everything that a proxy hands on; the type of an error page is each server's own."""
    headers = {"server": server, "content-type": page}
    assert written_by(status, {name: value for name, value in headers.items() if value}) == expected


def test_it_is_said_of_the_preflight() -> None:
    """Both Server lines of Caddy are looked at."""
    lines = ("Server: Caddy", "server: Werkzeug/3.1.3")
    known = Facts.of((Fact("preflight_status", 401, "probed"), Fact("preflight_headers", lines, "probed")))
    assert Fact("options_answered_by", "flask", "probed") in derived(known)
    alone = known.replacing(Fact("preflight_headers", lines[:1], "probed"))
    assert Fact("options_answered_by", "proxy", "probed") in derived(alone)
