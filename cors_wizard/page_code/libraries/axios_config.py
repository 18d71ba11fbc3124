"""axios' configuration: how two are merged, and what request one describes."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.conditions import choose, truth
from cors_wizard.page_code.evaluation.members import open_up, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import alternatives, concatenate, flat, map_text, to_text
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    UNDEFINED,
    Choice,
    Constant,
    Hole,
    Object,
    Text,
    Unknown,
    Value,
    text,
)
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option

_ABSOLUTE = re.compile(r"(?:[a-zA-Z][a-zA-Z\d+.-]*:)?//")
_TOKEN = "X-XSRF-TOKEN"
_FORM = "application/x-www-form-urlencoded"
_BUCKETS = ("common", "get", "delete", "head", "options", "post", "put", "patch")


def merged(run: Run, defaults: Object, config: Value) -> Object:
    """The configuration of a call over that of its instance; headers are merged one by one."""
    made = defaults.copy()
    made.place = config.place if isinstance(config, Object) else None
    before = made.properties.get("headers", UNDEFINED)
    given = config
    if isinstance(config, Object):
        given = config.copy()
        for name, value in config.properties.items():
            given.properties[name] = _if_defined(value)
    spread(run, made, given)
    after = option(config, "headers")
    made.properties["headers"] = headers = _merged_headers(run, before, after.value)
    if not after.is_settled:
        open_up(headers)
    if after.place is not None:
        made.places["headers"] = after.place
    return made


def _if_defined(value: Value) -> Value:
    """An option that is undefined is none."""
    if isinstance(value, Choice):
        return choose(value.condition, _if_defined(value.yes), _if_defined(value.no))
    return DELETED if value == UNDEFINED else value


def _merged_headers(run: Run, before: Value, after: Value) -> Object:
    made = Object(kind="axios-headers")
    for each in (before, after):
        if isinstance(each, Constant):
            continue
        source = each.copy() if isinstance(each, Object) else each
        if isinstance(source, Object):
            for bucket in _BUCKETS:
                inner = source.properties.get(bucket)
                if isinstance(inner, Object):
                    both = Object()
                    spread(run, both, made.properties.get(bucket, UNDEFINED))
                    spread(run, both, inner)
                    source.properties[bucket] = both
        spread(run, made, source)
    return made


def join_base(base: Value, url: Value) -> Value:
    """A relative URL behind the base, with one slash between them."""
    if isinstance(base, Choice):
        return choose(base.condition, join_base(base.yes, url), join_base(base.no, url))
    if isinstance(base, Constant) or base == Text():
        return to_text(url)
    return map_text(url, lambda string: _behind(base, string))


def _behind(base: Value, url: Text) -> Value:
    first = url.parts[0] if url.parts else ""
    if isinstance(first, str) and _ABSOLUTE.match(first):
        return url
    if not url.parts:
        return to_text(base)
    if isinstance(first, str):
        url = Text((first.lstrip("/"), *url.parts[1:])) if first.lstrip("/") else Text(url.parts[1:])
    return concatenate(map_text(base, _with_slash), url)


def _with_slash(base: Text) -> Value:
    last = base.parts[-1] if base.parts else ""
    if isinstance(last, Hole):
        return Text((*base.parts, "/"), base.variable)
    return Text((*base.parts[:-1], last.rstrip("/") + "/"), base.variable)


def draft_of(config: Object, sends_token_across: bool) -> Draft:
    """The request that a whole configuration describes; its headers are flat."""
    headers = config.properties["headers"]
    assert isinstance(headers, Object)
    base, url = option(config, "baseURL"), option(config, "url")
    credentials = with_credentials(option(config, "withCredentials"))
    own = headers.properties
    headers = _with_own_headers(config, headers, credentials, sends_token_across)
    data = option(config, "data")
    is_writing = _is_writing(config)
    text_type = _FORM if is_writing else "text/plain;charset=UTF-8"
    is_object_json = "#transformed" not in config.properties
    return Draft(
        "axios",
        _url_of(base, url),
        method=option(config, "method").or_default(text("GET")),
        headers=headers,
        credentials=credentials,
        body=Body(
            data.value,
            data.is_settled,
            is_object_json=is_object_json,
            is_unknown_json=is_object_json,
            text_type=text_type,
            other_type=_FORM if is_writing else None,
            null_type=_FORM if is_writing else None,
            form_type="application/x-www-form-urlencoded;charset=utf-8",
        ),
        initiator="xmlhttprequest",
        normalizes=True,
        options=config.place,
        headers_place=config.places.get("headers"),
        drops_type_without_body=True,
        forces_preflight="onUploadProgress" in config.properties,
        cookie_headers=tuple(
            name for name in headers.properties if name not in own and name != "Authorization"
        ),
    )


def _url_of(base: Part, url: Part) -> Part:
    """What somebody else's options may hold beside a URL that is written out, is hardly another URL."""
    written = [each for each in alternatives(url.value) if isinstance(each, Text) and each.parts]
    is_written = any(isinstance(part, str) for each in written for part in each.parts)
    return Part(
        join_base(base.value, url.value), is_written or (url.is_settled and base.is_settled), url.place
    )


def _is_writing(config: Object) -> bool:
    name = flat(to_text(config.properties.get("method", UNDEFINED))).constant or ""
    return name.lower() in ("post", "put", "patch")


def _with_own_headers(config: Object, headers: Object, credentials: Part, across: bool) -> Object:
    """`auth` becomes Authorization; the XSRF token goes where the code sends it."""
    made = headers.copy()
    if "auth" in config.properties and not isinstance(config.properties["auth"], Constant):
        made.properties.setdefault("Authorization", Unknown())
    own_name = config.properties.get("xsrfHeaderName")
    name = flat(to_text(own_name)).constant if own_name is not None else None
    is_told = truth(config.properties.get("withXSRFToken", UNDEFINED))
    is_configured = own_name is not None or "xsrfCookieName" in config.properties
    if is_told or (across and is_configured and credentials.value == text("include")):
        made.properties.setdefault(name or _TOKEN, Unknown())
    return made
