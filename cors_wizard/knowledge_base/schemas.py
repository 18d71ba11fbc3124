"""JSON Schemas of the knowledge files, so that editors complete and check them while somebody types."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cors_wizard.knowledge_base import host_models, models, version_models
from cors_wizard.knowledge_base.models import Model
from cors_wizard.knowledge_base.models.messages import FOR_ALL
from cors_wizard.knowledge_base.validation import adapter

SCHEMAS: Mapping[str, type[Model]] = {
    "messages": models.MessageFile,
    "node": models.Node,
    "cause": models.Cause,
    "stop": models.Stop,
    "fix": models.Fix,
    "step": models.SharedStep,
    "caution": models.Caution,
    "hosts": host_models.HostFile,
    "versions": version_models.VersionFile,
    "cause-ids": models.CauseIds,
    "contradictions": models.Contradictions,
    "meanings": models.Meanings,
    "symptom-causes": models.SymptomCauses,
}
"""The names of the schema files, as the first line of a knowledge file gives them."""

_OTHER_MODELS = (Path(version_models.__file__), Path(host_models.__file__))


def schemas() -> dict[str, str]:
    """The text of every file of `knowledge/schema/`, by its name."""
    said = _attribute_docs()
    return {f"{name}.json": _schema(model, said) for name, model in SCHEMAS.items()}


def _schema(model: type[Model], said: Mapping[tuple[str, str], str]) -> str:
    schema = adapter(model).json_schema()
    for described in (schema, *schema.get("$defs", {}).values()):
        if described["title"] == models.Message.__name__:  # Its file may give them.
            described["required"] = [key for key in described["required"] if key not in FOR_ALL]
        for key, entry in described.get("properties", {}).items():
            if text := said.get((described["title"], key)):
                entry["description"] = text
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"


def _attribute_docs() -> dict[tuple[str, str], str]:
    """The text below each attribute of the models, which pydantic reads only at a cost to every start."""
    docs: dict[tuple[str, str], str] = {}
    files = (*Path(models.__file__).parent.glob("*.py"), *_OTHER_MODELS)
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in files)
    for model in (node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)):
        for line, below in zip(model.body, model.body[1:], strict=False):
            if (
                isinstance(line, ast.AnnAssign)
                and isinstance(line.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                docs[model.name, line.target.id] = " ".join(str(below.value.value).split())
    return docs
