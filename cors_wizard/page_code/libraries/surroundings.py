"""What a script finds around it: the browser's names, the environment's variables, the libraries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from cors_wizard.page_code.evaluation import builtin_objects, builtin_strings
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.maps import map_names
from cors_wizard.page_code.evaluation.members import READ, get_member
from cors_wizard.page_code.evaluation.proxies import proxy_names
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.sets import set_names
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries import document, hooks
from cors_wizard.page_code.libraries.alpine import alpine_names
from cors_wizard.page_code.libraries.angular_resource import resource
from cors_wizard.page_code.libraries.axios import relative
from cors_wizard.page_code.libraries.axios_hooks import axios_hooks
from cors_wizard.page_code.libraries.backbone import backbone
from cors_wizard.page_code.libraries.fetch import fetch_names
from cors_wizard.page_code.libraries.images import image_names
from cors_wizard.page_code.libraries.jquery_widgets import data_tables
from cors_wizard.page_code.libraries.older_http import angularjs, http_provider, vue_http
from cors_wizard.page_code.libraries.packages import BY_VERSION, FROM_NETWORK, GLOBALS, MAKERS, SAME
from cors_wizard.page_code.libraries.restangular import restangular
from cors_wizard.page_code.libraries.vueuse import use_axios
from cors_wizard.page_code.libraries.web import web_names
from cors_wizard.page_code.libraries.web_workers import web_worker_names
from cors_wizard.page_code.libraries.workers import worker_names
from cors_wizard.page_code.libraries.xhr import xhr_names

# Reading them registers what they read.
READERS = (builtin_strings, document)


_NO_VERSIONS: Mapping[str, str] = MappingProxyType({})
_NO_OTHERS: Mapping[str, Callable[[], Object]] = MappingProxyType({})
_PAGE_OBJECTS = ("window", "globalThis", "self", "global")
_FAMILIES = ("axios/", "datatables.net", "ol/source/", "three/")
"""What the names of a library's parts begin with."""
_AUTO_IMPORTED = {"$fetch": "ofetch", "useFetch": "ofetch", "useLazyFetch": "ofetch"}


class Surroundings:
    """The names of one reading: libraries keep settings, so that every reading has its own."""

    def __init__(
        self,
        env: Mapping[str, str],
        versions: Mapping[str, str] = _NO_VERSIONS,
        others: Mapping[str, Callable[[], Object]] = _NO_OTHERS,
    ) -> None:
        self._versions = versions
        self.runtime = Object(kind="runtime")
        """Nuxt's settings for the page, with what `nuxt.config` says they are by default."""
        self.environment = Object(
            {name: Text((value,) if value else (), name) for name, value in env.items()}, kind="environment"
        )
        environment = self.environment
        self._makers: dict[str, Callable[[], Object]] = {
            **MAKERS,
            **others,
            "$env/static/public": lambda: environment,
            "$env/dynamic/public": lambda: Object({"env": environment}),
        }
        self._made: dict[str, Object] = {}
        self._factories: dict[str, Value] = {}
        self.names: dict[str, Value] = {
            **builtin_objects.object_names(),
            **set_names(),
            **map_names(),
            **proxy_names(),
            **web_names(),
            **fetch_names(),
            **xhr_names(),
            **image_names(),
            **alpine_names(),
            **worker_names(),
            **web_worker_names(),
            "process": Object({"env": self.environment}, is_open=True),
            "location": Object({"origin": text("")}, is_open=True, kind="location"),
        }
        self._add_libraries()
        page = Object(self.names, is_open=True, kind="page")
        self.names |= dict.fromkeys(_PAGE_OBJECTS, page)

    def _add_libraries(self) -> None:
        """What scripts see of libraries without importing them."""
        for name, package in {**GLOBALS, "axios": "axios"}.items():
            self.names[name] = self.package(package) or Unknown(name)
        if "nuxt" in self._versions or "ofetch" in self._versions:
            self.names |= {
                name: self.package(package) or Unknown() for name, package in _AUTO_IMPORTED.items()
            }
        http = relative(
            "angularjs" if "angular" in self._versions or "vue" not in self._versions else "vue-resource"
        )
        self.names["Restangular"], self.names["RestangularProvider"] = restangular(http)
        self.names |= {
            "$http": http,
            "$resource": resource(http),
            "$httpProvider": http_provider(http, self._factories),
            "angular": angularjs(self._factories),
            "this.$http": http,
            **dict.fromkeys(("this.$axios", "this.axios"), self.names["axios"]),
        }
        if "vue-resource" in self._versions and (vue := self.package("vue")) is not None:
            vue.properties["http"] = vue_http(http)
        if "nuxt" in self._versions:
            runtime = Object({"public": self.runtime}, is_open=True)
            made_by_vue = hooks.vue().properties
            self.names |= {name: made_by_vue[name] for name in made_by_vue if name != "inject"}
            self.names["defineNuxtConfig"] = native(lambda call: call.argument(0), "defineNuxtConfig")
            self.names["useRuntimeConfig"] = native(lambda _: runtime, "useRuntimeConfig")
            self.names["defineNuxtPlugin"] = native(_define_plugin, "defineNuxtPlugin")
            self.names["useNuxtApp"] = native(lambda _: Object(kind="nuxt-app"), "useNuxtApp")

    def package(self, specifier: str) -> Object | None:
        """The library of that name, made when it is first imported."""
        from_network = FROM_NETWORK.match(specifier)
        name = (from_network[1] or from_network[2]) if from_network is not None else specifier
        name = SAME.get(name, name)
        if name.startswith("@sentry/"):
            name = "@sentry/browser"
        for family in _FAMILIES:
            if name.startswith(family):
                name = family.rstrip("/")
        if name not in self._made:
            if name in BY_VERSION:
                package, make = BY_VERSION[name]
                self._made[name] = make(self._versions.get(package, ""))
            elif name == "datatables.net":
                self._made[name] = data_tables(self.package("jquery") or Object())
            elif name == "backbone":
                self._made[name] = backbone(self.package("jquery") or Object())
            elif name.startswith("@vueuse/integrations"):
                self._made[name] = use_axios(self.package("axios") or Unknown("axios"))
            elif name == "axios-hooks":
                self._made[name] = axios_hooks(self.package("axios") or Unknown("axios"))
            elif name in self._makers:
                self._made[name] = self._makers[name]()
        return self._made.get(name)


