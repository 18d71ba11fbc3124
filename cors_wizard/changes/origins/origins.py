"""Allows the page's origin where the allowed ones really come from: a list, a text, the environment."""

from __future__ import annotations

import ast
import re

from cors_wizard.changes.configuration.development_settings import allow_in_development
from cors_wizard.changes.evaluate import UNKNOWN, Pattern, Place
from cors_wizard.changes.flask_cors.missing_commas import separated
from cors_wizard.changes.flask_cors.options import extend, sequence_in, spread_with, written
from cors_wizard.changes.flask_cors.sites import Option, resolved
from cors_wizard.changes.origins.data_files import (
    EVERY_ORIGIN,
    allow_in_data_file,
    is_in_yaml,
    name_in_data_file,
)
from cors_wizard.changes.origins.environment_origins import (
    correct_one_of,
    from_environment,
    in_its_file,
    keep_origins,
    reads_environment,
    replace_in_environment,
    splits,
    strip_each,
)
from cors_wizard.changes.origins.meant_origins import corrected, why_never
from cors_wizard.changes.origins.origin_patterns import add_port, entry_for
from cors_wizard.changes.origins.origins_in_use import allow_beside, as_an_origin, not_shown
from cors_wizard.changes.origins.prefixed_environment import allow_in_prefixed
from cors_wizard.changes.origins.url_types import strip_urls
from cors_wizard.changes.origins.used_elsewhere import is_used_elsewhere, where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import replaced, text_literal
from cors_wizard.fetch_standard.origin import for_flask_cors, named_origin
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import keyword_value
from cors_wizard.flask_code.module import dotted_name


def allow_origin(project: Project, option: Option) -> None:
    """Change where the origins come from, so that the page's is among them."""
    place = where_to_change(project, option.place)
    if strip_urls(project, place):
        return
    if is_used_elsewhere(project, place):
        allow_beside(project, place)
        return
    if project.workspace.attempt(lambda: allow_in_development(project, place, option.place)) is None:
        return
    if is_in_yaml(project, place.node) and allow_in_data_file(project, place.node):
        return
    if isinstance(place.node, ast.IfExp):
        _likely_branch(project, option, place)
    elif reads_environment(place):
        from_environment(project, place)
    elif isinstance(place.node, _WRITTEN) or not (
        allow_in_prefixed(project, place) or in_its_file(project, place)
    ):
        _literally(project, option, place)


_WRITTEN = (ast.List, ast.Tuple, ast.Set, ast.Constant)
"""What lists origins itself."""


def only_origin(project: Project, option: Option) -> str:
    """Allow the page's origin by name in place of every origin, and keep what else is listed; the file."""
    place = where_to_change(project, option.place, by_all=True)
    is_shared = is_used_elsewhere(project, place, by_all=True)
    if not is_shared and (changed := name_in_data_file(project, place.node)):
        return changed
    source = project.workspace.source(place.module)
    value = project.reading.evaluator.value(place)
    named = [each for each in value if each not in EVERY_ORIGIN] if isinstance(value, list) else []
    texts = [each for each in named if isinstance(each, str)]
    keep_origins(project, place.module.path, texts)
    if project.goal.origin not in texts:
        texts.append(project.goal.origin)
    if reads_environment(place):
        replace_in_environment(project, place)
        return option.place.module.path
    project.workspace.edit(place.module.path, replaced(source, place.node, written(source, texts)))
    return option.place.module.path


# Literal lists and texts.


def _literally(project: Project, option: Option, place: Place) -> None:
    place = added_here(project, _copied(project, place))
    path = place.module.path
    node = sequence_in(place.node)
    if node is not None:
        elements = [Place(place.module, each) for each in node.elts]
        if correct_one_of(project, elements):
            return
        here = Place(place.module, node)
        if separated(project, here, "origin", lambda values: project.goal.origin in values):
            return
        if not _corrected(project, here) and not add_port(project, here):
            source = project.workspace.source(place.module)
            keep_origins(project, path, project.reading.evaluator.value(place))
            extend(
                project,
                Place(place.module, node),
                [entry_for(source, node, project.goal.origin)],
            )
            _as_option(project, place)
    elif isinstance(place.node, ast.Constant) and isinstance(place.node.value, str):
        _from_text(project, option, place, place.node.value)
    elif isinstance(place.node, ast.Constant) and place.node.value is None:
        _put(project, place, [project.goal.origin])
    elif isinstance(project.reading.evaluator.value(place), Pattern):
        _beside_pattern(project, place)
    elif isinstance(place.node, ast.ListComp) and _one_more_part(project, place, place.node):
        return
    elif project.names_the_page and splits(place.node):
        strip_each(project, place)
    elif allow_in_data_file(project, place.node) or _in_split_text(project, place):
        return
    elif _is_in_code(place) and (
        isinstance(place.node, ast.Subscript)
        or (isinstance(place.node, _COMPUTED) and _is_list(project, place))
    ):
        spread_with(project, option.place, [for_flask_cors(project.goal.origin)])
    else:
        raise not_shown(project, place)


