"""Tells the files of a page from others by their names."""

from __future__ import annotations

import re

_SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
_COMPONENTS = (".vue", ".svelte", ".astro")
_DOCUMENTS = (".html", ".htm", ".xhtml", ".jinja", ".jinja2", ".j2")
_NAMES = frozenset({"package.json", "proxy.conf.json"})
_SETTINGS = re.compile(
    r"(?:[\w-]{0,60}[.-])?(?:config|settings?|env(?:ironment)?|constants|endpoints?|api|urls?)(?:[.-][\w-]{1,60})?\.json"
)
"""Files of settings that a page's code may import."""
_MODULE_NAMES = re.compile(r"[jt]sconfig(?:\.[\w-]{1,40})?\.json")
"""Files that say what the names of a project's own modules stand for."""
_SCRIPT_TEMPLATE = re.compile(r"\.[cm]?js\.(?:jinja2?|j2)$|(?:^|/)templates/.{1,300}\.js$")
_NO_PAGE = (".d.ts", ".d.mts", ".d.cts")


def is_page_file(name: str) -> bool:
    """Whether a file of that name (or path) may hold page code, or settings of the server that serves it."""
    name = name.rpartition("/")[2].lower()
    if "." not in name:
        return False
    is_code = name.endswith((*_SCRIPTS, *_COMPONENTS, *_DOCUMENTS)) and not name.endswith(_NO_PAGE)
    return is_code or name in _NAMES or is_json(name) or bool(_MODULE_NAMES.fullmatch(name))


def is_json(path: str) -> bool:
    """Whether the file holds settings as JSON, by its name."""
    name = path.rpartition("/")[2].lower()
    return bool(_SETTINGS.fullmatch(name)) and not _MODULE_NAMES.fullmatch(name)


def is_typescript(path: str) -> bool:
    """Whether the file is TypeScript without JSX."""
    return path.lower().endswith((".ts", ".mts", ".cts"))


def is_component(path: str) -> bool:
    """Whether the file is a component with scripts in it."""
    return path.lower().endswith(_COMPONENTS)


def is_script_template(path: str) -> bool:
    """Whether a server's template makes a script of the file: `app.js.j2`, `templates/app.js`."""
    return _SCRIPT_TEMPLATE.search(path.lower()) is not None


def is_document(path: str) -> bool:
    """Whether the file is an HTML page or a template for one."""
    return path.lower().endswith(_DOCUMENTS)
