"""What a new CORS setup allows: what the page needs, and what the project's own setup says already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.origin import for_flask_cors, named_origin
from cors_wizard.fetch_standard.site import is_public_suffix
from cors_wizard.fixes.companions import companions
from cors_wizard.fixes.quoting import Literal, plain

if TYPE_CHECKING:
    from cors_wizard.facts import Facts

FLASK_CORS_METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
"""What flask-cors allows by default."""

_SAFE_PATTERN = re.compile(
    r"\^?https?\??://"
    r"(?P<below>(?:\.|\[(?:a-z|A-Z|0-9|\\w|\\d|_|-){1,6}\]|\\w)[*+]\\\.)?"
    r"(?P<name>[A-Za-z0-9-]{1,63}(?:\\\.[A-Za-z0-9-]{1,63}){0,8})"
    r"(?::(?:[0-9]{1,5}|(?:\\d|\[0-9\])(?:[*+]|\{[0-9],[0-9]\})))?"
    r"(?:\$|\\Z)"
)
"""Origins of one host, or of the hosts below one domain: ended, every dot of the name escaped.

A pattern of any other form may allow strangers, and is not carried over.
"""


def allowed_values(facts: Facts, path_pattern: str) -> dict[str, Literal]:
    """The values that the templates of setups are filled with.

    Args:
        facts: what is known.
        path_pattern: a pattern for the path that the page asks for; empty where that is unknown.
    """
    configured = facts.items("configured_origins")
    if not configured and ("origins_variable" in facts or facts.text("origin_policy") == "fixed"):
        configured = facts.items("allowed_origins_seen")
    origins = _listed(facts, configured)
    methods = _methods(facts)
    with_credentials = _with_credentials(facts)
    values: dict[str, Literal] = {
        "allowed_origins": _with_patterns(facts, origins),
        "allowed_origin_list": origins,
        "socketio_origin_list": _listed(facts, facts.items("socketio_origins")),
        "allowed_headers": _headers(facts),
        "allowed_methods": methods,
        "method_list": ", ".join(methods or FLASK_CORS_METHODS),
        "with_credentials": with_credentials,
        "path_patterns": _path_patterns(facts, path_pattern),
        "kept_patterns": _path_patterns(facts, path_pattern) if "resource_patterns" in facts else (),
    }
    hosts = frozenset(each.partition("://")[2] for each in origins)
    page = facts.text("origin") or ""
    others = (each for each in facts.items("configured_origins") if not _meant_by_glob(each, page))
    if left_out := tuple(each for each in others if _is_left_out(each, hosts)):
        values["left_out_origins"] = left_out
    if origins:
        values["origins_line"] = ",".join(origins)
    if with_credentials:
        values["credentials_value"] = "true"
    if entry := facts.text("resource_pattern") or path_pattern:
        values["entry_pattern"] = entry
    return values | _exposed(facts, with_credentials=with_credentials) | _age(facts)


def _with_credentials(facts: Facts) -> bool:
    """Whether this request, another one of the page or the present code has them."""
    sent = "include" in (facts.text("credentials"), facts.text("page_credentials"))
    return sent or facts.text("configured_credentials") == "yes"


def usable_origin(origin: str | None) -> str | None:
    """The origin as a browser sends it, where it can be allowed by name: not `null`, no wildcard."""
    if not origin or set("*\\") & set(origin) or origin.lower().startswith(("ws:", "wss:")):
        return None
    return named_origin(origin)


def _listed(facts: Facts, configured: tuple[str, ...]) -> tuple[str, ...]:
    """The origins that are allowed already, as far as they are plain origins, and the page's."""
    origins = (*plain_origins(configured), usable_origin(facts.text("origin")))
    return tuple(dict.fromkeys(origin for origin in origins if origin))


def plain_origins(configured: tuple[str, ...]) -> tuple[str, ...]:
    """The entries of a list that name one origin each; a pattern, a glob or `null` doesn't."""
    kept = (usable_origin(origin) for origin in _parted(configured) if _is_plain(origin))
    return tuple(origin for origin in kept if origin)


def _parted(origins: tuple[str, ...]) -> tuple[str, ...]:
    """The origins one by one: many people write several into one text."""
    return tuple(part.strip() for origin in origins for part in origin.split(","))


def _is_plain(origin: str) -> bool:
    return usable_origin(origin) == origin.lower().rstrip("/")


