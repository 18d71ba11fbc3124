"""Draws a project: what the page sends, a policy that would let it, and one to three faults in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from tests.random_projects.backend import SHOP, WAYS, Login, Policy, View, backend
from tests.random_projects.page import PageCall, page_code

PAGE = "http://localhost:5173"
"""The page's origin in every project."""
_HEADERS = ("X-Client-Version", "X-Tenant", "X-Request-Id")


@dataclass(frozen=True)
class Project:
    """One project, with the port of its API written in the page's code as `{port}`."""

    seed: int
    files: Mapping[str, str]
    start: str
    call: PageCall
    way: str
    faults: tuple[str, ...]
    listed: tuple[str, ...]
    """The origins that the code names, rightly or wrongly."""


@dataclass(frozen=True)
class _State:
    """What a fault may change."""

    policy: Policy
    view: View
    login: Login
    call: PageCall


Fault = Callable[[_State], _State]


def project(seed: int) -> Project:
    """The project of this seed, always the same one."""
    random = Random(seed)
    call = _call(random)
    way = random.choice(tuple(WAYS))
    state = _State(_right(way, call), _view(call), _login(random, call), call)
    faults: list[str] = []
    for name in random.sample(tuple(_FAULTS), len(_FAULTS)):
        changed = _FAULTS[name](state)
        if changed != state and _fits(way, name):
            state = changed
            faults.append(name)
        if len(faults) == 1 + seed % 3:
            break
    made = backend(random, way, state.policy, state.view, state.login)
    page = page_code(random, call, "http://localhost:{port}")
    files = {**made.files, **page, "requirements.txt": "flask\nflask-cors\npython-dotenv\n"}
    return Project(seed, files, made.start, call, way, tuple(faults), tuple(state.policy.origins))


def _call(random: Random) -> PageCall:
    method = random.choice(("GET", "POST", "POST", "PUT", "PATCH", "DELETE"))
    headers = {}
    if method in ("POST", "PUT", "PATCH"):
        headers["Content-Type"] = "application/json"
    if random.random() < 0.5:
        headers["Authorization"] = "Bearer abc"
    headers.update({name: "web" for name in _HEADERS if random.random() < 0.25})
    return PageCall("/api/items", method, headers, random.random() < 0.5)


def _right(way: str, call: PageCall) -> Policy:
    """What lets the page in, and the shop; a fixed hook knows one origin only."""
    origins = [PAGE] if way == "fixed-hook" else [PAGE, SHOP]
    methods = tuple(dict.fromkeys(("GET", call.method)))
    return Policy(origins, methods, tuple(call.headers), call.with_credentials)


def _view(call: PageCall) -> View:
    return View(call.path, tuple(dict.fromkeys(("GET", call.method))))


def _login(random: Random, call: PageCall) -> Login:
    if "Authorization" not in call.headers or random.random() < 0.4:
        return Login("", lets_preflights_pass=True)
    return Login(random.choice(("app", "blueprint", "view")), lets_preflights_pass=True)


def _with_page(state: _State, origin: str | None) -> _State:
    """Something else, or nothing, where the page's origin was."""
    if PAGE not in state.policy.origins:
        return state
    replaced = [origin if each == PAGE else each for each in state.policy.origins]
    origins = [each for each in replaced if each] or ["http://localhost:3000"]
    return replace(state, policy=replace(state.policy, origins=origins))


def _star(state: _State) -> _State:
    origins = ["*"] if PAGE in state.policy.origins else state.policy.origins
    return replace(state, policy=replace(state.policy, origins=origins))


def _less_methods(state: _State) -> _State:
    needed = state.call.method in ("PUT", "PATCH", "DELETE")
    methods = ("GET", "POST") if needed else state.policy.methods
    return replace(state, policy=replace(state.policy, methods=methods))


def _less_headers(state: _State) -> _State:
    names = state.policy.headers[:-1] or (("Accept-Language",) if state.policy.headers else ())
    return replace(state, policy=replace(state.policy, headers=names))


def _no_credentials(state: _State) -> _State:
    return replace(state, policy=replace(state.policy, credentials=False))


def _other_paths(state: _State) -> _State:
    return replace(state, policy=replace(state.policy, covers="/v1/"))


def _strict_login(state: _State) -> _State:
    strict = bool(state.login.where) and needs_preflight(state.call)
    return replace(state, login=replace(state.login, lets_preflights_pass=not strict))


def _slash(state: _State) -> _State:
    return replace(state, view=replace(state.view, rule="/api/items/"))


_FAULTS: Mapping[str, Fault] = {
    "origin-missing": lambda state: _with_page(state, None),
    "origin-slash": lambda state: _with_page(state, f"{PAGE}/"),
    "origin-port": lambda state: _with_page(state, "http://localhost:3000"),
    "origin-host": lambda state: _with_page(state, "http://127.0.0.1:5173"),
    "origin-scheme": lambda state: _with_page(state, "https://localhost:5173"),
    "no-scheme": lambda state: _with_page(state, "localhost:5173"),
    "star": _star,
    "method": _less_methods,
    "header": _less_headers,
    "credentials": _no_credentials,
    "paths": _other_paths,
    "login": _strict_login,
    "slash": _slash,
}


def _fits(way: str, fault: str) -> bool:
    """Whether this fault can be in this way to send headers."""
    if fault == "paths":
        return way == "resources"
    return fault != "star" or way not in ("hook", "by-hand", "extension", "blueprint")


def needs_preflight(call: PageCall) -> bool:
    """Whether the browser asks first."""
    return call.method in ("PUT", "PATCH", "DELETE") or bool(call.headers)
