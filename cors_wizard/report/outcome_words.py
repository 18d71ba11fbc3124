"""Whether it works, in words: one sentence, who else was tried, and what could not be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.facts.found import clean
from cors_wizard.fixes.quoting import code_span
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text
from cors_wizard.printable import in_words
from cors_wizard.report.as_prose import as_prose
from cors_wizard.report.document import Block, Bullets, CodeBlock, Heading, Paragraph

if TYPE_CHECKING:
    from cors_wizard.probe.attack import Attack, Attempt
    from cors_wizard.probe.outcome import Outcome

_MOST_NAMED = 3
_WIDEST_ORIGIN = 44


def outcome_title(outcome: Outcome, refusals: int = 0) -> str:
    """The one sentence; inline text.

    Args:
        outcome: how it went.
        refusals: how many reasons a browser has to refuse it.
    """
    if outcome.state == "no-response":
        return "No usable response from the server"
    if outcome.method_refused:
        return "The server doesn't accept this method"
    if outcome.varies:
        return "A browser blocks this at times: the same request gets different responses"
    if outcome.state == "refused":
        return f"A browser blocks this: {refusals} reason{'' if refusals == 1 else 's'}"
    if outcome.state == "not-followed":
        return "Undetermined: a redirect was not followed"
    if outcome.state == "not-seen":
        return "Undetermined: no response shows that the page may read it"
    if outcome.state == "cookie-lost":
        names = ", ".join(code_span(each.name) for each in outcome.lost_cookies[:_MOST_NAMED])
        return f"CORS allows it, but the browser blocks the cookie {names}"
    start = "Works as far as seen" if outcome.unseen else "Works"
    return f"{start} for your page, and {_for_whom(outcome.attack)}"


def _for_whom(attack: Attack | None) -> str:
    """Who else it works for."""
    if attack is None or not attack.strangers:
        return "nothing shows for whom else"
    if attack.lets_anybody_act:
        return "for any other website, with the user's cookies"
    if attack.holes:
        named = ", ".join(code_span(each.stranger.origin) for each in attack.holes[:_MOST_NAMED])
        cookies = "with" if any(each.with_credentials for each in attack.holes) else "without"
        more = len(attack.holes) - _MOST_NAMED
        return f"for {named}{f' and {more} more' if more > 0 else ''}, {cookies} cookies"
    if attack.is_public:
        return "for any other website, without cookies"
    if relatives := _relatives(attack):
        return f"for {relatives}, with cookies"
    if any(each.stranger.kind not in ("upper-case", "slash") for each in attack.neighbors):
        return "for nobody outside its own host and domain"
    return "for nobody else that got a response" if attack.not_seen else "for nobody else"


def _relatives(attack: Attack) -> str:
    """Who reads with the user's cookies and belongs to the page, as a rule; empty where nobody does."""
    hosts = "other hosts of its domain" if attack.subdomains else ""
    ports = "other ports of its host" if attack.ports else ""
    return in_words([each for each in (hosts, ports) if each])


def outcome_blocks(outcome: Outcome) -> Iterator[Block]:
    """What stands below the sentence."""
    for told in filter(None, (outcome.method_refused, outcome.varies)):
        yield Paragraph(as_prose(mask_text(told)))
    if outcome.lost_cookies:
        yield Heading(2, "Cookies that are lost")
        yield Bullets(tuple(map(as_prose, cookie_lines(outcome))))
    if (outcome.passes or outcome.state == "not-seen") and outcome.unseen:
        yield Heading(2, "Not seen")
        yield Bullets(tuple(as_prose(mask_text(each.says)) for each in outcome.unseen))
    if outcome.attack:
        yield Heading(2, "Who else gets in")
        yield Paragraph(attack_sentence(outcome.attack))
        yield CodeBlock(_as_text(attack_lines(outcome.attack)))


def brief_outcome(outcome: Outcome, *, has_cause: bool = False) -> Iterator[Block]:
    """The same in two sentences: for whom it works and what was not seen; or who gets in though it fails.

    Args:
        outcome: how it went.
        has_cause: whether something else shows why it fails: then a response that may be read proves nothing.
    """
    claims = (outcome.passes or outcome.state == "not-seen") and not has_cause
    if claims or outcome.method_refused or outcome.varies or outcome.state == "cookie-lost":
        yield Paragraph(f"{outcome_title(outcome)}{_by(outcome.attack)}.")
        if outcome.varies:
            yield Paragraph(as_prose(mask_text(outcome.varies)))
        yield from (Paragraph(as_prose(line)) for line in cookie_lines(outcome))
    elif outcome.attack and outcome.attack.holes:
        yield Paragraph(f"Who gets in now: {attack_sentence(outcome.attack)}")
    if (outcome.passes or outcome.state == "not-seen") and outcome.unseen:
        says = " ".join(mask_text(each.says) for each in outcome.unseen)
        yield Paragraph(f"Not seen: {as_prose(says)}")