def _is_left_out(origin: str, hosts: frozenset[str]) -> bool:
    """Whether a new list has nothing for this entry: a wide pattern, `null`, no origin at all."""
    if origin in hosts:  # it has its scheme now
        return False
    is_kept = _is_safe_pattern(origin) or all(map(_is_plain, _parted((origin,))))
    return not is_kept and origin.strip() not in ("", "*")


def _with_patterns(facts: Facts, origins: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns, and the origins that a pattern for every subdomain doesn't stand for."""
    globs = facts.items("configured_origins")
    covered = {each for each in origins if any(_meant_by_glob(glob, each) for glob in globs)}
    named = [each for each in origins if each not in covered]
    return (*_patterns(facts), *map(for_flask_cors, named))


def _meant_by_glob(entry: str, origin: str) -> str | None:
    """The pattern that `https://*.example.com` means; None for what means something else."""
    if "://*." not in entry:
        return None
    # Only here: few lists have one, and the reader of patterns comes with that of code.
    from cors_wizard.origin_patterns.globs import pattern_of_glob

    return pattern_of_glob(entry.strip(), origin)


def _patterns(facts: Facts) -> tuple[str, ...]:
    """The regular expressions of the code's list that admit no stranger, and what globs mean."""
    page = facts.text("origin") or ""
    meant = (_meant_by_glob(each, page) or each for each in facts.items("configured_origins"))
    return tuple(each for each in meant if _is_safe_pattern(each))


def _is_safe_pattern(origin: str) -> bool:
    found = _SAFE_PATTERN.fullmatch(origin) if len(origin) < 300 else None
    if found is None:
        return False
    # Below a public suffix anybody can have a name: .com, .co.uk, .herokuapp.com.
    return not (found["below"] and is_public_suffix(found["name"].replace("\\", "").lower()))


def _headers(facts: Facts) -> tuple[str, ...]:
    """The headers to list, or none where flask-cors's default (whatever is asked for) should stay."""
    configured = tuple(name for name in facts.items("configured_headers") if name != "*")
    refused = facts.text("refused_header")
    if not configured and not refused:
        return ()
    sent = tuple(item.partition(":")[0].strip() for item in facts.items("request_headers"))
    others = facts.items("page_headers")
    names = (*configured, "Content-Type", *sent, *others, *((refused,) if refused else ()))
    return _spelled_once((*names, *companions(names)))


def _spelled_once(names: tuple[str, ...]) -> tuple[str, ...]:
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(name.lower(), name)
    return tuple(name for name in spelled.values() if name)


def _methods(facts: Facts) -> tuple[str, ...]:
    """The methods to list, or none where flask-cors's default should stay."""
    named = (facts.text("method"), facts.text("refused_method"))
    wanted = tuple(name for name in (*named, *facts.items("page_methods")) if name)
    configured = tuple(name.upper() for name in facts.items("configured_methods") if name != "*")
    # Firefox and Safari do not always name the refused method: then a list could leave it out again.
    is_unnamed = facts.text("symptom") == "method-disallowed" and not wanted
    if is_unnamed or (not configured and all(name in FLASK_CORS_METHODS for name in wanted)):
        return ()
    return tuple(dict.fromkeys((*(configured or FLASK_CORS_METHODS), *wanted)))


def _exposed(facts: Facts, *, with_credentials: bool) -> dict[str, Literal]:
    """The response headers to expose: those of the code, and the one that the page wants to read."""
    # With credentials the star is no wildcard: https://fetch.spec.whatwg.org/#http-new-header-syntax
    configured = tuple(
        name for name in facts.items("configured_exposed") if name != "*" or not with_credentials
    )
    names = _spelled_once((*configured, plain(facts.text("unread_header") or "").strip()))
    return {"exposed_headers": names, "exposed_header_line": ", ".join(names)} if names else {}


def _age(facts: Facts) -> dict[str, Literal]:
    seconds = facts.number("configured_max_age")
    return {"max_age": seconds, "max_age_line": str(seconds)} if seconds else {}


def _path_patterns(facts: Facts, path_pattern: str) -> tuple[str, ...]:
    """The paths that the code sets CORS up for, and this one where none of them has it."""
    # A path begins with a slash, so a pattern that begins with a letter never had one.
    configured = tuple(each for each in facts.items("resource_patterns") if not each[:1].isalnum())
    if facts.text("resource_match") == "covered":
        return configured
    return tuple(dict.fromkeys((*configured, *((path_pattern,) if path_pattern else ()))))
