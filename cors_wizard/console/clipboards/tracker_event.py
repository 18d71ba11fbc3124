"""An error tracker's event: the breadcrumbs have the request, the event's URL is the page's."""

from __future__ import annotations

import re

from cors_wizard.console.clipboards.copied import Copied, copied

_URL = r"https?://[^\s\"'`<>,;|)\]]{1,2000}"
_METHOD = r"(?:GET|HEAD|POST|PUT|PATCH|DELETE)"
_IN_TEXT = re.compile(
    rf"\b(?:fetch|xhr|http)\b[ \t:|]{{1,20}}(?P<method>{_METHOD})[ \t:|]{{1,20}}(?P<url>{_URL})"
    r"(?:[ \t]{1,10}\[?(?P<status>[0-9]{1,3})\b)?"
)
_IN_JSON = re.compile(r"\"category\": ?\"(?:fetch|xhr)\"[^\n]{0,300}?\"data\": ?\{(?P<data>[^{}]{1,3000})\}")
_PAGE = re.compile(rf"(?<![\w\"'.])[\"']?url[\"']?[ \t]{{0,20}}:?[ \t]{{0,20}}[\"']?(?P<url>{_URL})")
_SUCCEEDED = re.compile(r"[123][0-9]{2}")
_OF_A_BROWSER = re.compile(
    r"\"platform\": ?\"javascript\"|Failed to fetch|Load failed|Network ?Error\b|XMLHttpRequest"
)


def read_tracker_event(text: str) -> Copied | None:
    """The last request of a script in the breadcrumbs of an event, and the page; None without any."""
    if "breadcrumbs" not in text.lower() or not _OF_A_BROWSER.search(text):
        return None
    url = method = ""
    for found in _IN_TEXT.finditer(text):
        if not _SUCCEEDED.fullmatch(found["status"] or ""):
            url, method = found["url"], found["method"]
    for found in _IN_JSON.finditer(text):
        if not _SUCCEEDED.fullmatch(_value(found["data"], "status_code")):
            url, method = _value(found["data"], "url") or url, _value(found["data"], "method") or method
    page = next((each["url"] for each in _PAGE.finditer(text) if each["url"] != url), "")
    if not url:
        return None
    return copied(
        "an event of an error tracker", (("url", url), ("method", method.upper()), ("page_url", page))
    )


def _value(data: str, name: str) -> str:
    found = re.search(rf"\"{name}\": ?\"?([^\"\n,]{{1,2000}})", data)
    return found[1] if found else ""
