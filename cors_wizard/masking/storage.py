"""What is kept on disk of a paste: less than what is shown, since nothing is to be read there by anybody."""

from __future__ import annotations

import re

from cors_wizard.masking.names import MASK
from cors_wizard.masking.text import mask_text

_BODY_OF_A_HAR = re.compile(r"(\"text\"\s{0,9}:\s{0,9}\")(?:[^\"\\]|\\.)*+(?=\")")
_BODY_OF_A_COMMAND = re.compile(
    r"((?:^|\s)(?:--data(?:-raw|-binary|-ascii|-urlencode)?|-d|--json|-F|--form|--body-data|--post-data)"
    r"[ =]{1,3}\$?)"
    r"(?:\"(?:[^\"\\]|\\.)*+\"|'[^']*+'|[^\s\"']{1,20000}+)",
    re.MULTILINE,
)
_BODY_OF_A_CALL = re.compile(
    r"((?<![\w.])[\"']?body[\"']?\s{0,3}:\s{0,3})(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')"
)


def mask_for_storage(text: str) -> str:
    """The text without its secrets, and without the bodies of requests and responses: no check reads them."""
    if '"entries"' in text:
        text = _BODY_OF_A_HAR.sub(rf"\1{MASK}", text)
    text = _BODY_OF_A_COMMAND.sub(rf"\1'{MASK}'", text)
    text = _BODY_OF_A_CALL.sub(rf'\1"{MASK}"', text)
    return mask_text(text)
