"""A request as the code has a library make it, before what depends on conditions is settled."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cors_wizard.page_code.evaluation.conditions import choose
from cors_wizard.page_code.evaluation.members import GETTER
from cors_wizard.page_code.evaluation.values import UNDEFINED, Choice, Constant, Object, Unknown, Value, text
from cors_wizard.page_code.page_call import BodyKind, Initiator
from cors_wizard.page_code.sources.syntax import Place


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a request: its value, whether something unknown may replace it, where it is written."""

    value: Value = UNDEFINED
    is_settled: bool = True
    place: Place | None = None

    @property
    def is_given(self) -> bool:
        """Whether the code says anything about it."""
        return not (isinstance(self.value, Constant) and self.value.is_undefined)

    def or_default(self, default: Value) -> Part:
        """The part, with the library's default where the code is known to say nothing."""
        if not self.is_settled:
            return self
        return replace(self, value=_or_default(self.value, default))


def _or_default(value: Value, default: Value) -> Value:
    if isinstance(value, Choice):
        yes, no = _or_default(value.yes, default), _or_default(value.no, default)
        return choose(value.condition, yes, no)
    return default if isinstance(value, Constant) and value.is_undefined else value


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent, and the Content-Type that the library or the browser adds for it."""

    value: Value = UNDEFINED
    is_settled: bool = True
    is_object_json: bool = False
    """Whether the library turns an object into JSON."""
    kind: BodyKind | None = None
    """What it is, where the library decides that."""
    json_type: str = "application/json"
    form_type: str = "application/x-www-form-urlencoded;charset=UTF-8"
    text_type: str = "text/plain;charset=UTF-8"
    other_type: str | None = None
    """The Content-Type that the library sends with bytes, numbers and the like."""
    is_object_form: bool = False
    """Whether the library turns an object into a form."""
    null_type: str | None = None
    """The Content-Type that the library sends with null."""
    is_unknown_json: bool = False
    """Whether what nobody knows is an object, as a rule."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A request in the making."""

    library: str
    url: Part
    method: Part = Part(text("GET"))
    headers: Object = field(default_factory=Object)
    credentials: Part = Part(text("same-origin"))
    mode: Part = Part(text("cors"))
    body: Body = Body(kind="none")
    initiator: Initiator = "fetch"
    normalizes: bool = False
    """Whether every method is sent in upper case, PATCH too."""
    options: Place | None = None
    headers_place: Place | None = None
    forces_preflight: bool = False
    drops_type_without_body: bool = False
    """Whether the library removes a Content-Type of the code's own where nothing is sent."""
    cookie_headers: tuple[str, ...] = ()
    """Headers that the library adds only where the page can read the cookie that they come from."""
    own_origin_headers: tuple[tuple[str, str], ...] = ()
    """What the library adds where the URL is relative."""


def option(options: Value, name: str) -> Part:
    """One option of a call, from whatever stands where its options go."""
    match options:
        case Object():
            if GETTER + name in options.properties:
                return Part(Unknown(name), is_settled=False)
            value = options.properties.get(name, UNDEFINED)
            if isinstance(value, Unknown) and value.name == "":
                value = Unknown(name)
            return Part(value, options.is_settled(name), options.places.get(name))
        case Choice():
            yes, no = option(options.yes, name), option(options.no, name)
            value = choose(options.condition, yes.value, no.value)
            return Part(value, yes.is_settled and no.is_settled, yes.place or no.place)
        case Unknown():
            return Part(is_settled=False)
    return Part()


def place_of(options: Value) -> Place | None:
    """Where an options object is written."""
    if isinstance(options, Choice):
        return place_of(options.yes) or place_of(options.no)
    return options.place if isinstance(options, Object) else None


def first_given(*parts: Part) -> Part:
    """The first part that the code says anything about; one that nobody knows may hide the next."""
    unsettled = False
    for index, part in enumerate(parts):
        unsettled |= not part.is_settled
        if part.is_given:
            value, settled = part.value, part.is_settled and not unsettled
            if isinstance(value, Choice) and index + 1 < len(parts):
                other = first_given(*parts[index + 1 :])
                value, settled = _or_default(value, other.value), settled and other.is_settled
            return replace(part, value=value, is_settled=settled)
    return Part(is_settled=not unsettled)
