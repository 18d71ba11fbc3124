"""The knowledge files as models: frozen, and every unknown key is an error.

Each file under `knowledge/` is of one of seven kinds: console messages, nodes (of the decision
tree), causes and stops (its ends), fixes (ways to fix that causes name), cautions (what is unsafe although
nothing fails) and versions. Beside them `cause-ids.toml` lists the ids that are taken for good.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from cors_wizard.facts import Symptom


class Model(BaseModel):
    """Base of all knowledge models."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_or_many(raw: object) -> object:
    return (raw,) if isinstance(raw, str) else raw


_ONE_OR_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A stable kebab-case id; equal to the file's stem where the file holds one thing."""
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Prose = Annotated[str, StringConstraints(strip_whitespace=True)]
"""Markdown, with `{{ fact }}` placeholders where the text is shown for one diagnosis."""
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Goto = Annotated[str, StringConstraints(pattern=r"^(node|cause|stop):[a-z0-9-]+$")]
"""Where a branch leads: `node:ID`, `cause:ID` or `stop:ID`."""
EndGoto = Annotated[str, StringConstraints(pattern=r"^(cause|stop):[a-z0-9-]+$")]
"""An end of the tree: `cause:ID` or `stop:ID`."""
Patterns = Annotated[
    tuple[str, ...], BeforeValidator(_one_or_many), Field(min_length=1), WithJsonSchema(_ONE_OR_MANY)
]
"""Values of a fact; conditions.py lists the patterns."""
When = dict[FactName, Patterns]
"""A condition: every fact named has one of its patterns."""
Provider = Literal["pasted", "probe", "scan", "question"]
Engine = Literal["chromium", "firefox", "webkit", "edgehtml", "javascript", "server"]
Shown = Annotated[
    str,
    StringConstraints(
        pattern=r"^(claim|proof|exchange):[A-Za-z0-9.-]+$|^test:[a-z0-9_/]+\.py::[a-z0-9_]+$|^https://"
    ),
]
"""What shows that something is so: `claim:ID` of tests/knowledge/claims/, `proof:FOLDER`, `exchange:SCENARIO`
that real browsers were given, `test:tests/...py::NAME`, or the section of a standard that rules it."""
Role = Literal["verdict", "wrapper", "companion", "neighbour", "warning", "log", "cut"]
Layer = Literal["server", "proxy", "client", "environment"]
Language = Literal[
    "python", "javascript", "shell", "nginx", "apache", "caddy", "yaml", "json", "toml", "text", "http"
]
Grade = Literal["paste-as-it-is", "has-placeholder", "needs-decision"]


class Message(Model):
    """One message that a browser, a JavaScript library or a server prints."""

    id: Id
    symptom: Symptom
    role: Role = "verdict"
    lang: str = "en"
    since: str = ""
    until: str = ""
    template: Sentence
    """Literal text, `{placeholder}` for any run of characters, `[[optional]]` parts that are never nested.
    A placeholder is a fact's name, or starts with an underscore where its text is of no use."""
    facts: dict[FactName, str | int] = {}
    """Facts that the message states without a placeholder."""
    causes: tuple[Id, ...] = ()
    """Causes that the text alone leaves possible, likeliest first; empty leaves it to the tree."""
    says: str = ""
    """What the message means, in one plain sentence for the user."""
    alone: bool = False
    """True where words behind it on its line make it another program's: `Failed to fetch the archive`."""
    told: bool = False
    """True where people say it in words of their own: read sentence by sentence, whatever their wording."""
    examples: tuple[str, ...] = Field(min_length=1)
    """Verbatim texts that this template must match, and match alone."""
    source: str = ""


class MessageFile(Model):
    """`messages/<engine>.toml` (or `<engine>-<what>.toml`): the messages of one engine."""

    engine: Engine
    messages: tuple[Message, ...]


class Answer(Model):
    """One branch of a question: for these values of its fact, go there."""

    when: Patterns
    """The values that take this branch; `*` takes what no other branch does."""
    label: str = ""
    """What the user picks. Without it the branch is taken, but never offered."""
    gives: dict[FactName, str] = {}
    """What else is known once the user has picked it: facts and their values."""
    goto: Goto


class NextTry(Model):
    """What to try when the fix did not help, or nothing could be concluded."""

    text: Sentence
    cause: Id | None = None


class Stop(Model):
    """An end of the tree that names no cause: `stops/<id>.toml`."""

    id: Id
    status: Literal["concluded", "not-cors", "unrecognised"]
    """What the result line says: `concluded` only where nothing is wrong."""
    title: Sentence
    text: Sentence
    next: tuple[NextTry, ...] = ()


class Node(Model):
    """A node of the decision tree: settles one fact, from the cheapest provider that can."""

    id: Id
    root: bool = False
    asked_last: bool = False
    """No branch leads here: it is asked once the tree has come to an end, where its facts would change it."""
    fact: FactName
    choices: dict[Id, str] = {}
    """A choice that this question declares itself: each value and what it means."""
    providers: tuple[Provider, ...] = Field(min_length=1)
    """Who may settle the fact, cheapest first."""
    text: str = ""
    """The question as the user reads it; needed where `question` is a provider."""
    free_text: bool = False
    """The user types the value; there is nothing to pick."""
    optional: bool = False
    """The answer sharpens the fix; without somebody to ask, the walk goes on as if not sure."""
    refines: bool = False
    """The answer only names the conclusion more closely: left open, it makes no conclusion a guess."""
    why: str = ""
    """Why do you ask."""
    how: str = ""
    """How do I find out."""
    command: str = ""
    """A shell command to copy that shows it; may hold placeholders."""
    script: str = ""
    """JavaScript for the browser's console that prints it."""
    answers: tuple[Answer, ...] = Field(min_length=1)
    not_sure: Goto
    """Where to go when the user cannot tell, or nobody could settle the fact."""


