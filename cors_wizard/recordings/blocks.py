"""Blocks of headers to entries: raw, of a Network panel, or as curl, HTTPie, wget and Postman print them.

A block has no grammar: titles, request lines and status lines say whose headers follow; where they are
missing, the names of the headers do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cors_wizard.recordings.block_commands import read_command
from cors_wizard.recordings.draft import Draft, follow_up
from cors_wizard.recordings.header_names import Side, is_known, side_of
from cors_wizard.recordings.panel_lines import PanelLine, panel_lines

if TYPE_CHECKING:
    from cors_wizard.recordings.entry import Entry

MOST_OF_BLOCKS = 500_000
"""Characters that are read for headers: nobody copies more."""
_MOST_LINES = 5000
_PREFIX = re.compile(r"\A[<>*|-][ \t]?")
_MARKED = re.compile(r"^< HTTP/", re.MULTILINE)
_MARKS: Mapping[str, Side] = {"> ": "request", "< ": "response"}
"""How `curl -v` tells what was sent from what came, in whatever order somebody copied it."""
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,99}):[ \t]{0,20}(.{0,8000})")
_STATUS_LINE = re.compile(r"HTTP/([0-9.]{1,3}) ([0-9]{3})\b(.{0,200})")
_REQUEST_LINE = re.compile(r"([A-Z]{3,10}) ((?:/|https?://|\*)[^ \n]{0,4000}) HTTP/([0-9.]{1,3})")
_METHODS = r"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)"
_METHOD = re.compile(_METHODS)
_URL = re.compile(r"https?://\S{1,4000}")
_ASKED = re.compile(rf"({_METHODS})[ \t]{{1,5}}(https?://\S{{1,4000}})")
"""How Postman's console begins."""
_PANEL = {
    "request url": "url",
    "url": "url",
    ":path": "path",
    "filename": "path",
    ":authority": "host",
    "scheme": "scheme",
    ":scheme": "scheme",
    "request method": "method",
    ":method": "method",
    "status code": "status",
    "status": "status",
    ":status": "status",
}
"""What the lines above the headers are called in the panels, and in HTTP/2."""
_GENERAL = re.compile(
    r"(Request URL|URL|Request Method|Status Code|:?scheme|:authority|:path|:method|filename|:?Status)"
    r"[ \t]{0,5}(?::|(?<=[LlDdEe])[ \t])[ \t]{0,20}(.{0,4000})",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"#{{0,6}}[ \t]{{0,3}}(?:(?P<method>{_METHODS}|preflight)[ \t])?"
    r"(?:raw |provisional )?(?P<title>general|summary|requests? ?headers?|responses? ?headers?|request"
    r"|response|query string(?: parameters)?|payload|form data|request (?:data|payload|body)|response body"
    r"|preview|cookies|timings?)(?: \([0-9.,]{1,10} ?[kKMB]{0,2}\)|[ \t]{0,3}[:+-])?"
    r"(?:[ \t]{0,3}(?:view source|view parsed|raw))?",
    re.IGNORECASE,
)
_OF_PREFLIGHT = re.compile(
    r"(?=.{0,80}\b(?:respon[sd]\w{0,3}|answers?|[Hh]eaders?|returns?|gets?|gives?|shows?|result)\b)(?!.{0,80}\b(?:GET|POST|PUT|PATCH|DELETE)\b)"
    r".{0,60}(?:\bOPTIONS\b|\b[Pp]re-?flight\b).{0,60}:"
)
"""A sentence that leads to a block: "response of OPTIONS:", "The preflight returns this:"."""
_LEADS_ON = re.compile(r"[^:]{3,120}:")
"""A line of its own that leads to what is below it, as a loop prints it: "Headers for GET /:"."""
_ASKED_TITLE = re.compile(r"#{1,6}[ \t]{0,3}Request (https?://\S{1,4000})")
_ERROR = re.compile(r"\(?\[?(?:failed[ -]{1,3})?(net::ERR_[A-Z_]{1,60})")
_OF_NGINX_LOG = re.compile(
    r"""$|[^"\s]{0,300},$|[^"]{0,300}, (?:request|upstream|host|client|referrer):(?: |$)|"[^"]{0,300}"?$"""
)
"""How `server` and `host` go on in a line of nginx's error log that was broken before them."""
_TLS = re.compile(r"\b(?:SSL connection using|TLSv1\.|using HTTP/2|port 443\b)")


