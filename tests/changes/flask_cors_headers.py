"""The headers of a preflight's response, as our model of flask-cors tells them from its options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cors_wizard.changes.flask_cors import flask_cors_model as model


def response_headers(
    options: Mapping[str, object],
    *,
    origin: str,
    preflight_method: str,
    preflight_headers: Iterable[str],
) -> tuple[tuple[str, str], ...]:
    """The headers that flask-cors adds to a preflight's response for a page of this origin."""
    is_wild = model.allows_all(options) and options.get("send_wildcard")
    if not is_wild and not model.allows_origin(options, origin):
        return ()
    found = [("Access-Control-Allow-Origin", "*" if is_wild else origin)]
    exposed = model.listed(options, "expose_headers")
    if exposed:
        found.append(("Access-Control-Expose-Headers", ", ".join(map(str, exposed))))
    if options.get("supports_credentials"):
        found.append(("Access-Control-Allow-Credentials", "true"))
    methods = model.allowed_methods(options)
    if preflight_method.upper() in methods:
        names = sorted(name for name in preflight_headers if model.allows_header(options, name))
        if names:
            found.append(("Access-Control-Allow-Headers", ", ".join(names)))
        found.append(("Access-Control-Allow-Methods", methods))
        found += [("Access-Control-Max-Age", str(age)) for age in model.listed(options, "max_age") if age]
    return tuple(found)