class Code(Model):
    """A block of code; `{{ placeholders }}` are quoted as literals of its language."""

    language: Language
    filename: str = ""
    beside_app: bool = False
    """It stands right after the line that makes the app: indented where that is in a factory."""
    text: str = Field(min_length=1)


class Step(Model):
    """One step of a fix: what to do, and the code for it."""

    text: Sentence
    when: When = {}
    """The step is left out where this does not hold."""
    where: str = ""
    """The same in words, for the page that shows all steps: `on Python 3.8 and older`."""
    code: Code | None = None


class Link(Model):
    """A reference to read on."""

    title: Sentence
    url: Annotated[str, StringConstraints(pattern=r"^https://")]


Operation = Literal[
    "allow-request",
    "move-cross-origin-down",
    "silence-one-layer",
    "correct-import",
    "import-missing-names",
    "let-options-pass",
    "accept-both-slashes",
    "keep-talisman-from-redirecting",
    "allow-method-on-route",
    "allow-socketio-origin",
    "cover-raised-errors",
    "require-flask-cors",
    "proxy-passes-headers",
    "proxy-passes-options",
    "proxy-errors-carry-headers",
    "page-sends-credentials",
    "page-asks-with-cors",
    "page-sends-no-cors-headers",
    "page-spells-method",
    "page-calls-flasks-port",
]
"""What a fix does to the user's own files; each is a function of `cors_wizard.changes`."""


class FileChange(Model):
    """One operation on the user's files."""

    do: Operation
    when: When = {}
    """It is left out where this does not hold."""


class Fix(Model):
    """One way to fix something: `fixes/<id>.toml`; several causes may name it."""

    id: Id
    title: Sentence
    when: When = {}
    """Where this way is the one to offer first."""
    only_where: When = {}
    """It is offered, first or among the others, nowhere but there."""
    steps: tuple[Step, ...] = Field(min_length=1)
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
    verify: tuple[Step, ...] = ()
    """How to see that it works, in place of what its cause says."""
    next: tuple[NextTry, ...] = ()
    """What to try when it did not help, ahead of what its cause says."""
    references: tuple[Link, ...] = ()


class Evidence(Model):
    """A sentence that says what shows this cause, given where its condition holds."""

    text: Sentence
    when: When = {}


class Contradiction(Model):
    """What this cause cannot be true beside: the condition, and what it means where it holds."""

    when: Annotated[When, Field(min_length=1)]
    text: Sentence
    """What does not fit together, as the user reads it in place of the cause."""
    goto: EndGoto = "stop:contradicted"
    """The cause or stop that the facts speak for instead."""


class Myth(Model):
    """A popular claim that leads people astray here, and what is true."""

    claim: Sentence
    truth: Sentence
    shown_by: tuple[Shown, ...] = Field(min_length=1)


class Cause(Model):
    """One root cause: `causes/<id>.toml`."""

    id: Id
    layer: Layer
    """Who has to change something."""
    commonness: int = Field(ge=0, le=100)
    """How often people meet it, from 0 (hardly ever) to 100; orders the candidates."""
    title: Sentence
    """What is wrong, in a few words."""
    summary: Sentence
    """What is wrong, in one sentence."""
    why: Prose
    """Why the browser blocks it: one principle, no lecture."""
    status: Literal["concluded", "not-cors"] = "concluded"
    """What the result line says: `not-cors` where no CORS setting has a part in it."""
    look: Sentence
    """What would show it or rule it out: one thing to look at."""
    evidence: tuple[Evidence, ...] = ()
    contradicted_by: tuple[Contradiction, ...] = ()
    """Facts beside which this cause is never concluded."""
    once_mended: dict[FactName, str | int] = {}
    """Facts as they will be when this is fixed; walking on with them shows what else stands in the way."""
    behind_when: When = {}
    """Where it is worth walking on; elsewhere nothing shows that anything stands behind this cause."""
    wrong: Code | None = None
    """The code that brings this about."""
    before: tuple[Step, ...] = ()
    """Steps that only this cause needs, ahead of those of the fix."""
    fixes: tuple[Id, ...] = Field(min_length=1)
    """Ways to fix it: the first whose condition holds is offered, the others are to choose from."""
    verify: tuple[Step, ...] = ()
    next: tuple[NextTry, ...] = ()
    myths: tuple[Myth, ...] = ()
    references: tuple[Link, ...] = ()


class Caution(Model):
    """Something unsafe that was seen although nothing fails: `cautions/<id>.toml`."""

    id: Id
    title: Sentence
    text: Sentence
    """Why it is unsafe, and what to do; may hold placeholders."""


class CauseIds(Model):
    """`cause-ids.toml`: the ids that are taken for good, whether or not a file describes the cause yet."""

    ids: tuple[Id, ...]
    """A report that was saved last year must still mean the same: ids are added, never renamed."""
