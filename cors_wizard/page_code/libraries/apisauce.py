"""apisauce: axios with headers of its own, which functions may change before each request."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import set_member, spread
from cors_wizard.page_code.evaluation.values import UNDEFINED, Object, Value, native, text
from cors_wizard.page_code.libraries.axios import WITH_DATA, WITHOUT_DATA, Instance, method_of
from cors_wizard.page_code.libraries.web import set_one

_SETTINGS = 2


def apisauce() -> Object:
    """What the package exports."""
    made = Object({"create": native(_create, "create")}, is_open=True)
    made.properties["default"] = made
    return made


def _create(invocation: Invocation) -> Value:
    defaults, headers = (
        Object(),
        Object({"Accept": text("application/json"), "Content-Type": text("application/json")}),
    )
    spread(invocation.run, defaults, invocation.argument(0))
    spread(invocation.run, headers, defaults.properties.get("headers", UNDEFINED))
    defaults.properties["headers"] = headers
    instance = Instance(defaults, has_buckets=False)
    made = Object({"headers": headers}, kind="axios", is_open=True)
    for name in (*WITHOUT_DATA, "link", "unlink", *WITH_DATA):
        method = method_of(instance, name, with_data=name in WITH_DATA, settings=_SETTINGS)
        made.properties[name] = native(method, name)

    def transform(added: Invocation) -> Value:
        instance.interceptors.append(added.argument(0))
        return UNDEFINED

    def set_headers(given: Invocation) -> Value:
        spread(given.run, headers, given.argument(0))
        return UNDEFINED

    def set_base(given: Invocation) -> Value:
        set_member(given.run, defaults, "baseURL", given.argument(0))
        return UNDEFINED

    for name, function in {
        "addRequestTransform": transform,
        "addAsyncRequestTransform": transform,
        "setHeader": lambda given: set_one(headers, given),
        "setHeaders": set_headers,
        "setBaseURL": set_base,
    }.items():
        made.properties[name] = native(function, name)
    return made
