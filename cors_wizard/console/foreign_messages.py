"""Firefox's refusals in languages whose sentences nobody wrote down here.

Firefox speaks about a hundred languages, and its translators leave the names of headers, `CORS` and the
values in quotes as they are: these tell which refusal it is. Where only words tell it, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.reading import ConsoleMessage
from cors_wizard.facts import Fact, FactValue

_READ = 200_000
_MOST = 50
_HOW_SURE = 0.9
_QUOTE = (
    "'\"`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
)
_LINE = re.compile(
    rf"^(?P<before>[^\n]{{6,300}}?)(?P<url>https?://[^\s{_QUOTE}<>()\uff08\uff09\u3002\uff0c]{{1,2000}})"
    rf"(?P<reason>[^\n]{{0,250}}?[{_QUOTE}]\s?Access-Control-Allow-(?P<name>Origin|Credentials|Methods|Headers)"
    rf"\s?[{_QUOTE}][^\n]{{0,400}})$",
    re.MULTILINE,
)
_QUOTED = re.compile(rf"[{_QUOTE}]\s?([^\s{_QUOTE}]{{1,300}})\s?[{_QUOTE}]")
_ENGLISH = re.compile(r"\b(?:the|with|and|blocked|missing|from|has|this|my)\b", re.IGNORECASE)
_STATUS = re.compile(r"(?<![0-9])([1-5][0-9]{2})[^0-9\n]{0,4}\Z")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&*+.^_|~-]{1,200}")
_OF_HEADERS = "Access-Control-Allow-"


@dataclass(frozen=True)
class _Refusal:
    """What a line says, as far as its untranslated parts show it."""

    pattern: str
    """The English message that it is the translation of."""
    facts: tuple[tuple[str, FactValue], ...] = ()


class ForeignFinder:
    """Finds translated refusals of Firefox by what translators leave alone."""

    def __init__(self, patterns: Iterable[MessagePattern]) -> None:
        self._english = {each.id: each for each in patterns if each.engine == "firefox"}

    def find(self, text: str, taken: Iterable[ConsoleMessage]) -> Iterator[ConsoleMessage]:
        """The messages on lines where no other was read."""
        if _OF_HEADERS not in text or "CORS" not in text:
            return
        spans = [span for each in taken if each.role != "cut" for span in (each.span, *each.repeats)]
        for number, found in enumerate(_LINE.finditer(text[:_READ])):
            if number >= _MOST:
                return
            start, end = found.span()
            is_free = all(end <= begin or stop <= start for begin, stop in spans)
            if is_free and "CORS" in found[0] and not _ENGLISH.search(found[0]):
                yield from self._message(text, found)

    def _message(self, text: str, found: re.Match[str]) -> Iterator[ConsoleMessage]:
        refusal = _refusal(found["name"], found["reason"])
        pattern = self._english.get(refusal.pattern)
        if pattern is None:
            return
        evidence = " ".join(found[0].split())
        values = (("url", found["url"].rstrip(".,;:")), *refusal.facts, *pattern.facts.items())
        yield ConsoleMessage(
            pattern_id=pattern.id,
            engine=pattern.engine,
            symptom=pattern.symptom,
            role=pattern.role,
            text=found[0],
            line=text.count("\n", 0, found.start()) + 1,
            span=found.span(),
            facts=tuple(Fact(name, value, "pasted", evidence, found.span()) for name, value in values),
            causes=pattern.causes,
            says=pattern.says,
            certainty=_HOW_SURE,
        )


def _refusal(name: str, reason: str) -> _Refusal:
    quoted = [value for value in _QUOTED.findall(reason) if not value.startswith(_OF_HEADERS)]
    value = quoted[0] if quoted else ""
    if name == "Headers":
        is_name = bool(_TOKEN.fullmatch(value))
        return _Refusal("firefox-header-not-allowed", (("refused_header", value),) if is_name else ())
    if name == "Methods":
        return _Refusal("firefox-invalid-allow-methods" if value else "firefox-method-not-allowed")
    if name == "Credentials":
        return _Refusal("firefox-invalid-allow-credentials")
    if value == "*":
        return _Refusal("firefox-wildcard-with-credentials")
    if value:
        return _Refusal("firefox-allow-origin-mismatch", (("allow_origin", value),))
    status = _STATUS.search(reason)
    return _Refusal("firefox-missing-allow-origin", (("status", int(status[1])),) if status else ())
