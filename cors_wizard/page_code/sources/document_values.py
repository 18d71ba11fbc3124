"""What a script takes from its document: a form's address and method, `data-` attributes, `<meta>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.page_call import PageCall
from cors_wizard.page_code.sources.elements import attributes_of, element_calls, template_as_hole

ACTION = "form.action"
"""The hole that `form.action` leaves."""
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<script\b[^>]{0,2000}>.*?(?:</script|\Z)"
    r"|<([a-zA-Z][\w-]{0,40})\b((?:[^>\"']{1,200}+|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,60}+)>",
    re.IGNORECASE | re.DOTALL,
)
_HOLE = re.compile(r"\{(data-[\w-]{1,100}|meta [\w:.-]{1,100})\}")
_SCRIPT_TAG = re.compile(r"<script\b[^>]{0,2000}>", re.IGNORECASE)


@dataclass(frozen=True)
class _Form:
    """A form, and what a script may call it by."""

    call: PageCall
    names: tuple[str, ...]


def fill_in(
    calls: Iterable[PageCall], documents: Mapping[str, str], code: Mapping[str, bytes]
) -> Iterator[PageCall]:
    """The calls, with what is settled by the documents that their scripts are part of.

    Args:
        calls: as the scripts tell.
        documents: the pages' text, by path.
        code: every file's text, to see which form a script is about.
    """
    for call in calls:
        if call.url == "{" + ACTION + "}":
            yield _of_form(call, _around(call.file, documents), code.get(call.file, b""))
        elif _HOLE.search(call.url):
            yield _of_attributes(call, _around(call.file, documents))
        else:
            yield call


def _around(path: str, documents: Mapping[str, str]) -> dict[str, str]:
    """The document itself, or those that load the script."""
    if path in documents:
        return {path: documents[path]}
    name = path.rpartition("/")[2]
    return {
        each: text
        for each, text in documents.items()
        if any(name in tag for tag in _SCRIPT_TAG.findall(text))
    }


def _of_form(call: PageCall, documents: Mapping[str, str], script: bytes) -> PageCall:
    """The one form that there is, or the one that the script names; only where the call sends a form."""
    span = call.span("method")
    is_its_method = not call.method and span is not None and b"method" in script[span.start : span.end]
    form = _the_form(documents, script)
    if form is None or not (is_its_method or call.body in ("form", "multipart")):
        return call
    known = ({"url"} if "url" not in form.uncertain else set()) | ({"method"} if is_its_method else set())
    return replace(
        call,
        url=form.url,
        method=form.method if is_its_method else call.method,
        uncertain=tuple(part for part in call.uncertain if part not in known),
    )


def _the_form(documents: Mapping[str, str], script: bytes) -> PageCall | None:
    forms = [form for path, text in documents.items() for form in _forms(path, text)]
    named = [form for form in forms if any(name.encode() in script for name in form.names)]
    fitting = forms if len(forms) == 1 else named
    return fitting[0].call if len(fitting) == 1 else None


def _forms(path: str, text: str) -> Iterator[_Form]:
    for call in element_calls(path, text):
        if call.initiator == "form":
            tag = text.encode()[call.spans[0].start : call.spans[0].end].decode()
            attributes = attributes_of(tag)
            quoted = [
                attributes.get("id", ""),
                attributes.get("name", ""),
                *attributes.get("class", "").split(),
            ]
            yield _Form(call, tuple(f"{sign}{name}" for name in quoted if name for sign in "#.'\""))


def _of_attributes(call: PageCall, documents: Mapping[str, str]) -> PageCall:
    """With each attribute that has one value in all of the page."""
    values = _values(documents)

    def settled(match: re.Match[str]) -> str:
        found = values.get(match[1], set())
        return next(iter(found)) if len(found) == 1 else match[0]

    url = _HOLE.sub(settled, call.url)
    is_known = url != call.url and not url.startswith("{")
    return replace(
        call, url=url, uncertain=tuple(each for each in call.uncertain if each != "url" or not is_known)
    )


def _values(documents: Mapping[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text in documents.values():
        for match in _TAG.finditer(text):
            attributes = attributes_of(match[2] or "")
            for name, value in attributes.items():
                if name.startswith("data-") and value:
                    found.setdefault(name, set()).add(template_as_hole(value))
            if (match[1] or "").lower() == "meta" and attributes.get("content"):
                found.setdefault(f"meta {attributes.get('name', '')}", set()).add(
                    template_as_hole(attributes["content"])
                )
    return found
