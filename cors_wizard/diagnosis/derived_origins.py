"""What follows from the origins that the code or the server allows, beside the page's own. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.behind_proxy import path_in_app
from cors_wizard.diagnosis.derived_checks import about_checks
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.origin import sent_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.routing.path_match import may_be_pattern
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.knowledge_base.conditions import version_in

_WRONG_PLACES = frozenset({"above-route", "on-a-hook", "below-another", "class-decorators", "on-a-method"})
_OPEN_WAYS = frozenset(
    {"origins_variable", "unloaded_setting", "conditional_setup", "import_problem", "old_code"}
)
"""What makes the running app differ from its code, or the code from what it says."""
_SILENT = {
    "preflight-missing-allow-origin": "silent_preflights",
    "missing-allow-origin": "silent_responses",
}
_ORDER = ("space", "slash", "path", "no-scheme", "scheme", "port", "name-of-this-computer")


def about_origins(facts: Facts) -> Iterator[Fact]:
    """The facts on lists of origins."""
    yield from _about_list(facts)
    yield from _about_star(facts)
    yield from _about_credentials(facts)
    yield from _about_other_list(facts)
    yield from _about_nearest(facts)
    yield from _about_broken(facts)
    yield from _about_silence(facts)


def about_code_alone(facts: Facts) -> Iterator[Fact]:
    """Whether the code alone shows why this page gets no CORS header, whatever the status."""
    setup, dropped = facts.get("cors_setup"), facts.get("proxy_drops")
    if dropped and dropped.source == "pasted" and dropped.value == "response-header":
        yield Fact("code_alone", "decides", dropped.source, dropped.evidence)
        return
    if setup is None or facts.text("route_match") == "none":
        return
    if not _cannot_work(facts) and _allows(facts, setup):
        yield Fact("code_alone", "allows", setup.source, setup.evidence)
        return
    if setup.source != "scanned":
        # A few pasted lines show what can't work; what they leave out is open.
        if setup.source == "pasted" and (_cannot_work(facts) or _is_all_there(facts, setup)):
            yield Fact("code_alone", "decides", setup.source, setup.evidence)
        elif _is_left_to_a_condition(facts, setup):
            yield Fact("code_alone", "may-not-run", setup.source, setup.evidence)
        return
    decides = (
        _cannot_work(facts)
        or setup.value in ("none", "never-bound")
        # The process runs without the value that would allow the page.
        or (facts.text("origin_listed") == "listed" and "unloaded_setting" in facts)
    )
    yield Fact("code_alone", "decides" if decides else "open", setup.source, setup.evidence)


def _is_all_there(facts: Facts, setup: Fact) -> bool:
    """Whether app and view are both in the paste, and nothing about CORS that would reach them."""
    url = parse_url(facts.text("url") or "")
    routes = facts.items("pasted_routes") if setup.value in ("none", "never-bound") else ()
    return url is not None and any(rule_fits(each, _path(facts), ignore_last_slash=True) for each in routes)


def _is_left_to_a_condition(facts: Facts, setup: Fact) -> bool:
    """Whether the setup would allow this page, if the condition around it held where the app runs."""
    return "conditional_setup" in facts and _allows(facts.without("conditional_setup"), setup)


def _cannot_work(facts: Facts) -> bool:
    """Whether the setup as it's written leaves out this page, or this path."""
    return (
        facts.text("origin_listed") == "not-listed"
        or facts.text("resource_match") == "not-covered"
        or facts.text("blueprint_match") == "not-covered"
        or facts.text("decorator_place") in _WRONG_PLACES
        or (
            facts.text("decorator_place") == "below-a-raiser"
            and (facts.text("symptom") or "").startswith("preflight-")
        )
        or any(True for _ in _about_silence(facts))
    )


