"""Facts: named, typed values, each with its source. Everything that becomes known is one of these.

The facts that code can yield are declared here, once, in `DECLARED`. A question file may declare one more
choice of its own, so that a new question needs no code.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from cors_wizard.errors import InputError

FactValue = str | int | tuple[str, ...]
FactKind = Literal["text", "number", "choice", "list"]
Source = Literal["scanned", "pasted", "probed", "answered"]

NOT_SURE = "not-sure"
"""The value that an answered fact has when the user could not tell; every question has a branch for it."""

_RANK: dict[Source, int] = {source: rank for rank, source in enumerate(get_args(Source))}

Symptom = Literal[
    "missing-allow-origin",
    "multiple-allow-origin",
    "invalid-allow-origin",
    "allow-origin-mismatch",
    "wildcard-origin-not-allowed",
    "invalid-allow-credentials",
    "preflight-missing-allow-origin",
    "preflight-multiple-allow-origin",
    "preflight-invalid-allow-origin",
    "preflight-allow-origin-mismatch",
    "preflight-wildcard-origin-not-allowed",
    "preflight-invalid-allow-credentials",
    "preflight-invalid-status",
    "preflight-disallowed-redirect",
    "preflight-failed",
    "invalid-allow-methods",
    "invalid-allow-headers",
    "method-disallowed",
    "header-disallowed",
    "redirect-contains-credentials",
    "redirect-blocked",
    "disabled-scheme",
    "disallowed-by-mode",
    "local-network-access",
    "mixed-content",
    "network-failure",
    "opaque-response",
    "unsafe-header-read",
    "cookie-blocked",
    "blocked-by-client",
    "resource-policy",
    "csp",
    "websocket-origin-rejected",
    "server-log",
    "not-cors",
]
"""What the browser objects to; the ids of design.md, "Words"."""

SYMPTOMS: tuple[str, ...] = get_args(Symptom)


@dataclass(frozen=True)
class FactSpec:
    """What a fact's name means and which values it takes."""

    name: str
    kind: FactKind
    meaning: str
    """A noun phrase that completes "I know ..."; shown to the user."""
    choices: tuple[str, ...] = ()
    """For a choice: every value that it can have."""


def _specs(*specs: FactSpec) -> Mapping[str, FactSpec]:
    return {spec.name: spec for spec in specs}


