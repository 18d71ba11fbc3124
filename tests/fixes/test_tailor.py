"""Fixes made for one diagnosis: the way chosen by its facts, several causes mended together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fixes import TailoredFix, tailor
from cors_wizard.fixes.tailor import code_beside_app, who_gains
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from tests.knowledge_base.sound import SOUND, write

SET_UP = SOUND["fixes/set-up-cors.toml"]
IN_FACTORY = (
    SET_UP.replace('id = "set-up-cors"', 'id = "in-factory"')
    .replace(
        'title = "Set CORS up"',
        'title = "In the factory of {{ app_file | your app }}"\nwhen = { app_style = "factory" }\n'
        'only_where = { app_style = "factory" }',
    )
    .replace("CORS(", "cors.init_app(")
)
RESTART = '\n[[steps]]\ntext = "Restart Flask."\n'
NOT_INITIALIZED = (
    SOUND["causes/cors-not-initialized.toml"]
    .replace('["set-up-cors"]', '["in-factory", "set-up-cors"]')
    .replace(
        "[[next]]",
        '[[before]]\ntext = "Save your work."\n\n[[verify]]\ntext = "Ask {{ url | it }}."\n\n[[next]]',
    )
)
FILES = {
    **SOUND,
    "fixes/set-up-cors.toml": SET_UP + RESTART,
    "fixes/in-factory.toml": IN_FACTORY,
    "fixes/mend-the-view.toml": SOUND["fixes/mend-the-view.toml"] + RESTART,
    "causes/cors-not-initialized.toml": NOT_INITIALIZED,
}


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    """Two ways to set CORS up, one to mend a view; both end with a restart."""
    return load_knowledge(write(tmp_path, FILES))


def fixes_for(knowledge: Knowledge, *causes: str, **facts: FactValue) -> tuple[TailoredFix, ...]:
    """The fixes for causes and facts."""
    known = Facts.of(Fact(name, value, "probed") for name, value in facts.items())
    return tailor(knowledge, [knowledge.causes[name] for name in causes], known)


def test_the_way_is_chosen_by_the_facts(knowledge: Knowledge) -> None:
    """The first whose condition holds leads; what is for another situation is no choice."""
    in_factory = fixes_for(knowledge, "cors-not-initialized", app_style="factory")
    assert [fix.id for fix in in_factory] == ["in-factory", "set-up-cors"]
    in_module = fixes_for(knowledge, "cors-not-initialized", app_style="module")
    assert [fix.id for fix in in_module] == ["set-up-cors"]
    unknown = fixes_for(knowledge, "cors-not-initialized")
    assert [fix.id for fix in unknown] == ["set-up-cors"]


def test_what_fits_comes_before_what_would_do_elsewhere(knowledge: Knowledge) -> None:
    """Of the other ways as well, whatever their order in the cause's file."""
    usual = knowledge.fixes["set-up-cors"]
    fitting = replace(usual, id="in-debug", when={"debug_mode": ("yes",)})
    more = replace(knowledge, fixes={**knowledge.fixes, "in-debug": fitting})
    ways = ("in-factory", "set-up-cors", "in-debug")
    cause = replace(knowledge.causes["cors-not-initialized"], fixes=ways)
    known = Facts.of(
        Fact(name, value, "scanned") for name, value in (("app_style", "factory"), ("debug_mode", "yes"))
    )
    assert [fix.id for fix in tailor(more, [cause], known)] == ["in-factory", "in-debug", "set-up-cors"]


def test_where_no_condition_holds_the_first_way_leads(knowledge: Knowledge) -> None:
    """There is always a fix."""
    only = knowledge.fixes["in-factory"]
    cause = replace(knowledge.causes["cors-not-initialized"], fixes=("in-factory",))
    (fix,) = tailor(knowledge, [cause], Facts())
    assert fix.id == only.id


def test_every_text_is_filled(knowledge: Knowledge) -> None:
    """Title, steps, file name, code, what it opens, how to verify."""
    fix, _ = fixes_for(
        knowledge,
        "cors-not-initialized",
        app_style="factory",
        app_file="api/app.py",
        origin="http://a.example",
        url="http://b.example/x",
    )
    assert fix.title == "In the factory of `api/app.py`"
    assert fix.opens == "`http://a.example` may read."
    assert [step.text for step in fix.steps][:1] == ["Save your work."]
    code = fix.steps[1].code
    assert code is not None
    assert code.filename == "api/app.py"
    assert 'origins=["http://a.example"]' in code.text
    assert [step.text for step in fix.verify] == ["Ask `http://b.example/x`."]
    assert [each.cause for each in fix.next] == ["server-error"]


def test_code_beside_the_app_is_indented_in_a_factory(tmp_path: Path) -> None:
    """It can be pasted below the line that makes the app, wherever that stands."""
    beside = SET_UP.replace('language = "python"', 'language = "python"\nbeside_app = true')
    files = {**SOUND, "fixes/set-up-cors.toml": beside}
    knowledge = load_knowledge(write(tmp_path, files))
    (factory,) = fixes_for(knowledge, "cors-not-initialized", app_style="factory")
    (module,) = fixes_for(knowledge, "cors-not-initialized", app_style="module")
    codes = [step.code.text for fix in (factory, module) for step in fix.steps if step.code]
    assert codes[0] == "".join(f"    {line}" for line in codes[1].splitlines(keepends=True))


