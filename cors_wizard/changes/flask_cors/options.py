"""Sets, extends and removes options of a CORS setup where they are given."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from difflib import get_close_matches

from cors_wizard.changes.evaluate import UNKNOWN, Place
from cors_wizard.changes.flask_cors.missing_commas import separated
from cors_wizard.changes.flask_cors.sites import Option, Rule, Site
from cors_wizard.changes.origins.data_files import add_to_data_file, switch_on_in_yaml
from cors_wizard.changes.origins.used_elsewhere import is_used_elsewhere, where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import (
    add_argument,
    add_entry,
    inserted,
    line_after,
    list_literal,
    remove_argument,
    replaced,
    text_literal,
)
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors
from cors_wizard.flask_code.flask_cors.setup_options import CONFIG_KEYS

Given = bool | str | Sequence[str]


def written(source: Source, value: Given) -> str:
    """A value as Python writes it, in the style of the file."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return text_literal(source, value)
    return list_literal(source, [for_flask_cors(each) for each in value])


def set_option(project: Project, site: Site, rule: Rule, name: str, value: Given) -> None:
    """Give an option a value: where it has one, else beside the options of the path."""
    option = rule.options.get(name)
    if option is not None:
        replace_value(project, option, value)
        return
    if _rename_misspelled(project, site, name, value) or (
        name == "origins" and _name_the_list(project, site)
    ):
        return
    if rule.table is not None and isinstance(rule.table.node, (ast.Dict, ast.Call)):
        add_to_table(project, rule.table, name, value)
        return
    if table := _own_table(project, site):
        add_to_table(project, table, name, value)
        return
    if setting := _beside_settings(rule):
        _add_setting(project, setting, name, value)
        return
    add_keyword(project, site.calls[0], name, value)


def _rename_misspelled(project: Project, site: Site, name: str, value: Given) -> bool:
    """`support_credentials=True`: flask-cors ignores unknown options; whether there was such a one."""
    known = set(CONFIG_KEYS.values())
    for call in site.calls:
        for each in call.node.keywords if isinstance(call.node, ast.Call) else ():
            if each.arg is None or each.arg in known or not get_close_matches(each.arg, [name], 1, 0.85):
                continue
            source, path = project.workspace.source(call.module), call.module.path
            start = source.span(each)[0]
            edits = [Edit(start, start + len(each.arg), name)]
            meant = project.reading.evaluator.value(Place(call.module, each.value))
            # The origins that are listed are meant to be let in: what is missing comes in the next round.
            if meant != value and not (name == "origins" and isinstance(meant, list) and meant):
                edits.append(replaced(source, each.value, written(source, value)))
            project.workspace.remove(path, each.arg, "flask-cors has no such option, and ignores it.")
            project.workspace.edit(path, *edits)
            return True
    return False


def _name_the_list(project: Project, site: Site) -> bool:
    """`@cross_origin(["https://a.example"])`: flask-cors ignores it without a name; whether there was one."""
    call = site.calls[0]
    given = call.node.args if site.kind == "decorator" and isinstance(call.node, ast.Call) else []
    if len(given) != 1 or not isinstance(project.reading.evaluator.value(Place(call.module, given[0])), list):
        return False
    source, path = project.workspace.source(call.module), call.module.path
    start = source.span(given[0])[0]
    project.workspace.remove(path, source.says(given[0]), "Without a name flask-cors ignores it.")
    project.workspace.edit(path, Edit(start, start, "origins="))
    return True


def _own_table(project: Project, site: Site) -> Place | None:
    """The dictionary that is unpacked into this call and into nothing else."""
    for table in site.unpacked[:1]:
        named = [name for name, value in table.module.constants.items() if value is table.node]
        uses = sum(module.file.text.count(name) for name in named[:1] for module in project.reading.modules)
        if uses <= 3:
            return table
    return None


def _beside_settings(rule: Rule) -> Option | None:
    """A setting of Flask's configuration below which others of its kind can be."""
    given = list(rule.options.values())
    return given[-1] if given and all(option.source == "config" for option in given) else None


def _add_setting(project: Project, beside: Option, name: str, value: Given) -> None:
    module = beside.place.module
    source = project.workspace.source(module)
    statement = _statement_of(module.nodes, beside.place.node)
    if statement is None and _add_beside(project, beside, name, value):
        return
    key = next(each for each, option in CONFIG_KEYS.items() if option == name)
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        raise CannotChange(name)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    if isinstance(target, ast.Subscript):
        left = f"{source.says(target.value)}[{text_literal(source, key)}]"
    else:
        left = key
    project.workspace.edit(module.path, line_after(source, statement, f"{left} = {written(source, value)}"))


def _add_beside(project: Project, beside: Option, name: str, value: Given) -> bool:
    """One more key where a call or a dictionary gives several: `config.from_mapping(CORS_ORIGINS=...)`."""
    module = beside.place.module
    source = project.workspace.source(module)
    key = next(each for each, option in CONFIG_KEYS.items() if option == name)
    for node, _ in module.nodes:
        if isinstance(node, ast.Call) and any(each.value is beside.place.node for each in node.keywords):
            text = f"{key}={written(source, value)}"
            project.workspace.edit(module.path, *add_argument(source, node, text))
            return True
        if isinstance(node, ast.Dict) and any(each is beside.place.node for each in node.values):
            project.workspace.edit(module.path, add_entry(source, node, key, written(source, value)))
            return True
    return False


def _statement_of(nodes: Sequence[tuple[ast.AST, object]], value: ast.expr) -> ast.stmt | None:
    return next(
        (node for node, _ in nodes if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is value),
        None,
    )


