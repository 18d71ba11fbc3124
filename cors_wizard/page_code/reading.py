"""Reads the files that matter, as few as possible, and follows what they do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING

from cors_wizard.page_code.callers import (
    Importers,
    barrels,
    exports_sender,
    heirs,
    is_filled,
    is_open,
    is_sender,
)
from cors_wizard.page_code.evaluation.follow import Follower
from cors_wizard.page_code.evaluation.modules import Module, Modules
from cors_wizard.page_code.evaluation.values import (
    Closure,
    Imported,
    Native,
    Object,
    Unknown,
    Value,
)
from cors_wizard.page_code.hot_words import files_that_send, hot_names, mark, settings_scripts, specifiers
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.libraries.nuxt_axios import nuxt_axios
from cors_wizard.page_code.libraries.settle import settle
from cors_wizard.page_code.libraries.surroundings import Surroundings, set_runtime
from cors_wizard.page_code.libraries.workers import registers_workers, through_replaced, through_workers
from cors_wizard.page_code.monitoring import Markers
from cors_wizard.page_code.page_call import PageCall, PageCode, PageFile
from cors_wizard.page_code.page_files import is_component, is_document, is_page_file
from cors_wizard.page_code.select_calls import in_order, select_calls
from cors_wizard.page_code.server_helpers import ServerHelpers
from cors_wizard.page_code.sources.aliases import aliases, names_modules
from cors_wizard.page_code.sources.dev_proxy import is_proxy_settings, read_proxies
from cors_wizard.page_code.sources.document_values import fill_in
from cors_wizard.page_code.sources.elements import element_calls
from cors_wizard.page_code.sources.htmx import Configured, configured, htmx_calls, note_of, version_of
from cors_wizard.page_code.sources.packages import (
    frameworks,
    is_package_file,
    native_folders,
    run_by_node,
    versions,
    versions_from_network,
    workspaces,
)
from cors_wizard.page_code.sources.parse import is_minified, parse_script
from cors_wizard.page_code.sources.resolve import Resolver
from cors_wizard.page_code.sources.script_blocks import Scripts, scripts_of
from cors_wizard.page_code.sources.syntax import Syntax
from cors_wizard.page_code.sources.unused import unused_files
from cors_wizard.page_code.sources.unused_methods import UnusedMethods
from cors_wizard.page_code.sources.upload_elements import upload_calls
from cors_wizard.page_code.sources.which_files import (
    is_bundle,
    is_server_code,
    is_server_component,
    is_server_path,
    is_settings,
    is_test,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_BYTES = 1_000_000
_MOST_TOTAL = 60_000_000
_MOST_ROUNDS = 6
_MOST_SETTINGS = 40
_LONGEST_SETTINGS = 100_000
_NUXT_CONFIG = re.compile(r"(?:^|/)nuxt\.config\.[cm]?[jt]s$")
_WITH_SERVER = {
    "next",
    "@sveltejs/kit",
    "astro",
    "@remix-run/react",
    "@remix-run/node",
    "@react-router/node",
    "nuxt",
}
"""The frameworks that run a part of the page's code on a server."""


