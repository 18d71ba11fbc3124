"""The names of a project's own modules: `paths` of tsconfig, `alias` of Vite and webpack, `imports`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath

from cors_wizard.frozen import dataclass
from cors_wizard.page_code.page_call import PageFile
from cors_wizard.page_code.sources.packages import is_package_file, parsed

_LONGEST = 200_000
_TYPESCRIPT = re.compile(r"(?:^|/)[jt]sconfig(?:\.[\w-]{1,40})?\.json$")
_TOOL = re.compile(
    r"(?:^|/)(?:(?:vite|vitest|webpack|nuxt|svelte|astro|rsbuild|rspack|quasar|craco|vue)(?:\.[\w-]+)*\.config"
    r"|config-overrides|babel\.config)\.[cm]?[jt]s$"
)
_PATHS = re.compile(r'"paths"\s*:\s*\{([^{}]{0,20000})\}')
_PATH = re.compile(r'"([^"\n]{1,200})"\s*:\s*\[\s*"([^"\n]{1,300})"')
_BASE = re.compile(r'"baseUrl"\s*:\s*"([^"\n]{1,200})"')
_ALIAS = re.compile(r"\balias['\"]?\s*:\s*[\[{]")
_ENTRY = re.compile(
    r"(?:\bfind\s*:\s*)?(?:['\"]([^'\"\n]{1,100})['\"]|(?<![\w.$'\"])([\w$]{1,60}))\s*(?:,\s*replacement\s*)?:\s*"
    r"((?:path\.)?(?:resolve|join|fileURLToPath|r)\(.{1,200}?\)(?=\s*(?:[,}\]]|$))|['\"][./][^'\"\n]{1,200}['\"])"
)
_STRING = re.compile(r"['\"]([^'\"\n]{1,200})['\"]")


@dataclass(frozen=True)
class Alias:
    """A name that stands for a file or a folder, for the modules below the settings' folder."""

    name: str
    target: str
    folder: str


def aliases(files: Iterable[PageFile]) -> tuple[Alias, ...]:
    """Every name that the settings give, longer ones first."""
    found = [each for file in files if len(file.text) <= _LONGEST for each in _of_file(file)]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: -len(each.name)))


def names_modules(path: str) -> bool:
    """Whether a file may give names."""
    return is_package_file(path) or bool(_TYPESCRIPT.search(path) or _TOOL.search(path))


def _of_file(file: PageFile) -> Iterator[Alias]:
    folder = dirname(file.path)
    if is_package_file(file.path):
        given = parsed(file).get("imports")
        for name, target in given.items() if isinstance(given, dict) else ():
            if isinstance(target, str):
                yield _alias(name, target, folder, folder)
    elif _TYPESCRIPT.search(file.path):
        base = _BASE.search(file.text)
        below = join(folder, base[1]) if base is not None else folder
        for table in _PATHS.findall(file.text):
            for name, target in _PATH.findall(table):
                yield _alias(name, target, below, folder)
    elif _TOOL.search(file.path):
        yield from _of_tool(file.text, folder)


def _alias(name: str, target: str, below: str, folder: str) -> Alias:
    path = normpath(join(below, target.removesuffix("/*").removesuffix("*").lstrip("/") or "."))
    return Alias(name.removesuffix("/*").removesuffix("*"), "" if path == "." else path, folder)


def _of_tool(text: str, folder: str) -> Iterator[Alias]:
    """`alias: { name: path.resolve(__dirname, 'src/api') }`, line by line."""
    for table in _ALIAS.finditer(text):
        for line in text[table.end() : table.end() + 3000].split("\n"):
            for entry in _ENTRY.finditer(line):
                strings = _STRING.findall(entry[3])
                if strings:
                    yield _alias(entry[1] or entry[2], join(*strings), folder, folder)
