"""Extends `resources=` until it covers the path that the page requests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.flask_cors_model import (
    NotKnown,
    allows_all,
    allows_origin,
    covers,
    listed,
)
from cors_wizard.changes.flask_cors.missing_commas import separated
from cors_wizard.changes.flask_cors.options import extend
from cors_wizard.changes.flask_cors.sites import Rule, Site, resolved
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import begin_alike, path_of, paths_of
from cors_wizard.changes.source_text.editing import (
    entry_inserted,
    list_literal,
    remove_entry,
    replaced,
    text_literal,
)
from cors_wizard.changes.source_text.source import Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.routing.path_match import covers as match_of
from cors_wizard.flask_code.routing.path_match import is_pattern


def cover_path(project: Project, site: Site) -> None:
    """Correct the pattern that means the path, or add one with the same settings."""
    if site.resources is None or not site.rules:
        raise CannotChange("resources")
    if not project.goal.url:
        raise CannotChange("path")
    path = project.app_path
    if not project.goal.origin:
        raise CannotChange("origin")
    if any(isinstance(each.pattern, str) and match_of(each.pattern, path) is None for each in site.rules):
        raise CannotChange("a pattern of `resources=`")
    by_likeness = sorted(site.rules, key=lambda rule: _likeness(str(rule.pattern), path), reverse=True)
    meant = by_likeness[0]
    better = corrected_pattern(str(meant.pattern), path)
    if better is not None and covers(better, path, project.goal.version) and _replace(project, meant, better):
        return
    for fitted in (_without_mount, _with_prefix):
        if any(_replace(project, rule, better) for rule in by_likeness if (better := fitted(project, rule))):
            return
    fitting = [rule for rule in site.rules if _may_copy(project, rule)]
    _add_pattern(
        project, site, max(fitting, key=lambda rule: _likeness(str(rule.pattern), path), default=meant)
    )


def _replace(project: Project, rule: Rule, better: str) -> bool:
    """Write a pattern as it was meant."""
    if rule.key is None:
        return False
    source, path = project.workspace.source(rule.key.module), rule.key.module.path
    project.workspace.remove(path, str(rule.pattern), _why(str(rule.pattern), project.app_path))
    text = _literal(source.says(rule.key.node), better)
    project.workspace.edit(path, replaced(source, rule.key.node, text))
    return True


def _without_mount(project: Project, rule: Rule) -> str:
    """The pattern without the path that the app is mounted at, which Flask never sees."""
    mount, pattern = project.goal.path.removesuffix(project.app_path), str(rule.pattern)
    start = "^" if pattern.startswith("^") else ""
    if not mount or not pattern.startswith(f"{start}{mount}/"):
        return ""
    better = f"{start}{pattern.removeprefix(start + mount)}"
    return better if covers(better, project.app_path, project.goal.version) else ""


def _with_prefix(project: Project, rule: Rule) -> str:
    """The pattern with the prefix that its routes have; empty where routes without it have that pattern."""
    pattern, path = str(rule.pattern), project.app_path
    if not pattern.startswith("/") or not re.match(r"/\w", pattern):
        return ""
    if any(covers(pattern, path_of(view.app_rule), project.goal.version) for view in project.reading.views):
        return ""
    ends = (found.start() for found in re.finditer("/", path[1:]))
    better = (f"{path[: end + 1]}{pattern}" for end in ends)
    return next((each for each in better if covers(each, path, project.goal.version)), "")


def _literal(before: str, pattern: str) -> str:
    """The pattern in the quotes of the one that it replaces."""
    quote = "'" if before.endswith("'") else '"'
    raw = "r" if before[:1] in "rR" or "\\" in pattern else ""
    return f"{raw}{quote}{pattern}{quote}"


def _likeness(pattern: str, path: str) -> float:
    return SequenceMatcher(None, re.sub(r"[^a-zA-Z0-9/]", "", pattern), path).ratio()


def corrected_pattern(pattern: str, path: str) -> str | None:
    """The pattern as it was meant, where it means this path; None where it means others."""
    candidates = [pattern]
    if not pattern.startswith(("/", "^/")):
        candidates.append(f"/{pattern.removeprefix('^')}")
    if "://" in pattern:
        candidates.append("/" + pattern.partition("://")[2].partition("/")[2])
    for each in list(candidates):
        if "<" in each:  # a route's rule: flask-cors reads patterns
            candidates.append(re.sub(r"<[^<>]*>", "[^/]+", each))
        if not is_pattern(each):
            candidates.append(f"{each.rstrip('/')}/*")
        if "**" in each:
            candidates.append(each.replace("**", "*"))
        if each.endswith("$") and not each.endswith("/$"):
            candidates.append(each.removesuffix("$") + "(/.*)?$")
    for each in candidates[1:]:
        if covers(each, path) and each != pattern:
            return each
    lower = next((each for each in candidates if covers(each.lower(), path.lower())), None)
    return _as_spelled(lower, path) if lower else None


def _as_spelled(pattern: str, path: str) -> str | None:
    """The pattern with the path's own upper and lower case."""
    fixed = re.match(r"\^?[A-Za-z0-9/_-]*", pattern)
    length = len(fixed[0].removeprefix("^")) if fixed else 0
    start = "^" if pattern.startswith("^") else ""
    return start + path[:length] + pattern.removeprefix("^")[length:]


def _why(pattern: str, path: str) -> str:
    if "<" in pattern:
        return "flask-cors reads patterns, not Flask's rules."
    if not pattern.startswith(("/", "^/")):
        return "A path begins with a slash, so this pattern never matches."
    return f"It does not match {path}."