class Reading:
    """One reading of one project."""

    def __init__(self, files: Iterable[PageFile], env: Mapping[str, str]) -> None:
        self.notes: list[str] = []
        self._open_files: set[str] = set()
        self._looked_at = 0
        self._code: dict[str, bytes] = {}
        self._served: dict[str, bytes] = {}
        """What a framework runs on its server."""
        self._settings: dict[str, bytes] = {}
        self._shared: set[str] = set()
        """The names that a framework imports for every file."""
        every = tuple(files)
        self._other_texts = [file.text[:_LONGEST_SETTINGS] for file in every if is_settings(file.path)]
        self._take(every)
        self._proxies = read_proxies(file for file in every if is_proxy_settings(file.path))
        tables = [file for file in every if is_package_file(file.path)]
        packages = self._versions = {
            **frameworks(file.path for file in every),
            **self._from_network(),
            **versions(tables),
        }
        self._run_by_node = run_by_node(tables)
        self._native = tuple(f"{folder}/" if folder else "" for folder in native_folders(tables))
        self._is_next = "next" in packages
        self._has_server = bool(packages.keys() & _WITH_SERVER)
        names = aliases(file for file in every if names_modules(file.path))
        self._resolver = Resolver(self._code, packages, workspaces(tables), names)
        self._markers = Markers(packages)
        surroundings = Surroundings(env, packages, self._markers.packages())
        self._modules = Modules(
            self._parse,
            self._resolver,
            surroundings.environment,
            surroundings.package,
            surroundings.names,
            self._code,
        )
        self._follower = Follower(self._modules)
        self._read_nuxt(every, surroundings)
        self._has_made_worker = self._read_made_worker(every)
        self._browser_names = frozenset(surroundings.names)
        self._importers = Importers(self._code, self._resolver)

    def _read_nuxt(self, files: Iterable[PageFile], surroundings: Surroundings) -> None:
        """What `runtimeConfig.public` in `nuxt.config` says."""
        for file in files if "nuxt" in self._versions else ():
            if _NUXT_CONFIG.search(file.path) and len(file.text) < _LONGEST_SETTINGS:
                self._settings[file.path] = file.text.encode("utf-8", errors="replace")
                module = self._modules.load(file.path)
                if module is not None:
                    self._follower.ensure(module)
                    settings = self._follower.default_of(module)
                    if "@nuxtjs/axios" in self._versions:
                        self._modules.names["this.$axios"] = nuxt_axios(settings)
                    public = option(option(settings, "runtimeConfig").value, "public").value
                    set_runtime(surroundings.runtime, public, surroundings.environment)

    def _read_made_worker(self, files: Iterable[PageFile]) -> bool:
        """Whether a tool makes the page's service worker, and registers it: its settings name the routes."""
        for file in files:
            if is_settings(file.path) and "runtimeCaching" in file.text[:_LONGEST_SETTINGS]:
                self._settings[file.path] = file.text.encode("utf-8", errors="replace")
                module = self._modules.load(file.path)
                if module is not None:
                    self._follower.ensure(module)
        return bool(self._follower.workers)

    def _take(self, files: Iterable[PageFile]) -> None:
        left = _MOST_TOTAL
        for file in files:
            if not is_page_file(file.path) or is_test(file.path) or is_settings(file.path):
                continue
            code = file.text.encode("utf-8", errors="replace")
            reason = "was made by a tool" if is_bundle(file.path) else ""
            if len(code) > _MOST_BYTES:
                reason = f"is larger than {_MOST_BYTES // 1000} kB"
            elif len(code) > left:
                reason = "comes after a great deal of other code"
            if reason:
                self.notes.append(f"{file.path}: {reason} and was not read as page code.")
            else:
                (self._served if is_server_path(file.path) else self._code)[file.path] = code
                left -= len(code)

    def _parse(self, path: str) -> tuple[Syntax, Scripts] | None:
        code = self._settings[path] if path in self._settings else self._code[path]
        scripts = scripts_of(path, code)
        root = parse_script(scripts.code, path, is_typescript=scripts.is_typescript)
        if isinstance(root, str):
            self.notes.append(f"{path}: {root} and was not read as page code.")
            return None
        return root, scripts

    def read(self) -> PageCode:
        """Everything that the files tell."""
        hot = [path for path in files_that_send(self._code) if self._is_in_page(path)]
        filled = [path for path in hot if is_filled(self._code[path])]
        hot = list(dict.fromkeys((*hot, *self._importers.of(filled))))
        self._follow_settings(hot)
        hot = list(dict.fromkeys((*self._first_setters(frozenset(hot)), *hot)))
        done: set[str] = set()
        for _ in range(_MOST_ROUNDS):
            sent = len(self._follower.sendings)
            modules = self._loaded(hot)
            is_new = not done >= set(hot)
            done |= set(hot)
            self._follow(modules)
            if not is_new and len(self._follower.sendings) == sent:
                break
            needy = self._needy(self._modules.loaded())
            callers = [
                *self._importers.of(needy),
                *self._importers.mentioning(self._page_names()),
                *self._importers.with_members(self._component_names()),
                *self._importers.calling(self._shared),
            ]
            hot = list(dict.fromkeys((*self._setters(frozenset(callers)), *callers)))
        if self._follower.is_exhausted:
            self.notes.append("The page's code is large: some of its calls may be missing.")
        if self._follower.was_too_deep:
            self.notes.append("The page's code is nested very deeply: some of its calls may be missing.")
        found = fill_in(select_calls(self._follower.every_sending()), self._documents(), self._code)
        helpers = ServerHelpers(self._code, self._served, self._modules, self._is_on_server)
        passed = tuple(through_replaced(self._follower, found))
        if self._has_made_worker or (self._follower.workers and registers_workers(self._code.values())):
            passed = tuple(through_workers(self._follower, passed))
        calls = self._markers.mark(helpers.without(passed) if self._has_server else passed)
        used = UnusedMethods(self._code, self._root_of).mark(calls)
        every = in_order((*used, *self._elements()))
        return PageCode(every, tuple(dict.fromkeys(self.notes)), self._proxies)

    def _root_of(self, path: str) -> Node | None:
        module = self._modules.find(path)
        return module.root.node if module is not None else None

    def _follow_settings(self, hot: Sequence[str]) -> None:
        """The scripts with the page's settings: `window.API_URL = ...` in a separate file."""
        scripts = {path: code for path, code in self._importers.scripts.items() if path not in hot}
        given = settings_scripts(scripts, (self._code[path] for path in hot))
        found = [path for path in given if self._is_in_page(path)][:_MOST_SETTINGS]
        self._follow(self._loaded(found))
        times = Counter(name.decode() for path in found for name in given[path])
        # What two files set is another value on each page, or for each environment.
        self._modules.names |= {name: Unknown(name) for name, number in times.items() if number > 1}

    def _from_network(self) -> dict[str, str]:
        """What pages load by an address with a version in it."""
        code = (each for path, each in self._code.items() if is_document(path) and b"<script" in each)
        return versions_from_network(each.decode("utf-8", errors="replace") for each in code)

    def _documents(self) -> dict[str, str]:
        """The text of the pages and components."""
        return {
            path: code.decode("utf-8", errors="replace")
            for path, code in self._code.items()
            if is_document(path) or is_component(path)
        }

    def _elements(self) -> Iterator[PageCall]:
        """What the pages' own elements request."""
        for path, code in self._code.items():
            if is_document(path) or is_component(path) or path.lower().endswith((".jsx", ".tsx")):
                text = code.decode("utf-8", errors="replace")
                yield from element_calls(path, text)
                if is_component(path):
                    yield from upload_calls(path, text)
                if is_document(path):
                    yield from self._of_htmx(path, text)

    @cached_property
    def _htmx(self) -> Configured:
        """What the listeners of htmx add to each of its requests."""
        texts = (code for code in self._code.values() if b"htmx:config" in code)
        return configured(text.decode("utf-8", errors="replace") for text in texts)

    def _of_htmx(self, path: str, text: str) -> Iterator[PageCall]:
        """With a note if htmx itself blocks requests to another origin."""
        version = version_of(text, self._versions.get("htmx.org", ""))
        for each in htmx_calls(path, text, version):
            call = self._htmx.on(each)
            yield call
            if "://" in call.url and (note := note_of(version, text)):
                self.notes.append(f"{call.file}:{call.line}: {note}")

    @cached_property
    def _unused(self) -> frozenset[str]:
        """What no page loads; a framework loads files by its own rules."""
        if self._has_server or "@angular/core" in self._versions:
            return frozenset()
        found = unused_files(self._code, self._other_texts, self._resolver)
        left_out = "no other file of the page loads it, so what it sets up was left out."
        self.notes += [f"{path}: {left_out}" for path in sorted(found)]
        return found

    def _is_in_page(self, path: str) -> bool:
        code = self._code[path]
        if self._is_on_server(path, code) or path in self._run_by_node or path in self._unused:
            return False
        if self._native and path.startswith(self._native) and not is_document(path):
            return False
        if is_minified(code):
            self.notes.append(f"{path}: looks minified and was not read as page code.")
            return False
        return not is_server_code(code)

    def _is_on_server(self, path: str, code: bytes) -> bool:
        return self._is_next and is_server_component(path, code)

    def _loaded(self, paths: Iterable[str]) -> list[Module]:
        loaded = (self._modules.load(path) for path in paths if self._is_in_page(path))
        return [module for module in loaded if module is not None]

    def _follow(self, modules: Sequence[Module]) -> None:
        for module in modules:
            mark(module)
        of_window, of_components = self._window_names(), self._component_names()
        of_scripts = self._page_names()
        for module in modules:
            shared = of_scripts if module.is_script else of_window
            mark(module, (*self._names_of_senders(module), *of_components, *shared))
        self._follower.follow(modules)
        if "nuxt" in self._versions:
            self._share(modules)

    def _share(self, modules: Iterable[Module]) -> None:
        """Nuxt: what is in `composables` and `utils` has its name everywhere, without an import."""
        for module in modules:
            folder, _, file = module.path.rpartition("/")
            if folder.rpartition("/")[2] not in ("composables", "utils"):
                continue
            given = {file.partition(".")[0]: module.exports.get("default"), **module.scope.names}
            for name, value in given.items():
                if isinstance(value, Closure | Native) or (value is not None and is_sender(value)):
                    self._modules.names.setdefault(name, value)
                    self._shared.add(name)

    def _names_of_senders(self, module: Module) -> Iterator[str]:
        """The names that stand for something of a module that may send; and the words that import it."""
        for name, value in module.scope.names.items():
            if isinstance(value, Imported) and self._is_of_sender(value.specifier, module):
                yield name
        for specifier in specifiers(module.code):
            if self._is_of_sender(specifier, module):
                yield specifier

    def _is_of_sender(self, specifier: str, module: Module) -> bool:
        path = self._resolver.resolve(specifier, module.path)
        other = self._modules.find(path) if path is not None else None
        return other is not None and bool(other.hot)

    def _component_names(self) -> set[str]:
        """What every component of Vue has been given: `$api`, or the key to inject it by."""
        names = self._modules.names
        given = (name for name, value in names.items() if _may_send(value))
        return {
            name.split(".")[-1].split(" ")[-1] for name in given if name.startswith(("this.", "provided "))
        }

    def _page_names(self) -> set[str]:
        """The names of the whole page under which a script offers what may send."""
        scripts = (module for module in self._modules.loaded() if module.is_script)
        declared = {name for module in scripts for name in hot_names(module)}
        return declared | self._window_names()

    def _window_names(self) -> set[str]:
        """What a script has put on `window`."""
        names = self._modules.names
        return {name for name in names.keys() - self._browser_names if isinstance(names[name], Object)}

    def _first_setters(self, hot: frozenset[str]) -> Iterator[str]:
        """Who changes what the files that send import, and calls nothing of theirs."""
        found = {self._resolver.resolve(each, path) for path in hot for each in specifiers(self._code[path])}
        settings = found - {None, *hot}
        for path in self._importers.setters:
            if self._leads_to(path, settings, 0) and not self._leads_to(path, hot, 1):
                yield path

    def _setters(self, callers: frozenset[str]) -> Iterator[str]:
        """Who changes an object of settings that another file has: `OpenAPI.BASE = ...`.

        One that calls what sends as well is read in its turn, when those are known.
        """
        of_files: dict[str, set[str]] = {}
        for module in self._modules.loaded():
            for name in (name for name, value in module.scope.names.items() if _is_plain(value)):
                of_files.setdefault(name, set()).add(module.path)
        for path, names in self._importers.setters.items():
            meant = {each for name in names for each in of_files.get(name, ())} - {path}
            if meant and self._leads_to(path, meant, 1) and not self._leads_to(path, callers, 1):
                yield path

    def _leads_to(self, path: str, others: Set[str | None], depth: int) -> bool:
        """Whether a file imports one of these, or a file that hands it on."""
        found = {self._resolver.resolve(each, path) for each in specifiers(self._code.get(path, b""))} - {
            None
        }
        return not others.isdisjoint(found) or (
            depth > 0 and any(self._leads_to(each, others, depth - 1) for each in found if each)
        )

    def _needy(self, modules: Iterable[Module]) -> set[str]:
        """The modules of which something has to be called before anything is known."""
        modules = tuple(modules)
        needy = self._open_files
        needy |= {module.path for module in modules if exports_sender(module)} | self._follower.makers
        fresh, self._looked_at = self._follower.sendings[self._looked_at :], len(self._follower.sendings)
        for sending in fresh:
            draft = sending.draft()
            calls = settle(draft, sending.sites[0]) if draft is not None else []
            # Where a switch chooses between several, the caller's word decides.
            if len(calls) > 1 or any(is_open(call) for call in calls):
                needy.add(sending.sites[0].file)
        needy |= {path for path in barrels(modules, needy, self._resolver)}
        return needy | {path for path in heirs(modules, needy)}


def _is_plain(value: Value) -> bool:
    return type(value) is Object and value.kind == "object" and bool(value.properties)


def _may_send(value: Value) -> bool:
    """What a component is given to send with, or an object with such things: `$api.users.list()`."""
    inner = value.properties.values() if isinstance(value, Object) and type(value) is Object else ()
    return any(is_sender(each) or isinstance(each, Closure | Native) for each in (value, *inner))


def read(files: Iterable[PageFile], env: Mapping[str, str]) -> PageCode:
    """Everything that the files tell."""
    return Reading(files, env).read()
