"""Widgets of jQuery that send by `$.ajax`: DataTables, Select2, jquery.form, File Upload and others."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import spread
from cors_wizard.page_code.evaluation.values import (
    NULL,
    UNDEFINED,
    Closure,
    Constant,
    Hole,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import option
from cors_wizard.page_code.sources.document_values import ACTION

AJAX = "#ajax"
"""Under this name what a selector finds has `$.ajax`."""
LISTENS = "#listens"
"""Set where a widget listens to the progress of an upload."""


@dataclass(frozen=True)
class _Widget:
    """Where a widget's options have the settings of `$.ajax`, and what it sets itself."""

    path: tuple[str, ...] = ()
    own: tuple[tuple[str, Value], ...] = ()
    method: str = ""
    """The option with the method, where it has another name."""
    has_form: bool = False
    """Whether the address of the form is the default."""
    has_data: bool = False
    """Whether it always says what it wants: the page, the text to search for."""


_JSON = ("dataType", text("json"))
_TABLE = _Widget(("ajax",), (_JSON,))
_FORM = _Widget(has_form=True)
_FILES = _Widget(
    own=(
        ("type", text("POST")),
        ("contentType", Constant(False)),
        ("data", Object(kind="form-data")),
        (LISTENS, NULL),
    )
)
_BOOTSTRAP = _Widget(own=(_JSON, ("contentType", text("application/json"))), has_data=True)
_KINDS = {
    "DataTable": _TABLE,
    "dataTable": _TABLE,
    "autocomplete": _Widget(("source",), (_JSON,), has_data=True),
    "select2": _Widget(("ajax",), has_data=True),
    "ajaxForm": _FORM,
    "ajaxSubmit": _FORM,
    "fileupload": _FILES,
    "jstree": _Widget(("core", "data")),
    "jqGrid": _Widget(method="mtype", has_data=True),
    "bootstrapTable": _BOOTSTRAP,
}


def _settings(kind: _Widget, options: Value) -> Value:
    for name in kind.path:
        options = option(options, name).value
    return options


def _send(kind: _Widget, ajax: Value, invocation: Invocation, options: Value) -> None:
    given = _settings(kind, options)
    is_address = isinstance(given, Text) and bool(kind.path)
    made = Object(
        {"url": given} if is_address else {}, place=given.place if isinstance(given, Object) else None
    )
    if isinstance(given, Object) and not isinstance(given, Closure):
        spread(invocation.run, made, given)
    more = option(options, "ajaxOptions").value
    if isinstance(more, Object):
        spread(invocation.run, made, more)
    if kind.method and kind.method in made.properties:
        made.properties["type"] = made.properties[kind.method]
    if kind.has_form:
        made.properties.setdefault("url", Text((Hole(ACTION),)))
        is_plain = not {"type", "method"} & made.properties.keys()
        made.properties.setdefault("data", Object())
        if is_plain:
            made.properties["type"] = Unknown("form.method")
    if kind.has_data or truth(option(options, "serverSide").value):
        made.properties.setdefault("data", Object())
    if "url" in made.properties:
        for name, value in kind.own:
            made.properties.setdefault(name, value)
        invocation.run.call(ajax, (made,), UNDEFINED, invocation.node)


def _method(kind: _Widget) -> Callable[[Invocation], Value]:
    def call(invocation: Invocation) -> Value:
        ajax = invocation.this.properties.get(AJAX) if isinstance(invocation.this, Object) else None
        if ajax is not None:
            _send(kind, ajax, invocation, invocation.argument(0))
        return invocation.this

    return call


WIDGETS = {name: _method(kind) for name, kind in _KINDS.items()}


def data_tables(jquery: Object) -> Object:
    """What `datatables.net` exports: `new DataTable(element, {ajax})`."""

    def construct(invocation: Invocation) -> Value:
        _send(_TABLE, jquery.properties["ajax"], invocation, invocation.argument(1))
        return Object(is_open=True)

    made = native(construct, "DataTable")
    made.properties["default"] = made
    return made
