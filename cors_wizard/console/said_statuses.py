"""The status that people name in their own words: "the OPTIONS call comes back with a 308".

A sentence is read clause by clause. A status belongs to the request that is named beside it. A status
that is only wished for, expected, denied or past wasn't seen, and isn't read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cors_wizard.console.free_lines import line_end
from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.prose import filled
from cors_wizard.console.reading import MOST_OF_PROSE, ConsoleMessage
from cors_wizard.console.said_guards import is_another_program, is_told
from cors_wizard.facts import Fact
from cors_wizard.frozen import dataclass

_MOST = 8
_LONGEST = 1_000
_FARTHEST = 120
"""So many characters may stand between a request and its status."""
_PREFLIGHT = (
    r"OPTIONS\b|OPTION(?= (?:request|call|method)s?\b)"
    r"|\b(?:options(?= (?:request|call|method|verb|preflight))|[Pp]re[- ]?[Ff]lights?|PREFLIGHT)\b"
)
_SUBJECT = re.compile(
    rf"(?:(?<![\w/\"'-])|(?<=\b[lLdD]['\u2019]))(?:(?P<preflight>{_PREFLIGHT})|(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD)\b"
    r"|(?P<other>[Aa]ctual|[Rr]eal|[Mm]ain|[Ff]ollow-?up)(?= (?:request|call)))"
)
_SOME = re.compile(
    r"(?<![\w/\"'.-])(?:(?:requests?|calls?|(?<!to )fetch(?:es)?|uploads?|logins?|route|endpoint|API|api"
    r"|backend|server|response|error|it|[Nn]ginx|[Ee]nvoy|[Tt]raefik|[Hh][Aa][Pp]roxy|[Aa]pache|[Cc]loudflare"
    r"|load balancer|proxy|gateway|(?:first|second|other|last|next) (?:line|part|message)"
    r"|network (?:tab|panel)|dev ?tools|console|status(?: code)?)\b"
    r"|/[\w/-]{1,60}(?=[\s,;:)]|\.\s|\.?\Z))"
)
"""A request whose method isn't said: "every later call gets 401", "the next request /me is 401"."""
_OF_A_PAGE = re.compile(
    r"\b(?:cors|browser|chrome|firefox|safari|edge|fetch|axios|xhr|ajax|jquery|front-?end|react|angular|vue"
    r"|svelte|cross-origin|network tab|devtools|cookies?)\b",
    re.IGNORECASE,
)
_PHRASES = {
    "bad request": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not found": 404,
    "method not allowed": 405,
    "request entity too large": 413,
    "unsupported media type": 415,
    "too many requests": 429,
    "internal server error": 500,
    "not implemented": 501,
    "bad gateway": 502,
    "service unavailable": 503,
    "gateway timeout": 504,
}
_CODES = "20[0-46]|30[0-478]|4(?:0[0-9]|1[0-8]|2[1-9]|31|51|99)|5(?:0[0-8]|1[01]|2[0-9]|30)"
_FIRST_NOT_OK = 300
_FIRST_FAILED = 400
_UNSAID = "?"
_UNITS = (
    r"ms|s|sec\w*|[kmg]i?b|bytes?|items?|rows?|users?|lines?|times|px|records?|requests|products?|days|min\w*"
)
_STATUS = re.compile(
    rf"(?<![\w:./#$+@-])(?P<code>{_CODES})(?P<verb>['\u2019]?(?:s|d|ed|ing|-ing)\b)?"
    rf"(?![\w%]|[.:/-][0-9]|\s(?:{_UNITS})\b)|\b(?P<phrase>{'|'.join(map(re.escape, _PHRASES))})\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?<=[.!?;])\s+|\n+|,\s+|\s[\u2013\u2014-]{1,2}\s|(?<!OPTIONS)(?<!light)(?<!request)(?<!status):\s+"
    r"|\b(?:but|however|while|whereas|although|though|yet|except)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?;](?=\s|\Z)|\n+")
_TELLS = re.compile(
    r"\b(?:return|giv|gave|get|got|is|are|was|were|be|com(?:e|ing)|came|respon[ds]|repl[iy]|answer|fail|show|thr[eo]w"
    r"|result|receiv|end|see|saw|di(?:e|es|ed)|reject|block|refus|den[iy]|status|code|ha[sd]|have|hit|bounc|redirect"
    r"|produc|caus|yield|sen[dt]|sa[iy]|report|error|turn|land|with|renvoi|retourn|r[e\u00e9]pond|devuelv|respond|retorna|aparec|recib|recev|re\u00e7o|obt[ie\u00e9]|ricev|ottien|krijgt|erh\u00e4lt|lautet"
    r"|liefer|kommt|antwort|gibt|bekomm|zeigt|da)\w*\b|['\u2019]s\b|[=>:\u2192\u21d2]",
    re.IGNORECASE,
)
_ONLY_A_PATH = re.compile(
    r"(?:\s*(?:requests?|calls?|HTTP|/\S{0,200}|https?://\S{1,400}))?[\s(\[:=>,-]{1,6}", re.IGNORECASE
)
_BELONGS_TO_NEXT = re.compile(
    r"[^,.;]{0,50}\b(?:on|for|to|from|in|with|at|of|by|during|when|once|after|para|pour|f\u00fcr|beim|bei|auf|sur|en)\b(?:\s[\w'\u2019/]{1,20}){0,6}\s*[\"'`(]?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\W*(?:(?:and|so|then|now|instead|always|just|only|actually|which|that|it|this|they|all I|I|we"
    r"|still|with"
    r"|the (?:server|api|response|status|backend|app)|flask|nginx|server|gets?|got|getting|returns?|returning"
    r"|fails?|failing|comes|came)\b\W*)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s\"'`<>()]{1,2000}")
