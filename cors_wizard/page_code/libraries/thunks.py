"""Redux Toolkit's thunks: what the store is given as `extraArgument`, each of them sends with."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Closure,
    Object,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.libraries.draft import option

_LIBRARY = "thunk"


def redux_toolkit() -> Object:
    """What `@reduxjs/toolkit` exports: `configureStore`, `createAsyncThunk`."""
    return Object(
        {
            "configureStore": native(_store, "configureStore"),
            "createAsyncThunk": native(_thunk, "createAsyncThunk"),
        },
        is_open=True,
    )


def _store(invocation: Invocation) -> Value:
    """`middleware: (getDefault) => getDefault({thunk: {extraArgument}})`."""
    middleware = option(invocation.argument(0), "middleware").value
    if isinstance(middleware, Closure):
        defaults = native(_defaults, "getDefaultMiddleware")
        invocation.run.call(middleware, (defaults,), UNDEFINED, None)
    return Unknown("store")


def _defaults(invocation: Invocation) -> Value:
    extra = option(option(invocation.argument(0), "thunk").value, "extraArgument")
    if isinstance(extra.value, Object):
        invocation.run.set_default(_LIBRARY, native(lambda later: _called(later, extra.value)))
    return Unknown("middleware")


def _called(invocation: Invocation, extra: Value) -> Value:
    function = invocation.argument(0)
    api = Object({"extra": extra}, is_open=True)
    return invocation.run.call(function, (Unknown("argument"), api), UNDEFINED, None)


def _thunk(invocation: Invocation) -> Value:
    function = invocation.argument(1)
    if isinstance(function, Closure):
        invocation.run.of_default(_LIBRARY, invocation.node, (function,))
    return Unknown("thunk")
