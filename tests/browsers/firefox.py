"""Firefox, driven through Marionette; what it says about CORS is read from `Services.console`."""

from __future__ import annotations

import atexit
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.browsers.certificates import certificate
from tests.browsers.driver import PUBLIC_ADDRESS, BrowserError, Engine, PageRun, end_process, find_browser
from tests.browsers.marionette import Marionette

_PREFERENCES: dict[str, int | bool | str] = {
    "marionette.port": 0,
    # Nothing may be answered from a cache that an earlier page filled.
    "browser.cache.disk.enable": False,
    "browser.cache.memory.enable": False,
    # Files are no friends of one another, as for any user; Marionette would make them so.
    "security.fileuri.strict_origin_policy": True,
    # No calls home: they only cost time.
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
_FLAGS = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")

_OUTCOME = """
const done = arguments[0];
// An unhandled rejection is reported in a task after the one that decided the outcome.
window.outcome.then((result) => setTimeout(() => done(result)));
"""
# The parent process knows the messages too, but no longer which window they are of, nor which are rejections.
_IN_CONTENT_PROCESS = """
const page = content.windowGlobalChild.innerWindowId;
sendAsyncMessage("console-of-page", Services.console.getMessageArray()
  .filter((message) => message instanceof Ci.nsIScriptError && message.innerWindowID === page)
  .map((error) => (error.isPromiseRejection ? "Uncaught (in promise) " : "") + error.errorMessage));
"""
_CONSOLE = """
const [script, done] = arguments;
const messages = gBrowser.selectedBrowser.messageManager;
messages.addMessageListener("console-of-page", function take(message) {
  messages.removeMessageListener("console-of-page", take);
  done(message.data);
});
messages.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(script), false);
"""
# Cookies, storage and service workers, caches with the preflights, HSTS, logins, permissions.
_FORGET = """
const [done] = arguments;
const {CLEAR_ALL} = Ci.nsIClearDataService;
Services.clearData.deleteData(CLEAR_ALL, () => done());
"""

# The names of the internet that the pages use, and the one authority to trust.
_OUTSIDE_WORLD = """
const [authority, address, done] = arguments;
Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).addCertFromBase64(authority, "C,,");
const names = Cc["@mozilla.org/network/native-dns-override;1"].getService(Ci.nsINativeDNSResolverOverride);
for (const name of ["app.example.com", "api.example.com"]) names.addIPOverride(name, address);
done();
"""


class Firefox:
    """One running Firefox."""

    engine: Engine = "firefox"

    def __init__(self) -> None:
        program = find_browser("firefox-esr", "firefox")
        self._profile = tempfile.TemporaryDirectory(prefix="cors-wizard-firefox-", ignore_cleanup_errors=True)
        home = Path(self._profile.name)
        (home / "user.js").write_text("".join(_preference_lines()), encoding="utf-8")
        self._process = subprocess.Popen(
            [program, *_FLAGS, "--profile", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(home), "MOZ_REMOTE_ALLOW_SYSTEM_ACCESS": "1"},
        )
        # Unlike Chromium, it does not notice that whoever drove it is gone.
        atexit.register(end_process, self._process)
        self._marionette = Marionette(self._port())
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()
        self._marionette.script("chrome", _OUTSIDE_WORLD, certificate().authority, PUBLIC_ADDRESS)

    def _port(self) -> int:
        said = []
        for line in self._output():
            said.append(line)
            if "Marionette" in line and "Listening on port" in line:
                return int(line.rsplit(" ", 1)[1])
        raise BrowserError(f"Firefox ended before it listened: {' '.join(said)}")

    def _output(self) -> Iterator[str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.decode(errors="replace").strip()

    def _drain(self) -> None:
        for _ in self._output():
            pass

    def run(self, page_url: str) -> PageRun:
        """Opens the page in a tab of its own, with nothing that an earlier page left."""
        call, script = self._marionette.call, self._marionette.script
        script("chrome", _FORGET)
        call("Marionette:SetContext", {"value": "content"})
        first = call("WebDriver:GetWindowHandle")["value"]
        tab = call("WebDriver:NewWindow", {"type": "tab"})["handle"]
        call("WebDriver:SwitchToWindow", {"handle": tab})
        call("WebDriver:Navigate", {"url": page_url})
        result: dict[str, Any] = script("content", _OUTCOME)
        console = tuple(script("chrome", _CONSOLE, _IN_CONTENT_PROCESS))
        call("Marionette:SetContext", {"value": "content"})
        call("WebDriver:CloseWindow")
        call("WebDriver:SwitchToWindow", {"handle": first})
        return PageRun(console, result)

    def close(self) -> None:
        """Ends Firefox and removes its profile."""
        self._marionette.close()
        end_process(self._process)
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._profile.cleanup()


def _preference_lines() -> Iterator[str]:
    for name, value in _PREFERENCES.items():
        shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
        yield f'user_pref("{name}", {shown});\n'
