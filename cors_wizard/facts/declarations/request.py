"""What is known of the request, as the page makes it."""

from __future__ import annotations

from cors_wizard.facts.spec import FactSpec


def _standards(name: str, meaning: str, *choices: str) -> FactSpec:
    """A choice whose values are the Fetch standard's words, and so are the users'."""
    return FactSpec(name, "choice", meaning, choices, {choice: choice for choice in choices})


SPECS: tuple[FactSpec, ...] = (
    FactSpec("url", "text", "the URL that the page requests"),
    FactSpec("asked_path", "text", "the path that the server's log names, where no URL is known"),
    FactSpec("origin", "text", "the page's origin, as the browser sends it"),
    FactSpec("page_url", "text", "the URL of the page"),
    FactSpec("method", "text", "the request's method"),
    FactSpec("request_headers", "list", "the headers that the page's code adds, as `Name` or `Name: value`"),
    FactSpec("certain_headers", "list", "those of the headers that are sent whatever else is"),
    FactSpec("sometimes_headers", "list", "those of the headers that are sent only under a condition"),
    _standards("credentials", "the request's credentials mode", "omit", "same-origin", "include"),
    _standards("request_mode", "the request's mode", "cors", "no-cors", "same-origin"),
    FactSpec("page_methods", "list", "the methods of all calls of the page to this API"),
    FactSpec("page_headers", "list", "the headers that all calls of the page to this API add"),
    FactSpec("base_variable", "text", "the variable of the page's build that holds the API's address"),
    _standards("page_credentials", "whether any call of the page to this API sends cookies", "include"),
    FactSpec(
        "page_request",
        "list",
        "what the page sends, as `method: PUT`, `header: X-Tenant`, `credentials: include`",
    ),
    FactSpec(
        "request_known",
        "choice",
        "whether method, headers and credentials of the page's request are known",
        ("yes", "no"),
    ),
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
        "whether a page on the internet calls a local machine",
        ("public-to-local", "within-reach"),
    ),
    FactSpec(
        "base_url",
        "choice",
        "what is wrong with the beginning of the URL",
        ("fits", "unfilled", "own-page", "dev-server", "this-computer", "inner-name"),
    ),
    FactSpec(
        "api_place",
        "choice",
        "where the API is, seen from the page",
        ("this-computer", "local-network", "elsewhere"),
    ),
    FactSpec("api_host", "choice", "whether the URL has the page's own host", ("own", "another")),
    FactSpec("path_end", "choice", "whether the URL's path ends in a slash", ("slash", "no-slash")),
    FactSpec("origin_sent", "choice", "whether what was tested carried an Origin header", ("yes", "no")),
    FactSpec("tested_with", "choice", "what sent the request", ("browser", "another-program")),
    FactSpec("redirect_url", "text", "where a redirect points"),
    FactSpec("redirect_kind", "choice", "what a redirect changes", ("slash", "scheme", "host", "path")),
    FactSpec(
        "redirect_leads",
        "choice",
        "where the redirect leads, relative to the requested URL",
        ("nearby", "elsewhere", "to-itself", "down-to-http", "inside"),
    ),
    FactSpec(
        "slash_redirect", "choice", "whether a redirect only changes the slash at the end", ("yes", "no")
    ),
    FactSpec(
        "method_case",
        "choice",
        "how the page spells a method that browsers leave as it is",
        ("lower", "upper"),
    ),
    FactSpec(
        "other_port", "choice", "whether the page calls another port than the app starts on", ("yes", "no")
    ),
    FactSpec(
        "app_listens",
        "choice",
        "whether a Python program listens on the port that the app starts on",
        ("yes", "no"),
    ),
    FactSpec("server_folder", "text", "the folder in which the server was started, where it is another one"),
    FactSpec("redirect_to_login", "choice", "whether a redirect leads to a login page", ("yes", "no")),
    FactSpec(
        "network_check",
        "choice",
        "what the browser looks for before a public page may reach a private network",
        ("preflight-header", "permission"),
    ),
    FactSpec("redirect_needs", "choice", "what helps against a redirect", ("a-status", "its-target")),
    FactSpec("followed_redirect", "choice", "whether the browser had followed a redirect", ("yes", "no")),
)
