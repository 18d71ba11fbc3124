"""What is read of the document's elements: attributes, under the names that the document has for them."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, of_element
from cors_wizard.page_code.evaluation.values import Object, Unknown, Value

_META = re.compile(r"meta\[(?:name|property)\s*=\s*[\"']?([\w:.-]{1,100})[\"']?\]")


def selected(selector: str, kind: str) -> Object:
    """What a selector finds, as far as it matters: the content of `<meta name=...>`."""
    meta = _META.search(selector)
    return Object({"content": Unknown(f"meta {meta[1]}")} if meta else {}, kind=kind, is_open=True)


def _query(invocation: Invocation) -> Value:
    """`document.querySelector(selector)`."""
    selector = invocation.constant(0) or ""
    return selected(selector, "element") if _META.search(selector) else Unknown("querySelector")


def _attribute(invocation: Invocation) -> Value:
    """`form.getAttribute('action')` and jQuery's `attr('action')`."""
    name = invocation.constant(0)
    if name is None or invocation.number() > 1:
        return invocation.this
    known = invocation.this.properties.get(name) if isinstance(invocation.this, Object) else None
    return known or of_element(name)


def _data(invocation: Invocation) -> Value:
    """jQuery's `data('url')`."""
    name = invocation.constant(0)
    return Unknown(f"data-{name}") if name is not None and invocation.number() == 1 else Unknown("data")


METHODS["any"] = {
    **METHODS["any"],
    "querySelector": _query,
    "getAttribute": _attribute,
    "attr": _attribute,
    "prop": _attribute,
}
OF_ELEMENTS = {"attr": _attribute, "prop": _attribute, "data": _data}
"""What jQuery's objects have."""