def path_patterns(path: str, like: str) -> Iterator[str]:
    """Patterns for a path, written like the others: its first folder and all below it, then ever less."""
    parts = [part for part in path.split("/") if part]
    depth = max(1, len([part for part in re.sub(r"[^a-zA-Z0-9/_-]", "", like).split("/") if part]))
    for length in range(min(depth, max(1, len(parts) - 1)), len(parts)):
        fixed = "/".join(re.escape(part) for part in parts[:length])
        yield f"/{fixed}/.*" if ".*" in like else f"/{fixed}/*"


def _new_pattern(project: Project, site: Site, like: str) -> str:
    """The widest of these patterns that opens no route but those that the page calls; else the path alone.

    None takes in what other patterns cover: which of two is tried first differs between versions.
    """
    version = project.goal.version
    covered = [rule.pattern for rule in site.rules]
    closed = [
        each for each in _uncalled(project) if not any(covers(pattern, each, version) for pattern in covered)
    ]
    closed += [found[1] for each in covered if (found := _FIXED.match(str(each)))]
    for pattern in path_patterns(project.app_path, like):
        if not any(covers(pattern, each, version) for each in closed):
            return pattern
    own = project.app_path if project.view is None else paths_of(project.view.app_rule)
    return own if re.fullmatch(r"/[\w/-]*|.*\$", own) else f"^{re.escape(own)}$"


_FIXED = re.compile(r"\^?(/[\w/-]*\w)")
"""What a pattern begins with."""


def _uncalled(project: Project) -> list[str]:
    """A path of each route that the page doesn't call."""
    return [path_of(each.app_rule) for each in project.reading.views if not project.is_called(each)]


def with_neighbors(project: Project, only: str) -> str:
    """A pattern of one route's paths, with those beside it that the page calls and no other route has."""
    version, paths = project.goal.version, project.other_paths
    folder = re.match(r"/[\w-]+", project.app_path)
    if folder is None or not any(
        path_begins(each, folder[0]) and not covers(only, each, version) for each in paths
    ):
        return only
    wide = f"{folder[0]}/*"
    return only if any(covers(wide, each, version) for each in _uncalled(project)) else wide


def path_begins(path: str, folder: str) -> bool:
    """Whether a path is a folder, or below it."""
    return f"{path}/".startswith(f"{folder}/")


def _may_copy(project: Project, rule: Rule) -> bool:
    """Whether a path's settings fit the page: they allow it, and no other origin as far as the code shows."""
    try:
        options = project.values(rule)
        if not allows_origin(options, project.goal.origin) or allows_all(options):
            return False
        return {str(each) for each in listed(options, "origins")} == {project.goal.origin}
    except NotKnown:
        return begin_alike(str(rule.pattern), project.app_path)


def _copied(project: Project, source: Source, rule: Rule, settings: ast.expr) -> str:
    """A path's settings for another path, without the rights that its request doesn't need."""
    said, values = source.says(settings), project.values(rule)
    needless = [name for name in rule.own if not project.goal.needs(name) and values[name] is not False]
    if needless and not (isinstance(settings, ast.Dict) and {*needless} <= {*_keys(settings)}):
        return _page_alone(project, source)
    for name in needless:
        alone = Source(source.path, said)
        table = ast.parse(said, mode="eval").body
        assert isinstance(table, ast.Dict)
        said = alone.edited([remove_entry(alone, table, _keys(table).index(name))]).text
    return said


def _keys(table: ast.Dict) -> list[str | None]:
    return [text_of(key) if key else None for key in table.keys]


def _page_alone(project: Project, source: Source) -> str:
    """Settings that allow the page and no other origin."""
    origins = list_literal(source, [for_flask_cors(project.goal.origin)])
    return f"{{{text_literal(source, 'origins')}: {origins}}}"


def _add_pattern(project: Project, site: Site, meant: Rule) -> None:
    """One more path beside the others; it gets the settings of the one that is most like it."""
    assert site.resources is not None
    place = resolved(site.resources.place, project.reading.evaluator)
    fitting = partial(_one_covers, project)
    if not isinstance(place.node, ast.Dict) and separated(project, place, "path", fitting):
        return
    source, path = project.workspace.source(place.module), place.module.path
    pattern = _new_pattern(project, site, str(meant.pattern))
    project.workspace.blame(path, getattr(place.node, "lineno", 1))
    project.workspace.keep(path, *(f"path {rule.pattern}" for rule in site.rules))
    said = source.says(meant.key.node) if meant.key and meant.key.module is place.module else ""
    key = _literal(said, pattern) if said else text_literal(source, pattern)
    if isinstance(place.node, ast.Dict):
        settings = next(
            value
            for k, value in zip(place.node.keys, place.node.values, strict=True)
            if meant.key is not None and k is meant.key.node
        )
        may_copy = _may_copy(project, meant)
        said = _copied(project, source, meant, settings) if may_copy else _page_alone(project, source)
        close = source.span(place.node)[1] - 1
        project.workspace.edit(path, entry_inserted(source, place.node, close, f"{key}: {said}"))
    elif isinstance(place.node, (ast.List, ast.Tuple, ast.Set)):
        extend(project, place, [key])
    elif isinstance(place.node, ast.Constant):
        project.workspace.edit(path, replaced(source, place.node, f"[{source.says(place.node)}, {key}]"))
    else:
        raise CannotChange("resources")


def _one_covers(project: Project, patterns: Sequence[str]) -> bool:
    return any(covers(each, project.app_path, project.goal.version) for each in patterns)


__all__ = ["Place", "corrected_pattern", "cover_path", "path_patterns", "with_neighbors"]
