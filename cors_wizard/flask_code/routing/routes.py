"""Reads the URL rules: full paths, methods, and what each view takes from the request."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.scopes import keyword_value
from cors_wizard.flask_code.findings import CorsSetup, Route, Unresolved
from cors_wizard.flask_code.header_code.missing_names import missing_in
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.routing.owners import Owners
from cors_wizard.flask_code.routing.rules import Rule, RuleReader
from cors_wizard.flask_code.routing.view_reads import ViewReads

_MOST_ROUTES = 5_000


class RouteReader:
    """Reads the routes of a project's files."""

    def __init__(
        self, modules: Sequence[Module], evaluator: Evaluator, owners: Owners, decorated: Sequence[CorsSetup]
    ) -> None:
        self._modules = modules
        self._evaluator = evaluator
        self._owners = owners
        self._reads = ViewReads(modules, evaluator)
        self._cross_origin = {(one.file, one.view): one for one in decorated if one.view}
        self._rules = RuleReader(evaluator)

    @property
    def unresolved(self) -> Sequence[Unresolved]:
        """Rules whose path is unknown."""
        return self._rules.unresolved

    def routes(self) -> tuple[Route, ...]:
        """Every route, in the order of the files."""
        found: list[Route] = []
        for module in self._modules:
            for rule in self._rules.rules(module):
                found += self._full(rule)
                if len(found) > _MOST_ROUTES:
                    return tuple(found[:_MOST_ROUTES])
        return tuple(found)

    def _full(self, rule: Rule) -> Iterator[Route]:
        """The rule with each prefix that its owner has."""
        read = self._reads.of(rule.body, rule.module, rule.on, rule.methods)
        for path in rule.paths(self._owners):
            yield replace(
                read,
                rule=path,
                methods=rule.methods,
                view=rule.view,
                owner=rule.on.rpartition(".")[2],
                file=rule.module.path,
                line=rule.node.lineno,
                cross_origin=self._cross_origin.get((rule.module.path, rule.view)),
                span=rule.module.span(rule.node),
                host=self._text(rule, "host") or self._text(rule, "subdomain"),
                endpoint=self._endpoint(rule),
                lacks=tuple(dict.fromkeys(missing_in(*rule.body[:2]))) if rule.body else (),
                adds_slash=path.endswith("/") and self._is_strict(rule),
            )

    def _is_strict(self, rule: Rule) -> bool:
        given = keyword_value(rule.node, "strict_slashes")
        if given is not None:
            return self._evaluator.read(given, rule.module, rule.scope).is_true is not False
        return not self._takes_all_slashes

    @cached_property
    def _takes_all_slashes(self) -> bool:
        """Whether a line sets `app.url_map.strict_slashes = False`."""
        return any(
            value is not None and getattr(value, "value", None) is False
            for module in self._modules
            for names, value, _ in module.assignments()
            if any(name.endswith("url_map.strict_slashes") for name in names)
        )

    def _endpoint(self, rule: Rule) -> str:
        """The name that is given, else what Flask makes of a function and Flask-RESTful of a class."""
        if keyword_value(rule.node, "endpoint") is not None:
            return self._text(rule, "endpoint")
        if isinstance(rule.node.func, ast.Attribute) and rule.node.func.attr == "add_url_rule":
            given = rule.node.args[1:2]
            return self._evaluator.read(given[0], rule.module, rule.scope).text if given else rule.view
        is_class = rule.body is not None and isinstance(rule.body[1], ast.ClassDef)
        return rule.view.lower() if is_class else rule.view

    def _text(self, rule: Rule, name: str) -> str:
        given = keyword_value(rule.node, name)
        return self._evaluator.read(given, rule.module, rule.scope).text if given is not None else ""