def add_keyword(project: Project, call: Place, name: str, value: Given) -> None:
    """One more argument of a call; `@cross_origin` gets its brackets."""
    source = project.workspace.source(call.module)
    text = f"{name}={written(source, value)}"
    if isinstance(call.node, ast.Call):
        project.workspace.edit(call.module.path, *add_argument(source, call.node, text))
    else:
        said = source.says(call.node)
        project.workspace.edit(call.module.path, replaced(source, call.node, f"{said}({text})"))


def add_to_table(project: Project, table: Place, name: str, value: Given) -> None:
    """One more entry of a dictionary of options."""
    source = project.workspace.source(table.module)
    text = written(source, value)
    if isinstance(table.node, ast.Dict):
        project.workspace.edit(table.module.path, add_entry(source, table.node, name, text))
    elif isinstance(table.node, ast.Call):
        project.workspace.edit(table.module.path, *add_argument(source, table.node, f"{name}={text}"))


def replace_value(project: Project, option: Option, value: Given) -> None:
    """Another value for an option that has one."""
    place = where_to_change(project, option.place)
    # A list or a computed value stays as it is: the value is then written where the option is given.
    shared = place.node is not option.place.node and not isinstance(place.node, ast.Constant)
    target = option.place if shared else place
    if value is True and switch_on_in_yaml(project, place.node):
        return
    source = project.workspace.source(target.module)
    project.workspace.edit(target.module.path, replaced(source, target.node, written(source, value)))


def append_texts(project: Project, option: Option, values: Sequence[str]) -> None:
    """More texts for an option that lists some."""
    place = where_to_change(project, option.place)
    source = project.workspace.source(place.module)
    now = project.reading.evaluator.value(place)
    path = place.module.path
    node = sequence_in(place.node)
    wanted = {each.lower() for each in values}
    if node is not None and separated(
        project, Place(place.module, node), option.name, lambda has: wanted <= {each.lower() for each in has}
    ):
        return
    if isinstance(now, list):
        project.workspace.keep(path, *(f"{option.name} {each}" for each in now))
    if add_to_data_file(project, place.node, values):
        return
    if node is not None:
        extend(
            project, Place(place.module, node), [text_literal(source, value, node.elts) for value in values]
        )
    elif isinstance(now, str) and (isinstance(place.node, ast.Constant) or is_used_elsewhere(project, place)):
        kept = re.findall(r"[^\s,;]+", now)
        values = [each for each in values if each.lower() not in {known.lower() for known in kept}]
        place = where_to_change(project, option.place, by_all=True)
        source, path = project.workspace.source(place.module), place.module.path
        project.workspace.edit(path, replaced(source, place.node, list_literal(source, [*kept, *values])))
    elif now is UNKNOWN or isinstance(now, list):
        spread_with(project, option.place, values)
    else:
        raise CannotChange(option.name)


def spread_with(project: Project, place: Place, values: Sequence[str]) -> None:
    """`[*COMPUTED, "more"]` in place of a list that is computed, `[ONE, "more"]` in place of one text."""
    _is_for_this_app(project, place)
    source = project.workspace.source(place.module)
    more = ", ".join(text_literal(source, value) for value in values)
    is_text = isinstance(project.reading.evaluator.value(place), str)
    said = source.says(place.node)
    text = f"[{said}, {more}]" if is_text else f"[*{_bracketed(said, place.node)}, {more}]"
    project.workspace.edit(place.module.path, replaced(source, place.node, text))


def _is_for_this_app(project: Project, place: Place) -> None:
    """Another app's pages are none of this one's: what a helper does for both stays."""
    if project.reading.evaluator.serves_other_apps(place):
        raise CannotChange("the setup of this app alone")


def _bracketed(text: str, node: ast.expr) -> str:
    plain = isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.ListComp))
    return text if plain else f"({text})"


def sequence_in(node: ast.expr) -> ast.List | ast.Tuple | ast.Set | None:
    """The literal list that an expression is, or that is a part of a sum of lists."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return node
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return sequence_in(node.right) or sequence_in(node.left)
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.func, ast.Name):
        return sequence_in(node.args[0]) if node.func.id in ("list", "tuple", "set", "sorted") else None
    return None


def extend(project: Project, place: Place, texts: Sequence[str]) -> None:
    """More elements of a list, tuple or set literal."""
    if not isinstance(place.node, (ast.List, ast.Tuple, ast.Set)):
        raise CannotChange("the list")
    _is_for_this_app(project, place)
    source = project.workspace.source(place.module)
    _, end = source.span(place.node)
    is_open = source.text[end - 1] in ")]}"
    edit = inserted(source, place.node.elts, end - 1 if is_open else end, *texts)
    project.workspace.edit(place.module.path, edit)


def own_instead_of_spread(project: Project, rule: Rule, name: str) -> bool:
    """Give the path an entry of its own for what it shares with others by `**BASE`; whether it had none."""
    option, table = rule.options.get(name), rule.table
    if option is None or option.source != "spread" or table is None or not isinstance(table.node, ast.Dict):
        return False
    source = project.workspace.source(table.module)
    said = f"{source.says(option.holder)}[{text_literal(source, name)}]"
    project.workspace.edit(table.module.path, add_entry(source, table.node, name, said))
    return True


def turn_off(project: Project, name: str) -> None:
    """Take a switch out of the call that has it."""
    for site in project.sites_of_path():
        for call in site.calls:
            for keyword in call.node.keywords if isinstance(call.node, ast.Call) else ():
                if keyword.arg == name and isinstance(call.node, ast.Call):
                    source = project.workspace.source(call.module)
                    project.workspace.edit(call.module.path, remove_argument(source, call.node, keyword))
                    return