def read_blocks(text: str) -> list[tuple[Entry, list[tuple[int, int]]]]:
    """The entries that the headers of a text make, each with the places of its lines."""
    reader = _Reader(text[:MOST_OF_BLOCKS])
    reader.read()
    worth = [draft for draft in reader.drafts if draft.is_worth_reading and not draft.is_only_a_command]
    return [(draft.entry(number), draft.lines) for number, draft in enumerate(worth, start=1)]


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.drafts = [Draft()]
        self.skip_to = 0
        self.in_body = False
        self.is_led_on = False
        self.is_marked = bool(_MARKED.search(text))
        self.mark: Side | None = None
        """The side that curl's own mark says, for a line that has one."""

    @property
    def draft(self) -> Draft:
        return self.drafts[-1]

    def begin(self, draft: Draft | None = None) -> Draft:
        """Begin another exchange."""
        self.drafts.append(draft or Draft())
        self.in_body = self.is_led_on = False
        return self.drafts[-1]

    def read(self) -> None:
        for line in panel_lines(self.text, _MOST_LINES):
            if line.start >= self.skip_to and self._takes(line):
                self.draft.lines.append((line.start, line.end))

    def _takes(self, line: PanelLine) -> bool:
        """Whether a line says something about an exchange."""
        if not line.text:
            self.in_body = self.in_body or (self.draft.is_raw and not self.draft.is_titled)
            return False
        if self._takes_command(line):
            return False
        bare = _PREFIX.sub("", line.text)
        self.mark = _MARKS.get(line.text[:2]) if self.is_marked else None
        if line.text[0] == "*":
            self.draft.is_encrypted = self.draft.is_encrypted or bool(_TLS.search(line.text))
            return False
        return self._takes_line(bare) or self._takes_title(line.text) or self._takes_field(bare)

    def _takes_command(self, line: PanelLine) -> bool:
        command = read_command(self.text, line)
        if command is None:
            return False
        self.skip_to, draft = command
        if draft is not None:
            self.begin(draft)
        return draft is not None

    def _takes_line(self, line: str) -> bool:
        """A request line, a status line, or how Postman begins."""
        if found := _STATUS_LINE.match(line):
            self._status_line(found[1], found[2])
        elif found := _REQUEST_LINE.match(line):
            self._request_line(found[1], found[2], found[3])
        elif found := _ASKED.fullmatch(line):
            self.begin().general.update(method=found[1], url=found[2])
        elif _URL.fullmatch(line) and self.draft.general.keys() == {"method"}:
            self.draft.general["url"] = line
        elif _METHOD.fullmatch(line):
            draft = self.begin() if "method" in self.draft.general else self.draft
            draft.general["method"] = line
        else:
            return False
        return True

    def _status_line(self, version: str, status: str) -> None:
        draft = self.draft
        is_hop = draft.status in (301, 302, 303, 307, 308) and draft.is_raw and bool(draft.response)
        if is_hop:
            draft = self.begin(follow_up(draft))
        elif draft.status // 100 == 1 or (draft.is_raw and not draft.response and draft.has_response):
            # What is informational, or a proxy's "Connection established", is followed by the response.
            draft.response.clear()
        elif draft.is_raw and draft.has_response:
            draft = self.begin()
        draft.general["status"] = status
        draft.side, draft.is_raw, self.in_body = "response", True, False
        draft.is_encrypted = draft.is_encrypted or version.startswith(("2", "3"))

    def _request_line(self, method: str, target: str, version: str) -> None:
        draft = self.draft
        same = draft.is_titled and not draft.has_request_line and not draft.general.get("path")
        same = same or (not draft.has_request_line and draft.is_answer_to(method, target))
        if not same and (draft.has_response or draft.has_request_line) and not self._is_command_alone():
            draft = self.begin()
        draft.general["method"] = method
        draft.general.setdefault("path", target)
        draft.side, draft.is_raw, draft.has_request_line, self.in_body = "request", True, True, False
        draft.is_encrypted = draft.is_encrypted or version.startswith(("2", "3"))

    def _is_command_alone(self) -> bool:
        return self.draft.by_command and not self.draft.has_response and not self.draft.has_request_line

    def _takes_title(self, line: str) -> bool:
        if found := _ASKED_TITLE.fullmatch(line):
            self.begin().general["url"] = found[1]
            return True
        found = _TITLE.fullmatch(line)
        if not found:
            if _OF_PREFLIGHT.fullmatch(line):
                if self.draft.has_response:
                    self.begin()
                self._titled_by("PREFLIGHT")
            self.is_led_on = self.is_led_on or bool(_LEADS_ON.fullmatch(line))
            return False
        if found["method"]:
            self._titled_by(found["method"].upper())
        name = found["title"].lower().replace(" ", "")
        if name in ("general", "summary"):
            if self.draft.has_request or self.draft.has_response:
                self.begin()
            self.draft.side = None
        elif name.startswith("request") and name in ("request", "requestheader", "requestheaders"):
            self._titled("request")
        elif name in ("response", "responseheader", "responseheaders", "responsesheaders"):
            self._titled("response")
        else:
            self.draft.side, self.in_body = None, True
            return False
        return True

    def _titled_by(self, word: str) -> None:
        """Begin the exchange that a title is about: "OPTIONS response headers", "Preflight request"."""
        method = "OPTIONS" if word == "PREFLIGHT" else word
        draft = self.draft
        if draft.general.get("method", method) != method:
            draft = self.begin()
        draft.general["method"] = method

    def _titled(self, side: Side) -> None:
        draft = self.draft
        full = draft.request if side == "request" else draft.response
        if full and draft.has_request and draft.has_response and not draft.by_command:
            draft = self.begin()
        draft.side, draft.is_titled, self.in_body = side, True, False

    def _takes_field(self, line: str) -> bool:
        if self.in_body and not line.startswith(":"):
            return False
        if found := _GENERAL.match(line):
            return self._general(found[1].lower(), found[2].strip())
        found = _FIELD.match(line)
        if not found or _is_logged(found[1], found[2].strip()):
            self.in_body = self.in_body or self._ends_block()
            return False
        return self._header(found[1], found[2].strip())

    def _ends_block(self) -> bool:
        return self.draft.is_raw and not self.draft.is_titled and self.draft.has_response

    def _general(self, label: str, value: str) -> bool:
        what = _PANEL[label]
        if error := _ERROR.search(value):
            self.draft.general["error"] = error[1]
            return True
        if label in self.draft.labels and label in ("request url", ":method") and self.draft.has_response:
            self.begin()
        self.draft.labels.add(label)
        if label.startswith(":") and label != ":status":
            self.draft.side, self.in_body = "request", False
            # Only HTTP/2 has such headers.
            self.draft.is_encrypted = True
        elif label == ":status":
            self.draft.side = "response"
        if what == "status" and not value[:3].isdecimal():
            return False
        if value:
            self.draft.general[what] = value
        return bool(value)

    def _header(self, name: str, value: str) -> bool:
        draft, own = self.draft, side_of(name)
        if name.lower() == "host" and not draft.request and not draft.response and not draft.side:
            # Firefox's summary names the host above all headers.
            draft.general.setdefault("host", value)
            return True
        if own is None and not is_known(name) and draft.side is None:
            return False
        certain = own if not draft.is_titled and not draft.is_raw else None
        side = self.mark or certain or draft.side or own or ("response" if draft.status else "request")
        if (
            name.lower().startswith("access-control-allow-")
            or name.lower() == "access-control-expose-headers"
        ):
            side = "response" if not draft.is_titled else side
        if certain:
            draft.side = certain
        if self.is_led_on and side == "response" and any(name == each for each, _ in draft.response):
            draft = self.begin(Draft(side=side))
        self.is_led_on = False
        draft.add(name, value, side)
        return True


def _is_logged(name: str, value: str) -> bool:
    return name in ("server", "host") and _OF_NGINX_LOG.match(value) is not None
