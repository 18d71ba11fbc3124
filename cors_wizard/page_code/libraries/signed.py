"""aws4fetch: `fetch` with a signature, in its headers or its query. Read in version 1.0.20."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import spread
from cors_wizard.page_code.evaluation.values import UNDEFINED, Object, Unknown, Value, native, text
from cors_wizard.page_code.libraries.draft import first_given, option
from cors_wizard.page_code.libraries.fetch import header_list


def aws4fetch() -> Object:
    """What the package exports."""
    return Object({"AwsClient": native(_client, "AwsClient")}, is_open=True)


def _client(invocation: Invocation) -> Value:
    settings = invocation.argument(0)
    return Object({"fetch": native(lambda call: _fetch(settings, call), "fetch")}, is_open=True)


def _fetch(settings: Value, call: Invocation) -> Value:
    run, given = call.run, call.argument(1)
    made = Object(place=given.place if isinstance(given, Object) else None)
    if given != UNDEFINED:
        spread(run, made, given)
    made.properties["headers"] = _signed(settings, call)
    if not option(given, "method").is_given and option(given, "body").is_given:
        made.properties["method"] = text("POST")
    return run.call(run.modules.names["fetch"], (call.argument(0), made), UNDEFINED, call.node)


def _signed(settings: Value, call: Invocation) -> Object:
    headers = header_list(call.run, option(call.argument(1), "headers"))
    own = option(call.argument(1), "aws").value
    service, token = (first_given(option(own, each), option(settings, each)) for each in _DECIDES)
    if truth(option(own, "signQuery").value):
        return headers
    names = ["X-Amz-Date", "Authorization"]
    if service.value == text("s3"):
        names.append("X-Amz-Content-Sha256")
    if token.is_given:
        names.append("X-Amz-Security-Token")
    headers.properties |= {name: Unknown(name) for name in names}
    headers.is_open |= not service.is_given  # it goes by the host
    return headers


_DECIDES = ("service", "sessionToken")
