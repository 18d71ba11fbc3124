"""What a report says, as plain frozen data with secrets masked; renderers only arrange it.

Texts are of two kinds: inline Markdown that came from knowledge files (values are in code spans already),
and plain text from outside, which a renderer has to escape. Each field says which it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.decision_tree import Certainty
    from cors_wizard.diagnosis import Status
    from cors_wizard.facts import Source
    from cors_wizard.probe.outcome import Outcome
    from cors_wizard.report.brief_exchange import BriefLine
    from cors_wizard.report.document import Block
    from cors_wizard.report.request_lines import RequestLine
    from cors_wizard.report.timeline import Entry
    from cors_wizard.report.verification import Verification


@dataclass(frozen=True)
class ReportMessage:
    """One console message that was recognized; plain text, but `says` is ours."""

    engine: str
    line: int
    text: str
    says: str
    times: int = 1


@dataclass(frozen=True)
class ReportFact:
    """One fact; plain text."""

    name: str
    value: str
    source: Source
    evidence: str


@dataclass(frozen=True)
class ReportStep:
    """One step of a fix: inline text, and code as it is to be copied."""

    text: str
    language: str = ""
    filename: str = ""
    code: str = ""
    to_check: str = ""


@dataclass(frozen=True)
class ReportFix:
    """One fix; inline text."""

    title: str
    steps: tuple[ReportStep, ...]
    opens: str
    grade: str
    verify: tuple[ReportStep, ...]


@dataclass(frozen=True)
class ReportChange:
    """A change to one of the user's files; plain text."""

    path: str
    kind: str
    diff: str
    keeps: tuple[str, ...]
    removes: tuple[tuple[str, str], ...]
    """What goes, and why."""


@dataclass(frozen=True)
class OpenQuestion:
    """The question that is still open; inline text, and the fact that answers it."""

    text: str
    why: str
    how: str
    command: str
    """Plain text, for a shell."""
    fact: str
    options: tuple[tuple[str, str], ...]
    """Value and label of each answer."""
    script: str = ""
    """Plain text, for the browser's console."""
    parts: tuple[tuple[str, str], ...] = ()
    """Where several facts are asked for: the option that gives each, and what it is."""
    changes: str = ""
    """What the answer changes."""


@dataclass(frozen=True)
class Report:
    """Everything that a report says."""

    status: Status
    title: str
    """Inline text, as are all fields of type str or list of str below, unless they say otherwise."""
    cause: str = ""
    """The cause's id; empty where none was concluded."""
    summary: str = ""
    said: str = ""
    """What lines of a log, or beside the browser's, mean that name the cause."""
    why: str = ""
    certainty: Certainty | None = None
    """How sure the conclusion is: a word, not inline text."""
    look: str = ""
    """What would prove the conclusion or rule it out."""
    contradictions: tuple[str, ...] = ()
    """What does not fit together among the facts."""
    evidence: tuple[str, ...] = ()
    messages: tuple[ReportMessage, ...] = ()
    looks_like: str = ""
    """For a text without a message: what it seems to be."""
    request: tuple[RequestLine, ...] = ()
    page_calls: tuple[str, ...] = ()
    """Each call of the page to this API, and whether it passes now and after the fix; plain text."""
    request_notes: tuple[str, ...] = ()
    """Where message, page code and view don't agree; plain text."""
    facts: tuple[ReportFact, ...] = ()
    timeline: tuple[Entry, ...] = ()
    """Plain text."""
    brief: tuple[BriefLine, ...] = ()
    """The same in at most four lines; plain text."""
    browser_texts: tuple[tuple[str, str], ...] = ()
    """Engine and the sentence that it prints; plain text."""
    fix: ReportFix | None = None
    location: tuple[str, ...] = ()
    """The line of the user's files that is at fault, its faulty part underlined; may be empty."""
    changes: tuple[ReportChange, ...] = ()
    """What the fix does to the user's files; where there are none, its steps tell."""
    no_diff: str = ""
    """Why the user's files stay as they are, where the project was read and could change; one sentence."""
    by_hand: tuple[tuple[str, str], ...] = ()
    """What is left to do beside the changes: inline text, and the command in plain text or nothing."""
    other_fixes: tuple[ReportFix, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    """Id and title of each further cause."""
    other_requests: tuple[tuple[str, str], ...] = ()
    """Each other failing request of the paste, and what becomes of it; plain text."""
    requests_left_out: int = 0
    """How many more failing requests the paste has."""
    next: tuple[str, ...] = ()
    """What to try if it did not help."""
    often_said: tuple[tuple[str, str], ...] = ()
    """Popular claims about this cause that lead astray, each with what is true."""
    question: OpenQuestion | None = None
    candidates: tuple[tuple[str, str, str], ...] = ()
    """Id, title and deciding look of what is possible, as long as nothing is proven, likeliest first."""
    rare_candidates: tuple[tuple[str, str, str], ...] = ()
    """The same for what few people meet."""
    warnings: tuple[tuple[str, str], ...] = ()
    """Title and text of what is unsafe though nothing fails."""
    has_project: bool = False
    """Whether the user's project was read."""
    notes: tuple[str, ...] = ()
    """What was not read of the paste and of the project; plain text."""
    unread: tuple[str, ...] = ()
    """Those of them that may matter: code that isn't Python 3, limits that were reached."""
    verification: Verification | None = None
    outcome: Outcome | None = None
    """For whom it works now; None where nothing was probed."""
    layers: tuple[Block, ...] = ()
    """What differs between the proxy and the server behind it, and which layer is guilty."""
