"""What the reader of Flask code hands on: routes, CORS setups, apps, settings, variables and their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from cors_wizard.frozen import dataclass

ValueKind = Literal["text", "number", "switch", "none", "list", "table", "pattern", "unknown"]
SetupKind = Literal[
    "app",
    "blueprint",
    "decorator",
    "never-bound",
    "hand-written",
    "socketio",
    "talisman",
    "api",
    "starlette",
    "set-cookie",
]
OptionSource = Literal["call", "unpacked", "instance", "config"]


class _OfFile:
    """What is at a line of a file."""

    path: str
    line: int

    @property
    def where(self) -> str:
        """`path:line`."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Span(_OfFile):
    """A piece of a file, as offsets into `TextFile.raw`."""

    path: str
    line: int
    end_line: int
    start: int
    end: int
    """The offset behind its last character."""


@dataclass(frozen=True)
class Unresolved(_OfFile):
    """An expression whose value the code does not tell."""

    expression: str
    path: str
    line: int


@dataclass(frozen=True)
class Variable(_OfFile):
    """An environment variable that the code reads."""

    name: str
    path: str
    line: int
    default: str | None = None
    """What the code takes instead, as text; None where it names nothing."""


@dataclass(frozen=True)
class Value:
    """What an expression stands for, as far as the code tells."""

    kind: ValueKind
    text: str = ""
    """Of a text or a pattern (`re.compile`)."""
    number: float = 0
    """Of a number; 1 or 0 of a switch (`True`, `False`)."""
    items: tuple[Value, ...] = ()
    """Of a list, tuple or set; parts of it may be unknown."""
    entries: tuple[tuple[Value, Value], ...] = ()
    """Of a table, in its order; a later key replaced an earlier one already."""
    unresolved: tuple[Unresolved, ...] = ()
    """What of it is not known."""
    variables: tuple[Variable, ...] = ()
    """The environment variables that it depends on."""
    span: Span | None = None
    """Where it is written (of a constant: at its assignment); None where it was computed."""
    flags: str = ""
    """Of a pattern: its flags as written."""
    alternatives: tuple[Value, ...] = ()
    """Of an unknown value: what it may be, where a condition decides that cannot be read."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is unknown."""
        return not self.unresolved and self.kind != "unknown"

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts and patterns that it holds, for an option that takes one or a list."""
        if self.kind in ("text", "pattern"):
            return (self.text,)
        return tuple(one.text for one in self.items if one.kind in ("text", "pattern"))

    @property
    def is_true(self) -> bool | None:
        """Whether Python takes it for true; None where that is not known."""
        if self.kind == "unknown":
            return None
        if self.kind in ("list", "table"):
            return bool(self.items or self.entries) or (False if self.is_whole else None)
        return self.kind == "pattern" or bool(self.text or self.number)

    def get(self, key: str) -> Value | None:
        """The entry of a table under a text key."""
        return next((value for name, value in self.entries if name.kind == "text" and name.text == key), None)

    def named(self) -> Iterator[tuple[str, Value]]:
        """The entries of a table whose keys are texts or patterns."""
        return ((key.text, value) for key, value in self.entries if key.kind in ("text", "pattern"))


@dataclass(frozen=True)
class Option:
    """One option of a CORS setup, as the call or Flask's configuration gives it."""

    name: str
    value: Value
    expression: str
    """As it is written."""
    span: Span
    """Of the expression, where the option is given."""
    whole: Span
    """Of `name=expression`, or of the whole setting."""
    source: OptionSource = "call"


@dataclass(frozen=True)
class CorsSetup:
    """One place where code does something about CORS."""

    kind: SetupKind
    callee: str
    """What is called: `CORS`, `init_app`, `cross_origin`, `SocketIO`; for hand-written headers the hook."""
    target: str
    """The variable of the app or blueprint that it is applied to; empty where it is given none."""
    span: Span
    """Of the whole call (of a hand-written header: of the statement)."""
    says: str
    """Its first line."""
    options: tuple[Option, ...] = ()
    """What holds, the best source of each name only."""
    unresolved: tuple[Unresolved, ...] = ()
    is_conditional: bool = False
    function: str = ""
    """The function around it; empty at the top of the module."""
    view: str = ""
    """For a decorator: the function that it stands on."""
    rule: str = ""
    """For a decorator: that view's route, with its prefixes."""
    place: str = ""
    """For a decorator: where it stands among the others (fact `decorator_place`)."""
    header: str = ""
    """For a hand-written header: its name in lower case; its value is the option `value`."""
    branches: frozenset[tuple[int, bool]] = frozenset()
    """For a hand-written header: the branches that it is in, each by the place of its condition."""

    @property
    def file(self) -> str:
        """The path of its file."""
        return self.span.path

    @property
    def line(self) -> int:
        """Its first line."""
        return self.span.line

    @property
    def end_line(self) -> int:
        """Its last line."""
        return self.span.end_line

    @property
    def where(self) -> str:
        """`path:line`."""
        return self.span.where

    def option(self, name: str) -> Option | None:
        """The option of that name."""
        return next((one for one in self.options if one.name == name), None)