def _is_in_code(place: Place) -> bool:
    """Whether the expression is written there; a setting that is loaded has only its name."""
    return any(node is place.node for node, _ in place.module.nodes)


def _in_split_text(project: Project, place: Place) -> bool:
    """`ORIGINS.split(",")` or `ORIGINS.split()`, where ORIGINS is a text that is written out."""
    call = place.node
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or not splits(call):
        return False
    text = where_to_change(project, Place(place.module, call.func.value))
    said = text_of(text.node) if isinstance(text.node, ast.Constant) else None
    between = text_of(call.args[0]) if call.args else " "
    if not said or not between or len(call.args) > 1 or call.keywords:
        return False
    source = project.workspace.source(text.module)
    keep_origins(project, text.module.path, said.split(between))
    new = text_literal(source, f"{said}{between}{project.goal.origin}", [text.node])
    project.workspace.edit(text.module.path, replaced(source, text.node, new))
    _as_option(project, text)
    return True


def _as_option(project: Project, place: Place) -> None:
    """The default of an option of the command line counts only where the option isn't given."""
    for call, _ in place.module.calls():
        flag = next((text for each in call.args if (text := text_of(each) or "").startswith("--")), "")
        if flag and keyword_value(call, "default") is place.node:
            project.workspace.hand(
                f"If `{flag}` is given where the app is started, add the origin there too."
            )


def _one_more_part(project: Project, place: Place, node: ast.ListComp) -> bool:
    """`[f"http://localhost:{port}" for port in PORTS]`: the page's port is put among PORTS."""
    around = node.generators[0]
    parts = node.elt.values if isinstance(node.elt, ast.JoinedStr) else []
    holes = [each for each in parts if isinstance(each, ast.FormattedValue)]
    if len(node.generators) > 1 or around.ifs or len(holes) != 1:
        return False
    if dotted_name(holes[0].value) != dotted_name(around.target) or holes[0].format_spec:
        return False
    texts = [re.escape(text_of(each) or "") if each is not holes[0] else r"([\w.-]+)" for each in parts]
    found = re.fullmatch("".join(texts), project.goal.origin)
    listed = where_to_change(project, Place(place.module, around.iter))
    items = listed.node.elts if isinstance(listed.node, (ast.List, ast.Tuple, ast.Set)) else []
    kinds = {type(each.value) if isinstance(each, ast.Constant) else None for each in items}
    if (
        found is None
        or len(kinds) != 1
        or not kinds <= {int, str}
        or (int in kinds) is not found[1].isdecimal()
    ):
        return False
    source = project.workspace.source(listed.module)
    keep_origins(project, place.module.path, project.reading.evaluator.value(place))
    extend(project, listed, [found[1] if int in kinds else text_literal(source, found[1], items)])
    return True


_COMPUTED = (ast.ListComp, ast.Call, ast.BinOp, ast.Attribute, ast.Name)


def _copied(project: Project, place: Place) -> Place:
    """What `list(DEFAULTS)` is a copy of, where that is a list that is written out."""
    node = place.node
    is_copy = isinstance(node, ast.Call) and dotted_name(node.func) in ("list", "tuple", "set", "sorted")
    if not isinstance(node, ast.Call) or not is_copy or len(node.args) != 1:
        return place
    found = resolved(Place(place.module, node.args[0]), project.reading.evaluator)
    return found if isinstance(found.node, (ast.List, ast.Tuple, ast.Set)) else place


def added_here(project: Project, place: Place) -> Place:
    """What the code adds to a list under a condition that holds here: `if DEBUG: ORIGINS += [...]`."""
    module, evaluator = place.module, project.reading.evaluator
    name = next((name for name, value in module.constants.items() if value is place.node), "")
    added = [each for each in module.bindings.of(None).get(name, ()) if each.kind == "add"]
    for each in added if project.goal.is_local else ():
        value, condition = each.value, each.condition
        if condition is None or condition.test is None or not isinstance(value, (ast.List, ast.Tuple)):
            continue
        if evaluator.is_true(Place(module, condition.test)) is condition.branch:
            return Place(module, value)
    return place


