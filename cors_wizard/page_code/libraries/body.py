"""What a request's body is, and which Content-Type goes with it.

https://fetch.spec.whatwg.org/#concept-bodyinit-extract
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cors_wizard.page_code.evaluation.texts import alternatives
from cors_wizard.page_code.evaluation.values import (
    Constant,
    Object,
    Text,
    Unknown,
    Value,
)
from cors_wizard.page_code.libraries.draft import Body, Draft
from cors_wizard.page_code.libraries.web import find_header
from cors_wizard.page_code.page_call import BodyKind

_FORM_NAME = re.compile(r"form_?data|\bfd\b|^files?|files?$|upload|blob", re.IGNORECASE)
_JSON_TYPE = re.compile(r"\bjson\b|\+json\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """A body as it leaves."""

    kind: BodyKind
    content_type: str | None = None
    """Added where the code names none."""
    may_have_type: bool = False
    """Whether a Content-Type may be added that nobody can tell."""
    is_absent: bool = False
    """Whether the code gives none at all (null is given)."""


def sent_body(draft: Draft, value: Value, may_have_body: bool) -> Sent:
    """The body of a draft; a GET has none."""
    body = draft.body
    if body.kind == "none" or not may_have_body:
        return Sent("none", is_absent=_is_absent(value))
    if body.kind is not None:
        return Sent(body.kind, _default_type(body, body.kind))
    sents = dict.fromkeys(_one(body, each) for each in alternatives(value))
    given = [sent for sent in sents if sent.kind != "none"]
    if not body.is_settled and not given:
        return Sent("unknown", None, may_have_type=True)
    if not given:
        is_absent = _is_absent(value)
        return Sent("none", None if is_absent else body.null_type, is_absent=is_absent)
    sent = given[0] if len(given) == 1 else _mixed(given)
    return _by_header(draft, sent)


def _is_absent(value: Value) -> bool:
    return all(isinstance(each, Constant) and each.is_undefined for each in alternatives(value))


def _mixed(sents: list[Sent]) -> Sent:
    known = [sent for sent in sents if sent.kind != "unknown"]
    return known[0] if len(known) == 1 else Sent("unknown", None, may_have_type=True)


def _by_header(draft: Draft, sent: Sent) -> Sent:
    """A string of which nobody knows more is JSON where the code says so itself."""
    given = find_header(draft.headers, "Content-Type")
    written = given.constant if isinstance(given, Text) else None
    if written and sent.kind in ("unknown", "text") and _JSON_TYPE.search(written):
        return Sent("json", sent.content_type)
    if written and sent.kind in ("unknown", "text") and "urlencoded" in written:
        return Sent("form", sent.content_type)
    return sent


def _default_type(body: Body, kind: BodyKind) -> str | None:
    types: dict[BodyKind, str] = {
        "json": body.json_type,
        "form": body.form_type,
        "multipart": "multipart/form-data",
        "text": body.text_type,
    }
    return types.get(kind, body.other_type)


def _one(body: Body, value: Value) -> Sent:
    match value:
        case Constant() if value.value is None:
            return Sent("none")
        case Text():
            return Sent("text", body.text_type)
        case Constant() if body.other_type is not None or not body.is_object_json:
            return Sent("text", body.other_type or body.text_type)
        case Constant():
            return Sent("json", body.json_type)
        case Object():
            return _object(body, value)
        case Unknown():
            return _unknown(body, value)
    return Sent("unknown", None, may_have_type=True)


def _object(body: Body, value: Object) -> Sent:
    match value.kind:
        case "json":
            return Sent("json", body.text_type)
        case "form-data":
            return Sent("multipart", "multipart/form-data")
        case "search-params":
            return Sent("form", body.form_type)
        case "blob":
            given = value.properties.get("type")
            constant = given.constant if isinstance(given, Text) else None
            kind: BodyKind = "json" if constant and _JSON_TYPE.search(constant) else "binary"
            own = body.other_type or constant or None
            return Sent(kind, own, may_have_type=own is None and constant is None)
        case "buffer" | "stream":
            return Sent("binary", body.other_type)
    if body.is_object_form:
        return Sent("form", body.form_type)
    return Sent("json", body.json_type) if body.is_object_json else Sent("text", body.text_type)


def _unknown(body: Body, value: Unknown) -> Sent:
    kinds: dict[str, BodyKind] = {
        "FormData": "multipart",
        "URLSearchParams": "form",
        "string": "text",
        "Blob": "binary",
        "File": "binary",
        "ArrayBuffer": "binary",
    }
    types = {each.strip() for each in value.type.split("|")} - {"null", "undefined"}
    found = {kinds.get(each) for each in types}
    if len(found) > 1:
        return Sent("unknown", None, may_have_type=True)
    kind = next(iter(found), None)
    if kind is not None:
        own = _default_type(body, kind)
        return Sent(kind, own, may_have_type=kind == "binary" and own is None)
    is_object = bool(value.type) and value.type not in ("any", "unknown", "BodyInit", "T")
    if is_object and (body.is_object_json or body.is_object_form):
        kind = "form" if body.is_object_form else "json"
        return Sent(kind, _default_type(body, kind))
    if body.is_unknown_json and not _FORM_NAME.search(value.name):
        return Sent("json", body.json_type)
    return Sent("unknown", None, may_have_type=True)
