"""Whether the title over a diff is true of it, checked against the lines that come and go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cors_wizard.changes import Change

_HEADER = r"(?i:access-control|access_control|headers)"
_MUST_ADD = {
    "Set up CORS for the whole app": r"CORS\(",
    "Cover the path's errors, too": r"CORS\(",
    "Set up CORS for the route": r"CORS\(",
    "Bind the CORS object to the app": r"\.init_app\(",
    "Set up CORS for the route's blueprint": r"CORS\(",
    "Put `@cross_origin` on the route": r"@\w*\.?cross_origin",
    "Let the class's decorators handle its preflights": r"methods|decorators|OPTIONS",
    "Allow the page's origin": r"localhost|127\.0\.0\.1|\[::1\]|https?://|\.strip|strip\(|split\(",
    "Name the page's origin in place of `*`": r"https?://",
    "Allow credentials": r"(?i)credentials",
    "Allow the page's request headers": r"(?i)headers|x-[a-z]|authorization|content-type",
    "Cover the path in `resources=`": r"/",
    "Let preflights pass the check": r"OPTIONS",
    "Respond to preflights before any check": r"def answer_preflight",
    "Allow requests from public pages to this network": r"private_network",
    "Respond with and without the trailing slash": r"strict_slashes",
    "Let Talisman redirect only where there is https": r"force_https",
    "Don't redirect to https in development": r"False",
    "Return the response that has the headers": r"return",
    "Give Socket.IO the page's origin": r"cors_allowed_origins",
    "Let the route accept the method": r"methods|\.(?:put|patch|delete|post|get)\(",
    "Import from `flask_cors`": r"flask_cors",
    "Move the CORS setup to where it takes effect": r"(?i)cors|flask|register",
    "Set up CORS on every start": r"(?i)cors",
    "Let the page read the errors of views": r"errorhandler\(Exception\)",
    "Send scripts a 401 instead of a redirect": r"401",
    "Say that the response depends on the origin": r"vary\.add",
    "Let the page's origin frame the app": r"frame-ancestors",
    "Put `@cross_origin` on an error handler too": r"errorhandler",
    "Answer the path's preflights, too": r"resources=",
    "Register the blueprint with both prefixes": r"url_prefix",
    "Send the headers with errors, too": r" always;",
    "Let Flask know what the proxy knows": r"ProxyFix|X-Forwarded",
    "Add the host to `TRUSTED_HOSTS`": r"localhost|127\.0\.0\.1",
    "Accept larger request bodies": r"client_max_body_size",
    "Let Flask run the async view below `@cross_origin`": r"ensure_sync",
    "Import what the code uses": r"import",
    "Let responses without JSON pass the hook": r"is_json",
    "Leave this machine out of the redirect to HTTPS": r"localhost",
    "Don't count preflights": r"OPTIONS",
    "Let nginx send the header with its files": r"add_header",
    "Give the running process its settings": r"load_dotenv",
    "Set up CORS for the app that serves the path": r"CORS\(",
    "Use plain HTTP for that port": r"http://",
    "Give the page the API's address": r"http://|=",
    "Load it with CORS": r"(?i)crossorigin",
    "Write the complete URL": r"http://",
    "Use one host name for both": r"//",
    "Allow the page's other requests, too": r"(?i)credentials|cross_origin|methods|headers|resources|/",
}
"""What an added line of the diff must hold."""
_MUST_REMOVE = {
    "Let flask-cors alone send the headers": _HEADER,
    "Remove the CORS setup that wins": r"CORS\(|cross_origin",
    "Let Flask alone send the header": r"(?i)access-control",
    "Let Flask respond to OPTIONS": r"OPTIONS|provide_automatic_options",
    "Let nginx pass the headers on, both ways": r"(?i)origin|access-control",
    "Let Apache pass the headers on, both ways": r"(?i)origin|access-control",
    "Let Caddy pass the headers on, both ways": r"(?i)origin|access-control",
    "Set up CORS on every start": r"if |(?i:cors)",
    "Leave the mode out": r"mode",
    "Remove the header from the request": r"(?i)access-control",
    "Send the request without credentials": r"(?i)credentials",
}
_MUST_TOUCH = {
    "Don't set a domain for the cookie": r"SESSION_COOKIE_DOMAIN",
    "Put `@cross_origin` directly below the route": r"@\w+\.\w+\(|cross_origin",
    "Put `@cross_origin` above the check": r"@",
    "Use one name for the variable": r"[A-Z_]+",
    "Correct the headers that the code sends": rf"{_HEADER}|https?://|cross_origin|\"/|strip|status",
    "Let nginx pass OPTIONS on to Flask": r"OPTIONS",
    "Let Apache pass OPTIONS on to Flask": r"OPTIONS",
    "Let Caddy pass OPTIONS on to Flask": r"OPTIONS",
    "Send the requests to the port that Flask listens on": r"proxy_pass",
}


def untrue_titles(title: str, changes: Sequence[Change]) -> list[str]:
    """The parts of a title that the diff does not bear out; an unknown one is untrue."""
    lines = "".join(change.diff for change in changes).split("\n")
    added = [line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")]
    gone = [line[1:] for line in lines if line.startswith("-") and not line.startswith("---")]
    parts = [part for part in title.split("; ") if part != "and more"]
    return [part for part in parts if not _is_true(part, added, gone)]


def _is_true(part: str, added: Sequence[str], gone: Sequence[str]) -> bool:
    if named := re.fullmatch(r"(?:Allow the method|Expose the response header) (\S+)", part):
        return any(named[1].lower() in line.lower() for line in added)
    wanted = [
        (table[part], lines)
        for table, lines in ((_MUST_ADD, added), (_MUST_REMOVE, gone), (_MUST_TOUCH, [*added, *gone]))
        if part in table
    ]
    return bool(wanted) and all(any(re.search(each, line) for line in lines) for each, lines in wanted)
