"""Puts a fix in place exactly as the wizard hands it over, as a user would copy it."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cors_wizard.fixes import TailoredCode, TailoredFix
from tests.browsers.pages import PageRequest
from tests.knowledge.harness.proof import Placement, Proof
from tests.knowledge.harness.proxies import SETTINGS

_DEFAULT_PLACE = {
    "python": "app.py",
    "nginx": "nginx.conf",
    "apache": "apache.conf",
    "caddy": "Caddyfile",
    "javascript": "page",
    "shell": "shell",
    "http": "page-headers",
}


class CannotApply(AssertionError):
    """The fix does not fit into the proof: no marker, or a command that failed."""


_ONLY_SHOWS = ("curl", "lsof")
"""Commands that change nothing: what they show is shown by the proof itself."""

_ADDRESS = re.compile(r'"https?://[^"\s]*"')


@dataclass(frozen=True)
class Mended:
    """What a fix makes of a proof, beside the commands that it runs."""

    sources: dict[str, str]
    request: PageRequest
    script: str | None
    """The page's whole script, where the fix gives one."""
    page_headers: Mapping[str, str] = field(default_factory=dict)
    """Headers to send with the page itself, where the fix gives some."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables that the fix sets where Flask runs."""


def placed(proof: Proof, fix: TailoredFix) -> Iterator[tuple[TailoredCode, Placement]]:
    """Each block of code of the fix with its place."""
    overrides = {place.step: place for place in proof.placements if place.fix in ("", fix.id)}
    blocks = [step.code for step in fix.steps if step.code is not None]
    for number, code in enumerate(blocks, start=1):
        into = _DEFAULT_PLACE.get(code.language, "nowhere")
        # A step for a proxy is passed over by whoever has none.
        is_missing = into in SETTINGS and into not in proof.proxies
        default = Placement(number, "nowhere" if is_missing else into)
        yield code, overrides.get(number, default)


def paste(source: str, marker: str, blocks: list[str]) -> str:
    """The source with these blocks between `# MARKER: from here` and `# MARKER: to here` (or `//`)."""
    pattern = re.compile(
        rf"^ *(?:#|//) {re.escape(marker)}: from here\n.*?^ *(?:#|//) {re.escape(marker)}: to here\n",
        re.MULTILINE | re.DOTALL,
    )
    found = pattern.search(source)
    if found is None:
        raise CannotApply(f"There is no place marked {marker!r}.")
    return source[: found.start()] + "".join(blocks) + source[found.end() :]


def mended(proof: Proof, fix: TailoredFix, sources: Mapping[str, str], request: PageRequest) -> Mended:
    """The files and the page with the code of the fix in its places."""
    files = dict(sources)
    blocks: dict[tuple[str, str], list[str]] = {}
    script, headers, exported = None, dict[str, str](), dict[str, str]()
    for code, place in placed(proof, fix):
        if place.into in files:
            blocks.setdefault((place.into, place.marker), []).append(code.text)
        elif place.into == "page":
            request, script = _changed_page(code.text, request)
        elif place.into == "page-headers":
            pairs = (line.partition(":") for line in code.text.splitlines())
            headers |= {name: value.strip() for name, _, value in pairs}
        elif place.into == "environment":
            words = shlex.split(code.text.removeprefix("export "))
            exported |= dict(word.split("=", 1) for word in words)
        elif place.into not in ("shell", "nowhere"):
            raise CannotApply(f"The fix changes {place.into}, and {proof.id} has no such file.")
    for (name, marker), texts in blocks.items():
        files[name] = paste(files[name], marker, texts)
    return Mended(files, request, script, headers, exported)


def _changed_page(code: str, request: PageRequest) -> tuple[PageRequest, str | None]:
    """Client code goes in place of the page's `const url`, or of its whole script."""
    address = _ADDRESS.search(code)
    if address is None:
        raise CannotApply(f"The code for the page names no address: {code}")
    request = replace(request, url=json.loads(address[0]))
    return request, None if code.strip().startswith("const url =") else code


def run_commands(proof: Proof, fix: TailoredFix, folder: Path, python: Path) -> str | None:
    """Runs the commands of the fix; one that starts the app is returned instead, since it does not end."""
    start = None
    for code, place in placed(proof, fix):
        for line in code.text.splitlines() if place.into == "shell" else ():
            words = shlex.split(line, comments=True)
            if words[:1] == ["flask"] and "run" in words:
                start = line
            elif words and words[0] not in _ONLY_SHOWS:
                _run_command(line, folder, python)
    return start


def _run_command(line: str, folder: Path, python: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode != 0:
        raise CannotApply(f"{line!r} failed:\n{done.stdout}{done.stderr}")


_MARK = re.compile(r"^ *(?:#|//) [\w-]+: (?:from|to) here\n", re.MULTILINE)


def remove_marks(folder: Path) -> None:
    """Takes out the lines that tell where a fix goes, as no project of a user has them."""
    for path in folder.rglob("*"):
        # A proof's own virtual environment holds programs, and links to the Python that runs the tests.
        if path.suffix in (".py", ".conf", "") and ".venv" not in path.parts and path.is_file():
            path.write_text(_MARK.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
