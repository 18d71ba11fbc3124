"""Follows every module, and every function that may be called, once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from cors_wizard.page_code.evaluation import calls, declarations, elements, loops, operators, statements
from cors_wizard.page_code.evaluation.effects import (
    fills,
    is_called_where_written,
    may_change_request,
    of_somebody,
)
from cors_wizard.page_code.evaluation.functions import (
    construct,
    enter,
    leave_undone,
    methods_of,
    set_up,
    sets_up,
)
from cors_wizard.page_code.evaluation.invocation import Invocation, keys_of_provided
from cors_wizard.page_code.evaluation.members import get_member
from cors_wizard.page_code.evaluation.modules import Module, Modules
from cors_wizard.page_code.evaluation.provided import Provider
from cors_wizard.page_code.evaluation.run import Sending
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.values import (
    COUNT,
    SENDER_KINDS,
    UNDEFINED,
    Class,
    Closure,
    Constant,
    Imported,
    Native,
    Object,
    Unknown,
    Value,
)
from cors_wizard.page_code.sources.syntax import Place, Syntax
from cors_wizard.page_code.sources.which_files import is_server_function

# Reading them registers what they read.
READERS = (calls, declarations, elements, loops, operators, statements)

_NAME = re.compile(r"[\w$]+")
_BRANCHES = re.compile(r"\bif\b|\?")
_SET_HEADER = re.compile(r"\.defaults\.headers[^=\n;]{1,80}=(?![=>])([^;\n]{1,200})")
_MOST_IMPORTS = 12
_MOST_SITES = 6
_MOST_MADE = 8


class Follower(Provider):
    """A run over the project's modules."""

    def __init__(self, modules: Modules) -> None:
        super().__init__(modules)
        self._import_depth = 0
        self._passed_over: dict[str, list[Closure | Class]] = defaultdict(list)
        self._setters: set[str] = set()
        """The functions that put what they get into each request's headers."""
        self._instances: dict[Place, Object] = {}
        self._seen: Counter[tuple[Place, tuple[Place, ...]]] = Counter()
        """How many functions were followed that were written at one place, and made by the same calls."""
        self._inside: list[tuple[Closure, tuple[Place, ...]]] = []
        """The functions that others have made, and the calls that led there."""
        self.makers: set[str] = set()
        """The files with a function that makes what sends, for each caller anew, or a class that keeps it."""
        self._of_nobody: list[tuple[Place, tuple[Place, ...], Sending]] = []
        """What functions send that were followed before any call of them was seen."""

    def follow(self, modules: Sequence[Module]) -> None:
        """Follows these modules, then what in them no code was seen to call."""
        for module in modules:
            self.begin_root()
            self.ensure(module)
            self._wake(module)
        self.ask_again()
        while self.pending or self.pending_inside:
            made, sites = (self.pending or self.pending_inside).popleft()
            self._follow_pending(made, sites)

    def every_sending(self) -> list[Sending]:
        """All that was sent; where the calls of a function were seen after all, by these alone."""
        called = {
            (made.node and made.node.place, sites[start:])
            for made, sites in self._inside
            if made.is_called
            for start in range(len(sites))
        }
        doubled = {id(each) for place, sites, each in self._of_nobody if (place, sites) in called}
        return [each for each in self.sendings if id(each) not in doubled]

    def _wake(self, module: Module) -> None:
        """What was skipped in a module before more of it turned out to send."""
        for made in self._passed_over.pop(module.path, ()):
            self.created(made)

    def ensure(self, module: Module) -> None:
        """Follows a module's own statements, if that hasn't been done."""
        if module.state != "new":
            return
        module.state = "running"
        self._ensure_imports(module)
        self.execute_all(module)
        module.state = "done"
        if module.is_script:
            for name, value in module.scope.names.items():
                if name not in ("module", "exports"):
                    self.modules.names.setdefault(name, value)

    def _ensure_imports(self, module: Module) -> None:
        """As in a browser, what is imported runs first; what sends nothing waits until it is asked for."""
        for specifier in sorted(module.specifiers):
            path = self.modules.resolver.resolve(specifier, module.path)
            imported = self.modules.find(path) if path is not None else None
            if imported is not None and imported.hot and self._import_depth < _MOST_IMPORTS:
                self._import_depth += 1
                self.ensure(imported)
                self._import_depth -= 1

    def _follow_pending(self, made: Closure | Class, sites: tuple[Place, ...]) -> None:
        assert made.node is not None
        if isinstance(made, Closure) and _is_done(made):
            return
        key = made.node.place, sites
        if sites and isinstance(made, Closure):
            self._inside.append((made, sites))
        if (
            any(made is handler for handler, _ in self.workers)
            or self._seen[key] >= _MOST_MADE
            or (sites and isinstance(made, Closure) and made.is_called)
        ):
            return
        self._seen[key] += 1
        self.begin_root(sites)
        self.root_birth = next(COUNT)
        if isinstance(made, Closure):
            first = len(self.sendings)
            if self._sets_after_sending(made) or _sets_what_it_gets(made):
                leave_undone(self, made, None)
            elif _is_sender(enter(self, made, None, None)):
                self.makers.add(made.node.file)
            if sites:
                self._of_nobody += [(*key, each) for each in self.sendings[first:]]
            return
        instance = construct(self, made, None)
        set_up(self, made, instance)
        self._instances.setdefault(made.node.place, instance)
        if any(_is_sender(kept) for kept in instance.properties.values()):
            self.makers.add(made.node.file)
        for method in methods_of(made):
            if method.name != "constructor" and not sets_up(method):
                self.begin_root(sites)
                self.root_birth = next(COUNT)
                if _is_sender(enter(self, method, None, made if method.this is made else instance)):
                    self.makers.add(made.node.file)

    def _sets_after_sending(self, function: Closure) -> bool:
        """Whether a login sets what later requests have: `axios.defaults.headers.common.Authorization`."""
        written = function.node.text if function.node is not None else ""
        sent = [at for at in (written.find("await "), written.find(".then(")) if at >= 0]
        words = (".defaults.", *(f"{name}(" for name in self._setters))
        return bool(sent) and min(sent) < max(map(written.rfind, words))

    def lookup(self, name: str, scope: Scope) -> Value:
        holder = scope.holder(name)
        if holder is not None:
            value = holder.names[name]
            return self.imported(value) if isinstance(value, Imported) else value
        if name in self.modules.names:
            return self.modules.names[name]
        return Unknown(name)

    def closure(self, node: Syntax, scope: Scope) -> Closure:
        name = node.field("name")
        made = Closure(node=node, scope=scope, name=name.text if name is not None else "")
        if node.type == "arrow_function":
            made.this = scope.nearest_this()
        self.created(made)
        return made

    def created(self, made: Closure | Class) -> None:
        assert made.node is not None
        if isinstance(made, Class) and made not in self.classes:
            self.classes.append(made)
        if len(self.sites) > _MOST_SITES:
            return
        if not self.is_hot(made.node) and not self._is_given_a_sender(made):
            if not self.sites:
                self._passed_over[made.node.file].append(made)
            return
        if isinstance(made, Closure) and made.name and _sets_what_it_gets(made):
            self._setters.add(made.name)
        if self.sites:
            self.pending_inside.append((made, tuple(self.sites)))
        elif self.modules.at(made.node.file).sets_up(made.node):
            self.pending.appendleft((made, ()))
        else:
            self.pending.append((made, ()))

    def _is_given_a_sender(self, made: Closure | Class) -> bool:
        """Whether a function around got what this one sends with: `(request) => ({ list: () => ... })`."""
        scope = made.scope
        if not self.sites or scope is None or made.node is None:
            return False
        written = made.node.text
        while scope is not None and scope.activation:
            for name, value in scope.names.items():
                if name in written and name != "arguments" and self._sends(value):
                    return True
            scope = scope.outer
        return False

    def _sends(self, value: Value) -> bool:
        if isinstance(value, Closure):
            return value.node is not None and self.is_hot(value.node)
        return isinstance(value, Object) and value.kind in SENDER_KINDS

    def is_hot(self, node: Syntax) -> bool:
        module = self.modules.at(node.file)
        start, _ = module.statement(node.node.start_byte)
        if not module.is_hot(node.node.start_byte, node.node.end_byte):
            return False
        return not is_server_function(module.code[start : start + 200], node.file, module.code)

    def call(self, callee: Value, arguments: Sequence[Value], this: Value, node: Syntax | None) -> Value:
        if isinstance(callee, Closure):
            callee.is_called = True
            own = None if isinstance(this, Constant) else this
            if callee.node is not None and is_called_where_written(callee.node):
                return enter(self, callee, arguments, own)
            return self._within(node, lambda: enter(self, callee, arguments, own))
        if isinstance(callee, Native) and callee.call is not None and node is not None:
            return callee.call(Invocation(self, node, arguments, this))
        if (
            isinstance(callee, Unknown)
            and callee.name == "provide"
            and len(arguments) > 1
            and node is not None
        ):
            self.provide(keys_of_provided(node, arguments[0]), arguments[1])
        if isinstance(callee, Unknown) and callee.name == "mixin" and arguments:
            self.mix_in(arguments[0])
        if isinstance(callee, Unknown) and callee.name == "use" and arguments:
            self.install(arguments)
        if isinstance(callee, Unknown) and node is not None:
            for each in arguments:
                if isinstance(each, Closure) and fills(callee, each):
                    enter(self, each, None, None)
            return of_somebody(callee, arguments, node)
        return Unknown(callee.name if isinstance(callee, Native) else "")

    def apart(self, function: Value, argument: Value, node: Syntax, *others: Value) -> Value:
        """What a hook makes of a request; one that is somebody else's may change it."""
        if isinstance(function, Unknown):
            may_change_request(function, (argument, *others))
            return Unknown(function.name)
        return super().apart(function, argument, node, *others)

    def _within(self, node: Syntax | None, follow: Callable[[], Value]) -> Value:
        if node is None:
            return follow()
        self.sites.append(node.place)
        try:
            return follow()
        finally:
            self.sites.pop()

    def construct(self, callee: Value, arguments: Sequence[Value], node: Syntax) -> Value:
        if isinstance(callee, Class):
            instance = self._within(node, lambda: construct(self, callee, arguments))
            set_up(self, callee, instance)
            return instance
        if isinstance(callee, Closure):
            prototype = get_member(self, callee, "prototype")
            instance = prototype.copy() if isinstance(prototype, Object) else Object()
            instance.kind = "instance"
            self._within(node, lambda: enter(self, callee, arguments, instance))
            return instance
        if isinstance(callee, Native) and callee.call is not None:
            return callee.call(Invocation(self, node, arguments, UNDEFINED, is_new=True))
        return Unknown(callee.name if isinstance(callee, Unknown) else "")

    def of_type(self, written: str, scope: Scope) -> Value | None:
        if written.startswith("typeof "):
            # `typeof fetch`, `typeof globalThis.fetch`: what is given sends in the same way.
            meant = self.lookup(written.rpartition(".")[2].removeprefix("typeof ").strip(), scope)
            return meant if isinstance(meant, Native) else None
        name = written.split("<")[0].strip()
        if not name.isidentifier():
            return None
        return self.injected(self.lookup(name, scope))

    def injected(self, kind: Value) -> Value | None:
        if isinstance(kind, Native | Object) and "injected" in kind.properties:
            return kind.properties["injected"]
        if not isinstance(kind, Class) or kind.node is None:
            return None
        place = kind.node.place
        if place not in self._instances:
            self._instances[place] = Object(kind="instance", parent=kind, is_open=True)
            made = construct(self, kind, None)
            self._instances[place].properties.update(made.properties)
        return self._instances[place]

    def returned(self, function: Closure) -> Value:
        return enter(self, function, None, None)

    def of_super(self, scope: Scope, name: str) -> Value:
        holder = scope.holder("super")
        of = holder.names["super"] if holder is not None else None
        for _ in range(_MOST_IMPORTS):
            if not isinstance(of, Class):
                break
            if name in of.getters:
                return self.call(of.getters[name], (), scope.nearest_this() or UNDEFINED, None)
            if name in of.methods:
                return of.methods[name]
            of = of.base
        return Unknown(name)


def _is_done(made: Closure) -> bool:
    """Whether no other code can call a function that was called."""
    is_here = made.node is not None and is_called_where_written(made.node)
    return made.is_inline or (made.is_called and is_here)


def _sets_what_it_gets(function: Closure) -> bool:
    """Whether a function puts into each request's headers what it's called with, whatever that is."""
    node = function.node
    given = node.field("parameters") or node.field("parameter") if node is not None else None
    if node is None or given is None or ".defaults.headers" not in node.text or _BRANCHES.search(node.text):
        return False
    names = set(_NAME.findall(given.text))
    return any(names & set(_NAME.findall(value)) for value in _SET_HEADER.findall(node.text))


def _is_sender(value: Value) -> bool:
    return isinstance(value, Object) and value.kind in SENDER_KINDS - {"instance", "context", "proxy"}
