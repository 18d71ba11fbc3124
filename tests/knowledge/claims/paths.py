"""`resources=`: which paths a pattern covers, and which pattern wins."""

from __future__ import annotations

from tests.knowledge.claims.claim import (
    ALLOWED,
    BARE,
    FOREIGN,
    LET_IN,
    OURS,
    TOP,
    Claim,
    Wanted,
    flask_cors,
)
from tests.knowledge.claims.origins import broken_pattern
from tests.knowledge.harness.environments import Pair


def by_path(*patterns: str, path: str) -> str:
    """An app with a view at this path; the last pattern is restricted, the others are open."""
    *wide, narrow = patterns
    options = [f"{each!r}: {{'origins': '*'}}" for each in wide] + [f"{narrow!r}: {{'origins': ['{OURS}']}}"]
    view = f"@app.route({path!r})\ndef view():\n    return 'x'\n"
    return f"{TOP}CORS(app, resources={{{', '.join(options)}}})\n{view}"


def covered(pattern: str, path: str) -> str:
    """An app whose one pattern covers this path, or not."""
    view = f"@app.route({path!r})\ndef view():\n    return 'x'\n"
    return f"{TOP}CORS(app, resources={{{pattern!r}: {{'origins': '*'}}}})\n{view}"


def plus(pair: Pair) -> Wanted:
    """3.0.9 to 5.0.1 read it as a blank."""
    return flask_cors(">=3.0.9,<6.0.0", BARE, ALLOWED)(pair)


PATHS = (
    Claim("star-is-no-glob-in-a-path", "5.1", covered("/api/*", "/apix"), ALLOWED, path="/apix"),
    Claim("pattern-without-a-star-is-exact", "5.1", covered("/api", "/api/x"), BARE, path="/api/x"),
    Claim("pattern-needs-its-leading-slash", "5.1", covered("api/*", "/api/x"), BARE, path="/api/x"),
    Claim("broken-path-pattern", "5.1", covered("/api/**", "/api/x"), broken_pattern, path="/api/x"),
    Claim(
        "capitals-in-a-path",
        "5.22",
        covered("/api/*", "/API/x"),
        flask_cors("<6.0.0", ALLOWED, BARE),
        path="/API/x",
    ),
    Claim("plus-in-a-path", "5.26", covered("/a+b", "/a+b"), plus, path="/a+b"),
    Claim("route-rule-as-pattern", "5.46", covered("/api/<name>", "/api/x"), BARE, path="/api/x"),
    Claim("whole-url-as-pattern", "5.43", covered("http://localhost/api/*", "/api/x"), BARE, path="/api/x"),
    Claim(
        "patterns-of-6-0-0",
        "5.30",
        by_path("/a/*", "/a/private/*", path="/a/private/x"),
        flask_cors("==6.0.0", LET_IN, BARE),
        FOREIGN,
        path="/a/private/x",
    ),
    Claim(
        "longest-pattern-wins",
        "5.34",
        by_path("/[a-z0-9_-]{1,200}", "/p/.*", path="/p/x"),
        flask_cors("<6.0.1", LET_IN, BARE),
        FOREIGN,
        path="/p/x",
    ),
)
