"""RxJS: `ajax(url)`, `ajax({url, ...})`, `ajax.post(url, body, headers)`."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.values import Object, Value, native, text
from cors_wizard.page_code.libraries.clients import METHODS, WITH_DATA, Call, options_and_url, url_of
from cors_wizard.page_code.libraries.draft import Part, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.fetcher_kinds import Fetcher
from cors_wizard.page_code.libraries.fetchers import send

_RXJS = Fetcher(
    "rxjs",
    (),
    is_body_json=True,
    has_switch=True,
    json_type="application/json;charset=utf-8",
    initiator="xmlhttprequest",
)
_RXJS_6 = replace(
    _RXJS, is_body_json=False, is_body_form=True, text_type="application/x-www-form-urlencoded; charset=UTF-8"
)


def rxjs_ajax(is_old: bool = False) -> Object:
    """What `rxjs/ajax` exports; before version 7 a body is a form, and no call is taken for one's own."""
    kind = _RXJS_6 if is_old else _RXJS

    def send_with(call: Invocation, options: Object, url: Part) -> Value:
        across = option(options, "crossDomain")
        is_across = truth(across.value) if across.is_given else is_old
        if not is_across:
            headers = Object(kind="headers")
            if is_across is not None:
                headers.properties["X-Requested-With"] = text("XMLHttpRequest")
            headers.is_open = is_across is None
            add_headers(call.run, headers, option(options, "headers").value)
            options.properties["headers"] = headers
        return send(kind, Object(), call, options, url)

    def short(method: str) -> Call:
        def made(call: Invocation) -> Value:
            has_data = method in WITH_DATA
            options = Object({"method": text(method), "headers": call.argument(2 if has_data else 1)})
            if has_data:
                options.properties["body"] = call.argument(1)
            return send_with(call, options, url_of(call))

        return made

    ajax = native(lambda call: send_with(call, *options_and_url(call)), "ajax")
    ajax.properties |= {name: native(short(name), name) for name in METHODS}
    ajax.properties["getJSON"] = native(short("get"), "getJSON")
    return Object({"ajax": ajax}, is_open=True)
