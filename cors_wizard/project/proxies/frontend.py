"""Whether a frontend tool's development server hands requests on to Flask."""

from __future__ import annotations

import re

from cors_wizard.facts.found import Found, TextFile, place, scanned
from cors_wizard.page_code.sources.comments import without_comments
from cors_wizard.page_code.sources.dev_proxy import is_proxy_settings, read_proxies
from cors_wizard.project.versions.tables import parse_json

_PROXY = re.compile(r"""(?<![\w.$-])["']?proxy["']?\s{0,9}:|createProxyMiddleware\(""")
"""A table of rules, even where they are made elsewhere."""


def is_frontend(name: str) -> bool:
    """Whether a file may set up a development server's proxy."""
    return is_proxy_settings(name)


def read_frontend(file: TextFile) -> Found:
    """The fact `proxy`, from the first rule, or the line where a table of rules is."""
    if file.name == "package.json" and isinstance(problem := parse_json(file), str):
        return Found(notes=(problem,))
    rules = read_proxies([file])
    lines = () if file.name.endswith(".json") else without_comments(file.text).split("\n")
    tables = (number for number, line in enumerate(lines, start=1) if _PROXY.search(line))
    number = rules[0].line if rules else next(tables, 0)
    if not number:
        return Found()
    return Found((scanned("proxy", "dev-server", place(file.path, number), file.lines[number - 1].strip()),))