def _of_environment(run: Run, value: Object, name: str) -> Value:
    return Unknown(name, variable=name)


READ["environment"] = _of_environment


def _variable_of(name: str, before: str = "NUXT_PUBLIC_") -> str:
    return before + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def set_runtime(target: Object, config: Value, environment: Object, before: str = "NUXT_PUBLIC_") -> None:
    """Takes over what `runtimeConfig.public` says; a variable that is set goes before it."""
    for name, value in config.properties.items() if isinstance(config, Object) else ():
        variable = _variable_of(name, before)
        if variable in environment.properties:
            target.properties[name] = environment.properties[variable]
        elif isinstance(value, Text):
            target.properties[name] = Text(value.parts, value.variable or variable)
        elif type(value) is Object:
            target.properties[name] = inner = Object(is_open=True)
            set_runtime(inner, value, environment, f"{variable}_")


def _of_runtime(run: Run, value: Object, name: str) -> Value:
    """Nuxt: `useRuntimeConfig().public.apiBase` is set by NUXT_PUBLIC_API_BASE."""
    return get_member(run, run.modules.environment, _variable_of(name))


READ["runtime"] = _of_runtime


def _define_plugin(invocation: Invocation) -> Value:
    """`defineNuxtPlugin(() => ({provide: {api}}))`: components and `useNuxtApp()` have `$api`."""
    run, setup = invocation.run, invocation.argument(0)
    if isinstance(setup, Object) and "setup" in setup.properties:
        setup = setup.properties["setup"]
    given = Object({"provide": native(_provide, "provide")}, kind="nuxt-app")
    returned = run.call(setup, (given,), UNDEFINED, invocation.node)
    provided = get_member(run, returned, "provide") if isinstance(returned, Object) else None
    for name, value in provided.properties.items() if isinstance(provided, Object) else ():
        run.modules.names[f"this.${name}"] = value
    return returned


def _provide(invocation: Invocation) -> Value:
    """`nuxtApp.provide('api', api)`."""
    if name := invocation.constant(0):
        invocation.run.modules.names[f"this.${name}"] = invocation.argument(1)
    return UNDEFINED


def _of_nuxt_app(run: Run, value: Object, name: str) -> Value:
    return run.modules.names.get(f"this.{name}", Unknown(name))


READ["nuxt-app"] = _of_nuxt_app
