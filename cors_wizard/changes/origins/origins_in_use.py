"""Allows the page's origin beside a value that others use, too: what they read stays as it is."""

from __future__ import annotations

import ast

from cors_wizard.changes.change import ByHand
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.options import spread_with
from cors_wizard.changes.origins.meant_origins import corrected, why_never
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import replaced, text_literal, wrapped
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.origin import for_flask_cors

_MOST_SAID = 100
"""Characters of an expression in a sentence."""


def allow_beside(project: Project, place: Place) -> None:
    """Have CORS allow the page where the code gives it such a value: a text, or a list of them."""
    value, origin = project.reading.evaluator.value(place), project.goal.origin
    source, path = project.workspace.source(place.module), place.module.path
    said = source.says(place.node)
    if isinstance(value, list):
        meant = [each for each in value if isinstance(each, str) and corrected(each, origin) == origin]
        if meant and all(only_untidy(each, origin) for each in meant):
            text = f"[origin.strip().rstrip({text_literal(source, '/')}) for origin in {said}]"
            project.workspace.edit(path, replaced(source, place.node, text))
        else:
            spread_with(project, place, [for_flask_cors(origin)])
    elif isinstance(value, str) and corrected(value, origin) == origin:
        as_an_origin(project, place, value)
    elif isinstance(value, str) or value is None:
        split = f"*{said}.split({text_literal(source, ',')})" if "," in str(value) else said
        text = f"[{split}, {text_literal(source, for_flask_cors(origin))}]"
        project.workspace.edit(path, replaced(source, place.node, text))
    else:
        raise not_shown(project, place)
    project.workspace.keep(path, f"{said} for what else uses it")


def not_shown(project: Project, place: Place) -> CannotChange:
    """That the code doesn't show the origins, with the expression that gives them."""
    # A setting that is loaded from elsewhere has only its name, and no place of its own.
    is_written = any(node is place.node for node, _ in place.module.nodes)
    said = project.workspace.source(place.module).says(place.node) if is_written else ast.unparse(place.node)
    said = " ".join(said.split())[:_MOST_SAID]
    where = f"{place.module.path}, line {getattr(place.node, 'lineno', 1)}"
    return CannotChange("origins", ByHand(f"Add {project.goal.origin} to what `{said}` gives ({where})."))


def as_an_origin(project: Project, place: Place, value: str) -> None:
    """Have the code make the page's origin of a text that means it and never matches."""
    origin = project.goal.origin
    source, path = project.workspace.source(place.module), place.module.path
    if only_untidy(value, origin):
        strip = ".strip()" if value.strip() != value else ""
        slash = f".rstrip({text_literal(source, '/')})" if value.strip() != origin else ""
        is_plain = isinstance(place.node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call))
        before, after = ("", "") if is_plain else ("(", ")")
        project.workspace.edit(path, *wrapped(source, place.node, before, f"{after}{strip}{slash}"))
        return
    project.workspace.remove(path, source.says(place.node), why_never(value))
    text = text_literal(source, for_flask_cors(corrected(value, origin) or origin))
    project.workspace.edit(path, replaced(source, place.node, text))


def only_untidy(entry: str, origin: str) -> bool:
    """Whether spaces and a slash at the end are all that keeps an entry from matching."""
    return entry.strip().rstrip("/") == origin
