"""The table is large enough, and its JavaScript is JavaScript: Node.js parses it."""

from __future__ import annotations

import json
import subprocess

from cors_wizard.page_code.page_files import is_script_template
from tests.page_code.snippets import cases

_PARSE = """
const vm = require('node:vm');
const files = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const wrong = {};
for (const [name, code] of Object.entries(files)) {
  try { new vm.SourceTextModule(code); } catch (asModule) {
    try { new vm.Script(code); } catch (asScript) { wrong[name] = [asModule.message, asScript.message]; }
  }
}
console.log(JSON.stringify(wrong));
"""
_BROKEN = "nothing: broken code"
"""The one case that is not meant to parse."""


def test_there_are_enough_of_both() -> None:
    """At least 150 in which calls have to be found, and 30 in which none may be."""
    found = [bool(case.expected) for case in cases()]
    assert found.count(True) >= 150
    assert found.count(False) >= 30


def test_the_javascript_parses() -> None:
    """Node.js takes every `.js` file, as a module or as a script; templates for one aren't code yet."""
    files = {
        f"{case.name}: {file.path}": file.text
        for case in cases()
        for file in case.files
        if file.path.endswith((".js", ".mjs")) and case.name != _BROKEN and not is_script_template(file.path)
    }
    assert len(files) > 200
    command = ("node", "--experimental-vm-modules", "--no-warnings", "-e", _PARSE)
    done = subprocess.run(command, input=json.dumps(files), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {}
