"""Elements that request something of another origin by themselves: forms, and what has `crossorigin`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.page_code.page_call import BodyKind, CallPart, Credentials, Initiator, Mode, PageCall, Span

_ELEMENT = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(form|script|link|img|audio|video|source|track)\b((?:[^>\"']{1,200}+|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,60}+)>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:@.-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_TEMPLATE = re.compile(r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}|<%.{0,500}?%>", re.DOTALL)
_HOLE = re.compile(r"\{[^{}]*\}")
"""A template's or a component's expression, and nothing else."""
_FETCHED_LINKS = ("stylesheet", "preload", "modulepreload", "manifest", "icon", "prefetch")
_MODULE = ["modulepreload"]
_TYPES: dict[str, tuple[BodyKind, str]] = {
    "multipart/form-data": ("multipart", "multipart/form-data"),
    "text/plain": ("text", "text/plain"),
}
_INITIATORS: dict[str, Initiator] = {
    "script": "script",
    "link": "link",
    "img": "img",
    "audio": "video",
    "video": "video",
    "source": "video",
    "track": "other",
}


def element_calls(path: str, text: str) -> Iterator[PageCall]:
    """What the elements of a page request."""
    lower = text.lower()
    scripts_end = media_end = 0
    media: dict[str, str] = {}
    for match in _ELEMENT.finditer(text):
        if match.group(1) is None or match.start() < scripts_end:
            continue
        name = match.group(1).lower()
        if name == "script":
            closing = lower.find("</script", match.end())
            scripts_end = closing if closing >= 0 else len(text)
        attributes = attributes_of(match.group(2))
        if name in ("audio", "video"):
            media, media_end = attributes, lower.find(f"</{name}", match.end())
        elif name in ("source", "track"):
            # Whether it is a CORS request, the player around it says.
            inner = media if match.start() < media_end else {}
            attributes = {"src": attributes.get("src", "")} | _only(inner, "crossorigin")
        call = _form(attributes) if name == "form" else _fetched(name, attributes)
        if call is not None:
            yield placed(call, path, text, match)


def _only(attributes: dict[str, str], name: str) -> dict[str, str]:
    return {name: attributes[name]} if name in attributes else {}


def attributes_of(written: str) -> dict[str, str]:
    """The attributes of a tag by their names, in lower case."""
    return {
        match.group(1).lower(): match.group(2) or match.group(3) or match.group(4) or ""
        for match in _ATTRIBUTE.finditer(written)
    }


def template_as_hole(written: str) -> str:
    """A value with a hole for each expression of the server's template."""
    return _TEMPLATE.sub("{template}", written)


def _form(attributes: dict[str, str]) -> PageCall | None:
    """A form leaves the page; it is listed because a script often takes its place."""
    action = attributes.get("action", "")
    if not action or action.startswith(("#", "javascript:")):
        return None
    method = attributes.get("method", "get").upper()
    if method not in ("GET", "POST"):
        method = "GET"
    body, content_type = _TYPES.get(
        attributes.get("enctype", "").lower(), ("form", "application/x-www-form-urlencoded")
    )
    is_post = method == "POST"
    headers = (("Content-Type", content_type),) if is_post else ()
    return _call(method, action, headers, "include", "no-cors", body if is_post else "none", "form")


def _fetched(name: str, attributes: dict[str, str]) -> PageCall | None:
    """https://html.spec.whatwg.org/#cors-settings-attribute; module scripts are always CORS requests."""
    relations = attributes.get("rel", "").lower().split()
    is_module = attributes.get("type", "").lower() == "module" if name == "script" else relations == _MODULE
    url = attributes.get("href" if name == "link" else "src", "")
    if not url or not ("crossorigin" in attributes or is_module):
        return None
    if name == "link" and not any(each in _FETCHED_LINKS for each in relations):
        return None
    sends = attributes.get("crossorigin", "").lower() == "use-credentials"
    return _call("GET", url, (), "include" if sends else "same-origin", "cors", "none", _INITIATORS[name])


def _call(
    method: str,
    url: str,
    headers: tuple[tuple[str, str], ...],
    credentials: Credentials,
    mode: Mode,
    body: BodyKind,
    initiator: Initiator,
) -> PageCall:
    return PageCall(
        method=method,
        url=template_as_hole(url.strip()),
        headers=headers,
        credentials=credentials,
        mode=mode,
        body=body,
        library="html",
        file="",
        line=0,
        initiator=initiator,
    )


def placed(call: PageCall, path: str, text: str, match: re.Match[str]) -> PageCall:
    """The call with file, line and place; a URL that is all expression is not known."""
    start = len(text[: match.start()].encode("utf-8", errors="replace"))
    end = start + len(match.group().encode("utf-8", errors="replace"))
    line = text.count("\n", 0, match.start()) + 1
    unknown: tuple[CallPart, ...] = ("url",) if _HOLE.fullmatch(call.url) else ()
    uncertain = (*call.uncertain, *unknown)
    return replace(call, file=path, line=line, spans=(Span("call", path, start, end),), uncertain=uncertain)
