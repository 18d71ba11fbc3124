"""What people say of their page's request in prose: "a PUT request", "with credentials include"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.console.prose import SENTENCE, is_asked
from cors_wizard.console.said_guards import is_another_program, is_told
from cors_wizard.facts import Fact, Facts

_MOST = 60
_LONGEST = 2_000
_IS_CODE = re.compile(r"[{}]|=>|^\s*[\w\"']{1,30}\s?:[^:]{1,60},?\s*$|\);?\s*$|^\s*(?://|#|\*|[<>] |curl\b)")
_LEFT_OPEN = re.compile(
    r"\b(?:no|remov\w+|drop\w*|tr(?:y|ied|ying)|if|either|or|docs?|answers?|says?|said|suggest\w*|recommend\w*|"
    r"before|was|were|response|server|flask|nginx)\b",
    re.IGNORECASE,
)
"""Words near it, beside those of `said_guards`, that leave open whether the page sends it now."""
_NEAR = 50
"""Characters before it and behind it."""
_CREDENTIALS = re.compile(
    r"\bwith ?credentials[`'\"]?\s{0,2}(?:[:=]|is|set to|to)?\s{0,2}[`'\"]?true\b"
    r"|\bcredentials[`'\"]?\s{0,2}(?:[:=]|is|set to|to)?\s{0,2}[`'\"]?include\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[,;:(]|\b(?:and|but|to|from|against)\b")
_METHOD = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)[ -](?:requests?|calls?)\b")


def said_of_request(lines: Sequence[str], facts: Facts) -> Iterator[Fact]:
    """The method and the credentials mode, as the lines beside the messages say them.

    Args:
        lines: the lines of the paste that no message touches.
        facts: what is known so far; nothing is yielded of what is among it.
    """
    said = [sentence for line in lines[:_MOST] for sentence in _sentences(line[:_LONGEST])]
    if "credentials" not in facts:
        told = next((each for each in said for _ in _stated(_CREDENTIALS, each)), None)
        if told:
            yield Fact("credentials", "include", "pasted", told)
    if "method" not in facts:
        methods = {match[1]: each for each in said for match in _stated(_METHOD, each)}
        if len(methods) == 1:
            ((method, told),) = methods.items()
            yield Fact("method", method, "pasted", told)


def _sentences(line: str) -> Iterator[str]:
    """Those that state something."""
    if _IS_CODE.search(line):
        return
    for found in SENTENCE.finditer(line):
        if not is_asked(line, found.span()):
            yield found[0].strip()


def _stated(wanted: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """Where it is said of the page as it is."""
    for match in wanted.finditer(sentence):
        before = sentence[: match.start()][-_NEAR:]
        # Behind it, what comes after a comma or "and" is about something else.
        after = _ENDS.split(sentence[match.end() :][:_NEAR])[0]
        around = f"{before} {after}"
        if is_told(before, after) and not is_another_program(around) and not _LEFT_OPEN.search(around):
            yield match
