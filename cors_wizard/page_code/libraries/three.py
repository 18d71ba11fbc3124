"""three.js: what its loaders request, as files or as images."""

from __future__ import annotations

from functools import partial

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import READ
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)
from cors_wizard.page_code.libraries.credentials import with_credentials
from cors_wizard.page_code.libraries.draft import Draft, Part, option
from cors_wizard.page_code.libraries.fetch import header_list
from cors_wizard.page_code.libraries.maps import load_image

_SETTINGS = ("setPath", "setRequestHeader", "setWithCredentials", "setCrossOrigin", "setResourcePath")
_IMAGES = ("TextureLoader", "ImageLoader", "CubeTextureLoader")
_OTHERS = ("setDRACOLoader", "setKTX2Loader", "setMeshoptDecoder", "setResponseType", "setDecoderPath")


def loaders() -> Object:
    """What `three` and its add-ons export: every `...Loader` of a file."""
    return Object({name: _loader(name) for name in _IMAGES}, is_open=True, kind="three-loaders")


def _of_files(run: Run, value: Object, name: str) -> Value | None:
    return _loader(name) if name.endswith("Loader") else None


READ["three-loaders"] = _of_files


def _loader(name: str) -> Native:
    made = native(partial(_new, name), name)
    made.properties["#loader"] = text(name)
    return made


def _new(name: str, _: Invocation) -> Value:
    loader, settings = Object(kind="fetcher", is_open=True), Object()

    def setter(setting: str, invocation: Invocation) -> Value:
        invocation.run.write_property(settings, setting, invocation.argument(0))
        return loader

    loader.properties |= {each: native(partial(setter, each), each) for each in _SETTINGS}
    loader.properties |= {each: native(lambda _: loader, each) for each in _OTHERS}
    for each in ("load", "loadAsync"):
        loader.properties[each] = native(partial(_load, name, settings), each)
    return loader


def _load(name: str, settings: Object, invocation: Invocation) -> Value:
    first = invocation.argument(0)
    path = option(settings, "setPath")
    for given in first.items if isinstance(first, Array) else (first,):
        url = Part(concatenate(path.value, given) if path.is_given else given, place=invocation.place(0))
        if name in _IMAGES:
            load_image(invocation, "three", url, option(settings, "setCrossOrigin"), text("anonymous"))
        elif isinstance(url.value, Text):
            _load_file(invocation, settings, url)
    return Unknown("loaded")


def _load_file(invocation: Invocation, settings: Object, url: Part) -> None:
    headers = option(settings, "setRequestHeader")
    draft = Draft(
        "three",
        url,
        headers=header_list(invocation.run, headers),
        credentials=with_credentials(option(settings, "setWithCredentials")),
        headers_place=headers.place,
    )
    invocation.run.send(invocation.node, lambda: draft)


def _use_loader(invocation: Invocation) -> Value:
    """`useLoader(GLTFLoader, url, (loader) => { loader.setRequestHeader(...) })` of `@react-three/fiber`."""
    kind, node = invocation.argument(0), invocation.node
    loader = invocation.run.construct(kind, (), node)
    set_up = invocation.argument(2)
    if set_up != UNDEFINED:
        invocation.run.call(set_up, (loader,), UNDEFINED, node)
    load = option(loader, "load").value
    return invocation.run.call(load, (invocation.argument(1),), loader, node)


def fiber() -> Object:
    """What `@react-three/fiber` exports."""
    return Object({"useLoader": native(_use_loader, "useLoader")}, is_open=True)


def _hook(name: str) -> Native:
    def load(invocation: Invocation) -> Value:
        loader = invocation.run.construct(_loader(name), (), invocation.node)
        return invocation.run.call(
            option(loader, "load").value, (invocation.argument(0),), loader, invocation.node
        )

    return native(load, name)


def drei() -> Object:
    """What `@react-three/drei` exports."""
    files, images = ("useGLTF", "useFBX", "useFont"), ("useTexture",)
    made = Object({name: _hook("GLTFLoader") for name in files}, is_open=True)
    made.properties |= {name: _hook("TextureLoader") for name in images}
    return made
