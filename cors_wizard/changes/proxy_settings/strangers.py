"""Whether a proxy's line sends websites that nobody meant their origin back: never with credentials."""

from __future__ import annotations

from cors_wizard.changes.proxy_settings.proxy_files import ProxyFile
from cors_wizard.facts.found import TextFile
from cors_wizard.origin_patterns import OriginCheck, outsiders
from cors_wizard.origin_patterns.checks import read_check
from cors_wizard.project.proxies.origin_rules import read_origin_rules


def lets_strangers_in(file: ProxyFile, line: int) -> bool:
    """Whether any website gets its own origin back by a line, or past a check of the file that has holes.

    Origins over plain HTTP of an allowed host are no strangers here.
    """
    if not any(each in file.source.lines[line - 1] for each in "$%{"):
        return False
    checks = checks_of(file)
    own = [each for each in checks if each.place == f"{file.source.path}:{line}"]
    return any(found.hole != "scheme" for each in own or checks for found in outsiders(each))


def checks_of(file: ProxyFile) -> list[OriginCheck]:
    """Every line of the settings that looks at the Origin, or sends it back."""
    read = read_origin_rules(TextFile(file.source.path, file.source.text))
    items = [item for fact in read.facts if isinstance(fact.value, tuple) for item in fact.value]
    return [check for item in items if (check := read_check(item))]
