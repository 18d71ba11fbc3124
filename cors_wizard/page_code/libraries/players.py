"""Players that load a stream: hls.js, which hands each request to the page before it is sent."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import get_member, set_member
from cors_wizard.page_code.evaluation.values import (
    NULL,
    UNDEFINED,
    Closure,
    Native,
    Object,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import first_given, option


def hls() -> Object:
    """What `hls.js` exports."""
    usual = Object(is_open=True)
    made = native(lambda invocation: _player(invocation, usual), "Hls")
    made.properties |= {"default": made, "DefaultConfig": usual}
    made.is_open = True
    return made


def _player(invocation: Invocation, usual: Object) -> Value:
    """`new Hls({xhrSetup})`, which loads `loadSource(url)`."""
    setup = first_given(option(invocation.argument(0), "xhrSetup"), option(usual, "xhrSetup")).value

    def load(call: Invocation) -> Value:
        run, node, url = call.run, call.node, call.argument(0)
        xhr = run.construct(run.modules.names["XMLHttpRequest"], (), node)
        run.call(get_member(run, xhr, "open"), (text("GET"), url), xhr, node)
        if isinstance(setup, Closure | Native):
            run.call(setup, (xhr, url), UNDEFINED, node)
        elif setup != UNDEFINED and isinstance(xhr, Object):
            xhr.properties["#headers"] = Object(is_open=True)
            set_member(run, xhr, "withCredentials", Unknown("withCredentials"))
        return run.call(get_member(run, xhr, "send"), (NULL,), xhr, node)

    return Object({"loadSource": native(load, "loadSource")}, is_open=True)
