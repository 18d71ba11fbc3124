"""`@cross_origin`, where it stands, and what it does not cover."""

from __future__ import annotations

from tests.knowledge.claims.claim import (
    ALLOWED,
    BARE,
    FOREIGN,
    LET_IN,
    OURS,
    RAISES,
    TOP,
    VIEW,
    Claim,
    flask,
    preflight,
)

ON_ROUTE = VIEW.replace("def", "@cross_origin({})\ndef")
ABORTS = RAISES.replace("raise ValueError", "abort(404)")
ASYNC = "@app.route('/a')\nasync def a():\n    return 'a'\n"
CLASS = (
    "from flask.views import MethodView\n"
    "class A(MethodView):\n    decorators = [cross_origin()]\n{}    def get(self):\n        return 'a'\n"
    "    def post(self):\n        return 'a'\n"
    "app.add_url_rule('/a', view_func=A.as_view('a'))\n"
)

DECORATORS = (
    Claim("decorator-below-the-route", "6.01", TOP + ON_ROUTE.format(""), ALLOWED),
    Claim("decorator-above-the-route", "6.03", TOP + VIEW.replace("@app", "@cross_origin()\n@app"), BARE),
    Claim(
        "decorator-beats-the-app",
        "6.09",
        f"{TOP}CORS(app)\n" + ON_ROUTE.format(f"origins=['{OURS}']"),
        BARE,
        FOREIGN,
    ),
    Claim("decorator-closes-one-route", "6.11", f"{TOP}CORS(app)\n" + ON_ROUTE.format("origins=[]"), BARE),
    Claim(
        "closed-route-opens-for-errors",
        "6.37",
        f"{TOP}CORS(app)\n" + ABORTS.replace("def", "@cross_origin(origins=[])\ndef"),
        (404, LET_IN[1]),
        FOREIGN,
    ),
    Claim(
        "decorator-misses-raised-errors",
        "6.14",
        TOP + RAISES.replace("def", "@cross_origin()\ndef"),
        (500, ()),
    ),
    Claim("decorator-misses-abort", "6.36", TOP + ABORTS.replace("def", "@cross_origin()\ndef"), (404, ())),
    Claim("decorator-misses-405", "6.16", TOP + ON_ROUTE.format(""), (405, ()), method="DELETE"),
    Claim(
        "decorator-misses-the-slash-redirect",
        "9.09",
        TOP + ON_ROUTE.format("").replace("'/a'", "'/a/'"),
        (308, ()),
        **preflight(),
    ),
    Claim(
        "decorator-without-parentheses", "6.17", TOP + VIEW.replace("def", "@cross_origin\ndef"), (500, ())
    ),
    Claim("class-decorator-covers-get", "6.18", TOP + CLASS.format(""), ALLOWED),
    Claim("class-decorator-misses-the-preflight", "6.19", TOP + CLASS.format(""), BARE, **preflight()),
    Claim(
        "class-decorator-with-options",
        "6.33",
        TOP + CLASS.format("    methods = ['GET', 'POST', 'OPTIONS']\n"),
        ALLOWED,
        **preflight(),
    ),
    Claim("async-under-the-app", "6.22", f"{TOP}CORS(app)\n{ASYNC}", flask("<2.0", (500, (OURS,)), ALLOWED)),
    Claim(
        "async-under-the-decorator", "6.24", TOP + ASYNC.replace("async", "@cross_origin()\nasync"), (500, ())
    ),
)
