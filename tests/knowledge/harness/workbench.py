"""One proof on loopback: the broken app, what stands around it, the page, the restart after the fix."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

from cors_wizard.fixes import TailoredFix
from tests.browsers.certificates import certificate
from tests.browsers.driver import Browser, PageRun
from tests.browsers.pages import PageRequest, PageServer, page_html
from tests.knowledge.harness.apply_fix import mended, run_commands
from tests.knowledge.harness.proof import Ports, Proof
from tests.knowledge.harness.proxies import start_proxies
from tests.knowledge.harness.servers import Server, start_flask, start_program

_NOT_OF_THE_APP = ("proof.toml", "edited", "after", "__pycache__")
"""What a proof's folder holds beside the app itself."""
_BINARY = (".png", ".ico", ".woff2", ".pyc")

TELL = "window.outcome.then((seen) => parent.postMessage([location.href, seen.readable], '*'));"
"""A frame says what became of its request."""
FRAMES = """
const own = window.outcome;
window.outcome = (async () => {
  const result = await own;
  const waiting = new Map(FRAMES.map(([origin, url]) => [url, origin]));
  const strangers = await new Promise((done) => {
    const readers = [];
    window.addEventListener("message", ({ data: [url, readable] }) => {
      if (readable) readers.push(waiting.get(url));
      if (waiting.delete(url) && !waiting.size) done(readers);
    });
    for (const url of waiting.keys()) {
      document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
    }
  });
  return { ...result, strangers };
})();
"""
"""The page waits for its own outcome, then for that of every frame."""


