"""A WebKitGTK view that opens one page after the other; a program for the system's own Python.

    xvfb-run -a /usr/bin/python3 webkit_view.py PROFILE

It reads a page's URL from each line of standard input. To standard error WebKit itself writes what the
console shows, and after that comes a line `OUTCOME ` on standard output with what the page's `window.outcome`
came to, as JSON. The bindings (`python3-gi`) belong to the system's Python, so nothing of this project can be
imported here.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from typing import Any

_VERSIONS = {"Gtk": "3.0", "WebKit2": "4.1"}
# A rejection that nobody handles is reported in a task after the one that decided the outcome.
_OUTCOME = """
const outcome = await window.outcome;
await new Promise((done) => setTimeout(done));
return outcome;
"""


class View:
    """One web view for each page, with a profile of its own on disk, since a private one prints nothing."""

    def __init__(self, profile: str) -> None:
        gi = import_module("gi")
        for name, version in _VERSIONS.items():
            gi.require_version(name, version)
        self._gtk: Any = import_module("gi.repository.Gtk")
        self._glib: Any = import_module("gi.repository.GLib")
        self._webkit: Any = import_module("gi.repository.WebKit2")
        self._profile = profile
        self._window = self._gtk.OffscreenWindow()

    def run(self) -> None:
        """Opens pages until standard input ends."""
        self._glib.idle_add(self._next)
        self._gtk.main()

    def _next(self) -> bool:
        line = sys.stdin.readline()
        if line:
            self._open(line.strip())
        else:
            self._gtk.main_quit()
        return False

    def _open(self, url: str) -> None:
        folder = tempfile.mkdtemp(dir=self._profile)
        data = self._webkit.WebsiteDataManager(base_data_directory=folder, base_cache_directory=folder)
        # It knows no authority of ours; what it makes of a bad certificate is no matter of these tests.
        data.set_tls_errors_policy(self._webkit.TLSErrorsPolicy.IGNORE)
        context = self._webkit.WebContext(website_data_manager=data)
        context.set_cache_model(self._webkit.CacheModel.DOCUMENT_VIEWER)
        view = self._webkit.WebView(web_context=context)
        view.get_settings().set_enable_write_console_messages_to_stdout(True)
        view.connect("load-changed", self._on_load_changed)
        self._window.add(view)
        self._window.show_all()
        view.load_uri(url)

    def _on_load_changed(self, view: Any, event: Any) -> None:
        if event == self._webkit.LoadEvent.FINISHED:
            view.call_async_javascript_function(_OUTCOME, -1, None, None, None, None, self._on_outcome)

    def _on_outcome(self, view: Any, result: Any) -> None:
        outcome = view.call_async_javascript_function_finish(result)
        print("OUTCOME", outcome.to_json(0), flush=True)
        self._window.remove(view)
        view.destroy()
        self._glib.idle_add(self._next)


if __name__ == "__main__":
    View(sys.argv[1]).run()
