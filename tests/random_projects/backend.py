"""The Flask side: a layout of modules, and one of the usual ways to send the headers."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.random_projects.origins import written
from tests.random_projects.source import Source

SHOP = "https://shop.example"
"""Another origin that is on the list, and stays there."""


@dataclass(frozen=True)
class Policy:
    """Who may do what, as the project writes it; a fault is a policy that leaves something out."""

    origins: Sequence[str]
    methods: Sequence[str]
    headers: Sequence[str]
    credentials: bool
    covers: str = "/api/"
    """The prefix of the paths that have CORS."""


@dataclass(frozen=True)
class View:
    """The view that the page calls."""

    rule: str
    methods: Sequence[str]
    above: str = ""
    """Decorators of its own."""
    inside: str = "    return jsonify(done=True)\n"


@dataclass(frozen=True)
class Setup:
    """How the headers are sent: what stands where."""

    imports: Sequence[str] = ()
    globals: str = ""
    """Above the app."""
    for_app: str = ""
    """After the app is made."""
    for_blueprint: str = ""
    """After the blueprint is made."""
    above_view: str = ""
    inside_view: str = ""


Way = Callable[[Random, Source, Policy], Setup]


def flask_cors_options(random: Random, source: Source, policy: Policy) -> dict[str, str]:
    """The options as expressions, by name."""
    options = {"origins": '"*"' if policy.origins == ["*"] else written(random, source, policy.origins)}
    if policy.methods:
        options["methods"] = repr(list(policy.methods))
    if policy.headers:
        options["allow_headers"] = repr(list(policy.headers))
    if policy.credentials:
        options["supports_credentials"] = "True"
    return options


def _call(target: str, options: dict[str, str]) -> str:
    given = [target, *(f"{name}={value}" for name, value in options.items())]
    short = f"CORS({', '.join(given)})\n"
    if len(short) < 90:
        return short
    return "CORS(\n" + "".join(f"    {each},\n" for each in given) + ")\n"


def _whole_app(random: Random, source: Source, policy: Policy) -> Setup:
    options = flask_cors_options(random, source, policy)
    return Setup(("from flask_cors import CORS",), for_app=_call("app", options))


def _resources(random: Random, source: Source, policy: Policy) -> Setup:
    options = flask_cors_options(random, source, policy)
    pairs = ", ".join(f'"{name}": {value}' for name, value in options.items())
    pattern = random.choice((f'r"{policy.covers}*"', f'r"{policy.covers}.*"'))
    return Setup(
        ("from flask_cors import CORS",), for_app=f"CORS(app, resources={{{pattern}: {{{pairs}}}}})\n"
    )


def _shared_options(random: Random, source: Source, policy: Policy) -> Setup:
    options = flask_cors_options(random, source, policy)
    lines = "".join(f'    "{name}": {value},\n' for name, value in options.items())
    return Setup(
        ("from flask_cors import CORS",),
        globals=f"CORS_OPTIONS = {{\n{lines}}}\n",
        for_app="CORS(app, **CORS_OPTIONS)\n",
    )


def _extension(random: Random, source: Source, policy: Policy) -> Setup:
    options = flask_cors_options(random, source, policy)
    given = ", ".join(("app", *(f"{name}={value}" for name, value in options.items())))
    source.beside("extensions.py", "from flask_cors import CORS\n\ncors = CORS()\n")
    return Setup((f"from {source.package}extensions import cors",), for_app=f"cors.init_app({given})\n")


def _config_keys(random: Random, source: Source, policy: Policy) -> Setup:
    options = flask_cors_options(random, source, policy)
    lines = "".join(f'app.config["CORS_{name.upper()}"] = {value}\n' for name, value in options.items())
    return Setup(("from flask_cors import CORS",), for_app=f"{lines}CORS(app)\n")


def _blueprint(random: Random, source: Source, policy: Policy) -> Setup:
    options = flask_cors_options(random, source, policy)
    return Setup(("from flask_cors import CORS",), for_blueprint=_call("bp", options))


def _decorator(random: Random, source: Source, policy: Policy) -> Setup:
    options = flask_cors_options(random, source, policy)
    given = ", ".join(f"{name}={value}" for name, value in options.items())
    return Setup(("from flask_cors import cross_origin",), above_view=f"@cross_origin({given})\n")


def _headers(policy: Policy) -> dict[str, str]:
    """The other headers of a response, by name."""
    headers = {}
    if policy.methods:
        headers["Access-Control-Allow-Methods"] = ", ".join((*policy.methods, "OPTIONS"))
    if policy.headers:
        headers["Access-Control-Allow-Headers"] = ", ".join(policy.headers)
    if policy.credentials:
        headers["Access-Control-Allow-Credentials"] = "true"
    return headers


def _hook(random: Random, source: Source, policy: Policy) -> Setup:
    """An after_request that compares the origin with a list."""
    origins = written(random, source, policy.origins)
    sets = "".join(
        f"        response.headers['{name}'] = '{value}'\n" for name, value in _headers(policy).items()
    )
    where = f" and request.path.startswith('{policy.covers}')" if random.random() < 0.4 else ""
    body = (
        "@app.after_request\ndef add_cors_headers(response):\n    origin = request.headers.get('Origin')\n"
        f"    if origin in {origins}{where}:\n"
        "        response.headers['Access-Control-Allow-Origin'] = origin\n"
        f"        response.headers['Vary'] = 'Origin'\n{sets}    return response\n"
    )
    return Setup(("from flask import request",), for_app=body)


def _fixed_hook(random: Random, source: Source, policy: Policy) -> Setup:
    """An after_request that sends one origin, whoever asks."""
    del source
    lines = {"Access-Control-Allow-Origin": policy.origins[0], **_headers(policy)}
    writer = random.choice(("response.headers['{}'] = '{}'", "response.headers.add('{}', '{}')"))
    sets = "".join(f"    {writer.format(name, value)}\n" for name, value in lines.items())
    return Setup(for_app=f"@app.after_request\ndef after_request(response):\n{sets}    return response\n")


def _by_hand(random: Random, source: Source, policy: Policy) -> Setup:
    """The preflight answered by a before_request hook, the headers by a function that both use."""
    origins = written(random, source, policy.origins)
    sets = "".join(
        f"        response.headers['{name}'] = '{value}'\n" for name, value in _headers(policy).items()
    )
    body = (
        "def _cors(response):\n    origin = request.headers.get('Origin', '')\n"
        f"    if origin in {origins}:\n"
        f"        response.headers['Access-Control-Allow-Origin'] = origin\n{sets}    return response\n\n\n"
        "@app.before_request\ndef preflight():\n    if request.method == 'OPTIONS':\n"
        "        return _cors(make_response('', 204))\n\n\n"
        "@app.after_request\ndef headers(response):\n    return _cors(response)\n"
    )
    return Setup(("from flask import make_response", "from flask import request"), for_app=body)


WAYS: dict[str, Way] = {
    "app": _whole_app,
    "resources": _resources,
    "shared-options": _shared_options,
    "extension": _extension,
    "config-keys": _config_keys,
    "blueprint": _blueprint,
    "decorator": _decorator,
    "hook": _hook,
    "fixed-hook": _fixed_hook,
    "by-hand": _by_hand,
}
"""Ways to send the headers."""

OTHER_ROUTES = ("/health", "/public/feed", "/admin/stats")
"""Without CORS; for everybody, by a decorator; for an origin of its own, by its blueprint."""


@dataclass(frozen=True)
class Login:
    """A check of the Authorization header before the view, if there is one."""

    where: str
    """`app`, `blueprint`, `view`, or `` for none."""
    lets_preflights_pass: bool


def _login_code(login: Login, target: str) -> str:
    test = "request.method != 'OPTIONS' and " if login.lets_preflights_pass else ""
    opens = " and request.path.startswith('/api/')" if login.where == "app" else ""
    return (
        f"@{target}.before_request\ndef check_login():\n"
        f"    if {test}not request.headers.get('Authorization'){opens}:\n"
        "        return jsonify(error='login first'), 401\n"
    )


_DECORATOR = textwrap.dedent(
    """\
    def login_required(view):
        @wraps(view)
        def wrapper(*args, **kwargs):
            if not request.headers.get("Authorization"):
                return jsonify(error="login first"), 401
            return view(*args, **kwargs)
        return wrapper
    """
)


@dataclass(frozen=True)
class Backend:
    """The Flask project: its files, and how it is started."""

    files: dict[str, str]
    start: str
    """What follows `flask`."""


def backend(random: Random, way: str, policy: Policy, view: View, login: Login) -> Backend:
    """The files of the project, in a layout that this way allows."""
    layouts = (_one_file, _factory, _package)
    return random.choice(layouts)(random, WAYS[way], policy, view, login)


def _view_code(owner: str, view: View, setup: Setup, login: Login, prefix: str) -> str:
    rule = view.rule.removeprefix(prefix)
    above = setup.above_view + ("@login_required\n" if login.where == "view" else "")
    return (
        f'@{owner}.route("{rule}", methods={list(view.methods)!r})\n{view.above}{above}'
        f"def items():\n{setup.inside_view}{view.inside}"
    )


def _blueprint_module(source: Source, view: View, setup: Setup, login: Login) -> str:
    source.need("from flask import Blueprint, jsonify, request")
    parts = ['bp = Blueprint("items", __name__, url_prefix="/api")\n', setup.for_blueprint]
    if login.where == "blueprint":
        parts.append(_login_code(login, "bp"))
    if login.where == "view":
        source.need("from functools import wraps")
        parts.append(_DECORATOR)
    parts.append(_view_code("bp", view, setup, login, "/api"))
    return "\n\n".join(part for part in parts if part)


_OTHERS = textwrap.dedent(
    """\
    @app.route("/health")
    def health():
        return jsonify(ok=True)


    @app.route("/public/feed")
    @cross_origin(origins="https://partner.example")
    def feed():
        return jsonify(items=[])
    """
)


def _app_parts(source: Source, setup: Setup, login: Login) -> list[str]:
    source.need("from flask import Flask, jsonify, request")
    source.need("from flask_cors import cross_origin")
    for line in setup.imports:
        if line != "from flask import request":
            source.need(line)
    app_login = _login_code(login, "app") if login.where == "app" else ""
    return [part for part in (setup.for_app, app_login, _OTHERS) if part]


def _one_file(random: Random, way: Way, policy: Policy, view: View, login: Login) -> Backend:
    """Everything in app.py; the blueprint too."""
    files: dict[str, str] = {}
    source = Source("app.py", files)
    setup = way(random, source, policy)
    for line in setup.imports:
        source.need(line)
    blueprint = _blueprint_module(source, view, setup, login)
    parts = _app_parts(source, setup, login)
    text = "\n\n".join(
        ["app = Flask(__name__)\n", *parts, blueprint, "app.register_blueprint(bp)\n"]
        if setup.for_app or random.random() < 0.5
        else [blueprint, "app = Flask(__name__)\napp.register_blueprint(bp)\n", *parts]
    )
    files["app.py"] = "\n".join(each for each in (source.head(), setup.globals, text) if each)
    return Backend(files, "--app app")


def _factory(random: Random, way: Way, policy: Policy, view: View, login: Login) -> Backend:
    """A factory in a package, the blueprint in a module of its own."""
    files: dict[str, str] = {}
    return _in_package(random, files, way, policy, view, login, in_function=True)


def _package(random: Random, way: Way, policy: Policy, view: View, login: Login) -> Backend:
    """A package whose app is made when it is imported."""
    files: dict[str, str] = {}
    return _in_package(random, files, way, policy, view, login, in_function=False)


def _in_package(
    random: Random,
    files: dict[str, str],
    way: Way,
    policy: Policy,
    view: View,
    login: Login,
    *,
    in_function: bool,
) -> Backend:
    name = random.choice(("server", "backend", "shop"))
    here = random.choice((".", f"{name}."))
    main = Source(f"{name}/__init__.py", files, here)
    routes = Source(f"{name}/routes.py", files, here)
    for_routes = way is _blueprint or way is _decorator
    setup = way(random, routes if for_routes else main, policy)
    if for_routes:
        for line in setup.imports:
            routes.need(line)
    blueprint = _blueprint_module(routes, view, setup, login)
    parts = _app_parts(main, replace(setup, imports=() if for_routes else setup.imports), login)
    taken = f"from {here}routes import bp"
    inside = "".join(f"{part}\n" for part in ("app = Flask(__name__)\n", *parts))
    registered = f"{taken}\n\napp.register_blueprint(bp)\n"
    if in_function:
        body = textwrap.indent(f"{inside}{registered}return app\n", "    ", lambda line: bool(line.strip()))
        text = f"def create_app():\n{body}"
    else:
        text = inside + registered
    files[f"{name}/__init__.py"] = "\n".join(each for each in (main.head(), setup.globals, text) if each)
    files[f"{name}/routes.py"] = "\n".join((routes.head(), blueprint))
    if random.random() < 0.5:
        made = "create_app()\n" if in_function else ""
        files["wsgi.py"] = f"from {name} import {'create_app' if in_function else 'app'}\n" + (
            f"\napp = {made}" if made else ""
        )
        return Backend(files, "--app wsgi")
    return Backend(files, f"--app {name}:create_app" if in_function else f"--app {name}")
