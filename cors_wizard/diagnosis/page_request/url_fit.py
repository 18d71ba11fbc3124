"""Whether a URL of the page's code, with holes where the code leaves it open, is the requested URL."""

from __future__ import annotations

from dataclasses import dataclass

from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url

HOLE = "\0"
"""Stands for what the code leaves open."""


@dataclass(frozen=True, order=True)
class UrlFit:
    """How a URL of the code fits the requested one; the smaller, the closer."""

    is_loose: bool
    """Whether only the end of the path, or nothing but a hole, speaks for it."""
    holes: int
    """Parts of the path that the code leaves open."""
    other_slash: bool
    """Whether one of the two paths ends in a slash and the other doesn't."""


def url_fit(pattern: str, url: str) -> UrlFit | None:
    """How `{base}/orders/{id}` fits a URL; None where it can't be it."""
    parsed = parse_url(url)
    if parsed is None or not parsed.is_http:
        return None
    text = with_holes(pattern).partition("#")[0].partition("?")[0]
    path = parsed.path
    origin, separator, rest = text.partition("//")
    if separator and (not origin or origin.endswith(":")):
        return _of_absolute(origin, rest, parsed, path)
    # `{protocol}//api.example/orders`: what is open is the scheme alone.
    if separator and origin == HOLE and (fit := _of_absolute(origin, rest, parsed, path)):
        return fit
    if text.startswith(HOLE):
        return _of_end(text[1:], path)
    if text.startswith("/"):
        # A page sends these to its own origin: another one has them only through a base set elsewhere.
        fit = _of_path(text, path)
        return UrlFit(True, fit.holes, fit.other_slash) if fit else None
    return _of_end(f"/{text}", path) if text else None


def with_holes(pattern: str) -> str:
    """The pattern with one character for each `{hole}`."""
    text, depth = [], 0
    for char in pattern:
        if char == "{":
            depth += 1
            if depth == 1:
                text.append(HOLE)
        elif char == "}" and depth:
            depth -= 1
        elif not depth:
            text.append(char)
    return "".join(text)


def _of_absolute(scheme: str, rest: str, url: ParsedUrl, path: str) -> UrlFit | None:
    authority, slash, tail = rest.partition("/")
    if authority == HOLE:
        return _of_end(f"/{tail}" if slash else "", path)
    if HOLE in scheme or HOLE in authority:
        asked = url.authority
        return _of_path(f"/{tail}", path) if _glob(authority.lower(), asked) else None
    parsed = parse_url(f"{scheme or url.scheme + ':'}//{authority}")
    return _of_path(f"/{tail}", path) if parsed and parsed.origin == url.origin else None


def _of_end(end: str, path: str) -> UrlFit | None:
    """A base that is not known, and then this."""
    if not end.replace(HOLE, "").strip("/"):
        return UrlFit(True, path.count("/"), False)
    parts, asked = _parts(end if end.startswith("/") else f"/{end}"), _parts(path)
    return _fit(parts, asked[-len(parts) :], end, path)


def _of_path(whole: str, path: str) -> UrlFit | None:
    parts, asked = _parts(whole), _parts(path)
    if fit := _fit(parts, asked, whole, path):
        return fit
    # A hole may hold several parts of the path.
    is_long = HOLE in whole and len(asked) > len(parts) and _glob(whole, path)
    return UrlFit(True, len(asked), False) if is_long and whole.replace(HOLE, "").strip("/") else None


def _parts(path: str) -> list[str]:
    return path.strip("/").split("/")


def _fit(parts: list[str], asked: list[str], pattern: str, path: str) -> UrlFit | None:
    if len(parts) != len(asked) or not all(map(_glob, parts, asked)):
        return None
    other_slash = pattern.endswith("/") != path.endswith("/") and not pattern.endswith(HOLE)
    return UrlFit(False, sum(HOLE in part for part in parts), other_slash)


def _glob(pattern: str, text: str) -> bool:
    """Whether the text is the pattern with something, or nothing, in each hole."""
    first, *others = pattern.split(HOLE)
    if not others:
        return first == text
    *middle, last = others
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
