"""axios: the default instance, instances of the project's own, defaults, interceptors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cors_wizard.page_code.evaluation.completion import Completion
from cors_wizard.page_code.evaluation.conditions import choose, or_absent, truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import open_up, set_member, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import to_text
from cors_wizard.page_code.evaluation.values import (
    NULL,
    UNDEFINED,
    Array,
    Choice,
    Closure,
    Constant,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.axios_config import draft_of, merged
from cors_wizard.page_code.libraries.draft import Draft
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.sources.syntax import Syntax

WITHOUT_DATA = ("get", "delete", "head", "options")
WITH_DATA = ("post", "put", "patch")
_VUE_RESOURCE = "vue-resource"
_RETRIED = ("config", "request", "original", "prev", "req")


@dataclass
class Instance:
    """What one instance knows."""

    defaults: Object
    interceptors: list[Value] = field(default_factory=list)
    library: str = "axios"
    sends_token_across: bool = True
    """Whether the version sends the XSRF token to other origins as soon as credentials are sent."""
    has_buckets: bool = True
    """Whether an interceptor finds `headers.common`."""


def new_instance(defaults: Object, sends_token_across: bool = True, library: str = "axios") -> Native:
    """An instance with its methods."""
    instance = Instance(defaults, library=library, sends_token_across=sends_token_across)
    made = native(lambda invocation: _request(instance, invocation), "axios")
    made.kind = "axios"
    made.is_open = True
    for name in WITHOUT_DATA:
        made.properties[name] = native(method_of(instance, name, with_data=False), name)
    for name in WITH_DATA:
        made.properties[name] = native(method_of(instance, name, with_data=True), name)
        made.properties[name + "Form"] = native(
            method_of(instance, name, with_data=True, is_form=True), name + "Form"
        )
    made.properties["request"] = native(lambda invocation: _request(instance, invocation), "request")
    made.properties["create"] = native(lambda invocation: _create(instance, invocation), "create")
    made.properties["defaults"] = defaults
    made.properties["#interceptors"] = native(lambda invocation: _use(instance, invocation), "use")
    made.properties["interceptors"] = Object(
        {
            "request": Object(
                {
                    "use": native(lambda invocation: _use(instance, invocation), "use"),
                    "eject": native(lambda invocation: _eject(instance, invocation), "eject"),
                    "clear": native(lambda invocation: _clear(instance, invocation), "clear"),
                },
                is_open=True,
            )
        },
        is_open=True,
    )
    return made


def relative(library: str) -> Native:
    """`$http` of AngularJS and of vue-resource: called like axios, with settings of the same names."""
    headers: dict[str, Value] = {"common": Object({"Accept": text("application/json, text/plain, */*")})}
    with_type = (*WITH_DATA, "delete") if library == _VUE_RESOURCE else WITH_DATA
    for name in with_type:
        headers[name] = Object({"Content-Type": text("application/json;charset=utf-8")})
    return new_instance(Object({"headers": Object(headers)}), False, library)


def axios(sends_token_across: bool) -> Native:
    """What the package exports."""
    common = Object({"Accept": text("application/json, text/plain, */*")})
    headers = Object({"common": common, **{name: Object() for name in (*WITHOUT_DATA, *WITH_DATA)}})
    made = new_instance(Object({"headers": headers}), sends_token_across)
    own_headers = native(_headers, "AxiosHeaders")
    own_headers.properties |= {"from": own_headers, "concat": own_headers}
    made.properties |= {
        "default": made,
        "axios": made,
        "Axios": native(lambda invocation: _create(None, invocation), "Axios"),
        "AxiosInstance": Object({"injected": made}),
        "AxiosStatic": Object({"injected": made}),
        "AxiosHeaders": own_headers,
    }
    return made


def _create(parent: Instance | None, invocation: Invocation) -> Value:
    """`axios.create(config)` takes over what the defaults are at that moment."""
    defaults = merged(invocation.run, parent.defaults if parent else Object(), invocation.argument(0))
    return new_instance(defaults, parent.sends_token_across if parent else True)


def _headers(invocation: Invocation) -> Value:
    made = Object(kind="axios-headers")
    for given in invocation.arguments:
        spread(invocation.run, made, given)
    return made


def _use(instance: Instance, invocation: Invocation) -> Value:
    function, condition = invocation.argument(0), invocation.run.condition_of(UNDEFINED)
    if not isinstance(function, Closure | Native | Choice | Unknown):
        return Unknown()
    instance.interceptors.append(function if condition is None else _only_if(condition, function))
    return Object({"#added": instance.interceptors[-1]}, kind="handle")


def _only_if(condition: tuple[str, bool], function: Value) -> Native:
    """An interceptor that was added in a branch."""

    def call(invocation: Invocation) -> Value:
        config = invocation.argument(0)

        def follow() -> Completion:
            return Completion(False, invocation.run.call(function, (config,), UNDEFINED, invocation.node))

        done = invocation.run.branch(condition, follow, lambda: Completion(False, config))
        return done.value or config

    return native(call)


def _eject(instance: Instance, invocation: Invocation) -> Value:
    """What was added is removed again; if that depends on something, it may be there or not."""
    handle = invocation.argument(0)
    added = handle.properties.get("#added") if isinstance(handle, Object) else None
    condition = invocation.run.condition_of(UNDEFINED)
    # What a component removes when it is gone, its requests had.
    if added is not None and isinstance(handle, Object) and not invocation.run.is_older(handle):
        kept = [] if condition is None else [_only_if((condition[0], not condition[1]), added)]
        instance.interceptors[:] = [
            each for one in instance.interceptors for each in (kept if one is added else [one])
        ]
    return UNDEFINED


def _clear(instance: Instance, invocation: Invocation) -> Value:
    """`interceptors.request.clear()`: where the code sets up, all that was added is gone."""
    condition = invocation.run.condition_of(UNDEFINED)
    if invocation.run.frames:
        return UNDEFINED
    kept = instance.interceptors if condition is not None else []
    otherwise = (condition[0], not condition[1]) if condition is not None else ("", False)
    instance.interceptors[:] = [_only_if(otherwise, each) for each in kept]
    return UNDEFINED


def method_of(
    instance: Instance, name: str, *, with_data: bool, is_form: bool = False, settings: int | None = None
) -> Callable[[Invocation], Value]:
    """`get(url, config)`, `post(url, data, config)`, or with the configuration elsewhere."""

    def call(invocation: Invocation) -> Value:
        config = Object()
        options = invocation.argument(settings or (2 if with_data else 1))
        _take(invocation.run, config, options)
        _set(invocation, config, "url", 0)
        set_member(invocation.run, config, "method", text(name))
        if with_data:
            data = Object(kind="form-data") if is_form else invocation.argument(1)
            set_member(invocation.run, config, "data", data)
        return _send(instance, invocation, config)

    return call


def _take(run: Run, config: Object, options: Value) -> None:
    if not (isinstance(options, Constant) and not options.value):
        spread(run, config, options)
    config.place = options.place if isinstance(options, Object) else None


def _set(invocation: Invocation, config: Object, name: str, index: int) -> None:
    set_member(invocation.run, config, name, invocation.argument(index), invocation.place(index))


def _request(instance: Instance, invocation: Invocation) -> Value:
    """`axios(config)`, `axios(url, config)`, `axios.request(config)`."""
    first = invocation.argument(0)
    if isinstance(first, Unknown) and invocation.number() < 2 and _is_retry(first):
        return Unknown("response")
    config = Object()
    is_url = isinstance(first, Text | Choice) and not _is_object(first)
    if is_url or (isinstance(first, Unknown) and invocation.number() > 1):
        _take(invocation.run, config, invocation.argument(1))
        _set(invocation, config, "url", 0)
    else:
        _take(invocation.run, config, first)
    return _send(instance, invocation, config)


def _is_object(value: Value) -> bool:
    return isinstance(value, Object) or (
        isinstance(value, Choice) and (_is_object(value.yes) or _is_object(value.no))
    )


def _is_retry(value: Unknown) -> bool:
    """An interceptor sends the request that failed once more: no request of its own."""
    return any(word in value.name.lower() for word in _RETRIED) and value.name != "request"


def _send(instance: Instance, invocation: Invocation, config: Object) -> Value:
    run, node = invocation.run, invocation.node
    # What a branch sets is undone after it: the configuration is kept as it is now.
    kept = config.copy()
    run.send(node, lambda: _draft(run, instance, kept, node))
    return Unknown("response")


def _draft(run: Run, instance: Instance, config: Object, node: Syntax) -> Draft:
    """Made at the very end: defaults and interceptors are often set up after the call is read."""
    full = merged(run, _of_buckets(instance), config)
    full.place = config.place or instance.defaults.place
    method = full.properties.get("method", text("get"))
    if method == UNDEFINED:
        method = text("get")
    flatten_headers(run, full, method)
    full.properties["method"] = method
    for interceptor in reversed(instance.interceptors):
        if instance.has_buckets:
            _with_bucket(full)
        full = _one_config(run.apart(interceptor, full, node), full)
    flatten_headers(run, full, method)
    _transform(run, full, node)
    if instance.library == _VUE_RESOURCE:
        _as_vue_resource(full)
    draft = draft_of(full, instance.sends_token_across)
    drops_type = instance.library != _VUE_RESOURCE
    return replace(draft, library=instance.library, drops_type_without_body=drops_type)


def _of_buckets(instance: Instance) -> Object:
    """`$http` sends of its settings' headers those for all, and those for a method."""
    headers = instance.defaults.properties.get("headers")
    if instance.library == "axios" or not isinstance(headers, Object):
        return instance.defaults
    made, kept = instance.defaults.copy(), headers.copy()
    names = ("common", *WITHOUT_DATA, *WITH_DATA)
    kept.properties = {name: each for name, each in headers.properties.items() if name in names}
    made.properties["headers"] = kept
    return made


