"""A variable that two files set differently: `.env` lists the page, and the process is given another value.

python-dotenv, Compose's `env_file` and the like leave alone what the process has already, so that a unit's, a
container's or a command's own value counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import DEFAULT_PORTS, parse_url

if TYPE_CHECKING:
    from cors_wizard.flask_code import Environment, FlaskCode, SettingsFile

_STRONGEST = ("gunicorn", "procfile", "systemd", "compose", "dockerfile")
"""Who gives the process its environment; each wins over those behind it, and all over a file of variables."""


def overruled(facts: Facts, code: FlaskCode | None) -> Iterator[Fact]:
    """The origins that the process works with, where they aren't those of the first file that sets them.

    Which of two values is in force is seen from outside alone: the server names one, or refuses a page that
    the first lists. Without either nothing follows.
    """
    name, page = facts.text("origins_variable"), facts.text("origin")
    places = _places(code.environment, name) if code and name else ()
    if len(places) < 2 or not page:
        return
    first, given = places[0], [each for each in places[1:] if _is_given(each, facts)]
    seen = facts.text("allow_origin")
    if seen and seen != page and seen not in _origins(first):
        given = [each for each in given if seen in _origins(each)]
    elif page not in _origins(first) or seen == page:
        return
    given = [each for each in given if page not in _origins(each)]
    for one in sorted(given, key=lambda each: _STRONGEST.index(each.kind))[:1]:
        yield Fact("origins_set_at", one.where, "scanned", f"{one.where}: {one.name}={one.value}")
        yield Fact("origin_listed", "not-listed", "scanned", one.where)
        if "configured_origins" in facts:
            yield Fact("configured_origins", _origins(one), "scanned", f"{one.where}: {one.name}={one.value}")
            yield Fact("configured_origins_at", (one.where,) * len(_origins(one)), "scanned", one.where)


def _places(environment: Environment, name: str) -> Sequence[SettingsFile]:
    """Those that set it, the one that the code was read with first; none where `.env` replaces the others."""
    found = [each for each in environment.settings if each.name == name and each.kind != "example"]
    is_known = all("$" not in each.value for each in found)
    return () if environment.dotenv_overrides or not is_known else found


def _origins(setting: SettingsFile) -> tuple[str, ...]:
    return tuple(text for each in setting.value.split(",") if (text := each.strip(" []\"'")))


def _is_given(setting: SettingsFile, facts: Facts) -> bool:
    """Whether what sets it starts the app behind the URL: on this machine, the port must be its own."""
    url = parse_url(facts.text("url") or "")
    if setting.kind not in _STRONGEST or url is None:
        return False
    if not is_loopback(url.host):
        return True
    ports = ("published_port", "run_port") if setting.kind in ("compose", "dockerfile") else ("run_port",)
    started = next((fact for name in ports if (fact := facts.get(name))), None)
    by_code = started is not None and started.evidence.partition(":")[0].endswith(".py")
    if started is None or (by_code and setting.kind != "gunicorn"):
        return False
    return started.value == (url.port or DEFAULT_PORTS.get(url.scheme))