def _about_silence(facts: Facts) -> Iterator[Fact]:
    """Whether the path's own code sends no header with the response that lacks it, preflight or not."""
    url, symptom = parse_url(facts.text("url") or ""), facts.text("symptom") or ""
    silent = facts.get(_SILENT.get(symptom, ""))
    if url is None or silent is None or not isinstance(silent.value, tuple):
        return
    start = "" if symptom.startswith("preflight-") else f"{(facts.text('method') or '').upper()} "
    # An error that one `return` of the view answers with ends in its status.
    status = f" {facts.number('status') or ''}"
    rules = (
        str(each).removeprefix(start).removesuffix(status)
        for each in silent.value
        if str(each).startswith(start)
    )
    if any(rule_fits(each, _path(facts), ignore_last_slash=True) for each in rules):
        yield Fact("view_is_silent", "yes", silent.source, silent.evidence)


def _path(facts: Facts) -> str:
    return path_in_app(facts.text("url") or "", facts)


def _allows(facts: Facts, setup: Fact) -> bool:
    """Whether the setup as it's written covers this path and allows this page, as far as it is read whole."""
    if facts.text("origin_listed") != "listed" or not _OPEN_WAYS.isdisjoint(facts.by_name):
        return False
    if setup.source == "scanned" and "configured_origins_at" in facts and "origins_as_written" not in facts:
        return False
    if setup.value != "hand-written" and "own_header_at" in facts:
        # Other code of the project writes such headers, too: flask-cors may never get to its own.
        return False
    if setup.value == "blueprint":
        return facts.text("blueprint_match") == "covered"
    if setup.value == "decorator":
        rules = [line.partition(" | ")[0] for line in facts.items("decorated_origins")]
        rules += [facts.text("view_rule") or ""]
        # A decorator allows what the view returns, and not what it raises.
        raised = 400 <= (facts.number("status") or 0) <= 499
        placed = facts.text("decorator_place") in ("below-route", "below-a-raiser") and not raised
        path = _path(facts) if parse_url(facts.text("url") or "") else ""
        return placed and any(rule and rule_fits(rule, path, ignore_last_slash=True) for rule in rules)
    in_paths = "resource_patterns" not in facts or facts.text("resource_match") == "covered"
    return setup.value == "app" and in_paths


def _in_force(facts: Facts) -> Fact | None:
    """The origins that the code allows: a decorator's word on the view of the URL wins over the app's."""
    decorated, url = facts.get("decorated_origins"), parse_url(facts.text("url") or "")
    if decorated is not None and url is not None:
        lines = [line.partition(" | ") for line in facts.items("decorated_origins")]
        found = [
            rest.partition(": ")[2]
            for rule, _, rest in lines
            if rule_fits(rule, _path(facts), ignore_last_slash=True)
        ]
        if found:
            return replace(decorated, value=tuple(found))
    return facts.get("configured_origins")


def _about_credentials(facts: Facts) -> Iterator[Fact]:
    """Whether they are allowed in the call itself: a call may run before Flask's configuration is there."""
    allowed, listed = facts.get("configured_credentials"), facts.items("configured_origins")
    leaves_out = listed and _by_list(sent_origin(facts.text("origin") or ""), listed) == "not-listed"
    # A page that it leaves out gets nothing from it: what lets that in is something else.
    if allowed and allowed.value == "yes" and "cors_settings_in" not in facts and not leaves_out:
        yield replace(allowed, name="credentials_in_call")


def _about_star(facts: Facts) -> Iterator[Fact]:
    """Whether the view's own decorator allows everyone, where the app's setup names origins."""
    in_force, named = _in_force(facts), facts.items("configured_origins")
    if in_force is None or in_force is facts.get("configured_origins") or "*" in named:
        return
    if isinstance(in_force.value, tuple) and "*" in in_force.value:
        yield Fact("star_by_decorator", "yes", in_force.source, in_force.evidence)


def _about_other_list(facts: Facts) -> Iterator[Fact]:
    """Whether the list for this response leaves out a page whose preflight passes by other means.

    The view's own decorator does it where the app's setup lists the page; the app's setup itself
    where the project's own code responds to preflights.
    """
    own, app, origin = _in_force(facts), facts.get("configured_origins"), facts.text("origin")
    if own is None or app is None or not origin:
        return
    page, words = sent_origin(origin), []
    for each in (own, app):
        words.append(_by_list(page, each.value) if isinstance(each.value, tuple) else "")
    is_beside_own = own is app and facts.text("cors_setup") == "app" and "own_header_at" in facts
    if words == ["not-listed", "not-listed" if is_beside_own else "listed"]:
        yield Fact("left_out_of_list", "yes", own.source, own.evidence)