def _with_bucket(config: Object) -> None:
    """`config.headers.common.Authorization = ...`, as versions before 1 let an interceptor write it."""
    headers = config.properties.get("headers")
    if isinstance(headers, Object):
        headers.properties.setdefault("common", Object())


def _one_config(given: Value, before: Object) -> Object:
    """What an interceptor has returned; configurations of two ways as one that depends on the condition."""
    if not isinstance(given, Choice):
        return given if isinstance(given, Object) else before
    yes, no = _one_config(given.yes, before), _one_config(given.no, before)
    if yes is no:
        return yes
    made = Object(place=yes.place or no.place)
    for name in dict.fromkeys((*yes.properties, *no.properties)):
        first, second = or_absent(yes.properties.get(name)), or_absent(no.properties.get(name))
        made.properties[name] = choose(given.condition, first, second)
    made.places = {**no.places, **yes.places}
    made.is_open = yes.is_open or no.is_open
    made.settled = yes.settled & no.settled
    return made


def _as_vue_resource(config: Object) -> None:
    """`{credentials: true, emulateJSON: true}`, and a form keeps the type that the browser gives it."""
    headers, data = config.properties["headers"], config.properties.get("data", UNDEFINED)
    config.properties.setdefault("withCredentials", config.properties.get("credentials", UNDEFINED))
    config.properties.setdefault("baseURL", config.properties.get("root", UNDEFINED))
    if not isinstance(headers, Object):
        return
    if isinstance(data, Object) and data.kind == "form-data":
        headers.properties.pop("Content-Type", None)
    elif truth(config.properties.get("emulateJSON", UNDEFINED)):
        headers.properties["Content-Type"] = text("application/x-www-form-urlencoded")


