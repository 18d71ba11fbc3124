"""Moves a setup that comes too late, or too early, to where it works."""

from __future__ import annotations

import ast

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.sites import Site
from cors_wizard.changes.flask_cors.switches import switch_on
from cors_wizard.changes.flask_cors.unreached import bound_in, function_around, is_for_main, would_have_run
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import line_before, without_lines
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import holds, names_in
from cors_wizard.flask_code.flask_cors.setup_options import CONFIG_KEYS
from cors_wizard.flask_code.module import Module, dotted_name


def move_misplaced(project: Project) -> None:
    """Move `CORS(blueprint)` above the registration, and `CORS(app)` below the app that is served."""
    for site in project.reading.sites:
        if site.kind == "blueprint" and (call := _registration(site)) is not None:
            _move(project, site, call, above=True)
            return
        if site.kind == "never-bound" and (made := _made_later(project, site)) is not None:
            _move(project, site, made, above=False)
            return
        if site.kind == "app" and (loads := _settings_below(project, site)) is not None:
            why = "It ran before the settings were loaded, so none of them applied."
            project.workspace.remove(
                site.module.path,
                f"line {site.line}, {project.workspace.source(site.module).says(site.node)}",
                why,
            )
            _move(project, site, loads, above=False)
            return


def _settings_below(project: Project, site: Site) -> ast.expr | None:
    """The last line of the same block that loads settings, where some of them are meant for flask-cors."""
    mine = _statement(site.module, site.node)
    given = {
        option.name for rule in site.rules for option in rule.options.values() if option.source != "config"
    }
    lacks = {name for key, name in CONFIG_KEYS.items() if key in project.reading.evaluator.settings} - given
    if mine is None or not lacks:
        return None
    below = _below_in_block(site.module, mine)
    found = [each for each in below if _loads_settings(each, site.target.rpartition(".")[2])]
    if not found or _uses(mine, below[: below.index(found[-1]) + 1]):
        return None
    return next(each for each in ast.walk(found[-1]) if isinstance(each, ast.expr))


def _below_in_block(module: Module, statement: ast.stmt) -> list[ast.stmt]:
    """The statements below one, in the same function or at the top of the file."""
    for node, _ in module.nodes:
        body = getattr(node, "body", None)
        if isinstance(body, list) and any(each is statement for each in body):
            return [each for each in body if each.lineno > statement.lineno]
    return []


def _loads_settings(statement: ast.stmt, app: str) -> bool:
    """`app.config.from_object(...)`, `app.config.update(...)`, `app.config["CORS_ORIGINS"] = ...`."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        owner, _, verb = dotted_name(statement.value.func).rpartition(".")
        return owner == f"{app}.config" and (verb.startswith("from_") or verb == "update")
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        target = statement.targets[0]
        return dotted_name(target.value) == f"{app}.config" and text_of(target.slice) in CONFIG_KEYS
    return False


def _uses(mine: ast.stmt, between: list[ast.stmt]) -> bool:
    """Whether a statement that would come first uses what this one binds."""
    bound = {dotted_name(each) for each in mine.targets} if isinstance(mine, ast.Assign) else set()
    return any(isinstance(part, ast.Name) and part.id in bound for each in between for part in ast.walk(each))


def run_always(project: Project) -> None:
    """Take a setup out of the `if` that kept it from running, as the responses show."""
    # What another origin was seen to get has run.
    if not _nothing_was_sent(project) or project.seen:
        return
    if "conditional_setup" not in project.facts:
        _run_without_main(project)
        return
    sites = [site for site in project.reading.sites if site.kind in ("app", "blueprint")]
    for site in sites[:1] if len(sites) == 1 else ():
        mine = _statement(site.module, site.node)
        around = next(
            (
                node
                for node, _ in site.module.nodes
                if isinstance(node, ast.If) and mine in node.body and not node.orelse
            ),
            None,
        )
        if (
            mine is not None
            and around is not None
            and project.reading.evaluator.is_true(Place(site.module, around.test)) is not True
            and not switch_on(project, Place(site.module, around.test))
            and not _runs_with_its_app(project, site, around)
        ):
            _take_out_of(project, site, mine, around)


def _run_without_main(project: Project) -> None:
    """Move a setup below the app, out of a function that only `python FILE` calls."""
    for site in project.reading.sites:
        function = function_around(site)
        mine = _statement(site.module, site.node)
        if site.kind != "app" or mine is None or not isinstance(function, ast.FunctionDef):
            continue
        app = _app_of(project, site) if would_have_run(project, site) else None
        inside = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
        inside |= {each.id for each in ast.walk(function) if _is_set(each) and isinstance(each, ast.Name)}
        if app is None or mine not in function.body or len(function.body) == 1 or names_in(mine) & inside:
            continue
        if is_for_main(project.reading.modules, function):
            why = f"Only `python {site.module.path}` calls {function.name}()."
            _below_the_app(project, site, mine, app, f"line {mine.lineno}, in {function.name}()", why)
            return


def _is_set(node: ast.AST) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store)


def _nothing_was_sent(project: Project) -> bool:
    return (project.facts.text("symptom") or "").endswith("missing-allow-origin")


def _take_out_of(project: Project, site: Site, mine: ast.stmt, around: ast.If) -> None:
    source, path = project.workspace.source(site.module), site.module.path
    if _asks_who_runs(around) and site.kind == "app" and (app := _app_of(project, site)) is not None:
        what, why = (
            f"line {mine.lineno}, below {source.says(around.test)}",
            "Only `python FILE` runs it there.",
        )
        _below_the_app(project, site, mine, app, what, why)
        return
    if names_in(mine) & set(bound_in([around.test])):
        # `if origin := os.getenv("ORIGIN"):` says what the setup allows.
        return
    needed = [each for each in around.body if each is not mine and set(bound_in([each])) & names_in(mine)]
    if not all(isinstance(each, (ast.Import, ast.ImportFrom)) for each in needed):
        raise CannotChange("the condition around the setup")
    indent = source.lines[around.lineno - 1][: around.col_offset]
    spans = [
        (_with_comment(source, each.lineno), each.end_lineno or each.lineno)
        for each in around.body
        if each is mine or each in needed
    ]
    text = "".join(f"{indent}{line}\n" for first, last in spans for line in _bare(source, first, last))
    below = source.line_start((around.end_lineno or around.lineno) + 1)
    project.workspace.remove(path, f"if {source.says(around.test)}", "CORS was not set up where it is false.")
    if len(around.body) == len(spans):
        project.workspace.edit(path, Edit(source.line_start(around.lineno), below, text))
    else:
        taken = (without_lines(source, first, last) for first, last in spans)
        project.workspace.edit(path, *taken, Edit(below, below, text))


def _below_the_app(project: Project, site: Site, mine: ast.stmt, app: ast.stmt, what: str, why: str) -> None:
    """Move a setup, with the comment above it, below the statement that makes the app."""
    source, path = project.workspace.source(site.module), site.module.path
    project.workspace.remove(path, what, why)
    start = _with_comment(source, mine.lineno)
    moved = Edit(source.line_start(start), source.line_start((mine.end_lineno or mine.lineno) + 1), "")
    lines = _bare(source, start, mine.end_lineno or mine.lineno)
    project.workspace.edit(path, moved, _below(source, app, "\n".join(lines)))


def _runs_with_its_app(project: Project, site: Site, around: ast.If) -> bool:
    """Whether the app is made below the same `if __name__ == "__main__":`, and the page just isn't listed."""
    made = set(bound_in(around.body))
    return _asks_who_runs(around) and site.target in made and not would_have_run(project, site)


