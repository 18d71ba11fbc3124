"""The parts of the result beside the change: what the browser saw, who gains access, what is folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.fixes import TailoredCode, fill_prose, template_values
from cors_wizard.knowledge_base import Cause
from cors_wizard.knowledge_base.models import Link
from cors_wizard.masking import mask_text
from cors_wizard.report.brief_exchange import BriefKind, BriefLine, brief_exchange
from cors_wizard.report.build_report import other_candidates
from cors_wizard.report.layers import LAYERS_TITLE, layer_lines
from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.widgets.answer_list import Answer, AnswerList
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.diff_view import Rule
from cors_wizard.tui.widgets.exchange_timeline import ExchangeTimeline
from cors_wizard.tui.widgets.folded import Folded
from cors_wizard.tui.widgets.rows import Row, Rows, bullets
from cors_wizard.tui.words import ASSUMED_STYLE

_MOST_CANDIDATES = 6
_MOST_NOTES = 2
_LONG_ACCESS = 190
"""Characters; who gains access fits three lines."""
_ONE_MORE = 60
"""Characters of a further line."""
_SENTENCE_END = re.compile(r"(?<=[.;]) ")

_BRIEF: dict[BriefKind, tuple[str, str]] = {
    "sent": ("→", "bold $text-primary"),
    "received": ("←", "bold $text-primary"),
    "refused": ("✗", "bold $text-error"),
    "passed": ("✓", "bold $text-success"),
    "unseen": ("?", "bold $text-warning"),
}


def request_notes(diagnosis: Diagnosis) -> Iterator[Widget]:
    """What page, URL and routes say that doesn't go together: it may be the real fault."""
    for note in diagnosis.request_notes[:_MOST_NOTES]:
        mark = Content.styled("!", "bold $text-warning")
        yield Rows([Row(mark, Content(one_line(mask_text(note), 400)))], classes="request-note")


def browser_saw(diagnosis: Diagnosis) -> Iterator[Widget]:
    """The exchange in three lines: sent, received with what fails, and what fails next."""
    exchange, verdict = diagnosis.exchange, diagnosis.verdict
    if exchange and verdict:
        drawn = _brief_rows(brief_exchange(exchange, verdict, diagnosis.request))
        # What decides, and what was assumed, is whole; the rest is cut, and whole in "The whole exchange".
        whole = (Rows([row], classes="" if decides else "one-line") for row, decides in drawn)
        yield VerticalGroup(Rule("what the browser saw"), *whole, id="exchange")


def _brief_rows(lines: Sequence[BriefLine]) -> Iterator[tuple[Row, bool]]:
    """Each row, and whether it is the one that decides; the status and what fails are one row."""
    received = next((line for line in lines if line.kind == "received"), None)
    is_first = True
    for line in lines:
        if line.kind in ("refused", "passed", "unseen") and is_first and received:
            yield (
                Row(
                    _mark(received), Content.assemble(_brief(received), "  ", _mark(line), " ", _brief(line))
                ),
                True,
            )
            is_first = False
        elif line is not received:
            yield Row(_mark(line), _brief(line)), bool(line.assumed)


def _mark(line: BriefLine) -> Content:
    return Content.styled(*_BRIEF[line.kind])


def _brief(line: BriefLine) -> Content:
    told = Content.styled(one_line(line.text, 400), "$text-error" * (line.kind == "refused"))
    at = told.plain.rfind(line.assumed) if line.assumed else -1
    return told.stylize(ASSUMED_STYLE, at, at + len(line.assumed)) if at >= 0 else told


def access_line(access: str) -> Widget:
    """Who gains access by the fix, in as many whole sentences as three lines hold."""
    shown, rest = first_sentences(access)
    more = (" …", "$foreground-muted") if rest else ""
    return Static(Content.assemble(("Who gains access: ", "bold"), prose(shown), more), id="access")


def first_sentences(text: str) -> tuple[str, str]:
    """A long text cut after a sentence; a code span is never cut, and the first sentence always whole."""
    joined = " ".join(text.split())
    # A fold takes a line, too: what one more holds isn't folded.
    if len(joined) <= _LONG_ACCESS + _ONE_MORE:
        return joined, ""
    ends = [each for each in _SENTENCE_END.finditer(joined) if joined[: each.start()].count("`") % 2 == 0]
    fitting = [each for each in ends if each.start() <= _LONG_ACCESS] or ends[:1]
    return (joined[: fitting[-1].start()], joined[fitting[-1].end() :]) if fitting else (joined, "")


def _access(access: str) -> Iterator[Widget]:
    if rest := first_sentences(access)[1]:
        yield Folded("Who gains access, continued", Static(prose(rest)), id="access-continued")


