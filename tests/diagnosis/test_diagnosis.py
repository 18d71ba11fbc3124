"""A diagnosis in progress: every move gives a new one, and only what is known decides what follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cors_wizard.decision_tree import Asks, Concluded, NeedsProbe, NeedsScan, Stopped
from cors_wizard.diagnosis import Diagnosis, spec_of
from cors_wizard.errors import InputError
from cors_wizard.facts import NOT_SURE, Fact, Facts
from cors_wizard.http_exchange import Response
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.result import ProbeRequest
from cors_wizard.project import ProjectScan
from tests.knowledge_base.sound import SOUND, write
from tests.probe.rounds import answer, play

PASTE = (
    "Access to 'http://api.example/x' from origin 'http://page.example' was blocked: No header is present."
)
ELSEWHERE = PASTE.replace("api.example", "other.example")


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    """The sound knowledge of the checks."""
    return load_knowledge(write(tmp_path))


@pytest.fixture
def pasted(knowledge: Knowledge) -> Diagnosis:
    """A diagnosis that may neither scan nor probe."""
    return Diagnosis.begin(knowledge, PASTE).without_scanning().without_probing()


def broken_view(request: ProbeRequest) -> Response:
    """Every answer is a 500 without CORS headers."""
    return answer(500)


def sound_view(request: ProbeRequest) -> Response:
    """Everybody is allowed."""
    return answer(200, Access_Control_Allow_Origin="*")


def probed(diagnosis: Diagnosis, server: object = broken_view) -> Diagnosis:
    """The diagnosis with the probes that a server answered."""
    assert callable(server)
    return diagnosis.with_probe_results(play(diagnosis.known, server))


class TestSteps:
    """What is needed next."""

    def test_the_folder_first_then_the_api_then_the_user(self, knowledge: Knowledge) -> None:
        """From cheap to dear; what is refused is not asked for again."""
        begun = Diagnosis.begin(knowledge, PASTE)
        assert isinstance(begun.step, NeedsScan)
        scanned = begun.with_scan(ProjectScan(Path("project"), (), ()))
        assert isinstance(scanned.step, NeedsProbe)
        assert isinstance(begun.without_scanning().step, NeedsProbe)
        refused = scanned.without_probing()
        assert refused.unsent_probes == ()
        assert isinstance(refused.step, Asks)
        assert refused.step.node.id == "status"

    def test_probes_lead_to_the_cause(self, knowledge: Knowledge) -> None:
        """Nothing is asked where a probe can tell."""
        done = probed(Diagnosis.begin(knowledge, PASTE).without_scanning())
        assert isinstance(done.step, Concluded)
        assert done.cause is not None
        assert (done.cause.id, done.status) == ("server-error", "concluded")
        assert done.evidence == ("The status is `500`.",)
        assert done.verdict is not None
        assert not done.verdict.readable
        assert done.unsent_probes == ()

    def test_new_facts_make_new_probes(self, knowledge: Knowledge) -> None:
        """Another method is another request; the old results speak no longer for it."""
        done = probed(Diagnosis.begin(knowledge, PASTE).without_scanning())
        changed = done.with_given(Fact("method", "PUT", "answered"))
        assert isinstance(changed.step, NeedsProbe)
        assert changed.unsent_probes

    def test_the_latest_given_fact_counts(self, knowledge: Knowledge) -> None:
        """Who corrects what was given means the correction."""
        begun = Diagnosis.begin(knowledge, PASTE).with_given(Fact("method", "DELETE", "answered"))
        assert begun.with_given(Fact("method", "PUT", "answered")).facts.text("method") == "PUT"

    def test_a_method_is_sent_after_a_yes(self, knowledge: Knowledge) -> None:
        """Consent to a method makes it one of the requests."""
        begun = Diagnosis.begin(knowledge, PASTE).with_given(Fact("method", "DELETE", "answered"))
        assert "DELETE" not in {request.method for request in begun.unsent_probes}
        assert "DELETE" in {request.method for request in begun.agreeing_to("DELETE").unsent_probes}

    def test_a_text_that_says_nothing(self, knowledge: Knowledge) -> None:
        """No candidates are made up."""
        begun = Diagnosis.begin(knowledge, "hello").without_scanning().without_probing()
        assert isinstance(begun.step, Asks)
        assert (begun.status, begun.candidates, begun.also, begun.fixes) == ("unrecognised", (), (), ())
        assert (begun.cause, begun.fix, begun.verdict, begun.exchange, begun.findings) == (None,) * 5

    def test_a_stop(self, pasted: Diagnosis) -> None:
        """An end without a cause has its own status."""
        stopped = pasted.with_given(Fact("symptom", "not-cors", "answered"))
        assert isinstance(stopped.step, Stopped)
        assert (stopped.status, stopped.cause) == ("not-cors", None)

    def test_a_cause_that_no_cors_setting_mends(self, knowledge: Knowledge) -> None:
        """It is concluded and mended like any other, and the result line says what it is not."""
        cause = replace(knowledge.causes["server-error"], status="not-cors")
        changed = replace(knowledge, causes={**knowledge.causes, cause.id: cause})
        begun = Diagnosis.begin(changed, PASTE).without_scanning().without_probing()
        ended = begun.with_given(Fact("status", 500, "answered"))
        assert ended.cause == cause
        assert (ended.status, bool(ended.fix)) == ("not-cors", True)

    def test_optional_questions_need_somebody(self, knowledge: Knowledge) -> None:
        """A script is not asked what only sharpens the fix."""
        started = replace(knowledge.nodes["started"], optional=True)
        changed = replace(knowledge, nodes={**knowledge.nodes, "started": started})
        begun = Diagnosis.begin(changed, PASTE).without_scanning().without_probing().answer("status", 404)
        assert isinstance(begun.step, Asks)
        assert isinstance(begun.without_optional_questions().step, Concluded)


class TestMoves:
    """Answers, going back, replay."""

    def test_an_answer_goes_on(self, pasted: Diagnosis) -> None:
        """The fact is known as answered, and the walk passes its question."""
        answered = pasted.answer("status", "503")
        assert answered.facts.get("status") == Fact("status", 503, "answered", "Which status does it get?")
        assert answered.cause is not None
        assert [step.node.id for step in answered.trail] == ["objection", "status"]
        assert isinstance(pasted.step, Asks)

    def test_an_answer_that_cannot_be(self, pasted: Diagnosis) -> None:
        """It is refused with what was expected, also for a question with choices of its own."""
        with pytest.raises(InputError, match="Give a whole number"):
            pasted.answer("status", "teapot")
        with pytest.raises(InputError, match="Give one of: command, script"):
            pasted.answer("started", "by magic")

    def test_not_sure_goes_on_too(self, pasted: Diagnosis) -> None:
        """It is remembered, and never asked again."""
        unsure = pasted.not_sure("status")
        assert isinstance(unsure.step, Asks)
        assert unsure.step.node.id == "started"
        assert unsure.facts.by_name["status"].value == NOT_SURE
        assert unsure.not_sure("started").status == "concluded"

    def test_an_answer_can_be_changed(self, pasted: Diagnosis) -> None:
        """The last word counts, and the question stands once in the list."""
        changed = pasted.answer("status", 500).answer("status", 404).answer("started", "script")
        assert [each.question for each in changed.answers] == ["status", "started"]
        assert changed.facts.number("status") == 404

    def test_back_is_replay_without_a_step(self, pasted: Diagnosis) -> None:
        """Going back leads to the very same place, and going on again too."""
        one = pasted.answer("status", 404)
        two = one.answer("started", "script")
        assert two.back() == one
        assert two.back().back() == pasted == pasted.back()
        assert two.back().answer("started", "script") == two
        assert two.back_to("started") == one
        assert two.back_to("status") == pasted
        assert two.back_to("nope") == two

    def test_another_text_keeps_the_answers(self, pasted: Diagnosis) -> None:
        """Pasting one more line loses nothing that was typed."""
        answered = pasted.answer("status", 404).with_text(ELSEWHERE)
        assert answered.facts.number("status") == 404
        assert answered.facts.text("url") == "http://other.example/x"
        assert answered.with_text(PASTE) == pasted.answer("status", 404)

    def test_what_is_given_outranks_what_was_pasted(self, knowledge: Knowledge) -> None:
        """An option of the command line wins over the paste."""
        given = Facts.of([Fact("origin", "http://given.example", "answered")])
        assert Diagnosis.begin(knowledge, PASTE, given).known.text("origin") == "http://given.example"

    def test_the_scan_gives_way_to_all_else(self, pasted: Diagnosis) -> None:
        """What a file says is the weakest word, but it is one."""
        facts = (Fact("url", "http://scanned.example", "scanned"), Fact("app_variable", "api", "scanned"))
        scanned = pasted.with_scan(ProjectScan(Path("project"), facts, ()))
        assert scanned.facts.text("url") == "http://api.example/x"
        assert scanned.facts.text("app_variable") == "api"

    @settings(max_examples=25)
    @given(
        st.lists(
            st.sampled_from(["status-500", "status-404", "started", "unsure", "back", "back-to"]), max_size=8
        )
    )
    def test_any_moves_are_a_replay_of_the_answers_that_are_left(self, moves: list[str]) -> None:
        """What follows depends on the answers, not on the way to them."""
        begun = Diagnosis.begin(KNOWLEDGE, PASTE).without_scanning().without_probing()
        diagnosis = begun
        for move in moves:
            diagnosis = make(diagnosis, move)
        replayed = begun
        for given_answer in diagnosis.answers:
            value = given_answer.fact.value
            replayed = (
                replayed.not_sure(given_answer.question)
                if value == NOT_SURE
                else replayed.answer(given_answer.question, value)
            )
        assert replayed == diagnosis
        assert replayed.step == diagnosis.step


KNOWLEDGE = load_knowledge()
"""The shipped knowledge has the questions that `make` answers, too."""


def make(diagnosis: Diagnosis, move: str) -> Diagnosis:
    """One move by its name."""
    match move:
        case "status-500":
            return diagnosis.answer("status", 500)
        case "status-404":
            return diagnosis.answer("status", 404)
        case "started":
            return diagnosis.answer("failure-detail", "nothing")
        case "unsure":
            return diagnosis.not_sure("preflight-status")
        case "back":
            return diagnosis.back()
        case _:
            return diagnosis.back_to("status")


class TestSeveralProblems:
    """Several walks of one tree."""

    def test_what_hides_behind_the_first_cause(self, knowledge: Knowledge) -> None:
        """With the view mended, the header is still missing: both are told, and one fix mends both."""
        done = probed(Diagnosis.begin(knowledge, PASTE).without_scanning())
        assert [cause.id for cause in done.also] == ["cors-not-initialized"]
        assert done.fix is not None
        assert "Put this below the line that makes the app." in [step.text for step in done.fix.steps]
        assert done.other_fixes == ()

    def test_one_looks_behind_only_where_there_is_reason(self, knowledge: Knowledge) -> None:
        """A cause may say when it is worth it."""
        cause = replace(knowledge.causes["server-error"], behind_when={"debug_mode": ("no",)})
        changed = replace(knowledge, causes={**knowledge.causes, cause.id: cause})
        assert probed(Diagnosis.begin(changed, PASTE).without_scanning()).also == ()

    def test_an_unrelated_message_is_a_problem_of_its_own(self, pasted: Diagnosis) -> None:
        """A second URL in the paste is walked with its own facts alone."""
        both = pasted.with_text(f"{PASTE}\n{ELSEWHERE}").answer("status", 500)
        assert both.cause is not None
        assert both.cause.id == "server-error"
        assert [cause.id for cause in both.also] == ["cors-not-initialized"]
        assert len(both.walks) == 3

    def test_the_same_message_again_is_no_second_problem(self, pasted: Diagnosis) -> None:
        """A console that repeats itself says nothing new."""
        assert len(pasted.with_text(f"{PASTE}\n{PASTE}").walks) == 1

    def test_nothing_is_told_beside_an_open_question(self, pasted: Diagnosis) -> None:
        """What else there is waits for the first conclusion."""
        both = pasted.with_text(f"{PASTE}\n{ELSEWHERE}")
        assert isinstance(both.step, Asks)
        assert (both.cause, both.also) == (None, ())

    def test_each_violation_of_the_verdict_is_walked(self, knowledge: Knowledge) -> None:
        """Without a pasted symptom, the probes say everything that a browser would refuse, in its order."""
        given = Facts.of(
            [
                Fact("url", "http://api.example/x", "answered"),
                Fact("origin", "http://page.example", "answered"),
                Fact("credentials", "include", "answered"),
            ]
        )
        begun = Diagnosis.begin(knowledge, "", given).without_scanning()
        done = probed(begun, sound_view)
        assert done.verdict is not None
        symptoms = [violation.symptom for violation in done.verdict.violations]
        assert symptoms
        walked = [step.fact.value for walk in done.walks for step in walk.trail[:1] if step.fact]
        assert walked[: len(symptoms)] == symptoms


class TestCandidates:
    """What is still possible."""

    def test_they_shrink_as_facts_come_in(self, pasted: Diagnosis) -> None:
        """From all to the one."""
        assert [each.cause.id for each in pasted.candidates] == ["cors-not-initialized", "server-error"]
        assert [each.cause.id for each in pasted.answer("status", 500).candidates] == ["server-error"]

    def test_the_cause_leads(self, knowledge: Knowledge) -> None:
        """The concluded cause is the first candidate."""
        done = probed(Diagnosis.begin(knowledge, PASTE).without_scanning())
        assert done.cause is not None
        assert done.candidates[0].cause.id == done.cause.id


def test_what_is_unsafe_is_told_in_the_files_words(pasted: Diagnosis) -> None:
    """Warnings that the facts list, and versions with an advisory; unknown ids are passed over."""
    unsafe = pasted.with_given(
        Fact("warnings", ("vary-missing", "nope"), "probed"), Fact("flask_cors_version", "3.0.10", "scanned")
    )
    assert [(each.id, each.title) for each in unsafe.cautions] == [
        ("vary-missing", "`Vary` is missing"),
        ("vulnerable-version", "flask-cors 3.0.10: CVE-0000-0000"),
    ]
    assert unsafe.cautions[0].text == "A cache may mix up `http://api.example/x`."
    assert unsafe.with_given(Fact("flask_cors_version", "4.0.1", "answered")).cautions[1:] == ()


def test_a_question_with_choices_of_its_own(knowledge: Knowledge) -> None:
    """A new question needs no code: its fact is what its file says."""
    assert spec_of(knowledge.nodes["started"]).choices == ("command", "script")
    assert spec_of(knowledge.nodes["status"]).kind == "number"
    assert "started" in SOUND["nodes/started.toml"]