def _asks_who_runs(around: ast.If) -> bool:
    """`if __name__ == "__main__":`."""
    return any(isinstance(each, ast.Name) and each.id == "__name__" for each in ast.walk(around.test))


def _app_of(project: Project, site: Site) -> ast.stmt | None:
    """The statement that makes the app of a setup, where the setup needs nothing from below it."""
    module, mine = site.module, _statement(site.module, site.node)
    apps = [
        each
        for each in project.workspace.around.apps
        if (each.module.path, each.variable, each.function) == (module.path, site.target, "")
    ]
    made = _statement(module, apps[0].call) if len(apps) == 1 else None
    if made is None or mine is None:
        return None
    needed = names_in(mine)
    later = [each for each, scope in module.nodes if isinstance(each, ast.stmt) and each.lineno > made.lineno]
    return None if needed & set(bound_in(later)) else made


def _with_comment(source: Source, line: int) -> int:
    """The first of the comment lines right above a line, else the line."""
    while line > 1 and source.lines[line - 2].strip().startswith("#"):
        line -= 1
    return line


def _registration(site: Site) -> ast.Call | None:
    """The call that registers the blueprint before its CORS setup, in the same block of code."""
    wanted = site.target.rpartition(".")[2]
    for call, scope in site.module.calls():
        if dotted_name(call.func).endswith("register_blueprint") and call.args:
            same = dotted_name(call.args[0]).rpartition(".")[2] == wanted and scope.function == site.function
            if same and call.lineno < site.line:
                return call
    return None


def _made_later(project: Project, site: Site) -> ast.Call | None:
    """The app of the same name that is made below the setup."""
    lines = [
        app.line
        for app in project.workspace.around.apps
        if (app.module.path, app.variable, app.function) == (site.module.path, site.target, site.function)
    ]
    if not lines or not site.target or max(lines) < site.line:
        return None
    made = (call for call, _ in site.module.calls() if call.lineno == max(lines))
    return next((call for call in made if site.module.makes(call, "flask.Flask")), None)


def _move(project: Project, site: Site, beside: ast.expr, *, above: bool) -> None:
    source, path = project.workspace.source(site.module), site.module.path
    mine, other = _statement(site.module, site.node), _statement(site.module, beside)
    if mine is None or other is None:
        return
    first, last = mine.lineno, mine.end_lineno or mine.lineno
    text = "\n".join(_bare(source, first, last))
    there = line_before(source, other, text) if above else _below(source, other, text)
    project.workspace.edit(path, Edit(source.line_start(first), source.line_start(last + 1), ""), there)


def _bare(source: Source, first: int, last: int) -> list[str]:
    """The lines of a statement without the indentation of its block."""
    lines = source.lines[first - 1 : last]
    indent = len(lines[0]) - len(lines[0].lstrip())
    return [line[indent:] if not line[:indent].strip() else line for line in lines]


def _below(source: Source, statement: ast.stmt, text: str) -> Edit:
    indent = source.lines[statement.lineno - 1][: statement.col_offset]
    at = source.line_start((statement.end_lineno or statement.lineno) + 1)
    return Edit(at, at, "".join(f"{indent}{line}\n" for line in text.split("\n")))


def _statement(module: Module, node: ast.expr) -> ast.stmt | None:
    """The simple statement that an expression is in."""
    return next(
        (
            each
            for each, _ in module.nodes
            if isinstance(each, (ast.Expr, ast.Assign, ast.AnnAssign)) and holds(each, node)
        ),
        None,
    )
