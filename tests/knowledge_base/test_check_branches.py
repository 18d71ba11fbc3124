"""Branches that are never taken, values without a branch, answers that cannot be picked: refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge_base.broken import OBJECTION, STARTED, STATUS, Broken, assert_refused
from tests.knowledge_base.sound import SOUND

WENT_ELSEWHERE = """\
id = "started"
fact = "symptom"
providers = ["probe"]
not_sure = "cause:cors-not-initialized"

[[answers]]
when = "not-cors"
goto = "cause:server-error"

[[answers]]
when = "*"
goto = "cause:cors-not-initialized"
"""
"""The root sends `not-cors` elsewhere."""


ABOUT_A_TEXT = """\
id = "started"
fact = "allow_origin"
providers = ["question"]
text = "What does the header say?"
not_sure = "cause:cors-not-initialized"

[[answers]]
when = "=*"
label = "a star"
goto = "cause:cors-not-initialized"

[[answers]]
when = [">=2", "http*"]
label = "an origin"
goto = "cause:cors-not-initialized"
"""

BRANCHES = [
    pytest.param(
        Broken(
            STATUS,
            'when = "*"',
            'when = ["501", "*"]\ngoto = "node:started"\n\n[[answers]]\nwhen = "404"',
            "never taken: the branches above",
            'when = "404"',
        ),
        id="branch-whose-values-are-taken-above",
    ),
    pytest.param(
        Broken(STATUS, '["500", "500-599"]', '["500", "2xx"]', "2xx is neither a number nor a range", "when"),
        id="value-that-is-no-number",
    ),
    pytest.param(
        Broken(
            OBJECTION,
            '"not-cors"',
            '["not-cors", "no-such"]',
            "no-such is not a value of symptom",
            'when = ["not-cors',
        ),
        id="value-that-the-fact-cannot-have",
    ),
    pytest.param(
        Broken(
            STARTED,
            SOUND[STARTED],
            WENT_ELSEWHERE,
            "never taken: on every path to here the fact has another value",
            'when = "not-cors"',
        ),
        id="branch-for-a-value-that-went-elsewhere",
    ),
    pytest.param(
        Broken(
            OBJECTION,
            'when = "*"',
            'when = "csp"',
            "No branch takes symptom = allow-origin-mismatch",
            "[[answers]]",
        ),
        id="choice-without-a-branch",
    ),
    pytest.param(
        Broken(
            STATUS, 'when = "*"', 'when = "200-299"', "No branch takes status = such as 0, 199", "[[answers]]"
        ),
        id="number-without-a-branch",
    ),
    pytest.param(
        Broken(STATUS, 'when = "*"', 'when = ["*", "unknown"]', "takes the branch `not_sure`", 'when = ["*"'),
        id="branch-for-unknown",
    ),
    pytest.param(
        Broken(
            STATUS, '["500", "500-599"]', '"500-599"', "would answer 500-599, which isn't a value", "when"
        ),
        id="offered-answer-without-a-plain-value",
    ),
    pytest.param(
        Broken(
            STATUS,
            'when = "*"',
            'when = ["500", "*"]\nlabel = "Another"',
            "which takes an earlier branch",
            'when = ["500", "*"',
        ),
        id="offered-answer-whose-value-goes-elsewhere",
    ),
    pytest.param(
        Broken(STATUS, 'text = "Which status does it get?"\n', "", "there is no text to ask", "providers"),
        id="question-without-text",
    ),
    pytest.param(
        Broken(STATUS, '["probe", "question"]', '["probe"]', "The text is never shown", "text"),
        id="text-that-nobody-sees",
    ),
    pytest.param(
        Broken(STATUS, 'label = "500"\n', "", "no answer has a label to pick", "providers"),
        id="question-without-answers-to-pick",
    ),
    pytest.param(
        Broken(STATUS, "not_sure", "free_text = true\nnot_sure", "the labels are never shown", "free_text"),
        id="labels-that-nobody-sees",
    ),
    pytest.param(
        Broken(
            STATUS, '["probe", "question"]', '["probe", "probe", "question"]', "is named twice", "providers"
        ),
        id="provider-twice",
    ),
    pytest.param(
        Broken(STARTED, SOUND[STARTED], ABOUT_A_TEXT, "would answer =*, which isn't a value", 'when = "=*"'),
        id="offered-text-that-is-a-pattern",
    ),
    pytest.param(
        Broken(
            STARTED,
            SOUND[STARTED],
            ABOUT_A_TEXT,
            "No branch takes allow_origin = such as 0, 1, something else.",
            "[[answers]]",
        ),
        id="text-without-a-branch",
    ),
    pytest.param(
        Broken(
            STARTED, SOUND[STARTED], ABOUT_A_TEXT, "would answer >=2, which isn't a value", 'when = [">=2'
        ),
        id="offered-text-that-is-a-comparison",
    ),
    pytest.param(
        Broken(
            STARTED,
            SOUND[STARTED],
            ABOUT_A_TEXT.replace("=*", "known"),
            "would answer known, which",
            'when = "known',
        ),
        id="offered-known",
    ),
    pytest.param(
        Broken(
            STARTED,
            SOUND[STARTED],
            ABOUT_A_TEXT.replace("=*", "ftp*"),
            "would answer ftp*, which",
            'when = "ftp',
        ),
        id="offered-beginning",
    ),
]


@pytest.mark.parametrize("broken", BRANCHES)
def test_a_broken_folder_is_refused(tmp_path: Path, broken: Broken) -> None:
    """An author reads which file and line is wrong, and what to do."""
    assert_refused(tmp_path, broken)
