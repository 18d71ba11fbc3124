"""What messages mean is written once."""

from __future__ import annotations

import tomllib
from collections import Counter

from cors_wizard.shipped import builtin_folder


def test_no_sentence_is_written_twice() -> None:
    """What several messages mean has a name in `meanings.toml`."""
    files = sorted((builtin_folder() / "messages").glob("*.toml"))
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    said = Counter(each["says"] for table in tables for each in table["messages"] if "says" in each)
    assert [text for text, times in said.items() if times > 1 and not text.startswith("@")] == []
