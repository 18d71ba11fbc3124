"""Upload components in the templates of Vue: `el-upload`, `q-uploader`, `a-upload`, `n-upload`.

What each sends is in its package: element-plus `upload/src/ajax.ts`, quasar `xhr-uploader-plugin.js`,
vc-upload `request.ts`. All listen to the upload's progress, so there is always a preflight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.page_call import CallPart, PageCall
from cors_wizard.page_code.sources.elements import attributes_of, placed

_ELEMENT = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(el-upload|ElUpload|q-uploader|QUploader|a-upload|a-upload-dragger|n-upload|NUpload)"
    r"\b((?:[^>\"']{1,200}+|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,60}+)>",
    re.DOTALL,
)
_TEXT = re.compile(r"\s*(['\"`])([^'\"`]{0,1000})\1\s*")
_PLAIN_NAME = re.compile(r"\s*([A-Za-z_$][\w$]{0,100})\s*(?:\(\))?\s*")
_KEY = re.compile(r"(?<![\w$.-])[\"']?([A-Za-z][\w-]{0,100})[\"']?\s{0,4}:(?!:)")
_LISTED = re.compile(r"\bname\s{0,4}:\s{0,4}[\"']([A-Za-z][\w-]{0,100})[\"']")
_SCRIPT = re.compile(r"<script\b[^>]{0,300}>(.*?)</script", re.DOTALL | re.IGNORECASE)
_EXPRESSION = re.compile(r"\$\{[^{}]{0,300}\}")


@dataclass(frozen=True)
class _Component:
    """Which attributes of a component say where and what it sends."""

    library: str
    url: str
    own: tuple[tuple[str, str], ...] = ()
    sends_itself: tuple[str, ...] = ()
    """Attributes by which the page's own function sends in its place."""
    has_list: bool = False
    """Whether `headers` is a list of `{name, value}`."""


_ANTD = _Component(
    "antd", "action", (("X-Requested-With", "XMLHttpRequest"),), ("customrequest", "custom-request")
)
_COMPONENTS = {
    "elupload": _Component("element-plus", "action", sends_itself=("http-request", "httprequest")),
    "quploader": _Component("quasar", "url", sends_itself=("factory",), has_list=True),
    "aupload": _ANTD,
    "auploaddragger": _ANTD,
    "nupload": _Component("naive-ui", "action", sends_itself=("custom-request", "customrequest")),
}


def upload_calls(path: str, text: str) -> Iterator[PageCall]:
    """The uploads of a component's template."""
    if not _ELEMENT.search(text):
        return
    script = "\n".join(_SCRIPT.findall(text))
    for match in _ELEMENT.finditer(text):
        kind = _COMPONENTS.get((match.group(1) or "").lower().replace("-", ""))
        attributes = _unbound(attributes_of(match.group(2) or "")) if kind else {}
        if kind and not set(kind.sends_itself) & attributes.keys():
            url = _text(attributes.get(kind.url), script)
            if url.strip() not in ("", "#"):
                yield placed(_call(kind, url.strip(), attributes, script), path, text, match)


_Given = tuple[str, bool]
"""What an attribute says, and whether that is an expression."""


def _unbound(attributes: dict[str, str]) -> dict[str, _Given]:
    """By their plain names; of `:url` and `v-bind:url` the value is an expression."""
    found: dict[str, _Given] = {}
    for name, value in attributes.items():
        plain = name.removeprefix("v-bind").removeprefix(":")
        found[plain] = (value, plain != name)
    return found


def _call(kind: _Component, url: str, attributes: dict[str, _Given], script: str) -> PageCall:
    headers, is_settled = _headers(kind, attributes.get("headers"), script)
    cookies, is_bound = attributes.get("with-credentials", attributes.get("withcredentials", ("false", True)))
    uncertain: tuple[CallPart, ...] = () if is_settled else ("headers",)
    if is_bound and cookies.strip() not in ("true", "false"):
        uncertain = (*uncertain, "credentials")
    sends = cookies.strip() == "true" or not is_bound
    return PageCall(
        method=(_text(attributes.get("method"), script) or "POST").upper(),
        url=url,
        headers=(*kind.own, *headers, ("Content-Type", "multipart/form-data")),
        credentials="include" if sends else "same-origin",
        mode="cors",
        body="multipart",
        library=kind.library,
        file="",
        line=0,
        uncertain=uncertain,
        initiator="xmlhttprequest",
        forces_preflight=True,
    )


def _text(given: _Given | None, script: str) -> str:
    """A value as text, with a hole for what only runs."""
    if given is None:
        return ""
    value, is_bound = given
    if not is_bound:
        return value
    written = _TEXT.fullmatch(value)
    if written is None and (name := _PLAIN_NAME.fullmatch(value)):
        set_to = re.search(
            rf"\b{re.escape(name[1])}\s{{0,4}}[:=]\s{{0,4}}(['\"`])([^'\"`\n]{{1,1000}})\1", script
        )
        written = set_to or None
    return _EXPRESSION.sub("{value}", written[2]) if written else "{value}"


def _headers(kind: _Component, given: _Given | None, script: str) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The names, and whether these are all."""
    if given is None:
        return (), True
    value = given[0]
    if (name := _PLAIN_NAME.fullmatch(value)) and value.strip():
        opens = re.search(
            rf"\b{re.escape(name[1])}\b\s{{0,4}}[:=(][^{{}}\[\]]{{0,120}}([{{\[][^{{}}]{{0,1000}}\}})",
            script,
        )
        value = opens[1] if opens else ""
    names = (_LISTED if kind.has_list else _KEY).findall(value)
    return tuple((name, "") for name in names), bool(names) or value.strip() in ("{}", "[]")
