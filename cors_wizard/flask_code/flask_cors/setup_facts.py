"""The facts on what the code does about CORS: `cors_setup` with its evidence, and what is odd about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, scanned
from cors_wizard.flask_code.apps import App
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.flask_cors.cors_options import ReadOptions, read_own_options
from cors_wizard.flask_code.flask_cors.cors_setups import Setup
from cors_wizard.flask_code.flask_cors.decorator_places import WORST_FIRST
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.reading import Reading

_ORDER = ("app", "blueprint", "decorator", "hand-written", "never-bound")


def about_cors(reading: Reading) -> Found:
    """`cors_setup` with its evidence, what is allowed, and what is odd about it."""
    setups = reading.found
    written = [
        Setup("hand-written", one.module, one.node, one.scope, "header")
        for one in reading.own
        if one.name == "access-control-allow-origin"
    ]
    bound = [one for one in setups if one.kind != "never-bound"]
    kind = min((one.kind for one in (*bound, *written)), key=_ORDER.index, default=None)
    notes = tuple(_odd(bound, written))
    if kind == "hand-written":
        return Found((_setup_fact(written[0]), *_own_place(written)), notes) + read_own_options(reading.own)
    chosen = [one for one in setups if one.kind == kind]
    if chosen:
        facts = (
            *(_setup_fact(chosen[0]), *_conditional(chosen), *_own_place(written)),
            *(*_decorator_place(chosen), *_blueprint_with_cors(chosen)),
        )
        return Found(facts, notes) + _options(chosen, reading)
    return _without_setup(reading)


def _options(chosen: Sequence[Setup], reading: Reading) -> Found:
    ids = {id(one) for one in chosen}
    pairs = [pair for pair in zip(reading.setups, reading.found, strict=True) if id(pair[1]) in ids]
    setups = [setup for setup, _ in pairs]
    read = ReadOptions(setups, [one for _, one in pairs], reading.config, reading.environment, reading.lines)
    return read.found()


def _setup_fact(setup: Setup) -> Fact:
    return scanned("cors_setup", setup.kind, setup.where, setup.says)


def _conditional(chosen: Sequence[Setup]) -> Iterator[Fact]:
    """Where the CORS setup is, if all of it is conditional."""
    first = chosen[0]
    if first.kind in ("app", "blueprint") and all(one.is_conditional for one in chosen):
        yield scanned("conditional_setup", first.where, first.where, first.says)


def _own_place(written: Sequence[Setup]) -> Iterator[Fact]:
    """Where the code writes the header by itself."""
    for one in written[:1]:
        yield scanned("own_header_at", one.where, one.where, one.says)


def _blueprint_with_cors(chosen: Sequence[Setup]) -> Iterator[Fact]:
    """The blueprint that CORS is set up for, where there is only one."""
    targets = {one.target.rpartition(".")[2]: one for one in chosen if one.kind == "blueprint"}
    for name, one in targets.items() if len(targets) == 1 else ():
        yield scanned("configured_blueprint", name, one.where, one.says)


def _decorator_place(chosen: Sequence[Setup]) -> Iterator[Fact]:
    """Where the worst-placed `@cross_origin` is, and on which view."""
    placed = [(setup.place, setup) for setup in chosen if setup.place]
    for kind in WORST_FIRST:
        for place, setup in placed:
            if place.kind == kind:
                yield scanned("decorator_place", kind, setup.where, setup.says)
                told = (("view_file", setup.module.path), ("view_name", place.view))
                of_route = (("route_owner", place.owner), ("view_rule", place.rule))
                for name, value in (*told, *of_route) if place.view else ():
                    if value:
                        yield scanned(name, value, setup.where, setup.says)
                return


def _without_setup(reading: Reading) -> Found:
    """Nothing reaches the app: nothing there at all, or something that is never given the app."""
    app, setups = reading.around.app, reading.found
    if not reading.is_whole or (app is None and not reading.is_snippet):
        return Found()
    if setups:
        return Found((_setup_fact(setups[0]),)) + _options(setups, reading)
    if app is None:
        return Found()
    if reading.is_snippet and any(_is_handed(app, module) for module in reading.modules):
        return Found()
    imported = [(module, one) for module in reading.modules for one in module.cors_imports]
    if imported and any(map(_hands_it_on, reading.modules)):
        return Found()
    if imported:
        module, one = imported[0]
        return Found((scanned("cors_setup", "never-bound", f"{module.path}:{one.line}", one.says),))
    says = "makes the app, and no file does anything about CORS"
    return Found((scanned("cors_setup", "none", app.where, says),))


def _is_handed(app: App, module: Module) -> bool:
    """Whether the app is given to something that a paste doesn't show, and that may set CORS up."""
    for call, _ in module.calls():
        given = (*call.args, *(each.value for each in call.keywords))
        if app.variable and any(dotted_name(each) == app.variable for each in given):
            function = dotted_name(call.func)
            last = function.rpartition(".")[2]
            is_extension = (
                last == "init_app" or last[:1].isupper() or module.meaning(call.func).startswith("flask")
            )
            if "cors" in function.lower() or not is_extension:
                return True
    return False


def _hands_it_on(module: Module) -> bool:
    """Whether `CORS` is given to something else than a call of its own: `partial(CORS, ...)`."""
    return any(
        isinstance(node, (ast.Name, ast.Attribute)) and module.meaning(node) == "flask_cors.CORS"
        for node, _ in module.nodes
    )


def _odd(bound: Sequence[Setup], written: Sequence[Setup]) -> Iterator[str]:
    if bound and written:
        yield (
            f"{written[0].where}: the code itself adds Access-Control-Allow-Origin, and {bound[0].where} "
            "has flask-cors add it, too."
        )
    kinds = {one.kind: one for one in bound}
    if len(kinds) > 1:
        places = ", ".join(f"{one.where} ({kind})" for kind, one in kinds.items())
        yield f"flask-cors is set up in several ways: {places}."
    for setup in bound:
        if setup.is_conditional:
            yield f"{setup.where}: this CORS setup is inside a condition and may not run."
