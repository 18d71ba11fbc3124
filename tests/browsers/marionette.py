"""Marionette, Firefox's own remote protocol: `length:[0, id, command, parameters]` over a socket.

WebDriver and BiDi never see what Firefox says about CORS; Marionette can run a script in the chrome context,
where `Services.console` has every word.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any

from tests.browsers.driver import PATIENCE, BrowserError


class Marionette:
    """One connection with one session."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._last_id = 0
        self._read()  # The server greets first.
        self.call("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"pageLoadStrategy": "eager"}}})
        self.call("WebDriver:SetTimeouts", {"script": int(PATIENCE * 1000)})

    def call(self, command: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Sends a command and returns its result."""
        self._last_id += 1
        text = json.dumps([0, self._last_id, command, parameters or {}]).encode()
        self._socket.sendall(b"%d:%b" % (len(text), text))
        _, _, error, result = self._read()
        if error is not None:
            raise BrowserError(f"{command}: {error.get('message', error)}")
        return result

    def script(self, context: str, body: str, *arguments: Any) -> Any:
        """Runs a script in the context `content` or `chrome`; its last argument takes the result."""
        self.call("Marionette:SetContext", {"value": context})
        answer = self.call("WebDriver:ExecuteAsyncScript", {"script": body, "args": list(arguments)})
        return answer["value"]

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            character = self._stream.read(1)
            if not character:
                raise BrowserError("Firefox closed the connection.")
            length += character
        return json.loads(self._stream.read(int(length[:-1])))

    def close(self) -> None:
        """Closes the connection."""
        self._stream.close()
        self._socket.close()
