"""What htmx sends for the elements of a page: `hx-get`, `hx-post` and the like, with headers of its own.

https://htmx.org/reference/: attributes are inherited from the elements around.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.page_call import BodyKind, CallPart, PageCall
from cors_wizard.page_code.sources.elements import attributes_of, placed, template_as_hole

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][\w-]{0,60})((?:[^>\"']{1,200}+|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,60}+)>",
    re.DOTALL,
)
_METHODS = ("get", "post", "put", "patch", "delete")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_DEEPEST = 200
_NAME = re.compile(r"[\"']?([A-Za-z][\w-]{0,100})[\"']?\s{0,4}:")
_INHERITED = ("hx-headers", "hx-request", "hx-target", "hx-encoding", "hx-prompt")
_ALL_COOKIES = re.compile(r"[\"']?withCredentials[\"']?\s{0,4}[:=]\s{0,4}true")
_CREDENTIALS = re.compile(r"[\"']?credentials[\"']?\s{0,4}:\s{0,4}true")
_NO_HEADERS = re.compile(r"[\"']?noHeaders[\"']?\s{0,4}:\s{0,4}true")

Attributes = dict[str, str]


_VERSION = re.compile(r"htmx(?:\.org)?[@/](\d)(?:\.|/|\b)")
_OTHERS_TOO = {
    2: ("selfRequestsOnly", "false", re.compile(r"selfRequestsOnly[\"']?\s{0,4}[:=]\s{0,4}false")),
    4: ("mode", "cors", re.compile(r"\bmode[\"']?\s{0,4}[:=]\s{0,4}[\"']cors")),
}
"""The setting without which a version sends nothing to another origin."""
_HEADERS_4 = ("HX-Current-URL", "HX-Source", "HX-Target", "HX-Request-Type")


def version_of(text: str, package: str) -> int:
    """Which htmx a page loads, or the package that the project asks for; 0 where nothing tells."""
    found = _VERSION.search(text) or re.search(r"(\d)", package)
    return int(found[1]) if found else 0


def note_of(version: int, text: str) -> str:
    """What has to be set before htmx sends anything to another origin; empty where it is set."""
    setting, value, is_set = _OTHERS_TOO.get(version, ("", "", _VERSION))
    if not setting or is_set.search(text):
        return ""
    return f"htmx {version} sends this only where `{setting}` is {value}."


_CONFIGURES = re.compile(r"htmx:config:?[rR]equest")
_SET_HEADER = re.compile(
    r"\bheaders\s{0,4}(?:\[\s{0,4}[\"'`]([\w-]{1,100})[\"'`]\s{0,4}\]|\.([A-Za-z]\w{0,100}))\s{0,4}=(?!=)"
)
_SET_ANY = re.compile(r"\bheaders\s{0,4}\[\s{0,4}[^\"'`\]]{1,100}\]\s{0,4}=(?!=)|\.headers\s{0,4}=(?!=)")
_SWITCHED_ON = re.compile(r"\b(?:withCredentials\s{0,4}=\s{0,4}true|credentials\s{0,4}=\s{0,4}[\"']include)")
_AFTER = 2_000
"""Characters behind the event's name in which its listener is."""


@dataclass(frozen=True)
class Configured:
    """What listeners add to every request: `event.detail.headers['X-CSRF-Token'] = ...`."""

    headers: tuple[str, ...] = ()
    is_open: bool = False
    with_credentials: bool = False

    def on(self, call: PageCall) -> PageCall:
        """The call with all of it."""
        known = {name.lower() for name, _ in call.headers}
        added = tuple((name, "") for name in self.headers if name.lower() not in known)
        is_opened = self.is_open and "headers" not in call.uncertain
        opened: tuple[CallPart, ...] = ("headers",) if is_opened else ()
        return replace(
            call,
            headers=(*call.headers, *added),
            uncertain=(*call.uncertain, *opened),
            credentials="include" if self.with_credentials else call.credentials,
        )


def configured(texts: Iterable[str]) -> Configured:
    """What the listeners in all scripts and pages add."""
    parts = [
        text[match.start() : match.start() + _AFTER] for text in texts for match in _CONFIGURES.finditer(text)
    ]
    names = [match[1] or match[2] for part in parts for match in _SET_HEADER.finditer(part)]
    return Configured(
        tuple(dict.fromkeys(names)),
        any(_SET_ANY.search(part) for part in parts),
        any(_SWITCHED_ON.search(part) for part in parts),
    )