_LINE = re.compile(r"[A-Z]{3,7} https?://\S{1,2000} [1-5][0-9]{2}")
"""As a console prints it over HTTP/2, which has no phrase for a status."""
_NAME = "|".join((*map(re.escape, _PHRASES), "gateway time-out", "conflict", "gone", "error", "server error"))
_ALONE = re.compile(
    r"\W{0,20}(?:(?:HTTP(?:/[0-9.]{1,3})?|error|status|code|fehler|erreur|erro|c[o\u00f3]digo|it'?s an?"
    r"|I get an?|I'?m getting an?|it (?:returns|says|gives)(?: an?)?)[\s:=]{1,3}){0,3}"
    rf"(?P<status>(?:{_CODES})(?![\w./-])|{'|'.join(map(re.escape, _PHRASES))})"
    rf"(?:[\s:,(-]{{1,3}}(?:{_NAME})\b)?\W{{0,20}}\Z",
    re.IGNORECASE,
)
"""A text that is a status and nothing else."""
_CODE = re.compile(
    r"==|=>|\bdef |\breturn [\"'(]|[{}]|^\s*[#@]|\";|[\w\]]\([^()\n]{0,200}\)\s*$|\)\)\s*$|HTTP/[0-9.]{1,3}\""
)
"""A call ends in a bracket that follows a name; the brackets of a sentence follow a blank."""

_OPTION = re.compile(r"methods\s?=")
"""What a clause quotes of a route, while the rest of its sentence may still tell what came back."""


@dataclass(frozen=True)
class _Said:
    """A request and the status that a clause gives it."""

    method: str
    """Empty for the preflight, a question mark where it isn't said."""
    status: int
    start: int
    end: int


class SaidFinder:
    """Finds the statuses that a text names in words."""

    def __init__(self, patterns: Iterable[MessagePattern]) -> None:
        told = [each for each in patterns if each.told]
        self._of_preflight = next((one for one in told if "{preflight_status}" in one.template), None)
        self._of_request = next((one for one in told if "{status}" in one.template), None)
        self._of_line = next((one for one in told if "{url} {status}" in one.template), self._of_request)

    def find(self, text: str, taken: Iterable[ConsoleMessage]) -> Iterator[ConsoleMessage]:
        """The statuses named in words, if no other message was read."""
        if not self._of_preflight or not _STATUS.search(text[:MOST_OF_PROSE]):
            return
        if (alone := _ALONE.match(text)) and self._of_request:
            status = _STATUS.search(text, alone.start("status"))
            if status and int(status["code"] or _PHRASES[status["phrase"].lower()]) >= _FIRST_FAILED:
                yield _message(text, self._of_request, _said_of(_UNSAID, status))
            return
        spans = [span for each in taken for span in (each.span, *each.repeats)]
        start = text[:MOST_OF_PROSE]
        # A browser's sentence ends the one before it: what it denies isn't said of what follows.
        said = _said(filled(start, spans, "\n"), is_of_a_page=bool(_OF_A_PAGE.search(start)))
        counting = _that_count(list(said))[:_MOST]
        has_failed = any(each.method and each.status >= _FIRST_FAILED for each in counting)
        for each in counting:
            of_request = self._of_line if _LINE.fullmatch(text, each.start, each.end) else self._of_request
            # A preflight that passed isn't what failed.
            is_beside = has_failed and each.status < _FIRST_NOT_OK
            pattern = of_request if each.method or is_beside else self._of_preflight
            if pattern:
                yield _message(text, pattern, each)


def _that_count(said: list[_Said]) -> list[_Said]:
    """Of several statuses of the preflight the one that failed; of two that failed, neither is known."""
    preflights = [each for each in said if not each.method]
    failed = [each for each in preflights if each.status >= _FIRST_NOT_OK]
    if len({each.status for each in failed}) > 1:
        return []
    if failed:
        # What another method gets says nothing of the request that was never sent.
        return failed[:1]
    requests = [each for each in said if each.method and each.method != _UNSAID]
    unsaid = {each.status: each for each in reversed(said) if each.method == _UNSAID}
    if not requests and not preflights and len(unsaid) == 1:
        # Of several requests nobody knows which one it is about.
        return [*unsaid.values()]
    return sorted([*preflights[:1], *requests[:1]], key=lambda each: each.start)


