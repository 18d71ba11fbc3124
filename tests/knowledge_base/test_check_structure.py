"""What keeps the wizard from walking, and what no walk can come to, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge_base.broken import (
    CHROMIUM,
    MEND_THE_VIEW,
    NOT_CORS,
    NOT_INITIALIZED,
    OBJECTION,
    SERVER_ERROR,
    STARTED,
    STATUS,
    Broken,
    assert_refused,
)
from tests.knowledge_base.sound import SOUND

STEP_TEXT = SOUND[MEND_THE_VIEW][SOUND[MEND_THE_VIEW].index('text = "Read') :]
"""The text and the code of the only step."""
STRUCTURE = [
    pytest.param(
        Broken(OBJECTION, "stop:not-cors", "stop:no-such", "Unknown stop no-such.", 'goto = "stop:no-such'),
        id="goto-that-leads-nowhere",
    ),
    pytest.param(
        Broken(STATUS, "node:started", "node:nope", "Unknown node nope.", "not_sure"),
        id="not-sure-that-leads-nowhere",
    ),
    pytest.param(
        Broken(SERVER_ERROR, '"mend-the-view"', '"nope"', "Unknown fix nope.", "fixes ="),
        id="fix-that-is-not-there",
    ),
    pytest.param(
        Broken(MEND_THE_VIEW, STEP_TEXT, 'use = "nope"\n', "Unknown step nope.", "use ="),
        id="shared-step-that-is-not-there",
    ),
    pytest.param(
        Broken(NOT_INITIALIZED, 'cause = "server-error"', 'cause = "nope"', "Unknown cause nope.", "cause ="),
        id="next-cause-that-is-not-there",
    ),
    pytest.param(
        Broken(NOT_CORS, 'cause = "server-error"', 'cause = "nope"', "Unknown cause nope.", "cause ="),
        id="next-cause-of-a-stop-that-is-not-there",
    ),
    pytest.param(
        Broken(CHROMIUM, '"cached-response"', '"nope"', "Unknown cause nope.", "causes ="),
        id="message-names-a-cause-that-nobody-knows",
    ),
    pytest.param(
        Broken(
            OBJECTION,
            'when = "*"\ngoto = "node:started"',
            'when = "*"\ngoto = "stop:contradicted"',
            "This message leads nowhere",
            'id = "chromium-net',
            elsewhere=CHROMIUM,
        ),
        id="message-that-leads-nowhere",
    ),
    pytest.param(
        Broken(OBJECTION, "root = true\n", "", "No question is the root.", elsewhere="nodes"),
        id="no-root",
    ),
    pytest.param(
        Broken(
            STATUS,
            'fact = "status"',
            'root = true\nfact = "status"',
            "The root is objection already.",
            "root",
        ),
        id="two-roots",
    ),
    pytest.param(
        Broken(
            STARTED,
            'goto = "cause:cors-not-initialized"\n\n[[answers]]\nwhen = "script"',
            'goto = "node:status"\n\n[[answers]]\nwhen = "script"',
            "status -> started -> status",
            'goto = "node:status"',
        ),
        id="cycle",
    ),
    pytest.param(
        Broken(
            CHROMIUM,
            "{_method} {url}",
            "{_method}{url}",
            "two placeholders are next to each other",
            'template = "{_method',
        ),
        id="template-that-cannot-be-matched",
    ),
]


REACH = [
    pytest.param(
        Broken("nodes/lost.toml", "", SOUND[STARTED].replace('"started"', '"lost"'), "to this node", "id"),
        id="question-that-no-path-reaches",
    ),
    pytest.param(
        Broken(
            "stops/lost.toml", "", SOUND[NOT_CORS].replace('"not-cors"', '"lost"', 1), "to this stop", "id"
        ),
        id="stop-that-no-path-reaches",
    ),
    pytest.param(
        Broken(
            STATUS, "cause:server-error", "cause:cors-not-initialized", "to this cause", "id", SERVER_ERROR
        ),
        id="cause-that-no-path-reaches",
    ),
    pytest.param(
        Broken(
            "fixes/lost.toml", "", SOUND[MEND_THE_VIEW].replace("mend-the-view", "lost"), "No cause", "id"
        ),
        id="fix-that-no-cause-names",
    ),
    pytest.param(
        Broken("steps/lost.toml", "", 'id = "lost"\ntext = "Restart it."\n', "No fix uses", "id"),
        id="step-that-no-fix-uses",
    ),
    pytest.param(
        Broken(NOT_CORS, SOUND[NOT_CORS][SOUND[NOT_CORS].index("[[next]]") :], "", "dead end", "id"),
        id="stop-that-leaves-the-user-alone",
    ),
]


@pytest.mark.parametrize("broken", [*STRUCTURE, *REACH])
def test_a_broken_folder_is_refused(tmp_path: Path, broken: Broken) -> None:
    """An author reads which file and line is wrong, and what to do."""
    assert_refused(tmp_path, broken)
