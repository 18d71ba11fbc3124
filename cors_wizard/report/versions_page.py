"""The page of the version table: all of it, or what it says of the versions at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cors_wizard.fixes.quoting import code_span
from cors_wizard.knowledge_base.version_table import (
    NAMES,
    Versions,
    advisories,
    behaviors,
    grid,
    remedy,
    trials,
    unsupported,
)
from cors_wizard.report.document import Block, Bullets, Document, Heading, Paragraph, Reference

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.knowledge_base.version_models import (
        Advisory,
        Behavior,
        Installation,
        Outcome,
        Package,
        Support,
        Trial,
    )

_OUTCOMES: dict[Outcome, str] = {
    "works": "works: it installs, starts, and sends the right headers",
    "fails-to-install": "cannot be installed",
    "fails-to-import": "cannot be imported, so the app does not start",
    "fails-to-start": "is imported, and fails where the app sets it up",
    "fails-to-answer": "starts, and fails on requests",
    "fails-in-test-client": "works; only `app.test_client()` fails",
}
_BESIDE = {
    "of-its-time": "packages of its time (pinned)",
    "newest": "the packages that pip takes where nothing is pinned",
}


def versions_page(knowledge: Knowledge, versions: Versions) -> Document:
    """What is known of these versions; without any, of all."""
    return tuple(_of_these(knowledge, versions) if versions else _of_all(knowledge))


def _of_these(knowledge: Knowledge, versions: Versions) -> Iterator[Block]:
    yield Heading(1, ", ".join(f"{name_of(package)} {each}" for package, each in versions.items()))
    tried = tuple(trials(knowledge, versions))
    yield Heading(2, "Do they work together")
    if tried:
        yield Bullets(tuple(_told(knowledge, base, trial) for base, trial in tried))
    else:
        yield Paragraph(_untried(versions))
    yield from _section("What these versions do", map(behavior_line, behaviors(knowledge, versions)))
    yield from _section("Known weaknesses", map(_advisory, advisories(knowledge, versions)))
    yield from _section("No longer maintained", (each.text for each in unsupported(knowledge, versions)))


def _told(knowledge: Knowledge, base: Installation, trial: Trial) -> str:
    tried = f"tried with Flask {base.flask_version} and Python {base.python_version}"
    lead = f"With {_BESIDE[base.packages]}, {name_of(trial.package)} {_outcome(trial)} ({tried})."
    advice = remedy(knowledge, trial.error)
    return f"{lead} {advice}" if advice else lead


def _outcome(trial: Trial) -> str:
    said = f": {code_span(trial.error)}" if trial.error else ""
    return f"{_OUTCOMES[trial.outcome]}{said}"


def _untried(versions: Versions) -> str:
    if "flask" not in versions:
        return "Name Flask's version too to see whether they do: `flask==3.1`."
    if len(versions) == 1:
        return "Name flask-cors's version too to see whether they do: `flask-cors==6.0.5`."
    return "This pair was not tried. Nothing is known against it."


def _of_all(knowledge: Knowledge) -> Iterator[Block]:
    yield Heading(1, "Versions")
    yield Paragraph(
        "Name yours to see what is known about them: "
        "`cors-wizard explain versions flask==3.0 flask-cors==3.0.8 python==3.11`."
    )
    if tried := grid(knowledge):
        yield Paragraph(
            f"Every fix was run with Flask {', '.join(tried.flask)} and flask-cors "
            f"{', '.join(tried.flask_cors)}, where it does not say otherwise."
        )
    files = knowledge.versions
    yield from _section("What does not work", _failures(each for file in files for each in file.measured))
    changes = (each for file in files for each in file.behaviors)
    yield from _section("What changed when", map(behavior_line, changes))
    yield from _section("Known weaknesses", (_advisory(each) for file in files for each in file.advisories))
    supports = [each for file in files for each in file.support]
    yield from _section("No longer maintained", (each.text for each in supports))
    yield from _sources(supports)


def _failures(every: Iterable[Installation]) -> Iterator[str]:
    """A line for each kind of failure, with the installations that meet it."""
    met: dict[str, dict[str, list[str]]] = {}
    for base in every:
        beside = f"with {_BESIDE[base.packages]} on Python {base.python_version}"
        for failure in _failures_of(base):
            met.setdefault(failure, {}).setdefault(beside, []).append(base.flask_version)
    for failure, places in met.items():
        yield (
            f"{failure}. " + "; ".join(f"Flask {', '.join(each)} {how}" for how, each in places.items()) + "."
        )


def _failures_of(base: Installation) -> Iterator[str]:
    if len({(each.outcome, each.error) for each in base.trials}) == 1 < len(base.trials):
        # Whatever is tried fails alike: it is Flask itself that does not come up.
        yield f"Flask itself {_outcome(base.trials[0])}"
        return
    for each in base.trials:
        if each.outcome != "works":
            yield f"{each.package} {code_span(each.versions)} {_outcome(each)}"


def behavior_line(each: Behavior) -> str:
    """What some versions do, with the versions."""
    return f"{name_of(each.package)} {code_span(each.versions)}: {each.text}"


def _advisory(each: Advisory) -> str:
    where = f"{name_of(each.package)} {code_span(each.affected)}"
    return f"{each.id}, {where}: {each.summary} Fixed in {each.fixed_in}."


def _section(title: str, lines: Iterable[str]) -> Iterator[Block]:
    if items := tuple(lines):
        yield Heading(2, title)
        yield Bullets(items)


def _sources(supports: Iterable[Support]) -> Iterator[Block]:
    for title, url in dict.fromkeys((each.source.title, each.source.url) for each in supports):
        yield Reference(title, url)


def name_of(package: Package) -> str:
    """The package as people write it."""
    return NAMES.get(package, package)
