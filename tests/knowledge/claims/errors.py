"""Errors: which of them carry the headers."""

from __future__ import annotations

from tests.knowledge.claims.claim import ALLOWED, OURS, RAISES, STAR, TOP, VIEW, Claim, flask

ABORTS = RAISES.replace("raise ValueError", "abort({})")
HANDLER = "@app.errorhandler({})\ndef on_error(error):\n    return 'sorry', 500\n"
DEBUG = "app.config['PROPAGATE_EXCEPTIONS'] = {}\n"
SLASH = VIEW.replace("'/a'", "'/a/'")

ERRORS = (
    Claim("error-500-has-the-header", "7.01", f"{TOP}CORS(app)\n{RAISES}", (500, (OURS,))),
    Claim(
        "not-intercepted-error-500",
        "7.05",
        f"{TOP}CORS(app, intercept_exceptions=False)\n{RAISES}",
        flask(">=1.1", (500, (OURS,)), (500, ())),
    ),
    Claim("error-404-has-the-header", "7.09", f"{TOP}CORS(app)\n", (404, (OURS,))),
    Claim("error-405-has-the-header", "7.10", f"{TOP}CORS(app)\n{VIEW}", (405, (OURS,)), method="DELETE"),
    Claim("error-401-has-the-header", "7.07", f"{TOP}CORS(app)\n" + ABORTS.format(401), (401, (OURS,))),
    Claim(
        "handled-error-has-the-header",
        "7.11",
        f"{TOP}CORS(app)\n" + HANDLER.format(500) + RAISES,
        (500, (OURS,)),
    ),
    Claim("debugger-answers-without-it", "D02", f"{TOP}CORS(app)\n{RAISES}", (500, ()), debug=True),
    Claim(
        "handler-does-not-help-the-debugger",
        "D07",
        f"{TOP}CORS(app)\n" + HANDLER.format(500) + RAISES,
        (500, ()),
        debug=True,
    ),
    Claim("hook-does-not-help-the-debugger", "D15", f"{TOP}CORS(app)\n{STAR}{RAISES}", (500, ()), debug=True),
    Claim(
        "not-propagated-helps-the-debugger",
        "D04",
        f"{TOP}CORS(app)\n" + DEBUG.format(False) + RAISES,
        (500, (OURS,)),
        debug=True,
    ),
    Claim(
        "handler-of-all-helps-the-debugger",
        "D08",
        f"{TOP}CORS(app)\n" + HANDLER.format("Exception") + RAISES,
        (500, (OURS,)),
        debug=True,
    ),
    Claim(
        "dict-from-a-view",
        "14.15",
        f"{TOP}CORS(app)\n" + VIEW.replace("'a'\n", "{'name': 'a'}\n"),
        flask("<1.1", (500, (OURS,)), ALLOWED),
    ),
    Claim(
        "slash-in-debug-mode",
        "9.07",
        f"{TOP}CORS(app)\n{SLASH}",
        flask("<2.1", (500, ()), (308, (OURS,))),
        method="POST",
        debug=True,
    ),
)
