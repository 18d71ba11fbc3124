"""`@nuxtjs/axios`: the instance that Nuxt 2 gives to components, stores and plugins as `$axios`."""

from __future__ import annotations

from functools import partial

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import set_member
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Constant,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.axios import WITH_DATA, WITHOUT_DATA, new_instance
from cors_wizard.page_code.libraries.draft import first_given, option


def nuxt_axios(config: Value) -> Native:
    """The instance, as `nuxt.config` says: `axios: {baseURL, credentials, headers}`."""
    settings, public = option(config, "axios").value, option(config, "publicRuntimeConfig").value
    runtime = option(public, "axios").value
    common = Object({"Accept": text("application/json, text/plain, */*")})
    headers = Object({"common": common, **{name: Object() for name in (*WITHOUT_DATA, *WITH_DATA)}})
    given = option(option(settings, "headers").value, "common").value
    common.properties |= given.properties if isinstance(given, Object) else {}
    names = ("browserBaseURL", "baseURL")
    base = first_given(*(option(each, name) for each in (runtime, settings) for name in names))
    is_passed_on = option(settings, "proxy").is_given and option(settings, "proxy").value != Constant(False)
    defaults = Object({"headers": headers, "withCredentials": option(settings, "credentials").value})
    if is_passed_on:
        prefix = option(settings, "prefix").value
        defaults.properties["baseURL"] = prefix if isinstance(prefix, Text) else text("/")
    elif base.is_given:
        defaults.properties["baseURL"] = base.value
    else:
        defaults.properties["baseURL"] = Unknown("baseURL")
    return _with_helpers(new_instance(defaults))


def _with_helpers(made: Native) -> Native:
    """https://axios.nuxtjs.org/helpers"""
    own = made.properties
    own |= {f"${name}": own[name] for name in (*WITHOUT_DATA, *WITH_DATA, "request")}
    own["onRequest"] = own["#interceptors"]
    own["setHeader"] = native(partial(_set_header, made), "setHeader")
    own["setToken"] = native(partial(_set_token, made), "setToken")
    own["setBaseURL"] = native(partial(_set_base, made), "setBaseURL")
    return made


def _common(made: Native) -> Value:
    return option(option(made.properties["defaults"], "headers").value, "common").value


def _set_header(made: Native, invocation: Invocation) -> Value:
    if name := invocation.constant(0):
        set_member(invocation.run, _common(made), name, invocation.argument(1))
    return UNDEFINED


def _set_token(made: Native, invocation: Invocation) -> Value:
    token = invocation.argument(0)
    is_taken_away = isinstance(token, Constant) and not token.value
    value = UNDEFINED if is_taken_away else Unknown("token")
    set_member(invocation.run, _common(made), "Authorization", value)
    return UNDEFINED


def _set_base(made: Native, invocation: Invocation) -> Value:
    set_member(invocation.run, made.properties["defaults"], "baseURL", invocation.argument(0))
    return UNDEFINED