def _said_of(method: str, status: re.Match[str]) -> _Said:
    return _Said(method, int(status["code"] or _PHRASES[status["phrase"].lower()]), *status.span())


def _said(text: str, *, is_of_a_page: bool) -> Iterator[_Said]:
    before: re.Match[str] | None = None
    position = 0
    for end in (*(found.start() for found in _CLAUSE.finditer(text)), len(text)):
        start, position = position, end
        is_code = _CODE.search(_sentence_around(text, start, end)) or _OPTION.search(text, start, end)
        if end - start > _LONGEST or is_code:
            before = None
            continue
        yield from _of_clause(text, start, end, before)
        if is_of_a_page and before is None and not _SUBJECT.search(text, start, end):
            yield from _of_some(text, start, end)
        named = list(_SUBJECT.finditer(text, start, end))
        before = named[-1] if named else (before if start - (before.end() if before else 0) < 300 else None)


def _sentence_around(text: str, start: int, end: int) -> str:
    """The sentence around a clause, within its line: code beside prose doesn't belong to it."""
    line = max(text.rfind("\n", 0, start + 1) + 1, start - _LONGEST)
    begin = max((found.end() for found in _STOP.finditer(text, line, start)), default=line)
    stop = _STOP.search(text, max(end - 1, start), end + _LONGEST)
    return text[begin : min(stop.start() if stop else end + _LONGEST, line_end(text, end))]


def _of_clause(text: str, start: int, end: int, before: re.Match[str] | None) -> Iterator[_Said]:
    subjects = list(_SUBJECT.finditer(text, start, end))
    last = start
    for status in _STATUS.finditer(text, start, end):
        subject = _subject_of(text, status, subjects, last)
        if (
            subject is None
            and not subjects
            and before
            and _GOES_ON.match(_bare(text[start : status.start()]))
        ):
            subject = before
        last = status.end()
        if subject is None or subject["other"]:
            continue
        value = int(status["code"] or _PHRASES[status["phrase"].lower()])
        clause = text[start : max(status.end(), min(subject.end(), end))]
        ok = value < _FIRST_NOT_OK
        if is_told(clause, text[status.end() : end]) and not (ok and is_another_program(text[start:end])):
            begin = max(min(subject.start(), status.start()), start)
            yield _Said(subject["method"] or "", value, begin, max(status.end(), min(subject.end(), end)))


def _of_some(text: str, start: int, end: int) -> Iterator[_Said]:
    """A failure of a request whose method nobody says."""
    subjects = list(_SOME.finditer(text, start, end))
    for status in _STATUS.finditer(text, start, end):
        value = int(status["code"] or _PHRASES[status["phrase"].lower()])
        subject = _subject_of(text, status, subjects, start)
        if (
            subject
            and value >= _FIRST_FAILED
            and is_told(text[start : status.end()], text[status.end() : end])
        ):
            begin, stop = sorted((subject.span(), status.span()))
            yield _Said(_UNSAID, value, begin[0], stop[1])


def _bare(clause: str) -> str:
    """A clause without the word that it was cut at."""
    return re.sub(
        r"^\W*(?:but|however|while|whereas|although|though|yet|except)\b", "", clause, flags=re.IGNORECASE
    )


def _subject_of(
    text: str, status: re.Match[str], subjects: list[re.Match[str]], last: int
) -> re.Match[str] | None:
    """The request that a status of its clause belongs to."""
    behind = next((each for each in subjects if each.start() >= status.end()), None)
    if behind and _BELONGS_TO_NEXT.fullmatch(text[status.end() : behind.start()]):
        return behind
    ahead = next((each for each in reversed(subjects) if each.end() <= status.start()), None)
    if ahead is None or ahead.start() < last:
        return None
    between = text[ahead.end() : status.start()]
    tells = status["verb"] or _TELLS.search(between) or _ONLY_A_PATH.fullmatch(between)
    return ahead if tells and len(_URL.sub("", between)) <= _FARTHEST else None


def _message(text: str, pattern: MessagePattern, said: _Said) -> ConsoleMessage:
    span = said.start, said.end
    evidence = _sentence(text, said)
    values: list[tuple[str, str | int]] = [("status" if said.method else "preflight_status", said.status)]
    if said.method not in ("", _UNSAID):
        values.append(("method", said.method))
    if url := _URL.search(text, *span):
        values.append(("url", url[0].rstrip(".,;:!?)")))
    return ConsoleMessage(
        pattern_id=pattern.id,
        engine=pattern.engine,
        symptom=pattern.symptom,
        role=pattern.role,
        text=text[said.start : said.end],
        line=text.count("\n", 0, said.start) + 1,
        span=span,
        facts=tuple(
            Fact(name, value, "pasted", evidence, span) for name, value in (*values, *pattern.facts.items())
        ),
        causes=pattern.causes,
        says=pattern.says,
        told=True,
    )


def _sentence(text: str, said: _Said) -> str:
    start = max((found.end() for found in _STOP.finditer(text, 0, said.start)), default=0)
    stop = _STOP.search(text, said.end)
    return " ".join(text[start : stop.end() if stop else len(text)].split())[:400]
