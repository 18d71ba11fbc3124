"""A team's own fix may not open what ours never do, and no knowledge keeps the reader busy."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.console.template_parts import MOST_OPTIONAL, TemplateError, parse_template
from cors_wizard.errors import FileError
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.checks.access import access_problems
from cors_wizard.knowledge_base.cross_check import check_folders
from cors_wizard.knowledge_base.read_files import read_folder
from cors_wizard.knowledge_base.validation import MOST_PROBLEMS
from tests.knowledge_base.sound import edited, write

FIX = "fixes/set-up-cors.toml"


@pytest.mark.parametrize(
    "code",
    [
        'CORS(app, origins="*", supports_credentials=True)',
        "CORS(app, supports_credentials=True, origins=['*'])",
        'CORS(app, origins=[r".*"], supports_credentials={{ with_credentials? }})',
        'CORS(app, resources={"/*": {"origins": "*", "supports_credentials": True}})',
    ],
)
def test_any_origin_with_credentials_is_refused(code: str, tmp_path: Path) -> None:
    """At the block of code, with a remedy."""
    old = "CORS(\n    {{ app | app }},\n    origins={{ allowed_origins | https://your-page.example }},\n"
    problems = check_folders(write(tmp_path, edited(FIX, old, f"{code}\nCORS(\n    {{{{ app | app }}}},\n")))
    assert [each.file for each in problems if "any origin together with credentials" in each.message] == [FIX]


def test_what_is_built_in_is_fine() -> None:
    """No fix of ours does it."""
    assert list(access_problems(load_knowledge())) == []


def test_a_thousand_unknown_keys_are_not_listed_one_by_one(tmp_path: Path) -> None:
    """The first ones, and how many there are."""
    keys = "".join(f"key{number} = 1\n" for number in range(40_000))
    files = write(tmp_path, {"fixes/many.toml": keys})
    (loaded,) = read_folder(files)
    assert len(loaded.problems) == MOST_PROBLEMS + 1


def test_a_template_has_few_optional_parts() -> None:
    """Or the matcher for it would take minutes."""
    with pytest.raises(TemplateError, match="optional parts"):
        parse_template("a" + "[[b]]c" * (MOST_OPTIONAL + 1))


def test_a_hostile_path_writes_nothing_to_the_terminal(tmp_path: Path) -> None:
    """Its control characters are shown as escapes."""
    with pytest.raises(FileError) as caught:
        read_folder(tmp_path / "\x1b]0;x\x07\u202e")
    assert "\x1b" not in str(caught.value)
    assert "\\x1b" in str(caught.value)
