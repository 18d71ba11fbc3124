"""OPTIONS, and what a preflight is answered."""

from __future__ import annotations

from tests.knowledge.claims.claim import ALLOWED, BARE, TOP, VIEW, Claim, flask, preflight
from tests.knowledge.harness.environments import Pair

READS_BODY = (
    "@app.route('/a', methods=['POST', 'OPTIONS'])\ndef a():\n    return request.get_json()['name']\n"
)
NO_OPTIONS = "app.add_url_rule('/a', 'a', lambda: 'a', methods=['POST'], provide_automatic_options=False)\n"
SLASH = VIEW.replace("'/a'", "'/a/'")
LOGIN = "@app.before_request\ndef check():\n    {}abort(401)\n"


def body_of_a_preflight(pair: Pair) -> tuple[int, tuple[str, ...]]:
    """A view that reads JSON meets none; Werkzeug says so with another status each time."""
    return ({"1.0": 500, "1.1": 500, "2.0": 500, "2.1": 400, "2.2": 400}.get(pair.flask[:3], 415), ())


OPTIONS = (
    Claim("flask-alone-sends-nothing", "1.01", TOP + VIEW, BARE),
    Claim("post-only-answers-options", "1.02", TOP + VIEW.replace("'GET', ", ""), BARE, **preflight()),
    Claim("options-switched-off", "1.06", TOP + NO_OPTIONS, (405, ()), **preflight()),
    Claim("options-in-methods", "1.07", TOP + READS_BODY, body_of_a_preflight, **preflight()),
    Claim(
        "shorthand-of-flask-2",
        "1.11",
        TOP + "@app.post('/a')\ndef a():\n    return 'a'\n",
        flask("<2.0", "AttributeError: 'Flask' object has no attribute 'post'", BARE),
        **preflight(),
    ),
    Claim(
        "setting-of-flask-3-1",
        "1.12",
        TOP + "app.config['PROVIDE_AUTOMATIC_OPTIONS'] = False\n" + VIEW,
        flask(">=3.1", (405, ()), BARE),
        **preflight(),
    ),
    Claim("redirect-has-the-header", "9.02", TOP + "CORS(app)\n" + SLASH, (308, ALLOWED[1]), **preflight()),
    Claim(
        "double-slash",
        "9.06b",
        TOP + "CORS(app)\n@app.route('/a/b')\ndef b():\n    return 'b'\n",
        flask(">=1.1", (308, ALLOWED[1]), (404, ALLOWED[1])),
        path="/a//b",
        **preflight(),
    ),
    Claim(
        "login-check-meets-options",
        "7.22",
        TOP + "CORS(app)\n" + LOGIN.format("") + VIEW,
        (401, ALLOWED[1]),
        **preflight(),
    ),
    Claim(
        "login-check-lets-options-pass",
        "7.40",
        TOP + "CORS(app)\n" + LOGIN.format("if request.method != 'OPTIONS': ") + VIEW,
        ALLOWED,
        **preflight(),
    ),
    Claim("preflight-of-no-route", "7.20", TOP + "CORS(app)\n", (404, ALLOWED[1]), **preflight()),
    Claim(
        "preflight-names-other-methods",
        "10.11",
        TOP + "CORS(app)\n" + VIEW,
        ALLOWED,
        says={"Access-Control-Allow-Methods": "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"},
        **preflight("DELETE"),
    ),
    Claim(
        "route-refuses-other-methods", "10.41", TOP + "CORS(app)\n" + VIEW, (405, ALLOWED[1]), method="DELETE"
    ),
)
