"""Before and after: the same probes twice, side by side, and what that says of the fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, cast

from cors_wizard.diagnosis.since_fix import SinceFix
from cors_wizard.exchange_words import sentence
from cors_wizard.facts.found import NOT_PYTHON
from cors_wizard.fetch_standard import Verdict, remembered_seconds
from cors_wizard.fetch_standard.engine_differences import TRAITS
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.probe.outcome import Outcome, outcome
from cors_wizard.report.compared_probes import ComparedProbe, compared_probes
from cors_wizard.report.engine_views import ENGINES
from cors_wizard.report.outcome_words import cookie_lines, outcome_title

if TYPE_CHECKING:
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.http_exchange import Exchange

VerifyState = Literal[
    "nothing-sent",
    "works",
    "works-as-far-as-seen",
    "open-to-others",
    "cookie-lost",
    "not-followed",
    "not-seen",
    "same-place",
    "next-place",
    "newly-blocked",
    "server-fails",
    "files-unchanged",
    "old-code",
    "server-stopped",
    "server-silent",
    "no-http",
    "other-program",
]
"""What verify tells apart."""


@dataclass(frozen=True)
class Verification:
    """What the fix changed."""

    state: VerifyState
    title: str
    """One sentence; plain text."""
    note: str
    """What to do now; plain text."""
    passed: bool
    refused_after: tuple[str, ...]
    probes: tuple[ComparedProbe, ...]

    @property
    def is_news(self) -> bool:
        """Whether there is more to say of what was seen: it works, or fails in another way than before."""
        return self.passed or self.state in ("cookie-lost", "not-followed", "not-seen", *GOES_ON)


GOES_ON: tuple[VerifyState, ...] = ("next-place", "newly-blocked", "server-fails")
"""Where the next problem is another one."""


def compare(before: Diagnosis, after: Diagnosis) -> Verification:
    """What a browser decides now, and what each probe answered before and answers now.

    Args:
        before: as it stood when the fix was given.
        after: with the same probes sent again, and with what this machine says of the files and the server.
    """
    server = after.since_fix or SinceFix()
    probes = tuple(compared_probes(before.probe_results or (), after.probe_results or ()))
    state = _state(before, after, server, is_same=all(line.is_same for one in probes for line in one.lines))
    return Verification(
        state=state,
        title=_unlike_before(state, before, after) or _title(state, after),
        note=_note(state, before, after, server),
        passed=state in ("works", "works-as-far-as-seen", "open-to-others"),
        refused_after=_refusals(after.verdict),
        probes=probes,
    )


def _state(before: Diagnosis, after: Diagnosis, server: SinceFix, *, is_same: bool) -> VerifyState:
    if not after.probe_results:
        return "nothing-sent"
    went = _went(after)
    if went is not None and (went.passes or went.state in ("not-followed", "not-seen", "cookie-lost")):
        return cast(VerifyState, went.state)
    if went is None or went.state == "no-response":
        if not _answered(before):
            return "same-place"
        if after.facts.text("reachable") == "no-http":
            return "no-http"
        return "server-silent" if after.facts.text("takes_and_is_silent") else "server-stopped"
    if _is_other_program(before, after):
        return "other-program"
    if _fails(after) and not _fails(before):
        return "server-fails"
    if is_same:
        # Byte for byte the same: what was done did not reach what runs.
        if server.stale:
            return "old-code"
        if server.changed_files == ():
            return "files-unchanged"
        if server.changed_files and not server.restarted:
            return "old-code"
    if passes(before):
        return "newly-blocked"
    if not _answered(before) and _cause(before) == _cause(after):
        # Nothing responded when the fix was given; what does now is blocked for the reason that was read.
        return "files-unchanged" if server.changed_files == () else "same-place"
    return "same-place" if _first(before) == _first(after) else "next-place"


def _went(diagnosis: Diagnosis) -> Outcome | None:
    """How the page's own request went, as far as it was seen."""
    return outcome(diagnosis.findings) if diagnosis.findings else None


def passes(diagnosis: Diagnosis) -> bool:
    """Whether the page's own request passes, as far as it was seen."""
    went = _went(diagnosis)
    return went is not None and went.passes


def _fails(diagnosis: Diagnosis) -> bool:
    """Whether the server itself fails: with a code that raises, whatever the headers of the error are."""
    exchange = diagnosis.exchange
    seen = (exchange.preflight_response, exchange.response) if exchange else ()
    return any(each is not None and each.status == 500 for each in seen)


def _answered(diagnosis: Diagnosis) -> bool:
    return any(result.response for result in diagnosis.probe_results or ())


def _cause(diagnosis: Diagnosis) -> str:
    return diagnosis.cause.id if diagnosis.cause else ""


def _is_other_program(before: Diagnosis, after: Diagnosis) -> bool:
    was, now = before.facts.text("answered_by"), after.facts.text("answered_by")
    return now in ("other-program", "airplay") and was not in (None, now)


def _first(diagnosis: Diagnosis) -> tuple[str, str] | None:
    """At which check a browser stops, and in which part of the exchange."""
    violations = diagnosis.verdict.violations if diagnosis.verdict else ()
    return (violations[0].symptom, violations[0].stage) if violations else None