DECLARED: Mapping[str, FactSpec] = _specs(
    # The request, as the page makes it.
    FactSpec("url", "text", "the URL that the page requests"),
    FactSpec("origin", "text", "the page's origin, as the browser sends it"),
    FactSpec("page_url", "text", "the URL of the page"),
    FactSpec("method", "text", "the request's method"),
    FactSpec("request_headers", "list", "the headers that the page's code adds, as `Name` or `Name: value`"),
    FactSpec("credentials", "choice", "the request's credentials mode", ("omit", "same-origin", "include")),
    FactSpec("request_mode", "choice", "the request's mode", ("cors", "no-cors", "same-origin")),
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
    FactSpec("symptom", "choice", "what the browser objects to", SYMPTOMS),
    FactSpec("browser", "text", "the browser's name"),
    FactSpec(
        "engine",
        "choice",
        "the browser engine",
        ("chromium", "firefox", "webkit", "edgehtml", "javascript", "server", "unknown"),
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
            "view-raised",
            "nothing-wrong",
            "not-running",
            "deployed",
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
            "google",
            "heroku",
            "ngrok",
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
        ("above-route", "on-a-hook", "below-another", "below-route"),
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


@dataclass(frozen=True)
class Fact:
    """One known value and where it came from."""

    name: str
    value: FactValue
    source: Source
    evidence: str = ""
    """What it was read from, in words: the pasted line, the probe, the file and line."""
    span: tuple[int, int] | None = field(default=None, compare=False)
    """For a pasted fact: the characters of the pasted text that it was read from."""

    @property
    def shown(self) -> str:
        """The value as one line of plain text."""
        return ", ".join(self.value) if isinstance(self.value, tuple) else str(self.value)


@dataclass(frozen=True)
class Facts:
    """An immutable set of facts, one for each name; a better source replaces a poorer one.

    What the user answered outranks what a probe saw, that outranks the pasted text, and that the scan.
    """

    by_name: Mapping[str, Fact] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Facts:
        """The facts in order: of two with one name the better source wins, of equal sources the first."""
        merged: dict[str, Fact] = {}
        for fact in facts:
            known = merged.get(fact.name)
            if known is None or _RANK[fact.source] > _RANK[known.source]:
                merged[fact.name] = fact
        return cls(merged)

    def also(self, facts: Iterable[Fact]) -> Facts:
        """These facts and more, by the rule of `of`."""
        return Facts.of((*self, *facts))

    def replacing(self, *facts: Fact) -> Facts:
        """These facts with some set, whatever their source was."""
        return Facts({**self.by_name, **{fact.name: fact for fact in facts}})

    def without(self, *names: str) -> Facts:
        """These facts less some."""
        return Facts({name: fact for name, fact in self.by_name.items() if name not in names})

    def get(self, name: str) -> Fact | None:
        """The fact of that name, or None."""
        return self.by_name.get(name)

    def text(self, name: str) -> str | None:
        """The value of a text or choice fact; None where it is unknown or the user was not sure."""
        fact = self.by_name.get(name)
        return fact.value if fact and isinstance(fact.value, str) and fact.value != NOT_SURE else None

    def number(self, name: str) -> int | None:
        """The value of a number fact, or None."""
        fact = self.by_name.get(name)
        return fact.value if fact and isinstance(fact.value, int) else None

    def items(self, name: str) -> tuple[str, ...]:
        """The value of a list fact; empty where it is unknown."""
        fact = self.by_name.get(name)
        return fact.value if fact and isinstance(fact.value, tuple) else ()

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.by_name.values())

    def __len__(self) -> int:
        return len(self.by_name)


def parse_value(spec: FactSpec, raw: object) -> FactValue:
    """A value from an option or JSON, checked against its spec.

    Raises InputError with what was expected.
    """
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    if spec.kind == "number":
        if isinstance(raw, int):
            return raw
        if isinstance(raw, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", raw):
            return int(raw)
        raise InputError(f"The fact {spec.name} cannot be {_short(raw)}.", hint="Give a whole number.")
    if spec.kind == "list":
        if isinstance(raw, str):
            raw = [part for part in (piece.strip() for piece in raw.split(",")) if part]
        if isinstance(raw, Mapping):
            raw = [f"{name}: {value}" for name, value in raw.items()]
        if isinstance(raw, (list, tuple)):
            return tuple(_list_item(spec, item) for item in raw)
        raise InputError(f"The fact {spec.name} cannot be {_short(raw)}.", hint="Give a list of texts.")
    if not isinstance(raw, (str, int)):
        raise InputError(f"The fact {spec.name} cannot be {_short(raw)}.", hint="Give a text.")
    text = str(raw).strip()
    if spec.kind == "choice" and text not in (*spec.choices, NOT_SURE):
        raise InputError(
            f"The fact {spec.name} cannot be {_short(text)}.", hint=f"Give one of: {', '.join(spec.choices)}."
        )
    return text


def _list_item(spec: FactSpec, item: object) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, (list, tuple)) and len(item) == 2 and all(isinstance(part, str) for part in item):
        return f"{item[0]}: {item[1]}"
    raise InputError(
        f"The fact {spec.name} cannot hold {_short(item)}.", hint="Give texts, or pairs of name and value."
    )


def _short(raw: object) -> str:
    """What was given, cut and with escapes: it may be huge, deeply nested, or write to the terminal."""
    shortened = reprlib.Repr()
    shortened.maxstring = shortened.maxother = 60
    return shortened.repr(raw)


def find_spec(name: str, specs: Mapping[str, FactSpec] = DECLARED) -> FactSpec:
    """The spec of a fact's name; raises InputError with the names that exist."""
    spec = specs.get(name)
    if spec is None:
        raise InputError(
            f"There is no fact {_short(name)}.", hint=f"The facts are: {', '.join(sorted(specs))}."
        )
    return spec
