"""Changes options of other extensions: Talisman, Flask-SocketIO; and imports that were never right."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import partial

from cors_wizard.changes.change import ByHand
from cors_wizard.changes.configuration.development_settings import key_of, set_in_development
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.sites import Option, resolved
from cors_wizard.changes.origins.origins import allow_origin, only_origin
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import (
    add_argument,
    add_entry,
    inserted,
    list_literal,
    quote_of,
    replaced,
    text_literal,
)
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.urls import is_of_socketio, parse_url
from cors_wizard.flask_code.evaluation.imports import canonical
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name


def keep_talisman_from_redirecting(project: Project) -> None:
    """Talisman redirects to https only where the app is deployed."""
    for module in project.reading.modules:
        for call, _ in module.calls():
            is_init = isinstance(call.func, ast.Attribute) and call.func.attr == "init_app"
            if (module.makes(call, "flask_talisman.Talisman") and call.args) or (
                is_init and _is_talisman(call)
            ):
                _let_environment_decide(project, module, call)
                return
    raise CannotChange("Talisman")


def _is_talisman(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Attribute)
    owner = dotted_name(call.func.value).rpartition(".")[2]
    return "talisman" in owner.lower()


def _let_environment_decide(project: Project, module: Module, call: ast.Call) -> None:
    """A switch of its own where it is simply on; what a setting decides stays so in production."""
    path = module.path
    decides = next((each.value for each in call.keywords if each.arg == "force_https"), None)
    if decides is not None and not isinstance(decides, ast.Constant):
        said = project.workspace.source(module).says(decides)
        switch = partial(set_in_development, project, key_of(decides), "False")
        with project.workspace.doing("Don't redirect to https in development"):
            if project.workspace.attempt(switch) is None:
                return
        by_hand = f"`{said}` in {path} turns the redirect on. Turn it off on this machine, and nowhere else."
        raise CannotChange("Talisman", ByHand(by_hand))
    name = _os(project, path)
    parsed = project.workspace.parsed(path)
    assert isinstance(parsed, Module)
    source = project.workspace.now[path]
    again = next(each for each, _ in parsed.calls() if ast.dump(each) == ast.dump(call))
    quote = quote_of(source)
    text = f"{quote}FORCE_HTTPS{quote} in {name}"
    given = next((each for each in again.keywords if each.arg == "force_https"), None)
    if given is not None:
        project.workspace.edit(path, replaced(source, given.value, text))
    else:
        project.workspace.edit(path, *add_argument(source, again, f"force_https={text}"))
    project.workspace.hand("Set the variable where the app is served over https.", "export FORCE_HTTPS=1")


def _os(project: Project, path: str) -> str:
    """`os.environ`, with `import os` where it is missing."""
    source = project.workspace.now[path]
    tree = source.tree
    for each in tree.body:
        if isinstance(each, ast.Import):
            for alias in each.names:
                if alias.name == "os":
                    return f"{alias.asname or 'os'}.environ"
        if isinstance(each, ast.ImportFrom) and each.module == "os" and not each.level:
            for alias in each.names:
                if alias.name == "environ":
                    return alias.asname or "environ"
    first = next(
        (
            each
            for each in tree.body
            if isinstance(each, (ast.Import, ast.ImportFrom)) and getattr(each, "module", "") != "__future__"
        ),
        tree.body[0],
    )
    at = source.line_start(first.lineno)
    blank = "\n" if isinstance(first, ast.ImportFrom) else ""
    project.workspace.edit(path, Edit(at, at, f"import os\n{blank}"))
    return "os.environ"


def allow_in_connect_src(project: Project) -> None:
    """The API among `connect-src` of the policy that Talisman sends with the page."""
    url = parse_url(project.goal.url)
    found = next(_policies(project), None)
    if url is None or found is None:
        raise CannotChange("Talisman's policy")
    module, policy = found
    source, path = project.workspace.source(module), module.path
    entries = {text_of(key): value for key, value in zip(policy.keys, policy.values, strict=True) if key}
    given = entries.get("connect-src")
    if isinstance(given, (ast.List, ast.Tuple)):
        text = text_literal(source, url.origin)
        edit = inserted(source, given.elts, source.span(given)[1] - 1, text)
    elif isinstance(said := text_of(given) if given else None, str) and given:
        kept = "" if said.strip() == "'none'" else f"{said} "
        edit = replaced(source, given, text_literal(source, f"{kept}{url.origin}"))
    elif given is None:
        edit = add_entry(source, policy, "connect-src", _beside_default(source, entries, url.origin))
    else:
        raise CannotChange("connect-src")
    project.workspace.edit(path, edit)


def _policies(project: Project) -> Iterator[tuple[Module, ast.Dict]]:
    """The dictionaries that Talisman is given as its policy, with the file of each."""
    for module in project.reading.modules:
        for call, _ in module.calls():
            for given in call.keywords:
                if given.arg == "content_security_policy":
                    place = resolved(Place(module, given.value), project.reading.evaluator)
                    if isinstance(place.node, ast.Dict):
                        yield place.module, place.node


def _beside_default(source: Source, entries: Mapping[str | None, ast.expr], origin: str) -> str:
    """What `default-src` allowed so far, and the API."""
    given = entries.get("default-src")
    listed = given.elts if isinstance(given, (ast.List, ast.Tuple)) else [given] if given else []
    texts = [text for each in listed if each and (text := text_of(each)) and text != "'none'"]
    return list_literal(source, [*(" ".join(texts).split() or ["'self'"]), origin])


def is_for_socketio(project: Project) -> bool:
    """Whether the page's request is Socket.IO's own, which flask-cors never sees."""
    url = parse_url(project.goal.url)
    is_of_it = url is not None and is_of_socketio(url) and project.view is None
    return is_of_it and _socketio_call(project) is not None


def allow_socketio_origin(project: Project) -> None:
    """The page's origin among `cors_allowed_origins`."""
    if not project.goal.origin:
        raise CannotChange("origin")
    found = _socketio_call(project)
    if found is None:
        raise CannotChange("SocketIO")
    module, call = found
    given = next((each for each in call.keywords if each.arg == "cors_allowed_origins"), None)
    if given is None:
        source = project.workspace.source(module)
        text = f"cors_allowed_origins={list_literal(source, [project.goal.origin])}"
        project.workspace.edit(module.path, *add_argument(source, call, text))
        return
    option = Option("origins", Place(module, given.value), given, "keyword")
    value = project.reading.evaluator.value(option.place)
    if value == "*" or (isinstance(value, list) and "*" in value):
        if project.goal.with_credentials:
            only_origin(project, option)
        return
    if value is None:
        source = project.workspace.source(module)
        project.workspace.edit(
            module.path, replaced(source, given.value, list_literal(source, [project.goal.origin]))
        )
        return
    if value == project.goal.origin or (isinstance(value, list) and project.goal.origin in value):
        return
    allow_origin(project, option)


