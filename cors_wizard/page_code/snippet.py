"""Reads lines of page code out of a paste, by the same reader as a folder."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cors_wizard.facts.found import TextFile
from cors_wizard.page_code.read_page_code import read_page_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cors_wizard.page_code.page_call import PageCall

_MOST = 200_000
_MOST_CALLS = 20
_LONGEST_CALL = 2_000
_CALL = re.compile(
    r"(?:(?<![\w$])(?:fetch|axios|ky|ofetch|superagent|wretch|XMLHttpRequest|EventSource|WebSocket|ajax|ajaxSetup"
    r"|useFetch|useSWR|fetchBaseQuery|HttpLink|createHttpLink|io|sendBeacon)|[$](?:http|fetch)|(?:[$]|jQuery)\.[a-zA-Z]{3,9}"
    r"|\bhttp(?:Client)?\.[a-z]{3,7})(?:\.[a-zA-Z]{3,10})?(?:<[^<>\n]{1,200}>)?\("
)
"""Where a library is called that sends requests; without one, the parser isn't even loaded."""
_COMPONENT = re.compile(
    r"<script\s[^>\n]{0,100}\bsetup\b|^\s{0,8}<template>|^\s{0,8}export let ", re.MULTILINE
)
_DOCUMENT = re.compile(r"<script\b", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t>]{0,20}(```+|~~~+)[ \t]*([\w+-]{0,20})[^\n`]{0,100}$")
_OTHER_CODE = frozenset(
    {"py", "python", "python3", "pycon", "http", "bash", "sh", "shell", "nginx", "yaml", "yml"}
)
_NAME = re.compile(
    r"^\W{0,20}((?:[\w@-][\w.@-]{0,60}/){0,8}[\w-][\w.-]{0,60}\.(?:[jt]sx?|mjs|vue|svelte|html))\W{0,20}$"
)
"""A line that is the name of a file: a title, or a comment at its beginning."""
_ANGULAR = re.compile(r"\bthis\.(?:_?http|httpClient)\.")
_CLASS = (
    "import {HttpClient, HttpHeaders, HttpParams} from '@angular/common/http'; class Pasted { constructor("
    "private http: HttpClient, private _http: HttpClient, private httpClient: HttpClient) {} "
)
_SERVICES = ((_CLASS, "}"), (f"{_CLASS} send() {{", "}}"))
_INLINE = re.compile(
    r"(?:^|\s)`[^`\n]{1,500}`[,.:;]?(?:\s[a-z]{1,30}){2}|[A-Za-z]{1,30}\s[A-Za-z]{1,30}\s`[^`\n]{1,500}`"
)
"""A piece of code in back-ticks, with words around it."""
_PYTHON = re.compile(
    r"\s*(?:from [\w.]+ import\b|import [\w., ]{1,200}$|(?:async )?def \w|class \w+(?:\([\w., ]*\))?:"
    r"|@[\w.]+(?:\(|$)"
    r"|(?:if|elif|while|for|with|try|except|else|finally)\b[^{}]*:\s*$|#\s"
    r"|\w+ = (?:Flask|Blueprint|CORS|Api|SocketIO)\("
    r"|(?:CORS|\w+\.register_blueprint|\w+\.run|\w+\.init_app)\()"
)
"""A statement of Python; what is indented below it goes with it."""
_FRAME = re.compile(r"\s{0,40}at .{1,2000}:[0-9]{1,7}\)?\s{0,10}$")
"""A frame of a stack, which names functions and calls none of them."""
_SIGN = re.compile(r"[=;{}]|[(,\[]\s*$|^\s*[)\]}]|^\s*[.<]|^\s*//")
_WORD = re.compile(r"(?<![\w./\"'`-])[A-Za-z']{2,}(?=[\s,.:!?)]|$)")
_WORDS_OF_PROSE = 4


def read_snippet(text: str) -> tuple[PageCall, ...]:
    """The calls of the page code that a text holds, between prose and code in other languages.

    Args:
        text: without prompts, line numbers and marks of a diff. Each call's line is that of this text.
    """
    files = _files(text[:_MOST].split("\n"))
    if not any(_CALL.search(code) for code in files.values()):
        return ()
    calls = _read(files)
    if not calls and any(_ANGULAR.search(code) for code in files.values()):
        # Methods of a service without their class, or lines of one of its methods.
        services = ({name: f"{start}{code}{end}" for name, code in files.items()} for start, end in _SERVICES)
        calls = next((found for each in services if (found := _read(each))), ())
    return calls


def _read(files: Mapping[str, str]) -> tuple[PageCall, ...]:
    return read_page_code([TextFile(_path_for(name, code), code) for name, code in files.items()]).calls


def _path_for(name: str, code: str) -> str:
    if name:
        return name
    if not _DOCUMENT.search(code):
        return "pasted.tsx"
    return "pasted.vue" if _COMPONENT.search(code) else "pasted.html"


def _files(lines: list[str]) -> dict[str, str]:
    """The code of each file that the text names, and under no name the code of no named file.

    Prose, fences and what they enclose in another language are left blank: lines keep their numbers.
    """
    kept: dict[str, list[str]] = {"": []}
    name, fence, is_other = "", "", False
    for number, line in enumerate(lines):
        if titled := _NAME.match(line):
            name = titled[1]
        elif (found := _FENCE.match(line)) and (not fence or found[1].startswith(fence)):
            if fence:
                name = ""
            fence, is_other = ("" if fence else found[1]), found[2].lower() in _OTHER_CODE
        elif not (fence and is_other):
            code = kept.setdefault(name, [])
            code += [""] * (number - len(code)) + [line if fence else _without_prose(line)]
    return {each: "\n".join(_without_python(code)) for each, code in kept.items()}


def _without_prose(line: str) -> str:
    """The line, or of a sentence the calls in it alone, each as far as its brackets go."""
    if _FRAME.match(line):
        return ""
    is_prose = not _SIGN.search(line) and len(_WORD.findall(line)) >= _WORDS_OF_PROSE
    if not (is_prose or _INLINE.search(line)):
        return line
    found = islice(_CALL.finditer(line), _MOST_CALLS)
    return "; ".join(_whole_call(line, each.start()) for each in found)


def _whole_call(line: str, start: int) -> str:
    """The call up to its closing bracket; without back-ticks only one that writes its address out."""
    text = line[start : start + _LONGEST_CALL]
    first = text[text.find("(") + 1 :][:1]
    if first not in ("'", '"', "`") and line[max(start - 1, 0) : start] != "`":
        return ""
    depth = 0
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == ")" and depth <= 0:
            return text[: index + 1]
    return ""


def _without_python(lines: list[str]) -> Iterator[str]:
    """The lines with blanks for statements of Python, and for what is indented below them."""
    below: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if line.strip() and below is not None and indent <= below:
            below = None
        if below is None and _PYTHON.match(line):
            below = indent if line.rstrip().endswith((":", "(", "...")) else below
            yield ""
        else:
            yield line if below is None else ""
