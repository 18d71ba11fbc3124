"""The session cookie: what Flask writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cors_wizard.knowledge_base.conditions import version_in
from tests.knowledge.claims.claim import ALLOWED, TOP, Claim, flask
from tests.knowledge.harness.environments import Pair

CROSS = "SESSION_COOKIE_SAMESITE='None', SESSION_COOKIE_SECURE=True"


def logged_in(settings: str) -> str:
    """An app that sets a session, and copies its cookie's attributes into a header that can be compared."""
    return (
        f"{TOP}app.secret_key = 'x'\napp.config.update({settings})\nCORS(app)\n"
        "@app.route('/a')\ndef a():\n    session['user'] = 1\n    return 'a'\n"
        "inner = app.wsgi_app\n"
        "def outer(environ, start_response):\n"
        "    def start(status, headers, *rest):\n"
        "        cookie = dict(headers).get('Set-Cookie', '')\n"
        "        shown = '; '.join(sorted(cookie.split('; ')[1:]))\n"
        "        return start_response(status, headers + [('X-Cookie', shown)], *rest)\n"
        "    return inner(environ, start)\n"
        "app.wsgi_app = outer\n"
    )


def cookie(attributes: str) -> Mapping[str, str | None]:
    """These attributes, in order of the alphabet."""
    return {"X-Cookie": attributes}


def since(version: str, attributes: str, before: str) -> Callable[[Pair], Mapping[str, str | None]]:
    """These attributes from a Flask version on, others before it."""
    return lambda pair: cookie(attributes if version_in(pair.flask, f">={version}") else before)


COOKIES = (
    Claim("session-says-no-samesite", "13.01", logged_in(""), ALLOWED, says=cookie("HttpOnly; Path=/")),
    Claim(
        "samesite-none",
        "13.02",
        logged_in(CROSS),
        flask("<1.1", (500, ALLOWED[1]), ALLOWED),
        says=since("1.1", "HttpOnly; Path=/; SameSite=None; Secure", ""),
    ),
    Claim(
        "samesite-of-python-none",
        "13.05",
        logged_in("SESSION_COOKIE_SAMESITE=None, SESSION_COOKIE_SECURE=True"),
        ALLOWED,
        says=cookie("HttpOnly; Path=/; Secure"),
    ),
    Claim(
        "partitioned-cookie",
        "13.07",
        logged_in("SESSION_COOKIE_PARTITIONED=True, " + CROSS),
        flask("<1.1", (500, ALLOWED[1]), ALLOWED),
        says=lambda pair: since(
            "3.1",
            "HttpOnly; Partitioned; Path=/; SameSite=None; Secure",
            "" if pair.flask.startswith("1.0") else "HttpOnly; Path=/; SameSite=None; Secure",
        )(pair),
    ),
)
