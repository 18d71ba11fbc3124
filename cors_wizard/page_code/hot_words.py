"""Finds, without parsing, the files and the stretches of code that may lead to a request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from cors_wizard.page_code.evaluation.modules import Module
from cors_wizard.page_code.evaluation.values import Imported
from cors_wizard.page_code.sources.parse import declarations
from cors_wizard.page_code.sources.syntax import Syntax

_WORDS = (
    *(b"etch", b"xios", b"XMLHttpRequest", b"HttpClient", b"httpResource", b"ajax", b"jQuery", b"jquery"),
    *(
        b"$.get",
        b"$.post",
        b").load(",
        b"$http",
        b"$resource",
        b"Restangular",
        b"Vue.http",
        b"superagent",
        b"wretch",
        b"EventSource",
    ),
    *(b"sendBeacon", b"socket.io", b"io(", b"graphql", b"apollo", b"urql", b"HttpLink", b"createClient"),
    *(b"SWR", b"queryFn", b"queryKey", b"intercept", b"ky", b"applicationinsights"),
    *(b"@sentry/", b"@opentelemetry/", b"browser-rum", b"apm-rum"),
    *(b"crossOrigin", b"ropzone", b"Uppy", b"@uppy/", b"FilePond", b"filepond"),
    *(b"alova", b"mithril", b"m.request(", b"umi-request", b"@umijs/max", b"'umi'", b'"umi"', b"xior"),
    *(b"d3.", b"@rails/request", b"tus", b"<Upload", b"Dragger", b"Tabulator", b"Papa", b"papaparse"),
    *(b"getDocument", b"simpleUpload", b"images_upload_url", b"SSE(", b"ataTable", b"select2"),
    *(b"ajaxForm", b"ajaxSubmit", b"fileupload", b"autocomplete(", b"jstree", b"jqGrid", b"bootstrapTable"),
    *(b"datatables.net", b"fullcalendar", b"FullCalendar", b"htmx.org", b"@inertiajs/", b"ra-data-"),
    *(
        b"@zodios/",
        b"@ts-rest/",
        b"@nanostores/query",
        b"ackbone",
        b"simple-rest",
        b"@trpc/",
        b"@directus/",
        b"@feathersjs/",
        b"createAsyncThunk",
        b"extraArgument",
        b"workbox",
        b"Hls",
        b"gaxios",
        b"openapi-typescript-fetch",
        b"hono/client",
        b"apisauce",
        b"CapacitorHttp",
    ),
    *(b"ileLayer", b"mageOverlay", b"crossOrigin", b"maplibre", b"mapbox", b"THREE", b"three/", b"'three'"),
    *(b'"three"', b"three-stdlib", b"@react-three/", b"@ember-data/", b"RESTAdapter", b"JSONAPIAdapter"),
    *(b"ActiveModelAdapter", b"$resource", b"findRecord(", b"findAll(", b"queryRecord(", b"createRecord("),
)
"""One of these is in every file that sends; they are looked for first, since that is fastest."""
_HOT = re.compile(
    rb"\b(?:fetch|useFetch|createFetch|useLazyFetch|fetchBaseQuery|ofetch)\b|[$]fetch\b|axios|XMLHttpRequest|HttpClient"
    rb"|httpResource|\bajax|[$]\.(?:get|post)|jQuery\.|\bky\b|superagent|wretch|EventSource|sendBeacon|socket\.io"
    rb"|[$]resource\b|\bRestangular|\bio\(|graphql|apollo|urql|HttpLink|createClient|(?:[$]|\bVue\.)http(?:Provider)?\b|\)\.load\(|\buseSWR|SWRConfig|\bquery(?:Fn|Key)\b|intercept"
    rb"|useAxios|\b[Dd]ropzone\b|\bUppy\b|@uppy/|FilePond|filepond|crossOrigin|^jquery$|['\"]jquery['\"]|@sentry/|@opentelemetry/|browser-rum|apm-rum|applicationinsights"
    rb"|\balova\b|\bmithril\b|\bm\.request\(|\bumi-request\b|@umijs/max|['\"]umi['\"]|\bxior\b|@rails/request"
    rb"|\bd3\.(?:json|csv|tsv|text|xml|html|blob|buffer)\("
    rb"|\btus\.|['\"]tus-js-client['\"]|<Upload\b|\bDragger\b|\bTabulator|\bPapa\b|papaparse|\bgetDocument\("
    rb"|simpleUpload|images_upload_url|\bSSE\(|\.[dD]ataTable\(|\bDataTable\(|datatables\.net|[fF]ull[cC]alendar|htmx\.ajax|@inertiajs/|ra-data-|\bfetchUtils\b"
    rb"|@zodios/|@ts-rest/|@nanostores/query|\b[bB]ackbone\b|simple-rest|@trpc/|@directus/|@feathersjs/|[$]ajax\(|\bcreateAsyncThunk\b|\bextraArgument\b|\bworkbox\b|\bHls\b"
    rb"|apisauce|CapacitorHttp|hono/client|\bhc[<(]|\bgaxios\b|openapi-typescript-fetch|\b[tT]ileLayer\b|\b[iI]mageOverlay\b|\bmaplibre|\bmapbox"
    rb"|@ember-data/adapter|\b(?:REST|JSONAPI|ActiveModel)Adapter\b|\.(?:find(?:Record|All)|queryRecord|createRecord)\("
    rb"|\bnew\s+(?:THREE\.)?\w{1,30}Loader\(|\buse(?:Loader|GLTF|FBX|Texture)\b"
    rb"|\.(?:select2|ajaxForm|ajaxSubmit|autocomplete|fileupload|jstree|jqGrid|bootstrapTable)\("
)
_IMPORT = re.compile(rb"""(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"]([^'"\n]{1,300})['"]""")
_WORKER = re.compile(rb"""\bnew\s+Worker\(\s*(?:new\s+URL\(\s*)?['"](?:\.?/)?([^'"\n]{1,300})['"]""")
_THIS = re.compile(rb"\bthis\s*\??\.|\bget\(\)")
"""What an object's functions call each other by: the second in a store of Zustand."""
_DECLARATIONS = (
    "lexical_declaration",
    "variable_declaration",
    "function_declaration",
    "class_declaration",
    "abstract_class_declaration",
    "generator_function_declaration",
)
_WORD = re.compile(rb"[\w$]+")
_GLOBAL = re.compile(
    rb"(?:^|[;{}]|<script[^>]{0,200}>)\s*(?:(?:var|let|const)\s+|(?:window|globalThis|self)\.)([A-Za-z_$][\w$]{2,80})\s*=(?!=)",
    re.MULTILINE,
)
_LONGEST_SETTINGS = 100_000
_ROUNDS = 4


def files_that_send(files: Mapping[str, bytes]) -> list[str]:
    """The files that have any word that goes with a request."""
    # Most words are in no file at all, which is told soonest of all the code at once.
    every = b"\0".join(files.values())
    words = [word for word in dict.fromkeys(_WORDS) if word in every]
    found = (path for path, code in files.items() if any(word in code for word in words))
    return [path for path in found if _HOT.search(files[path]) is not None]


def settings_scripts(scripts: Mapping[str, bytes], hot: Iterable[bytes]) -> dict[str, frozenset[bytes]]:
    """The scripts that send nothing and give the whole page names that what sends makes use of."""
    used = {word for code in hot for word in _WORD.findall(code)}
    given = {
        path: frozenset(match[1] for match in _GLOBAL.finditer(code)) & used
        for path, code in scripts.items()
        if len(code) <= _LONGEST_SETTINGS
    }
    return {path: names for path, names in given.items() if names}


@lru_cache(maxsize=20_000)
def specifiers(code: bytes) -> frozenset[str]:
    """What a file imports, as far as a glance tells."""
    workers = (b"./" + name for name in _WORKER.findall(code)) if b"Worker(" in code else ()
    named = (*_IMPORT.findall(code), *workers)
    return frozenset(each.decode("utf-8", errors="replace") for each in named)


def mark(module: Module, names: Iterable[str] = ()) -> None:
    """Notes where a request may begin: at the words, at these names, at what is made of either."""
    hot = set(module.hot)
    if not module.is_marked:
        hot |= {match.start() for match in _HOT.finditer(module.code)}
        names = {*names, *_of_libraries(module)}
    wanted = set(names) - module.hot_names
    if module.is_marked and not wanted:
        return
    module.is_marked = True
    for _ in range(_ROUNDS):
        hot |= _occurrences(module.code, wanted)
        module.hot_names |= wanted
        module.hot = sorted(hot)
        wanted = {*hot_names(module), *_inner_names(module)} - module.hot_names
        if not wanted:
            break
    module.set_up = sorted(_changes(module))
    module.hot = sorted({*hot, *_of_this(module), *module.set_up})


def _of_libraries(module: Module) -> Iterator[str]:
    """What a module calls the libraries that send: `import http from 'axios'`."""
    for name, value in module.scope.names.items():
        if isinstance(value, Imported) and _HOT.search(value.specifier.encode("utf-8", errors="replace")):
            yield name


def _occurrences(code: bytes, names: set[str]) -> set[int]:
    usable = sorted(name for name in names if re.fullmatch(r"[\w$./@~-]+", name))
    if not usable:
        return set()
    pattern = "|".join(re.escape(name) for name in usable).encode()
    return {match.start() for match in re.finditer(rb"(?<![\w$])(?:" + pattern + rb")(?![\w$])", code)}


def _changes(module: Module) -> Iterator[int]:
    """Where an object is changed that something hot makes use of: `headers.Authorization = ...`."""
    used = _used(module)
    names = {name for name in _top_names(module) if name.encode() in used and name not in module.hot_names}
    either = b"|".join(re.escape(name).encode() for name in sorted(names))
    if not either:
        return
    pattern = re.compile(
        rb"(?<![\w$.])(?:" + either + rb")(?:(?:\.[\w$]+|\[[^\]\n]{1,80}\])+\s*=(?![=>])|\.(?:set|append)\()"
        rb"|\bObject\.assign\(\s*(?:" + either + rb")\b"
    )
    yield from (match.start() for match in pattern.finditer(module.code))


def _used(module: Module) -> set[bytes]:
    """The words of what may send, and of the declarations that it makes use of."""
    words = {span: set(_WORD.findall(module.code, *span)) for span in module.statements}
    used = {word for span, inside in words.items() if module.is_hot(*span) for word in inside}
    declared = {node.node.start_byte: _declared(node) for node in module.root.children}
    for _ in range(_ROUNDS):
        reached = [span for span in words if any(name.encode() in used for name in declared.get(span[0], ()))]
        more = {word for span in reached for word in words.pop(span)}
        if more <= used:
            break
        used |= more
    return used


def _declared(node: Syntax) -> set[str]:
    inner = node.field("declaration") if node.type == "export_statement" else node
    return _names(inner) if inner is not None and inner.type in _DECLARATIONS else set()


def _top_names(module: Module) -> Iterator[str]:
    for node in module.root.children:
        inner = node.field("declaration") if node.type == "export_statement" else node
        if inner is not None and inner.type in _DECLARATIONS[:2]:
            yield from _names(inner)


def _of_this(module: Module) -> Iterator[int]:
    """In a class, or an object of functions, any of them may send through `this`."""
    for start, end in module.statements:
        if module.is_hot(start, end):
            yield from (match.start() for match in _THIS.finditer(module.code, start, end))


def hot_names(module: Module) -> set[str]:
    """The names of top-level declarations that have something hot in them."""
    names: set[str] = set()
    for node in module.root.children:
        if not module.is_hot(node.node.start_byte, node.node.end_byte):
            continue
        inner = node.field("declaration") if node.type == "export_statement" else node
        if inner is not None and inner.type in _DECLARATIONS:
            names |= _names(inner)
        elif node.type == "expression_statement":
            names |= _assigned_names(node)
    return names


def _assigned_names(statement: Syntax) -> set[str]:
    """`window.api = axios.create()`: the name that a member is read by, later on."""
    assigned = statement.first("assignment_expression")
    left = assigned.field("left") if assigned is not None else None
    name = left.field("property") if left is not None and left.type == "member_expression" else None
    is_event = name is not None and name.text.startswith("on")
    return {name.text} - _NO_NAMES if name is not None and not is_event else set()


_NO_NAMES = {"exports", "prototype", "default", "value", "current"}


def _inner_names(module: Module) -> Iterator[str]:
    """The names that are declared within functions, for what has something hot in it."""
    if module.declarations is None:
        module.declarations = declarations(module.root, module.code)
    for name, start, end in module.declarations:
        if module.is_hot(start, end):
            yield name


def _names(node: Syntax) -> set[str]:
    name = node.field("name")
    if name is not None:
        return {name.text}
    parts = (declarator.field("name") for declarator in node.children)
    return {name for part in parts if part is not None for name in _identifiers(part)}


def _identifiers(pattern: Syntax) -> Iterator[str]:
    """The names in a declaration's pattern, one level deep as people write them."""
    if pattern.type == "identifier":
        yield pattern.text
        return
    for child in pattern.children:
        target = child.field("value") or child.field("left") or child
        if target.type in ("identifier", "shorthand_property_identifier_pattern"):
            yield target.text
