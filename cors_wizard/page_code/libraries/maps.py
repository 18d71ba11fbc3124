"""Maps: the tiles and data that Leaflet, OpenLayers, MapLibre and Mapbox load."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import alternatives
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Choice,
    Closure,
    Constant,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.draft import Draft, Part, first_given, option, place_of
from cors_wizard.page_code.libraries.fetch import header_list
from cors_wizard.page_code.sources.syntax import Syntax

_NOT_ASKED = (UNDEFINED, Constant(False), Constant(None))


def load_image(
    invocation: Invocation, library: str, url: Part, across: Part, default: Value = UNDEFINED
) -> None:
    """An image: requested with CORS only where `crossOrigin` is set."""
    given = across.value if across.is_given else default
    if all(each in _NOT_ASKED for each in alternatives(given)) or not url.is_given:
        return
    credentials = Part(_credentials(given), place=across.place)
    draft = Draft(library, url, credentials=credentials, initiator="img")
    invocation.run.send(invocation.node, lambda: draft)


def _credentials(given: Value) -> Value:
    if isinstance(given, Choice):
        return Choice(given.condition, _credentials(given.yes), _credentials(given.no))
    if isinstance(given, Unknown):
        return given
    return text("include" if given == text("use-credentials") else "same-origin")


def _layer(options_at: int, invocation: Invocation) -> Value:
    """`L.tileLayer(url, {crossOrigin})`, `L.imageOverlay(url, bounds, {crossOrigin})`."""
    across = option(invocation.argument(options_at), "crossOrigin")
    load_image(invocation, "leaflet", Part(invocation.argument(0), place=invocation.place(0)), across)
    return Object(is_open=True)


def leaflet() -> Object:
    """What `leaflet` exports, and `L` in a page."""
    tiles = native(partial(_layer, 1), "tileLayer")
    tiles.properties["wms"] = tiles.properties["WMS"] = native(partial(_layer, 1), "wms")
    image = native(partial(_layer, 2), "imageOverlay")
    made = Object({"tileLayer": tiles, "TileLayer": tiles, "imageOverlay": image, "ImageOverlay": image})
    made.is_open = True
    made.properties["default"] = made
    return made


def _of_react(invocation: Invocation) -> Value:
    """`<TileLayer url="..." crossOrigin />`."""
    given = invocation.argument(0)
    load_image(invocation, "leaflet", option(given, "url"), option(given, "crossOrigin"))
    return Unknown("element")


def react_leaflet() -> Object:
    """What `react-leaflet` exports."""
    made = native(_of_react, "TileLayer")
    made.kind = "component"
    return Object(dict.fromkeys(("TileLayer", "WMSTileLayer", "ImageOverlay"), made), is_open=True)


def _source(invocation: Invocation) -> Value:
    """`new XYZ({url, crossOrigin})` of OpenLayers."""
    given = invocation.argument(0)
    load_image(invocation, "openlayers", option(given, "url"), option(given, "crossOrigin"))
    return Object(is_open=True)


_SOURCES = ("XYZ", "TileWMS", "ImageWMS", "ImageStatic", "TileImage", "Static")


def openlayers() -> Object:
    """What `ol/source` and its parts export, and `ol` in a page."""
    made = native(_source, "source")
    sources = Object(dict.fromkeys((*_SOURCES, "default"), made), is_open=True)
    return Object({**sources.properties, "source": sources}, is_open=True)


_STYLE = (("glyphs", "Glyphs"), ("sprite", "SpriteJSON"))


def _map(invocation: Invocation) -> Value:
    """`new Map({style, transformRequest})`."""
    options = invocation.argument(0)
    change = option(options, "transformRequest").value
    style = option(options, "style")
    if isinstance(style.value, Object):
        sources = option(style.value, "sources").value
        for each in sources.properties.values() if isinstance(sources, Object) else ():
            _load_source(invocation, change, each)
        for name, kind in _STYLE:
            _load(invocation, change, option(style.value, name), kind)
    else:
        _load(invocation, change, style, "Style")
    return Object({"addSource": native(partial(_add_source, change), "addSource")}, is_open=True)


def _add_source(change: Value, invocation: Invocation) -> Value:
    """`map.addSource(id, {type, url, tiles, data})`."""
    _load_source(invocation, change, invocation.argument(1))
    return UNDEFINED


def _load_source(invocation: Invocation, change: Value, source: Value) -> None:
    tiles = option(source, "tiles").value
    for each in tiles.items if isinstance(tiles, Array) else ():
        _load(invocation, change, Part(each, place=place_of(source)), "Tile")
    is_image = option(source, "type").value == text("image")
    _load(invocation, change, option(source, "url"), "Image" if is_image else "Source")
    _load(invocation, change, option(source, "data"), "Source")


def _load(invocation: Invocation, change: Value, url: Part, kind: str) -> None:
    """One request."""
    if any(isinstance(each, Text) for each in alternatives(url.value)):
        run, node = invocation.run, invocation.node
        run.send(node, lambda: _loaded(run, node, change, url, kind))


def _loaded(run: Run, node: Syntax, change: Value, url: Part, kind: str) -> Draft:
    """A request as the function of the map's own changes it."""
    given: Value = Object(is_open=change != UNDEFINED)
    if isinstance(change, Closure):
        given = run.apart(change, url.value, node, text(kind))
    changed = option(given, "url")
    return Draft(
        "maplibre",
        first_given(replace(changed, place=url.place), url) if changed.is_given else url,
        headers=header_list(run, option(given, "headers")),
        credentials=option(given, "credentials").or_default(text("same-origin")),
        options=place_of(given),
    )


def maplibre() -> Object:
    """What `maplibre-gl` and `mapbox-gl` export."""
    made = Object({"Map": native(_map, "Map")}, is_open=True)
    made.properties["default"] = made
    return made
