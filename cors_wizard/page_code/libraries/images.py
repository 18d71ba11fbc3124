"""Elements that a script makes: with `crossOrigin`, what they load is requested with CORS."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, WRITTEN
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import alternatives, to_text
from cors_wizard.page_code.evaluation.values import Constant, Object, Text, Unknown, Value, native, text
from cors_wizard.page_code.libraries.draft import Draft, Part
from cors_wizard.page_code.page_call import Initiator
from cors_wizard.page_code.sources.syntax import Place

_TAGS: dict[str, Initiator] = {
    "img": "img",
    "script": "script",
    "link": "link",
    "audio": "video",
    "video": "video",
}
_ADDRESSES = ("src", "href")


def _element(tag: str) -> Object:
    return Object({"#tag": text(tag)}, kind="loading-element", is_open=True)


def _image(invocation: Invocation) -> Value:
    return _element("img")


def _create(invocation: Invocation) -> Value:
    """`document.createElement('img')`."""
    tag = (invocation.constant(0) or "").lower()
    return _element(tag) if tag in _TAGS else Unknown("createElement")


def _loads(run: Run, target: Object, name: str, value: Value, place: Place | None) -> None:
    """`image.src = url` requests it; whether with CORS, `crossOrigin` says."""
    if name in _ADDRESSES and place is not None:
        run.send_at(place, lambda: _draft(target, Part(value, place=place)))


def _draft(target: Object, url: Part) -> Draft | None:
    given = target.properties.get("crossOrigin")
    if given is None or all(
        isinstance(each, Constant) and each.value is None for each in alternatives(given)
    ):
        return None
    written = to_text(given)
    sends = isinstance(written, Text) and written.constant == "use-credentials"
    tag = target.properties["#tag"]
    initiator = _TAGS[tag.constant or "img"] if isinstance(tag, Text) else "img"
    credentials = Part(text("include" if sends else "same-origin"))
    return Draft("html", url, credentials=credentials, initiator=initiator)


WRITTEN["loading-element"] = _loads
METHODS["any"] = {**METHODS["any"], "createElement": _create}


def image_names() -> dict[str, Value]:
    """The name in a page."""
    return {"Image": native(_image, "Image")}
