"""`@cross_origin`'s work for tables of headers in a view: flask-cors responds to its preflights, too."""

from __future__ import annotations

import ast
from dataclasses import replace

from cors_wizard.changes.flask_cors.add_setup import add_setup
from cors_wizard.changes.header_code.hand_written import CREDENTIALS, HEADERS, METHODS, ORIGIN, Table
from cors_wizard.changes.header_code.header_tables import tables_of_path
from cors_wizard.changes.origins.origins import allow_origin
from cors_wizard.changes.project import Project, aimed_at
from cors_wizard.changes.routing.views import paths_of
from cors_wizard.changes.source_text.editing import remove_element, remove_entry
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import named_origin

_MOST_TABLES = 40
_WHY = "No preflight gets there, and flask-cors leaves a response alone that has the header already."
_OURS = frozenset({ORIGIN, CREDENTIALS, HEADERS, METHODS})


def set_up_instead(project: Project) -> None:
    """One setup for the route's paths in place of its tables; raises CannotChange if one isn't written."""
    view = project.view
    values = [project.reading.evaluator.value(each.origin) for each in tables_of_path(project)]
    origins = [each for each in values if isinstance(each, str) and named_origin(each) == each]
    if view is None or len(origins) != len(values):
        raise CannotChange("the headers of the preflight")
    with project.workspace.doing("Set up CORS for the route in place of its own headers"):
        for _ in range(_MOST_TABLES):
            table = next(iter(tables_of_path(project)), None)
            if table is None:
                break
            take_out_table(project, table, _WHY)
        add_setup(project, paths_of(view.app_rule), "Set up CORS for the route in place of its own headers")
        for origin in dict.fromkeys(origins):
            _allow_too(project, origin)


def take_out_table(project: Project, table: Table, why: str) -> None:
    """What a table of headers says of CORS, or the whole of it; raises CannotChange if it isn't written."""
    source, path = project.workspace.source(table.module), table.module.path
    names = [name for name, _ in table.pairs]
    if not isinstance(table.node, ast.Dict) or not set(names) <= _OURS:
        raise CannotChange("the headers of the preflight")
    ours = [
        number
        for number, value in enumerate(table.node.values)
        if any(value is each for _, each in table.pairs)
    ]
    keys = [table.node.keys[number] for number in ours]
    said = [
        f"{source.says(key)}: {source.says(table.node.values[at])}"
        for at, key in zip(ours, keys, strict=True)
        if key
    ]
    project.workspace.remove(path, ", ".join(said), why)
    returned = next(
        (
            each
            for each, _ in table.module.nodes
            if isinstance(each, ast.Tuple) and len(each.elts) > 1 and each.elts[-1] is table.node
        ),
        None,
    )
    if returned is not None and len(names) == len(table.node.keys):
        close = source.span(returned)[1] - (1 if source.says(returned).startswith("(") else 0)
        project.workspace.edit(path, remove_element(source, returned.elts, len(returned.elts) - 1, close))
        return
    where = (table.node.lineno, table.node.col_offset)
    for number in reversed(ours):
        # What flask-cors would add to is a header twice.
        now = project.workspace.now[path]
        dicts = (each for each in ast.walk(now.tree) if isinstance(each, ast.Dict))
        node = next(each for each in dicts if (each.lineno, each.col_offset) == where)
        project.workspace.edit(path, remove_entry(now, node, number))


def _allow_too(project: Project, origin: str) -> None:
    """The origins that the tables let in stay."""
    with aimed_at(project, replace(project.goal, origin=origin)):
        rules = [(site, rule) for site in project.sites_of_path() if (rule := project.rule_of(site))]
        option = rules[0][1].options.get("origins") if rules else None
        if option is None:
            raise CannotChange("the headers of the preflight")
        value = project.reading.evaluator.value(option.place)
        if not isinstance(value, list) or origin not in value:
            allow_origin(project, option)
