"""The page's own address, and what it calls and how, in the lines around the messages.

Firefox prints no origin. People write "page is http://localhost:4000/", a dev server prints
"Local: http://localhost:5173/", and stack frames name the script's address. Only one address that can be the
page's is taken; of two, neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.diagnosis.page_request.said_request import said_of_request
from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url

_MOST_LINES = 60
_LONGEST_LINE = 2_000
_REST = r"(?:/[^\s\"'`<>()\\\u00ab\u00bb\u2018-\u201f\u2039\u203a\u3000-\u303f\uff00-\uffef]{0,500})?"
"""No quotation mark of any language is part of an address, and no full-width stop behind it."""
_ADDRESS = re.compile(
    rf"https?://[A-Za-z0-9.\[\]:-]{{1,253}}{_REST}"
    rf"|(?<![\w/.@:-])(?:localhost|127\.0\.0\.1):[0-9]{{2,5}}\b{_REST}"
)
"""A whole address, or one of this machine as people write it."""
_PATH = re.compile(
    r"(?<![\w/.:@~<*-])/(?!(?:etc|usr|var|home|tmp|opt|root|mnt|srv|bin|dev|proc|Users)\b)"
    r"[A-Za-z][\w-]{0,60}(?:/[\w-]{1,60}){0,6}/?(?![\w/.*:<(-]*[.*:<(])"
)
"""A path on its own, as in "/me returns 401"; none of a disk."""
_FRAME = re.compile(r"\.(?:[cm]?[jt]sx?|vue|svelte|html?)(?:\?[^\s:]{0,100})?:[0-9]{1,7}(?::[0-9]{1,7})?\)?$")
_SCRIPT = re.compile(r"\.(?:[cm]?[jt]sx?|vue|svelte|html?)\Z")
_DOCS = re.compile(r"/(?:api-?)?(?:docs|swagger(?:-ui)?|redoc|openapi)(?:[/.]|\Z)", re.IGNORECASE)
"""The path of a page from which people try an API out."""
_SENTENCE = re.compile(r"[.;!?]\s")
_OF_A_PAGE = re.compile(
    r"\b(?:page|site|website|front(?:-?end)?|client|web ?app|spa|ui|opened?|live ?server|"
    r"dev(?:elopment)? server|"
    r"vite|react|angular|vue|svelte|astro|next|nuxt|jekyll|hugo|gatsby|parcel|webpack|local|"
    r"serves?|served|serving|"
    r"\w{0,12}seite|sito|sitio|p[aá]gina|"
    r"стран\w{2,5}|сайт\w{0,3}|фронт\w{0,8})\b|前端|页面|网页|網頁|ページ|フロント|画面",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,/&]*(?:and|or)?[\s,/&]*")
"""Between two addresses of which the same is said."""
_COMES_FROM = re.compile(r"\s*(?:called |run |sent |opened )?from ", re.IGNORECASE)
"""`// from http://localhost:3000` behind a call in pasted code, whose comment arrives alone."""
_OF_THE_SERVER = re.compile(
    r"(?:\b(?:api|back-?end|flask|gunicorn|werkzeug|uvicorn|endpoint|running on|database|docs?|see|"
    r"request(?:ed|s|ing)? (?:url|to)|calls?|fetch(?:es|ing)?|post(?:s|ing)?|"
    r"gets?|getting|hits?|hitting|talks? to|connects? to|serve(?:u|ido)r|"
    r"appell\w{1,3}|ruft|llama|chama|chiama|"
    r"сервер\w{0,3}|бэк\w{0,5}|запрос\w{0,4})\b|后端|後端|后台|接口|请求|調用|调用|サーバー|バックエンド)"
    r"\W*(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)


def facts_of_prose(lines: Sequence[str], facts: Facts) -> Iterator[Fact]:
    """The page's origin, the URL that it calls, and the request, as the lines beside the messages name them.

    Args:
        lines: the lines of the paste that no message touches.
        facts: what is known so far; nothing is yielded of what is among it.
    """
    if "url" not in facts:
        called = list(_called(lines)) or list(_listed(lines))
        yield from called
        facts = facts.also(called)
    if "origin" not in facts and "page_url" not in facts:
        yield from _page(lines, facts)
    yield from said_of_request(lines, facts)


def _called(lines: Sequence[str]) -> Iterator[Fact]:
    """The one URL that is called; an API's address alone needs the one path that is named beside it."""
    found: dict[str, str] = {}
    servers: dict[str, str] = {}
    for line in lines[:_MOST_LINES]:
        for match in _ADDRESS.finditer(line[:_LONGEST_LINE]):
            url = _whole(match[0])
            before = _SENTENCE.split(line[max(0, match.start() - 60) : match.start()])[-1]
            address = parse_url(url)
            if address is None:
                continue
            if _OF_THE_SERVER.search(before):
                (found if len(address.path) > 1 else servers).setdefault(url, line)
            elif not _is_named_as_page(line, match, is_loopback(address.host)):
                # It may be the server's as well.
                servers.setdefault(url, line)
    if not found and len(servers) == 1:
        ((server, line),) = servers.items()
        paths = {match[0] for each in lines[:_MOST_LINES] for match in _PATH.finditer(each[:_LONGEST_LINE])}
        found = {f"{server.rstrip('/')}{path}": line for path in paths}
    if len(found) == 1:
        ((url, line),) = found.items()
        yield Fact("url", url, "pasted", line)


