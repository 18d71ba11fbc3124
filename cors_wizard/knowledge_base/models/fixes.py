"""The files of fixes: steps with code, and what is done to the user's own files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Annotated, Literal

from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.models.nodes import NextTry
from cors_wizard.knowledge_base.models.words import (
    NOT_EMPTY,
    Checked,
    Grade,
    Id,
    Language,
    Model,
    Prose,
    Rule,
    Sentence,
    When,
)


@dataclass(frozen=True, kw_only=True)
class Code(Model):
    """A block of code; `{{ placeholders }}` are quoted as literals of its language."""

    language: Language
    filename: str = ""
    beside_app: bool = False
    """It stands right after the line that makes the app: indented where that is in a factory."""
    text: Annotated[str, NOT_EMPTY]


@dataclass(frozen=True, kw_only=True)
class SharedStep(Model):
    """A step that many fixes have: `steps/<id>.toml`; a fix names it with `use`."""

    id: Id
    text: Sentence
    when: When = field(default_factory=dict)
    """It is left out where this does not hold, unless the fix gives a condition of its own."""
    where: str = ""
    code: Code | None = None


@dataclass(frozen=True, kw_only=True)
class Step(Model):
    """One step of a fix: what to do, and the code for it."""

    text: Prose = ""
    use: Id | None = None
    """The shared step that stands here, in place of a text and code of its own."""
    when: When = field(default_factory=dict)
    """The step is left out where this does not hold."""
    where: str = ""
    """The same in words, for the page that shows all steps: `on Python 3.8 and older`."""
    code: Code | None = None

    def filled_from(self, shared: Mapping[str, SharedStep]) -> Step:
        """The step with the text and code of the shared one that it names, if there is such a one."""
        named = shared.get(self.use or "")
        if named is None:
            return self
        when, where = self.when or named.when, self.where or named.where
        return replace(self, text=named.text, when=when, where=where, code=named.code)


def _text_or_name(step: Step) -> Step:
    if (step.use is None) == (not step.text) or (step.use is not None and step.code is not None):
        raise ValueError("a step has a text of its own, or names a shared one with `use`")
    return step


Steps = tuple[Annotated[Step, Checked(_text_or_name)], ...]
"""Steps as a file gives them; where one names a shared step, its text is filled in later."""


@dataclass(frozen=True, kw_only=True)
class Link(Model):
    """A reference to read on."""

    title: Sentence
    url: Annotated[str, Rule(pattern=r"^https://")]


Operation = Literal[
    "allow-request",
    "move-cross-origin-down",
    "silence-one-layer",
    "correct-import",
    "import-missing-names",
    "let-responses-pass",
    "let-options-pass",
    "leave-options-to-flask",
    "accept-both-slashes",
    "keep-talisman-from-redirecting",
    "allow-method-on-route",
    "allow-socketio-origin",
    "cover-raised-errors",
    "keep-one-setup",
    "put-code-beside-app",
    "send-scripts-no-redirect",
    "require-flask-cors",
    "proxy-passes-headers",
    "proxy-passes-options",
    "proxy-errors-carry-headers",
    "proxy-passes-the-path",
    "page-sends-credentials",
    "page-stores-the-login",
    "page-asks-with-cors",
    "page-sends-no-cors-headers",
    "page-adds-the-slash",
    "page-writes-one-slash",
    "page-spells-method",
    "page-calls-flasks-port",
    "page-uses-one-host",
    "page-calls-the-final-host",
    "page-asks-over-http",
    "page-asks-over-https",
    "allow-in-middleware",
    "page-fills-the-base-url",
    "page-loads-with-cors",
    "page-writes-the-whole-url",
    "page-calls-by-path",
    "page-sends-no-credentials",
    "allow-larger-bodies",
    "trust-the-host",
    "trust-the-proxy",
    "send-cookies-across-sites",
    "keep-cookies-on-their-host",
    "run-async-view",
    "allow-in-connect-src",
    "page-calls-the-route",
    "load-the-settings",
    "switch-https-off",
    "spare-this-machine",
    "leave-preflights-uncounted",
    "proxy-sends-with-files",
]
"""What a fix does to the user's own files; each is a function of `cors_wizard.changes`."""


@dataclass(frozen=True, kw_only=True)
class FileChange(Model):
    """One operation on the user's files."""

    do: Operation
    when: When = field(default_factory=dict)
    """It is left out where this does not hold."""
    title: str = ""
    """What it does, in words that are true of the diff alone; the fix's title where there is none."""
    left: str = ""
    """What is left to do by hand after it: Markdown."""


@dataclass(frozen=True, kw_only=True)
class Fix(Model):
    """One way to fix something: `fixes/<id>.toml`; several causes may name it."""

    id: Id
    title: Sentence
    when: When = field(default_factory=dict)
    """Where this way is the one to offer first."""
    only_where: When = field(default_factory=dict)
    """It is offered, first or among the others, nowhere but there."""
    steps: Annotated[Steps, NOT_EMPTY]
    opens: Sentence
    """What this opens, and to whom."""
    changes: tuple[FileChange, ...] = ()
    """What it does to the user's own files, in this order; empty where no file can do it."""
    grade: Grade
    flask: str = ""
    """Flask versions it was seen to work with, as `>=1.1,<3.2`; empty where Flask does not matter."""
    flask_cors: str = ""
    """flask-cors versions it was seen to work with; empty where it does not need flask-cors."""
    checked: str = ""
    """How it was seen to work, where no test of the project runs it."""
    verify: Steps = ()
    """How to see that it works, in place of what its cause says."""
    next: tuple[NextTry, ...] = ()
    """What to try when it did not help, ahead of what its cause says."""
    references: tuple[Link, ...] = ()