def _transform(run: Run, config: Object, node: Syntax) -> None:
    """Runs `transformRequest(data, headers)`; functions of the code's own replace those that make JSON."""
    given = config.properties.get("transformRequest", UNDEFINED)
    functions = given.items if isinstance(given, Array) and not given.is_open else [given]
    own = [each for each in functions if isinstance(each, Closure)]
    if not own or len(own) < len(functions):
        return
    for function in own:
        headers, data = config.properties["headers"], config.properties.get("data", UNDEFINED)
        config.properties["data"] = run.apart(function, data, node, headers)
    config.properties["#transformed"] = NULL


def flatten_headers(run: Run, config: Object, method: Value) -> None:
    """`headers.common` and `headers.post` become headers."""
    given = config.properties.get("headers", UNDEFINED)
    flat = Object(kind="axios-headers", place=given.place if isinstance(given, Object) else None)
    if isinstance(given, Unknown):
        open_up(flat)
    if isinstance(given, Object | Choice):
        _flatten_into(run, flat, given, to_text(method))
    config.properties["headers"] = flat


def _flatten_into(run: Run, flat: Object, given: Value, method: Value) -> None:
    if isinstance(given, Choice):
        add_headers(run, flat, given)
        return
    assert isinstance(given, Object)
    name = method
    if isinstance(name, Choice):
        yes, no = flat.copy(), flat.copy()
        _flatten_into(run, yes, given, name.yes)
        _flatten_into(run, no, given, name.no)
        flat.is_open |= yes.is_open or no.is_open
        for each in dict.fromkeys((*yes.properties, *no.properties)):
            first, second = or_absent(yes.properties.get(each)), or_absent(no.properties.get(each))
            flat.properties[each] = choose(name.condition, first, second)
        return
    wanted = name.constant if isinstance(name, Text) else None
    for bucket in ("common", (wanted or "").lower()):
        inner = given.properties.get(bucket)
        if isinstance(inner, Object):
            add_headers(run, flat, inner)
    for bucket in (*WITHOUT_DATA, *WITH_DATA) if wanted is None else ():
        inner = given.properties.get(bucket)
        if isinstance(inner, Object) and inner.properties:
            add_headers(run, flat, Choice(f"method is {bucket}", inner, Object()))
    own = given.copy()
    for bucket in ("common", *WITHOUT_DATA, *WITH_DATA):
        if isinstance(own.properties.get(bucket), Object):
            own.properties.pop(bucket)
    add_headers(run, flat, own)
