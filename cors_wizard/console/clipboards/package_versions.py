"""The versions of Flask's packages in a paste: `pip list`, `pip freeze`, `pip show`."""

from __future__ import annotations

import re

from cors_wizard.console.clipboards.copied import Copied, copied
from cors_wizard.console.reading import MOST_OF_PROSE

_FACTS = {
    "flask": "flask_version",
    "flask-cors": "flask_cors_version",
    "werkzeug": "werkzeug_version",
}
_LINE = re.compile(
    r"^[ \t>|]{0,8}(?:Name:[ \t]{1,4})?(flask|flask[-_]cors|werkzeug)(?:[ \t]{0,3}==[ \t]{0,3}|[ \t]{1,40}"
    r"|\r?\nVersion:[ \t]{1,4})([0-9]{1,4}(?:\.[0-9]{1,6}){1,3})[ \t\r]*$",
    re.IGNORECASE | re.MULTILINE,
)

_WANTED = re.compile(r"\bfor[\s>|]*\Z", re.IGNORECASE)
"""The end of pip's sentence about a version that it can't find, broken before the name."""


def read_package_versions(text: str) -> Copied | None:
    """The versions that such lines name; None where the paste has none."""
    found: dict[str, str] = {}
    for line in _LINE.finditer(text[:MOST_OF_PROSE]):
        if _WANTED.search(text, max(0, line.start() - 40), line.start()):
            continue
        name, version = line.groups()
        found.setdefault(_FACTS[name.lower().replace("_", "-")], version)
    return copied("versions of packages", found.items()) if found else None
