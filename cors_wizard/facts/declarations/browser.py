"""What the browser said, and what else is known of it."""

from __future__ import annotations

from collections.abc import Mapping

from cors_wizard.facts.spec import FactSpec
from cors_wizard.facts.symptoms import SYMPTOM_WORDS, SYMPTOMS

ENGINE_WORDS: Mapping[str, str] = {
    "chromium": "Chrome or another Chromium browser",
    "firefox": "Firefox",
    "webkit": "Safari or another WebKit browser",
    "edgehtml": "Edge before 2020, or Internet Explorer",
    "javascript": "The page's JavaScript",
    "server": "The server's log",
    "unknown": "A browser",
}
"""Who printed a message, as users see it."""

SPECS: tuple[FactSpec, ...] = (
    FactSpec("symptom", "choice", "what the browser objects to", SYMPTOMS, SYMPTOM_WORDS),
    FactSpec("browser", "text", "the browser's name"),
    FactSpec(
        "engine",
        "choice",
        "the browser engine",
        tuple(ENGINE_WORDS),
        ENGINE_WORDS,
    ),
    FactSpec(
        "page_policy",
        "choice",
        "which policy of a page blocked it",
        ("connect-src", "framing", "other", "own-origin-only"),
    ),
    FactSpec("refused_header", "text", "the request header that the preflight did not allow"),
    FactSpec("forbidden_header", "text", "the request header that the browser does not let pages set"),
    FactSpec("refused_method", "text", "the method that the preflight did not allow"),
    FactSpec("allow_origin", "text", "the value of Access-Control-Allow-Origin"),
    FactSpec("allow_credentials", "text", "the value of Access-Control-Allow-Credentials"),
    FactSpec(
        "allow_origin_form",
        "choice",
        "what is wrong with the form of Access-Control-Allow-Origin",
        ("none", "comma-list", "repeated", "blank-list", "slash", "no-scheme", "no-origin"),
    ),
    FactSpec(
        "list_syntax", "choice", "whether the preflight's lists can be read", ("readable", "unreadable")
    ),
    FactSpec(
        "request_ended",
        "choice",
        "what ended the request inside the browser, before any response",
        ("offline", "interrupted", "canceled", "no-cached-copy", "too-many", "file-changed"),
        {
            "offline": "The browser is offline",
            "interrupted": "The network changed meanwhile",
            "canceled": "The page canceled it",
            "no-cached-copy": "It isn't in the cache",
            "too-many": "Too many requests were open",
            "file-changed": "The file to send changed",
        },
    ),
    FactSpec("answer_came", "choice", "whether the browser got any response", ("no",)),
    FactSpec(
        "preflight_announces",
        "choice",
        "what the copied preflight announces",
        ("authorization", "other"),
    ),
    FactSpec("body_form", "choice", "what came in place of JSON", ("no-json",)),
    FactSpec("blocked_by", "choice", "what in the browser got in between", ("service-worker", "extension")),
    FactSpec("unread_header", "text", "the response header that the page's code wants to read"),
    FactSpec(
        "cookie_left_out",
        "choice",
        "whether the call lacks the cookies of its neighbors",
        ("yes",),
    ),
    FactSpec(
        "proxy_bypassed",
        "choice",
        "whether the call names the API's address and its neighbors go through the dev server's proxy",
        ("yes",),
    ),
    FactSpec("page_expects_401", "choice", "whether the page's code looks for the status 401", ("yes",)),
    FactSpec(
        "cookie_problem",
        "choice",
        "what keeps the cookie back",
        (
            "invalid-domain",
            "no-credentials",
            "partitioned-not-secure",
            "prefix-broken",
            "same-site-lax",
            "same-site-none-not-secure",
            "same-site-strict",
            "same-site-unspecified",
            "secure-over-http",
            "third-party",
        ),
    ),
    FactSpec(
        "page_site",
        "choice",
        "whether the page and the API belong to one site",
        ("same-site", "two-names-of-this-computer", "cross-site"),
    ),
    FactSpec("endpoint", "choice", "what kind of address it is", ("socketio", "websocket", "other")),
    FactSpec(
        "embedding_rule", "choice", "which rule withheld it", ("resource-policy", "opaque-response-blocking")
    ),
    FactSpec("raised", "text", "the error that ends the traceback"),
    FactSpec("raised_at", "text", "the line of the app's own code that raised it"),
    FactSpec("missing_variable", "text", "the environment variable that the app asks for and doesn't get"),
    FactSpec(
        "log_says",
        "choice",
        "what the server's terminal shows",
        (
            "flask-cors-missing",
            "wrong-import",
            "port-taken",
            "incompatible-versions",
            "broken-origin-pattern",
            "broken-path-pattern",
            "origin-refused",
            "path-not-matched",
            "method-refused",
            "view-raised",
            "cors-too-late",
            "decorator-on-method",
            "nothing-wrong",
            "not-running",
            "deployed",
            "cors-headers-sent",
            "dotenv-missing",
            "variable-missing",
            "app-replaced",
            "wildcard-refused",
            "credentials-misspelled",
            "async-framework",
            "client-gone",
            "worker-timeout",
        ),
    ),
)
