"""Knowledge folders: found, read, laid over one another; and what is told about a broken file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from cors_wizard.errors import FileError, KnowledgeError, Problem
from cors_wizard.knowledge_base import (
    builtin_proofs,
    load_knowledge,
    read_knowledge,
)
from cors_wizard.knowledge_base.models.fixes import FileChange
from cors_wizard.knowledge_base.read_files import LARGEST_FILE
from cors_wizard.knowledge_base.validation import validated
from tests.knowledge_base.sound import SOUND, edited, write

STATUS, CHROMIUM = "nodes/status.toml", "messages/chromium.toml"


def problems_of(*folders: Path) -> tuple[Problem, ...]:
    """What is wrong with the folders."""
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(*folders)
    return caught.value.problems


def test_a_sound_folder_is_read_whole(tmp_path: Path) -> None:
    """Every kind of file arrives."""
    knowledge = load_knowledge(write(tmp_path))
    assert knowledge.root.id == "objection"
    assert set(knowledge.nodes) == {"objection", "status", "started"}
    assert set(knowledge.causes) == {"server-error", "cors-not-initialized"}
    assert set(knowledge.fixes) == {"mend-the-view", "set-up-cors"}
    assert set(knowledge.stops) == {"contradicted", "not-cors"}
    assert set(knowledge.cautions) == {"vary-missing"}
    assert [file.advisories[0].id for file in knowledge.versions] == ["CVE-0000-0000"]
    assert knowledge.cause_ids == {"server-error", "cors-not-initialized", "cached-response"}
    assert list(knowledge.patterns) == ["chromium-missing", "chromium-net-error"]
    assert knowledge.nodes["status"].answers[1].when == ("*",)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        pytest.param('fact = "status"', "fact = status", 2, "This isn't valid TOML", id="syntax-error"),
        pytest.param('"Which status', "'''Which status", 15, "This isn't valid TOML", id="open-string"),
        pytest.param(
            "not_sure",
            "not_shure",
            6,
            "not_shure: Unknown key. Did you mean not_sure?",
            id="unknown-key",
        ),
        pytest.param(
            'label = "500"',
            'labl = "500"',
            10,
            "answers.0.labl: Unknown key. Did you mean label?",
            id="unknown-inner-key",
        ),
        pytest.param('fact = "status"\n', "", 0, "fact: This key is required", id="missing-key"),
        pytest.param(
            'goto = "cause:server-error"\n',
            "",
            8,
            "answers.0.goto: This key is required",
            id="missing-inner-key",
        ),
        pytest.param(
            '"Which status does it get?"', "3", 4, "text: Input should be a valid string", id="wrong-type"
        ),
        pytest.param(
            '["probe", "question"]', '["prob"]', 3, "Input should be 'pasted', 'probe'", id="wrong-choice"
        ),
        pytest.param(
            '["probe", "question"]', "[]", 3, "providers: Tuple should have at least 1", id="empty-list"
        ),
        pytest.param('id = "status"', 'id = "stat"', 1, "The id stat is not the file's name", id="wrong-id"),
        pytest.param(
            'id = "status"', 'id = "Status"', 1, "id: String should match pattern", id="malformed-id"
        ),
        pytest.param(
            "cause:server-error", "server-error", 11, "answers.0.goto: String should", id="malformed-goto"
        ),
        pytest.param(
            'fact = "status"', "fact = " + "[" * 5000, 0, "The file nests too deeply", id="too-deep"
        ),
        pytest.param(
            'fact = "status"', 'fact = "status"\nid = "again"', 3, "This isn't valid TOML", id="key-twice"
        ),
    ],
)
def test_a_broken_file_is_named_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    """An author sees where and what, for every way to break a file."""
    problems = problems_of(write(tmp_path, edited(STATUS, old, new)))
    (told,) = (problem for problem in problems if words in str(problem))
    assert (told.file, told.line) == (STATUS, line)
    assert told.hint


def test_a_file_that_is_no_utf8(tmp_path: Path) -> None:
    """The line with the wrong byte is named."""
    write(tmp_path)
    (tmp_path / STATUS).write_bytes(b'id = "status"\nfact = "st\xe4tus"\n')
    assert problems_of(tmp_path) == (Problem(STATUS, 2, "The file is not UTF-8.", "Save it as UTF-8."),)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """A huge file is refused unread."""
    write(tmp_path)
    (tmp_path / STATUS).write_text("#" * (LARGEST_FILE + 1), encoding="utf-8")
    assert problems_of(tmp_path) == (
        Problem(STATUS, 0, f"The file is larger than {LARGEST_FILE} bytes.", "Split it."),
    )


def replace_by_link(path: Path, outside: Path) -> None:
    """The file lies outside, a link to it inside."""
    shutil.move(path, outside / path.name)
    path.symlink_to(outside / path.name)


def replace_by_endless_link(path: Path, outside: Path) -> None:
    """A link to a device that never ends."""
    path.unlink()
    path.symlink_to("/dev/zero")


def replace_by_fifo(path: Path, outside: Path) -> None:
    """A pipe that nobody writes to."""
    path.unlink()
    os.mkfifo(path)


def replace_by_folder(path: Path, outside: Path) -> None:
    """A folder of the same name."""
    path.unlink()
    path.mkdir()


def replace_by_dangling_link(path: Path, outside: Path) -> None:
    """A link to nothing."""
    path.unlink()
    path.symlink_to(path.with_name("nothing.toml.gone"))


def replace_by_circle(path: Path, outside: Path) -> None:
    """A link to itself."""
    path.unlink()
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("replace_by", "words"),
    [
        pytest.param(replace_by_link, "The file is a link out of its folder.", id="link-out"),
        pytest.param(replace_by_endless_link, "The file is a link out of its folder.", id="link-to-a-device"),
        pytest.param(replace_by_fifo, "This isn't a regular file.", id="pipe"),
        pytest.param(replace_by_folder, "This isn't a regular file.", id="folder"),
        pytest.param(replace_by_dangling_link, "The file cannot be read: No such file", id="link-to-nothing"),
        pytest.param(replace_by_circle, "The file cannot be read", id="link-to-itself"),
    ],
)
def test_what_is_no_plain_file_inside_is_refused_unread(
    tmp_path: Path, replace_by: Callable[[Path, Path], None], words: str
) -> None:
    """A folder from somebody else reads nothing outside itself and never hangs."""
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = write(tmp_path / "knowledge")
    replace_by(folder / STATUS, outside)
    (problem,) = problems_of(folder)
    assert problem.file == STATUS
    assert problem.message.startswith(words)


def test_a_link_inside_the_folder_is_read(tmp_path: Path) -> None:
    """Links are refused for where they lead, not for being links."""
    folder = write(tmp_path)
    shutil.move(folder / STATUS, folder / "nodes" / ".kept")
    (folder / STATUS).symlink_to(".kept")
    assert "status" in load_knowledge(folder).nodes


def test_no_folder(tmp_path: Path) -> None:
    """A mistyped folder is told, with what it should hold."""
    with pytest.raises(
        FileError, match=r"There is no knowledge folder .*nowhere\. Give a folder that holds TOML"
    ):
        load_knowledge(tmp_path / "nowhere")


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is told. (Tests may run as root, who may list everything.)"""

    def refuse(folder: Path) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    folder = write(tmp_path)
    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(FileError, match=r"cannot be read: Permission denied\. Change its permissions\."):
        load_knowledge(folder)


