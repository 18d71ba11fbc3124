"""Libraries that call what they are handed: SWR's fetcher, React's callbacks, sagas, debouncing."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation, keys_of_provided, typed
from cors_wizard.page_code.evaluation.members import get_member
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.state import passes
from cors_wizard.page_code.evaluation.texts import alternatives
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Closure,
    Constant,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
)
from cors_wizard.page_code.libraries.draft import option

_RETURNED = (
    "useCallback",
    "useEvent",
    "useEffectEvent",
    "debounce",
    "throttle",
    "memoize",
    "memo",
    "cache",
    "once",
    "markRaw",
    "useDebounceFn",
    "useThrottleFn",
)


def _returned(invocation: Invocation) -> Value:
    return invocation.argument(0)


def _called(invocation: Invocation) -> Value:
    """`useMemo(() => value)`, `computed(() => value)`: what the function returns."""
    function = invocation.argument(0)
    if isinstance(function, Closure):
        return invocation.run.call(function, (), UNDEFINED, invocation.node)
    return Unknown()


def _reference(invocation: Invocation) -> Value:
    """`useRef(value)`, `ref(value)`: the value is in `current`, or in `value`."""
    given = _unless_nothing("value", invocation.argument(0))
    return Object({"current": given, "value": given}, kind="ref")


def _unless_nothing(name: str, value: Value) -> Value:
    """State that begins as nothing, as a number or a word is something else by the time that it matters."""
    return Unknown(name) if truth(value) is False or passes(value) else value


def _reactive(invocation: Invocation) -> Value:
    """`reactive({ token: null })`."""
    given = invocation.argument(0)
    if type(given) is not Object:
        return given
    made = given.copy()
    made.properties = {name: _unless_nothing(name, each) for name, each in given.properties.items()}
    return made


def _computed(invocation: Invocation) -> Value:
    return Object({"value": _called(invocation)}, kind="ref")


def plain(run: Run, value: Value) -> Value:
    """What Vue's `toValue` makes of a value, a reference to one, or a function that returns one."""
    if isinstance(value, Closure):
        return run.returned(value)
    return value.properties["value"] if isinstance(value, Object) and value.kind == "ref" else value


def _plain(invocation: Invocation) -> Value:
    return plain(invocation.run, invocation.argument(0))


def _create_context(invocation: Invocation) -> Value:
    """`createContext(default)`: `Provider` sets its value, `useContext` hands it out."""
    made = Object({"value": invocation.argument(0)}, kind="context")
    made.properties["Provider"] = Object({"#context": made}, kind="provider")
    return made


def _use_context(invocation: Invocation) -> Value:
    context = invocation.argument(0)
    known = context.properties.get("value") if isinstance(context, Object) else None
    return known if known is not None else Unknown("context")


def react() -> Object:
    """What `react` exports, as far as values pass through it."""
    made = Object(
        {
            **{name: native(_returned, name) for name in _RETURNED},
            "useMemo": native(_called, "useMemo"),
            "useRef": native(_reference, "useRef"),
            "createContext": native(_create_context, "createContext"),
            "useContext": native(_use_context, "useContext"),
            "use": native(_use_context, "use"),
        },
        is_open=True,
    )
    made.properties["default"] = made
    return made


def _provided(invocation: Invocation) -> Value:
    """`inject(key)`: what the page's start has provided under it."""
    node = invocation.node
    return invocation.run.provided(keys_of_provided(node, invocation.argument(0)), node.file)


def vue() -> Object:
    """What `vue` exports, as far as values pass through it."""
    return Object(
        {
            "ref": native(_reference, "ref"),
            "shallowRef": native(_reference, "shallowRef"),
            "reactive": native(_reactive, "reactive"),
            "computed": native(_computed, "computed"),
            **{name: native(_plain, name) for name in ("unref", "toValue")},
            **{name: native(_returned, name) for name in ("readonly", "shallowReadonly")},
            "shallowReactive": native(_reactive, "shallowReactive"),
            "toRefs": native(_returned, "toRefs"),
            "inject": native(_provided, "inject"),
        },
        is_open=True,
    )


def timing() -> Object:
    """`lodash/debounce`, `superagent-promise` and the like: what they are given, they give back."""
    made = native(_returned, "debounce")
    made.properties["default"] = made
    return made


