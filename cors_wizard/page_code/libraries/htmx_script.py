"""htmx's own script: `htmx.ajax('POST', url, {values, headers})`."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.texts import flat, to_text
from cors_wizard.page_code.evaluation.values import Object, Unknown, Value, native, text
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Body, Draft, Part, option
from cors_wizard.page_code.libraries.fetch import add_headers
from cors_wizard.page_code.libraries.web import find_header
from cors_wizard.page_code.sources.packages import is_at_least

_OF_4 = ("HX-Source", "HX-Target", "HX-Request-Type")


def _ajax(config: Object, invocation: Invocation, *, is_new: bool) -> Value:
    """A target that is an element with an id adds HX-Target: whether it has one, nobody knows here."""
    context = invocation.argument(2)
    headers = Object({"HX-Request": text("true"), "HX-Current-URL": Unknown()}, kind="headers")
    headers.properties |= dict.fromkeys(_OF_4 if is_new else (), Unknown())
    target = option(context, "target").value if isinstance(context, Object) else context
    named = flat(to_text(target)).constant
    if named is not None and named.startswith("#"):
        headers.properties["HX-Target"] = text(named[1:])
    add_headers(invocation.run, headers, option(context, "headers").value)
    name = flat(to_text(invocation.argument(0))).constant or ""
    is_writing = name.upper() not in ("GET", "")
    if is_writing and find_header(headers, "Content-Type") is None:
        headers.properties["Content-Type"] = text("application/x-www-form-urlencoded")

    def draft() -> Draft:
        return Draft(
            "htmx",
            Part(invocation.argument(1), place=invocation.place(1)),
            method=Part(invocation.argument(0), place=invocation.place(0)),
            headers=headers,
            credentials=with_credentials(option(config, "withCredentials")),
            body=Body(kind="form" if is_writing and name.upper() != "DELETE" else "none"),
            initiator="fetch" if is_new else "xmlhttprequest",
            normalizes=True,
        )

    invocation.run.send(invocation.node, draft)
    return Unknown("response")


def htmx_script(version: str) -> Object:
    """What `htmx.org` exports, and `htmx` in a page."""
    is_new = is_at_least(version, (4,))
    config = Object()
    made = Object({"config": config}, is_open=True)
    made.properties["ajax"] = native(lambda call: _ajax(config, call, is_new=is_new), "ajax")
    made.properties["default"] = made
    return made
