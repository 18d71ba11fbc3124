"""Methods that nobody calls are told from those that somebody may call."""

from __future__ import annotations

import pytest

from cors_wizard.page_code.read_page_code import read_page_code
from tests.page_code.snippets import CodeFile

_CLASS = """export class Notes {
  update(id) { return fetch(`http://localhost:5000/notes/${id}`, { method: 'PUT' }); }
  archive(id) { return fetch(`http://localhost:5000/notes/${id}`, { method: 'PATCH' }); }
}
"""
_USED = (
    "import { Notes } from './notes';\nconst notes = new Notes();\nbutton.onclick = () => notes.update(3);\n"
)


def unused(*texts: str) -> set[str]:
    """The methods of the requests that nobody makes."""
    files = [
        CodeFile(f"src/{'notes' if not number else f'file{number}'}.js", text)
        for number, text in enumerate(texts)
    ]
    return {call.method for call in read_page_code(files).calls if call.is_unused}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param((_CLASS, _USED), {"PATCH"}, id="its-name-is-nowhere"),
        pytest.param((_CLASS, _USED, "export const all = ['archive'];\n"), set(), id="its-name-in-a-text"),
        pytest.param((_CLASS, _USED, "notes[name](3);\n"), set(), id="a-computed-call"),
        pytest.param((_CLASS.replace("Notes {", "Notes extends Page {"), _USED), set(), id="of-a-framework"),
        pytest.param((_CLASS, "export const list = [];\n"), set(), id="nobody-makes-one"),
        pytest.param(
            (
                "export const notes = {\n"
                "  update: (id) => fetch(`http://localhost:5000/notes/${id}`, { method: 'PUT' }),\n"
                "  archive: (id) => fetch(`http://localhost:5000/notes/${id}`, { method: 'PATCH' }),\n};\n",
                "import { notes } from './notes';\nbutton.onclick = () => notes.update(3);\n",
            ),
            {"PATCH"},
            id="an-object",
        ),
        pytest.param(
            (
                "angular.module('shop').service('notes', function ($http) {\n"
                "  this.update = (id) => { return $http.put('http://localhost:5000/' + id, {}); };\n"
                "  this.archive = (id) => { return $http.patch('http://localhost:5000/' + id); };\n});\n",
                "angular.module('shop').controller('c', (notes) => notes.update(3));\n",
            ),
            {"PATCH"},
            id="a-service-of-angularjs",
        ),
        pytest.param(
            (
                "export default {\n"
                "  created() { fetch('http://localhost:5000/notes', { method: 'PUT' }); },\n"
                "  methods: { save() { fetch('http://localhost:5000/notes', { method: 'PATCH' }); } },\n};\n",
            ),
            set(),
            id="a-component",
        ),
    ],
)
def test_unused(texts: tuple[str, ...], expected: set[str]) -> None:
    """By name alone, and only where the code itself makes or names what has the method."""
    assert unused(*texts) == expected
