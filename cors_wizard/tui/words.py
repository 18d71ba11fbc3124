"""Short labels for facts and sources, as the panels show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cors_wizard.facts import DECLARED, NOT_SURE, Fact, Source
from cors_wizard.knowledge_base import Node
from cors_wizard.tui.display import prose

_LABELS: Mapping[str, str] = {
    "null_origin": "Page that sends null",
    "url": "URL",
    "method": "Method",
    "browser": "Browser",
    "answered_by": "Responded",
    "refused_header": "Header not allowed",
    "forbidden_header": "Forbidden header",
    "refused_method": "Method not allowed",
    "app_file": "App's file",
    "app_variable": "App's name in the code",
    "blueprint_variable": "Blueprint",
    "configured_blueprint": "Blueprint with CORS",
    "configured_origins": "Origins in the code",
    "configured_headers": "Headers in the code",
    "configured_methods": "Methods in the code",
    "configured_exposed": "Exposed headers in the code",
    "configured_max_age": "Max age in the code",
    "origins_variable": "Origins come from the variable",
    "possible_origins": "Origins that a condition chooses from",
    "cors_settings_in": "CORS settings in",
    "settings_file": "Settings' file",
    "socketio_origins": "Socket.IO's origins in the code",
    "socketio_variable": "SocketIO's name in the code",
    "extensions": "Flask extensions",
    "framework": "Framework",
    "client": "Requests are sent with",
    "page_tool": "Page is served by",
    "page_served_at": "Page is served at",
    "page_usually_at": "By default the page is at",
    "debug_mode": "Debug mode",
    "platform": "Platform",
    "origin": "Page's origin",
    "page_url": "Page",
    "request_headers": "Headers the page adds",
    "credentials": "Credentials mode",
    "redirect_url": "Redirect to",
    "symptom": "Failed check",
    "complaint": "What you see",
    "engine": "Browser engine",
    "allow_origin": "Access-Control-Allow-Origin",
    "allow_credentials": "Access-Control-Allow-Credentials",
    "log_says": "Server's terminal",
    "reachable": "Address",
    "request_ended": "Ended in the browser",
    "status": "Status",
    "preflight_status": "Preflight status",
    "response_headers": "Response headers",
    "preflight_headers": "Preflight headers",
    "cors_headers_seen": "CORS headers",
    "allowed_origins_seen": "Origins it allows",
    "origin_policy": "Which origins it allows",
    "probe_outcome": "A browser now",
    "allow_origin_lines": "Allow-Origin headers in one response",
    "tls_problem": "Secure connection",
    "proxy_status": "Proxy's status",
    "hosting": "Hosting",
    "server_owner": "Whose server it is",
    "login_cookie": "Login cookie",
    "cookie_problem": "Blocks the cookie",
    "blocked_by": "Got in between",
    "request_mode": "Request mode",
    "page_request": "What the page sends",
    "request_problem": "Wrong with the request",
    "http_written": "Where http:// comes from",
    "failure_detail": "Line next to it",
    "tested_with": "Request came from",
    "socket_log": "Socket.IO's log",
    "unread_header": "Header to read",
    "raised": "Error of the view",
    "raised_at": "Raised at",
    "configured_credentials": "Credentials in the code",
    "resource_patterns": "Paths with CORS in the code",
    "conditional_setup": "CORS under a condition",
    "own_header_at": "Header written by the code",
    "routes": "Routes in the code",
    "proxy_calls": "The proxy calls",
    "shadowing_file": "File in the package's place",
    "missing_module": "Missing module",
    "unparsed_code": "Not valid Python",
    "route_takes": "The route takes",
    "view_name": "View with @cross_origin",
    "project": "Project folder",
    "app_style": "How the app is made",
    "cors_setup": "CORS in the code",
    "import_problem": "Import of flask-cors",
    "run_port": "Port in the code",
    "published_port": "Published port",
    "container_listens": "Container listens",
    "proxy": "In front of Flask",
    "python_version": "Python",
    "flask_version": "Flask",
    "werkzeug_version": "Werkzeug",
    "flask_cors_version": "flask-cors",
}

SOURCES: Mapping[Source, str] = {
    "pasted": "pasted",
    "probed": "probed",
    "scanned": "scanned",
    "answered": "your answer",
    "recorded": "recorded",
    "assumed": "assumed",
}
"""Where a fact came from, in a word or two."""

ASSUMED_STYLE = "$text-warning"
"""Of a value that nothing shows, wherever it is shown."""
_STYLES: Mapping[Source, str] = {
    "pasted": "$text-secondary",
    "probed": "$text-primary",
    "scanned": "$text-success",
    "answered": "$text-accent",
    "recorded": "$text-primary",
    "assumed": ASSUMED_STYLE,
}


def label_of(name: str) -> str:
    """A fact's name as people say it."""
    return _LABELS.get(name) or name.replace("_", " ").capitalize()


def is_familiar(fact: Fact) -> bool:
    """Whether people speak of this fact by a name; the others are steps on the way to one.

    A fact that is declared by a question of somebody's own knowledge files has its name from there.
    """
    return fact.name in _LABELS or fact.name not in DECLARED


def source_style(source: Source) -> str:
    """The theme variable that marks facts of this source."""
    return _STYLES[source]


def shown_value(fact: Fact) -> str:
    """The value of a fact; an id such as `not-sure` loses its hyphens."""
    spec = DECLARED.get(fact.name)
    is_id = fact.value == NOT_SURE or (spec is not None and spec.kind == "choice" and not spec.words)
    return fact.shown.replace("-", " ") if is_id else fact.shown


def value_in_words(fact: Fact, questions: Iterable[Node]) -> str:
    """A fact's value as users see it: as its declaration or else a question's answer puts it."""
    spec = DECLARED.get(fact.name)
    if spec and (words := spec.words.get(str(fact.value))):
        return words
    asking = [question for question in questions if question.fact == fact.name]
    labels = (label for question in asking if (label := _label(question, fact)))
    return prose(next(labels, shown_value(fact))).plain


def _label(question: Node, fact: Fact) -> str:
    matching = (answer.label for answer in question.answers if answer.label and fact.value in answer.when)
    return next(matching, question.choices.get(str(fact.value), ""))


def key(name: str) -> tuple[str, str]:
    """A key's name in a sentence, with its style."""
    return name, "bold $text-accent"
