"""Steps and contradictions that many have are in a file of their own, and wherever they are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cors_wizard.errors import KnowledgeError
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.cross_check import check_folders
from tests.knowledge_base.broken import MEND_THE_VIEW, SERVER_ERROR
from tests.knowledge_base.sound import SOUND, edited, write

SHARED = """\
id = "restart"
text = "Restart it."
when = { debug_mode = "no" }

[code]
language = "shell"
text = "flask run"
"""


def _folder(folder: Path, more: dict[str, str]) -> Path:
    for name, text in {**SOUND, **more}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_fix_has_the_shared_step(tmp_path: Path) -> None:
    """Its text, its code and its condition; a condition of the fix's own comes first."""
    uses = '\n[[steps]]\nuse = "restart"\n\n[[steps]]\nuse = "restart"\nwhen = { debug_mode = "yes" }\n'
    files = {"steps/restart.toml": SHARED, MEND_THE_VIEW: SOUND[MEND_THE_VIEW] + uses}
    *_, plain, own = load_knowledge(_folder(tmp_path, files)).fixes["mend-the-view"].steps
    assert plain.text == own.text == "Restart it."
    assert plain.code is not None
    assert plain.code.text == "flask run"
    assert (plain.when, own.when) == ({"debug_mode": ("no",)}, {"debug_mode": ("yes",)})


def test_the_step_of_a_team_is_laid_over_ours(tmp_path: Path) -> None:
    """As every other file is."""
    files = {
        "steps/restart.toml": SHARED,
        MEND_THE_VIEW: f'{SOUND[MEND_THE_VIEW]}\n[[steps]]\nuse = "restart"\n',
    }
    ours, theirs = _folder(tmp_path / "ours", files), tmp_path / "theirs"
    (theirs / "steps").mkdir(parents=True)
    (theirs / "steps" / "restart.toml").write_text(
        'id = "restart"\ntext = "Run `make restart`."\n', encoding="utf-8"
    )
    assert load_knowledge(ours, theirs).fixes["mend-the-view"].steps[-1].text == "Run `make restart`."


@pytest.mark.parametrize(
    "step",
    [
        'use = "restart"\ntext = "Both."',
        'when = { debug_mode = "no" }',
        'use = "restart"\n[steps.code]\nlanguage = "shell"\ntext = "a"',
    ],
    ids=["both", "neither", "code-beside-it"],
)
def test_a_step_has_one_of_both(tmp_path: Path, step: str) -> None:
    """What stands there twice, or not at all, is refused with file and remedy."""
    files = {"steps/restart.toml": SHARED, MEND_THE_VIEW: f"{SOUND[MEND_THE_VIEW]}\n[[steps]]\n{step}\n"}
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(_folder(tmp_path, files))
    assert "fixes/mend-the-view.toml" in str(caught.value)
    assert "text of its own" in str(caught.value)


CONTRADICTION = '[contradictions.head]\nwhen = { method = "HEAD" }\ntext = "HEAD never raises."\n'
OWN = 'when = { method = "HEAD" }\ntext = "HEAD never raises."\n'


def test_a_shared_contradiction_stands_where_it_is_named(tmp_path: Path) -> None:
    """It is read as if the cause had it; one that nobody uses, or that isn't there, is named."""
    by_name = edited(SERVER_ERROR, OWN, 'use = "head"\n')
    table = {"contradictions.toml": CONTRADICTION}
    (shared,) = (
        load_knowledge(write(tmp_path / "a", {**by_name, **table})).causes["server-error"].contradicted_by
    )
    (own,) = load_knowledge(write(tmp_path / "b", dict(SOUND))).causes["server-error"].contradicted_by
    assert replace(shared, use=None) == own
    (unused,) = check_folders(write(tmp_path / "c", {**SOUND, **table}))
    assert (unused.file, unused.line, unused.message) == (
        "contradictions.toml", 1, "No cause uses this contradiction.",
    )  # fmt: skip
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(write(tmp_path / "d", by_name))
    assert [each.message for each in caught.value.problems] == ["Unknown contradiction head."]
    half = edited(SERVER_ERROR, 'text = "HEAD never raises."\n', "")
    with pytest.raises(KnowledgeError, match="a contradiction has `when` and `text`"):
        load_knowledge(write(tmp_path / "e", half))
