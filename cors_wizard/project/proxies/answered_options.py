"""Where Apache, Caddy or HAProxy responds to preflights itself: rejects them, or sends no CORS header."""

from __future__ import annotations

import re

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.project.proxies.comments import hash_lines

_HEADER = "access-control-allow-origin"
_STATUS = r"(?P<status>[245][0-9]{2})"
_CADDY_MATCHER = re.compile(
    r"^(@[^\s{]{1,60})\s{1,9}(?:\{\s{0,9})?method\s{1,9}OPTIONS\s{0,9}\}?$", re.MULTILINE
)
_CADDY = re.compile(
    rf"respond\s{{1,9}}(?:(?P<matcher>@[^\s]{{1,60}})\s{{1,9}})?(?:\"[^\"]{{0,200}}\"\s{{1,9}})?{_STATUS}"
)
_CADDY_BLOCK = re.compile(r"(?:handle|route)\s{1,9}(@[^\s{]{1,60})\s{0,9}\{")
_APACHE_CONDITION = re.compile(
    r"RewriteCond\s{1,9}%\{REQUEST_METHOD\}\s{1,9}[\"^=]{0,3}OPTIONS[\"$]{0,2}(?:\s|$)", re.IGNORECASE
)
_APACHE = re.compile(rf"RewriteRule\s[^\[]{{1,300}}\[[^\]]{{0,100}}\b(?:R={_STATUS}|F\b)", re.IGNORECASE)
_HAPROXY = re.compile(
    r"http-request\s{1,9}(?:deny|reject|return|tarpit)\b[^#]{0,300}?\sif\s{1,9}"
    r"(?:METH_OPTIONS|\{\s{0,9}method\s{1,9}OPTIONS\s{0,9}\})\s{0,9}"
)


def read_answered_options(file: TextFile) -> Found:
    """The fact `proxy_answers_options`: a rejection, or a good status in settings that write no header."""
    lines = tuple(hash_lines(file.lines))
    matchers = set(_CADDY_MATCHER.findall("\n".join(line for _, line in lines)))
    above = block = ""
    for number, line in lines:
        opened = _CADDY_BLOCK.fullmatch(line)
        block = opened[1] if opened else "" if "}" in line else block
        found = _CADDY.fullmatch(line)
        if found is None or (found["matcher"] or block) not in matchers:
            found = _APACHE.match(line) if _APACHE_CONDITION.match(above) else _HAPROXY.fullmatch(line)
        above = line or above
        if found is None:
            continue
        status = found.groupdict().get("status") or ""
        if not status.startswith("2") or _HEADER not in file.text.lower():
            return Found((scanned("proxy_answers_options", "yes", place(file.path, number), line),))
    return Found()
