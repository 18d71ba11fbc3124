"""What an attack was allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from cors_wizard.facts import Facts
from cors_wizard.frozen import dataclass
from cors_wizard.origin_patterns import line_for, outsiders_in_code
from cors_wizard.probe.attack.plan import attack_ids
from cors_wizard.probe.attack.strangers import Stranger, strangers
from cors_wizard.probe.page_request import read_page_request
from cors_wizard.probe.result import ProbeResult

_STAR = re.compile(r"access-control-allow-origin[\"']?[\s:,=]{1,5}[\"']?\*(?![\w.])", re.IGNORECASE)
"""A setting of a proxy that allows every origin."""


@dataclass(frozen=True)
class Attempt:
    """One stranger and what the server allowed it."""

    stranger: Stranger
    allowed: bool
    with_credentials: bool
    by: str = ""
    """The line of code that lets it in, as `path:line`; empty where none is known."""


@dataclass(frozen=True)
class Attack:
    """What the strangers were allowed."""

    attempts: tuple[Attempt, ...]
    not_seen: int = 0
    """Strangers whose requests got no response that shows anything."""

    @cached_property
    def strangers(self) -> tuple[Attempt, ...]:
        """Those that a browser could send and that the code does not list."""
        return tuple(
            each
            for each in self.attempts
            if each.stranger.standing != "unsendable" and not each.stranger.kind.startswith("listed")
        )

    @property
    def is_public(self) -> bool:
        """Whether any website may read, without the user's cookies."""
        return any(each.stranger.kind == "foreign" and each.allowed for each in self.attempts)

    @property
    def lets_anybody_act(self) -> bool:
        """Whether any website may read with the user's cookies."""
        return any(each.stranger.kind == "foreign" and each.with_credentials for each in self.attempts)

    @cached_property
    def holes(self) -> tuple[Attempt, ...]:
        """Who gets in and should not: with the user's cookies, or past a list that was to keep them out."""
        inside = tuple(each for each in self.strangers if each.allowed and self._counts(each))
        if self.lets_anybody_act:
            return tuple(each for each in inside if each.stranger.kind in ("foreign", "null"))
        return tuple(each for each in inside if each.with_credentials or not self.is_public)

    @staticmethod
    def _counts(attempt: Attempt) -> bool:
        standing = attempt.stranger.standing
        return standing == "outsider" or (standing == "insecure" and attempt.with_credentials)

    @cached_property
    def neighbors(self) -> tuple[Attempt, ...]:
        """Origins of the page's own owner that get in too, past a list."""
        inside = (each for each in self.strangers if each.allowed and each not in self.holes)
        return () if self.is_public else tuple(inside)

    @cached_property
    def subdomains(self) -> tuple[Attempt, ...]:
        """Other hosts of the page's own site that may read with the user's cookies."""
        beside = (each for each in self.neighbors if each.stranger.kind in ("subdomain", "sibling"))
        return tuple(each for each in beside if each.with_credentials)

    @cached_property
    def ports(self) -> tuple[Attempt, ...]:
        """Other ports of the page's own host that may read with the user's cookies."""
        beside = (each for each in self.neighbors if each.stranger.kind in ("port", "port-like"))
        return tuple(each for each in beside if each.with_credentials)

    @cached_property
    def notes(self) -> tuple[Attempt, ...]:
        """What is allowed and no browser sends."""
        unsendable = (each for each in self.attempts if each.stranger.standing == "unsendable")
        return () if self.is_public else tuple(each for each in unsendable if each.allowed)


def read_attack(facts: Facts, results: Iterable[ProbeResult]) -> Attack | None:
    """What the strangers were allowed; None where no stranger's request got a response."""
    page = read_page_request(facts)
    by_id = {result.request.id: result for result in results}
    if page is None:
        return None
    everybody = strangers(facts, page.origin)
    sent = [one for one in everybody if any(id in by_id for id in attack_ids(one))]
    found = tuple(attempt for one in sent if (attempt := _attempt(facts, one, by_id)))
    return Attack(found, len(sent) - len(found)) if found else None


def _attempt(facts: Facts, stranger: Stranger, by_id: Mapping[str, ProbeResult]) -> Attempt | None:
    results = [by_id[id] for id in attack_ids(stranger) if id in by_id]
    answered = [each for each in results if each.response and not each.is_turned_away(_own(each, by_id))]
    if not answered:
        return None
    # Of what the server refuses to this origin alone, a page there can read the refusal.
    given = [each for each in answered if not each.is_refused(_own(each, by_id))]
    allowed = any(result.allows(stranger.origin) for result in given)
    with_credentials = any(result.allows_credentials(stranger.origin) for result in given)
    return Attempt(stranger, allowed, with_credentials, _line(facts, stranger) if allowed else "")


def _own(result: ProbeResult, by_id: Mapping[str, ProbeResult]) -> ProbeResult | None:
    """The page's own request of the same kind."""
    is_preflight = "Access-Control-Request-Method" in result.request.headers
    return by_id.get("preflight" if is_preflight else "request")


def _line(facts: Facts, stranger: Stranger) -> str:
    """The line of code that lets a stranger in, as far as the code tells; what runs may be older than it."""
    if "changed_since_start" in facts:
        return ""
    if stranger.place:
        return stranger.place
    likely = next((each.check.place for each in outsiders_in_code(facts)), "")
    listed = facts.get("configured_origins")
    is_scanned = listed is not None and listed.source == "scanned"
    of_list = listed.evidence.partition(": ")[0] if listed and is_scanned else ""
    known = line_for(facts, stranger.origin) or likely
    return known or _star_of_proxy(facts) or of_list or facts.text("own_header_at") or ""


def _star_of_proxy(facts: Facts) -> str:
    """The line of the proxy's settings that allows every origin, whatever Flask's own list says."""
    stars = (line for line in facts.items("proxy_sets") if _STAR.search(line))
    return next((line.partition(": ")[0] for line in stars), "")