def test_an_empty_folder(tmp_path: Path) -> None:
    """A folder without a knowledge file is a mistake."""
    (tmp_path / "causes").mkdir()
    with pytest.raises(FileError, match="holds no knowledge file"):
        load_knowledge(tmp_path)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        pytest.param("node/lost.toml", "The folders are: messages, nodes", id="mistyped-folder"),
        pytest.param("causes/lost.yaml", "A file of causes/ is called <id>.toml.", id="not-toml"),
        pytest.param("lost.toml", "The folders are: messages, nodes", id="beside-the-folders"),
    ],
)
def test_a_file_that_nothing_reads_is_told(tmp_path: Path, name: str, remedy: str) -> None:
    """Knowledge in the wrong place is not silently left out."""
    (problem,) = problems_of(write(tmp_path, {**SOUND, name: 'id = "lost"'}))
    assert problem.file == (name if name.startswith("causes") else name.partition("/")[0])
    assert problem.message == "Nothing reads this."
    assert problem.hint.startswith(remedy)


def test_what_editors_leave_is_passed_over(tmp_path: Path) -> None:
    """Back-up files, hidden ones and a README disturb nobody."""
    left = {
        "causes/.swap.toml.swp": "",
        "causes/x.toml~": "",
        "README.md": "",
        ".git/x": "",
        "causes/README.md": "",
    }
    assert load_knowledge(write(tmp_path, {**SOUND, **left})) == load_knowledge(write(tmp_path / "clean"))


