"""The project's files while a fix is worked out: each edit gives new texts, and all is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Literal

from cors_wizard.changes.change import ByHand, Change, ChangeSet, Removed, first_difference
from cors_wizard.changes.source_text.source import Edit, Source
from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.apps import App, choose_app, find_apps, find_blueprints, modules_of
from cors_wizard.flask_code.choose_files import is_worth_parsing
from cors_wizard.flask_code.evaluation.shared_constants import with_imported_constants
from cors_wizard.flask_code.flask_cors.cors_setups import Surroundings
from cors_wizard.flask_code.module import Module, parse_module
from cors_wizard.flask_code.routing.owners import Owner
from cors_wizard.flask_code.running import FLASK_ENVIRONMENT_FILES, read_flask_environment

_WORTH_PARSING = ("app", "://", "localhost", "config")
"""What makes a file worth parsing that says nothing of Flask: it may name addresses, or be settings."""
_MOST_FILES = 1000
_MOST_TITLES = 2


class CannotChange(Exception):
    """A change that would leave a file broken, or that nobody may write."""

    def __init__(self, what: str, *by_hand: ByHand) -> None:
        """Say what cannot be changed, or why in a whole sentence, and what to do instead."""
        super().__init__(what)
        self.by_hand = by_hand


class Workspace:
    """The files of one project, edited step by step."""

    def __init__(self, files: Sequence[TextFile], prefer: Callable[[App], bool] | None = None) -> None:
        """Take the files as they were read; `prefer` says which of several apps is meant."""
        self.before: Mapping[str, Source] = {
            file.path: Source(file.path, file.raw, file.is_exact, file.encoding) for file in files
        }
        self.now: dict[str, Source] = dict(self.before)
        self.keeps: dict[str, list[str]] = {}
        self.removes: dict[str, list[Removed]] = {}
        self.faults: dict[str, int] = {}
        self.by_hand: list[ByHand] = []
        self.done: list[str] = []
        """What the changes do, step by step: each as a title."""
        self.unwritable = ""
        """A file that a change was tried in, and that isn't UTF-8: it could not be written as it was."""
        self.edits = 0
        """How often a file was changed."""
        self.order: dict[str, int] = {}
        """Of every file that was changed or made, by its path, which edit was its first."""
        self._own: Mapping[str, Source] = {}
        """The files with what the failed request alone needs, once that is done."""
        self._prefer = prefer
        self._parsed: dict[str, tuple[Source, Module | str]] = {}
        self.serving: Owner | None = None
        """The app that is known to serve what is asked for now."""
        self._around: dict[Owner | None, Surroundings] = {}

    # What is there.

    @property
    def modules(self) -> list[Module]:
        """Every Python file that can be parsed."""
        return list(self.around.modules)

    @property
    def around(self) -> Surroundings:
        """The app that is meant, with the files that belong to it."""
        if self.serving not in self._around:
            self._around[self.serving] = self._read()
        return self._around[self.serving]

    def every_module(self) -> list[Module]:
        """Every Python file that can be parsed, whichever app it belongs to."""
        parsed = map(self.parsed, self._python())
        return with_imported_constants([one for one in parsed if isinstance(one, Module)])

    def _read(self) -> Surroundings:
        every = self.every_module()
        apps = [app for module in every for app in find_apps(module)]
        meant = [app for app in apps if self._prefer and self._prefer(app)]
        app = choose_app(meant or apps, self._flask_app())
        ours = list(modules_of(app, apps, every)) if app else [one for one in every if not one.is_test]
        return Surroundings(app, apps, [one for module in ours for one in find_blueprints(module)], ours)

    def _python(self) -> list[str]:
        worth = [path for path, source in self.now.items() if path.endswith(".py") and _is_worth(source)]
        return worth[:_MOST_FILES]

    def parsed(self, path: str) -> Module | str:
        """One Python file, or why it cannot be read."""
        source = self.now[path]
        known = self._parsed.get(path)
        if known is None or known[0] is not source:
            self._parsed[path] = known = (source, parse_module(source.file))
        return known[1]

    def _flask_app(self) -> str:
        paths = (path for path in self.now if path.endswith(FLASK_ENVIRONMENT_FILES))
        files = [file for path in paths if (file := self.now[path].file).name in FLASK_ENVIRONMENT_FILES]
        return next((app for app, _ in map(read_flask_environment, files) if app), "")

    def source(self, module: Module) -> Source:
        """The text of a parsed file."""
        return self.now[module.path]

    # What is changed.

    def edit(self, path: str, *edits: Edit) -> None:
        """Change a file; raises CannotChange where it would not be Python any more."""
        if not self.now[path].is_writable:
            self.unwritable = path
            raise CannotChange(path)
        changed = self.now[path].edited(edits)
        if (path.endswith(".py") and not _compiles(changed)) or not _can_be_written(changed):
            raise CannotChange(path)
        self.now[path] = changed
        self.order.setdefault(path, self.edits)
        self._changed_once_more()

    def create(self, path: str) -> None:
        """Begin a new file; raises CannotChange where there is one."""
        if path in self.now:
            raise CannotChange(path)
        self.now[path] = Source(path, "")
        self.order[path] = self.edits

    def attempt(self, operation: Callable[[], None]) -> str | None:
        """Carry out an operation, or nothing of it where it raises CannotChange: then why, else None."""
        files, hand, done = dict(self.now), list(self.by_hand), list(self.done)
        keeps, removes, faults = deepcopy(self.keeps), deepcopy(self.removes), dict(self.faults)
        order = dict(self.order)
        try:
            operation()
        except CannotChange as error:
            self.now, self.by_hand, self.done = files, [*hand, *error.by_hand], done
            self.keeps, self.removes, self.faults, self.order = keeps, removes, faults, order
            self._changed_once_more()
            return str(error)
        return None

    def _changed_once_more(self) -> None:
        self.edits += 1
        self._around.clear()

    def keep(self, path: str, *what: str) -> None:
        """Note what a file had and still has."""
        known = self.keeps.setdefault(path, [])
        known += [each for each in what if each not in known]

    def remove(self, path: str, what: str, why: str) -> None:
        """Note what goes from a file, and why."""
        self.removes.setdefault(path, []).append(Removed(what, why))

    def says_it_removes(self, value: str) -> bool:
        """Whether it is noted that a variable loses this value."""
        return any(each.what.endswith(f"={value}") for noted in self.removes.values() for each in noted)

    def blame(self, path: str, line: int) -> None:
        """Note the line that is at fault, while the file is as it was read; the first step's stands."""
        if not self.faults and self.now[path] is self.before.get(path):
            self.faults[path] = line

    def hand(self, text: str, command: str = "") -> None:
        """Note what no file can change."""
        if ByHand(text, command) not in self.by_hand:
            self.by_hand.append(ByHand(text, command))

    @contextmanager
    def doing(self, title: str) -> Iterator[None]:
        """Call what is edited here by this title, unless an inner step has one that says it closer."""
        before, done = dict(self.now), len(self.done)
        yield
        # An attempt that failed does not count as an edit.
        is_edited = any(before.get(path) is not source for path, source in self.now.items())
        if is_edited and len(self.done) == done:
            self.done.append(title)

    def end_own_part(self) -> None:
        """What follows is for other requests."""
        self._own = dict(self.now)

    # What it came to.

    @property
    def is_changed(self) -> bool:
        """Whether any file differs from what was read."""
        return any(True for _ in self._changed())

    @property
    def title(self) -> str:
        """What the changes do together, as far as one line takes it."""
        done = list(dict.fromkeys(self.done))
        return "; ".join((*done[:_MOST_TITLES], *(("and more",) if len(done) > _MOST_TITLES else ())))

    def changes(self, fix: str = "") -> ChangeSet:
        """Every file that differs, in the order of paths."""
        made = tuple(sorted((self._change(path) for path in self._changed()), key=lambda one: one.path))
        return ChangeSet(made, tuple(self.by_hand), "", self.title, fix)

    def _changed(self) -> Iterable[str]:
        return (
            path
            for path in self.order
            if (known := self.before.get(path)) is None or known.raw != self.now[path].raw
        )

    def _change(self, path: str) -> Change:
        old, new = self.before.get(path), self.now[path]
        before = old.raw if old else ""
        keeps, removes = (
            tuple(filter(self._was_there, self.keeps.get(path, ()))),
            tuple(self.removes.get(path, ())),
        )
        own = self._own.get(path, new).raw
        line = first_difference(before, new.raw if own == before else own)
        fault = self.faults.get(path, 0)
        kind: Literal["edit", "create"] = "edit" if old else "create"
        order = self.order.get(path, 0)
        own_part = own if own != new.raw else None
        return Change(path, kind, before, new.raw, keeps, removes, line, fault, order, own_part, new.encoding)

    def _was_there(self, kept: str) -> bool:
        """Whether a path of which a note speaks is not one that this change has written itself.

        A route may have the same text: what is kept isn't written once more.
        """
        kind, _, value = kept.partition(" ")
        before, now = (sum(map(_quoted(value), files.values())) for files in (self.before, self.now))
        return kind != "path" or (before >= now and any(value in each.text for each in self.before.values()))


def _quoted(value: str) -> Callable[[Source], int]:
    """How often a file has this text in quotes."""
    return lambda source: sum(source.text.count(f"{quote}{value}{quote}") for quote in "\"'")


def _is_worth(source: Source) -> bool:
    text = source.text.lower()
    return any(word in text for word in _WORTH_PARSING) or is_worth_parsing(source.file)


def _can_be_written(source: Source) -> bool:
    """Whether the file's encoding has every character."""
    try:
        source.raw.encode(source.encoding)
    except UnicodeEncodeError:
        return source.encoding == "utf-8"  # a lone surrogate: what reads the text handles it
    return True


def _compiles(source: Source) -> bool:
    try:
        _ = source.tree
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
