"""A proof as its folder tells it.

Everything in a proof speaks of the ports that people use: the page on 3000, Flask on 5000, another port of
theirs on 5001, nginx or another proxy on 8080. Each run takes free ports instead; `Ports.here` puts them in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from cors_wizard.knowledge_base import Knowledge
from tests.browsers.pages import PageRequest
from tests.knowledge.harness.proxies import SETTINGS
from tests.ports import unused_port

PROOFS = Path(__file__).parent.parent / "proofs"

_PORT = re.compile(r"\b(3000|5000|5001|8080)\b")


@dataclass(frozen=True)
class Ports:
    """The free ports that stand for those of the tale."""

    page: int
    flask: int
    nginx: int

    @classmethod
    def free(cls, page_origin: str) -> Ports:
        """Ports that nobody listens on now; Flask's has a free one after it, for whoever moves there."""
        page = unused_port() if page_origin == "null" else int(page_origin.rsplit(":", 1)[1])
        return cls(page, unused_port(), unused_port())

    def here(self, text: str) -> str:
        """A text of the tale with the ports of this run."""
        actual = {"3000": self.page, "5000": self.flask, "5001": self.flask + 1, "8080": self.nginx}
        return _PORT.sub(lambda found: str(actual[found[1]]), text)

    def tale(self, text: str) -> str:
        """A text of this run with the ports of the tale."""
        tale = {self.page: "3000", self.flask: "5000", self.flask + 1: "5001", self.nginx: "8080"}
        return re.sub(r"\b[0-9]{4,5}\b", lambda found: tale.get(int(found[0]), found[0]), text)


@dataclass(frozen=True)
class Placement:
    """Where the code of one step of the fix goes, where the language alone does not tell."""

    step: int
    """1-based, counted over the steps that have code."""
    into: str
    """A file of the proof, `page` for its script, `shell` to run it, `environment` to export it to Flask,
    `nowhere` for code that only shows."""
    marker: str = "fix"
    fix: str = ""
    """Holds for this fix alone; empty for every one."""


@dataclass(frozen=True)
class Proof:
    """One cause, broken the way people break it."""

    id: str
    folder: Path
    cause: str
    request: PageRequest
    expect: Mapping[str, tuple[str, ...]]
    """What each engine prints, with the ports of the tale."""
    page: str = "http://localhost:3000"
    """The page's origin, or `file` for a page that is opened from a file."""
    page_after: str = ""
    """Where the page is opened once the fix is in place, if elsewhere."""
    page_headers: Mapping[str, str] = field(default_factory=dict)
    """Headers that are sent with the page itself."""
    script: str = ""
    """The page's whole script, where it is more than the request."""
    request_after: PageRequest | None = None
    """The request that the fixed script makes, where it is not the same as before."""
    passes: bool = False
    """Whether the browser accepts everything from the start: the cause is then in what was seen elsewhere."""
    run: str = "flask --app app run --port 5000"
    debug: bool = False
    """Whether the app is run in debug mode (then with the interactive debugger)."""
    packages: Literal["all", "without-flask-cors", "as-required"] = "all"
    """What is installed where the app runs; `as-required` is what pip makes of requirements.txt."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of the environment that Flask runs in."""
    scan: bool = False
    """Whether the wizard is given the project folder."""
    paste: tuple[str, ...] = ()
    """Further lines that the user pastes below the browser's."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """The answer to each question that the wizard may ask: at most two."""
    status_after: int = 200
    fix: str = ""
    """The fix that the wizard offers first; empty for the first that the cause names."""
    another_way: str = ""
    """One that it offers beside it, and that is put in place here."""
    other_fixes: tuple[str, ...] = ()
    """Further ways to mend it that the wizard offers, which are run over the version pairs too."""
    placements: tuple[Placement, ...] = ()
    in_browser: bool = True
    """Whether browsers show it; else it is shown over the version pairs alone."""
    flask: str = ""
    """The Flask versions that the broken app itself needs, as `>=2.0`; empty for every one."""
    open_to_all: bool = False
    """Whether the fix lets every page embed the answer, as it says; scripts still read nothing of it."""
    edited: bool = False
    """Whether the files in `edited/` replace those of the folder once the app runs: somebody edited them."""
    played: bool = False
    """Whether the files in `after/` play what cannot run here once it is set as the fix says."""
    in_process: bool = True
    """Whether the same can be shown without a server, over the version pairs."""

    @property
    def proxies(self) -> frozenset[str]:
        """The settings of what stands in front of Flask."""
        return frozenset(name for name in SETTINGS if (self.folder / name).exists())

    def first_fix(self, knowledge: Knowledge) -> str:
        """The fix that the wizard is to offer first."""
        return self.fix or knowledge.causes[self.cause].fixes[0]


def load_proofs(folder: Path = PROOFS) -> tuple[Proof, ...]:
    """Every proof, by name."""
    return tuple(load_proof(path.parent) for path in sorted(folder.glob("*/proof.toml")))


def load_proof(folder: Path) -> Proof:
    """The proof in this folder; an unknown key is an error."""
    raw: dict[str, Any] = tomllib.loads((folder / "proof.toml").read_text(encoding="utf-8"))
    after = raw.pop("request_after", None)
    return Proof(
        id=folder.name,
        request_after=PageRequest(**after) if after else None,
        folder=folder,
        request=PageRequest(**raw.pop("request")),
        expect={engine: tuple(lines) for engine, lines in raw.pop("expect").items()},
        placements=tuple(Placement(**each) for each in raw.pop("placements", ())),
        paste=tuple(raw.pop("paste", ())),
        other_fixes=tuple(raw.pop("other_fixes", ())),
        **raw,
    )
