"""A setting that a `.env` file holds and that, as far as the files tell, the running process doesn't get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url
from cors_wizard.flask_code.configuration.variable_names import are_alike

if TYPE_CHECKING:
    from cors_wizard.flask_code import Environment, FlaskCode, SettingsFile
    from cors_wizard.project.starts import Start, Starts


def unloaded_setting(facts: Facts, code: FlaskCode | None, starts: Starts | None = None) -> Iterator[Fact]:
    """The variable that decides here, where the process isn't given what a file sets for it; and why.

    It explains why a server refuses what code and file together would allow, or why the app stops with an
    error that names the variable. By itself it decides nothing.
    """
    if code and (found := _explained(facts, code, starts)):
        yield from found
        return
    if missing := facts.text("missing_variable"):
        yield Fact("unloaded_setting", missing, "pasted", missing)
        if code and code.environment.reads and code.environment.setting(missing) is None:
            yield Fact("unloaded_because", "set-nowhere", "scanned", missing)


def _explained(facts: Facts, code: FlaskCode, starts: Starts | None) -> tuple[Fact, ...]:
    names = dict.fromkeys(_deciding(facts, code))
    every = (_of_variable(name, facts, code.environment, starts) for name in names)
    return next((found for found in every if found), ())


def _of_variable(
    name: str, facts: Facts, environment: Environment, starts: Starts | None
) -> tuple[Fact, ...]:
    setting = _only_in_dotenv(environment, name)
    if setting is None:
        return tuple(_misnamed(name, facts, environment))
    from cors_wizard.project.starts import Starts

    starts = starts or Starts()
    if starts.given.variable(name):
        return ()
    because = _because(environment, setting, _start(facts, starts), starts)
    if because is None:
        return ()
    reason, where = because
    return (
        Fact("unloaded_setting", name, "scanned", f"{setting.where}: {name}"),
        Fact("unloaded_because", reason, "scanned", where or setting.where),
        Fact("unloaded_file", _name(setting), "scanned", setting.where),
    )


_OPTIONS = {
    "invalid-allow-credentials": "supports_credentials",
    "header-disallowed": "allow_headers",
    "method-disallowed": "methods",
}
_REFUSED = {
    "header-disallowed": ("configured_headers", "refused_header"),
    "method-disallowed": ("configured_methods", "refused_method"),
}
"""Symptoms of a response that allows the origin, so that what names the origins decides nothing; with the
facts of what the code allows, and of what was refused."""


def _deciding(facts: Facts, code: FlaskCode) -> Iterator[str]:
    """The variables that the outcome may hang on: the one that an error names, those of the refused part."""
    symptom = (facts.text("symptom") or "").removeprefix("preflight-")
    for fact in ("missing_variable", *(() if symptom in _REFUSED else ("origins_variable",))):
        if named := facts.text(fact):
            yield named
    option = _OPTIONS.get(symptom, "") if _allowed_by_file(symptom, facts) else ""
    for setup in code.setups if option else ():
        given = setup.option(option)
        yield from (variable.name for variable in given.value.variables) if given else ()


def _allowed_by_file(symptom: str, facts: Facts) -> bool:
    """Whether flask-cors would allow, with the values in the files, what the server refuses."""
    if symptom == "invalid-allow-credentials":
        return facts.text("configured_credentials") == "yes"
    listed, refused = _REFUSED.get(symptom, ("", ""))
    name = (facts.text(refused) or "").lower()
    return bool(name) and name in {each.lower() for each in facts.items(listed)}


def _misnamed(name: str, facts: Facts, environment: Environment) -> Iterator[Fact]:
    """A variable that a file sets under another name than the code reads: `CORS_ORIGIN`, `CORS_ORIGINS`."""
    if environment.setting(name) is not None:
        return
    read = {each.name for each in environment.reads}
    other = next(
        (
            each
            for each in environment.settings
            if each.kind != "example" and each.name not in read and are_alike(each.name, name)
        ),
        None,
    )
    if other is None:
        return
    yield Fact("unloaded_setting", name, "scanned", f"{other.where}: {other.name}")
    yield Fact("unloaded_because", "other-name", "scanned", other.where)
    yield Fact("set_as", other.name, "scanned", other.where)
    yield Fact("unloaded_file", _name(other), "scanned", other.where)
    origin = facts.text("origin")
    if name == facts.text("origins_variable") and origin in [each.strip() for each in other.value.split(",")]:
        yield Fact("origin_listed", "listed", "scanned", other.where)


def _only_in_dotenv(environment: Environment, name: str) -> SettingsFile | None:
    setting = environment.setting(name)
    kinds = {each.kind for each in environment.settings if each.name == name} - {"dotenv", "example"}
    return setting if setting is not None and setting.kind == "dotenv" and not kinds else None


def _start(facts: Facts, starts: Starts) -> Start | None:
    """The way of starting that may be behind the URL; a container is reached by its published port."""
    url = parse_url(facts.text("url") or "")
    # At another host's address a proxy passes requests on to the published port.
    is_elsewhere = (
        facts.number("published_port") is not None
        and url is not None
        and is_loopback(url.host)
        and (url.port or DEFAULT_PORTS.get(url.scheme)) not in starts.published
    )
    fitting = [each for each in starts.ways if not (is_elsewhere and each.kind in ("compose", "container"))]
    return next(iter(fitting), None)


def _because(
    environment: Environment, setting: SettingsFile, start: Start | None, starts: Starts
) -> tuple[str, str] | None:
    """Why the process lacks the setting, and where that shows; None where it has it, or may well have it."""
    if start is not None and _is_given(setting, start):
        return None
    if (start is None or start.kind == "procfile") and starts.given.file(_name(setting)):
        return None
    is_loaded = bool(environment.loads_dotenv)
    if is_loaded and _loads_others(environment, setting, start, starts):
        return "other-file", environment.loads_dotenv
    if start is None:
        if is_loaded:
            is_late = setting.name in environment.late_reads
            return ("loaded-too-late", environment.loads_dotenv) if is_late else None
        return ("dotenv-missing", starts.lacks_dotenv) if starts.lacks_dotenv else ("nothing-loads", "")
    if is_loaded and environment.loads_only_as_main and start.program not in ("python", "flask"):
        return "only-as-main", environment.loads_dotenv
    if setting.name in environment.late_reads and start.program != "flask":
        return "loaded-too-late", environment.loads_dotenv
    by_itself = is_loaded or (start.program == "flask" and starts.asks_for_dotenv)
    if by_itself and start.kind in ("compose", "container") and start.has_no_env:
        return "not-in-image", start.where
    return None if by_itself else (start.kind, start.where)


def _loads_others(
    environment: Environment, setting: SettingsFile, start: Start | None, starts: Starts
) -> bool:
    """Whether what the code loads are other files than those that set the variable."""
    by_flask = (start is None or start.program == "flask") and starts.asks_for_dotenv
    loaded = {*environment.loaded_files, *((".env", ".flaskenv") if by_flask else ())}
    having = {_name(each) for each in environment.settings if each.name == setting.name}
    return bool(environment.loaded_files) and loaded.isdisjoint(having)


def _name(setting: SettingsFile) -> str:
    return setting.path.rpartition("/")[2]


def _is_given(setting: SettingsFile, start: Start) -> bool:
    return _name(setting) in {each.rpartition("/")[2] for each in start.gets}
