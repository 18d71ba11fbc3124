"""Cuts the scripts out of pages and components: all else becomes blanks, and every byte keeps its place."""

from __future__ import annotations

import re

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.page_files import (
    is_component,
    is_document,
    is_json,
    is_script_template,
    is_typescript,
)
from cors_wizard.page_code.sources.template_code import template_code

_TOKEN = re.compile(
    rb"<!--.*?(?:-->|\Z)"
    rb"|<script\b((?:[^>\"']{1,200}+|\"[^\"]{0,200}\"|'[^']{0,200}'){0,20}+)>(.*?)(?:</script\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""A comment hides the scripts in it, a script the comments in it: what begins first wins."""
_ATTRIBUTE = re.compile(rb"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_NOT_BLANK = re.compile(rb"[^\n]")
_HANDLER = re.compile(
    rb"[\s\"'](?:on[a-z]{3,20}|x-init|@[a-z.]{3,20}|x-on:[a-z.]{3,20})\s*=\s*(\"[^\"<]{1,2000}\"|'[^'<]{1,2000}')"
)
_DATA = re.compile(rb"[\s\"'](?:x-data|v-scope)\s*=(\"\s*\{[^\"<]{1,4000}\"|'\s*\{[^'<]{1,4000}')")
"""An object with functions, as Alpine takes it."""
_SENDS = re.compile(rb"\bfetch\(|\baxios\b|XMLHttpRequest|\$\.(?:ajax|get|post)|sendBeacon|\$ajax\(")
"""What a handler in an attribute has in it, if it sends by itself."""
_SCRIPT_TYPES = (b"", b"module", b"text/javascript", b"application/javascript", b"text/babel", b"text/jsx")
_FRONTMATTER = re.compile(rb"\A\s*---.*?\n---", re.DOTALL)


@dataclass(frozen=True)
class Scripts:
    """The script of a file, with blanks where the file has something else."""

    code: bytes
    is_typescript: bool
    is_module: bool


def scripts_of(path: str, code: bytes) -> Scripts:
    """The script of a file, whatever kind of file it is."""
    if is_component(path):
        return component_scripts(code, is_astro=path.endswith(".astro"))
    if is_json(path):
        return Scripts(b"module.exports=" + code, is_typescript=False, is_module=True)
    if is_document(path) and not is_script_template(path):
        return document_scripts(code)
    if is_script_template(path) or b"{%" in code:
        code = template_code(code)
    return Scripts(code, is_typescript(path), is_module=False)


def component_scripts(text: bytes, *, is_astro: bool = False) -> Scripts:
    """The scripts of a Vue, Svelte or Astro file; what Astro runs while it builds is left out."""
    if is_astro:
        text = _FRONTMATTER.sub(lambda match: _blank(match.group()), text, count=1)
    blocks = _blocks(text)
    languages = {_attributes(match.group(1)).get(b"lang", b"") for match in blocks}
    return Scripts(_keep(text, blocks), languages == {b"ts"}, is_module=True)


def document_scripts(text: bytes) -> Scripts:
    """The inline scripts of an HTML page or of a template for one (Jinja's and its relatives')."""
    blocks = _blocks(text)
    scripts = _with_handlers(text, _keep(text, blocks))
    kept = template_code(scripts)
    modules = [_attributes(match.group(1)).get(b"type") == b"module" for match in blocks]
    return Scripts(kept, is_typescript=False, is_module=bool(modules) and all(modules))


def _blocks(text: bytes) -> list[re.Match[bytes]]:
    tokens = _TOKEN.finditer(text)
    return [match for match in tokens if match.group(1) is not None and _is_script(match.group(1))]


def _is_script(attributes: bytes) -> bool:
    known = _attributes(attributes)
    return b"src" not in known and known.get(b"type", b"").lower() in _SCRIPT_TYPES


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {
        match.group(1).lower(): match.group(2) or match.group(3) or match.group(4) or b""
        for match in _ATTRIBUTE.finditer(text)
    }


def _keep(text: bytes, blocks: list[re.Match[bytes]]) -> bytes:
    parts: list[bytes] = []
    end = 0
    for block in blocks:
        start = block.start(2)
        parts += [_blank(text[end:start]), text[start : block.end(2)]]
        end = block.end(2)
    return b"".join((*parts, _blank(text[end:])))


def _with_handlers(text: bytes, kept: bytes) -> bytes:
    """With each `onclick="fetch(...)"` as a statement of its own; what only calls a function is left out."""
    outside = _TOKEN.sub(lambda match: _blank(match.group()), text)
    for match in _HANDLER.finditer(outside):
        if _SENDS.search(match[1]):
            start, end = match.span(1)
            kept = kept[:start] + b";" + text[start + 1 : end - 1] + b";" + kept[end:]
    for match in _DATA.finditer(outside):
        if _SENDS.search(match[1]):
            start, end = match.span(1)
            kept = kept[: start - 1] + b";(" + text[start + 1 : end - 1] + b");" + kept[end + 1 :]
    return kept


def _blank(text: bytes) -> bytes:
    return _NOT_BLANK.sub(b" ", text)