def _beside_pattern(project: Project, place: Place) -> None:
    """`[re.compile(...), "https://page.example"]`."""
    source = project.workspace.source(place.module)
    said = source.says(place.node)
    project.workspace.keep(place.module.path, f"origin {said}")
    text = f"[{said}, {text_literal(source, for_flask_cors(project.goal.origin))}]"
    project.workspace.edit(place.module.path, replaced(source, place.node, text))


def _is_list(project: Project, place: Place) -> bool:
    value = project.reading.evaluator.value(place)
    if isinstance(value, list) or isinstance(place.node, ast.ListComp):
        return True
    if isinstance(place.node, ast.Call):
        name = dotted_name(place.node.func).rpartition(".")[2]
        return name in ("split", "list", "sorted") or (value is UNKNOWN and name.endswith("s"))
    return False


def _put(project: Project, place: Place, origins: list[str]) -> None:
    source = project.workspace.source(place.module)
    project.workspace.edit(place.module.path, replaced(source, place.node, written(source, origins)))


def _from_text(project: Project, option: Option, place: Place, text: str) -> None:
    """One text: it is corrected if the page's origin was meant, else it becomes a list."""
    if separated(project, place, "origin", lambda values: project.goal.origin in values):
        return
    parts = [part.strip() for part in text.split(",") if part.strip()]
    parts = [part for part in parts if part not in ("*", "null")] if len(parts) > 1 else parts
    path, source = place.module.path, project.workspace.source(place.module)
    meant = [corrected(part, project.goal.origin) for part in parts]
    better = [new or old for old, new in zip(parts, meant, strict=True)]
    # What was meant for the page covers it once it is corrected: a pattern of others, too.
    fits = any(meant) or any(named_origin(part) == project.goal.origin for part in better)
    if fits and len(better) == 1:
        project.workspace.remove(path, text, why_never(text))
        project.workspace.edit(
            path, replaced(source, place.node, text_literal(source, for_flask_cors(better[0]), [place.node]))
        )
        return
    used = where_to_change(project, option.place, by_all=True)
    if used.node is not option.place.node and used.node is not place.node:
        allow_beside(project, used)
        return
    if len(parts) > 1:
        project.workspace.remove(path, text, "flask-cors treats a string with commas as one origin.")
    keep_origins(project, path, [old for old, new in zip(parts, better, strict=True) if old == new])
    values = better if fits else [*better, project.goal.origin]
    project.workspace.edit(path, replaced(source, place.node, written(source, values)))


def _corrected(project: Project, place: Place) -> bool:
    """Correct the element of a list that means the page's origin and never matches it."""
    assert isinstance(place.node, (ast.List, ast.Tuple, ast.Set))
    for element in place.node.elts:
        value = project.reading.evaluator.value(Place(place.module, element))
        better = corrected(value, project.goal.origin) if isinstance(value, str) else None
        if better is None or not isinstance(value, str):
            continue
        target = where_to_change(project, Place(place.module, element))
        if isinstance(target.node, ast.Constant):
            source = project.workspace.source(target.module)
            project.workspace.remove(target.module.path, value, why_never(value))
            text = text_literal(source, for_flask_cors(better), [target.node])
            project.workspace.edit(target.module.path, replaced(source, target.node, text))
        else:
            as_an_origin(project, Place(place.module, element), value)
        return True
    return False


_IF_IT_HOLDS = "The list that is changed is used where `{test}` {holds}: see to that where the app runs."


def _likely_branch(project: Project, option: Option, place: Place) -> None:
    """`A if production else B`: the origin is allowed in the branch that runs for this page."""
    assert isinstance(place.node, ast.IfExp)
    evaluator = project.reading.evaluator
    branch = evaluator.likely_branch(place.node, place.module)
    if not evaluator.says_which_branch(place.node, place.module):
        test = project.workspace.source(place.module).says(place.node.test)
        holds = "is true" if branch is place.node.body else "is false"
        project.workspace.hand(_IF_IT_HOLDS.format(test=" ".join(test.split()), holds=holds))
    allow_origin(project, Option("origins", Place(place.module, branch), option.holder, option.source))
