"""The page's origin where nobody named it: the one that the code itself means to let in.

A fix for it gives access to nobody whom the code does not name already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.changes.project import Project
from cors_wizard.fetch_standard import is_same_origin
from cors_wizard.fetch_standard.origin import named_origin
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.flask_cors.setup_options import CONFIG_KEYS

_MOST = 50


def likely_origin(project: Project) -> str:
    """The only origin of this machine that the code names, or its only one at all; empty where it is open.

    Where the project has a page, it is the one at which it is served, if the code names that.
    """
    named = list(dict.fromkeys(_named(project)))[:_MOST]
    local = [origin for origin in named if (url := parse_url(origin)) is not None and is_loopback(url.host)]
    chosen = local or named
    if usual := project.facts.text("page_served_at") or project.facts.text("page_usually_at"):
        # The page of this project is hardly the one at another port.
        return usual if usual in chosen else ""
    return chosen[0] if len(chosen) == 1 else ""


def _named(project: Project) -> Iterator[str]:
    for text in (*_texts(project), *project.facts.items("configured_origins")):
        for part in text.split(","):
            origin = _meant(part.strip())
            if origin and not is_same_origin(origin, project.goal.url or "null"):
                yield origin


def _meant(entry: str) -> str:
    """The origin that an entry means: with a path it is a URL's, and one of this machine is http."""
    if origin := named_origin(entry.rstrip("/")):
        return origin
    if "://" not in entry:
        entry = f"http://{entry}" if re.match(r"(?:localhost|127\.0\.0\.1)(?::|/|$)", entry) else ""
    url = parse_url(entry) if "*" not in entry else None
    return (named_origin(url.origin) or "") if url else ""


def _texts(project: Project) -> Iterator[str]:
    evaluator = project.reading.evaluator
    places = [
        rule.options["origins"].place
        for site in project.reading.sites
        for rule in site.rules
        if "origins" in rule.options
    ]
    setting = evaluator.settings.get(next(key for key, name in CONFIG_KEYS.items() if name == "origins"))
    for place in (*places, *([setting] if setting else [])):
        value = evaluator.value(place)
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))
    for header in project.reading.own_headers:
        if header.name.lower() == "access-control-allow-origin" and header.value:
            yield header.value