def _about_list(facts: Facts) -> Iterator[Fact]:
    listed, origin = _in_force(facts), facts.text("origin")
    if listed and isinstance(listed.value, tuple) and "*" in listed.value:
        yield Fact("origin_listed", "listed", listed.source, listed.evidence)
    elif listed and origin and isinstance(listed.value, tuple):
        word = _by_list(sent_origin(origin), listed.value)
        if word:
            yield Fact("origin_listed", word, listed.source, listed.evidence)
    else:
        yield from about_checks(facts, serialize_origin(origin or ""))


def _by_list(page: str, listed: tuple[str, ...]) -> str:
    """Whether flask-cors finds the page in a list; empty where an entry can't be followed."""
    if page in listed:
        return "listed"
    patterns = [each for each in listed if may_be_pattern(each)]
    # What has no sign of a pattern is compared as it is: with a path or without a scheme it never fits.
    if any(each.lower() == page for each in listed if each not in patterns):
        return ""
    # Only here: most lists are of plain origins.
    from cors_wizard.origin_patterns import flask_cors_check, is_readable, takes

    checks = [flask_cors_check(each) for each in patterns]
    if any(each is not None and takes(each, page) for each in checks):
        return "listed"
    return "not-listed" if all(each is not None and is_readable(each) for each in checks) else ""


def _about_nearest(facts: Facts) -> Iterator[Fact]:
    listed = _in_force(facts) or facts.get("allowed_origins_seen")
    page = serialize_origin(facts.text("origin") or "")
    if listed is None or not isinstance(listed.value, tuple) or page == "null" or page in listed.value:
        return
    near = [(kind, each.strip()) for each in listed.value if (kind := differs(each, page))]
    if near:
        kind, origin = min(near, key=lambda one: _ORDER.index(one[0]))
        yield Fact("near_origin", origin, listed.source, listed.evidence)
        yield Fact("origin_differs", kind, listed.source, listed.evidence)


def differs(listed: str, page: str) -> str:
    """The one thing in which an entry of a list differs from the page's origin; empty where it is more."""
    if listed != listed.strip():
        return "space" if listed.strip().rstrip("/").lower() == page else differs(listed.strip(), page)
    if listed.rstrip("/").lower() == page:
        return "slash"
    if listed.lower().startswith(f"{page}/"):
        return "path"
    one, other = parse_url(listed), parse_url(page)
    if other is not None and listed.rstrip("/").lower() == other.authority:
        return "no-scheme"
    if one is None or other is None or serialize_origin(listed) != listed.lower():
        return ""
    if one.authority == other.authority:
        return "scheme"
    if (one.scheme, one.host) == (other.scheme, other.host):
        return "port"
    loopback = is_loopback(one.host) and is_loopback(other.host)
    return (
        "name-of-this-computer" if loopback and (one.scheme, one.port) == (other.scheme, other.port) else ""
    )


def _about_broken(facts: Facts) -> Iterator[Fact]:
    for name in ("configured_origins", "resource_patterns"):
        known = facts.get(name)
        if known and any(_is_broken(each) for each in facts.items(name)):
            yield Fact("broken_pattern", _what_it_does(facts), known.source, known.evidence)
            return


def _is_broken(pattern: str) -> bool:
    """Whether a glob is where a regular expression is expected: nothing is before what repeats."""
    return pattern != "*" and (pattern.startswith(("*", "?", "+")) or "**" in pattern)


def _what_it_does(facts: Facts) -> str:
    """What that version of flask-cors does with such a pattern."""
    version = facts.text("flask_cors_version")
    if version is None:
        return "not-known"
    if version_in(version, "<6.0.0"):
        return "fails-requests"
    return "never-matches" if version_in(version, "<6.0.4") else "stops-start"
