"""What the dev server passes on: Vite, Create React App, Vue CLI, webpack, Next, Angular, Nuxt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from cors_wizard.page_code.page_call import DevProxy, PageFile
from cors_wizard.page_code.sources.comments import without_comments
from cors_wizard.page_code.sources.packages import is_package_file, parsed

_SETTINGS = re.compile(
    r"(?:^|/)(?:vite|vue|nuxt|next|webpack|svelte|astro|quasar|rsbuild|craco)(?:\.[\w-]+)*\.config\.[cm]?[jt]s$"
    r"|(?:^|/)webpack\.(?:dev|development|common|local)\.[cm]?[jt]s$"
    r"|(?:^|/)setupProxy\.[cm]?[jt]s$|(?:^|/)proxy\.conf\.(?:json|[cm]?js)$"
)
_STRING = r"['\"`]([^'\"`\n]{1,300})['\"`]"
_ENTRY = re.compile(
    rf"{_STRING}\s*:\s*(?:{_STRING}|\{{[^{{}}]{{0,600}}?\b(?:target|proxy)['\"]?\s*:\s*(?:{_STRING}|([\w.$]+)))",
    re.DOTALL,
)
_PATHS = r"(\[[^\]]{0,600}\]|['\"`][^'\"`\n]{1,300}['\"`])"
_CONTEXT = re.compile(rf"\bcontext\s*:\s*{_PATHS}[^{{}}]{{0,600}}?\btarget\s*:\s*{_STRING}", re.DOTALL)
_CONTEXT_LAST = re.compile(rf"\btarget\s*:\s*{_STRING}[^{{}}]{{0,600}}?\bcontext\s*:\s*{_PATHS}", re.DOTALL)
_REWRITE = re.compile(rf"\bsource\s*:\s*{_STRING}\s*,\s*destination\s*:\s*{_STRING}", re.DOTALL)
_MIDDLEWARE = re.compile(
    rf"{_PATHS}\s*,\s*(?:createProxyMiddleware|proxy)\(\s*\{{[^{{}}]{{0,600}}?\btarget\s*:\s*{_STRING}",
    re.DOTALL,
)
_DEV_SERVER = re.compile(
    rf"\bdevServer\s*:[^{{]{{0,20}}\{{[^{{}}]{{0,600}}?\bproxy\s*:\s*{_STRING}", re.DOTALL
)
_LONGEST = 200_000


def read_proxies(files: Iterable[PageFile]) -> tuple[DevProxy, ...]:
    """Every rule that the settings have, in the order of the files."""
    return tuple(rule for file in files if len(file.text) <= _LONGEST for rule in _of_file(file))


def is_proxy_settings(path: str) -> bool:
    """Whether a file may have rules."""
    return is_package_file(path) or bool(_SETTINGS.search(path))


def _of_file(file: PageFile) -> Iterator[DevProxy]:
    if is_package_file(file.path):
        yield from _of_package(file)
    elif file.path.endswith(".json"):
        yield from _of_json(file)
    elif _SETTINGS.search(file.path):
        yield from _of_code(file)


def _of_package(file: PageFile) -> Iterator[DevProxy]:
    """Create React App: `"proxy": "http://localhost:5000"` takes everything that isn't a file of its own."""
    target = parsed(file).get("proxy")
    if isinstance(target, str):
        yield DevProxy("/", target, file.path, _line(file.text, file.text.find('"proxy"')))


def _of_json(file: PageFile) -> Iterator[DevProxy]:
    try:
        content: Any = json.loads(file.text)
    except (ValueError, RecursionError):
        return
    entries = content.items() if isinstance(content, dict) else ()
    for path, rule in entries:
        target = rule.get("target") if isinstance(rule, dict) else rule
        if isinstance(target, str):
            yield DevProxy(path, target, file.path, _line(file.text, file.text.find(json.dumps(path))))


def _of_code(file: PageFile) -> Iterator[DevProxy]:
    text = without_comments(file.text)
    for path, target, start in _rules(text):
        yield DevProxy(path, target, file.path, _line(text, start))


def _rules(text: str) -> Iterator[tuple[str, str, int]]:
    """Path, target and place of every rule."""
    for match in _REWRITE.finditer(text):
        yield re.sub(r"/?:\w+\*?.*$", "", match[1]) or "/", match[2], match.start()
    lists = (
        (match[1], match[2], match.start())
        for each in (_MIDDLEWARE, _CONTEXT)
        for match in each.finditer(text)
    )
    last = ((match[2], match[1], match.start()) for match in _CONTEXT_LAST.finditer(text))
    for paths, target, start in (*lists, *last):
        for path in re.findall(_STRING, paths) if "/" in target else ():
            yield path, target, start
    for match in _DEV_SERVER.finditer(text):
        yield "/", match[1], match.start()
    table = re.search(
        r"\b(?:proxy|devProxy|routeRules)\b\s*[:=]\s*\{|\bmodule\.exports\s*=\s*\{(?=\s*['\"]/)", text
    )
    for match in _ENTRY.finditer(text, table.end()) if table else ():
        target = match[2] or match[3] or f"{{{match[4]}}}"
        if (match[1].startswith(("/", "^")) and "/" in target) or match[4]:
            yield re.sub(r"/\*{1,2}$", "", match[1]), target, match.start()


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, max(position, 0)) + 1
