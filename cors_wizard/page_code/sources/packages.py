"""Which packages a page is made with, and in which versions: `package.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from cors_wizard.page_code.page_call import PageFile

_TABLES = ("dependencies", "devDependencies", "peerDependencies")


def is_package_file(path: str) -> bool:
    """Whether a file names packages."""
    return path.rpartition("/")[2] == "package.json"


def parsed(file: PageFile) -> dict[str, Any]:
    """What a `package.json` holds; nothing where it can't be read."""
    try:
        content = json.loads(file.text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def versions(files: Iterable[PageFile]) -> dict[str, str]:
    """Every package that is named, with the version that is asked for."""
    found: dict[str, str] = {}
    for file in files:
        content = parsed(file)
        for name in _TABLES:
            table = content.get(name)
            for package, version in table.items() if isinstance(table, dict) else ():
                if isinstance(version, str):
                    found.setdefault(package, version)
    return found


_FRAMEWORKS = re.compile(
    r"(?:^|/)(?:(nuxt|next|astro)\.config|(svelte)\.config|(remix)\.config)\.[cm]?[jt]s$|(?:^|/)(angular)\.json$"
)
_OF_FRAMEWORK = {"svelte": "@sveltejs/kit", "remix": "@remix-run/react", "angular": "@angular/core"}


def frameworks(paths: Iterable[str]) -> dict[str, str]:
    """The frameworks whose settings are there, even where no table of packages names them."""
    names = (match[match.lastindex or 0] for path in paths if (match := _FRAMEWORKS.search(path)))
    return {_OF_FRAMEWORK.get(name, name): "" for name in names}


_FROM_NETWORK = re.compile(
    r"//[^\s\"'<>]{3,80}?(?:/npm)?/(?:(@[\w.-]{1,40}/[\w.-]{1,60}|[\w.-]{1,60})@v?(\d[\w.-]{0,20})"
    r"|(?:ajax/)?libs/([\w.-]{1,60})/(\d[\w.-]{0,20})/|([a-z][a-z.-]{1,40}?)-(\d+\.\d+(?:\.\d+)?)(?:\.slim)?(?:\.min)?\.js)"
)
"""`npm/axios@1.7.2`, `ajax/libs/axios/1.7.2/axios.min.js`, `jquery-3.7.1.min.js`."""
_IN_CDNS = {"angular.js": "angular", "socket.io": "socket.io-client", "htmx": "htmx.org"}


def versions_from_network(texts: Iterable[str]) -> dict[str, str]:
    """The packages that pages load from a CDN, with the versions in their addresses."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _FROM_NETWORK.finditer(text):
            name, version = match[1] or match[3] or match[5], match[2] or match[4] or match[6]
            found.setdefault(_IN_CDNS.get(name, name), version)
    return found


_RUN = re.compile(
    r"\b(?:node|tsx|ts-node|nodemon|bun)\s+(?:run\s+)?(?:-\S+\s+){0,4}((?:\./)?[\w./-]{1,120}\.[cm]?[jt]s)\b"
)


def run_by_node(files: Iterable[PageFile]) -> frozenset[str]:
    """The files that the scripts of a `package.json` run without a browser: `node scripts/seed.mjs`."""
    found: set[str] = set()
    for file in files:
        scripts, folder = parsed(file).get("scripts"), file.path.rpartition("/")[0]
        for command in scripts.values() if isinstance(scripts, dict) else ():
            for name in _RUN.findall(command) if isinstance(command, str) else ():
                found.add(f"{folder}/{name.removeprefix('./')}".lstrip("/"))
    return frozenset(found)


_OF_BROWSERS = ("react-native-web", "react-dom")


def native_folders(files: Iterable[PageFile]) -> tuple[str, ...]:
    """The folders of apps that React Native runs, and no browser."""
    found: list[str] = []
    for file in files:
        named = versions([file])
        if "react-native" in named and not any(name in named for name in _OF_BROWSERS):
            found.append(file.path.rpartition("/")[0])
    return tuple(found)


_ENTRIES = ("source", "module", "main", "browser", "types")
_BUILT = re.compile(r"(?:^|/)(?:dist|build|lib|out|es|esm|cjs)/(?:esm/|cjs/|src/)?")
_USUAL_ENTRIES = ("src/index", "index", "src/main", "lib/index", "src")


def workspaces(files: Iterable[PageFile]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The project's own packages by name: the folder of each, and where its code may begin."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for file in files:
        content = parsed(file)
        name, folder = content.get("name"), file.path.rpartition("/")[0]
        if isinstance(name, str) and name and folder:
            exports = content.get("exports")
            dot = exports.get(".", exports) if isinstance(exports, dict) else exports
            told = [*dot.values()] if isinstance(dot, dict) else [dot]
            given = [each for each in (*told, *map(content.get, _ENTRIES)) if isinstance(each, str)]
            sources = [_BUILT.sub("src/", each, count=1) for each in given]
            found.setdefault(name, (folder, (*given, *sources, *_USUAL_ENTRIES)))
    return found


def is_at_least(version: str, wanted: tuple[int, ...]) -> bool:
    """Whether a version (or a range's beginning: `^1.7.2`) is that one or later."""
    numbers = numbers_of(version)
    return bool(numbers) and numbers >= wanted


def is_before(version: str, wanted: tuple[int, ...]) -> bool:
    """Whether a version is known to be older than that one."""
    numbers = numbers_of(version)
    return bool(numbers) and numbers < wanted


def numbers_of(version: str) -> tuple[int, ...]:
    """The numbers of a version; none where there are none: `latest`."""
    return tuple(int(number) for number in re.findall(r"\d{1,6}", version)[:3])
