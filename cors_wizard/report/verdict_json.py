"""A verdict and what a probe came to, as plain data: one exchange, without a diagnosis around it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cors_wizard.exchange_words import sentence
from cors_wizard.fetch_standard import Verdict, remembered_seconds
from cors_wizard.fetch_standard.engine_differences import TRAITS
from cors_wizard.masking import mask_text
from cors_wizard.probe.cookie_chain import LostCookie, lost_cookies
from cors_wizard.report.browser_texts import texts_of
from cors_wizard.report.engine_views import ENGINES, met_by_all

if TYPE_CHECKING:
    from cors_wizard.http_exchange import Exchange
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.probe.attack import Attack
    from cors_wizard.probe.layers import LayerDifference
    from cors_wizard.probe.outcome import Outcome

SCHEMA_VERSION = 1

Json = dict[str, object]


def verdict_line(exchange: Exchange, verdict: Verdict, knowledge: Knowledge) -> Json:
    """What a browser decides about an exchange, and what each engine does and prints."""
    met = met_by_all(verdict, exchange)
    return {
        "id": exchange.id or None,
        "readable": verdict.readable,
        "readable_in": {engine: met[engine] is None and not verdict.depends_on_assumed for engine in ENGINES},
        "preflight": {
            "needed": verdict.preflight_needed,
            "reasons": list(map(sentence, verdict.preflight_reasons)),
            "request_headers": list(verdict.preflight_headers),
            "remembered": _remembered(exchange),
        },
        "violations": [
            {
                "symptom": violation.symptom,
                "stage": violation.stage,
                "message": _masked(sentence(violation)),
                "url": _masked(violation.url),
                "header": violation.header or None,
                "got": None if violation.got is None else _masked(violation.got),
                "wanted": None if violation.wanted is None else _masked(violation.wanted),
                "status": violation.status,
            }
            for violation in verdict.violations
        ],
        "console": {
            engine: None if text is None else _masked(text)
            for engine, text in texts_of(met, exchange, knowledge).items()
        },
        "exposed_headers": list(verdict.exposed_headers),
        "warnings": [
            {"id": caution.id, "message": _masked(sentence(caution))} for caution in verdict.warnings
        ],
        "lost_cookies": lost_json(lost_cookies(exchange.request, exchange.page_origin, exchange.response)),
    }


def lost_json(cookies: tuple[LostCookie, ...]) -> list[Json]:
    """The cookies that the page's next request lacks, each with why and what helps."""
    return [
        {"name": mask_text(each.name), "why": mask_text(each.why), "remedy": mask_text(each.remedy)}
        for each in cookies
    ]


@lru_cache(maxsize=2048)
def _masked(text: str) -> str:
    """The text without secrets; a recording says the same of many requests."""
    return mask_text(text)


def _remembered(exchange: Exchange) -> Json | None:
    """For how many seconds each engine sends no other preflight for the same request."""
    kept = {engine: remembered_seconds(exchange, TRAITS[engine]) for engine in ENGINES}
    ages: Json = {engine: seconds for engine, seconds in kept.items() if seconds is not None}
    return ages or None


def attack_json(attack: Attack | None) -> list[Json] | None:
    """Who else was tried and what the server allowed them; None where nobody was.

    What no browser sends is left out: it harms nobody.
    """
    if attack is None:
        return None
    return [
        {
            "origin": mask_text(each.stranger.origin),
            "allowed": each.allowed,
            "with_credentials": each.with_credentials,
            "kind": each.stranger.kind,
            "outsider": each in attack.holes,
            "by": each.by or None,
        }
        for each in attack.strangers
    ]


def layers_json(layers: tuple[LayerDifference, ...]) -> list[Json]:
    """What differs between the proxy and the server behind it."""
    return [
        {"probe": one.purpose, "header": one.header, "through": one.through, "direct": one.direct}
        for one in layers
    ]


def outcome_json(outcome: Outcome) -> Json:
    """Whether it works, for whom, and what could not be seen."""
    return {
        "state": outcome.state,
        "not_seen": [mask_text(each.says) for each in outcome.unseen],
        "method_refused": mask_text(outcome.method_refused) or None,
        "varies": mask_text(outcome.varies) or None,
        "lost_cookies": lost_json(outcome.lost_cookies),
        "attack": attack_json(outcome.attack),
    }
