"""Blueprints: whose settings hold where."""

from __future__ import annotations

from tests.knowledge.claims.claim import ALLOWED, BARE, FOREIGN, LET_IN, OURS, TOP, Claim, flask

BLUEPRINT = "bp = Blueprint('bp', __name__)\n@bp.route('/a')\ndef a():\n    return 'a'\n"
REGISTERED = "app.register_blueprint(bp, url_prefix='/b')\n"
RAISING = BLUEPRINT.replace("return 'a'", "raise ValueError")
NESTED = (
    "parent = Blueprint('parent', __name__)\n"
    + BLUEPRINT
    + "CORS({})\nparent.register_blueprint(bp)\napp.register_blueprint(parent)\n"
)
NOT_YET = "AttributeError: 'Blueprint' object has no attribute 'register_blueprint'"

BLUEPRINTS = (
    Claim("before-the-blueprint", "2.03", TOP + BLUEPRINT + "CORS(app)\n" + REGISTERED, ALLOWED, path="/b/a"),
    Claim("after-the-blueprint", "2.04", TOP + BLUEPRINT + REGISTERED + "CORS(app)\n", ALLOWED, path="/b/a"),
    Claim(
        "blueprint-covers-its-routes",
        "2.06",
        TOP + BLUEPRINT + "CORS(bp)\n" + REGISTERED,
        ALLOWED,
        path="/b/a",
    ),
    Claim(
        "blueprint-misses-its-404",
        "2.09",
        TOP + BLUEPRINT + "CORS(bp)\n" + REGISTERED,
        (404, ()),
        path="/b/nowhere",
    ),
    Claim(
        "blueprint-misses-its-405",
        "2.12",
        TOP + BLUEPRINT + "CORS(bp)\n" + REGISTERED,
        (405, ()),
        method="DELETE",
        path="/b/a",
    ),
    Claim(
        "blueprint-error-500",
        "2.11",
        TOP + RAISING + "CORS(bp)\n" + REGISTERED,
        flask(">=1.1", (500, (OURS,)), (500, ())),
        path="/b/a",
    ),
    Claim(
        "blueprint-after-its-registration",
        "2.13",
        TOP + BLUEPRINT + REGISTERED + "CORS(bp)\n",
        flask(">=2.3", "AssertionError: The setup method 'after_request'", BARE),
        path="/b/a",
    ),
    Claim(
        "blueprint-matches-the-whole-path",
        "2.15",
        TOP + BLUEPRINT + "CORS(bp, resources='/a')\n" + REGISTERED,
        BARE,
        path="/b/a",
    ),
    Claim(
        "blueprint-reads-no-config",
        "2.16",
        TOP + f"app.config['CORS_ORIGINS'] = ['{OURS}']\n" + BLUEPRINT + "CORS(bp)\n" + REGISTERED,
        LET_IN,
        FOREIGN,
        path="/b/a",
    ),
    Claim("nested-under-a-parent", "2.17", TOP + NESTED.format("parent"), flask("<2.0", NOT_YET, ALLOWED)),
    Claim("nested-under-the-app", "2.19", TOP + NESTED.format("app"), flask("<2.0", NOT_YET, ALLOWED)),
    Claim(
        "blueprint-beats-the-app-where-it-matches",
        "2.22",
        TOP + BLUEPRINT + f"CORS(bp, origins=['{OURS}'])\nCORS(app, origins=['{FOREIGN}'])\n" + REGISTERED,
        ALLOWED,
        path="/b/a",
    ),
    Claim(
        "app-opens-what-the-blueprint-refuses",
        "2.24",
        TOP + BLUEPRINT + f"CORS(bp, origins=['{OURS}'])\nCORS(app)\n" + REGISTERED,
        LET_IN,
        FOREIGN,
        path="/b/a",
    ),
)
