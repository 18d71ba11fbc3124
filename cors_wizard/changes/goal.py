"""What a fix must bring about: the page's own request passes, and nobody else's does."""

from __future__ import annotations

import re

from cors_wizard.behind_proxy import path_in_app
from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import preflight_header_names
from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Headers, Request

_METHOD = re.compile(r"[A-Za-z-]{1,20}")
_HEADER = re.compile(r"[A-Za-z0-9_-]{1,100}")
_NEEDS_CREDENTIALS = ("invalid-allow-credentials", "wildcard-origin-not-allowed")
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}")


@dataclass(frozen=True)
class Goal:
    """The page's request, as far as it is known; what is only assumed is left out."""

    origin: str = ""
    """Serialized; empty where it is unknown, or cannot be allowed by name."""
    url: str = ""
    path: str = "/"
    method: str = ""
    """Empty where it is unknown."""
    headers: tuple[str, ...] = ()
    """Lower-cased names that a preflight asks for."""
    spelled: tuple[str, ...] = ()
    """The same as the page spells them, where it is known."""
    with_credentials: bool = False
    exposes: tuple[str, ...] = ()
    """Response headers that the page reads."""
    private_network: bool = False
    version: tuple[int, ...] = ()
    """Of flask-cors; empty where it is unknown."""

    def needs(self, option: str) -> bool:
        """Whether the request needs the right that an option of flask-cors gives, if it gives one."""
        rights = {
            "supports_credentials": self.with_credentials,
            "allow_private_network": self.private_network,
        }
        return rights.get(option, True)

    @property
    def is_same_origin(self) -> bool:
        """Whether page and API are one origin, so that no CORS setup has a part in it."""
        return bool(self.origin) and named_origin(self.url) == self.origin

    @property
    def asked_path(self) -> str:
        """The path of the URL: what a proxy and the page's code know of."""
        parsed = parse_url(self.url)
        return parsed.path if parsed else self.path

    @property
    def is_local(self) -> bool:
        """Whether the page is on the developer's own machine."""
        return bool(re.match(r"https?://(?:localhost|127\.|\[::1\]|0\.0\.0\.0)", self.origin))


def goal_of(facts: Facts) -> Goal:
    """The goal that the facts tell of."""
    url = facts.text("url") or ""
    headers = _names(facts)
    symptom = (facts.text("symptom") or "").removeprefix("preflight-")
    credentials = facts.get("credentials")
    is_sent = bool(credentials and credentials.is_known and credentials.value == "include")
    lower = {name.lower() for name in headers}
    return Goal(
        origin=named_origin(facts.text("origin") or "") or "",
        url=url,
        path=path_in_app(url, facts) or "/",
        method=_method(facts),
        headers=tuple(sorted(lower)),
        spelled=headers,
        with_credentials=is_sent or symptom in _NEEDS_CREDENTIALS,
        exposes=tuple(filter(_HEADER.fullmatch, (facts.text("unread_header") or "",))),
        private_network=symptom == "local-network-access",
        version=_version(facts.text("flask_cors_version") or ""),
    )


def _method(facts: Facts) -> str:
    refused = facts.text("refused_method") or ""
    fact = facts.get("method")
    known = str(fact.value) if fact and fact.is_known and isinstance(fact.value, str) else ""
    method = known or refused
    return method if _METHOD.fullmatch(method) and method != "not-sure" else ""


def _names(facts: Facts) -> tuple[str, ...]:
    """The headers that a preflight asks for, as they are spelled."""
    fact = facts.get("request_headers")
    items = fact.value if fact and fact.is_known and isinstance(fact.value, tuple) else ()
    pairs = [item.partition(":") for item in items]
    headers = Headers.of([(name.strip(), value.strip()) for name, _, value in pairs])
    asked = set(preflight_header_names(Request(url="", method="GET", headers=headers)))
    spelled = {name.lower(): name for name, _ in headers if name.lower() in asked}
    for name in facts.items("refused_headers") or (facts.text("refused_header") or "",):
        spelled.setdefault(name.lower(), name)
    return tuple(name for name in spelled.values() if _HEADER.fullmatch(name))


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("."))) if _VERSION.fullmatch(text) else ()
