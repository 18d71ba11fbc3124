"""A setting that a `.env` file holds and that, as far as the files tell, the running process doesn't get."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url
from cors_wizard.flask_code import Environment, FlaskCode, SettingsFile
from cors_wizard.project.starts import Start, Starts


def unloaded_setting(facts: Facts, code: FlaskCode, starts: Starts | None = None) -> Iterator[Fact]:
    """The variable of the origins, where only `.env` sets it and nothing seen reads that file; and why.

    This decides nothing by itself. It explains why a server refuses what code and file together would allow.
    """
    starts = starts or Starts()
    name = facts.text("origins_variable")
    setting = _only_in_dotenv(code.environment, name) if name else None
    if name is None or setting is None:
        return
    start = _start(facts, starts)
    because = _because(code.environment, setting, start, starts)
    if because is None:
        return
    reason, where = because
    yield Fact("unloaded_setting", name, "scanned", f"{setting.where}: {name}")
    yield Fact("unloaded_because", reason, "scanned", where or setting.where)


def _only_in_dotenv(environment: Environment, name: str) -> SettingsFile | None:
    setting = environment.setting(name)
    kinds = {each.kind for each in environment.settings if each.name == name} - {"dotenv", "example"}
    return setting if setting is not None and setting.kind == "dotenv" and not kinds else None


def _start(facts: Facts, starts: Starts) -> Start | None:
    """The way of starting that may be behind the URL; a container is reached by its published port."""
    published, url = facts.number("published_port"), parse_url(facts.text("url") or "")
    is_elsewhere = (
        published is not None and url is not None and published != (url.port or DEFAULT_PORTS.get(url.scheme))
    )
    fitting = [each for each in starts.ways if not (is_elsewhere and each.kind in ("compose", "container"))]
    return next(iter(fitting), None)


def _because(
    environment: Environment, setting: SettingsFile, start: Start | None, starts: Starts
) -> tuple[str, str] | None:
    """Why the process lacks the setting, and where that shows; None where it has it, or may well have it."""
    if start is not None and _is_given(setting, start):
        return None
    is_loaded = bool(environment.loads_dotenv)
    if start is None:
        if is_loaded:
            return None
        return ("dotenv-missing", starts.lacks_dotenv) if starts.lacks_dotenv else ("nothing-loads", "")
    if is_loaded and environment.loads_only_as_main and start.program not in ("python", "flask"):
        return "only-as-main", environment.loads_dotenv
    by_itself = is_loaded or (start.program == "flask" and starts.asks_for_dotenv)
    if by_itself and start.kind in ("compose", "container") and start.has_no_env:
        return "not-in-image", start.where
    return None if by_itself else (start.kind, start.where)


def _is_given(setting: SettingsFile, start: Start) -> bool:
    names = {each.rpartition("/")[2] for each in start.gets}
    return setting.path.rpartition("/")[2] in names
