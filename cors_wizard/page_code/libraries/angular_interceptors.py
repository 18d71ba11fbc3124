"""What an interceptor of Angular makes of a request."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.conditions import choose
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import get_member
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Choice,
    Class,
    Closure,
    Native,
    Object,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.sources.syntax import Syntax


def intercepted(run: Run, interceptor: Value, request: Object, node: Syntax) -> Object:
    """What an interceptor passes on; if it passes on several, any of them."""
    passed: list[Object] = []

    def take(invocation: Invocation) -> Value:
        given = _one_request(invocation.argument(0))
        if given is not None:
            passed.append(given)
        return Unknown()

    onward = native(take, "next", handle=native(take, "handle"))
    function = interceptor
    this: Value = UNDEFINED
    if isinstance(interceptor, Class):
        this = run.injected(interceptor) or UNDEFINED
        function = get_member(run, this, "intercept")
    if isinstance(function, Unknown):
        if function.name in _ADD_TOKENS:
            return _with_token(request)
        made = request.copy()
        run.apart(function, made, node)
        return made
    if not isinstance(function, Closure | Native):
        return request
    if isinstance(this, Object) and isinstance(function, Closure):
        function = Closure(
            node=function.node, scope=function.scope, this=this, home=function.home, name="intercept"
        )
    run.apart(function, request, node, onward)
    if not passed:
        return request
    made = passed[0]
    for other in passed[1:]:
        made = _either(f"passed on {id(made)}", made, other)
    return made


_ADD_TOKENS = frozenset(
    {
        *("MsalInterceptor", "KeycloakBearerInterceptor", "AuthHttpInterceptor", "DefaultOAuthInterceptor"),
        *("includeBearerTokenInterceptor", "customBearerTokenInterceptor", "authHttpInterceptorFn"),
    }
)
"""The interceptors of packages that add a token, to the URLs of their settings, and nothing else."""


def _with_token(request: Object) -> Object:
    made, given = request.copy(), request.properties["headers"]
    headers = given.copy() if isinstance(given, Object) else Object(kind="http-headers", is_open=True)
    token = headers.properties.get("Authorization", UNDEFINED)
    headers.properties["Authorization"] = choose("a token is there", Unknown("token"), token)
    made.properties["headers"] = headers
    return made


def _one_request(value: Value) -> Object | None:
    """A request that depends on a condition as one whose parts do."""
    if not isinstance(value, Choice):
        return value if isinstance(value, Object) else None
    yes, no = _one_request(value.yes), _one_request(value.no)
    return yes or no if yes is None or no is None else _either(value.condition, yes, no)


def _either(condition: str, first: Object, second: Object) -> Object:
    made = first.copy()
    for name, value in second.properties.items():
        if name != "headers":
            made.properties[name] = choose(condition, first.properties.get(name, UNDEFINED), value)
    yes, no = first.properties.get("headers"), second.properties.get("headers")
    if isinstance(yes, Object) and isinstance(no, Object):
        both = Object(kind="http-headers", is_open=yes.is_open or no.is_open)
        for name in dict.fromkeys((*yes.properties, *no.properties)):
            with_it, without = yes.properties.get(name, UNDEFINED), no.properties.get(name, UNDEFINED)
            both.properties[name] = choose(condition, with_it, without)
        made.properties["headers"] = both
    return made