def test_two_messages_with_one_id(tmp_path: Path) -> None:
    """A message id is given once, over all files of a folder."""
    copy = SOUND[CHROMIUM].replace("chromium-net-error", "another")
    (problem,) = problems_of(write(tmp_path, {**SOUND, "messages/edge.toml": copy}))
    assert problem == Problem(
        "messages/edge.toml",
        4,
        "The message id chromium-missing is taken by messages/chromium.toml:4.",
        "Choose another id.",
    )


def test_an_unknown_operation_is_met_with_the_one_that_was_meant() -> None:
    """There are dozens of them: the sentence doesn't list them all."""
    with pytest.raises(KnowledgeError) as caught:
        validated(FileChange, {"do": "cover-errors"})
    (problem,) = caught.value.problems
    assert problem.message == "do: Unknown value 'cover-errors'."
    assert problem.hint == "Did you mean cover-raised-errors?"


def test_a_problem_shows_no_control_characters(tmp_path: Path) -> None:
    """A hostile key cannot write to the terminal."""
    files = edited(STATUS, 'fact = "status"', 'fact = "status"\n"\\u001b[2J" = 1')
    (problem,) = problems_of(write(tmp_path, files))
    assert "\\x1b[2J: Unknown key" in str(problem)
    assert str(problem).isprintable()


def test_a_tree_that_cannot_be_walked_is_refused_at_once(tmp_path: Path) -> None:
    """The wizard never starts on a tree that would crash it; the check can still read it and tell all."""
    folder = write(tmp_path, edited(STATUS, "cause:server-error", "cause:nope"))
    (problem,) = problems_of(folder)
    assert problem.message == "Unknown cause nope."
    assert read_knowledge(folder).nodes["status"].answers[0].goto == "cause:nope"


def test_the_proofs_of_the_checkout() -> None:
    """The check knows which causes are shown."""
    proofs = builtin_proofs()
    assert proofs is not None
    assert "cors-not-initialized" in proofs


