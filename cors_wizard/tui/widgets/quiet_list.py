"""A list of a side panel: nothing in it is marked until the keyboard is there."""

from __future__ import annotations

from textual.widgets import OptionList


class QuietList(OptionList):
    """An option list that looks like text while it is not used."""

    DEFAULT_CSS = """
    QuietList {
        width: 100%;
        height: 1fr;
        border: none;
        padding: 0;
        background: transparent;
        scrollbar-size-vertical: 1;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted { background: transparent; color: $foreground; }
        &:focus { border: none; background-tint: transparent; }
        &:focus > .option-list--option-highlighted { background: $primary 35%; color: $foreground; }
    }
    """
