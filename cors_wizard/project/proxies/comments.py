"""Takes comments out of settings, so that what is switched off is not read as switched on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def hash_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines without `# ...`, for nginx, Apache, Caddy and YAML."""
    for number, line in enumerate(lines, start=1):
        before, mark, _ = line.partition("#")
        # A `#` within a word, as in a URL's fragment, starts no comment.
        starts_comment = mark and (not before or before[-1].isspace())
        yield number, (before if starts_comment else line).strip()
