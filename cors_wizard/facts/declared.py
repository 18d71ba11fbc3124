"""The facts that code can yield, declared once, in the order in which a user meets them."""

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
"""Who printed a message, as users are told."""


def _specs(*specs: FactSpec) -> Mapping[str, FactSpec]:
    return {spec.name: spec for spec in specs}


def _standards(name: str, meaning: str, *choices: str) -> FactSpec:
    """A choice whose values are the Fetch standard's words, and so are the users'."""
    return FactSpec(name, "choice", meaning, choices, {choice: choice for choice in choices})


DECLARED: Mapping[str, FactSpec] = _specs(
    # The request, as the page makes it.
    FactSpec("url", "text", "the URL that the page requests"),
    FactSpec("origin", "text", "the page's origin, as the browser sends it"),
    FactSpec("page_url", "text", "the URL of the page"),
    FactSpec("method", "text", "the request's method"),
    FactSpec("request_headers", "list", "the headers that the page's code adds, as `Name` or `Name: value`"),
    _standards("credentials", "the request's credentials mode", "omit", "same-origin", "include"),
    _standards("request_mode", "the request's mode", "cors", "no-cors", "same-origin"),
    FactSpec(
        "request_problem",
        "choice",
        "what no browser sends, in the page's call",
        (
            "body-on-get",
            "credentials-in-url",
            "forbidden-header",
            "header-name",
            "header-value",
            "method",
            "option-value",
        ),
    ),
    FactSpec(
        "address_problem",
        "choice",
        "what keeps browsers from asking that URL",
        (
            "none",
            "no-scheme",
            "unknown-scheme",
            "no-url",
            "file",
            "unspecified-host",
            "unsafe-port",
            "plain-http-from-https",
        ),
    ),
    FactSpec(
        "network_step",
        "choice",
        "whether a page of the internet asks a local machine",
        ("public-to-local", "within-reach"),
    ),
    FactSpec(
        "base_url",
        "choice",
        "what is wrong with the beginning of the URL",
        ("fits", "unfilled", "own-page", "this-computer"),
    ),
    FactSpec(
        "api_place",
        "choice",
        "where the API is, seen from the page",
        ("this-computer", "local-network", "elsewhere"),
    ),
    FactSpec("path_end", "choice", "whether the URL's path ends in a slash", ("slash", "no-slash")),
    FactSpec("origin_sent", "choice", "whether what was tested carried an Origin header", ("yes", "no")),
    FactSpec("tested_with", "choice", "what sent the request", ("browser", "another-program")),
    FactSpec("redirect_url", "text", "where a redirect points"),
    FactSpec("redirect_kind", "choice", "what a redirect changes", ("slash", "scheme", "host", "path")),
    FactSpec(
        "redirect_leads",
        "choice",
        "where the redirect leads, seen from the URL that was asked",
        ("nearby", "elsewhere", "to-itself", "down-to-http", "inside"),
    ),
    FactSpec("followed_redirect", "choice", "whether the browser had followed a redirect", ("yes", "no")),
    # What the browser said.
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
        "page_policy", "choice", "which policy of a page refused it", ("connect-src", "framing", "other")
    ),
    FactSpec("refused_header", "text", "the request header that the preflight did not allow"),
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
    FactSpec("answer_came", "choice", "whether the browser got any answer", ("no",)),
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
        "cookie_problem",
        "choice",
        "what keeps the cookie back",
        (
            "invalid-domain",
            "no-credentials",
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
            "view-raised",
            "nothing-wrong",
            "not-running",
            "deployed",
            "cors-headers-sent",
        ),
    ),
    # What the server answers.
    FactSpec(
        "reachable",
        "choice",
        "whether anything answers at that address",
        ("answered", "refused", "timed-out", "name-not-resolved", "tls-failed", "no-http"),
    ),
    FactSpec("tls_problem", "choice", "why no secure connection came about", ("no-tls-there", "certificate")),
    FactSpec("status", "number", "the status of the response to the request itself"),
    FactSpec("preflight_status", "number", "the status of the preflight response"),
    FactSpec("response_headers", "list", "the response's headers, as `Name: value`"),
    FactSpec("preflight_headers", "list", "the preflight response's headers, as `Name: value`"),
    FactSpec(
        "answered_by",
        "choice",
        "which program answers",
        ("flask", "airplay", "proxy", "other-program", "unknown"),
    ),
    FactSpec("options_answered_by", "choice", "who answers the OPTIONS request", ("flask", "proxy")),
    FactSpec("answer_written_by", "choice", "who wrote the refusal", ("flask", "proxy")),
    FactSpec(
        "cors_headers_seen",
        "choice",
        "where the server sends Access-Control-Allow-Origin",
        ("for-this-origin", "for-another-origin", "on-another-response", "nowhere"),
    ),
    FactSpec("allowed_origins_seen", "list", "the origins that the server was seen to allow"),
    FactSpec(
        "origin_policy",
        "choice",
        "which origins the server answers",
        ("none", "fixed", "wildcard", "any-echoed", "selected"),
    ),
    FactSpec("probe_outcome", "choice", "whether the browser would accept it now", ("readable", "refused")),
    FactSpec("allow_origin_lines", "number", "how many Access-Control-Allow-Origin headers one response has"),
    FactSpec(
        "hosting",
        "choice",
        "the platform that the API's address belongs to",
        (
            "none",
            "aws-gateway",
            "aws",
            "azure",
            "cloudflare",
            "codespaces",
            "fly",
            "google",
            "heroku",
            "lambda-url",
            "ngrok",
            "pythonanywhere",
            "render",
            "vercel",
            "other",
        ),
    ),
    FactSpec(
        "platform_answer",
        "choice",
        "which part of the platform answered by itself",
        (
            "none",
            "access-control",
            "api-gateway",
            "bucket",
            "cloudfront",
            "codespaces",
            "challenge",
            "ngrok",
            "vercel",
        ),
    ),
    FactSpec(
        "cache_trace",
        "choice",
        "what the answer shows of caches",
        ("none", "shared-cache", "storable", "preflight-kept"),
    ),
    FactSpec("proxy_status", "number", "the status that something in front of Flask answered with"),
    FactSpec("warnings", "list", "what is unsafe in the server's answers though nothing fails, as ids"),
    # What the project folder holds.
    FactSpec("project", "text", "the project folder"),
    FactSpec("app_file", "text", "the file that makes the Flask app"),
    FactSpec("app_variable", "text", "the name of the Flask app in the code"),
    FactSpec("app_style", "choice", "how the app is made", ("module", "factory")),
    FactSpec("configured_blueprint", "text", "the blueprint that the code sets CORS up for"),
    FactSpec("blueprint_variable", "text", "the name of the blueprint that owns the route"),
    FactSpec(
        "cors_setup",
        "choice",
        "what the code does about CORS",
        ("none", "never-bound", "app", "app-paths", "blueprint", "decorator", "hand-written"),
    ),
    FactSpec("resource_patterns", "list", "the paths (`resources=`) that the code sets CORS up for"),
    FactSpec("resource_match", "choice", "whether `resources=` has the path", ("covered", "not-covered")),
    FactSpec(
        "decorator_place",
        "choice",
        "where `@cross_origin` stands",
        (
            "above-route",
            "on-a-hook",
            "class-decorators",
            "on-a-method",
            "below-another",
            "on-async-view",
            "below-route",
        ),
    ),
    FactSpec(
        "import_problem",
        "choice",
        "whether flask-cors can be imported",
        ("none", "flask-cors-missing", "wrong-import"),
    ),
    FactSpec(
        "import_guarded",
        "choice",
        "whether the app starts although the import of flask-cors fails",
        ("yes", "no"),
    ),
    FactSpec("configured_origins", "list", "the origins that the code allows"),
    FactSpec("configured_headers", "list", "the request headers that the code allows"),
    FactSpec("configured_methods", "list", "the methods that the code allows"),
    FactSpec("configured_credentials", "choice", "whether the code allows credentials", ("yes", "no")),
    FactSpec("configured_exposed", "list", "the response headers that the code exposes"),
    FactSpec("configured_max_age", "number", "for how many seconds the code lets a preflight be kept"),
    FactSpec("origins_variable", "text", "the environment variable that the origins are taken from"),
    FactSpec(
        "cors_settings_in",
        "choice",
        "where in Flask's configuration flask-cors's settings stand",
        ("app-config", "config-class"),
    ),
    FactSpec("settings_file", "text", "the file with flask-cors's settings"),
    FactSpec(
        "resource_rules",
        "choice",
        "whether the paths of `resources=` have the same settings",
        ("alike", "of-their-own"),
    ),
    FactSpec("resource_pattern", "text", "the path of `resources=` that covers the URL's"),
    FactSpec("resource_origins", "list", "the origins of each path of `resources=`, as `path: origin`"),
    FactSpec("socketio_origins", "list", "the origins that the code lets Socket.IO accept"),
    FactSpec("socketio_variable", "text", "the name of the SocketIO object in the code"),
    FactSpec("extensions", "list", "the Flask extensions that the code uses"),
    FactSpec("routes", "list", "the paths of the routes in the code"),
    FactSpec("route_match", "choice", "which route has the path", ("exact", "catch-all", "none")),
    FactSpec("run_port", "number", "the port that the code starts the app on"),
    FactSpec("debug_mode", "choice", "whether debug mode is on", ("yes", "no")),
    FactSpec("platform", "text", "the operating system or hosting platform"),
    FactSpec(
        "proxy",
        "choice",
        "what stands in front of Flask",
        ("none", "nginx", "apache", "caddy", "traefik", "cloud", "dev-server", "other"),
    ),
    FactSpec(
        "proxy_drops",
        "choice",
        "what the proxy's settings take away",
        ("response-header", "origin"),
    ),
    FactSpec(
        "client",
        "choice",
        "what the page sends its requests with",
        ("fetch", "xhr", "axios", "jquery", "angular"),
    ),
    FactSpec(
        "page_tool",
        "choice",
        "what serves the page during development",
        ("vite", "webpack", "next", "angular", "create-react-app", "vue-cli"),
    ),
    FactSpec(
        "origin_listed", "choice", "whether the code allows the page's origin", ("listed", "not-listed")
    ),
    FactSpec("python_version", "text", "the Python version"),
    FactSpec("flask_version", "text", "the Flask version"),
    FactSpec("werkzeug_version", "text", "the Werkzeug version"),
    FactSpec("flask_cors_version", "text", "the flask-cors version"),
    FactSpec("versions_fit", "choice", "whether these versions work together", ("yes", "no")),
    FactSpec("version_remedy", "text", "what makes these versions work together"),
)
"""Every fact that code can yield, by name."""