def test_code_beside_the_app_is_found_among_the_steps(tmp_path: Path) -> None:
    """As for a module, since the editor indents it where it goes; other code is left out."""
    beside = SET_UP.replace('language = "python"', 'language = "python"\nbeside_app = true')
    plain = load_knowledge(write(tmp_path / "plain", SOUND))
    knowledge = load_knowledge(write(tmp_path / "beside", {**SOUND, "fixes/set-up-cors.toml": beside}))
    known = Facts.of([Fact("app_style", "factory", "scanned")])
    (code,) = code_beside_app(knowledge.fixes["set-up-cors"], known)
    assert code.text
    assert not code.text.startswith(" ")
    assert code_beside_app(plain.fixes["set-up-cors"], known) == ()


def test_a_fix_may_say_itself_how_to_verify_it(tmp_path: Path) -> None:
    """What a fix says comes in place of what the cause says, and its advice comes first."""
    says = '\n[[verify]]\ntext = "Look at the network panel."\n\n[[next]]\ntext = "Start it again."\n'
    files = {**FILES, "fixes/set-up-cors.toml": SET_UP + says}
    (fix,) = fixes_for(load_knowledge(write(tmp_path, files)), "cors-not-initialized", app_style="module")
    assert [step.text for step in fix.verify] == ["Look at the network panel."]
    assert fix.next[0].text == "Start it again."
    assert len(fix.next) > 1


def test_a_guess_is_admitted(knowledge: Knowledge) -> None:
    """Code with a stand-in in it is not said to be ready to paste."""
    (guessed,) = fixes_for(knowledge, "cors-not-initialized", app_style="module")
    assert guessed.grade == "has-placeholder"
    (code,) = [step.code for step in guessed.steps if step.code]
    assert code.guessed == ("allowed_origins",)
    assert code.to_check == "Not known, so check it in the code: the page's origin."
    (known,) = fixes_for(knowledge, "cors-not-initialized", app_style="module", origin="http://a.example")
    assert known.grade == "paste-as-it-is"


def test_a_command_whose_values_are_known_has_nothing_to_fill_in() -> None:
    """Its fix has placeholders, and here each has its value; without the port it is a guess."""
    knowledge = load_knowledge()
    url = Fact("url", "http://localhost:7103/api/weather", "pasted")
    app = Fact("app_file", "app.py", "scanned")
    cause = [knowledge.causes["server-unreachable"]]
    known = next(
        fix for fix in tailor(knowledge, cause, Facts.of([url, app])) if fix.id == "start-flask-there"
    )
    assert known.grade == "paste-as-it-is"
    unknown = next(fix for fix in tailor(knowledge, cause, Facts()) if fix.id == "start-flask-there")
    assert unknown.grade == "has-placeholder"


def test_a_decision_stays_a_decision(knowledge: Knowledge) -> None:
    """A guess does not make a fix that needs thought look easier."""
    (fix,) = fixes_for(knowledge, "server-error")
    assert fix.grade == "needs-decision"


def test_a_step_is_left_out_where_its_condition_does_not_hold(knowledge: Knowledge) -> None:
    """What is done already is not asked for."""
    (fix,) = fixes_for(knowledge, "cors-not-initialized", app_style="module", cors_setup="app")
    assert [step.text for step in fix.steps] == ["Save your work.", "Restart Flask."]


def test_several_causes_are_mended_together(knowledge: Knowledge) -> None:
    """One fix has the steps of all, each said once, the restart last."""
    (fix,) = fixes_for(knowledge, "server-error", "cors-not-initialized", app_style="module")
    texts = [step.text for step in fix.steps]
    assert texts == [
        "Read the traceback, then ask again.",
        "Save your work.",
        "Put this below the line that makes the app.",
        "Restart Flask.",
    ]
    assert fix.id == "mend-the-view"
    assert fix.opens == "Nothing. your page may read."


def test_the_same_code_is_said_once(knowledge: Knowledge) -> None:
    """Two causes with one fix give its steps once."""
    again = replace(knowledge.causes["server-error"], fixes=("set-up-cors",))
    changed = replace(knowledge, causes={**knowledge.causes, "server-error": again})
    fix, *_ = fixes_for(changed, "server-error", "cors-not-initialized", app_style="module")
    assert [bool(step.code) for step in fix.steps] == [True, False, False]


def test_nobody_gains_only_where_no_fix_opens_anything() -> None:
    """Two fixes at once: what the second opens is not denied by the first."""
    opened = "Pages of `http://a.example` may read."
    assert who_gains(["Nobody: a slash.", opened, opened]) == [opened]
    assert who_gains(["Nobody: a slash.", "Nobody."]) == ["Nobody: a slash.", "Nobody."]
