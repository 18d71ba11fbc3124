"""Ember Data: what a store requests, as the adapter of its type says."""

from __future__ import annotations

import re
from functools import partial

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, get_member, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Class,
    Closure,
    Hole,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import Body, Draft, Part
from cors_wizard.page_code.libraries.fetch import header_list
from cors_wizard.page_code.page_call import Initiator
from cors_wizard.page_code.sources.packages import is_before

_ADAPTER = "ember-adapter"
_FILE = re.compile(r"(?:^|/)adapters/([\w/-]+)\.[jt]s$|(?:^|/)([\w-]+)/adapter\.[jt]s$")
_CHANGES = re.compile(rb"\.(?:save|destroyRecord|deleteRecord)\(")
_WITH_COOKIES = re.compile(r"withCredentials['\"]?\s*[:=]\s*true|credentials['\"]?\s*[:=]\s*['\"]include")
_OWN_URLS = ("buildURL", "urlForFindRecord", "urlForFindAll", "urlForQuery", "urlForCreateRecord")
_OWN_SENDING = ("ajax", "ajaxOptions", "_fetchRequest", "authorize")
_JSON_API = "JSONAPIAdapter"
_TYPES = {_JSON_API: "application/vnd.api+json"}
_LETTER = re.compile(r"[-_](\w)")
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_BRIEF = re.compile(r"([^aeiou])y$")
_HISSING = re.compile(r"(s|x|z|ch|sh)$")
_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women", "datum": "data"}


def ember_data(version: str) -> Object:
    """What `ember-data` exports, and `DS` in a page."""
    names = ("RESTAdapter", _JSON_API, "ActiveModelAdapter")
    made = Object({name: _base(name, by=_sends_by(version)) for name in names}, is_open=True)
    made.properties["default"] = made
    return made


def rest_adapter(version: str) -> Object:
    """What `@ember-data/adapter/rest` exports."""
    return Object({"default": _base("RESTAdapter", by=_sends_by(version))})


def json_api_adapter(version: str) -> Object:
    """What `@ember-data/adapter/json-api` exports."""
    return Object({"default": _base(_JSON_API, by=_sends_by(version))})


def _sends_by(version: str) -> Initiator:
    """Before 3.15, Ember brings jQuery."""
    return "xmlhttprequest" if is_before(version, (3, 15)) else "fetch"


def _base(name: str, own: Object | None = None, *, by: Initiator) -> Native:
    """A kind of adapter; `extend` makes one with more of its own, or with a mixin's, which nobody knows."""
    made = native(lambda _: Object(), name)
    made.kind = _ADAPTER
    made.properties |= {"#own": (given := own or Object()), "#by": text(by)}

    def extend(invocation: Invocation) -> Value:
        more = given.copy()
        for each in invocation.arguments:
            spread(invocation.run, more, each)
        return _base(name, more, by=by)

    made.properties["extend"] = native(extend, "extend")
    return made


def ember_object() -> Object:
    """What `@ember/object` exports, as far as headers pass through it."""
    return Object({"computed": native(_computed, "computed")}, is_open=True)


def _computed(invocation: Invocation) -> Value:
    return invocation.callback() or Unknown("computed")


def _itself(invocation: Invocation) -> Value:
    """`function () {...}.property('session.token')`."""
    return invocation.this


