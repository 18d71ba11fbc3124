"""Facts that are not there, and values that they cannot have, are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge_base.broken import (
    CHROMIUM,
    SERVER_ERROR,
    SET_UP,
    STARTED,
    STATUS,
    VERSIONS,
    Broken,
    assert_refused,
)
from tests.knowledge_base.sound import SOUND

FACTS = [
    pytest.param(
        Broken(STATUS, 'fact = "status"', 'fact = "stautus"', "Unknown fact stautus.", "fact"),
        id="question-about-an-unknown-fact",
    ),
    pytest.param(
        Broken(
            STATUS,
            "[[answers]]",
            '[choices]\na = "b"\n\n[[answers]]',
            "The code declares status",
            "[choices]",
        ),
        id="choices-for-a-declared-fact",
    ),
    pytest.param(
        Broken(
            "nodes/again.toml",
            "",
            SOUND[STARTED].replace('"started"', '"again"').replace("command", "other"),
            "gives how_started other choices",
            "[choices]",
        ),
        id="two-questions-with-different-choices",
    ),
    pytest.param(
        Broken(SET_UP, "{ cors_setup", "{ cors_set_up", "Unknown fact cors_set_up.", "when"),
        id="condition-on-an-unknown-fact",
    ),
    pytest.param(
        Broken(SET_UP, '"none"]', '"nome"]', "nome is not a value of cors_setup", "when"),
        id="condition-on-a-value-that-cannot-be",
    ),
    pytest.param(
        Broken(SERVER_ERROR, "\nstatus = 200", "\nstatus = 200\nnope = 1", "Unknown fact nope.", "nope"),
        id="after-fix-with-an-unknown-fact",
    ),
    pytest.param(
        Broken(SERVER_ERROR, "\nstatus = 200", '\nproxy = "squid"', "proxy cannot be 'squid'", "proxy"),
        id="after-fix-with-a-value-that-cannot-be",
    ),
    pytest.param(
        Broken(CHROMIUM, 'reachable = "answered"', 'reachable = "yes"', "reachable cannot be 'yes'", "facts"),
        id="message-states-a-value-that-cannot-be",
    ),
    pytest.param(
        Broken(CHROMIUM, "'{origin}'", "'{page}'", "Unknown fact page.", "template"),
        id="message-with-an-unknown-placeholder",
    ),
    pytest.param(
        Broken(SET_UP, '">=1.1,<3.2"', '">=1.x"', ">=1.x isn't a list of comparisons", "flask"),
        id="versions-of-a-fix-that-do-not-parse",
    ),
    pytest.param(
        Broken(VERSIONS, '">=3.0.8,<4.0.1"', '"up to 4"', "up to 4 isn't a list of comparisons", "affected"),
        id="versions-of-an-advisory-that-do-not-parse",
    ),
    pytest.param(
        Broken(VERSIONS, 'flask_version = "<2"', 'flask_version = "=<2"', "=<2 is not a list of", "when"),
        id="versions-of-a-condition-that-do-not-parse",
    ),
]


@pytest.mark.parametrize("broken", FACTS)
def test_a_broken_folder_is_refused(tmp_path: Path, broken: Broken) -> None:
    """An author reads which file and line is wrong, and what to do."""
    assert_refused(tmp_path, broken)
