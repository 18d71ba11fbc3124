"""Evaluates the new setup before it is shown: no stranger may gain anything, no file may be broken."""

from __future__ import annotations

import builtins
import json
import symtable
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cors_wizard.changes.evaluate import UNKNOWN
from cors_wizard.changes.flask_cors import flask_cors_model as model
from cors_wizard.changes.flask_cors.sites import Rule
from cors_wizard.changes.project import Project
from cors_wizard.changes.workspace import Workspace
from cors_wizard.toml_text import parse_toml

STRANGER = "https://stranger.example"
"""A page that has nothing in common with any that the code names."""


def still_refused(before: Project, after: Project) -> str:
    """Why the new setup cannot be shown, as one sentence; empty if nothing is against it.

    What was open before is no reason to keep a page broken.
    """
    if broken := broken_file(after.workspace):
        return f"{broken} would not be valid any more."
    origin = after.goal.origin
    if opened := open_to_all(after) - open_to_all(before):
        return f"With credentials, every origin that {min(opened).path} allows could act as your user."
    if not origin:
        return ""
    gained = [each for each in strangers(origin) if each in _allowed(after) and each not in _allowed(before)]
    return f"It would allow {gained[0]}, too." if gained else ""


@dataclass(frozen=True, order=True)
class Setup:
    """One path of one setup: the same before a change and after it."""

    path: str
    """The file's."""
    kind: str
    target: str
    view: str
    pattern: str


def open_to_all(project: Project) -> frozenset[Setup]:
    """The setups that allow any origin with credentials, wherever the list of origins comes from."""
    asked = (STRANGER, *strangers(project.goal.origin or STRANGER))
    return frozenset(
        setup
        for setup, rule in _with_credentials(project)
        if any(model.matches(each, part) for part in _parts(project, rule) for each in asked)
    )


def unseen(project: Project) -> Mapping[Setup, str]:
    """The setups with credentials whose origins the code doesn't show, and the expressions that give them."""
    return {
        setup: rule.options["origins"].place.module.source(rule.options["origins"].place.node)
        for setup, rule in _with_credentials(project)
        if "origins" in rule.options and project.values(rule)["origins"] is UNKNOWN
    }


def _with_credentials(project: Project) -> Iterator[tuple[Setup, Rule]]:
    for site in project.reading.sites:
        for rule in site.rules:
            options = project.values(rule)
            if options.get("supports_credentials") is True and options.get("send_wildcard") is not True:
                yield Setup(site.module.path, site.kind, site.target, site.view, str(rule.pattern)), rule


def _parts(project: Project, rule: Rule) -> Iterator[object]:
    """Every origin that a setup lists or may list; without an option, all."""
    option = rule.options.get("origins")
    if option is None:
        yield "*"
        return
    value = project.values(rule)["origins"]
    yield from value if isinstance(value, list) else [value]
    yield from project.reading.evaluator.parts(option.place)


def _allowed(project: Project) -> frozenset[str]:
    """The strangers whom a setup on the way of the path lets in, as far as the code shows."""
    found: set[str] = set()
    for site in project.sites_of_path():
        rule = project.rule_of(site)
        try:
            options = project.values(rule) if rule is not None else {"origins": []}
            found |= {each for each in strangers(project.goal.origin) if model.allows_origin(options, each)}
        except model.NotKnown:
            continue
    return frozenset(found)


def strangers(origin: str) -> Iterator[str]:
    """Origins that nobody means who means this one."""
    scheme, _, rest = origin.partition("://")
    host, colon, port = rest.partition(":")
    yield "null"
    yield f"{scheme}://evil.example"
    yield f"{scheme}://{host}.evil.example{colon}{port}"
    if host.count(".") < 2:
        # Of a longer name, a neighbor below the same domain may well be meant.
        yield f"{scheme}://evil-{host}{colon}{port}"


def broken_file(workspace: Workspace) -> str:
    """The path of a changed file that no longer parses, or uses names that nothing binds; else empty."""
    for path in workspace.order:
        known, source = workspace.before.get(path), workspace.now[path]
        if known is None or source.raw == known.raw:
            continue
        if _parses(path, known.text) and not _parses(path, source.text):
            return path
        if path.endswith(".py") and _unbound(source.text) - _unbound(known.text):
            return path
    return ""


def _unbound(text: str) -> frozenset[str]:
    """The names that a Python file uses and that neither it nor Python binds."""
    try:
        tables = [symtable.symtable(text, "", "exec")]
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    bound, used = {*dir(builtins), *_OF_MODULES}, set[str]()
    for table in tables:
        tables += table.get_children()
        is_top = table is tables[0]
        for each in table.get_symbols():
            if is_top or each.is_global():
                binds = each.is_assigned() or each.is_imported() or each.is_namespace()
                (bound if binds else used).add(each.get_name())
    return frozenset(used - bound) if "import *" not in text else frozenset()


_OF_MODULES = ("__name__", "__file__", "__doc__", "__path__", "__spec__", "__package__", "__builtins__")


def _parses(path: str, text: str) -> bool:
    """Whether a file of settings can be read; other files are not looked at here."""
    try:
        if path.endswith(".toml") or path.rpartition("/")[2] == "Pipfile":
            parse_toml(text)
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith((".conf", ".nginx", ".template")) or "Caddyfile" in path:
            return _braces_match(text)
    except (ValueError, RecursionError):
        return False
    return True


def _braces_match(text: str) -> bool:
    """Whether each block that a line opens is closed, as nginx and Caddy want it."""
    depth = 0
    for line in text.split("\n"):
        code = line.partition("#")[0]
        for letter in code:
            depth += {"{": 1, "}": -1}.get(letter, 0)
            if depth < 0:
                return False
    return depth == 0
