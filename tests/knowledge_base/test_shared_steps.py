"""Steps that many fixes have stand in a file of their own, and in each fix that names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.errors import KnowledgeError
from cors_wizard.knowledge_base import load_knowledge
from tests.knowledge_base.broken import MEND_THE_VIEW
from tests.knowledge_base.sound import SOUND

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
