"""The browser's URL: put together from a path and a base, read and changed by its parts."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, READ, WRITTEN
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import concatenate, flat, map_text, to_text
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Constant,
    Hole,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.sources.syntax import Place

_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DOTS = re.compile(r"\.{1,2}/")


def _url(invocation: Invocation) -> Value:
    path = to_text(invocation.argument(0))
    base = invocation.argument(1)
    is_alone = isinstance(base, Constant) and base.value is None
    href = path if is_alone else map_text(path, lambda string: resolve_against(string, base))
    return Object({"href": href, "searchParams": Object(kind="search-params")}, is_open=True, kind="url")


def resolve_against(path: Text, base: Value) -> Value:
    """A URL as the standard resolves it against another, as far as both are settled."""
    first = path.parts[0] if path.parts and isinstance(path.parts[0], str) else ""
    if _ABSOLUTE.match(first):
        return path
    if first.startswith("/"):
        return map_text(base, lambda string: concatenate(_origin(string), path))
    levels = 0
    while dots := _DOTS.match(first):
        first, levels = first[dots.end() :], levels + (dots[0] == "../")
    rest = Text((first, *path.parts[1:]), path.variable) if path.parts else path
    return map_text(base, lambda string: concatenate(_higher(_folder(string), levels), rest))


def _higher(folder: Text, levels: int) -> Text:
    """A folder so many levels up, as far as its path is written out."""
    last = folder.parts[-1] if folder.parts else ""
    for _ in range(levels):
        above = last[:-1].rpartition("/")[0] if isinstance(last, str) and last.endswith("/") else ""
        if not isinstance(last, str) or not above or above.endswith("/"):
            break
        last = above + "/"
    return Text((*folder.parts[:-1], last), folder.variable)


def _origin(base: Text) -> Text:
    """The base up to its path."""
    parts: list[str | Hole] = []
    is_past_scheme = bool(base.parts) and isinstance(base.parts[0], Hole)
    for part in base.parts:
        if isinstance(part, Hole):
            parts.append(part)
            continue
        is_past_scheme |= "://" in part or (part.startswith("//") and not parts)
        start = part.find("//") + 2 if is_past_scheme and "//" in part else 0
        slash = part.find("/", start) if is_past_scheme else -1
        if slash >= 0 or not is_past_scheme:
            parts.append(part[:slash] if slash > 0 else "")
            break
        parts.append(part)
    return Text(tuple(part for part in parts if part), base.variable)


def _folder(base: Text) -> Text:
    if not base.parts or isinstance(base.parts[-1], Hole):
        return Text((*base.parts, "/"), base.variable)
    last = base.parts[-1]
    if last.count("/") == 2 and "://" in last:
        return Text((*base.parts[:-1], last + "/"), base.variable)
    return Text((*base.parts[:-1], last[: last.rfind("/") + 1]), base.variable)


def _href(invocation: Invocation) -> Value:
    this = invocation.this
    return this.properties["href"] if isinstance(this, Object) and "href" in this.properties else Unknown()


METHODS["url"] = {"toString": _href, "toJSON": _href}


def _of_url(run: Run, value: Object, name: str) -> Value | None:
    if name in ("origin", "pathname") and "href" in value.properties:
        string = flat(to_text(value.properties["href"]))
        return _origin(string) if name == "origin" else _path_of(string)
    return None


def _path_of(href: Text) -> Value:
    """What follows the origin, without the query."""
    whole, origin = href.constant, _origin(href).constant
    if whole is None or origin is None:
        return Unknown("pathname")
    return text(re.split(r"[?#]", whole.removeprefix(origin), maxsplit=1)[0] or "/")


def _written(run: Run, target: Object, name: str, value: Value, place: Place | None) -> None:
    """`url.pathname = ...` changes what the URL is as a whole; a query changes nothing that matters."""
    if name not in ("pathname", "host", "hostname", "port", "protocol"):
        return
    origin = _origin(flat(to_text(target.properties.get("href", UNDEFINED))))
    is_path = name == "pathname"
    href = concatenate(origin, to_text(value)) if is_path else Unknown("url")
    run.write_property(target, "href", href)
    target.properties.pop(name, None)


WRITTEN["url"] = _written


READ["url"] = _of_url


def url_names() -> dict[str, Value]:
    """The name in a page."""
    return {"URL": native(_url, "URL")}
