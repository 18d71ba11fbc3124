"""What has the app run the new code: a restart, or with Compose the image built again."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from cors_wizard.changes.change import RESTART
from cors_wizard.changes.project import Project
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.configuration.file_names import is_compose, is_dotenv
from cors_wizard.project.proxies.compose import Service, published_ports, services

_BUILT = f"{RESTART} If Compose runs it, the code is in the image: build that again."
_BUILDS = re.compile(r"(?:build|context):\s*[\"']?([^\s\"'#{]+)")
_MOUNTS = re.compile(r"-\s*[\"']?(\.[^:\s\"']*):/")


def hand_restart(project: Project) -> None:
    """Say how the new code comes to run, where the app read what has changed when it started."""
    changed = [change.path for change in project.workspace.changes().changes]
    if not _needs_restart(project, changed):
        return
    if name := _built_service(project, changed):
        project.workspace.hand(_BUILT, f"docker compose up -d --build {name}")
    else:
        project.workspace.hand(RESTART)


def _needs_restart(project: Project, changed: list[str]) -> bool:
    """Whether the app has read it; the page's own settings are not for it."""
    read = {each.path for each in project.reading.variables if is_dotenv(each.path.rpartition("/")[2])}
    data = [path for path in changed if path.endswith((".toml", ".json", ".yaml", ".yml"))]
    is_setting = [
        not path.endswith("pyproject.toml") and not is_compose(path.rpartition("/")[2]) for path in data
    ]
    return any(is_setting) or any(path.endswith(".py") or path in read for path in changed)


def _built_service(project: Project, changed: list[str]) -> str:
    """The service of Compose whose image has the changed code; empty where several may, or it is mounted."""
    url = parse_url(project.goal.url)
    found = [service for service, folder in _built(project) if any(_is_in(path, folder) for path in changed)]
    port = url.port if url is not None else None
    ours = [
        each
        for each in found
        if any(out == port for _, text in each.lines for _, out in published_ports(text))
    ]
    named = {each.name for each in ours or found}
    return named.pop() if len(named) == 1 else ""


def _built(project: Project) -> Iterator[tuple[Service, str]]:
    """Every service that is built of the project's files, with the folder, and that doesn't mount them."""
    for path, source in project.workspace.now.items():
        if not is_compose(path.rpartition("/")[2]):
            continue
        home = posixpath.dirname(path)
        for service in services(source.file):
            texts = [text for _, text in service.lines]
            given = next((match[1] for text in texts if (match := _BUILDS.match(text))), "")
            mounted = [match[1] for text in texts if (match := _MOUNTS.match(text))]
            if given and given not in mounted and "develop:" not in texts:
                yield service, posixpath.normpath(posixpath.join(home, given))


def _is_in(path: str, folder: str) -> bool:
    return folder == "." or path.startswith(f"{folder}/")
