"""The line above the keys that says what to do now: one thing, and the key for it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from cors_wizard.changes import ChangeSet
from cors_wizard.tui.display import one_line, printable
from cors_wizard.tui.words import key


class NextStep(Static):
    """What was just done, and the one thing to do next."""

    DEFAULT_CSS = """
    NextStep { height: auto; max-height: 3; padding: 0 1; background: $primary 15%; }
    """

    def to_apply(self, changes: ChangeSet, where: str = "") -> None:
        """The change can be written, in a folder that is named where the user didn't choose it."""
        file = (_named(_paths(changes)), "bold")
        place = f" in {where}" if where else ""
        then = " Then restart Flask." if changes.needs_restart else ""
        self._say("", key("a"), " writes this to ", file, f"{place}; ", key("c"), f" copies the diff.{then}")

    def not_written(self, why: str) -> None:
        """The change could not be written; a message that goes away would leave nobody wiser."""
        told = ("✗ Not written: ", "bold $text-error"), f"{printable(why)} Then ", key("a"), " tries again."
        self.update(Content.assemble(*told))

    def already_there(self, changes: ChangeSet, *, reloads: bool) -> None:
        """The user made the same change: what was seen is of the code before."""
        told = f"✓ {_named(_paths(changes))} was edited meanwhile, and nothing is left to change in it. "
        self._say(told, _before_verifying(changes, reloads=reloads), key("v"), " verifies.")

    def undone(self, paths: Sequence[str]) -> None:
        """The change was taken back."""
        self._say(f"✓ Undone: {_named(paths)} as before. ", key("a"), " writes the change again.")

    def not_undone(self, why: str) -> None:
        """The change could not be taken back; the diff above is what there is to take out by hand."""
        told = ("✗ Not undone: ", "bold $text-error"), f"{printable(why)} ", key("o"), " opens it."
        self.update(Content.assemble(*told))

    def read_again(self, changes: ChangeSet) -> None:
        """A file was edited in the meantime, and the change is another one now."""
        named = _named(_paths(changes))
        self._say(f"{named} was edited meanwhile: this is its change now. ", key("a"), " writes it.")

    def applied(self, paths: Sequence[str], changes: ChangeSet, *, reloads: bool) -> None:
        """The change was written."""
        self._say(
            f"✓ Written to {_named(paths)}. ",
            _before_verifying(changes, reloads=reloads),
            key("v"),
            " verifies; ",
            key("u"),
            " undoes.",
        )

    def to_copy(self, title: str, count: int, written: Sequence[str] = ()) -> None:
        """Nothing was copied yet."""
        what = title if count == 1 else f"{title}, the first of {count} blocks"
        self._say(
            "",
            key("c"),
            " copies ",
            (what, "bold"),
            "; when all is done, ",
            key("v"),
            " verifies it",
            *_undoes(written),
        )

    def copied(self, title: str, what_to_do: str, following: str) -> None:
        """A block was copied; `following` is what the next one is called, if there is one."""
        done = f"✓ Copied {title}. "
        if following:
            self._say(done, what_to_do, "; ", key("c"), " copies the next: ", (following, "bold"), ".")
        else:
            self._say(done, what_to_do, ", then ", key("v"), " verifies it.")

    def to_verify(self, written: Sequence[str] = ()) -> None:
        """There is nothing to copy."""
        self._say("", "When the steps are done, ", key("v"), " verifies it", *_undoes(written))

    def _say(self, done: str, *parts: str | tuple[str, str]) -> None:
        self.update(Content.assemble((done, "$text-success"), *parts))


def _before_verifying(changes: ChangeSet, *, reloads: bool) -> str:
    """What has to happen before the server can be asked again; a proxy's file is nothing that Flask loads."""
    if changes.needs_restart or not changes.changes:
        if not changes.is_reloaded:
            return "Restart Flask, then "
        return "The server loads it, then " if reloads else "Restart Flask unless it reloads, then "
    return "Do the rest by hand (•), then " if changes.besides_restart else "Now "


def _paths(changes: ChangeSet) -> Sequence[str]:
    return [change.path for change in changes.changes]


def _undoes(written: Sequence[str]) -> tuple[str | tuple[str, str], ...]:
    return ("; ", key("u"), f" undoes the change to {_named(written)}.") if written else (".",)


def _named(paths: Sequence[str]) -> str:
    shown = one_line(paths[0], 60)
    return shown if len(paths) == 1 else f"{shown} and {len(paths) - 1} more"
