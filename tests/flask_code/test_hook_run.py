"""What may end a preflight in a hook though nobody can read how: the change lets OPTIONS pass there too."""

from __future__ import annotations

import textwrap

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.evaluation.resolver import make_evaluator
from cors_wizard.flask_code.module import Module, parse_module
from cors_wizard.flask_code.request_hooks.hook_conditions import PreflightRequest
from cors_wizard.flask_code.request_hooks.hook_run import HookRun
from cors_wizard.flask_code.request_hooks.hooks import hooks
from cors_wizard.flask_code.sources import Sources


def module_of(code: str) -> Module:
    """One file, parsed."""
    parsed = parse_module(TextFile("app.py", textwrap.dedent(code)))
    assert isinstance(parsed, Module)
    return parsed


@pytest.mark.parametrize(
    ("body", "may"),
    [
        pytest.param("return error_page()", True, id="returns-something"),
        pytest.param("return make_response('no', 400)", True, id="another-status"),
        pytest.param("abort(400)", True, id="abort"),
        pytest.param("raise Denied()", True, id="raises"),
        pytest.param("g.user = users[session['id']]", True, id="looks-up-a-session"),
        pytest.param("for role in ROLES:\n    if role == 'x':\n        abort(401)", True, id="in-a-loop"),
        pytest.param("check_csrf()", True, id="sounds-like-a-check"),
        pytest.param("session['seen'] = 1", False, id="only-writes"),
        pytest.param("g.start = clock()", False, id="only-measures"),
        pytest.param("if request.method == 'OPTIONS':\n    return\nabort(4)", False, id="options-pass"),
        pytest.param(
            "if request.method == 'OPTIONS':\n    return make_response('', 204)\nabort(400)",
            False,
            id="responds-to-options",
        ),
        pytest.param("if request.method != 'GET':\n    abort(400)", True, id="every-method-but-get"),
        pytest.param("if request.method == 'POST':\n    abort(400)", False, id="another-method"),
    ],
)
def test_what_may_end_a_preflight(body: str, may: bool) -> None:
    """Only what an OPTIONS request comes to counts."""
    code = "@app.before_request\ndef check():\n" + textwrap.indent(body, "    ")
    module = module_of(code)
    run = HookRun.of(
        next(hooks(module, Sources.of([module]))),
        PreflightRequest(None, None),
        make_evaluator(Sources.of([module]), {}),
    )
    end = run.end()
    assert (run.may_refuse or (end is not None and end.stops_it)) is may


def test_a_hook_is_found_however_it_is_registered() -> None:
    """By a decorator, by a call, for all through a blueprint, and inside a factory."""
    module = module_of(
        """
        @api.before_request
        def first(): ...

        @api.before_app_request
        def second(): ...

        def third(): ...
        shop.api.before_request(third)

        def create_app():
            def fourth(): ...
            app.before_request(fourth)
            app.before_request(imported)
        """
    )
    found = [(hook.node.name, hook.owner, hook.applies_to) for hook in hooks(module, Sources.of([module]))]
    assert found == [
        ("first", "api", "app.py:api"),
        ("second", "api", "*"),
        ("third", "api", "app.py:api"),
        ("fourth", "app", "*"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("from api.auth import check\napp.before_request(check)", "*", id="name"),
        pytest.param("from api import auth\napp.before_request(auth.check)", "*", id="of-a-module"),
        pytest.param(
            "from .auth import check as c\npages.before_request(c)", "api/app.py:pages", id="relative"
        ),
        pytest.param("import auth\npages.before_app_request(auth.check)", "*", id="for-all"),
    ],
)
def test_a_hook_of_another_file(lines: str, expected: str) -> None:
    """Registered where it is imported; it belongs to the blueprint there."""
    home = parse_module(TextFile("api/auth.py", "def check():\n    abort(401)\n"))
    module = parse_module(TextFile("api/app.py", f"{lines}\n"))
    assert isinstance(home, Module)
    assert isinstance(module, Module)
    (found,) = hooks(module, Sources.of([home, module]))
    assert (found.module, found.node.name, found.applies_to) == (home, "check", expected)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("from api.auth import guard\napp.before_request(guard.check)", ["check"], id="own"),
        pytest.param("from limits import guard\napp.before_request(guard.check)", [], id="of-a-package"),
    ],
)
def test_a_method_of_another_file(lines: str, expected: list[str]) -> None:
    """Of an object that the project makes; a package's own methods are nobody's here."""
    guard = "class Guard:\n    def check(self):\n        abort(401)\n\nguard = Guard()\n"
    home = parse_module(TextFile("api/auth.py", guard))
    module = parse_module(TextFile("api/app.py", f"{lines}\n"))
    assert isinstance(home, Module)
    assert isinstance(module, Module)
    assert [hook.node.name for hook in hooks(module, Sources.of([home, module]))] == expected