def folded_parts(diagnosis: Diagnosis, cause: Cause) -> Iterator[Widget]:
    """Everything else, each part closed: proof, candidates, ways, checks, background."""
    yield from _access(diagnosis.access)
    yield from _proof(diagnosis)
    yield from _candidates(diagnosis)
    yield from _ways(diagnosis)
    yield from _layers(diagnosis)
    yield from _whole_exchange(diagnosis)
    yield from _checks(diagnosis)
    yield from _notes(diagnosis)
    yield from _background(diagnosis, cause)


def _proof(diagnosis: Diagnosis) -> Iterator[Widget]:
    if diagnosis.evidence:
        shown = [prose(text) for text in diagnosis.evidence]
        yield Folded(f"Proof ({len(shown)})", bullets(shown, mark="✓", style="$text-success"), id="proof")


def _candidates(diagnosis: Diagnosis) -> Iterator[Widget]:
    usual, rare = (other_candidates(diagnosis, are_rare=each) for each in (False, True))
    others = (*usual, *rare)
    if not others:
        return
    shown = [
        Content.assemble((prose(title).plain, "bold"), "  ", (prose(look).plain, "$foreground-muted"))
        for _, title, look in others[:_MOST_CANDIDATES]
    ]
    left = len(others) - len(shown)
    more = [Content.styled(f"and {left} more", "$foreground-muted")] if left > 0 else []
    # A large number says nothing but that little is known.
    named = f"The {len(shown)} likeliest other candidates" if left > 0 else f"{len(others)} other candidates"
    count = "1 other candidate" if len(others) == 1 else named
    yield Folded(f"{count}, and what would decide", bullets([*shown, *more]), id="candidates")


def _ways(diagnosis: Diagnosis) -> Iterator[Widget]:
    if len(diagnosis.ways) > 1:
        shown = diagnosis.fix.id if diagnosis.fix else ""
        ways = [
            Answer(str(number), way.title, beside="shown above" if way.fix.id == shown else "")
            for number, way in enumerate(diagnosis.ways)
        ]
        title = f"Other ways to fix it ({len(ways) - 1}): pick one to see it above"
        yield Folded(title, AnswerList(ways, id="other-ways"), id="ways")


def _layers(diagnosis: Diagnosis) -> Iterator[Widget]:
    """What the proxy changes, its sentence in sight and the table folded."""
    found = diagnosis.findings.layers if diagnosis.findings else ()
    if found:
        first, *lines = layer_lines(diagnosis.facts, found)
        shown = Content("\n").join(Content(one_line(line, 400)) for line in lines)
        yield Folded(f"{LAYERS_TITLE}: {one_line(first, 400)}", Static(shown), id="layers")


def _whole_exchange(diagnosis: Diagnosis) -> Iterator[Widget]:
    exchange, verdict = diagnosis.exchange, diagnosis.verdict
    if exchange and verdict:
        yield Folded("The whole exchange", ExchangeTimeline(exchange, verdict), id="whole-exchange")


def _checks(diagnosis: Diagnosis) -> Iterator[Widget]:
    fix = diagnosis.fix
    if fix and fix.verify:
        checks = [part for step in fix.verify for part in _step_widgets(step.text, step.code)]
        yield Folded("Check it by hand", *checks, id="by-hand")
    if fix and fix.next:
        yield Folded("If that doesn't help", bullets([prose(each.text) for each in fix.next]), id="next")


def _step_widgets(text: str, code: TailoredCode | None) -> Iterator[Widget]:
    yield Static(prose(text))
    if code:
        yield CodeBlock(code.text, language=code.language, filename=code.filename)


def _notes(diagnosis: Diagnosis) -> Iterator[Widget]:
    scan = diagnosis.scan
    if scan and scan.notes:
        shown = [Content(one_line(note, 400)) for note in scan.notes]
        yield Folded(f"Notes on the project folder ({len(shown)})", bullets(shown), id="notes")


def _background(diagnosis: Diagnosis, cause: Cause) -> Iterator[Widget]:
    values = template_values(diagnosis.facts)
    yield Folded("Why the browser blocks it", Static(prose(fill_prose(cause.why, values))), id="why-blocked")
    if cause.myths:
        told = [_myth(fill_prose(each.claim, values), fill_prose(each.truth, values)) for each in cause.myths]
        yield Folded("What popular advice gets wrong", bullets(told), id="myths")
    if cause.references:
        yield Folded("Read more", bullets([_link(each) for each in cause.references]), id="references")


def _myth(claim: str, truth: str) -> Content:
    return Content.assemble(("You may have read: ", "$foreground-muted"), prose(claim), "\n", prose(truth))


def _link(link: Link) -> Content:
    return Content.assemble(one_line(link.title), "\n", (one_line(link.url, 400), "$foreground-muted"))
