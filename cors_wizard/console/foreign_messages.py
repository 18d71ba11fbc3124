"""Refusals of Firefox, and failures of Safari, in languages whose sentences nobody wrote down here.

Firefox speaks about a hundred languages, and its translators leave the names of headers, `CORS`, statuses
and the values in quotes as they are: these tell which refusal it is. Where only words tell it, nothing is
claimed. Safari puts the system's sentence behind English words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.reading import ConsoleMessage
from cors_wizard.facts import Fact, FactValue
from cors_wizard.frozen import dataclass

_READ = 200_000
_MOST = 50
_HOW_SURE = 0.9
_QUOTE = (
    "'\"`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f"
)
_URL = rf"(?P<url>https?://(?:(?![{_QUOTE}<>()])[!-~]){{1,2000}}+)"
"""Firefox writes an address in ASCII alone; in some languages the next word follows without a space."""
_LINE = re.compile(
    rf"^(?P<before>[^\n]{{6,300}}?){_URL}(?P<reason>[^\n]{{0,250}}?"
    rf"[{_QUOTE}]\s?Access-Control-Allow-(?P<name>Origin|Credentials|Methods|Headers)"
    rf"\s?[{_QUOTE}][^\n]{{0,400}})$",
    re.MULTILINE,
)
_IN_BRACKETS = rf"[^\n()\uff08\uff09{_QUOTE}]"
_QUOTED_ADDRESS = re.compile(rf"[{_QUOTE}]\s?(https?://[^\s{_QUOTE}]{{1,2000}})\s?[{_QUOTE}]")
_QUOTED_VALUE = re.compile(rf"[{_QUOTE}]\s?(\*|null|https?://[^\s{_QUOTE}]{{1,300}})\s?[{_QUOTE}]")
_WITH_STATUS = re.compile(
    rf"^[^\n]{{6,300}}?{_URL}[^\n(\uff08]{{0,240}}+"
    rf"[(\uff08]{_IN_BRACKETS}{{0,120}}?\bCORS\b{_IN_BRACKETS}{{0,120}}+[)\uff09]"
    r"[^\n()\uff08\uff09:\uff1a]{1,60}+[:\uff1a][ \u00a0]?"
    r"(?P<status>[(\uff08]null[)\uff09]|[1-5][0-9]{2})[.\u3002\u0964]?[ \t]*$",
    re.MULTILINE,
)
"""A reason without a header's name and then a status: no response came, or the preflight's was a bad one."""
_POLICY = re.compile(
    rf"^[^\n]{{0,60}}?Content[ -]Security[ -]Policy\s?[:\uff1a][^\n]{{6,200}}?{_URL}[^\n]{{0,240}}?"
    rf"[{_QUOTE}]\s?[a-z]{{3,12}}-(?:src|action|ancestors|uri)\b[^\n]{{0,400}}$",
    re.MULTILINE,
)
"""A page's own policy, of which the name and the directive stay as they are."""
_QUOTED = re.compile(rf"[{_QUOTE}]\s?([^\s{_QUOTE}]{{1,300}})\s?[{_QUOTE}]")
_ENGLISH = re.compile(r"\b(?:the|with|and|blocked|missing|from|has|this|my)\b", re.IGNORECASE)
_OF_SAFARI = re.compile(
    r"\b(?P<message>Failed to load resource: (?P<sentence>[^\n:()]{6,200}?))"
    r"(?: \([^()\n]{1,200}, line [0-9]{1,7}\))?[ \t]*$",
    re.MULTILINE,
)
_ENGLISH_THERE = re.compile(
    r"\b(?:the|not|is|was|to|error|an?|server responded|failed|request|cancelled|blocked)\b", re.IGNORECASE
)
_TRANSLATED = "webkit-failed-in-another-language"
_STATUS = re.compile(r"(?<![0-9])([1-5][0-9]{2})[^0-9\n]{0,4}\Z")
_SEVERAL = re.compile(
    r"m[u\u00fa]ltipl|mehrere|mehrfach|plusieurs|meerdere|wiele|wielokrotn|flere|flera|useit|useamp"
    r"|v\u00edce|n\u011bkolik|viacer|t\u00f6bb|birden|\u00e7oklu|mai mult|ve\u010d|vi\u0161e|nhi\u1ec1u"
    r"|beberapa"
    r"|\u043d\u0435\u0441\u043a\u043e\u043b\u044c\u043a|\u043a\u0456\u043b\u044c\u043a\u0430|\u043c\u043d\u043e\u0436\u0435\u0441\u0442\u0432"
    r"|\u03c0\u03bf\u03bb\u03bb\u03b1\u03c0\u03bb|\u8907\u6570|\u591a\u4e2a|\u591a\u500b|\u591a\u91cd|\uc5ec\ub7ec|\ub2e4\uc911",
    re.IGNORECASE,
)
"""How languages say that there are several: only this word tells that refusal from a missing header."""
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&*+.^_|~-]{1,200}")
_OF_HEADERS = "Access-Control-Allow-"


