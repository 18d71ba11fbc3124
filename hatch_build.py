"""Puts the built-in knowledge into the package as validated data: a start reads that in place of TOML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ParsedKnowledgeHook(BuildHookInterface[BuilderConfig]):
    """Runs before a wheel is built, and before the checkout is installed to be edited."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes the file, which Git ignores, and has it packed; a folder with problems ends the build."""
        sys.path.insert(0, self.root)
        from cors_wizard.knowledge_base.build import write_parsed

        target = write_parsed(Path(self.root, "knowledge"))
        build_data["artifacts"].append(f"/{target.relative_to(self.root).as_posix()}")
