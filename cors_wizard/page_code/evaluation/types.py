"""What TypeScript's own types of the project are, written out."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import Imported
from cors_wizard.page_code.sources.syntax import Syntax

_LONGEST = 2_000


_OR_NOTHING = " | undefined"


def written_at(parameter: Syntax) -> str:
    """The type that is written at a parameter or a property."""
    node = parameter.field("type")
    written = node.text.lstrip(": ").strip() if node is not None else ""
    return written + _OR_NOTHING if written and parameter.type == "optional_parameter" else written


def type_of(run: Run, parameter: Syntax) -> str:
    """What it comes to."""
    written = written_at(parameter)
    meant = written_out(run, written.removesuffix(_OR_NOTHING), parameter.file)
    return meant + _OR_NOTHING if written.endswith(_OR_NOTHING) else meant


def written_out(run: Run, name: str, file: str) -> str:
    """`Props` as what `interface Props {...}` or `type Props = ...` of the project says it is."""
    known = run.modules.types
    if name.isidentifier() and (file, name) not in known:
        known[file, name] = _declared(run, name, file)
    return known.get((file, name), name)


def _declared(run: Run, name: str, file: str) -> str:
    module = run.modules.at(file)
    given = module.scope.names.get(name)
    if isinstance(given, Imported):
        path = run.modules.resolver.resolve(given.specifier, given.importer)
        name, code = given.name, run.modules.code.get(path or "", b"")
    else:
        code = module.code
    declared = re.compile(
        rb"\b(?:interface\s+%b\b[^{;]{0,200}|type\s+%b\s*=\s*)(\{[^{}]*\}|[\w$| ]+)" % ((name.encode(),) * 2)
    )
    found = declared.search(code)
    meant = found[1][:_LONGEST].decode("utf-8", errors="replace").strip() if found else ""
    return meant or name
