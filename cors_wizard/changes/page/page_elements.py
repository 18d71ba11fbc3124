"""Has an element of the page load its file with CORS: by its attribute, or by the line above its address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.changes.page.page_base import change_pages
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.urls import parse_url

_ASSIGNED = re.compile(
    r"^([ \t]*)([\w$]{1,80}(?:\.[\w$]{1,80}){0,5})\.(?:src|href)[ \t]*=(?!=)[ \t]*([^\n]{1,500})$",
    re.MULTILINE,
)
_IN_BRACES = r"\{(?:[^{}]{1,500}+|\{[^{}]{0,500}\}){0,20}+\}"
_TAG = re.compile(
    r"<(?:img|script|link|audio|video)\b"
    rf"(?:[^>\"'{{}}]{{1,500}}+|\"[^\"]{{0,2000}}\"|'[^']{{0,2000}}'|{_IN_BRACES}){{1,60}}+>"
)
_COMPONENTS = (".jsx", ".tsx")


def load_with_cors(project: Project) -> None:
    """`crossorigin` on the tag that loads the URL, or `crossOrigin` on what a script makes."""
    url = parse_url(project.goal.url)
    if url is None or not url.path.strip("/"):
        raise CannotChange("the page's element")
    address = re.compile(rf"""{re.escape(url.path)}(?=["'`?#\s]|$)""")
    change_pages(project, lambda source: (*_of_script(source, address), *_of_tags(source, address)))


def _of_script(source: Source, address: re.Pattern[str]) -> Iterator[Edit]:
    for found in _ASSIGNED.finditer(source.text):
        indent, name, value = found.groups()
        if address.search(value) and f"{name}.crossOrigin" not in source.text:
            quote = "'" if source.text.count("'") > source.text.count('"') else '"'
            end = ";" if value.rstrip().endswith(";") else ""
            text = f"{indent}{name}.crossOrigin = {quote}anonymous{quote}{end}\n"
            yield Edit(found.start(), found.start(), text)


def _of_tags(source: Source, address: re.Pattern[str]) -> Iterator[Edit]:
    for found in _TAG.finditer(source.text):
        tag = found[0]
        if not address.search(tag) or re.search(r"\bcrossorigin\b", tag, re.IGNORECASE):
            continue
        end = found.end() - (2 if tag.endswith("/>") else 1)
        end -= len(tag[: end - found.start()]) - len(tag[: end - found.start()].rstrip())
        text = ' crossOrigin="anonymous"' if source.path.endswith(_COMPONENTS) else " crossorigin"
        yield Edit(end, end, text)
