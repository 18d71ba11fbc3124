"""What else starts an app gives it: supervisor, PM2, Kubernetes, platforms, editors, shells, Make and just.

Which variables a file sets and which files of variables it loads: names alone. That the process lacks a
variable is not concluded where one of these may give it. Files are read line by line; no command is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.configuration.file_names import is_compose, is_test_path
from cors_wizard.frozen import dataclass

_NAMES = frozenset(
    (
        *("Makefile", "makefile", "GNUmakefile", "justfile", "Justfile", ".justfile", ".envrc", "Tiltfile"),
        *("fly.toml", "vercel.json", "app.json", "launch.json", "tasks.json", "devcontainer.json"),
        *("pm2.json", "processes.json", "process.json", "mise.toml", ".mise.toml", "Taskfile.yml"),
    )
)
_ENDINGS = (".sh", ".bash", ".zsh", ".fish", ".bat", ".ps1", ".cmd", ".run.xml", ".yaml", ".yml", ".nomad")
_MOST_LINES = 20_000
_NAME = r"([A-Za-z_][A-Za-z0-9_]{0,99})"
_SETS = {
    "shell": re.compile(rf"(?:\s*(?:export|set(?:\s+-\w+)?|setx|global)\s+|\s*\$env:|\s*){_NAME}\s*[:?+]?="),
    "fish": re.compile(rf"\s*set\s+-g?x\w*\s+{_NAME}\s"),
    "supervisor": re.compile(rf"(?:environment\s*=\s*|,\s*|\s+){_NAME}="),
    "toml": re.compile(rf"\s*{_NAME}\s*="),
    # The names of tables, too: a name too many only leaves a question open.
    "table": re.compile(rf"[\"']?{_NAME}[\"']?\s*:"),
    "entry": re.compile(rf"(?:name|key):\s*[\"']?{_NAME}[\"']?\s*(?:$|[,}}#])"),
    "xml": re.compile(rf"<env\s+name=\"{_NAME}\""),
}
_LOADS = re.compile(
    r"(?:^|[\s;&(\"'])(?:source|include|-include|dotenv\w*|cat|grep|egrep|sed|xargs|foreman|honcho|direnv)\b"
    r"|(?:^|[;&(])\s*\.\s|env[-_]?file|set\s+dotenv|\bdotenv\b",
    re.IGNORECASE,
)
"""A line in which the name of a file of variables means that it is loaded; copying one is none."""
_BY_ITSELF = re.compile(r"\s*(?:set\s+dotenv-(?:load|required)(?!\s*:=\s*false)|dotenv(?:_if_exists)?\s*$)")
"""A line that loads `.env` without naming it."""
_FILE = re.compile(r"(?<![\w.])(?:[\w.-]{1,60}\.env|\.env(?:\.\w{1,40}){0,3}|\.flaskenv|\.envrc)(?![\w.])")


@dataclass(frozen=True)
class Given:
    """What starters give, by name; each with `path:line`."""

    variables: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    def variable(self, name: str) -> str:
        """Where one sets a variable; empty where none does."""
        return next((where for each, where in self.variables if each == name), "")

    def file(self, name: str) -> str:
        """Where one loads a file of variables; empty where none does."""
        return next((where for each, where in self.files if each == name), "")


def is_wanted(name: str) -> bool:
    """Whether a file of that name may start an app in a way that isn't read in `starts`."""
    named = name in _NAMES or name.startswith(("ecosystem.", "pm2.config.", "supervisor"))
    return named or name.endswith(_ENDINGS)


def read_given(files: Sequence[TextFile]) -> Given:
    """What the starters among these files give."""
    variables: dict[str, str] = {}
    loaded: dict[str, str] = {}
    for file in files:
        kinds = _kinds(file) if not (is_compose(file.name) or is_test_path(file.path)) else ()
        for number, line in enumerate(file.lines[:_MOST_LINES] if kinds else (), start=1):
            if line.lstrip().startswith(("#", "//", ";", "::")):
                continue
            where = f"{file.path}:{number}"
            for name in (each for kind in kinds for each in _SETS[kind].findall(line)):
                variables.setdefault(name, where)
            for name in _loaded(line):
                loaded.setdefault(name, where)
    return Given(tuple(variables.items()), tuple(loaded.items()))


def _loaded(line: str) -> Iterator[str]:
    if _BY_ITSELF.match(line):
        yield ".env"
    if _LOADS.search(line) and not re.match(r"\s*@?(?:cp|mv|rm|ln|touch|echo)\s", line):
        yield from (found[0] for found in _FILE.finditer(line))


def _kinds(file: TextFile) -> tuple[str, ...]:
    """The kinds of lines that set variables in a file; none where it isn't one of these files."""
    name = file.name
    if name.endswith((".conf", ".ini")):
        return ("supervisor",) if re.search(r"^\[program:", file.text, re.MULTILINE) else ()
    if not is_wanted(name):
        return ()
    if name.endswith((".yaml", ".yml")):
        return ("entry", "table")
    if name.endswith(".xml"):
        return ("xml",)
    if name.endswith(".toml"):
        return ("toml",)
    return ("shell", "fish") if _is_shell(name) else ("table",)


def _is_shell(name: str) -> bool:
    return name.lower().endswith(("makefile", "justfile", ".envrc", *_ENDINGS[:7]))