class Workbench:
    """A copy of a proof's folder with free ports in it, and the programs that run in it."""

    def __init__(self, proof: Proof, pages: PageServer, folder: Path, *, serves_app: bool = True) -> None:
        self.proof = proof
        self._serves_app = serves_app
        self.folder = folder
        self._pages = pages
        self.origin = "null" if proof.page == "file" else self._open_origin(proof.page)
        self.ports = Ports.free(self.origin)
        self.request = self._here(proof.request)
        self.running: list[Server] = []
        self._script = self.ports.here(proof.script) or None
        self._page_headers = {name: self.ports.here(value) for name, value in proof.page_headers.items()}
        self._run = self.ports.here(proof.run)
        self._environment = {name: self.ports.here(value) for name, value in proof.environment.items()}
        self._around = ExitStack()
        self._copy()
        self.python = self._python()

    def _open_origin(self, origin: str, port: int = 0) -> str:
        scheme, _, rest = origin.partition("://")
        host = rest.partition(":")[0]
        return self._pages.new_origin(host, scheme=scheme, port=port, scripts=self.folder)

    def _here(self, request: PageRequest) -> PageRequest:
        return replace(request, url=self.ports.here(request.url))

    def _copy(self) -> None:
        if self.proof.proxies:
            shutil.copy(certificate().chain, self.folder / "server.pem")
            shutil.copy(certificate().key, self.folder / "server.key")
        self._copy_from(self.proof.folder)

    def _copy_from(self, folder: Path) -> None:
        for path in folder.rglob("*"):
            name = path.relative_to(folder)
            if path.is_dir() or name.parts[0] in _NOT_OF_THE_APP:
                continue
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.write_text(self.ports.here(path.read_text(encoding="utf-8")), encoding="utf-8")
            except UnicodeDecodeError:
                shutil.copy(path, target)

    def _python(self) -> Path:
        if self.proof.packages == "all":
            return Path(sys.executable)
        home = self.folder / ".venv"
        venv.create(home, with_pip=True)
        python = home / "bin" / "python"
        as_required = self.proof.packages == "as-required"
        wanted = ("-r", str(self.proof.folder / "requirements.txt")) if as_required else ("flask",)
        subprocess.run([python, "-m", "pip", "install", "-qq", *wanted], check=True, timeout=300)
        return python

    def __enter__(self) -> Self:
        other = self.folder / "other_program.py"
        if other.exists():
            server = start_program(other, self.ports.flask, Path(sys.executable))
            self._around.callback(server.close)
        self._start()
        if self.proof.edited:
            self._copy_from(self.proof.folder / "edited")
        return self

    def __exit__(self, *_args: object) -> None:
        self._stop()
        self._around.close()

    def _start(self) -> None:
        if self._serves_app:
            self.running.append(self._flask())
        self.running += start_proxies(self.folder)

    def _flask(self) -> Server:
        debug, environment = self.proof.debug, self._environment
        return start_flask(self._run, self.folder, self.python, debug=debug, environment=environment)

    def _stop(self) -> None:
        while self.running:
            self.running.pop().close()

    def restart(self) -> None:
        """Starts the app and its proxies again, with the files as they are now."""
        self._stop()
        self._start()

    def open_page(self, browser: Browser, origin: str | None = None) -> PageRun:
        """Opens the page (of this origin, else of the proof's own) in a real browser."""
        where, content = origin or self.origin, self._script or self.request
        if where != "null":
            return browser.run(self._pages.page(where, content, self._page_headers))
        file = self.folder / "page.html"
        file.write_text(page_html(content), encoding="utf-8")
        return browser.run(file.as_uri())

    def page_with_strangers(self) -> str:
        """The page, which tells beside its outcome the origins of the frames that could read the response.

        Each frame is a page elsewhere that makes the same request.
        """
        frames = json.dumps(list(self.strangers.items()))
        script = f"{self._content()}\n{FRAMES.replace('FRAMES', frames)}"
        return self._pages.page(self.origin, script, self._page_headers)

    @cached_property
    def strangers(self) -> dict[str, str]:
        """Pages elsewhere that make the same request and tell the page around them, by their origins."""
        script = f"{self._content()}\n{TELL}"
        pages = stranger_pages(self._pages, self.origin, script, self._page_headers, self.folder)
        return {
            "null" if name == "null" else url[: url.index("/", url.index("://") + 3)]: url
            for name, url in pages.items()
        }

    def _content(self) -> str:
        return self._script or self.request.script()

    def foreign_origin(self) -> str:
        """Another origin that serves the same page."""
        return self._pages.new_origin("localhost", scripts=self.folder)

    def sources(self) -> dict[str, str]:
        """The files of the proof that a fix can change, as they are now, by their paths in it."""
        names = (path.relative_to(self.proof.folder) for path in self.proof.folder.rglob("*"))
        ours = ((str(name), self.folder / name) for name in names if name.suffix not in _BINARY)
        return {name: path.read_text(encoding="utf-8") for name, path in ours if path.is_file()}

    def mend(self, fix: TailoredFix) -> None:
        """Puts the fix in place as it was handed over, and starts the app again."""
        fix = _at_ports(fix, self.ports)
        result = mended(self.proof, fix, self.sources(), self.request)
        for name, text in result.sources.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        if self.proof.played:
            self._copy_from(self.proof.folder / "after")
        # A script of the page's own keeps all but the address, unless the fix gives it anew.
        kept = self._script and self._script.replace(self.request.url, result.request.url)
        self.request, self._script = result.request, result.script or kept
        if self.proof.request_after:
            self.request = self._here(self.proof.request_after)
        self._page_headers |= result.page_headers
        self._environment |= result.environment
        if self.proof.page_after:
            self.origin = self._open_origin(self.proof.page_after, self.ports.page)
        self._run = run_commands(self.proof, fix, self.folder, self.python) or self._run
        self._stop()
        self._start()


def stranger_pages(
    pages: PageServer, origin: str, content: PageRequest | str, headers: Mapping[str, str], scripts: Path
) -> dict[str, str]:
    """Pages that are not of this origin and make the same request, by what is wrong with them.

    The page's own port answers to every name of this computer, so that only the name is another one; in
    a sandbox a page has no origin at all.
    """
    foreign = pages.new_origin("localhost", scripts=scripts)
    boxed = {**headers, "Content-Security-Policy": "sandbox allow-scripts"}
    own = pages.page(origin, content, headers)
    host = own.partition("://")[2].partition(":")[0]
    name, other = ("localhost", "localhost") if host == "127.0.0.1" else (host, "127.0.0.1")
    return {
        "another-name": own.replace(host, other, 1),
        "subdomain": own.replace(host, f"evil.{name}", 1),
        "suffix": own.replace(host, f"{name}.localhost", 1),
        "null": pages.page(origin, content, boxed),
        "another-port": pages.page(foreign, content, headers),
    }


def _at_ports(fix: TailoredFix, ports: Ports) -> TailoredFix:
    """The fix with the ports of this run, where it names one that people use."""
    steps = (
        replace(step, code=replace(step.code, text=ports.here(step.code.text))) if step.code else step
        for step in fix.steps
    )
    return replace(fix, steps=tuple(steps))
