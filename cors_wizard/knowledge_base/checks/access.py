"""Code of a fix that gives every page the user's cookies: any origin together with credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.errors import Problem
from cors_wizard.knowledge_base.checks.complain import complain
from cors_wizard.knowledge_base.knowledge import Knowledge

_ANY_ORIGIN = re.compile(
    r"(?:origins?|CORS_ORIGINS|cors_allowed_origins)[\"']?\s{0,9}[=:]\s{0,9}[\[(]?\s{0,9}r?[\"'](?:\*|\.\*|https?://\.\*)[\"']"
    r"|Allow-Origin[\"'\]]{0,3}[\s=:,]{0,9}[\"']?\*"
    r"|Allow-Origin[\"'\]]{0,3}[\s=:,]{0,9}[\"']?(?:\$http_origin|%\{HTTP_ORIGIN\}e|request\.headers|\{http\.request\.header\.Origin\})",
    re.IGNORECASE,
)
"""A wildcard, a pattern for everything, or the request's own origin handed back."""
_CREDENTIALS = re.compile(
    r"(?:supports_credentials|CORS_SUPPORTS_CREDENTIALS|AllowCredentials|allow_credentials)[\"']?\s{0,9}[=:]\s{0,9}"
    r"(?:True|true|\{\{\s{0,9}with_credentials)"
    r"|Allow-Credentials[\"'\]]{0,3}[\s=:,]{0,9}[\"']?(?:true|\{\{\s{0,9}credentials_value)",
    re.IGNORECASE,
)


def access_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Every code block that allows any origin and credentials at once."""
    for fix in knowledge.fixes.values():
        for index, step in enumerate(fix.steps):
            if step.code and _ANY_ORIGIN.search(step.code.text) and _CREDENTIALS.search(step.code.text):
                told = (
                    "This code allows any origin together with credentials: every page could act as the user."
                )
                hint = "Name the origins, or leave out the credentials."
                yield complain(knowledge, ("fixes", fix.id, "steps", index, "code", "text"), told, hint)
