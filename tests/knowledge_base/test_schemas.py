"""JSON Schemas: fresh, and saying what the models say."""

from __future__ import annotations

import json

import pytest

from cors_wizard.knowledge_base import builtin_folder
from cors_wizard.knowledge_base.schemas import SCHEMAS, schemas


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_shipped_schema_is_fresh(name: str) -> None:
    """Editors check against what the models want today; `cors-wizard knowledge schema` writes them anew."""
    assert (builtin_folder() / "schema" / name).read_text(encoding="utf-8") == schemas()[name]


def test_no_other_schema_is_shipped() -> None:
    """A kind that is gone leaves no schema behind."""
    assert {path.name for path in (builtin_folder() / "schema").iterdir()} == set(schemas())


def test_a_condition_may_be_one_text() -> None:
    """An editor does not mark `when = "404"`, which the loader takes."""
    when = json.loads(schemas()["node.json"])["$defs"]["Answer"]["properties"]["when"]
    assert {"type": "string"} in when["anyOf"]


def test_an_editor_shows_what_a_key_means() -> None:
    """The models' own words are in the schema, and every unknown key is an error."""
    cause = json.loads(schemas()["cause.json"])
    assert cause["properties"]["layer"]["description"] == "Who has to change something."
    assert cause["additionalProperties"] is False
    assert set(cause["required"]) <= set(SCHEMAS["cause"].__dataclass_fields__)
