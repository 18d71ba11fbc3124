"""What the start of a Vue page gives to all of its components: by `provide`, by plugins, by a mixin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from cors_wizard.page_code.evaluation.functions import enter
from cors_wizard.page_code.evaluation.imports import Importer
from cors_wizard.page_code.evaluation.modules import Module, Modules
from cors_wizard.page_code.evaluation.values import Closure, Object, Unknown, Value
from cors_wizard.page_code.sources.resolve import stem_of


def _imports_plugin(code: bytes, paths: Sequence[str]) -> bool:
    """Whether a script may install one of these: `app.use(plugin, options)`."""
    return any(stem_of(path).encode() in code for path in paths) and b".use(" in code


class Provider(Importer):
    """A run that knows what components are given."""

    def __init__(self, modules: Modules) -> None:
        super().__init__(modules)
        self._asked_for: dict[str, set[str]] = defaultdict(set)
        """What is injected, and the files that do so."""
        self._too_early: set[str] = set()
        """The files that asked for what is provided before it was: components are set up at the very end."""

    def execute_all(self, module: Module) -> None:
        """Follows a module's own statements."""
        before = self.sites, self.frames
        self.sites, self.frames = [], []
        with self.aside():
            self.execute(module.root, module.scope)
        self.sites, self.frames = before

    def ask_again(self) -> None:
        """Follows the files once more that have asked for what is provided before it was."""
        for module in filter(None, map(self.modules.find, sorted(self._too_early))):
            self.execute_all(module)
        self._too_early.clear()

    def provide(self, keys: Sequence[str], value: Value) -> None:
        """Vue's `app.provide('api', value)`, for `inject('api')` anywhere."""
        if isinstance(value, Object):
            self.modules.names |= {f"provided {key}": value for key in keys}
            self._too_early |= {file for key in keys[:1] for file in self._asked_for.get(key, ())}

    def provided(self, keys: Sequence[str], file: str) -> Value:
        """What the page's start provides, which runs before any component does."""
        if keys and keys[0] not in self._asked_for:
            self._asked_for[keys[0]].add(file)
            name = keys[-1].encode()
            pattern = re.compile(rb"\bprovide\(\s*['\"`]?" + re.escape(name) + rb"\b")
            givers = [path for path, c in self.modules.code.items() if name in c and pattern.search(c)]
            starts = [path for path, code in self.modules.code.items() if _imports_plugin(code, givers)]
            for module in map(self.modules.load, (*starts, *givers)):
                if module is not None:
                    self.ensure(module)
                    self._install_unused(module)
        if not keys:
            return Unknown()
        self._asked_for[keys[0]].add(file)
        return self.modules.names.get(f"provided {keys[0]}", Unknown(keys[-1]))

    def install(self, arguments: Sequence[Value]) -> None:
        """Vue's `app.use(plugin, options)`."""
        plugin = arguments[0]
        own = plugin.properties.get("install", plugin) if isinstance(plugin, Object) else plugin
        if isinstance(own, Closure) and (own is not plugin or len(arguments) > 1):
            own.is_called = True
            enter(self, own, (Unknown("app"), *arguments[1:]), None)

    def _install_unused(self, module: Module) -> None:
        """A plugin whose `use` isn't seen, with options that nobody knows."""
        for plugin in (*module.scope.names.values(), *module.exports.values()):
            own = plugin.properties.get("install") if isinstance(plugin, Object) else None
            if isinstance(own, Closure) and not own.is_called:
                enter(self, own, None, None)

    def mix_in(self, options: Value) -> None:
        """Vue's `mixin({methods})`: every component has them."""
        methods = options.properties.get("methods") if isinstance(options, Object) else None
        if isinstance(methods, Object):
            self.modules.names |= {f"this.{name}": value for name, value in methods.properties.items()}
