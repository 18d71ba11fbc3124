"""Draws page code: one request by some client, its options put together in the ways that people know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

API = "http://api.example"
_HEADERS = ("X-A", "X-B", "X-C", "X-D", "Authorization", "Content-Type")
_VALUES = ("'1'", "'2'", "token()", "`Bearer ${token()}`", "'application/json'")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_DEEPEST = 3
_MOST_FLAGS = 4

Fields = Mapping[str, str]
"""The properties of an object, by name, each as an expression."""


@dataclass
class Program:
    """What is drawn so far."""

    random: Random
    top: Block = field(default_factory=lambda: Block())
    imports: list[str] = field(default_factory=list)
    modules: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    """What runs, as by another event, before the request is sent."""
    flags: int = 0
    count: int = 0

    def name(self, word: str) -> str:
        """A fresh name."""
        self.count += 1
        return f"{word}{self.count}"

    def flag(self) -> str:
        """Something that nobody knows: true in some runs and false in others."""
        if self.flags < _MOST_FLAGS and self.random.random() < 0.8:
            self.flags += 1
            return f"flag({self.flags - 1})"
        return f"flag({self.random.randrange(max(self.flags, 1))})" if self.flags else self._first_flag()

    def _first_flag(self) -> str:
        self.flags = 1
        return "flag(0)"

    def either(self, chance: float = 0.5) -> bool:
        """A toss."""
        return self.random.random() < chance


class Block(list[str]):
    """The statements before an expression."""

    is_async = False
    """Whether they may wait for something."""


_LOCAL = re.compile(r"\b(?:made|word|headers|list|rest|map|settings|request|names|alias)\d+")
"""What only the block around can see."""


def _is_local(*written: str) -> bool:
    return any(_LOCAL.search(each) for each in written)


def _declare(program: Program, block: Block, fields: Fields, code: str) -> None:
    """A function or a class, as far out as what it needs can be seen."""
    (block if _is_local(*fields.values()) else program.top).append(code)


def literal(fields: Fields) -> str:
    """An object as it is written."""
    return (
        "{ " + ", ".join(f"{_key(name)}: {value}" for name, value in fields.items()) + " }"
        if fields
        else "{}"
    )


def _key(name: str) -> str:
    return name if name.isidentifier() else f"'{name}'"


def _member(target: str, name: str) -> str:
    return f"{target}.{name}" if name.isidentifier() else f"{target}['{name}']"


def obj(program: Program, block: Block, fields: Fields, depth: int = 0) -> str:
    """An expression for an object with these properties, or with some of them in some runs."""
    if depth >= _DEEPEST or program.either(0.25):
        return literal(fields)
    way = program.random.choice(_WAYS)
    return way(program, block, fields, depth + 1)


def _split(program: Program, fields: Fields) -> tuple[dict[str, str], dict[str, str]]:
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for name, value in fields.items():
        (first if program.either() else second)[name] = value
    return first, second


def _spread(program: Program, block: Block, fields: Fields, depth: int) -> str:
    first, second = _split(program, fields)
    left, right = obj(program, block, first, depth), obj(program, block, second, depth)
    return f"{{ ...{left}, ...{right} }}"


def _spread_if(program: Program, block: Block, fields: Fields, depth: int) -> str:
    first, second = _split(program, fields)
    left, right, flag = obj(program, block, first, depth), obj(program, block, second, depth), program.flag()
    forms = (f"...({flag} ? {right} : {{}})", f"...({flag} && {right})", f"...({flag} ? {right} : undefined)")
    return f"{{ ...{left}, {program.random.choice(forms)} }}"


def _const(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name = program.name("made")
    block.append(f"const {name} = {obj(program, block, fields, depth)};")
    return name


def _assigned(program: Program, block: Block, fields: Fields, depth: int) -> str:
    first, second = _split(program, fields)
    name = program.name("made")
    block.append(f"const {name} = {obj(program, block, first, depth)};")
    for key, value in second.items():
        forms = (
            f"{_member(name, key)} = {value};",
            f"if ({program.flag()}) {_member(name, key)} = {value};",
            f"{program.flag()} && ({_member(name, key)} = {value});",
            f"if (!{program.flag()}) {{ {_member(name, key)} = {value}; }}",
            f"{_member(name, key)} ??= {value};",
            f"{_member(name, key)} ||= {value};",
        )
        block.append(program.random.choice(forms))
    return name


def _aliased(program: Program, block: Block, fields: Fields, depth: int) -> str:
    first, second = _split(program, fields)
    name, alias = program.name("made"), program.name("alias")
    block.append(f"const {name} = {obj(program, block, first, depth)};")
    block.append(f"const {alias} = {name};")
    block.extend(f"{_member(alias, key)} = {value};" for key, value in second.items())
    return name


def _by_helper(program: Program, block: Block, fields: Fields, depth: int) -> str:
    """A function fills what it is given."""
    first, second = _split(program, fields)
    name, helper = program.name("made"), program.name("fill")
    lines = "".join(f" {_member('into', key)} = {value};" for key, value in second.items())
    _declare(program, block, fields, f"function {helper}(into) {{{lines} return into; }}")
    block.append(f"const {name} = {obj(program, block, first, depth)};")
    block.append(f"{helper}({name});")
    return name


def _entries(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name = program.name("made")
    given = obj(program, block, fields, depth)
    skipped = program.random.choice(list(fields) or ["X-A"])
    stop = program.random.choice(("continue", "continue", "break"))
    skip = program.random.choice(
        (
            "",
            "",
            f"if (key === '{skipped}') {stop}; ",
            f"if (!value) {stop}; ",
            f"if ({program.flag()}) {stop}; ",
        )
    )
    block.append(f"const {name} = {{}};")
    forms = (
        f"for (const [key, value] of Object.entries({given})) {{ {skip}{name}[key] = value; }}",
        f"for (const key in {given}) {{ const value = {given}[key]; {skip}{name}[key] = value; }}",
        f"for (const key of Object.keys({given})) {{ const value = ({given})[key]; {skip}{name}[key] = value; }}",
    )
    block.append(program.random.choice(forms))
    return name


def _for_each(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name = program.name("made")
    given = obj(program, block, fields, depth)
    skipped = program.random.choice(list(fields) or ["X-A"])
    skip = program.random.choice(("", f"if (key === '{skipped}') return; ", "if (!value) return; "))
    block.append(f"const {name} = {{}};")
    block.append(f"Object.entries({given}).forEach(([key, value]) => {{ {skip}{name}[key] = value; }});")
    return name


def _reduce(program: Program, block: Block, fields: Fields, depth: int) -> str:
    given = obj(program, block, fields, depth)
    return f"Object.entries({given}).reduce((all, [key, value]) => ({{ ...all, [key]: value }}), {{}})"


def _filtered(program: Program, block: Block, fields: Fields, depth: int) -> str:
    given = obj(program, block, fields, depth)
    skipped = program.random.choice(list(fields) or ["X-A"])
    keep = program.random.choice(
        (
            "([, value]) => value",
            f"([key]) => key !== '{skipped}'",
            "([key, value]) => value !== undefined",
            f"() => {program.flag()}",
        )
    )
    return f"Object.fromEntries(Object.entries({given}).filter({keep}))"


def _deleted(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name = program.name("made")
    block.append(f"const {name} = {obj(program, block, fields, depth)};")
    if fields:
        gone = _member(name, program.random.choice(list(fields)))
        block.append(f"if ({program.flag()}) delete {gone};" if program.either() else f"delete {gone};")
    return name


def _without(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, gone = program.name("rest"), program.name("gone")
    key = _key(program.random.choice(list(fields) or ["mode"]))
    block.append(f"const {{ {key}: {gone}, ...{name} }} = {obj(program, block, fields, depth)};")
    return name


def _returned(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, inner = program.name("make"), Block()
    value = obj(program, inner, fields, depth)
    _declare(program, block, fields, f"function {name}() {{ {' '.join(inner)} return {value}; }}")
    return f"{name}()"


def _returned_early(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, inner = program.name("make"), Block()
    first, second = _split(program, fields)
    early, late = obj(program, inner, first, depth), obj(program, inner, second, depth)
    _declare(
        program,
        block,
        fields,
        f"function {name}() {{ {' '.join(inner)} if ({program.flag()}) return {early}; return {late}; }}",
    )
    return f"{name}()"


def _default(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, first, second = program.name("make"), *_split(program, fields)
    usual = literal(second)
    _declare(
        program, block, fields, f"const {name} = (extra = {usual}) => ({{ ...{literal(first)}, ...extra }});"
    )
    arguments = (
        "",
        obj(program, block, second, depth),
        f"{program.flag()} ? {literal(fields)} : undefined",
        "undefined",
        "null",
    )
    return f"{name}({program.random.choice(arguments)})"


def _destructured(program: Program, block: Block, fields: Fields, depth: int) -> str:
    """A function whose options have defaults of their own."""
    name, given = program.name("make"), obj(program, block, fields, depth)
    first, _ = _split(program, fields)
    taken = [key for key in first if key.isidentifier()]
    pattern = "".join(f"{key} = {first[key]}, " for key in taken)
    _declare(
        program,
        block,
        fields,
        f"function {name}({{ {pattern}...others }} = {{}}) {{ return {{ {', '.join(taken)}{', ' if taken else ''}...others }}; }}",
    )
    return f"{name}({given})" if program.either(0.8) else f"{name}()"


def _rest(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, first, second = program.name("merge"), *_split(program, fields)
    body = program.random.choice(
        ("Object.assign({}, ...all)", "all.reduce((made, each) => ({ ...made, ...each }), {})")
    )
    program.top.append(f"const {name} = (...all) => {body};")
    left, right = obj(program, block, first, depth), obj(program, block, second, depth)
    return program.random.choice((f"{name}({left}, {right})", f"{name}(...[{left}, {right}])"))


def _merged(program: Program, block: Block, fields: Fields, depth: int) -> str:
    first, second = _split(program, fields)
    return f"Object.assign({{}}, {obj(program, block, first, depth)}, {obj(program, block, second, depth)})"


def _reassigned(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, first, second = program.name("made"), *_split(program, fields)
    block.append(f"let {name} = {obj(program, block, first, depth)};")
    other = obj(program, block, second, depth)
    forms = (
        f"{name} = {{ ...{name}, ...{other} }};",
        f"if ({program.flag()}) {name} = {other};",
        f"if ({program.flag()}) {{ {name} = {{ ...{name}, ...{other} }}; }} else {{ {name} = {literal(fields)}; }}",
        f"{name} = {program.flag()} ? {name} : {other};",
        f"try {{ {name} = {{ ...{name}, ...{other} }}; }} catch {{ {name} = {{}}; }}",
        f"switch ({program.flag()}) {{ case true: {name} = {other}; break; default: {name} = {{ ...{name} }}; }}",
        f"switch ({program.flag()}) {{ case true: {name} = {other}; break; case false: {name} = {literal(first)}; }}",
    )
    block.append(program.random.choice(forms))
    return name


def _chosen(program: Program, block: Block, fields: Fields, depth: int) -> str:
    first, second = _split(program, fields)
    left, right, flag = obj(program, block, first, depth), obj(program, block, second, depth), program.flag()
    return program.random.choice(
        (
            f"({flag} ? {left} : {right})",
            f"(({flag} && {left}) || {right})",
            f"(({flag} ? {left} : null) ?? {right})",
        )
    )


def _imported(program: Program, block: Block, fields: Fields, depth: int) -> str:
    if _is_local(*fields.values()):
        return literal(fields)
    name, first, second = program.name("shared"), program.name("part"), program.name("part")
    value = literal(fields)
    program.modules[f"src/{first}.js"] = f"export const {name} = {value};\nexport default {{ {name} }};\n"
    forms = (
        f"export * from './{first}';\n",
        f"export {{ {name} }} from './{first}';\n",
        f"import {{ {name} as inner }} from './{first}';\nexport {{ inner as {name} }};\n",
    )
    program.modules[f"src/{second}.js"] = program.random.choice(forms)
    program.imports.append(f"import {{ {name} }} from './{second}';")
    return name


def _changed_elsewhere(program: Program, block: Block, fields: Fields, depth: int) -> str:
    """An object of the whole module that another event fills."""
    if _is_local(*fields.values()):
        return literal(fields)
    name, first, second = program.name("shared"), *_split(program, fields)
    program.top.append(f"const {name} = {literal(first)};")
    lines = [f"{_member(name, key)} = {value};" for key, value in second.items()]
    program.before.append(
        f"if ({program.flag()}) {{ {' '.join(lines)} }}" if program.either() else " ".join(lines)
    )
    return name


def _set_elsewhere(program: Program, block: Block, fields: Fields, depth: int) -> str:
    if _is_local(*fields.values()):
        return literal(fields)
    name, first, second = program.name("shared"), *_split(program, fields)
    program.top.append(f"let {name} = {program.random.choice(('null', '{}', literal(first)))};")
    program.before.append(f"if ({program.flag()}) {name} = {literal(second)};")
    return f"{{ ...{name}, ...{literal(first)} }}"


def _of_class(program: Program, block: Block, fields: Fields, depth: int) -> str:
    kind, first, second = program.name("Settings"), *_split(program, fields)
    base, inner = program.name("Base"), Block()
    value = obj(program, inner, second, depth)
    _declare(program, block, fields, f"class {base} {{ own() {{ return {literal(first)}; }} }}")
    _declare(
        program,
        block,
        fields,
        f"class {kind} extends {base} {{ own() {{ {' '.join(inner)} return {{ ...super.own(), ...{value} }}; }} }}",
    )
    return f"new {kind}().own()"


def _of_field(program: Program, block: Block, fields: Fields, depth: int) -> str:
    kind, first, second = program.name("Settings"), *_split(program, fields)
    lines = " ".join(f"{_member('this.all', key)} = {value};" for key, value in second.items())
    _declare(
        program,
        block,
        fields,
        f"class {kind} {{ all = {literal(first)}; fill() {{ {lines} return this; }} get made() {{ return {{ ...this.all }}; }} }}",
    )
    name = program.name("settings")
    block.append(f"const {name} = new {kind}();")
    if program.either(0.7):
        block.append(f"{name}.fill();" if program.either() else f"if ({program.flag()}) {name}.fill();")
    return program.random.choice((f"{name}.all", f"{name}.made"))


def _cloned(program: Program, block: Block, fields: Fields, depth: int) -> str:
    given = obj(program, block, fields, depth)
    if _is_local(*fields.values()):
        return f"Object.freeze({given})"
    return program.random.choice(
        (f"JSON.parse(JSON.stringify({given}))", f"structuredClone({given})", f"Object.freeze({given})")
    )


def _of_map(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, first, second = program.name("map"), *_split(program, fields)
    pairs = ", ".join(f"['{key}', {value}]" for key, value in first.items())
    block.append(f"const {name} = new Map([{pairs}]);")
    block.extend(f"{name}.set('{key}', {value});" for key, value in second.items())
    if fields and program.either(0.3):
        block.append(f"{name}.delete('{program.random.choice(list(fields))}');")
    return program.random.choice(
        (
            f"Object.fromEntries({name})",
            f"Object.fromEntries({name}.entries())",
            f"Object.fromEntries([...{name}])",
        )
    )


def _computed(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name = program.name("names")
    block.append(f"const {name} = [{', '.join(repr(key) for key in fields)}];")
    keys = [f"[{name}[{index}]]: {value}" for index, value in enumerate(fields.values())]
    return f"{{ {', '.join(keys)} }}"


def _later(program: Program, block: Block, fields: Fields, depth: int) -> str:
    """What a promise brings."""
    if not block.is_async:
        return literal(fields)
    name, first, second = program.name("make"), *_split(program, fields)
    _declare(program, block, fields, f"async function {name}() {{ return {literal(first)}; }}")
    later = program.name("made")
    if program.either():
        block.append(f"const {later} = {{ ...(await {name}()), ...{obj(program, block, second, depth)} }};")
    else:
        block.append(f"const {later} = await {name}().then((all) => ({{ ...all, ...{literal(second)} }}));")
    return later


def _recursive(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, first, second = program.name("again"), *_split(program, fields)
    _declare(
        program,
        block,
        fields,
        f"function {name}(times, all) {{ return times ? {name}(times - 1, {{ ...all, ...{literal(second)} }}) : all; }}",
    )
    return f"{name}({program.random.choice(('1', '2', '0'))}, {obj(program, block, first, depth)})"


def _counted(program: Program, block: Block, fields: Fields, depth: int) -> str:
    name, list_ = program.name("made"), program.name("list")
    pairs = ", ".join(f"['{key}', {value}]" for key, value in fields.items())
    block.append(f"const {list_} = [{pairs}];")
    block.append(f"const {name} = {{}};")
    forms = (
        f"for (let i = 0; i < {list_}.length; i++) {name}[{list_}[i][0]] = {list_}[i][1];",
        f"let at = 0; while (at < {list_}.length) {{ {name}[{list_}[at][0]] = {list_}[at][1]; at += 1; }}",
        f"for (const [key, value] of {list_}.slice(1)) {name}[key] = value;",
        f"{list_}.slice(0, 1).map(([key, value]) => {{ {name}[key] = value; }});",
        f"for (const pair of {list_}) {{ const [key, value] = pair; {name}[key] = value; }}",
    )
    block.append("{ " + program.random.choice(forms) + " }")
    return name


def _pushed(program: Program, block: Block, fields: Fields, depth: int) -> str:
    list_ = program.name("list")
    block.append(f"const {list_} = [];")
    for key, value in fields.items():
        push = f"{list_}.push(['{key}', {value}]);"
        block.append(f"if ({program.flag()}) {push}" if program.either(0.4) else push)
    return f"Object.fromEntries({list_})"


_WAYS: tuple[Callable[[Program, Block, Fields, int], str], ...] = (
    *(_spread, _spread_if, _const, _assigned, _aliased, _by_helper, _entries, _for_each, _reduce, _filtered),
    *(_deleted, _without, _returned, _returned_early, _default, _destructured, _rest, _merged, _reassigned),
    *(_chosen, _imported, _changed_elsewhere, _set_elsewhere, _of_class, _of_field, _cloned, _of_map),
    *(_computed, _later, _recursive, _counted, _pushed),
)


def word(program: Program, block: Block, words: tuple[str, ...], depth: int = 0) -> str:
    """An expression for one of these words."""
    first, second = program.random.choice(words), program.random.choice(words)
    one, other = f"'{first}'", f"'{second}'"
    if depth or program.either(0.4):
        return one
    name, flag = program.name("word"), program.flag()
    match program.random.randrange(12):
        case 0:
            return f"({flag} ? {one} : {other})"
        case 1:
            block.append(f"let {name} = {one}; if ({flag}) {name} = {other};")
        case 2:
            program.top.append(f"const {name} = {{ a: {one}, b: {other} }};")
            return program.random.choice((f"{name}.a", f"{name}[{flag} ? 'a' : 'b']", f"({name}.c ?? {one})"))
        case 3:
            program.top.append(f"function {name}(given = {one}) {{ return given; }}")
            return program.random.choice(
                (f"{name}()", f"{name}({other})", f"{name}({flag} ? {other} : undefined)")
            )
        case 4:
            program.top.append(f"function {name}() {{ if ({flag}) {{ return {one}; }} return {other}; }}")
            return f"{name}()"
        case 5:
            program.top.append(f"let {name} = {one};")
            program.before.append(f"if ({flag}) {name} = {other};")
        case 6:
            block.append(
                f"let {name}; switch ({flag}) {{ case true: {name} = {one}; break; default: {name} = {other}; }}"
            )
        case 7:
            block.append(
                f"let {name} = {one}; for (const each of [1, 2]) {{ if (each === 2 && {flag}) {name} = {other}; }}"
            )
        case 8:
            block.append(f"const [{name} = {one}] = {flag} ? [{other}] : [];")
        case 9:
            block.append(f"let {name} = {one}; [1].forEach(() => {{ {name} = {other}; }});")
        case 10:
            block.append(
                f"let {name} = {one}; const set{name} = (value) => {{ {name} = value; }}; if ({flag}) set{name}({other});"
            )
        case _:
            block.append(
                f"let {name}; try {{ {name} = {flag} ? {one} : JSON.parse('{{'); }} catch {{ {name} = {other}; }}"
            )
    return name


def headers(program: Program, block: Block) -> str:
    """An expression for headers."""
    names = program.random.sample(_HEADERS, program.random.randint(1, 4))
    return obj(program, block, {name: program.random.choice(_VALUES) for name in names})


def of_browser(program: Program, block: Block) -> str:
    """Headers for fetch itself: an object, pairs, or `Headers`."""
    given = headers(program, block)
    kind = program.random.randrange(5)
    if kind == 0:
        return f"Object.entries({given})"
    if kind > 1:
        return given
    name, other = program.name("headers"), program.random.choice(_HEADERS)
    block.append(f"const {name} = new Headers({given});")
    for _ in range(program.random.randrange(3)):
        each, value = program.random.choice(_HEADERS), program.random.choice(_VALUES)
        forms = (
            f"{name}.set('{each}', {value});",
            f"{name}.append('{each}', {value});",
            f"{name}.delete('{each}');",
            f"if (!{name}.has('{each}')) {name}.set('{each}', {value});",
            f"if ({program.flag()}) {name}.set('{each}', {value});",
            f"if ({name}.get('{other}')) {name}.set('{each}', {value});",
            f"new Headers({{ '{each}': {value} }}).forEach((value, key) => {name}.set(key, value));",
            f"for (const [key, value] of new Headers({{ '{each}': {value} }})) {name}.set(key, value);",
        )
        block.append(program.random.choice(forms))
    return name


def options(program: Program, block: Block) -> dict[str, str]:
    """The options of a fetch."""
    made: dict[str, str] = {}
    if program.either(0.8):
        made["method"] = word(program, block, _METHODS)
    if program.either(0.8):
        made["headers"] = of_browser(program, block)
    if program.either(0.6):
        made["credentials"] = word(program, block, ("include", "omit", "same-origin"))
    return made


def program(seed: int) -> dict[str, object]:
    """A program: its files, and how many flags it has."""
    made = Program(Random(seed))
    block = Block()
    block.is_async = True
    call = made.random.choice(_CLIENTS)(made, block)
    before = [f"export function before() {{ {' '.join(made.before)} }}"] if made.before else []
    act = ["export async function act() {", *(f"  {each}" for each in block), f"  {call}", "}"]
    code = "\n".join((*made.imports, *made.top, *before, *act)) + "\n"
    return {"files": {"src/main.js": code, **made.modules}, "flags": made.flags}


def _fetch(program: Program, block: Block) -> str:
    given = obj(program, block, options(program, block))
    url = program.random.choice((f"'{API}/one'", f"`{API}/one?x=${{token()}}`", f"new URL('/one', '{API}')"))
    return f"await fetch({url}, {given});"


def _request(program: Program, block: Block) -> str:
    given, name = obj(program, block, options(program, block)), program.name("request")
    block.append(f"const {name} = new Request('{API}/one', {given});")
    if program.either():
        block.append(f"{name}.headers.set('{program.random.choice(_HEADERS)}', token());")
    return (
        f"await fetch({name});"
        if program.either(0.7)
        else f"await fetch({name}, {obj(program, block, options(program, block))});"
    )


def _wrapper(program: Program, block: Block) -> str:
    name, inner = program.name("request"), Block()
    own = obj(program, inner, options(program, inner))
    merged = program.random.choice(
        (
            f"{{ ...{own}, ...options }}",
            f"{{ ...options, ...{own} }}",
            f"Object.assign({own}, options)",
            f"{{ ...{own}, ...options, headers: {{ ...({own}).headers, ...options.headers }} }}",
        )
    )
    signature = program.random.choice(("path, options = {}", "path, { ...options } = {}"))
    program.top.append(
        f"async function {name}({signature}) {{ {' '.join(inner)} const response = await fetch('{API}' + path, {merged}); return response.json(); }}"
    )
    given = obj(program, block, options(program, block))
    return program.random.choice(
        (f"await {name}('/one', {given});", f"await {name}('/one');", f"return {name}('/one', {given});")
    )


def _around(program: Program, block: Block) -> str:
    name, inner = program.name("withAuth"), Block()
    extra = obj(program, inner, {"Authorization": "token()", "X-B": "'1'"})
    program.top.append(
        f"const {name} = (send) => (url, options = {{}}) => {{ {' '.join(inner)} return send(url, {{ ...options, headers: {{ ...options.headers, ...{extra} }} }}); }};"
    )
    return f"await {name}(fetch)('{API}/one', {obj(program, block, _plain(program, block))});"


def _plain(program: Program, block: Block) -> dict[str, str]:
    made = options(program, block)
    if "headers" in made:
        made["headers"] = headers(program, block)
    return made


def _client(program: Program, block: Block) -> str:
    kind, inner = program.name("Client"), Block()
    own = obj(program, inner, {"X-A": "'1'", "Authorization": "token()"})
    program.top.append(
        f"class {kind} {{ constructor(base, options = {{}}) {{ this.base = base; this.options = options; this.headers = {{}}; }}"
        f" async send(path, options) {{ {' '.join(inner)} return fetch(this.base + path, {{ ...this.options, ...options, headers: {{ ...{own}, ...this.headers }} }}); }}"
        f" get(path) {{ return this.send(path); }} post(path, data) {{ return this.send(path, {{ method: 'POST', body: JSON.stringify(data) }}); }} }}"
    )
    name = program.name("client")
    where = program.top if program.either() else block
    given = literal({"credentials": "'include'"} if program.either() else {})
    where.append(f"const {name} = new {kind}('{API}', {given});")
    if program.either():
        block.append(f"{name}.headers['X-D'] = token();")
    return program.random.choice(
        (
            f"await {name}.get('/one');",
            f"await {name}.post('/one', {{ a: 1 }});",
            f"await {name}.send('/one', {obj(program, block, options(program, block))});",
        )
    )


def _axios_options(program: Program, block: Block) -> dict[str, str]:
    made: dict[str, str] = {}
    if program.either(0.8):
        made["headers"] = headers(program, block)
    if program.either(0.6):
        made["withCredentials"] = program.random.choice(
            ("true", "false", program.flag(), f"!{program.flag()}")
        )
    return made


def _axios(program: Program, block: Block) -> str:
    program.imports.append("import axios from 'axios';")
    given = _axios_options(program, block)
    sends = "axios"
    if program.either():
        sends = program.name("api")
        program.top.append(
            f"const {sends} = axios.create({{ baseURL: '{API}', ...{obj(program, program.top, _axios_options(program, program.top))} }});"
        )
        for _ in range(program.random.randrange(3)):
            program.top.append(_axios_setting(program, sends))
    url = f"'{API}/one'" if sends == "axios" or program.either(0.3) else "'/one'"
    config = obj(program, block, given)
    return program.random.choice(
        (
            f"await {sends}.get({url}, {config});",
            f"await {sends}.post({url}, {{ a: 1 }}, {config});",
            f"await {sends}.put({url}, undefined, {config});",
            f"await {sends}.delete({url}, {config});",
            f"await {sends}({{ url: {url}, method: {word(program, block, _METHODS)}, ...{config} }});",
            f"await {sends}.request(Object.assign({{ url: {url} }}, {config}));",
        )
    )


def _axios_setting(program: Program, sends: str) -> str:
    name, value = program.random.choice(_HEADERS), program.random.choice(_VALUES)
    inner = Block()
    extra = obj(program, inner, {name: value})
    return program.random.choice(
        (
            f"{sends}.defaults.headers.common['{name}'] = {value};",
            f"{sends}.defaults.headers.post['{name}'] = {value};",
            f"{sends}.defaults.withCredentials = {program.flag()};",
            f"{sends}.interceptors.request.use((config) => {{ config.headers['{name}'] = {value}; return config; }});",
            f"{sends}.interceptors.request.use((config) => {{ if ({program.flag()}) config.headers.set('{name}', {value}); return config; }});",
            f"{sends}.interceptors.request.use((config) => {{ if (!{program.flag()}) return config; config.headers['{name}'] = {value}; return config; }});",
            f"{sends}.interceptors.request.use(async (config) => {{ {' '.join(inner)} Object.assign(config.headers, {extra}); return config; }});",
            f"{sends}.interceptors.request.use((config) => {{ if (config.method === 'post') config.headers['{name}'] = {value}; return config; }});",
            f"{sends}.interceptors.request.use((config) => {{ config.withCredentials = true; delete config.headers['{name}']; return config; }});",
        )
    )


def _xhr(program: Program, block: Block) -> str:
    name = program.name("xhr")
    method = word(program, block, _METHODS)
    given = headers(program, block)
    block.append(f"const {name} = new XMLHttpRequest();")
    block.append(f"{name}.open({method}, '{API}/one');")
    forms = (
        f"for (const [key, value] of Object.entries({given})) {name}.setRequestHeader(key, value);",
        f"Object.keys({given}).forEach((key) => {name}.setRequestHeader(key, ({given})[key]));",
        f"for (const key in {given}) {{ if (({given})[key]) {name}.setRequestHeader(key, ({given})[key]); }}",
    )
    block.append(program.random.choice(forms))
    if program.either():
        block.append(f"{name}.withCredentials = {program.random.choice(('true', 'false', program.flag()))};")
    return f"{name}.send();" if program.either() else f"{name}.send(JSON.stringify({{ a: 1 }}));"


_CLIENTS: tuple[Callable[[Program, Block], str], ...] = (
    *(_fetch, _fetch, _request, _wrapper, _wrapper, _around, _client, _axios, _axios, _xhr),
)