class _Adapter:
    """The adapter of one type."""

    def __init__(self, run: Run, given: Value) -> None:
        self._run = run
        self.name, self.source = "", ""
        self.by: Initiator = "fetch"
        self._of: Value = UNDEFINED
        of = given
        if isinstance(given, Class):
            self._of = run.injected(given) or UNDEFINED
            self.source = given.node.text if given.node is not None else ""
            while isinstance(of, Class):
                of = of.base or UNDEFINED
        if isinstance(of, Native) and of.kind == _ADAPTER:
            self.name = of.name
            self.by = "xmlhttprequest" if of.properties["#by"] == text("xmlhttprequest") else "fetch"
            own = of.properties["#own"]
            if not isinstance(given, Class):
                self._of = own
            functions = own.properties.values() if isinstance(own, Object) else ()
            nodes = (each.node for each in functions if isinstance(each, Closure))
            self.source += "".join(node.text for node in nodes if node is not None)

    def has(self, *names: str) -> bool:
        """Whether it has a function of its own for that."""
        return any(isinstance(self.get(name), Closure) for name in names)

    def get(self, name: str) -> Value:
        """A property, which may be computed."""
        found = get_member(self._run, self._of, name)
        return UNDEFINED if isinstance(found, Unknown) and found.name == name else found

    def headers(self) -> Object:
        """What it adds to each request; what a mixin adds, nobody knows."""
        given = self.get("headers")
        if isinstance(given, Closure):
            given = self._run.call(given, (), self._of, None)
        made = header_list(self._run, Part(given))
        is_known = isinstance(self._of, Object) and (not self._of.is_open or self._of.kind == "instance")
        made.is_open |= not is_known or self.has("authorize", "ajax", "_fetchRequest")
        return made

    def credentials(self) -> Part:
        """The library sends none to another origin, unless the adapter changes its options."""
        if self.has(*_OWN_SENDING):
            sends = _WITH_COOKIES.search(self.source)
            return Part(text("include")) if sends else Part(is_settled=False)
        return Part(text("same-origin"))

    def url(self, kind: str, *, is_one: bool) -> Part:
        """`host/namespace/types/id`."""
        if self.has(*_OWN_URLS):
            return Part(is_settled=False)
        url: Value = self.get("host") if self.get("host") != UNDEFINED else Text()
        namespace = self.get("namespace")
        if isinstance(namespace, Text):
            namespace = text((namespace.constant or "").strip("/"))
        for part in (namespace, self._path(kind), Text((Hole("id"),)) if is_one else UNDEFINED):
            if part not in (UNDEFINED, Text()):
                url = concatenate(concatenate(url, text("/")), part)
        return Part(url)

    def _path(self, kind: str) -> Value:
        own = self.get("pathForType")
        if isinstance(own, Closure):
            return self._run.call(own, (text(kind),), self._of, None)
        dashed = _CAPITAL.sub(r"-\1", kind).lower()
        if self.name == "RESTAdapter":
            dashed = _LETTER.sub(lambda match: match[1].upper(), dashed)
        if self.name == "ActiveModelAdapter":
            dashed = dashed.replace("-", "_")
        return text(_plural(dashed))


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if _HISSING.search(word):
        return word + "es"
    return _BRIEF.sub(r"\1ies", word) if _BRIEF.search(word) else word + "s"


def _adapter(run: Run, kind: str) -> _Adapter | None:
    """The adapter of that type, or the application's."""
    found = {match[1] or match[2]: path for path in run.modules.code if (match := _FILE.search(path))}
    path = found.get(kind, found.get("application", ""))
    module = run.modules.load(path) if path else None
    if module is None:
        return None
    run.ensure(module)
    adapter = _Adapter(run, run.default_of(module))
    return adapter if adapter.name else None


def _send(invocation: Invocation, kind: str | None, method: str, *, is_one: bool) -> None:
    if kind:
        invocation.run.send(invocation.node, partial(_draft, invocation.run, kind, method, is_one))


def _draft(run: Run, kind: str, method: str, is_one: bool) -> Draft | None:
    adapter = _adapter(run, kind)
    if adapter is None:
        return None
    headers = adapter.headers()
    if method != "GET":
        default = "application/json; charset=utf-8"
        headers.properties.setdefault("Content-Type", text(_TYPES.get(adapter.name, default)))
    # Whoever shows a record may also save it or delete it.
    may_change = is_one and any(map(_CHANGES.search, run.modules.code.values()))
    return Draft(
        "ember-data",
        adapter.url(kind, is_one=is_one),
        method=Part(text(method), is_settled=not may_change),
        headers=headers,
        credentials=adapter.credentials(),
        body=Body(kind="none" if method == "GET" else "json"),
        initiator=adapter.by,
    )


def _finds(is_one: bool, invocation: Invocation) -> Value:
    """`store.findRecord('order', id)`, `store.findAll('order')`."""
    _send(invocation, invocation.constant(0), "GET", is_one=is_one)
    return Unknown("record")


def _creates(invocation: Invocation) -> Value:
    """`store.createRecord('order', values)`, and `save()` of it."""
    kind = invocation.constant(0)

    def save(call: Invocation) -> Value:
        _send(call, kind, "POST", is_one=False)
        return Unknown("record")

    return Object({"save": native(save, "save")}, is_open=True)


METHODS["any"] = {
    **METHODS["any"],
    "findRecord": partial(_finds, True),
    "findAll": partial(_finds, False),
    "queryRecord": partial(_finds, False),
    "createRecord": _creates,
    "property": _itself,
}
