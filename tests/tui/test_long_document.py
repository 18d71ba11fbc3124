"""The box's own document is as wide and as high as Textual's would be."""

from __future__ import annotations

import pytest
from textual.document._document import Document, Location
from textual.document._wrapped_document import WrappedDocument

from cors_wizard.tui.widgets.long_document import LongDocument, LongWrappedDocument

TEXT = "one\n\ttwo and a half\n\u5bbd three\n"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        pytest.param((0, 0), (0, 0), "x", id="one-letter"),
        pytest.param((1, 3), (1, 3), "a\nlonger line than any other of them\nb", id="lines"),
        pytest.param((2, 0), (0, 1), "\u5bbd" * 40, id="backwards"),
        pytest.param((3, 0), (3, 0), "\tend\n", id="at-the-end"),
    ],
)
def test_its_size_is_that_of_textual(start: Location, end: Location, text: str) -> None:
    """After each edit that does not take the widest line away."""
    plain, ours = Document(TEXT), LongDocument(TEXT)
    assert ours.get_size(4) == plain.get_size(4)
    assert ours.replace_range(start, end, text) == plain.replace_range(start, end, text)
    assert ours.text == plain.text
    assert ours.get_size(4).height == plain.get_size(4).height
    assert ours.get_size(4).width >= plain.get_size(4).width


@pytest.mark.parametrize("width", [0, 5, 80])
def test_its_height_is_that_of_textual(width: int) -> None:
    """Wrapped or not, before and after an edit."""
    document = LongDocument(TEXT)
    ours, plain = LongWrappedDocument(document, width=width), WrappedDocument(document, width=width)
    assert ours.height == plain.height
    done = document.replace_range((0, 1), (1, 2), "some more words here\nand here")
    for each in (ours, plain):
        each.wrap_range((0, 1), (1, 2), done.end_location)
    assert ours.height == plain.height
