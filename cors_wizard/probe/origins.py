"""Whom does the server allow? Read from its answers to the page's origin, a foreign one, `null` and none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from cors_wizard.fetch_standard import is_same_origin, serialize_origin
from cors_wizard.fetch_standard.http_cache import varies_by_origin
from cors_wizard.frozen import dataclass
from cors_wizard.probe.requests import FOREIGN_ORIGIN
from cors_wizard.probe.result import ProbeResult

OriginPolicy = Literal["none", "fixed", "wildcard", "any-echoed", "selected"]
SeenFor = Literal["for-this-origin", "for-another-origin", "on-another-response", "nowhere"]

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
_ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"

_KINDS = (
    ("request", "foreign-origin", "null-origin", "no-origin"),
    ("preflight", "preflight-foreign-origin", "preflight-null-origin", ""),
    ("error-path", "error-path-foreign-origin", "", ""),
)
"""The same request from the page, from elsewhere, from nowhere and without Origin."""
_OWN = {other: page for page, *others in _KINDS for other in others if other}
"""By a probe's id, that of the same request from the page."""


@dataclass(frozen=True)
class Sighting:
    """One Access-Control-Allow-Origin header that was seen."""

    value: str
    result: ProbeResult
    sent: str | None
    """The Origin that the request had."""
    with_credentials: bool

    @property
    def is_echo(self) -> bool:
        """Whether it names exactly the origin that asked."""
        return self.sent is not None and self.value == self.sent


@dataclass(frozen=True)
class Sightings:
    """All Access-Control-Allow-Origin headers that a page's probes met."""

    origin: str
    """The page's origin."""
    by_id: Mapping[str, ProbeResult]

    @cached_property
    def all(self) -> tuple[Sighting, ...]:
        """Every header line, in the order of the probes."""
        return tuple(sighting for result in self.by_id.values() for sighting in _sightings(result))

    @property
    def any_allowed(self) -> bool:
        """Whether any response had such a header at all."""
        return bool(self.all)

    def of(self, id: str) -> tuple[Sighting, ...]:
        """The header lines of one response."""
        return tuple(_sightings(self.by_id[id])) if id in self.by_id else ()

    def policy(self) -> tuple[OriginPolicy, Sighting | None] | None:
        """Which origins the server answers and what shows it; None where nothing answered."""
        if not any(result.response for result in self.by_id.values()):
            return None
        for page, foreign, null, none in _KINDS:
            outside = tuple(each for each in self.of(foreign) if not self._was_refused(each))
            found = self._policy_of(self.of(page), outside, (*self.of(null), *self.of(none)))
            if found is not None:
                return found
        return None if self.all else ("none", None)

    def _was_refused(self, sighting: Sighting) -> bool:
        """Whether the server refused the other origin: what that can read is the refusal."""
        request = sighting.result.request
        usual = "preflight" if "Access-Control-Request-Method" in request.headers else "request"
        return sighting.result.is_refused(self.by_id.get(_OWN.get(request.id, usual)))

    def _policy_of(
        self, page: tuple[Sighting, ...], foreign: tuple[Sighting, ...], other: tuple[Sighting, ...]
    ) -> tuple[OriginPolicy, Sighting] | None:
        for sighting in foreign:
            if sighting.is_echo:
                return "any-echoed", sighting
        for sighting in (*foreign, *page):
            if sighting.value == "*":
                return "wildcard", sighting
        if foreign:
            return "fixed", foreign[0]
        selected = (*page, *other)
        return ("selected", selected[0]) if selected else None

    def seen_for(self, decisive: Iterable[str]) -> tuple[SeenFor, Sighting | None]:
        """Where the page's origin is allowed; `decisive` are the responses that the browser looks at."""
        asked = tuple(id for id in decisive if self.by_id.get(id) and self.by_id[id].response)
        fitting = tuple(sighting for sighting in self.all if self._fits(sighting))
        at = {sighting.result.request.id: sighting for sighting in reversed(fitting)}
        if asked and all(id in at for id in asked):
            return "for-this-origin", at[asked[0]]
        if fitting:
            return "on-another-response", fitting[0]
        return ("for-another-origin", self.all[0]) if self.all else ("nowhere", None)

    def _fits(self, sighting: Sighting) -> bool:
        return sighting.value in ("*", self.origin)

    def allowed_origins(self) -> tuple[Sighting, ...]:
        """One header for each origin that is allowed by name, without those that everyone could send."""
        named: dict[str, Sighting] = {}
        for sighting in self.all:
            if sighting.value == serialize_origin(sighting.value) and not _is_anybody(sighting.value):
                named.setdefault(sighting.value, sighting)
        return tuple(named.values())

    def reflects_any_with_credentials(self) -> bool:
        """Whether any page may read with the user's cookies."""
        outside = (each for each in self.all if each.sent == FOREIGN_ORIGIN and not self._was_refused(each))
        return any(each.is_echo and each.with_credentials for each in outside)

    def varies_silently(self) -> bool:
        """Whether the header changes with the origin and `Vary` does not say so, which a cache mixes up.

        One fixed name needs no `Vary`: no matter who asks, the header is that name or is not there.
        """
        named = {s.value for s in self.all if s.value != "*"}
        return len(named) > 1 and any(s.is_echo and may_be_mixed_up(s.result) for s in self.all)

    def allows_null(self) -> bool:
        """Whether `null` is allowed, by a server that does not allow everyone, or with credentials."""
        null = tuple(s for s in self.all if s.sent == s.value == "null" and not self._was_refused(s))
        policy = self.policy()
        return any(s.with_credentials for s in null) or bool(null and policy and policy[0] != "any-echoed")


def _is_anybody(value: str) -> bool:
    return value == "null" or is_same_origin(value, FOREIGN_ORIGIN)


def may_be_mixed_up(result: ProbeResult) -> bool:
    """Whether a cache may keep a response and give it to a page of another origin."""
    said = (result.response.headers.get("Cache-Control") or "") if result.response else ""
    return "no-store" not in said.lower() and not says_vary(result)


def says_vary(result: ProbeResult) -> bool:
    """Whether a response says that it depends on the Origin."""
    return result.response is not None and varies_by_origin(result.response.headers.get("Vary"))


def _sightings(result: ProbeResult) -> Iterable[Sighting]:
    if result.response is None:
        return
    headers = result.response.headers
    for value in headers.all(ALLOW_ORIGIN):
        yield Sighting(
            value, result, result.request.headers.get("Origin"), headers.get(_ALLOW_CREDENTIALS) == "true"
        )
