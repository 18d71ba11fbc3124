"""Where a proxy responds to preflights itself: it rejects them, or sends no CORS header."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.frozen import dataclass
from cors_wizard.project.proxies.blocks import ends
from cors_wizard.project.proxies.comments import hash_lines
from cors_wizard.project.proxies.haproxy_methods import method_rules

_HEADER = "access-control-allow-origin"
_STATUS = r"(?P<status>[245][0-9]{2})"
_METHOD_BLOCK = re.compile(
    r"if\s{0,9}\(\s{0,9}\$request_method\s{0,9}(?P<is>=|!=|!?~\*?)\s{0,9}(?P<methods>[^{}]{1,200})\)\s{0,9}\{",
    re.IGNORECASE,
)
_EXCEPT_BLOCK = re.compile(r"limit_except\s{1,9}(?P<methods>[A-Z\s]{1,200})\{", re.IGNORECASE)
_ALONE = re.compile(r"[\"'^(]{0,4}OPTIONS[\"'$)]{0,4}\s{0,9}", re.IGNORECASE)
_RETURNS = re.compile(rf"\breturn\s{{1,9}}{_STATUS}\b|\bdeny\s{{1,9}}all\b")
_OTHERS = ("GET", "POST", "PUT", "DELETE", "PATCH")
_CADDY_MATCHER = re.compile(
    r"^\s{0,100}(@[^\s{]{1,60})\s{1,9}(?:\{\s{0,9})?method\s{1,9}OPTIONS\s{0,9}\}?\s{0,9}$", re.MULTILINE
)
_CADDY = re.compile(
    rf"respond\s{{1,9}}(?:(?P<matcher>@[^\s]{{1,60}})\s{{1,9}})?(?:\"[^\"]{{0,200}}\"\s{{1,9}})?{_STATUS}"
)
_CADDY_BLOCK = re.compile(r"(?:handle|route)\s{1,9}(@[^\s{]{1,60})\s{0,9}\{")
_APACHE_CONDITION = re.compile(
    r"RewriteCond\s{1,9}%\{REQUEST_METHOD\}\s{1,9}[\"^=]{0,3}OPTIONS[\"$]{0,2}(?:\s|$)", re.IGNORECASE
)
_APACHE = re.compile(rf"RewriteRule\s[^\[]{{1,300}}\[[^\]]{{0,100}}\b(?:R={_STATUS}|F\b)", re.IGNORECASE)


@dataclass(frozen=True)
class OptionsAnswer:
    """A proxy's own response to OPTIONS: the numbers of its first and last line."""

    first: int
    last: int
    says: str
    rejects: bool
    sends_header: bool
    is_alone: bool
    """Whether it is for OPTIONS and no other method."""

    @property
    def fails(self) -> bool:
        """Whether no page gets past it."""
        return self.rejects or not self.sends_header


def read_answered_options(file: TextFile) -> Found:
    """The fact `proxy_answers_options`: a rejection, or a good status in settings that write no header."""
    found = next((each for each in options_answers(file.lines) if each.fails), None)
    if found is None:
        return Found()
    return Found((scanned("proxy_answers_options", "yes", place(file.path, found.first), found.says),))


def options_answers(lines: Sequence[str]) -> Iterator[OptionsAnswer]:
    """Each response to OPTIONS that a file of settings gives, of whichever proxy."""
    read = [line for _, line in hash_lines(list(lines))]
    for reader in (_of_nginx, _of_caddy, _of_apache, _of_haproxy):
        yield from reader(read)


def options_matchers(text: str) -> list[str]:
    """The names of what matches OPTIONS in Caddy's settings."""
    return _CADDY_MATCHER.findall(text)


def _of_nginx(lines: Sequence[str]) -> Iterator[OptionsAnswer]:
    """`if ($request_method = OPTIONS) { return 204; }`"""
    lasts = ends(lines)
    for at, opened in _opened(lines, _opens_for_options):
        last = lasts.get(at + 1, at + 1) - 1
        block = " ".join((lines[at][opened.end() :], *lines[at + 1 : last + 1])).strip(" }")
        if last < len(lines) and (found := _RETURNS.search(block)):
            is_alone = _ALONE.fullmatch(opened["methods"]) is not None
            yield _answer(at, last, block, found["status"], block, is_alone=is_alone)


def _opened(
    lines: Sequence[str], opens: Callable[[str], re.Match[str] | None]
) -> Iterator[tuple[int, re.Match[str]]]:
    return ((at, found) for at, line in enumerate(lines) if (found := opens(line)))


def _opens_for_options(line: str) -> re.Match[str] | None:
    """The beginning of a block that OPTIONS runs into: `if ($request_method !~ ^(GET|POST)$) {`."""
    if found := _METHOD_BLOCK.match(line):
        is_named = "OPTIONS" in found["methods"].upper()
        return found if is_named is not found["is"].startswith("!") else None
    found = _EXCEPT_BLOCK.match(line)
    return found if found and "OPTIONS" not in found["methods"].upper() else None


def _of_caddy(lines: Sequence[str]) -> Iterator[OptionsAnswer]:
    """`respond @preflight 204`, or the same in `handle @preflight { ... }`."""
    text = "\n".join(lines)
    matchers = options_matchers(text)
    for at, found in _opened(lines, _CADDY.fullmatch):
        if found["matcher"] in matchers:
            yield _answer(at, at, lines[at], found["status"], text)
    lasts = ends(lines)
    for at, opened in _opened(lines, _CADDY_BLOCK.fullmatch):
        last = lasts.get(at + 1, at + 1) - 1
        answer = next(filter(None, map(_CADDY.fullmatch, lines[at:last])), None)
        if opened[1] in matchers and answer and answer["matcher"] is None:
            yield _answer(at, last, answer[0], answer["status"], text)


def _of_apache(lines: Sequence[str]) -> Iterator[OptionsAnswer]:
    """`RewriteCond %{REQUEST_METHOD} OPTIONS` with `RewriteRule .* - [R=204,L]` below it."""
    for at, _ in _opened(lines[:-1], _APACHE_CONDITION.match):
        if found := _APACHE.match(lines[at + 1]):
            yield _answer(at, at + 1, lines[at + 1], found["status"], "\n".join(lines))


def _of_haproxy(lines: Sequence[str]) -> Iterator[OptionsAnswer]:
    """`http-request return status 204 if METH_OPTIONS`, and `http-request deny unless METH_GET`."""
    # `http-response` has no say in what HAProxy responds itself.
    always = "\n".join(line for line in lines if line.startswith("http-after-response"))
    for rule in method_rules(lines):
        if rule.holds("OPTIONS") and rule.how:
            is_alone = not any(rule.holds(each) for each in _OTHERS)
            at, around = rule.line - 1, f"{rule.says}\n{always}"
            yield _answer(at, at, rule.says, rule.status or None, around, is_alone=is_alone)


def _answer(
    first: int, last: int, says: str, status: str | None, around: str, *, is_alone: bool = True
) -> OptionsAnswer:
    """`around` is where headers of its own would be."""
    rejects = status is None or not status.startswith("2")
    return OptionsAnswer(first + 1, last + 1, says, rejects, _HEADER in around.lower(), is_alone)
