"""Puts the built-in knowledge into the package once more, parsed: a start reads JSON in place of TOML."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ParsedKnowledgeHook(BuildHookInterface[BuilderConfig]):
    """Runs before a wheel is built, and before the checkout is installed to be edited."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes the file, which Git ignores, and has it packed."""
        room = Path(self.root, "cors_wizard", "knowledge_base")
        parsed = _module(room / "parsed.py")
        target = room / parsed.FILE
        target.write_text(parsed.parsed_text(Path(self.root, "knowledge")), encoding="utf-8")
        build_data["artifacts"].append(f"/{target.relative_to(self.root).as_posix()}")


def _module(path: Path) -> ModuleType:
    """The module alone: its package needs what a builder does not have."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
