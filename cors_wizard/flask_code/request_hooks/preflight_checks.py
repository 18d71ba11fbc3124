"""Finds the hooks that stop a preflight before the view: a browser sends OPTIONS without any login.

Each `before_request` hook is followed for an OPTIONS request without a login, once for each route. A hook
after the request that needs JSON fails for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.findings import Route
from cors_wizard.flask_code.header_code.missing_names import missing_names
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hook_conditions import PreflightRequest
from cors_wizard.flask_code.request_hooks.hook_run import HookEnd, HookRun
from cors_wizard.flask_code.request_hooks.hooks import AFTER, BEFORE, Hook, hooks
from cors_wizard.flask_code.request_hooks.response_reads import unguarded_json

_MOST = 500


def preflight_checks(
    modules: Sequence[Module], routes: Sequence[Route], evaluator: Evaluator
) -> Iterator[Fact]:
    """The fact `preflight_checks`: for each rule what a hook does to its preflight.

    An item is `KIND RULE`, with the kind `none` where no hook stops it; the rule `*` is for any other path.
    The fact is absent where no hook stops any.
    """
    found = [hook for module in modules for hook in hooks(module, evaluator.sources, BEFORE | AFTER)]
    items: dict[str, None] = {}
    first: tuple[Hook, HookEnd] | None = None
    for rule, endpoint, owner in (*_targets(routes), ("*", None, "")):
        request = PreflightRequest(None if rule == "*" else rule, endpoint)
        end = _first_end([hook for hook in found if hook.applies_to in ("*", owner)], request, evaluator)
        items[f"{end[1].kind if end else 'none'} {rule}"] = None
        first = first or end
    if first:
        module, at = first[0].module, first[1].node
        yield scanned("preflight_checks", tuple(items), module.where(at), module.says(at))
        yield scanned("refusing_hook", first[0].node.name, module.where(at), module.says(at))
        if names := missing_names(module, found):
            yield scanned("missing_imports", names, module.where(at), module.says(at))


def _targets(routes: Sequence[Route]) -> Iterator[tuple[str, str | None, str]]:
    for route in routes[:_MOST]:
        yield route.rule, route.endpoint or None, f"{route.file}:{route.owner}"


def _first_end(
    found: Sequence[Hook], request: PreflightRequest, evaluator: Evaluator
) -> tuple[Hook, HookEnd] | None:
    for hook in sorted(found, key=lambda each: each.verb in AFTER):
        if hook.verb in AFTER:
            read = unguarded_json(hook)
            end = HookEnd("fails", read.node) if read else None
        else:
            end = HookRun.of(hook, request, evaluator).end()
        if end is not None and end.stops_it:
            return hook, end
    return None
