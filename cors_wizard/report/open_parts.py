"""The question for what is left of the page's request: its parts, with the guesses filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.what_if import are_read_and_listed
from cors_wizard.frozen import dataclass
from cors_wizard.masking import mask_text, mask_value

if TYPE_CHECKING:
    from cors_wizard.diagnosis import Diagnosis

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_LABELS = {
    "method": "the request's method",
    "request_headers": "the headers that your code adds, with commas between them",
    "credentials": "whether the call sends cookies (`credentials: 'include'`, `withCredentials: true`)",
}
_WORDS = {
    "cause": "the cause",
    "verdict": "what the browser decides",
    "fix": "the fix",
}


@dataclass(frozen=True)
class OpenPart:
    """One part of the request that nothing shows."""

    fact: str
    label: str
    """Inline Markdown."""
    guess: str | tuple[str, ...]
    options: tuple[str, ...]
    """What it may be; empty where any value can be given."""
    matters: bool
    """Whether its value is seen to change how the diagnosis ends."""

    @property
    def example(self) -> str:
        """The option of the command line that gives it."""
        if self.fact == "credentials":
            return "--fact credentials=include"
        value = ",".join(self.guess) if isinstance(self.guess, tuple) else self.guess
        return f"--fact {self.fact}={value or 'Authorization,Content-Type'}"


def open_parts(diagnosis: Diagnosis) -> tuple[OpenPart, ...]:
    """The parts to ask for; empty where no question is open."""
    return tuple(_parts(diagnosis)) if diagnosis.open_request else ()


def what_differs(diagnosis: Diagnosis) -> str:
    """One sentence on what the answer changes; empty where no question is open."""
    opened = diagnosis.open_request
    if opened is None:
        return ""
    return f"The answer changes {' and '.join(_WORDS[each] for each in opened.changes)}."


def _parts(diagnosis: Diagnosis) -> Iterator[OpenPart]:
    request, opened = diagnosis.request, diagnosis.open_request
    assert opened is not None
    seen = {
        "method": (request.method.value, METHODS),
        "request_headers": (request.headers.value, ()),
        "credentials": (request.credentials.value, ("same-origin", "include", "omit")),
    }
    for name in diagnosis.assumed:
        if name == "request_headers" and name not in opened.parts and are_read_and_listed(diagnosis):
            continue
        value, options = seen[name]
        guess = mask_value(value) if isinstance(value, tuple) else mask_text(str(value or ""))
        assert not isinstance(guess, int)
        yield OpenPart(name, _LABELS[name], guess, options, name in opened.parts)
