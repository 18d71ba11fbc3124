"""Changes the app itself: what it believes of its proxy, its session cookie, an async view."""

from __future__ import annotations

import ast

from cors_wizard.changes.configuration.development_settings import is_shared, set_in_class
from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.add_setup import after_app
from cors_wizard.changes.flask_cors.options import extend, sequence_in, spread_with
from cors_wizard.changes.origins.used_elsewhere import where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings.upstream import forward_scheme_and_host
from cors_wizard.changes.source_text.editing import (
    add_argument,
    add_entry,
    line_after,
    replaced,
    text_literal,
)
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import Edit, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.apps import App

_PROXY_FIX = "werkzeug.middleware.proxy_fix"
_TRUSTED = ("x_for", "x_proto", "x_host")
_NEEDED = ("x_proto", "x_host")
"""What Flask needs to build the address that the page asked for."""


def trust_the_proxy(project: Project) -> None:
    """`ProxyFix` around the app, and the headers that it reads in the proxy's settings."""
    if not _complete_proxy_fix(project):
        app = _app(project)
        name = use_name(project.workspace, app.module.path, _PROXY_FIX, "ProxyFix")
        given = ", ".join(f"{each}=1" for each in _TRUSTED)
        _below_app(project, app, f"{app.variable}.wsgi_app = {name}({app.variable}.wsgi_app, {given})")
    forward_scheme_and_host(project)


def _complete_proxy_fix(project: Project) -> bool:
    """Whether the app has `ProxyFix` already; what it lacks is added."""
    for module in project.reading.modules:
        for call, _ in module.calls():
            if module.makes(call, f"{_PROXY_FIX}.ProxyFix"):
                known = {each.arg for each in call.keywords}
                # Given by position, the order is x_for, x_proto, x_host.
                known |= set(_TRUSTED[: max(len(call.args) - 1, 0)])
                missing = ", ".join(f"{each}=1" for each in _NEEDED if each not in known)
                if missing:
                    source = project.workspace.source(module)
                    project.workspace.edit(module.path, *add_argument(source, call, missing))
                return True
    return False


def send_cookies_across_sites(project: Project) -> None:
    """`SameSite=None; Secure` for the session's cookie, where its settings are."""
    url = parse_url(project.goal.url)
    if url is None or (url.scheme != "https" and url.host != "localhost"):
        raise CannotChange("https")
    if "flask-talisman" in project.facts.items("extensions"):
        raise CannotChange("the cookie, which Talisman sets")
    if _for_one_place(project, is_local=is_loopback(url.host)):
        return
    missing = [pair for pair in _wanted(project).items() if not _set_already(project, *pair)]
    missing = [pair for pair in missing if not _put_beside_the_other(project, *pair)]
    if missing:
        app = _app(project)
        source = project.workspace.now[app.module.path]
        lines = (
            f"{app.variable}.config[{text_literal(source, key)}] = {_said(project, app, value)}"
            for key, value in missing
        )
        _below_app(project, app, "\n".join(lines))


def _for_one_place(project: Project, *, is_local: bool) -> bool:
    """Both settings in the class for production (or development), where it inherits one that others have."""
    wanted = _wanted(project)
    places = [place for key in wanted if (place := project.reading.evaluator.settings.get(key))]
    if not any(is_shared(project, each, is_local=is_local) for each in places):
        return False

    source = project.workspace.source(places[0].module)
    values = {
        key: text_literal(source, value) if isinstance(value, str) else str(value)
        for key, value in wanted.items()
    }
    return project.workspace.attempt(lambda: set_in_class(project, values, is_local=is_local)) is None


_COOKIE: dict[str, str | bool] = {"COOKIE_SAMESITE": "None", "COOKIE_SECURE": True}


def _wanted(project: Project) -> dict[str, str | bool]:
    """The settings of the login's cookie: Flask-JWT-Extended's, where it alone keeps a login in one."""
    modules, settings = project.reading.modules, project.reading.evaluator.settings
    uses_session = any(meaning == "flask.session" for each in modules for meaning in each.names.values())
    locations = settings.get("JWT_TOKEN_LOCATION")
    listed = project.reading.evaluator.value(locations) if locations is not None else None
    is_of_jwt = "cookies" in listed if isinstance(listed, (list, str)) else False
    owner = "JWT" if is_of_jwt and not uses_session else "SESSION"
    return {f"{owner}_{key}": value for key, value in _COOKIE.items()}


_WHY_DOMAIN = "A browser drops a cookie if its host doesn't belong to the cookie's domain."
_WHY_COOKIE = "A cookie is sent to another site only with SameSite=None and Secure."


def keep_cookies_on_their_host(project: Project) -> None:
    """No `SESSION_COOKIE_DOMAIN`: a browser drops a cookie for a domain that its host is not in."""
    place = project.reading.evaluator.settings.get("SESSION_COOKIE_DOMAIN")
    if place is None:
        raise CannotChange("the cookie's domain")
    source, path = project.workspace.source(place.module), place.module.path
    if source.says(place.node) != "None":
        project.workspace.remove(path, source.says(place.node), _WHY_DOMAIN)
        project.workspace.edit(path, replaced(source, place.node, "None"))