def _listed(lines: Sequence[str]) -> Iterator[Fact]:
    """A URL and an origin, each on a line of its own: what the page calls, and where it is."""
    alone = [line.strip() for line in lines[:_MOST_LINES] if _ADDRESS.fullmatch(line.strip())]
    called = [each for each in alone if (address := parse_url(_whole(each))) and len(address.path) > 1]
    pages = [each for each in alone if each not in called]
    if len(called) == len(pages) == 1 and serialize_origin(_whole(pages[0])) != serialize_origin(
        _whole(called[0])
    ):
        yield Fact("url", _whole(called[0]), "pasted", called[0])
        yield Fact("origin", serialize_origin(_whole(pages[0])), "pasted", pages[0])


def _whole(address: str) -> str:
    address = address.rstrip(".,;:!?)]}")
    return address if "://" in address else f"http://{address}"


def _page(lines: Sequence[str], facts: Facts) -> Iterator[Fact]:
    api = serialize_origin(facts.text("url") or "")
    found: dict[str, str] = {}
    for line in lines[:_MOST_LINES]:
        for origin in _of_line(line[:_LONGEST_LINE], "" if api == "null" else api):
            if origin != api:
                found.setdefault(origin, line)
    if len(found) == 1:
        ((origin, line),) = found.items()
        yield Fact("origin", origin, "pasted", line)


def _of_line(line: str, api: str) -> Iterator[str]:
    called = parse_url(api)
    for match in _ADDRESS.finditer(line):
        url = _whole(match[0])
        address, origin = parse_url(url), serialize_origin(url)
        if address is None or origin == "null":
            continue
        before = _SENTENCE.split(line[max(0, match.start() - 60) : match.start()])[-1]
        is_here = is_loopback(address.host)
        is_frame = is_here and api and (_FRAME.search(match[0]) or _is_placed(line, address.path))
        is_docs = called and called.host == address.host and _DOCS.search(address.path)
        if (
            is_docs
            or is_frame
            or (not _OF_THE_SERVER.search(before) and _is_named_as_page(line, match, is_here))
        ):
            yield origin


def _is_placed(line: str, path: str) -> bool:
    """Whether the line has a place in that script: `notes.js:27:13   http://localhost:8081/notes.js`."""
    name = path.rpartition("/")[2]
    return bool(_SCRIPT.search(name)) and f"{name}:" in line


def _is_named_as_page(line: str, match: re.Match[str], on_this_machine: bool) -> bool:
    """Whether the words around an address say that the page is there; another site needs them before it."""
    before = _SENTENCE.split(line[max(0, match.start() - 80) : match.start()])[-1]
    between = before[max((each.end() for each in _ADDRESS.finditer(before)), default=0) :]
    if not _AND.fullmatch(between):
        before = between
    # What a next sentence says is about another address.
    after = _SENTENCE.split(f"{match[0][-1]}{line[match.end() : match.end() + 40]}")[0]
    around = f"{before} {after}" if on_this_machine else before
    return bool(_OF_A_PAGE.search(around) or _COMES_FROM.fullmatch(before))


__all__ = ["facts_of_prose"]
