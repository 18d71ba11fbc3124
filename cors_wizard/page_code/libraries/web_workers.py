"""Web workers: what `worker.postMessage(data)` makes the worker's `onmessage` send."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS
from cors_wizard.page_code.evaluation.values import UNDEFINED, Closure, Object, Text, Value, native, text

_FILE = re.compile(r"['\"`]([^'\"`\n]{1,300})['\"`]")


def made_worker(invocation: Invocation) -> Value:
    """`new Worker('worker.js')`, `new Worker(new URL('./sync.ts', import.meta.url))`."""
    named = _FILE.search(invocation.node.text)
    path = _path(invocation, named[1]) if named else None
    return Object({"#file": text(path)} if path else {}, kind="worker", is_open=True)


def _path(invocation: Invocation, name: str) -> str | None:
    # Outside of a build the name is that of a file beside the page.
    specifier = name if name.startswith(".") else f"./{name.lstrip('/')}"
    return invocation.run.modules.resolver.resolve(specifier, invocation.node.file)


def _post(invocation: Invocation) -> Value:
    run, file = invocation.run, getattr(invocation.this, "properties", {}).get("#file")
    path = file.constant if isinstance(file, Text) else None
    module = run.modules.load(path) if path else None
    if module is None:
        return UNDEFINED
    run.ensure(module)
    # Without a module, `onmessage = ...` sets a name of the worker itself.
    own = module.scope.names.get("onmessage")
    handlers = [each for each in (*run.listeners, own) if isinstance(each, Closure)]
    event = Object({"data": invocation.argument(0)}, is_open=True)
    for each in dict.fromkeys(handlers):
        if each.node is not None and each.node.file == path:
            run.call(each, (event,), UNDEFINED, invocation.node)
    return UNDEFINED


METHODS["worker"] = {"postMessage": _post}


def web_worker_names() -> dict[str, Value]:
    """The name in a page."""
    return {"Worker": native(made_worker, "Worker")}
