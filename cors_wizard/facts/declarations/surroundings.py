"""What is around the code in the project folder: proxies, containers, the page's tools, versions."""

from __future__ import annotations

from cors_wizard.facts.spec import FactSpec

SPECS: tuple[FactSpec, ...] = (
    FactSpec("proxy_adds", "list", "the lines of the proxy's settings that add it to Flask's responses"),
    FactSpec("proxy_paths", "list", "what the proxy hands a path on as"),
    FactSpec("path_behind", "text", "the path that the app gets, where the proxy changes it"),
    FactSpec("proxy_listens", "list", "the ports on which the proxy's settings have it listen"),
    FactSpec("own_proxy", "text", "the project's proxy that the page calls on this machine"),
    FactSpec("proxied_to", "list", "where on this machine the proxy hands requests on to"),
    FactSpec(
        "proxy_cuts_path",
        "choice",
        "whether the proxy leaves the app a path without its route's beginning",
        ("yes",),
    ),
    FactSpec("proxy_calls", "text", "the address that the proxy calls, as its log or its settings name it"),
    FactSpec("proxy_sets", "list", "the lines of the proxy's settings that write CORS headers"),
    FactSpec("proxy_origin_checks", "list", "the proxy's own checks of the Origin"),
    FactSpec(
        "left_out_at",
        "text",
        "where the proxy's settings list origins, and not the page's",
    ),
    FactSpec("run_port", "number", "the port that the code starts the app on"),
    FactSpec("published_port", "number", "the port of this machine that leads to the app's container"),
    FactSpec(
        "container_listens",
        "choice",
        "who can connect to the app in its container",
        ("inside", "everywhere"),
    ),
    FactSpec("debug_mode", "choice", "whether debug mode is on", ("yes", "no")),
    FactSpec("platform", "text", "the operating system or hosting platform"),
    FactSpec(
        "proxy",
        "choice",
        "the proxy in front of Flask",
        ("none", "nginx", "apache", "caddy", "traefik", "cloud", "dev-server", "other"),
    ),
    FactSpec(
        "proxy_drops",
        "choice",
        "what the proxy takes away; every request, where it responds to the path itself",
        ("response-header", "origin", "kept-response", "every-request"),
    ),
    FactSpec("proxy_serves", "list", "the paths that the proxy serves from a folder"),
    FactSpec("silent_upstream", "text", "where the proxy sends requests, and nothing listens"),
    FactSpec("proxy_caches", "choice", "whether the proxy's settings keep responses", ("yes",)),
    FactSpec(
        "proxy_answers_options",
        "choice",
        "whether the proxy's settings answer OPTIONS themselves, without CORS headers",
        ("yes",),
    ),
    FactSpec(
        "client",
        "choice",
        "what the page sends its requests with",
        ("fetch", "xhr", "axios", "jquery", "angular", "element"),
    ),
    FactSpec("page_served_at", "text", "where the project's settings serve the page"),
    FactSpec("page_usually_at", "text", "where the tool that serves the page does so by default"),
    FactSpec(
        "page_tool",
        "choice",
        "what serves the page during development",
        ("vite", "webpack", "next", "angular", "create-react-app", "vue-cli"),
    ),
    FactSpec("python_version", "text", "the Python version"),
    FactSpec("flask_version", "text", "the Flask version"),
    FactSpec("werkzeug_version", "text", "the Werkzeug version"),
    FactSpec("flask_cors_version", "text", "the flask-cors version"),
    FactSpec("versions_fit", "choice", "whether these versions work together", ("yes", "no")),
    FactSpec("version_remedy", "text", "what makes these versions work together"),
)