def _swr(invocation: Invocation) -> Value:
    """`useSWR(key, fetcher)`: the fetcher gets the key; a key that is a list is passed on as it is."""
    key, function, options = (invocation.argument(index) for index in range(3))
    if not isinstance(function, Closure | Native):
        function = option(options if isinstance(options, Object) else function, "fetcher").value
    if isinstance(key, Closure):
        key = invocation.run.call(key, (), UNDEFINED, invocation.node)
    for each in alternatives(key):
        if isinstance(each, Constant):
            continue  # without a key there is nothing to load yet
        if isinstance(function, Closure | Native):
            invocation.run.call(function, (each,), UNDEFINED, invocation.node)
        else:
            invocation.run.of_default("swr", invocation.node, (each,))
    return Unknown()


def _swr_config(invocation: Invocation) -> Value:
    """`<SWRConfig value={{ fetcher }}>`: what every hook without a fetcher of its own calls."""
    fetcher = option(option(invocation.argument(0), "value").value, "fetcher").value
    if isinstance(fetcher, Closure | Native):
        invocation.run.set_default("swr", fetcher)
    return Unknown("element")


def _mutation(invocation: Invocation) -> Value:
    """`useSWRMutation(key, (key, {arg}) => ...)`."""
    function = invocation.argument(1)
    if isinstance(function, Closure):
        argument = Object({"arg": Unknown("arg")})
        invocation.run.call(function, (invocation.argument(0), argument), UNDEFINED, invocation.node)
    return Unknown()


def swr() -> Object:
    """What `swr` and its parts export."""
    hook, config = native(_swr, "useSWR"), native(_swr_config, "SWRConfig")
    config.kind = "component"
    return Object(
        {
            **dict.fromkeys(("default", "useSWR", "useSWRImmutable", "useSWRInfinite"), hook),
            "useSWRMutation": native(_mutation),
            "SWRConfig": config,
        },
        is_open=True,
    )


def swr_mutation() -> Object:
    """What `swr/mutation` exports."""
    return Object({"default": native(_mutation, "useSWRMutation")}, is_open=True)


def _saga_call(invocation: Invocation) -> Value:
    """`call(fn, ...args)` and `call([object, fn], ...args)`."""
    function = invocation.argument(0)
    this: Value = UNDEFINED
    if isinstance(function, Array) and len(function.items) > 1:
        this, function = function.items[0], function.items[1]
    if isinstance(function, Text):
        function = get_member(invocation.run, this, function.constant or "")
    return invocation.run.call(function, list(invocation.arguments[1:]), this, invocation.node)


def saga() -> Object:
    """What `redux-saga/effects` exports."""
    return Object({"call": native(_saga_call, "call"), "fork": native(_saga_call, "fork")}, is_open=True)


def _query(invocation: Invocation) -> Value:
    """`useQuery({queryKey, queryFn})`: a function that takes the context gets the key with it."""
    options = invocation.argument(0)
    function, key = option(options, "queryFn").value, option(options, "queryKey").value
    if isinstance(options, Array):
        key, function = options, invocation.argument(1)
    context = Object({"queryKey": key}, is_open=True)
    if isinstance(function, Object) and not isinstance(options, Closure):
        invocation.run.call(function, (context,), UNDEFINED, invocation.node)
    elif key != UNDEFINED:
        invocation.run.of_default("query", invocation.node, (context,))
    return Unknown()


def _tanstack_mutation(invocation: Invocation) -> Value:
    """`useMutation<void, Error, FormData>({mutationFn})`."""
    function, given = option(invocation.argument(0), "mutationFn").value, typed(invocation, 2)
    if given.type and isinstance(function, Closure):
        invocation.run.call(function, (given,), UNDEFINED, invocation.node)
    return Unknown()


def _query_client(invocation: Invocation) -> Value:
    """`new QueryClient({defaultOptions: {queries: {queryFn}}})`."""
    queries = option(option(invocation.argument(0), "defaultOptions").value, "queries").value
    function = option(queries, "queryFn").value
    if isinstance(function, Closure | Native):
        invocation.run.set_default("query", function)
    return Object(is_open=True)


def tanstack() -> Object:
    """What TanStack Query exports; mutations call their function with what nobody knows."""
    names = ("useQuery", "useSuspenseQuery", "useInfiniteQuery", "createQuery", "queryOptions", "injectQuery")
    client = native(_query_client, "QueryClient")
    queries = {name: native(_query, name) for name in names}
    mutation = native(_tanstack_mutation, "useMutation")
    return Object({**queries, "useMutation": mutation, "QueryClient": client}, is_open=True)
