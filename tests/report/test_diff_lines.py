"""A change as people read it: numbers, what goes, what comes, what stays around it."""

from __future__ import annotations

from cors_wizard.changes import Change
from cors_wizard.report.diff_lines import DiffLine, diff_lines, without_new_layout

BEFORE = "".join(f"line {number}\n" for number in range(1, 13))


def _change(after: str) -> list[tuple[str, int, str]]:
    return [
        (each.kind, each.number, each.text) for each in diff_lines(Change("app.py", "edit", BEFORE, after))
    ]


def test_a_replaced_line_stands_below_the_one_that_goes() -> None:
    """With one line of context on either side."""
    assert _change(BEFORE.replace("line 5\n", "line five\n")) == [
        ("kept", 4, "line 4"),
        ("removed", 5, "line 5"),
        ("added", 5, "line five"),
        ("kept", 6, "line 6"),
    ]


def test_distant_changes_have_a_gap_between_them() -> None:
    """So that nobody takes them for neighbours; what stays has its number in the new file."""
    lines = _change("first\n" + BEFORE.replace("line 11\n", "line eleven\n"))
    assert ("gap", 0, "") in lines
    assert ("kept", 11, "line 10") in lines
    assert (
        lines.index(("added", 1, "first"))
        < lines.index(("gap", 0, ""))
        < lines.index(("removed", 11, "line 11"))
    )


def test_what_is_only_laid_out_anew_is_left_out() -> None:
    """Where there is little room: what a call says as before is no news, and a gap shows that it is there."""
    before = 'CORS(app, resources={r"/api/*": {"origins": ["http://a", "http://b"]}})\n'
    after = """CORS(
    app,
    resources={
        r"/api/*": {
            "origins": ["http://a", "http://b", "http://c"],
            "supports_credentials": True,
        },
        r"/auth/*": {"origins": ["http://c"]},
    },
)
"""
    lines = diff_lines(Change("app.py", "edit", before, after))
    assert [(each.kind, each.number) for each in without_new_layout(lines)] == [
        *(("removed", 1), ("added", 5), ("added", 6), ("gap", 0), ("added", 8)),
    ]


def test_what_moves_or_comes_is_news() -> None:
    """A line that goes in one place and comes in another, and every line of new code, empty ones included."""
    moved = diff_lines(Change("app.py", "edit", "CORS(app)\na\nb\n", "a\nb\nCORS(app)\n"))
    come = diff_lines(Change("app.py", "edit", "a\n", "a\n\n\n@app.after_request\n"))
    assert [without_new_layout(each) for each in (moved, come)] == [list(moved), list(come)]


def test_a_new_file_is_all_new() -> None:
    """Every line comes."""
    change = Change("test_cors.py", "create", "", "import app\n\n")
    assert diff_lines(change) == (DiffLine("added", 1, "import app"), DiffLine("added", 2, ""))


def test_line_ends_of_windows_are_not_shown() -> None:
    """They stay in the file, and mean nothing on the screen."""
    change = Change("app.py", "edit", "a\r\nb\r\n", "a\r\nc\r\n")
    assert [each.text for each in diff_lines(change)] == ["a", "b", "c"]


def test_empty_lines_around_a_change_are_left_out() -> None:
    """They show no place; an empty line that goes or comes is shown, and one between two changes, too."""
    change = Change("app.py", "edit", "a\n\nb\n\nc\n", "a\n\nB\n\nc\n")
    assert [(each.kind, each.text) for each in diff_lines(change)] == [("removed", "b"), ("added", "B")]
    change = Change("app.py", "edit", "a\n\nb\n", "A\n\nB\n")
    assert [each.text for each in diff_lines(change)] == ["a", "A", "", "b", "B"]
    change = Change("app.py", "edit", "a\n\nb\n", "a\nb\n")
    assert [(each.kind, each.text) for each in diff_lines(change)][1] == ("removed", "")


def test_what_the_failed_request_needs_comes_first() -> None:
    """A change that covers other requests, too, opens with the lines of this one."""
    before = "a\n" * 3 + "me\n" + "a\n" * 8 + "stats\n" + "a\n" * 3
    own = before.replace("stats", "stats, allowed")
    after = own.replace("me", "me, allowed")
    shown = [each.text for each in diff_lines(Change("app.py", "edit", before, after, own=own))]
    assert shown == ["a", "stats", "stats, allowed", "a", "", "a", "me", "me, allowed", "a"]
    assert [each.text for each in diff_lines(Change("app.py", "edit", before, after))][1] == "me"
