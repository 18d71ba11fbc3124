"""What Flask prints when it starts: `* Running on http://127.0.0.1:5001`."""

from __future__ import annotations

import re

from cors_wizard.console.clipboards.copied import Copied, copied

_RUNNING = re.compile(
    r"\bRunning on (?:all addresses|(?:local URL: {0,4})?https?://(?P<host>[\w.-]{1,100}"
    r"|\[[0-9a-f:]{2,40}\]):(?P<port>[0-9]{2,5}))"
)
_ANY_HOST = re.compile(r"0\.0\.0\.0|127\.[0-9.]{1,12}|localhost|\[::1?\]")


def read_flask_banner(text: str) -> Copied | None:
    """The port that the app listens on; nothing where two are named."""
    found = [each for each in _RUNNING.finditer(text) if each["host"] and _ANY_HOST.fullmatch(each["host"])]
    ports = {int(each["port"]) for each in found}
    if len(ports) != 1:
        return None
    return copied("what Flask prints at its start", [("run_port", ports.pop()), ("app_listens", "yes")])