def _said(project: Project, app: App, value: str | bool) -> str:
    return (
        text_literal(project.workspace.now[app.module.path], value) if isinstance(value, str) else str(value)
    )


def _set_already(project: Project, key: str, wanted: str | bool) -> bool:
    """Whether the project sets a key; another value is corrected where it is."""
    place = project.reading.evaluator.settings.get(key)
    if place is None:
        return False
    if project.reading.evaluator.value(place) == wanted:
        return True
    if not isinstance(place.node, ast.Constant):
        raise CannotChange(key)
    source, path = project.workspace.source(place.module), place.module.path
    project.workspace.remove(path, f"{key} {source.says(place.node)}", _WHY_COOKIE)
    text = text_literal(source, wanted) if isinstance(wanted, str) else str(wanted)
    project.workspace.edit(path, replaced(source, place.node, text))
    return True


def _put_beside_the_other(project: Project, key: str, value: str | bool) -> bool:
    """One of the two settings below the one that is there, in the same way; whether that was possible."""
    other = next(each for each in _wanted(project) if each != key)
    place = project.reading.evaluator.settings.get(other)
    if place is None:
        return False
    source, path = project.workspace.source(place.module), place.module.path
    said = text_literal(source, value) if isinstance(value, str) else str(value)
    for node, _ in place.module.nodes:
        if isinstance(node, ast.Call) and any(each.value is place.node for each in node.keywords):
            project.workspace.edit(path, *add_argument(source, node, f"{key}={said}"))
            return True
        if isinstance(node, ast.Dict) and any(each is place.node for each in node.values):
            project.workspace.edit(path, add_entry(source, node, key, said))
            return True
        if isinstance(node, ast.Assign) and node.value is place.node and len(node.targets) == 1:
            target = source.says(node.targets[0]).replace(other, key)
            project.workspace.edit(path, line_after(source, node, f"{target} = {said}"))
            return True
    return False


def run_async_view(project: Project) -> None:
    """`@app.ensure_sync` between `@cross_origin` and an async view: the decorator gets a response."""
    view, app = project.view, _app(project)
    if view is None or not isinstance(view.node, ast.AsyncFunctionDef):
        raise CannotChange("the view")
    if (app.module.path, app.variable) not in view.owners:
        raise CannotChange("the view, which a blueprint holds")
    source = project.workspace.source(view.node_module)
    indent, at = indent_of(source.lines[view.node.lineno - 1]), source.line_start(view.node.lineno)
    if any("ensure_sync" in source.says(each) for each in view.node.decorator_list):
        return
    project.workspace.edit(view.node_module.path, Edit(at, at, f"{indent}@{app.variable}.ensure_sync\n"))
    project.workspace.hand("Async views need one more package.", "pip install 'flask[async]'")


def _app(project: Project) -> App:
    app = project.workspace.around.app
    if app is None or not app.variable:
        raise CannotChange("app")
    return app


def _below_app(project: Project, app: App, text: str) -> None:
    path = app.module.path
    source, statement = after_app(project, path, app.variable, app.function, "")
    project.workspace.edit(path, line_after(source, statement, text))


def trust_the_host(project: Project) -> None:
    """The host of the page's URL in `TRUSTED_HOSTS`, beside those that are there."""
    place, parsed = project.reading.evaluator.settings.get("TRUSTED_HOSTS"), parse_url(project.goal.url)
    if place is None or parsed is None:
        raise CannotChange("TRUSTED_HOSTS")
    place = where_to_change(project, place)
    node = sequence_in(place.node)
    if node is None:
        spread_with(project, place, [parsed.host])
    else:
        literal = text_literal(project.workspace.source(place.module), parsed.host)
        extend(project, Place(place.module, node), [literal])


def allow_larger_bodies(project: Project) -> None:
    """A limit that is a few bytes, and was meant as so many megabytes."""
    place = project.reading.evaluator.settings.get("MAX_CONTENT_LENGTH")
    parts = list(ast.walk(place.node)) if place else []
    numbers = [each.value for each in parts if isinstance(each, ast.Constant) and type(each.value) is int]
    if place is None or len(numbers) != 1 or not 0 < numbers[0] < _FEWEST_BYTES:
        raise CannotChange("the limit")
    if any(isinstance(each, ast.BinOp) for each in parts):
        raise CannotChange("the limit")
    source, path = project.workspace.source(place.module), place.module.path
    project.workspace.remove(path, source.says(place.node), "Flask counts bytes.")
    text = f"{source.says(place.node)} * 1024 * 1024"
    project.workspace.edit(path, replaced(source, place.node, text))


_FEWEST_BYTES = 1024
"""Nobody allows fewer bytes than this."""
