"""How far each of several failing requests of one paste has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from cors_wizard.changes.change import FileDigests
from cors_wizard.decision_tree import Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.problems import Problem, about_problem, also_fixes, problems_of
from cors_wizard.frozen import dataclass

State = Literal["open", "found", "covered", "applied", "works"]
_MARKS: dict[State, str] = {"open": "○", "found": "●", "covered": "◐", "applied": "◐", "works": "✓"}


@dataclass(frozen=True)
class Entry:
    """One line of the list."""

    problem: Problem
    state: State
    words: str

    @property
    def mark(self) -> str:
        """One sign for the state."""
        return _MARKS[self.state]


class ProblemStates:
    """The requests of one paste, and what is known of each."""

    def __init__(self, whole: Diagnosis) -> None:
        self.whole = whole
        """The diagnosis of all of the paste, before one request was picked."""
        self.problems = problems_of(whole.paste)
        self._seen: dict[str, Diagnosis] = {}
        self._applied: dict[str, FileDigests] = {}
        self._works: dict[str, str] = {}
        """How far each was seen to work, in words."""
        self._covered_by: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.problems)

    def pick(self, key: str) -> Diagnosis:
        """The diagnosis of that request, as it stood when it was left."""
        return self._seen.get(key) or about_problem(self.whole, key)

    def number(self, key: str) -> int:
        """Its place in the list, from 1."""
        return 1 + [each.key for each in self.problems].index(key)

    def note(self, diagnosis: Diagnosis) -> None:
        """Remember where a request stands."""
        self._seen[diagnosis.about] = diagnosis
        # What was read of the project or agreed to holds for all of them.
        self.whole = replace(self.whole, folder_scan=diagnosis.folder_scan, may_probe=diagnosis.may_probe)

    def note_applied(self, diagnosis: Diagnosis, files: FileDigests | None) -> None:
        """Its change was written, or taken back (None)."""
        key = diagnosis.about
        self._applied.pop(key, None)
        self._covered_by = {one: by for one, by in self._covered_by.items() if by != key}
        if files is not None:
            self._applied[key] = files
            self._covered_by |= dict.fromkeys(self.also_fixed(diagnosis), key)

    def written(self, key: str) -> FileDigests | None:
        """What was written to the user's files for that request."""
        return self._applied.get(key)

    def is_outdated(self, key: str) -> bool:
        """Whether files changed for another request since this one was looked at, or it was not yet."""
        return key not in self._seen or (bool(self._applied) and key not in self._applied)

    def note_verified(self, after: Diagnosis, *, works: bool) -> None:
        """It was seen to work, as far as the probes see, or not."""
        unseen = after.findings.unseen if after.findings else ()
        self._works[after.about] = ("works as far as seen" if unseen else "works") if works else ""

    def also_fixed(self, diagnosis: Diagnosis) -> tuple[str, ...]:
        """The keys of the other requests that the same change fixes."""
        others = (each.key for each in self.problems if each.key != diagnosis.about)
        return tuple(key for key in others if also_fixes(diagnosis, about_problem(self.whole, key)))

    def entries(self) -> tuple[Entry, ...]:
        """One for each request, in the order of the list."""
        return tuple(self._entries())

    @property
    def next_open(self) -> str:
        """The key of the first request that is neither solved nor covered; empty where none is left."""
        open_ones = (each.problem.key for each in self.entries() if each.state in ("open", "found"))
        return next(open_ones, "")

    @property
    def all_work(self) -> bool:
        """Whether every request was seen to work."""
        return all(each.state == "works" for each in self.entries())

    def _entries(self) -> Iterator[Entry]:
        for problem in self.problems:
            key, seen = problem.key, self._seen.get(problem.key)
            if works := self._works.get(key):
                yield Entry(problem, "works", works)
            elif seen and _passes(seen):
                yield Entry(problem, "works", "passes now")
            elif key in self._applied:
                yield Entry(problem, "applied", "fix applied, not verified")
            elif key in self._covered_by:
                number = self.number(self._covered_by[key])
                yield Entry(problem, "covered", f"covered by the fix of {number}")
            elif seen and seen.cause:
                yield Entry(problem, "found", f"{seen.cause.title} ({seen.certainty})")
            elif seen and seen.answers:
                yield Entry(problem, "found", "a question is open")
            else:
                yield Entry(problem, "open", "not looked at yet")


def _passes(seen: Diagnosis) -> bool:
    """Whether it ended with responses that a browser accepts; an open question isn't an end."""
    readable = seen.verdict is not None and seen.verdict.readable
    return readable and seen.findings is not None and isinstance(seen.step, Stopped)


def place_of(states: ProblemStates | None, diagnosis: Diagnosis) -> str:
    """Which of the requests this is, and which others its change fixes; empty for a single one."""
    if states is None or not diagnosis.about:
        return ""
    numbers = ", ".join(str(states.number(key)) for key in states.also_fixed(diagnosis))
    also = f" The change fixes {numbers}, too." if numbers else ""
    return f"Problem {states.number(diagnosis.about)} of {len(states)}.{also}"
