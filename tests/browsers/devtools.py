"""The DevTools protocol over a pipe: JSON messages, each ended by a zero byte."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.browsers.driver import PATIENCE, BrowserError, end_process

# Chromium reads commands from descriptor 3 and writes to 4. A small child puts them there: dash, which
# could do it too, knows descriptors of one digit only.
_PUT_ON_3_AND_4 = (
    "import os, sys; from fcntl import F_DUPFD, fcntl; "
    "read, write = (fcntl(int(n), F_DUPFD, 10) for n in sys.argv[1:3]); "
    "os.dup2(read, 3); os.dup2(write, 4); os.execv(sys.argv[3], sys.argv[3:])"
)

OnEvent = Callable[[str, dict[str, Any]], None]


class DevToolsPipe:
    """A browser process and the two pipes to it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], on_event: OnEvent) -> None:
        commands_out, self._commands = os.pipe()
        self._messages, messages_in = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PUT_ON_3_AND_4, str(commands_out), str(messages_in), *command],
            pass_fds=(commands_out, messages_in),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        os.close(commands_out)
        os.close(messages_in)
        self._on_event = on_event
        self._unread = b""
        self._last_id = 0
        self._answers: dict[int, dict[str, Any]] = {}

    def call(self, method: str, params: Mapping[str, Any] | None = None, session: str = "") -> dict[str, Any]:
        """Sends a command and returns its result; events that come meanwhile go to the listener."""
        self._last_id += 1
        command: dict[str, Any] = {"id": self._last_id, "method": method, "params": params or {}}
        if session:
            command["sessionId"] = session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while self._last_id not in self._answers:
            self.receive()
        answer = self._answers.pop(self._last_id)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error'].get('message', answer['error'])}")
        result: dict[str, Any] = answer["result"]
        return result

    def receive(self) -> None:
        """Reads one message: an answer is kept, an event goes to the listener."""
        message = json.loads(self._read_message())
        if "id" in message:
            self._answers[message["id"]] = message
        else:
            self._on_event(message["method"], message)

    def _read_message(self) -> bytes:
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._messages], [], [], PATIENCE)
            data = os.read(self._messages, 1 << 16) if ready else b""
            if not data:
                reason = "ended" if ready else "did not answer"
                raise BrowserError(f"The browser {reason}: {self._process.args!r}")
            self._unread += data
        message, _, self._unread = self._unread.partition(b"\0")
        return message

    def close(self) -> None:
        """Ends the browser."""
        os.close(self._commands)
        os.close(self._messages)
        end_process(self._process)