def htmx_calls(path: str, text: str, version: int = 0) -> Iterator[PageCall]:
    """The requests of the elements of a page."""
    if "hx-" not in text:
        return
    around: list[tuple[str, Attributes]] = []
    all_cookies = "htmx" in text and bool(_ALL_COOKIES.search(text))
    for match in _TAG.finditer(text):
        name = (match[2] or "").lower()
        if match[1]:
            _close(around, name)
            continue
        own = {key.removeprefix("data-"): value for key, value in attributes_of(match[3] or "").items()}
        inherited = next(iter(around[-1:]), ("", {}))[1]
        full = {**{key: value for key, value in inherited.items() if key in _INHERITED}, **own}
        for method in _METHODS:
            if own.get(f"hx-{method}"):
                call = _call(method, own, full, sends_cookies=all_cookies)
                if version >= _FIRST_WITH_FETCH:
                    call = _of_version_4(call, own)
                yield placed(call, path, text, match)
        if name and name not in _VOID and not (match[3] or "").endswith("/") and len(around) < _DEEPEST:
            around.append((name, full))


_FIRST_WITH_FETCH = 4


def _of_version_4(call: PageCall, own: Attributes) -> PageCall:
    """Sent by `fetch`, with other headers of its own, and those of the element alone."""
    headers = {"HX-Request": "true", **dict.fromkeys(_HEADERS_4, ""), **_given(own.get("hx-headers", ""))}
    if call.body != "none":
        headers |= {name: value for name, value in call.headers if name == "Content-Type"}
    return replace(call, headers=tuple(headers.items()), initiator="fetch", uncertain=())


def _close(around: list[tuple[str, Attributes]], name: str) -> None:
    """Leave an element, with what was not closed in it."""
    for index in range(len(around) - 1, -1, -1):
        if around[index][0] == name:
            del around[index:]
            return


def _call(method: str, own: Attributes, full: Attributes, *, sends_cookies: bool) -> PageCall:
    request = full.get("hx-request", "")
    headers, is_settled = _headers(own, full)
    body: BodyKind = "none"
    if method != "get":
        is_multipart = full.get("hx-encoding") == "multipart/form-data"
        if method != "delete":
            body = "multipart" if is_multipart else "form"
        kind = "multipart/form-data" if is_multipart else "application/x-www-form-urlencoded"
        headers = (*headers, ("Content-Type", kind))
    with_cookies = sends_cookies or bool(_CREDENTIALS.search(request))
    uncertain: tuple[CallPart, ...] = () if is_settled else ("headers",)
    return PageCall(
        method=method.upper(),
        url=template_as_hole(own[f"hx-{method}"].strip()),
        headers=() if _NO_HEADERS.search(request) else headers,
        credentials="include" if with_cookies else "same-origin",
        mode="cors",
        body=body,
        library="htmx",
        file="",
        line=0,
        uncertain=uncertain,
        initiator="xmlhttprequest",
    )


def _headers(own: Attributes, full: Attributes) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The headers that htmx adds to every request, then those of `hx-headers`; and whether these are all."""
    found = {"HX-Request": "true", "HX-Current-URL": ""}
    target = full.get("hx-target", "")
    ids = {
        "HX-Trigger": own.get("id", ""),
        "HX-Trigger-Name": own.get("name", ""),
        "HX-Target": target.removeprefix("#") if target.startswith("#") else own.get("id", ""),
    }
    found |= {name: value for name, value in ids.items() if value}
    if "hx-prompt" in full:
        found["HX-Prompt"] = ""
    given = full.get("hx-headers", "")
    names = _given(given)
    # A selector other than an id leads to an element that may have one.
    is_settled = (not given or bool(names)) and (not target or target.startswith("#") or target == "this")
    return tuple({**found, **names}.items()), is_settled


def _given(written: str) -> dict[str, str]:
    """`hx-headers='{"X-CSRFToken": "..."}'`; what a script computes has names all the same."""
    try:
        known = json.loads(written)
    except (ValueError, RecursionError):
        return dict.fromkeys(_NAME.findall(written.removeprefix("js:").removeprefix("javascript:")), "")
    if not isinstance(known, dict):
        return {}
    return {str(name): "" if "{" in str(value) else str(value) for name, value in known.items()}
