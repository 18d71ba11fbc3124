"""Where the parts of a call are written: a later change edits exactly these bytes."""

from __future__ import annotations

import pytest

from cors_wizard.page_code import PageCall
from cors_wizard.page_code.read_page_code import read_page_code
from tests.page_code.snippets import CodeFile

INLINE = """// Grüße: é counts as two bytes
fetch('/a', { method: 'POST', credentials: 'include', headers: { 'X-A': '1' } });
"""
VUE = """<template><p>é</p></template>
<script>
fetch(`/a`, { credentials: "omit" });
</script>
"""
CLIENT = """import axios from 'axios';
export const api = axios.create({ baseURL: '/api', withCredentials: true });
"""
CALLER = """import { api } from './client';
api.put(`/orders/${id}`, order, { headers: { 'X-Tenant': 'acme' } });
"""
WRAPPER = """export function call(path, init) {
  return fetch('/api' + path, { credentials: 'include', ...init });
}
"""
WRAPPED = "import { call } from './wrapper';\ncall('/a', { method: 'PUT' });\n"

XHR = """const x = new XMLHttpRequest();
x.open('GET', '/a');
x.withCredentials = true;
x.send();
"""

CASES = [
    pytest.param(
        [CodeFile("page.js", INLINE)],
        {
            "call": "fetch('/a', { method: 'POST', credentials: 'include', headers: { 'X-A': '1' } })",
            "options": "{ method: 'POST', credentials: 'include', headers: { 'X-A': '1' } }",
            "url": "'/a'",
            "method": "'POST'",
            "credentials": "'include'",
            "headers": "{ 'X-A': '1' }",
        },
        id="inline",
    ),
    pytest.param(
        [CodeFile("src/A.vue", VUE)],
        {"call": 'fetch(`/a`, { credentials: "omit" })', "credentials": '"omit"', "url": "`/a`"},
        id="in a component",
    ),
    pytest.param(
        [CodeFile("client.js", CLIENT), CodeFile("orders.js", CALLER)],
        {
            "call": "api.put(`/orders/${id}`, order, { headers: { 'X-Tenant': 'acme' } })",
            "sent": "api.put(`/orders/${id}`, order, { headers: { 'X-Tenant': 'acme' } })",
            "options": "{ headers: { 'X-Tenant': 'acme' } }",
            "headers": "{ 'X-Tenant': 'acme' }",
            "credentials": "true",
        },
        id="an instance of another file",
    ),
    pytest.param(
        [CodeFile("wrapper.js", WRAPPER), CodeFile("page.js", WRAPPED)],
        {
            "call": "call('/a', { method: 'PUT' })",
            "sent": "fetch('/api' + path, { credentials: 'include', ...init })",
            "options": "{ credentials: 'include', ...init }",
            "method": "'PUT'",
            "credentials": "'include'",
        },
        id="a wrapper of another file",
    ),
    pytest.param(
        [
            CodeFile(
                "page.js",
                XHR,
            )
        ],
        {"call": "x.send()", "method": "'GET'", "url": "'/a'", "credentials": "true"},
        id="XMLHttpRequest",
    ),
    pytest.param(
        [CodeFile("page.js", "$.ajax({ url: '/a', headers: { A: '1' } });\n")],
        {"options": "{ url: '/a', headers: { A: '1' } }", "url": "'/a'", "headers": "{ A: '1' }"},
        id="jQuery",
    ),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_where_the_parts_are_written(files: list[CodeFile], expected: dict[str, str]) -> None:
    """Each span is the text of its part, in the file that it names."""
    (call,) = read_page_code(files).calls
    written = _written(call, {file.path: file.text.encode() for file in files})
    assert {name: written[name] for name in expected} == expected


def _written(call: PageCall, texts: dict[str, bytes]) -> dict[str, str]:
    return {span.name: texts[span.file][span.start : span.end].decode() for span in call.spans}


def test_a_part_that_is_not_written_has_no_span() -> None:
    """Then a change adds it to the options."""
    (call,) = read_page_code([CodeFile("page.js", "fetch('/a');\n")]).calls
    assert [span.name for span in call.spans] == ["call", "sent", "url"]
    assert call.span("credentials") is None
