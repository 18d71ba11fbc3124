"""The other settings of `CORS(...)`, where it is called, and hooks beside it."""

from __future__ import annotations

from collections.abc import Mapping

from cors_wizard.knowledge_base.conditions import version_in
from tests.knowledge.claims.claim import (
    ADDS,
    ALLOWED,
    BARE,
    FOREIGN,
    LET_IN,
    LIST,
    OURS,
    STAR,
    TOP,
    VIEW,
    Claim,
    flask,
    preflight,
)
from tests.knowledge.claims.origins import allow
from tests.knowledge.harness.environments import Pair

BARE_CORS = f"{TOP}CORS(app)\n{VIEW}"
CONFIG = f"app.config['CORS_ORIGINS'] = ['{OURS}']\n"
FIRST_REQUEST = "def start(*_):\n    return None\n" + (
    "list(app.wsgi_app({'REQUEST_METHOD': 'GET', 'PATH_INFO': '/a', 'SERVER_NAME': 'x', 'SERVER_PORT': '80',"
    " 'wsgi.url_scheme': 'http', 'QUERY_STRING': '', 'SCRIPT_NAME': ''}, start))\n"
)
PRIVATE = {"Access-Control-Request-Private-Network": "true"}
ANSWERED = "Access-Control-Allow-Private-Network"


def private_by_default(pair: Pair) -> Mapping[str, str | None]:
    """4.x opens it, 5 and newer say no, 3.x says nothing."""
    if version_in(pair.flask_cors, "<4.0.0"):
        return {ANSWERED: None}
    return {ANSWERED: "true" if version_in(pair.flask_cors, "<5.0.0") else "false"}


def private_switched_off(pair: Pair) -> Mapping[str, str | None]:
    """4.0.0 and 4.0.1 do not read the setting."""
    if version_in(pair.flask_cors, "<4.0.0"):
        return {ANSWERED: None}
    return {ANSWERED: "true" if version_in(pair.flask_cors, "<4.0.2") else "false"}


SETTINGS = (
    Claim("after-the-routes", "2.02", f"{TOP}{VIEW}CORS(app)\n", ALLOWED),
    Claim(
        "after-the-first-request",
        "2.05",
        f"{TOP}{VIEW}{FIRST_REQUEST}CORS(app)\n",
        flask(">=2.2", "AssertionError: The setup method 'after_request'", ALLOWED),
    ),
    Claim("unbound-does-nothing", "2.30", f"{TOP}cors = CORS()\n{VIEW}", BARE),
    Claim(
        "init-app-binds-it",
        "2.31",
        f"{TOP}cors = CORS(origins=['{OURS}'])\ncors.init_app(app)\n{VIEW}",
        ALLOWED,
    ),
    Claim("second-call-opens", "2.29", TOP + LIST + "CORS(app)\n" + VIEW, LET_IN, FOREIGN),
    Claim("config-before-the-call", "10.34", TOP + CONFIG + "CORS(app)\n" + VIEW, BARE, FOREIGN),
    Claim("config-after-the-call", "10.35", TOP + "CORS(app)\n" + CONFIG + VIEW, LET_IN, FOREIGN),
    Claim(
        "keyword-beats-config",
        "10.36",
        TOP + CONFIG + f"CORS(app, origins=['{FOREIGN}'])\n" + VIEW,
        LET_IN,
        FOREIGN,
    ),
    Claim("config-without-the-call", "10.39", TOP + CONFIG + VIEW, BARE),
    Claim(
        "cors-headers-in-config",
        "10.37",
        TOP + "app.config['CORS_HEADERS'] = 'Content-Type'\nCORS(app)\n" + VIEW,
        ALLOWED,
        says={"Access-Control-Allow-Headers": "x-tenant"},
        **preflight(headers="x-tenant"),
    ),
    Claim(
        "authorization-needs-no-credentials",
        "10.25",
        BARE_CORS,
        ALLOWED,
        says={"Access-Control-Allow-Headers": "authorization", "Access-Control-Allow-Credentials": None},
        **preflight(headers="authorization"),
    ),
    Claim(
        "any-header-by-default",
        "10.01",
        BARE_CORS,
        ALLOWED,
        says={"Access-Control-Allow-Headers": "x-tenant"},
        **preflight(headers="x-tenant"),
    ),
    Claim(
        "list-of-headers-narrows",
        "10.03",
        allow("allow_headers=['Content-Type']"),
        ALLOWED,
        says={"Access-Control-Allow-Headers": None},
        **preflight(headers="x-tenant"),
    ),
    Claim(
        "comma-text-is-one-name",
        "10.06",
        allow("allow_headers='Content-Type,Authorization'"),
        ALLOWED,
        says={"Access-Control-Allow-Headers": None},
        **preflight(headers="authorization"),
    ),
    Claim("methods-do-not-guard", "10.30", allow("methods=['GET']"), ALLOWED, method="POST"),
    Claim(
        "max-age-zero-is-dropped",
        "10.14",
        allow("max_age=0"),
        ALLOWED,
        says={"Access-Control-Max-Age": None},
        **preflight(),
    ),
    Claim(
        "max-age-as-text-is-sent",
        "10.40",
        allow("max_age='0'"),
        ALLOWED,
        says={"Access-Control-Max-Age": "0"},
        **preflight(),
    ),
    Claim(
        "exposed-star-with-credentials",
        "10.17",
        allow(f"origins=['{OURS}'], supports_credentials=True, expose_headers='*'"),
        ALLOWED,
        says={"Access-Control-Expose-Headers": "*"},
    ),
    Claim("vary-for-a-list", "4.01", TOP + LIST + VIEW, ALLOWED, says={"Vary": "Origin"}),
    Claim("no-vary-for-a-stranger", "10.19", TOP + LIST + VIEW, BARE, FOREIGN, says={"Vary": None}),
    Claim(
        "private-network-by-default",
        "10.22",
        BARE_CORS,
        ALLOWED,
        says=private_by_default,
        **preflight(**PRIVATE),
    ),
    Claim(
        "private-network-switched-off",
        "10.24",
        allow("allow_private_network=False"),
        ALLOWED,
        says=private_switched_off,
        **preflight(**PRIVATE),
    ),
    Claim("hook-overrides-the-list", "8.08", TOP + LIST + STAR + VIEW, (200, ("*",)), FOREIGN),
    Claim("hook-takes-the-credentials", "8.01", TOP + LIST + STAR + VIEW, (200, ("*",))),
    Claim("hook-doubles-the-header", "8.04", TOP + ADDS + LIST + VIEW, (200, (OURS, "*"))),
    Claim(
        "hand-written-covers-any-url",
        "1.27",
        TOP + "@app.before_request\ndef early():\n    if request.method == 'OPTIONS': return 'ok'\n",
        BARE,
        path="/nowhere",
        **preflight(),
    ),
)
