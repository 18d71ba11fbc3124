"""The operations that knowledge files name, each a function over the project."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cors_wizard.changes.allow_request import allow_request
from cors_wizard.changes.project import Project
from cors_wizard.facts import Facts

Operation = Callable[[Project, Facts], None]


def _allow_request(project: Project, facts: Facts) -> None:
    allow_request(project)


OPERATIONS: Mapping[str, Operation] = {
    "allow-request": _allow_request,
}