@dataclass(frozen=True)
class _Refusal:
    """What a line says, as far as its untranslated parts show it."""

    pattern: str
    """The English message that it is the translation of."""
    facts: tuple[tuple[str, FactValue], ...] = ()


class ForeignFinder:
    """Finds translated refusals by what translators leave alone."""

    def __init__(self, patterns: Iterable[MessagePattern]) -> None:
        self._patterns = {each.id: each for each in patterns}
        self._sentences = {
            each.template: each.id for each in self._patterns.values() if each.told and each.lang
        }

    def find(self, text: str, taken: Iterable[ConsoleMessage]) -> Iterator[ConsoleMessage]:
        """The messages on lines where no other was read."""
        spans = [span for each in taken if each.role != "cut" for span in (each.span, *each.repeats)]
        for number, (found, refusal) in enumerate(self._refusals(text[:_READ])):
            if number >= _MOST:
                return
            start, end = found.span()
            is_free = all(end <= begin or stop <= start for begin, stop in spans)
            if is_free:
                yield from self._message(text, found, refusal)

    def _refusals(self, text: str) -> Iterator[tuple[re.Match[str], _Refusal]]:
        if "CORS" in text:
            for found, refusal in _of_firefox(text):
                if "CORS" in found[0] and not _ENGLISH.search(found[0]):
                    url = found["url"].rstrip(".,;:")
                    yield found, _Refusal(refusal.pattern, (("url", url), *refusal.facts))
        for found in _POLICY.finditer(text) if "Policy" in text else ():
            if not _ENGLISH.search(found[0]):
                yield found, _Refusal("firefox-csp", (("url", found["url"].rstrip(".,;:")),))
        for found in _OF_SAFARI.finditer(text):
            if known := self._sentences.get(found["message"]):
                yield found, _Refusal(known)
            elif not _ENGLISH_THERE.search(found["sentence"]):
                yield found, _Refusal(_TRANSLATED)

    def _message(self, text: str, found: re.Match[str], refusal: _Refusal) -> Iterator[ConsoleMessage]:
        pattern = self._patterns.get(refusal.pattern)
        if pattern is None:
            return
        evidence = " ".join(found[0].split())
        values = (*refusal.facts, *pattern.facts.items())
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


def _of_firefox(text: str) -> Iterator[tuple[re.Match[str], _Refusal]]:
    if _OF_HEADERS in text:
        for found in _LINE.finditer(text):
            yield found, _of_chromium(found[0]) or _refusal(found["name"], found["reason"])
    for found in _WITH_STATUS.finditer(text):
        yield found, _of_status(found["status"])


def _of_chromium(line: str) -> _Refusal | None:
    """Chromium's own sentence, put through a translator: URL, origin, `CORS`, and then what is wrong."""
    before, _, behind = line.partition("Access-Control-Allow-Origin")
    quoted = [*_QUOTED_ADDRESS.finditer(before)][:2]
    if len(quoted) < 2 or "CORS" not in before[quoted[1].end() :] or quoted[1][1].count("/") > 2:
        return None
    facts = (("origin", quoted[1][1]),)
    value = _QUOTED_VALUE.search(behind)
    if value is None:
        return _Refusal("chromium-missing-allow-origin", facts)
    if value[1] == "*":
        return _Refusal("chromium-wildcard-with-credentials", facts)
    return _Refusal("chromium-allow-origin-mismatch", (*facts, ("allow_origin", value[1])))


def _of_status(status: str) -> _Refusal:
    if not status.isdigit():
        return _Refusal("firefox-did-not-succeed")
    return _Refusal("firefox-preflight-status", (("preflight_status", int(status)),))


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
    if not status and _SEVERAL.search(reason):
        return _Refusal("firefox-multiple-allow-origin")
    return _Refusal("firefox-missing-allow-origin", (("status", int(status[1])),) if status else ())
