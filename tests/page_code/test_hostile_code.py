"""Code that was written to hurt its reader, and code that is only odd: it is read as far as that goes."""

from __future__ import annotations

import itertools

import pytest

from cors_wizard.page_code.read_page_code import read_page_code
from tests.page_code.snippets import CodeFile

_CALL = "fetch('/after');\n"
_DEEP = 400


def _steps(count: int) -> str:
    """Functions that call the next one three times each."""
    lines = [
        f"function f{n}(p) {{ f{n + 1}(p); f{n + 1}(p + 'a'); f{n + 1}(p + 'b'); }}" for n in range(count)
    ]
    return "\n".join([*lines, f"function f{count}(p) {{ fetch('/x' + p); }}", "f0('/');"])


HARMLESS = {
    "a sum of many parts": "fetch('/a' + " + " +\n".join(["'b'"] * 3_000) + ");\n",
    "a long chain": "fetch('/a')" + "\n.then(x => x)" * 2_000 + ";\n",
    "many arguments": "fetch('/a', " + ",\n".join(["{}"] * 3_000) + ");\n",
    "many keys": "const o = {" + ",\n".join(f"k{n}: {n}" for n in range(3_000)) + "}; fetch('/a', o);\n",
    "many branches": "let u = '/a';\n"
    + "".join(f"if (c{n}) u = u + '/{n}'; else u = u + '/x';\n" for n in range(200))
    + "fetch(u);\n",
    "many cases": "switch (a) {" + "".join(f"case {n}: fetch('/c{n}'); break;\n" for n in range(300)) + "}\n",
    "a chain of else": "if (a) {}"
    + "".join(f"\nelse if (a{n}) {{ fetch('/e{n}'); }}" for n in range(400))
    + "\n",
    "calls that fan out": _steps(9),
    "a function that calls itself": "function f(a) { f(a + '/x'); return fetch('/r' + a); }\nf('/1');\n",
    "two that call one another": "const a = (x) => b(x);\n"
    "const b = (x) => { a(x); fetch('/' + x); };\na('1');\n",
    "a class that is its own base": "class A extends A { constructor() { super(); } get() { "
    "fetch('/a'); } }\nnew A().get();\n",
    "an object in itself": "const o = {}; o.o = o; Object.assign(o, o); fetch('/a', { ...o, headers: o });\n",
    "an array in itself": "const a = []; a.push(a); fetch('/x' + a); fetch('/y', { headers: a });\n",
    "a loop without an end": "while (true) { fetch('/a'); }\nfor (;;) { url += '/'; }\n",
    "getters that call themselves": "class A { get b() { return this.b; }\n"
    "c() { fetch(this.b + '/a'); } }\nnew A().c();\n",
    "interceptors that send": "import axios from 'axios';\n"
    "axios.interceptors.request.use((c) => { axios.get('/i'); return c; });\n"
    "axios.get('/a');\n",
    "names of Object's own": "const o = { __proto__: null, constructor: 1, toString: 2 };\n"
    "fetch('/a', { headers: o });\n",
    "control characters": "fetch('/a\x00\x1b[31m\u202e');\n",
    "a lone surrogate": "fetch('/a\ud800');\n",
    "an escape that is none": "fetch('/\\u{110000}\\ud800\\x4');\n",
    "nothing but holes": "fetch(`${a}${b}${c}`, d, ...e);\nfetch(...f);\naxios(...g);\n",
    "calls without arguments": "fetch();\nnew XMLHttpRequest().send();\n$.ajax();\naxios();\n"
    "axios.get();\nnew EventSource();\nio();\n"
    "navigator.sendBeacon();\nnew Request();\nnew Headers(1);\nnew URL();\n",
    "arguments of the wrong kind": "fetch(1, 2);\nfetch(null, []);\nfetch({}, '');\n"
    "axios.post([], [], []);\n$.ajax(1, 2);\n"
    "axios.create(1).get(2);\nnew Headers([[1], 2, ['a']]);\n$.ajaxSetup(3);\nnew EventSource(1, 2);\n",
}


@pytest.mark.parametrize("code", HARMLESS.values(), ids=HARMLESS.keys())
def test_odd_code_is_read_to_its_end(code: str) -> None:
    """What comes after it is found."""
    found = read_page_code([CodeFile("page.js", code + _CALL)])
    assert "/after" in [call.url for call in found.calls]


DEEP = {
    "parentheses": "(",
    "brackets": "[",
    "blocks": "{",
    "objects": "{a:",
    "templates": "`${",
    "calls": "f(",
    "functions": "function f(){",
    "arrows": "(a=(b)=>",
}


@pytest.mark.parametrize("unit", DEEP.values(), ids=DEEP.keys())
def test_code_that_is_nested_too_deeply_is_not_parsed(unit: str) -> None:
    """The parser would run out of its stack; the file is named, the others are read."""
    deep = CodeFile("deep.js", _CALL + (unit * 10 + "\n") * _DEEP)
    found = read_page_code([deep, CodeFile("page.js", _CALL)])
    assert [call.file for call in found.calls] == ["page.js"]
    assert len(found.notes) == 1
    assert found.notes[0].startswith("deep.js: ")


@pytest.mark.parametrize("unit", ["!", "a?", "a=>", "a+", "<a>", "if(a)", "else ", "a<", "/*", "'"])
def test_code_without_brackets_can_be_deep_too(unit: str) -> None:
    """Nothing of it is followed without end."""
    text = "".join(f"{unit * 500}\n" for _ in range(60))
    found = read_page_code([CodeFile("deep.js", _CALL + text), CodeFile("page.js", _CALL)])
    assert "page.js" in [call.file for call in found.calls]