def _socketio_call(project: Project) -> tuple[Module, ast.Call] | None:
    """The call that names the origins; else the one that gives Socket.IO its app; else the first."""
    found: list[tuple[int, Module, ast.Call]] = []
    for module in project.reading.modules:
        for call, _ in module.calls():
            is_made = module.makes(call, "flask_socketio.SocketIO")
            name = dotted_name(call.func)
            is_bound = name.endswith(".init_app") and "socketio" in name.lower().replace("_", "")
            if is_made or is_bound:
                has_option = any(each.arg == "cors_allowed_origins" for each in call.keywords)
                found.append((0 if has_option else 1 if call.args else 2, module, call))
    best = min(found, key=lambda each: each[0], default=None)
    return (best[1], best[2]) if best else None


def correct_import(project: Project) -> None:
    """`from flask.ext.cors import CORS` and its like become `from flask_cors import CORS`."""
    changed = False
    for _ in range(20):
        found = next(_wrong(project), None)
        if found is None:
            break
        _write_right(project, *found)
        changed = True
    if not changed:
        raise CannotChange("the import")


def _wrong(project: Project) -> Iterator[tuple[Module, ast.Import | ast.ImportFrom]]:
    for module in project.reading.modules:
        for node, _ in module.nodes:
            if isinstance(node, ast.ImportFrom) and not node.level and node.module and _is_wrong(node):
                yield module, node
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if canonical(alias.name) == "flask_cors" and alias.name != "flask_cors":
                        yield module, node


def _is_wrong(node: ast.ImportFrom) -> bool:
    if node.module == "flask_cors":
        return any(alias.name in ("cors", "Cors") for alias in node.names)
    meanings = [canonical(f"{node.module}.{alias.name}") for alias in node.names]
    return any(each.startswith("flask_cors") for each in meanings)


def _write_right(project: Project, module: Module, node: ast.Import | ast.ImportFrom) -> None:
    source, path = project.workspace.source(module), module.path
    project.workspace.remove(path, source.says(node), "The package is imported as flask_cors.")
    if isinstance(node, ast.Import):
        names = [
            f"flask_cors as {alias.asname or alias.name.rpartition('.')[2]}"
            if canonical(alias.name) == "flask_cors"
            else _alias(alias)
            for alias in node.names
        ]
        project.workspace.edit(path, replaced(source, node, f"import {', '.join(names)}"))
        return
    ours = [
        alias for alias in node.names if canonical(f"{node.module}.{alias.name}").startswith("flask_cors")
    ]
    if node.module == "flask_cors":
        ours = list(node.names)
    others = [alias for alias in node.names if alias not in ours]
    line = f"from flask_cors import {', '.join(map(_right, ours))}"
    if others:
        line = f"from {node.module} import {', '.join(map(_alias, others))}\n{line}"
    project.workspace.edit(path, replaced(source, node, line))


def _right(alias: ast.alias) -> str:
    """The name as flask-cors has it, bound to the name that the file uses."""
    name = "CORS" if alias.name in ("cors", "Cors") else alias.name
    used = alias.asname or alias.name
    return name if used == name else f"{name} as {used}"


def _alias(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name
