"""What follows the host in a URL: path, query and fragment as browsers write them.

https://url.spec.whatwg.org/#path-state and the states after it, for special URLs
"""

from __future__ import annotations

import re

_UNSAFE_IN_FRAGMENT = re.compile(r"[^!#-;=?-_a-~]")
_UNSAFE_IN_QUERY = re.compile(r"[^!$-&(-;=?-~]")
_UNSAFE_IN_PATH = re.compile(r"[^!$-;=@-\]_a-z|~]")
_UNSAFE_IN_USER_INFO = re.compile(r"[^!$-.0-9A-Z_a-z~]")
_DOT = re.compile(r"\.|%2e", re.IGNORECASE)


def split_rest(rest: str) -> tuple[str, str | None, str | None]:
    """Path, query and fragment; None where there is none."""
    before, hash_sign, fragment = rest.partition("#")
    path, question_mark, query = before.partition("?")
    return path, query if question_mark else None, fragment if hash_sign else None


def written_rest(path: str, query: str | None, fragment: str | None) -> str:
    """The three as they are in a serialized URL."""
    text = _written_path(path)
    if query is not None:
        text += f"?{_encoded(query, _UNSAFE_IN_QUERY)}"
    if fragment is not None:
        text += f"#{_encoded(fragment, _UNSAFE_IN_FRAGMENT)}"
    return text


def written_user_info(text: str) -> str:
    """User name and password as they are in a serialized URL; empty where both are."""
    name, _, password = text.partition(":")
    name, password = (_encoded(part, _UNSAFE_IN_USER_INFO) for part in (name, password))
    return f"{name}:{password}" if password else name


def merged(rest: str, base: str) -> str:
    """A relative reference without a host, put in the place of what follows the host in the base.

    https://url.spec.whatwg.org/#relative-state
    """
    path, query, fragment = split_rest(rest)
    base_path, base_query, _ = split_rest(base)
    if path.startswith(("/", "\\")):
        return rest
    if path:
        return f"{base_path.rpartition('/')[0]}/{rest}"
    kept = base_query if query is None else query
    asked = "" if kept is None else f"?{kept}"
    return base_path + asked + ("" if fragment is None else f"#{fragment}")


def _written_path(path: str) -> str:
    segments: list[str] = []
    parts = path.replace("\\", "/").removeprefix("/").split("/")
    for number, part in enumerate(parts, 1):
        dots = _DOT.sub(".", part)
        if dots == ".." and segments:
            segments.pop()
        if dots not in (".", ".."):
            segments.append(_encoded(part, _UNSAFE_IN_PATH))
        elif number == len(parts):
            segments.append("")
    return "/" + "/".join(segments)


def _encoded(text: str, unsafe: re.Pattern[str]) -> str:
    return unsafe.sub(_percent_encoded, text)


def _percent_encoded(found: re.Match[str]) -> str:
    # A lone surrogate is what JavaScript replaces before it asks.
    octets = found.group().encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    return "".join(f"%{octet:02X}" for octet in octets)