BUNDLES = {
    "one line": ("app.js", "fetch('/a');" + "var a=function(b){return b};" * 2_000),
    "a large file": ("app.js", ("fetch('/a');" + " " * 80 + "\n") * 20_000),
    "its name": ("app.min.js", "fetch('/a');"),
}


@pytest.mark.parametrize(("path", "text"), BUNDLES.values(), ids=BUNDLES.keys())
def test_what_a_tool_made_is_not_read(path: str, text: str) -> None:
    """A bundle is skipped, and whoever reads the notes learns of it."""
    found = read_page_code([CodeFile(path, text), CodeFile("page.js", _CALL)])
    assert [call.file for call in found.calls] == ["page.js"]
    assert [note.partition(":")[0] for note in found.notes] == [path]


def test_modules_that_import_one_another_in_a_circle() -> None:
    """A hundred of them, each with a wrapper around the next one's."""
    files = [
        CodeFile(
            f"m{n}.js",
            f"import {{ call as next }} from './m{(n + 1) % 100}';\nexport * from './m{(n + 7) % 100}';\n"
            f"export const call = (p) => next('/{n}' + p);\nfetch('/own{n}');\n",
        )
        for n in range(100)
    ]
    urls = {call.url for call in read_page_code(files).calls}
    assert urls >= {f"/own{n}" for n in range(100)}


def test_a_chain_of_imports_longer_than_the_stack() -> None:
    """Each module imports the next one; only the last one sends."""
    files = [
        CodeFile(f"m{n}.js", f"import {{ go }} from './m{n + 1}';\nexport {{ go }};\n") for n in range(2_000)
    ]
    last = CodeFile("m2000.js", "export const go = (path) => fetch('/deep' + path);\n")
    first = CodeFile("first.js", "import { go } from './m1999';\ngo('/a');\n")
    found = read_page_code([*files, last, first])
    assert found.calls


@pytest.mark.parametrize("length", [1, 2, 7, 50])
def test_code_that_was_cut_off(length: int) -> None:
    """Someone types; the file is saved in the middle of a word."""
    code = "import axios from 'axios';\n"
    "const api = axios.create({ baseURL: `/a/${b}`, headers: { 'X-A': 1 } });\napi.get('/b');\n"
    for end in itertools.chain(range(0, len(code), length)):
        read_page_code([CodeFile("page.js", code[:end])])


def test_what_is_nested_too_deeply_is_said() -> None:
    """A limit that was reached is a note, and the rest of the file is read."""
    nested = f"fetch('http://localhost:5000/a' + {'f(' * 300}1{')' * 300});"
    found = read_page_code([CodeFile("a.js", f"{nested}\nfetch('http://localhost:5000/b');")])
    assert found.notes == ("The page's code is nested very deeply: some of its calls may be missing.",)
    assert any(str(call.url).endswith("/b") or "/b" in str(call) for call in found.calls)


@pytest.mark.parametrize(
    ("version", "settings", "is_noted"),
    [
        pytest.param("2.0.4", "", True, id="2"),
        pytest.param(
            "2.0.4", "<meta name='htmx-config' content='{\"selfRequestsOnly\": false}'>", False, id="opened"
        ),
        pytest.param("1.9.12", "", False, id="1"),
    ],
)
def test_htmx_2_stays_at_home(version: str, settings: str, *, is_noted: bool) -> None:
    """It sends nothing to another origin unless its settings say so, and a note says that."""
    page = f"<script src='https://unpkg.com/htmx.org@{version}'></script>{settings}\n"
    page += "<a hx-get='/own'></a>\n<a hx-get='http://localhost:5000/x'></a>"
    found = read_page_code([CodeFile("page.html", page)])
    assert [note.partition(": ")[0] for note in found.notes] == ["page.html:3"] * is_noted


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        pytest.param("static/app.min.js", _CALL, "was made by a tool", id="by-its-name"),
        pytest.param("dist/main.bundle.js", _CALL, "was made by a tool", id="a-bundle"),
        pytest.param("static/app.js", "var a=1;" * 3_000 + _CALL, "looks minified", id="by-its-lines"),
        pytest.param("static/big.js", _CALL * 80_000, "is larger than", id="by-its-size"),
        pytest.param("tests/api.test.js", _CALL, "", id="a-test"),
    ],
)
def test_what_is_no_page_code_is_passed_over(path: str, text: str, said: str) -> None:
    """A tool made it, or it tests the page: nothing is read from it, and a note says so where it matters."""
    found = read_page_code([CodeFile(path, text), CodeFile("src/a.js", "fetch('/own');\n")])
    assert [call.url for call in found.calls] == ["/own"]
    assert [said in note for note in found.notes] == [True] * bool(said)


def test_a_great_table_of_nothings() -> None:
    """What another file may set is looked for, and not without end."""
    table = "const state = {" + ",\n".join(f"k{n}: null" for n in range(5_000)) + "};\nfetch('/a');\n"
    others = [CodeFile(f"src/o{n}.js", "state.other = 1; state.k7 = 2;\n" * 50) for n in range(500)]
    found = read_page_code([CodeFile("src/a.js", table), *others])
    assert [call.url for call in found.calls] == ["/a"]