_TITLES: Mapping[VerifyState, str] = {
    "nothing-sent": "Nothing was sent, so nothing is verified",
    "same-place": "Still blocked, by the same check as before",
    "next-place": "That is fixed; now the next check fails",
    "newly-blocked": "It passed before, and a browser blocks it now",
    "server-fails": "The server fails now: it responds with status 500",
    "files-unchanged": "Nothing changed: the files are as they were",
    "old-code": "The files changed, and the responses did not: old code is still running",
    "server-stopped": "The server has stopped: nothing responds at that address",
    "server-silent": "The server accepts the connection, and no response comes",
    "no-http": "Something accepts the connection, and sends no HTTP response",
    "other-program": "Another program responds at that address now",
}


def _error(after: Diagnosis) -> Iterator[str]:
    """What CORS doesn't block and still isn't a success: the page reads an error."""
    exchange = after.exchange
    status = exchange.response.status if exchange and exchange.response and not exchange.stand_in else 0
    if status >= 400:
        yield f"The page gets status {status}, and may read it: CORS is not what fails now."


def _unlike_before(state: VerifyState, before: Diagnosis, after: Diagnosis) -> str:
    """What there is to say where what was seen shows nothing, or too little, of the change; else empty."""
    if (went := _went(after)) and went.varies:
        return mask_text(outcome_title(went))
    if state in ("works", "works-as-far-as-seen") and passes(before):
        seen = " as far as seen" if state == "works-as-far-as-seen" else ""
        return f"Nothing blocks it{seen}, and nothing did before: send it from the page"
    if state == "next-place" and not _answered(before):
        return "The server responds now, and a browser still blocks it"
    if state == "same-place" and not _answered(after):
        return "Still no response, so nothing is verified"
    return ""


def _title(state: VerifyState, after: Diagnosis) -> str:
    if state in _TITLES:
        return _TITLES[state]
    went = _went(after)
    return mask_text(outcome_title(went).replace("`", "")) if went else ""


def _note(state: VerifyState, before: Diagnosis, after: Diagnosis, server: SinceFix) -> str:
    if state in ("works", "works-as-far-as-seen", "open-to-others", "not-seen"):
        unseen = (f"Not seen: {each.says}" for each in after.findings.unseen) if after.findings else ()
        return mask_text("\n".join((*_changed(before, after), *_error(after), *unseen, _kept(before, after))))
    if (seen := _went(after)) and seen.varies:
        return mask_text(f"{seen.varies} {server.stale}".strip())
    if state == "cookie-lost":
        went = _went(after)
        return " ".join(cookie_lines(went)) if went else ""
    if state == "nothing-sent" and "url" not in after.known:
        return "The URL that your page calls isn't known: paste it, or the lines of the failing request."
    if state == "newly-blocked" and before.exchange and _is_at_the_preflight(after):
        return kept_preflight([before.exchange])
    if state == "old-code":
        told = f"{_unreadable(before, after)}{server.stale or 'Restart the server'}."
        return mask_text(f"{told} Restart it, then verify again.")
    if state == "files-unchanged":
        return (
            "Nothing was written, or it was undone. If you saved a file, is it the one that the server runs?"
        )
    if state == "server-stopped":
        return mask_text(
            f"{_unreadable(before, after)}Its terminal shows why: paste the traceback, or start it again."
        )
    if state == "server-fails":
        return mask_text(f"{_unreadable(before, after)}Its terminal shows why: paste the traceback.")
    if state == "server-silent":
        return (
            "It waits or hangs: is it paused in a debugger, or is its one thread busy with another request?"
        )
    if state == "no-http":
        app = f"your app ({server.process})" if server.process else "your app"
        return mask_text(f"If that is {app}, its terminal shows why it ends. If not, stop that program.")
    if state == "other-program":
        program = server.process or after.facts.text("answered_by") or ""
        return mask_text(f"Not your app: {program}. Stop it, or move your app to another port.")
    if state == "next-place" and after.cause:
        return mask_text(f"Next: {after.cause.title}.")
    return ""


def _changed(before: Diagnosis, after: Diagnosis) -> Iterator[str]:
    """What was requested, where the page's code calls another URL since the change."""
    was, now = before.known.text("url"), after.known.text("url")
    if now is not None and was != now:
        yield f"Your page's code calls {now} now, so that was requested."


def _is_at_the_preflight(diagnosis: Diagnosis) -> bool:
    first = _first(diagnosis)
    return first is not None and first[1] == "preflight"


def _unreadable(before: Diagnosis, after: Diagnosis) -> str:
    """Which line of the project Python can't read since the change; empty where it reads all."""
    was, now = (each.scan.notes if each.scan else () for each in (before, after))
    new = (note for note in now if note not in was and NOT_PYTHON in note)
    return next((f"{note} " for note in new), "")


def _kept(before: Diagnosis, after: Diagnosis) -> str:
    found = kept_preflight(each.exchange for each in (after, before) if each.exchange)
    return found or "Reload the page with the cache off."


def kept_preflight(exchanges: Iterable[Exchange]) -> str:
    """How long browsers may keep an earlier preflight, and how to empty it; empty where they keep none."""
    ages = {
        engine: seconds
        for exchange in exchanges
        for engine in ENGINES
        if (seconds := remembered_seconds(exchange, TRAITS[engine]))
    }
    if not ages:
        return ""
    shown = ", ".join(f"{_BROWSERS[engine]} {age} s" for engine, age in ages.items())
    return f"The page may still hold an old preflight ({shown}): reload with the cache off (Disable cache)."


_BROWSERS = {"chromium": "Chrome", "firefox": "Firefox", "webkit": "Safari"}


def _refusals(verdict: Verdict | None) -> tuple[str, ...]:
    return tuple(mask_text(sentence(violation)) for violation in verdict.violations) if verdict else ()
