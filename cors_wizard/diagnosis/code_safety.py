"""What is unsafe in the code, before anything was sent: cautions that follow from its CORS setup. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.trust import is_local
from cors_wizard.fetch_standard.urls import parse_url

if TYPE_CHECKING:
    from cors_wizard.origin_patterns import OriginCheck

_TELLING = ("configured_origins", "origin_checks", "configured_headers", "proxy_origin_checks", "code_sends")


def about_code_safety(facts: Facts) -> Iterator[Fact]:
    """The fact `code_warnings`, and the origins that the code's checks let in although nobody meant them."""
    if _is_said(facts):
        return
    # Only here: most texts hold no code.
    from cors_wizard.origin_patterns import allows_everybody, checks_in_code, outsiders_in_code

    everybody = allows_everybody(facts)
    holes = () if everybody else outsiders_in_code(facts)
    echoes = everybody and _with_credentials(facts) and _echoes(facts, everybody) and not _was_refused(facts)
    ids = ["reflects-any-origin"] * bool(echoes)
    ids += ["allows-null-origin"] * _lists_null(facts)
    ids += ["origin-pattern-too-wide"] * bool(
        holes or any(each.kind == "like" for each in checks_in_code(facts))
    )
    ids += ["insecure-origin-allowed"] * _allows_plain_http(facts)
    ids += ["authorization-under-wildcard"] * _names_no_authorization(facts)
    if ids:
        yield Fact("code_warnings", tuple(dict.fromkeys(ids)), "scanned", "what the code allows to whom")
    if holes:
        told = tuple(f"{each.origin} ({each.check.place or 'the code'})" for each in holes)
        yield Fact("allowed_outsiders", told, "scanned", f"{holes[0].check}")


def _lists_null(facts: Facts) -> bool:
    from cors_wizard.origin_patterns import entries_in_code

    return any(each.kind == "is" and each.text == "null" for each in entries_in_code(facts))


def _is_said(facts: Facts) -> bool:
    """Whether nothing was read of the code."""
    return not any(name in facts for name in _TELLING)


def _was_refused(facts: Facts) -> bool:
    """Whether the running API allows the page and not other websites, so that other code overrides this."""
    policy, went = facts.get("origin_policy"), facts.text("probe_outcome")
    # One name, whatever the origin: nothing is echoed.
    is_fixed = policy is not None and policy.value == "fixed"
    return is_fixed or (went == "readable" and policy is not None and policy.value == "selected")


def _with_credentials(facts: Facts) -> bool:
    from cors_wizard.origin_patterns import gives_cookies_to_all

    by_proxy = (line.lower() for line in facts.items("proxy_sets"))
    return (
        facts.text("configured_credentials") == "yes"
        or any("access-control-allow-credentials" in line and "true" in line for line in by_proxy)
        or gives_cookies_to_all(facts)
    )


def _echoes(facts: Facts, everybody: OriginCheck) -> bool:
    """Whether the origin is sent back by name: flask-cors does, a hand-written `*` does not."""
    is_star = facts.text("origin_policy") == "wildcard"
    return (
        everybody.kind == "any"
        and not is_star
        and (facts.text("cors_setup") != "hand-written" or "*" not in facts.items("configured_origins"))
    )


def _allows_plain_http(facts: Facts) -> bool:
    """Whether an API that is called over HTTPS gives cookies to a page over plain HTTP."""
    api = parse_url(facts.text("url") or "")
    if api is None or api.scheme != "https" or not _with_credentials(facts):
        return False
    pages = (parse_url(each) for each in facts.items("configured_origins"))
    return any(page and page.scheme == "http" and page.host and not is_local(page.host) for page in pages)


def _names_no_authorization(facts: Facts) -> bool:
    """Whether a hand-written `Access-Control-Allow-Headers: *` is all that lets `Authorization` pass."""
    sent = {item.partition(":")[0].strip().lower() for item in facts.items("request_headers")}
    listed = {item.lower() for item in facts.items("configured_headers")}
    by_hand = facts.text("cors_setup") == "hand-written"
    return by_hand and "authorization" in sent and "*" in listed and "authorization" not in listed