class TestLaidOver:
    """A team's folder laid over another."""

    def test_the_same_id_replaces(self, tmp_path: Path) -> None:
        """Files, messages and versions of the later folder win; all else stays."""
        message = SOUND[CHROMIUM].replace("No header is present.", "It is gone.")
        over = {
            "causes/server-error.toml": SOUND["causes/server-error.toml"].replace("The view raised", "Ours"),
            "messages/ours.toml": message,
            "versions/known.toml": SOUND["versions/known.toml"].replace("It is weak", "It is mended"),
            "cause-ids.toml": 'ids = ["ours"]',
        }
        both = load_knowledge(write(tmp_path / "base"), write(tmp_path / "over", over))
        assert both.causes["server-error"].title == "Ours"
        assert both.causes["cors-not-initialized"].title == "CORS is not set up"
        assert [message.template.endswith("gone.") for _, message in both.messages] == [True, False]
        assert [file.advisories[0].summary for file in both.versions] == ["It is mended."]
        assert {"ours", "server-error"} <= both.cause_ids

    def test_it_may_lean_on_what_lies_below(self, tmp_path: Path) -> None:
        """A folder that makes no sense alone is checked together with the one below it."""
        over = {STATUS: SOUND[STATUS].replace("Which status", "Which of them")}
        both = load_knowledge(write(tmp_path / "base"), write(tmp_path / "over", over))
        assert both.nodes["status"].text == "Which of them does it get?"

    def test_a_problem_names_the_folder(self, tmp_path: Path) -> None:
        """Of two files with one name, the right one is blamed."""
        over = write(tmp_path / "over", {STATUS: SOUND[STATUS].replace("cause:server-error", "cause:nope")})
        (problem,) = problems_of(write(tmp_path / "base"), over)
        assert (problem.file, problem.line) == (f"{over.as_posix()}/{STATUS}", 11)


OF_A_FILE = """\
engine = "chromium"
symptom = "network-failure"
role = "companion"

[[messages]]
id = "one"
template = "The one"
examples = ["The one"]

[[messages]]
id = "two"
symptom = "csp"
role = "verdict"
causes = ["server-error"]
template = "The other"
examples = ["The other"]

[[messages]]
id = "three"
causes = []
template = "The third"
examples = ["The third"]
"""


def test_what_holds_for_all_messages_is_said_once(tmp_path: Path) -> None:
    """A file's keys and its symptom's causes hold where a message says nothing else."""
    files = {
        "messages/chromium.toml": OF_A_FILE,
        "symptom-causes.toml": '[causes]\nnetwork-failure = ["cached-response"]\ncsp = ["cached-response"]\n',
    }
    patterns = load_knowledge(write(tmp_path, {**SOUND, **files})).patterns
    assert {name: (each.symptom, each.role, each.causes) for name, each in patterns.items()} == {
        "one": ("network-failure", "companion", ("cached-response",)),
        "two": ("csp", "verdict", ("server-error",)),
        "three": ("network-failure", "companion", ()),
    }


def test_a_symptom_names_causes_that_exist(tmp_path: Path) -> None:
    """A slip in the table is found as one in a message is."""
    table = {"symptom-causes.toml": '[causes]\ncsp = [\n    "nope",\n]\n'}
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(write(tmp_path, {**SOUND, **table}))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.message) == (
        "symptom-causes.toml",
        2,
        "Unknown cause nope.",
    )


MEANINGS = {"meanings.toml": '[meanings]\nnothing-came = "Nothing came."\n'}


def _saying(says: str) -> dict[str, str]:
    message = OF_A_FILE.replace('id = "one"\n', f'id = "one"\nsays = "{says}"\n')
    return {**SOUND, **MEANINGS, "messages/chromium.toml": message}


def test_a_meaning_is_written_once(tmp_path: Path) -> None:
    """A message refers to it by its name."""
    knowledge = load_knowledge(write(tmp_path, _saying("@nothing-came")))
    assert {message.says for _, message in knowledge.messages} >= {"Nothing came."}


def test_a_meaning_that_is_not_there(tmp_path: Path) -> None:
    """The name is refused where the message gives it."""
    with pytest.raises(KnowledgeError, match=r"No meaning is called nothing-left\."):
        load_knowledge(write(tmp_path, _saying("@nothing-left")))


def test_a_message_without_symptom_is_refused(tmp_path: Path) -> None:
    """Neither the file nor the message names one."""
    without = OF_A_FILE.replace('symptom = "network-failure"\n', "")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(write(tmp_path, {**SOUND, "messages/chromium.toml": without}))
    assert [(each.line, each.hint) for each in caught.value.problems] == [
        (4, "Add the key."),
        (17, "Add the key."),
    ]