def cookie_lines(outcome: Outcome) -> tuple[str, ...]:
    """Each lost cookie with its reason and what helps; plain text."""
    return tuple(
        # Masked apart: behind a name such as `sid:`, the first word of our sentence would read as a secret.
        f"{mask_text(clean(each.name))}: {mask_text(f'{each.why} {each.remedy}'.strip())}"
        for each in outcome.lost_cookies
    )


def attack_sentence(attack: Attack) -> str:
    """Who got in, in one sentence; inline text."""
    tried = _tried(attack)
    if attack.holes:
        return f"It also works {_for_whom(attack)}{_by(attack)}. {tried}"
    if attack.is_public:
        return f"Any website may read this, without the user's cookies: a public API. {tried}"
    if relatives := _relatives(attack):
        at = (*attack.subdomains, *attack.ports)[0].by
        by = f", by {code_span(at)}" if at else ""
        who = f"{relatives[0].upper()}{relatives[1:]}"
        return f"{who} can read with the user's cookies{by}: check that all are yours. {tried}"
    if attack.neighbors:
        return f"Nobody who doesn't own the page's site. {tried}"
    return f"Nobody{' of those that got a response' if attack.not_seen else ''}. {tried}"


def _by(attack: Attack | None) -> str:
    """By which line of the code somebody gets in who should not; empty where none is known."""
    by = next((each.by for each in attack.holes if each.by), "") if attack else ""
    return f", by {code_span(by)}" if by else ""


def _tried(attack: Attack) -> str:
    """How many origins were tried: as many as have a line, those apart that say nothing of other sites."""
    unsendable = sum(each.stranger.standing == "unsendable" for each in attack.attempts)
    listed = len(attack.attempts) - unsendable - len(attack.strangers)
    apart = (
        f"a browser never sends {unsendable} of them" if unsendable else "",
        f"your code lists {listed} of them" if listed else "",
    )
    count = len(attack.attempts)
    tried = f"{count} origins were tried" if count > 1 else "One origin was tried"
    return f"{'; '.join((tried, *filter(None, apart)))}."


def sentence_text(attack: Attack) -> str:
    """The same as plain text."""
    return mask_text(attack_sentence(attack).replace("`", ""))


@dataclass(frozen=True)
class AttackLine:
    """One origin that was tried and how it went; plain text, secrets masked."""

    mark: str
    origin: str
    note: str
    is_hole: bool


def attack_lines(attack: Attack) -> tuple[AttackLine, ...]:
    """One for each origin that was tried: who gets in first, what no browser sends last."""
    shown = sorted(attack.attempts, key=lambda each: _rank(attack, each))
    return tuple(
        AttackLine(
            _mark(attack, each), mask_text(each.stranger.origin), mask_text(_note(each)), each in attack.holes
        )
        for each in shown
    )


def origin_width(lines: Iterable[AttackLine]) -> int:
    """Columns for the origins; a longer one is rare, and pushes only its own note away."""
    return min(_WIDEST_ORIGIN, max((len(each.origin) for each in lines), default=0))


def _as_text(lines: Sequence[AttackLine]) -> str:
    width = origin_width(lines)
    return "\n".join(f"{each.mark:8}  {each.origin:<{width}}  {each.note}" for each in lines)


def _rank(attack: Attack, attempt: Attempt) -> tuple[bool, bool, bool]:
    return attempt not in attack.holes, attempt.stranger.standing == "unsendable", not attempt.allowed


def _mark(attack: Attack, attempt: Attempt) -> str:
    if attempt in attack.holes:
        return "GETS IN"
    return "allowed" if attempt.allowed else "refused"


def _note(attempt: Attempt) -> str:
    unsendable = "; no browser sends it" if attempt.stranger.standing == "unsendable" else ""
    if not attempt.allowed:
        return f"{attempt.stranger.says}{unsendable}"
    cookies = "with cookies" if attempt.with_credentials else "without cookies"
    by = f" ({attempt.by})" if attempt.by else ""
    return f"{cookies}{by}: {attempt.stranger.says}{unsendable}"
