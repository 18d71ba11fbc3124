"""axios-hooks: `useAxios(config)` sends while the component renders, by the instance that it was given."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import UNDEFINED, Object, Text, Unknown, Value, native
from cors_wizard.page_code.libraries.draft import option


def _use(made: Object, invocation: Invocation) -> Value:
    """What changes something is sent by the second function that it gives back, which gets the data."""
    config = invocation.argument(0)
    method = option(config, "method")
    if isinstance(config, Object) and method.is_given and "data" not in config.properties:
        name = method.value.constant if isinstance(method.value, Text) else None
        if name is None or name.upper() not in ("GET", "HEAD"):
            config = config.copy()
            config.properties["data"] = Unknown("data")
    invocation.run.call(made.properties["#axios"], (config,), UNDEFINED, invocation.node)
    return Unknown("state")


def _configure(made: Object, invocation: Invocation) -> Value:
    """`configure({axios: instance})`, and `makeUseAxios({axios: instance})`."""
    given = option(invocation.argument(0), "axios")
    if given.is_given:
        made.properties["#axios"] = given.value
    return native(lambda call: _use(made, call), "useAxios")


def axios_hooks(axios: Value) -> Object:
    """What `axios-hooks` exports."""
    made = native(lambda call: _use(made, call), "useAxios")
    made.properties |= {
        "#axios": axios,
        "default": made,
        "useAxios": made,
        "configure": native(lambda call: _configure(made, call), "configure"),
        "makeUseAxios": native(lambda call: _configure(Object({"#axios": axios}), call), "makeUseAxios"),
    }
    return made