@dataclass(frozen=True)
class Route:
    """One URL rule with what its view takes from the request."""

    rule: str
    """The full path, with what blueprints and APIs set in front."""
    methods: tuple[str, ...]
    """As Flask has them: with HEAD beside GET, and OPTIONS; empty where they are unknown."""
    view: str
    """The name of the function or class."""
    owner: str
    """The variable of the app, blueprint, API or namespace in its file."""
    file: str
    line: int
    reads_headers: tuple[str, ...] = ()
    """Names of request headers that the view, its decorators or hooks before it read."""
    reads_json: bool = False
    reads_cookies: bool = False
    needs_auth: str = ""
    """How a login is required: `jwt_required`, `login_required`, `Authorization`; empty where it is not."""
    cross_origin: CorsSetup | None = None
    """The `@cross_origin` on the view."""
    span: Span | None = None
    """Of the route's decorator or call."""
    host: str = ""
    """The host that it is for; empty for any."""
    endpoint: str = ""
    """Its endpoint, without the blueprint's name; empty where it is not known."""
    lacks: tuple[str, ...] = ()
    """The names of Flask's that the view uses and its file doesn't import."""
    adds_slash: bool = False
    """Whether Flask redirects a path without the rule's last slash to the one with it."""

    @property
    def where(self) -> str:
        """`path:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class FlaskApp:
    """One place where a Flask app is made."""

    variable: str
    """Empty where it is given no name."""
    file: str
    line: int
    style: Literal["module", "factory"]
    function: str
    """The factory that makes it; empty at the top of the module."""
    is_chosen: bool = False
    """Whether it is the app that the facts are about."""
    span: Span | None = None
    mounted_at: str = ""
    """The path below which Werkzeug's dispatcher serves it, which the app itself never sees."""


@dataclass(frozen=True)
class Setting:
    """One key of Flask's configuration about CORS (`CORS_ORIGINS`, ...)."""

    key: str
    value: Value
    expression: str
    span: Span
    """Of the expression."""
    whole: Span
    """Of the statement or argument that sets it."""
    place: Literal["app-config", "config-class"]
    is_loaded: bool = True
    """Whether the app is seen to load it."""


@dataclass(frozen=True)
class SettingsFile(_OfFile):
    """One value that a file gives to the process: `.env`, a systemd unit, Compose, a Dockerfile."""

    name: str
    value: str
    """As the process gets it; may be a secret, so it is shown only where it is about CORS."""
    path: str
    line: int
    kind: Literal["dotenv", "example", "systemd", "compose", "dockerfile", "procfile", "gunicorn", "ini"]


@dataclass(frozen=True)
class Environment:
    """The environment variables that the code reads, and the files that set them."""

    reads: tuple[Variable, ...] = ()
    settings: tuple[SettingsFile, ...] = ()
    loads_dotenv: str = ""
    """Where the code loads `.env` (`load_dotenv()`, environs, decouple), as `path:line`."""
    loaded_files: tuple[str, ...] = ()
    """The names of the files that it loads; empty where the code leaves one open."""
    loads_only_as_main: bool = False
    """Whether it does so only below `if __name__ == "__main__":`."""
    dotenv_overrides: bool = False
    """Whether what it loads replaces what the process has: `load_dotenv(override=True)`."""
    late_reads: tuple[str, ...] = ()
    """The variables that the code reads before it loads `.env`."""
    needed: tuple[tuple[str, str], ...] = ()
    """The variables without which the code fails, each with what it makes of it: `text`, `int`, `bool`..."""

    def setting(self, name: str) -> SettingsFile | None:
        """The first file that sets a variable, examples left out."""
        return next((one for one in self.settings if one.name == name and one.kind != "example"), None)


@dataclass(frozen=True)
class FlaskCode:
    """What Flask code says about CORS."""

    routes: tuple[Route, ...] = ()
    setups: tuple[CorsSetup, ...] = ()
    apps: tuple[FlaskApp, ...] = ()
    settings: tuple[Setting, ...] = ()
    environment: Environment = field(default_factory=Environment)
    unresolved: tuple[Unresolved, ...] = ()
    cookies: tuple[Setting, ...] = ()
    """What the configuration says of the session's cookie and of Flask-Login's."""
    beside: tuple[CorsSetup, ...] = ()
    """`CORSMiddleware` of FastAPI in the same folder, and cookies of views: no fact follows."""

    @property
    def app(self) -> FlaskApp | None:
        """The app that the facts are about."""
        return next((one for one in self.apps if one.is_chosen), None)
